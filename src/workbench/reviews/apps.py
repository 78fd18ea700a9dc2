from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "workbench.reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declares rights and actions."""
        from workbench.reviews import actions, checking, effects, rights  # noqa: F401
