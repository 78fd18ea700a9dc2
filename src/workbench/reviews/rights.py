"""Rights on proposals as such. What somebody may propose or check is a right of its kind."""

from django.utils.translation import gettext_lazy as _

from workbench.accounts.posts import Post
from workbench.common.rights import declare_right

OVERSEERS = (Post.AUDITOR, Post.LEADER, Post.DEPARTMENT_HEAD)
OTHERS = tuple(post for post in Post if post not in OVERSEERS)

declare_right("proposal.read", _("See proposals"), branch=OVERSEERS, portfolio=OTHERS)
declare_right("proposal.make", _("Make proposals"), portfolio=list(Post))
declare_right("proposal.check", _("Check proposals"), portfolio=list(Post))
declare_right(
    "proposal.hold", _("Hold and release proposals"), branch=[Post.LEADER, Post.DEPARTMENT_HEAD]
)
declare_right("proposal.audit", _("See who approves whom"), branch=[Post.AUDITOR])
