from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "workbench.policies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declares rights and actions."""
        from workbench.policies import actions, rights, separation  # noqa: F401
