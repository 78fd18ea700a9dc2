"""A trader with a shop and a home, and his wife: what leads to his class 3, and the loan file of a night."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tests.journeys.desk import Desk
from tests.journeys.people import Person
from tests.workbench.decisions.conftest import identity
from workbench.accounts.models import Staff
from workbench.accounts.posting import confirm_post, grant_post
from workbench.accounts.posts import Post
from workbench.accounts.staffing import take_on
from workbench.approvals.actions.classes import propose_class
from workbench.common import clock
from workbench.customers.actions.authorisations import (
    ask_query,
    make_query,
    record_report,
    take_authorisation,
)
from workbench.customers.actions.facts import record_facts
from workbench.customers.actions.imports import Upload, check_file, submit_file, take_file
from workbench.customers.actions.parties import open_party, open_related
from workbench.customers.models import ImportKind, ImportSession, LinkKind, Party, Purpose
from workbench.decisions.actions import decide
from workbench.decisions.models import Standing
from workbench.reviews.checking import pass_proposal
from workbench.reviews.models import Proposal

CLASS = "psbc-customer-class"
CLEAN = {
    "card_history": "N" * 24,
    "loan_history": "N" * 24,
    "accounts": [],
    "arrears_elsewhere": False,
}
TRADER: dict[str, Any] = {
    "nationality": "mainland",
    "full_capacity": True,
    "marital_status": "married_status",
    "education": "bachelor",
    "stable_income": True,
    "legal_occupation": True,
    "qualifications": [],
    "employer_kind": "own_business",
    "formal_staff": False,
    "founded_organisation": True,
    "shareholding": "0",
    "main_income_is_business": True,
    "business_since": "2012-03-01",
    "business_local_since": "2012-03-01",
    "operates_normally": True,
    "registered_capital": 2000000,
    "owns_premises_local": True,
    "owns_home_local": True,
    "profit_12m": 300000,
    "net_cash_flow_12m": 200000,
    "profit_6m": -20000,
    "net_cash_flow_6m": 10000,
    "good_social_record": True,
    "declared_banned": False,
}
WIFE: dict[str, Any] = {"good_social_record": True, "declared_banned": False}
KEEPER, HEAD = "1007", "1003"  # who brings the files of the whole bank, and who applies them


def trader(desk: Desk, name: str = "贸易甲", serial: str = "101") -> Party:
    """A prospect of 3003 at S1, married, with everything on record that class 3 asks for but the loan file."""
    with desk.deeds():
        party = opened(desk, name, serial)
        record(desk, party, TRADER)
        wife = open_related(
            party,
            by=desk.bank.actor("3003"),
            reason="",
            kind=LinkKind.SPOUSE,
            name=f"{name}配偶",
            identity=identity("19860712", serial),
            since=date(2012, 5, 1),
        )
        record(desk, wife, WIFE)
        reported(desk, party)
        reported(desk, wife)
    return party


def opened(desk: Desk, name: str, serial: str, manager: str = "3003") -> Party:
    by = desk.bank.actor(manager)
    branch = desk.bank.staff(manager).holdings.get().branch
    number = identity("19850301", serial)
    return open_party(by=by, reason="", name=name, branch=branch, identity=number)


def record(desk: Desk, party: Party, values: Mapping[str, Any]) -> None:
    by = desk.bank.actor("3003")
    record_facts(party, by=by, reason="", values=dict(values), true_on=clock.today())


def reported(desk: Desk, party: Party, values: Mapping[str, Any] = CLEAN) -> None:
    """A credit report of today under an authorisation of his own."""
    manager, officer, today = desk.bank.actor("3003"), desk.bank.actor("3007"), clock.today()
    paper = take_authorisation(
        party, by=manager, reason="", purpose=Purpose.CREDIT_QUERY, signed_on=today
    )
    query = ask_query(party, by=manager, reason="", authorisation=paper)
    make_query(query, by=officer, reason="")
    number = f"R{query.pk}"
    record_report(query, by=officer, reason="", number=number, report_on=today, values=dict(values))


def classified(desk: Desk, party: Party) -> None:
    """Decided, proposed, passed by two, in force the next morning."""
    with desk.deeds():
        manager = desk.bank.actor("3003")
        decide(party, by=manager, reason="")
        passed(desk, propose_class(party, by=manager, reason="first grant"), "3005", "3006")
    desk.night()


def passed(desk: Desk, proposal: Proposal, *checkers: str) -> None:
    for number in checkers:
        proposal = Proposal.objects.unscoped("a journey").get(pk=proposal.pk)
        digest = bytes(proposal.digest).hex()
        pass_proposal(proposal, by=desk.bank.actor(number), reason="agreed", digest=digest)


def in_class_three(desk: Desk) -> Party:
    """The trader on a morning on which his class is in force."""
    keeper(desk)
    with desk.deeds():
        opened(desk, "借款乙", "301")
    party = trader(desk)
    fed(desk, [loan_row(identity("19850301", "301"), "L301")])
    classified(desk, party)
    return party


def newest(party: Party) -> Standing:
    """The row of the register that holds."""
    rows = Standing.objects.unscoped("a journey").filter(party=party, recorded_until=None)
    found: Standing | None = rows.exclude(superseded=True).order_by("-recorded_at", "-pk").first()
    assert found is not None
    return found


# ── the loan file of the whole bank ─────────────────────────────────────────────────────────────────


def keeper(desk: Desk) -> None:
    """Head office gets somebody who brings the files of the whole bank."""
    with desk.deeds():
        system, giver, other = (desk.bank.actor(one) for one in ("1001", "1002", "1003"))
        branch, since = desk.bank.branch("HO"), clock.today()
        staff = take_on(
            branch, by=system, reason="", number=KEEPER, name="数据岗", password="temporary 77"
        )
        post = grant_post(
            staff, by=giver, reason="", post=Post.CLASS_OFFICER, branch=branch, since=since
        )
        confirm_post(post, by=other, reason="")
        ways_in = Staff.objects.filter(number=HEAD).values("password", "password_changed_at")[0]
        Staff.objects.filter(pk=staff.pk).update(language="en", **ways_in)


def loan_row(serial: str, number: str, days: int = 0) -> tuple[str, ...]:
    """A line of the file: whose, how many days past due."""
    overdue = "0" if not days else "3200"
    return (
        serial,
        number,
        "个人消费贷款",
        "80000",
        "60000",
        "2025-03-01",
        "2028-03-01",
        str(days),
        overdue,
    )


HEADS = (
    "身份证号",
    "借据号",
    "产品",
    "贷款金额",
    "余额",
    "发放日",
    "到期日",
    "逾期天数",
    "逾期金额",
)


def loan_file(rows: Sequence[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    for cells in (HEADS, *rows):
        out.write(",".join(cells) + "\n")
    return out.getvalue().encode("utf-8")


def fed(desk: Desk, rows: Sequence[tuple[str, ...]]) -> ImportSession:
    """The file of today has come and is applied by two."""
    with desk.deeds():
        by = desk.bank.actor(KEEPER)
        session = take_file(
            by=by,
            reason="",
            branch=desk.bank.branch("HO"),
            kind=ImportKind.LOANS,
            file=Upload("loans.csv", loan_file(rows)),
            business_on=clock.today(),
        )
        submit_file(check_file(session, by=by, reason=""), by=by, reason="")
        passed(desk, Proposal.objects.unscoped("a journey").latest("pk"), HEAD)
    return session


# ── on screens ──────────────────────────────────────────────────────────────────────────────────────


def passes(person: Person, opinion: str = "agreed") -> Person:
    """The newest of what waits for her, with an opinion."""
    proposal = Proposal.objects.unscoped("a journey").latest("pk")
    person.opens(f"/reviews/{proposal.pk}/").fills("Opinion", opinion).presses("Pass")
    return person.reads("Done. It is in the journal.")
