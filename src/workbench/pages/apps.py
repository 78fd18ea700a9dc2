from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "workbench.pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declares rights, actions, sentences, the tab of the timeline."""
        from workbench.pages import actions, frame, portfolio, reading, rights, tabs  # noqa: F401
