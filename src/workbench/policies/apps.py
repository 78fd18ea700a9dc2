from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "workbench.policies"
    default_auto_field = "django.db.models.BigAutoField"
