from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "workbench.journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declares rights, actions, and the jobs that seal and verify."""
        from datetime import date, timedelta

        from django.utils.translation import gettext_lazy as _

        from workbench.common.jobs import declare_job
        from workbench.journal import oversight, rights, tabs  # noqa: F401
        from workbench.journal.checking import demand_sound
        from workbench.journal.sealing import seal

        def work(_day: date) -> str:
            made = seal()
            return f"seal {made.number}: {made.count}" if made else "nothing to seal"

        declare_job("journal.seal", _("Seal of the journal"), work, every=timedelta(minutes=1))

        def check(_day: date) -> str:
            return f"{demand_sound()} entries are as they were written"

        declare_job(
            "journal.verify", _("Verification of the journal"), check, every=timedelta(days=1)
        )
