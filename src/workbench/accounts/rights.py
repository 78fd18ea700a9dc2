"""Rights on branches, staff, posts."""

from django.utils.translation import gettext_lazy as _

from workbench.accounts.posts import Post
from workbench.common.rights import declare_right

declare_right("branch.read", _("See branches"), bank=list(Post))
declare_right("branch.change", _("Change branches"), branch=[Post.SYSTEM_ADMINISTRATOR])
declare_right(
    "staff.read",
    _("See staff"),
    branch=[Post.LEADER, Post.DEPARTMENT_HEAD, Post.PERMISSION_ADMINISTRATOR, Post.AUDITOR],
)
declare_right("staff.change", _("Change staff"), branch=[Post.SYSTEM_ADMINISTRATOR])
declare_right("staff.suspend", _("Suspend staff"), branch=[Post.LEADER, Post.DEPARTMENT_HEAD])
declare_right("post.grant", _("Grant posts"), branch=[Post.PERMISSION_ADMINISTRATOR])
declare_right("post.confirm", _("Confirm posts"), branch=[Post.LEADER])
