from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "workbench.api"
    verbose_name = "API"
