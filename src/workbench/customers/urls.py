from django.utils.translation import gettext_lazy as _

from workbench.common.context import Group, declare_menu
from workbench.common.routing import route
from workbench.customers import colleague_views, restricted, views
from workbench.customers.deeds import DEEDS
from workbench.customers.importing import screens
from workbench.customers.listings import QUERIES

urlpatterns = [
    route("customers/", views.customers, name="customers", right="customer.read"),
    route("customers/new/", views.new_customer, name="customer_new", right="customer.open"),
    route("restrictions/", restricted.restrictions, name="restrictions", right="customer.read"),
    route("queries/", views.queries, name="queries", right="query.read"),
    route("double-files/", views.mergers, name="mergers", right="customer.read"),
    route("claims/", views.disputes, name="disputes", right="dispute.open"),
    route("claims/new/", views.new_dispute, name="dispute_new", right="dispute.open"),
    route(
        "evidence/<int:pk>/file/", views.evidence_file, name="evidence_file", right="evidence.read"
    ),
    route("loans/<str:number>/", views.loan, name="loan", right="customer.read"),
    route(
        "customers/<str:number>/facts/<str:name>/",
        views.fact_history,
        name="fact_history",
        right="customer.read",
    ),
    route(
        "staff/<str:number>/identity/",
        colleague_views.identity,
        name="staff_identity",
        right="staff.change",
    ),
    route("imports/", screens.imports, name="imports", right="import.read"),
    route("imports/new/", screens.new_import, name="import_new", right="import.take"),
    route("imports/<int:pk>/", screens.one_import, name="import", right="import.read"),
    route("imports/<int:pk>/do/", screens.import_do, name="import_do", right="import.take"),
    route(
        "imports/<int:pk>/rejected/",
        screens.rejected_rows,
        name="import_rejected",
        right="import.take",
    ),
    *(
        route(deed.pattern, views.deed_view(deed), name=deed.route, right=deed.right)
        for deed in DEEDS
    ),
]

declare_menu(_("Customers"), "customers", order=100, group=Group.WORK, icon="users")
declare_menu(QUERIES.title, "queries", order=120, group=Group.WORK, icon="search")
declare_menu(
    restricted.RESTRICTIONS.title,
    "restrictions",
    order=56,
    group=Group.REGISTERS,
    icon="shield-lock",
)
declare_menu(_("Claims to customers"), "disputes", order=130, group=Group.WORK, icon="scale")
declare_menu(_("Double files"), "mergers", order=135, group=Group.WORK, icon="users")
declare_menu(_("Files of rows"), "imports", order=140, group=Group.WORK, icon="table-import")
