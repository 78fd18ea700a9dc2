from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "workbench.pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declares rights, actions, jobs."""
        from workbench.pages import actions, rights  # noqa: F401
