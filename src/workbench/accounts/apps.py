from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "workbench.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declares rights and actions."""
        from workbench.accounts import actions, frame, rights  # noqa: F401
