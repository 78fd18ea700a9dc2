from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "workbench.reviews"
    default_auto_field = "django.db.models.BigAutoField"
