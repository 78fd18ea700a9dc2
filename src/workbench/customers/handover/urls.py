from django.utils.translation import gettext_lazy as _

from workbench.accounts.members import declare_deed
from workbench.common.context import Group, declare_menu
from workbench.common.routing import route
from workbench.customers.handover import views

ONE = "handovers/<int:pk>/"

urlpatterns = [
    route("handovers/", views.handovers, name="handovers", right="handover.read"),
    route(ONE, views.handover, name="handover", right="handover.read"),
    route(f"{ONE}accept/", views.accept, name="handover_accept", right="handover.take"),
    route(f"{ONE}sign/", views.sign, name="handover_sign", right="handover.sign"),
    route(f"{ONE}withdraw/", views.withdraw, name="handover_withdraw", right="handover.list"),
    route("handovers/rows/<int:pk>/", views.row, name="handover_row", right="handover.take"),
    route("staff/<str:number>/handover/", views.new, name="handover_new", right="handover.list"),
]

declare_menu(_("Hand-overs"), "handovers", order=55, group=Group.REGISTERS, icon="arrows-sort")
declare_deed(_("Hand over customers"), "handover_new")
