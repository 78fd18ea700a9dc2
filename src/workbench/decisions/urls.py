from django.utils.translation import gettext_lazy as _

from workbench.common.context import Group, declare_menu
from workbench.common.routing import route
from workbench.decisions import run_views, views

_ONE = "customers/<str:number>/decisions/"

urlpatterns = [
    route(_ONE, views.scales, name="scales", right="decision.read"),
    route(_ONE + "now/", views.decide_now, name="decide_now", right="decision.make"),
    route(
        _ONE + "recompute/<int:key>/",
        views.recompute_now,
        name="recompute",
        right="decision.recompute",
    ),
    route(_ONE + "<int:key>/papers/", views.issue, name="issue_paper", right="paper.issue"),
    route(
        "customers/<str:number>/papers/<slug:paper>/",
        views.paper,
        name="paper",
        right="decision.read",
    ),
    route(_ONE + "<slug:pack>/", views.decision, name="decision", right="decision.read"),
    route(_ONE + "<slug:pack>/answer/", views.answer, name="answer", right="decision.make"),
    route(_ONE + "<slug:pack>/what-if/", views.what_if, name="what_if", right="decision.read"),
    route("runs/", run_views.runs, name="runs", right="run.read"),
    route("runs/<int:key>/", run_views.run, name="run", right="run.read"),
    route("runs/<int:key>/quarantine/", run_views.quarantine, name="quarantine", right="run.read"),
    route(
        "runs/<int:key>/quarantine.csv",
        run_views.quarantine_file,
        name="quarantine_file",
        right="run.read",
    ),
]

declare_menu(_("Runs of branches"), "runs", order=350, group=Group.CLASSES, icon="refresh")
