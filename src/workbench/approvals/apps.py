from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "workbench.approvals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declares rights, actions, kinds of proposals, providers."""
        from workbench.approvals import (  # noqa: F401
            day_end,
            grades,
            kinds,
            proposing,
            providers,
            rights,
            tabs,
            transferring,
        )
        from workbench.approvals.actions import (  # noqa: F401
            applications,
            classes,
            events,
            rechecks,
            requests,
        )

        kinds.declare()
        grades.declare()
        day_end.declare()
