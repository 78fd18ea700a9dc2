"""Rights on decisions, runs and papers."""

from django.utils.translation import gettext_lazy as _

from workbench.accounts.posts import Post
from workbench.common.rights import declare_right

_LEAD = [Post.LEADER, Post.DEPARTMENT_HEAD]
_CHECK = [Post.REVIEWER, Post.APPROVER, Post.CLASS_OFFICER, Post.RISK_MANAGER]

declare_right(
    "decision.read",
    _("See decisions"),
    portfolio=[Post.ACCOUNT_MANAGER],
    branch=[*_LEAD, *_CHECK, Post.AML_OFFICER, Post.AUDITOR],
)
declare_right(
    "decision.make",
    _("Have customers decided"),
    portfolio=[Post.ACCOUNT_MANAGER],
    branch=[Post.REVIEWER, Post.CLASS_OFFICER, Post.RISK_MANAGER],
)
declare_right(
    "decision.recompute",
    _("Recompute decisions"),
    branch=[Post.AUDITOR, Post.CLASS_OFFICER, Post.RISK_MANAGER],
)
declare_right("paper.issue", _("Issue papers to customers"), portfolio=[Post.ACCOUNT_MANAGER])
declare_right(
    "run.start", _("Have a branch decided"), branch=[Post.CLASS_OFFICER, Post.RISK_MANAGER]
)
declare_right(
    "run.read", _("See runs"), branch=[*_LEAD, Post.CLASS_OFFICER, Post.RISK_MANAGER, Post.AUDITOR]
)
