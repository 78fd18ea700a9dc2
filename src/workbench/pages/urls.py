from django.utils.translation import gettext_lazy as _

from workbench.common.context import Group, declare_menu
from workbench.common.listing.showing import TAKE_AWAY
from workbench.common.routing import PUBLIC, SIGNED_IN, route
from workbench.pages import views

urlpatterns = [
    route("", views.home, name="home", right=SIGNED_IN),
    route("home/classes/", views.home_classes, name="home_classes", right="customer.read"),
    route("language/", views.language, name="language", right=PUBLIC),
    route("search/", views.search, name="search", right=SIGNED_IN),
    route("customers/<str:number>/", views.customer, name="customer", right="customer.read"),
    route("exports/", views.exports, name="exports", right=TAKE_AWAY),
    route("exports/new/", views.export_new, name="export_new", right=TAKE_AWAY),
    route("exports/<uuid:key>/", views.export_file, name="export_file", right=TAKE_AWAY),
]

declare_menu(_("Home"), "home", order=0, icon="home")
declare_menu(_("My exports"), "exports", order=900, group=Group.WORK, icon="download")
