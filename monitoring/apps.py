"""What becomes of the plan after the council's decision (D, I, K).

The room is empty so far: its tables arrive with its step, and the guided path says so."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"
