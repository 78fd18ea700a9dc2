from django.utils.translation import gettext_lazy as _

from workbench.common.context import Group, declare_menu
from workbench.common.routing import route
from workbench.reviews import branch_views, views
from workbench.reviews.pairs import AUDIT
from workbench.reviews.queries import READ

urlpatterns = [
    route("reviews/", views.to_do, name="reviews", right=READ),
    route("reviews/done/", views.done, name="reviews_done", right=READ),
    route("reviews/mine/", views.mine, name="reviews_mine", right=READ),
    route("reviews/copies/", views.copies, name="reviews_copies", right=READ),
    route("oversight/pairs/", views.pairs, name="pairs", right=AUDIT),
    route("reviews/stuck/", views.stuck, name="reviews_stuck", right="proposal.hold"),
    route("reviews/<int:pk>/", views.review, name="review", right=READ),
    route(
        "branches/<str:code>/change/",
        branch_views.change,
        name="branch_change",
        right="branch.change",
    ),
    route(
        "branches/<str:code>/open/", branch_views.opening, name="branch_open", right="branch.change"
    ),
    route("reviews/<int:pk>/act/", views.act, name="review_act", right=READ),
]

declare_menu(_("To do"), "reviews", order=10, group=Group.WORK, icon="clipboard-check")
declare_menu(_("Checked by me"), "reviews_done", order=11, group=Group.WORK, icon="circle-check")
declare_menu(_("Proposed by me"), "reviews_mine", order=12, group=Group.WORK, icon="file-text")
declare_menu(_("Copied to me"), "reviews_copies", order=13, group=Group.WORK, icon="files")
declare_menu(_("Who approves whom"), "pairs", order=702, group=Group.OVERSIGHT, icon="users")
