from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "workbench.journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declares the job that seals."""
        from datetime import date, timedelta

        from django.utils.translation import gettext_lazy as _

        from workbench.common.jobs import declare_job
        from workbench.journal.sealing import seal

        def work(_day: date) -> str:
            made = seal()
            return f"seal {made.number}: {made.count}" if made else "nothing to seal"

        declare_job("journal.seal", _("Seal of the journal"), work, every=timedelta(minutes=1))
