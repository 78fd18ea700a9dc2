"""The demo bank: its sentences stand in the journal of every process, its customers are made by one."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "workbench.demo"
    verbose_name = _("Demo bank")

    def ready(self) -> None:
        """Declares its actions."""
        import workbench.demo.actions  # noqa: F401
