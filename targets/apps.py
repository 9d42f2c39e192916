"""Step 2 of the method: performance targets, indicators, the timeline (T).

The room is empty so far: its tables arrive with its step, and the guided path says so."""

from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "targets"
