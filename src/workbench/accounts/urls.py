from django.utils.translation import gettext_lazy as _

from workbench.accounts import own_views, staff_views, tree_views, views
from workbench.common.context import Group, declare_menu
from workbench.common.routing import PUBLIC, SIGNED_IN, route

PERSON = "staff/<str:number>/"

urlpatterns = [
    route("sign-in/", views.sign_in, name="sign_in", right=PUBLIC),
    route("sign-in/code/", views.sign_in_code, name="sign_in_code", right=PUBLIC),
    route("sign-out/", views.sign_out, name="sign_out", right=SIGNED_IN),
    route("me/", own_views.me, name="me", right=SIGNED_IN),
    route("me/password/", own_views.password, name="password", right=SIGNED_IN),
    route("me/second-factor/", own_views.second_factor, name="second_factor", right=SIGNED_IN),
    route("me/stand-in/", own_views.stand_in, name="stand_in", right=SIGNED_IN),
    route("me/tokens/new/", own_views.token, name="token", right=SIGNED_IN),
    route(
        "me/tokens/<int:pk>/revoke/", own_views.token_revoke, name="token_revoke", right=SIGNED_IN
    ),
    route("staff/", staff_views.staff, name="staff", right="staff.read"),
    route("staff/new/", staff_views.take_on, name="staff_new", right="staff.change"),
    route(PERSON, staff_views.member, name="staff_member", right="staff.read"),
    route(f"{PERSON}state/", staff_views.state, name="staff_state", right="staff.change"),
    route(f"{PERSON}leave/", staff_views.leave, name="staff_leave", right="staff.change"),
    route(f"{PERSON}suspend/", staff_views.suspend, name="staff_suspend", right="staff.suspend"),
    route(
        f"{PERSON}return/", staff_views.end_suspension, name="suspension_end", right="staff.suspend"
    ),
    route(
        f"{PERSON}password/", staff_views.give_password, name="staff_password", right="staff.change"
    ),
    route(
        f"{PERSON}factor/", staff_views.remove_factor, name="factor_remove", right="staff.change"
    ),
    route(f"{PERSON}posts/new/", staff_views.grant, name="post_grant", right="post.grant"),
    route(
        f"{PERSON}deputies/new/", staff_views.name_deputy, name="deputy_name", right="deputy.name"
    ),
    route(
        f"{PERSON}authority/new/",
        staff_views.give_authority,
        name="authority_give",
        right="authority.give",
    ),
    route("posts/", staff_views.posts, name="posts", right="staff.read"),
    route(
        "posts/<int:pk>/confirm/",
        staff_views.confirm_post,
        name="post_confirm",
        right="post.confirm",
    ),
    route("posts/<int:pk>/end/", staff_views.end_post, name="post_end", right="post.grant"),
    route("deputies/", staff_views.deputies, name="deputies", right="staff.read"),
    route(
        "deputies/<int:pk>/confirm/",
        staff_views.confirm_deputy,
        name="deputy_confirm",
        right="deputy.confirm",
    ),
    route("deputies/<int:pk>/end/", staff_views.end_deputy, name="deputy_end", right="deputy.name"),
    route("authorities/", staff_views.authorities, name="authorities", right="staff.read"),
    route(
        "authorities/<int:pk>/end/",
        staff_views.end_authority,
        name="authority_end",
        right="authority.give",
    ),
    route("branches/", tree_views.branches, name="branches", right="branch.read"),
    route("branches/<str:code>/", tree_views.branch, name="branch", right="branch.read"),
    route("rights/", tree_views.rights, name="rights", right="right.read"),
]

ADMINISTRATION = Group.ADMINISTRATION
declare_menu(_("Branches"), "branches", order=80, group=ADMINISTRATION, icon="sitemap")
declare_menu(_("Staff"), "staff", order=81, group=ADMINISTRATION, icon="users")
declare_menu(_("Posts held"), "posts", order=82, group=ADMINISTRATION, icon="user")
declare_menu(_("Deputies"), "deputies", order=83, group=ADMINISTRATION, icon="refresh")
declare_menu(_("Authority"), "authorities", order=84, group=ADMINISTRATION, icon="key")
declare_menu(_("Rights of posts"), "rights", order=85, group=ADMINISTRATION, icon="shield-lock")
