from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "workbench.approvals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declares rights, actions, kinds of proposals, providers."""
        from workbench.approvals import kinds, providers, rights  # noqa: F401
        from workbench.approvals.actions import applications, classes, events, rechecks  # noqa: F401

        kinds.declare()
