"""Step 1b of the method: who can help and who can hinder (B).

The room is empty so far: its tables arrive with its step, and the guided path says so."""

from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    name = "stakeholders"
