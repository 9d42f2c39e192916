"""Step 1b of the method: who can help and who can hinder (B)."""

from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    name = "stakeholders"
    default_auto_field = "django.db.models.BigAutoField"
