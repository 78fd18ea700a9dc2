from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "workbench.approvals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declares rights, actions and kinds of proposals."""
        from workbench.approvals import kinds, rights  # noqa: F401
        from workbench.approvals.actions import applications, classes, events, rechecks  # noqa: F401

        kinds.declare()
