"""Rights on branches, staff, posts, deputies, authority. What everybody may for himself is no post's."""

from django.utils.translation import gettext_lazy as _

from workbench.accounts.posts import Post
from workbench.common.rights import declare_right

HEADS = (Post.LEADER, Post.DEPARTMENT_HEAD)

declare_right("own.change", _("Change one's own password, sessions, tokens"))
declare_right("branch.read", _("See branches"), bank=list(Post))
declare_right("branch.change", _("Change branches"), branch=[Post.SYSTEM_ADMINISTRATOR])
declare_right("branch.approve", _("Approve changes of branches"), branch=[Post.LEADER])
declare_right(
    "staff.read",
    _("See staff"),
    branch=[*HEADS, Post.SYSTEM_ADMINISTRATOR, Post.PERMISSION_ADMINISTRATOR, Post.AUDITOR],
)
declare_right("staff.change", _("Change staff"), branch=[Post.SYSTEM_ADMINISTRATOR])
declare_right("staff.suspend", _("Suspend staff"), branch=HEADS)
declare_right("staff.audit", _("See what a suspended person read"), branch=[Post.AUDITOR])
declare_right("post.grant", _("Grant posts"), branch=[Post.PERMISSION_ADMINISTRATOR])
declare_right("post.confirm", _("Confirm posts"), branch=[Post.LEADER])
declare_right("deputy.name", _("Name deputies"), branch=HEADS)
declare_right(
    "deputy.confirm", _("Confirm deputies"), branch=[Post.LEADER, Post.PERMISSION_ADMINISTRATOR]
)
declare_right("authority.give", _("Give authority"), branch=[Post.LEADER])
declare_right(
    "right.read",
    _("See who may do what"),
    branch=[Post.LEADER, Post.PERMISSION_ADMINISTRATOR, Post.AUDIT_ADMINISTRATOR, Post.AUDITOR],
)
