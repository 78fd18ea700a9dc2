from django.utils.translation import gettext_lazy as _

from workbench.approvals import amending, views
from workbench.approvals.changing import CHANGING
from workbench.approvals.deeds import DEEDS
from workbench.approvals.many_rechecks import rechecks_open
from workbench.approvals.registers.applications import APPLICATIONS
from workbench.approvals.registers.classes import ENDING, STANDINGS, SUSPENDED, WATCHED
from workbench.approvals.registers.events import EVENTS
from workbench.approvals.registers.grades import GRADES
from workbench.approvals.registers.rechecks import RECHECKS
from workbench.approvals.registers.requests import REQUESTS
from workbench.common.context import Group, declare_menu
from workbench.common.routing import route
from workbench.customers.views import deed_view

#: address, list, right, icon; the menu calls a register what its page does
REGISTERS = (
    ("classes/", STANDINGS, "class.read", "list-details"),
    ("classes/ending/", ENDING, "class.read", "calendar"),
    ("classes/watched/", WATCHED, "class.read", "clock"),
    ("classes/suspended/", SUSPENDED, "class.read", "lock"),
    ("rechecks/", RECHECKS, "recheck.read", "refresh"),
    ("adjusted-grades/", GRADES, "grade.read", "adjustments-horizontal"),
    ("events/", EVENTS, "event.read", "bell"),
    ("applications/", APPLICATIONS, "application.read", "files"),
    ("requests/", REQUESTS, "request.read", "info-circle"),
)

urlpatterns = [
    *(
        route(address, views.register(listing), name=listing.name, right=right)
        for address, listing, right, _icon in REGISTERS
    ),
    route(
        "by-time/decisions/",
        views.register(CHANGING),
        name=CHANGING.name,
        right="class.read",
    ),
    route("reviews/<int:pk>/amend/", amending.amend, name="class_amend", right="class.propose"),
    route(
        "reviews/<int:pk>/amend-grade/",
        amending.amend_adjusted,
        name="grade_amend",
        right="grade.propose",
    ),
    route("run-sheet/", views.sheet, name="run_sheet", right="day_end.read"),
    route(
        "evidence/<int:pk>/uses/", views.evidence_uses, name="evidence_uses", right="evidence.read"
    ),
    route("rechecks/open/", rechecks_open, name="rechecks_open", right="recheck.open"),
    route("feeds/", views.feeds, name="feeds", right="day_end.read"),
    route("by-time/", views.by_time, name="by_time", right="class.read"),
    *(route(deed.pattern, deed_view(deed), name=deed.route, right=deed.right) for deed in DEEDS),
]

for place, (_address, listing, _right, icon) in enumerate(REGISTERS):
    declare_menu(listing.title, listing.name, order=200 + place, group=Group.CLASSES, icon=icon)
declare_menu(_("Changes by time"), "by_time", order=220, group=Group.CLASSES, icon="history")
declare_menu(_("Run sheet"), "run_sheet", order=221, group=Group.CLASSES, icon="clipboard-check")
declare_menu(_("Data interfaces"), "feeds", order=222, group=Group.CLASSES, icon="table-import")
