from django.utils.translation import gettext_lazy as _

from workbench.common.context import declare_menu
from workbench.common.routing import PUBLIC, SIGNED_IN, route
from workbench.pages import views

urlpatterns = [
    route("", views.home, name="home", right=SIGNED_IN),
    route("language/", views.language, name="language", right=PUBLIC),
    route("search/", views.search, name="search", right=SIGNED_IN),
    route("customers/<str:number>/", views.customer, name="customer", right="customer.read"),
]

declare_menu(_("Home"), "home", order=0, icon="home")
