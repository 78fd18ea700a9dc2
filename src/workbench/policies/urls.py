from django.utils.translation import gettext_lazy as _

from workbench.common.context import Group, declare_menu
from workbench.common.routing import route
from workbench.policies import views

urlpatterns = [
    route("policies/", views.policies, name="policies", right="policy.read"),
    route("policies/woven.css", views.woven_css, name="woven_css", right="policy.read"),
    route("policies/facts/", views.facts, name="provider_table", right="policy.read"),
    route("policies/lists/", views.lists, name="lists", right="policy.read"),
    route(
        "policies/lists/<int:key>/", views.list_version, name="list_version", right="policy.read"
    ),
    route("policies/lists/<int:key>/act/", views.list_act, name="list_act", right="list.confirm"),
    route("policies/bundles/", views.bundles, name="bundles", right="policy.read"),
    route("policies/bundles/<int:key>/", views.bundle, name="bundle", right="policy.read"),
    route(
        "policies/bundles/<int:key>/act/", views.bundle_act, name="bundle_act", right="policy.read"
    ),
    route("policies/<slug:pack>/", views.policy, name="policy", right="policy.read"),
]

declare_menu(_("Policies in force"), "policies", order=500, group=Group.POLICIES, icon="book")
declare_menu(_("Bundles"), "bundles", order=510, group=Group.POLICIES, icon="list")
declare_menu(_("Reference lists"), "lists", order=520, group=Group.POLICIES, icon="list")
declare_menu(
    _("Where facts come from"), "provider_table", order=530, group=Group.POLICIES, icon="list"
)
