from django.utils.translation import gettext_lazy as _

from workbench.accounts.members import declare_deed
from workbench.common.context import Group, declare_menu
from workbench.common.routing import route
from workbench.decisions import audit_views, run_views, views

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
    route("audits/", audit_views.audits, name="audits", right=audit_views.RIGHT),
    route("audits/<int:pk>/", audit_views.audit, name="audit", right=audit_views.RIGHT),
    route(
        "staff/<str:number>/audit/",
        audit_views.new_audit,
        name="staff_audit",
        right=audit_views.RIGHT,
    ),
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
declare_menu(
    _("Audits of people who leave"), "audits", order=702, group=Group.OVERSIGHT, icon="shield-lock"
)
declare_deed(_("Audit his decisions"), "staff_audit")
