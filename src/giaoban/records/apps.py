"""The app's label and name."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Tables of workflow: people, installed packs, the store's manifest, frozen factsheets, the audit."""

    name = "giaoban.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
