from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "workbench.customers"
    default_auto_field = "django.db.models.BigAutoField"
