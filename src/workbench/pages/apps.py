from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "workbench.pages"
    default_auto_field = "django.db.models.BigAutoField"
