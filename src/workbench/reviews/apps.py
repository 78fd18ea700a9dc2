from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "workbench.reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declares rights, actions, and what follows a suspension."""
        from workbench.reviews import (  # noqa: F401
            actions,
            branches,
            checking,
            home,
            opening,
            rights,
            suspending,
        )
