from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "commonground.partnership"
    label = "partnership"
    default_auto_field = "django.db.models.BigAutoField"
