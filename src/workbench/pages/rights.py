"""Who may take rows of lists away. Each list asks its own right beside this one."""

from django.utils.translation import gettext_lazy as _

from workbench.accounts.posts import Post
from workbench.common.listing.showing import TAKE_AWAY
from workbench.common.rights import declare_right

declare_right(
    TAKE_AWAY,
    _("Take lists away as files"),
    branch=[
        Post.LEADER,
        Post.DEPARTMENT_HEAD,
        Post.CLASS_OFFICER,
        Post.RISK_MANAGER,
        Post.LIST_KEEPER,
        Post.POLICY_OWNER,
        Post.AUDITOR,
        Post.AUDIT_ADMINISTRATOR,
    ],
    portfolio=[Post.ACCOUNT_MANAGER],
)
