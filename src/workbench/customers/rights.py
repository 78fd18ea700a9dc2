"""Rights on parties and what is kept of them."""

from django.utils.translation import gettext_lazy as _

from workbench.accounts.posts import Post
from workbench.common.rights import declare_right

_SERVE = [Post.ACCOUNT_MANAGER]
_MEET = [Post.LOBBY_MANAGER, Post.WEALTH_MANAGER]
_LEAD = [Post.LEADER, Post.DEPARTMENT_HEAD]
_CHECK = [Post.REVIEWER, Post.APPROVER, Post.CLASS_OFFICER, Post.RISK_MANAGER]

declare_right(
    "customer.read",
    _("See customers"),
    portfolio=_SERVE + _MEET,
    branch=[*_LEAD, *_CHECK, Post.AML_OFFICER, Post.ARCHIVIST, Post.AUDITOR],
)
declare_right(
    "customer.export",
    _("Take lists of customers away"),
    portfolio=_SERVE,
    branch=[*_LEAD, Post.CLASS_OFFICER, Post.RISK_MANAGER, Post.AUDITOR],
)
declare_right("customer.open", _("Open customers' files"), portfolio=_SERVE)
declare_right("customer.change", _("Change customers' files"), portfolio=_SERVE)
declare_right(
    "customer.change_state", _("Change a customer's state"), branch=[*_LEAD, Post.CLASS_OFFICER]
)
declare_right(
    "customer.reveal",
    _("See numbers in full"),
    portfolio=_SERVE,
    branch=[Post.DEPARTMENT_HEAD, Post.AUDITOR],
)
declare_right("link.change", _("Change who is related"), portfolio=_SERVE)
declare_right("fact.record", _("Record facts"), portfolio=_SERVE)
declare_right("fact.correct", _("Correct facts"), portfolio=_SERVE)
declare_right("secret.read", _("See confidential facts"), branch=[Post.AML_OFFICER])
declare_right("secret.record", _("Record confidential facts"), branch=[Post.AML_OFFICER])
declare_right(
    "restriction.change",
    _("Put customers under continued identification"),
    branch=[Post.AML_OFFICER],
)
declare_right("gap.change", _("Say why a fact is unknown"), portfolio=_SERVE)
declare_right("evidence.take", _("Take evidence"), portfolio=_SERVE)
declare_right(
    "evidence.read",
    _("Open evidence"),
    portfolio=_SERVE,
    branch=[*_LEAD, *_CHECK, Post.ARCHIVIST, Post.AUDITOR],
)
declare_right(
    "evidence.see_original", _("See originals"), portfolio=_SERVE, branch=[Post.ARCHIVIST]
)
declare_right(
    "evidence.verify",
    _("Verify evidence"),
    portfolio=_SERVE,
    branch=[Post.DEPARTMENT_HEAD, Post.REVIEWER, Post.ARCHIVIST],
)
declare_right(
    "evidence.doubt",
    _("Doubt evidence"),
    portfolio=_SERVE,
    branch=[Post.REVIEWER, Post.APPROVER, Post.RISK_MANAGER],
)
declare_right(
    "evidence.prove_false",
    _("Prove evidence false"),
    branch=[Post.RISK_MANAGER, Post.CLASS_OFFICER, *_LEAD],
)
declare_right("authorisation.take", _("Take authorisations"), portfolio=_SERVE)
declare_right("query.ask", _("Ask for credit queries"), portfolio=_SERVE)
declare_right(
    "query.read",
    _("See the register of credit queries"),
    branch=[Post.QUERY_OFFICER, *_LEAD, Post.AUDITOR],
)
declare_right(
    "query.export",
    _("Take the register of credit queries away"),
    branch=[Post.LEADER, Post.AUDITOR],
)
declare_right("query.make", _("Make credit queries"), branch=[Post.QUERY_OFFICER])
declare_right("relation.change", _("Change who serves a customer"), branch=_LEAD)
declare_right("dispute.open", _("Claim a customer"), branch=[*_LEAD], portfolio=_SERVE)
declare_right("dispute.decide", _("Decide whose a customer is"), branch=[Post.LEADER])
declare_right("merger.propose", _("Propose to merge two files"), branch=[*_LEAD])
declare_right("merger.confirm", _("Merge two files"), branch=[Post.CLASS_OFFICER, Post.LEADER])
declare_right(
    "import.take",
    _("Bring files of rows"),
    portfolio=_SERVE,
    branch=[Post.CLASS_OFFICER, Post.QUERY_OFFICER],
)
declare_right(
    "import.read",
    _("See files of rows"),
    portfolio=_SERVE,
    branch=[Post.CLASS_OFFICER, Post.QUERY_OFFICER, Post.AUDITOR, *_LEAD],
)
declare_right(
    "import.confirm", _("Apply files of rows"), branch=[Post.DEPARTMENT_HEAD, Post.LEADER]
)
declare_right("loan.record", _("Record loans"), branch=[Post.CLASS_OFFICER])
declare_right(
    "feed.read", _("See feeds"), branch=[*_LEAD, *_CHECK, Post.AUDITOR, Post.SYSTEM_ADMINISTRATOR]
)
declare_right(
    "handover.read",
    _("See hand-overs"),
    branch=[*_LEAD, Post.AUDITOR, Post.RISK_MANAGER],
    portfolio=[*_SERVE, *_MEET, Post.REVIEWER, Post.CLASS_OFFICER, Post.ARCHIVIST],
)
declare_right("handover.list", _("List customers for a hand-over"), branch=_LEAD)
declare_right("handover.take", _("Answer for customers taken over"), portfolio=_SERVE + _MEET)
declare_right(
    "handover.sign",
    _("Sign a hand-over"),
    branch=_LEAD,
    portfolio=[
        *_SERVE,
        *_MEET,
        Post.RISK_MANAGER,
        Post.REVIEWER,
        Post.CLASS_OFFICER,
        Post.ARCHIVIST,
    ],
)
