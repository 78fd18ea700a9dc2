"""Rights on classes, events, re-checks, adjusted grades, applications in the core."""

from django.utils.translation import gettext_lazy as _

from workbench.accounts.posts import Post
from workbench.common.rights import declare_right

_MANAGERS = (Post.ACCOUNT_MANAGER,)
_HEADS = (Post.LEADER, Post.DEPARTMENT_HEAD)
_WATCHERS = (
    *_HEADS,
    Post.REVIEWER,
    Post.APPROVER,
    Post.CLASS_OFFICER,
    Post.RISK_MANAGER,
    Post.AUDITOR,
)

declare_right("class.read", _("See the register of classes"), portfolio=_MANAGERS, branch=_WATCHERS)
declare_right(
    "class.propose",
    _("Propose classes"),
    portfolio=_MANAGERS,
    branch=[Post.DEPARTMENT_HEAD, Post.CLASS_OFFICER],
)
declare_right("class.examine", _("Examine class proposals"), branch=[Post.REVIEWER])
declare_right("class.approve", _("Approve class proposals"), branch=[Post.APPROVER])
declare_right(
    "class.suspend",
    _("Suspend a class"),
    portfolio=_MANAGERS,
    branch=[*_HEADS, Post.CLASS_OFFICER, Post.RISK_MANAGER],
)
declare_right("event.read", _("See the register of events"), portfolio=_MANAGERS, branch=_WATCHERS)
declare_right(
    "event.record",
    _("Record events"),
    portfolio=_MANAGERS,
    branch=[*_HEADS, Post.CLASS_OFFICER, Post.RISK_MANAGER],
)
declare_right("recheck.read", _("See re-checks"), portfolio=_MANAGERS, branch=_WATCHERS)
declare_right(
    "recheck.open",
    _("Open re-checks"),
    portfolio=_MANAGERS,
    branch=[*_HEADS, Post.CLASS_OFFICER, Post.RISK_MANAGER],
)
declare_right("grade.read", _("See adjusted grades"), portfolio=_MANAGERS, branch=_WATCHERS)
declare_right(
    "grade.propose", _("Propose adjusted grades"), portfolio=_MANAGERS, branch=[Post.CLASS_OFFICER]
)
declare_right("grade.approve", _("Approve adjusted grades"), branch=[Post.APPROVER])
declare_right(
    "application.read", _("See applications in the core"), portfolio=_MANAGERS, branch=_WATCHERS
)
declare_right(
    "application.register",
    _("Register applications"),
    portfolio=_MANAGERS,
    branch=[Post.DEPARTMENT_HEAD],
)
declare_right("application.release", _("Release held applications"), branch=[Post.APPROVER])
declare_right("request.read", _("See requests of customers"), portfolio=_MANAGERS, branch=_WATCHERS)
declare_right("request.take", _("Take requests of customers"), portfolio=_MANAGERS, branch=_HEADS)
declare_right(
    "request.answer",
    _("Answer requests of customers"),
    branch=[Post.REVIEWER, Post.APPROVER, Post.CLASS_OFFICER, Post.RISK_MANAGER, *_HEADS],
)
declare_right(
    "day_end.read",
    _("See the run sheet"),
    branch=[*_HEADS, Post.CLASS_OFFICER, Post.RISK_MANAGER],
    bank=[Post.AUDITOR, Post.SYSTEM_ADMINISTRATOR],
)
