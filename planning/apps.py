"""The rooms of the method that are planning: from people and plans to the council's document."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "planning"

    def ready(self) -> None:
        from .people import events

        events.listen()
