from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "workbench.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declares rights, actions and what the frame tells."""
        from workbench.accounts import (  # noqa: F401
            frame,
            own,
            places,
            posting,
            rights,
            staffing,
            tree,
        )
