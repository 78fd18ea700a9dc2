from django.utils.translation import gettext_lazy as _

from workbench.common.context import Group, declare_menu
from workbench.common.routing import route
from workbench.journal import views
from workbench.journal.rights import READ, VERIFY

urlpatterns = [
    route("journal/", views.journal, name="journal", right=READ),
    route("journal/check/", views.check, name="journal_check", right=VERIFY),
    route("journal/seals/", views.seals, name="journal_seals", right=VERIFY),
    route("journal/<uuid:key>/", views.entry, name="journal_entry", right=READ),
]

declare_menu(_("Journal"), "journal", order=700, group=Group.OVERSIGHT, icon="file-text")
declare_menu(
    _("Verify the journal"), "journal_check", order=701, group=Group.OVERSIGHT, icon="shield-lock"
)
