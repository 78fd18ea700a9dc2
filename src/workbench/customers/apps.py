from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "workbench.customers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declares rights, actions, and what the workbench holds of parties."""
        from workbench.customers import moving, providers, recusal, restricted, rights, tabs  # noqa: F401
        from workbench.customers.actions import (  # noqa: F401
            authorisations,
            colleagues,
            evidence,
            facts,
            gaps,
            handovers,
            imports,
            loans,
            mergers,
            parties,
            relations,
            restrictions,
        )

        handovers.declare()
