from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "workbench.common"
    default_auto_field = "django.db.models.BigAutoField"
