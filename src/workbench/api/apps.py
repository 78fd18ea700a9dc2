from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "workbench.api"
    verbose_name = "API"

    def ready(self) -> None:
        """Declares what the day's end does for programs."""
        from workbench.api.keys import forget_old
        from workbench.common.jobs import declare_job

        declare_job("day_end.api_keys", _("Keys of requests already done"), forget_old, order=200)
