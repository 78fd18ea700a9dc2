from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "workbench.decisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declares rights, actions, providers, panels."""
        from workbench.decisions import (  # noqa: F401
            actions,
            auditing,
            following,
            panels,
            providers,
            rights,
            wording,
        )
