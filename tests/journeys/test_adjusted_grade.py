"""J6: a credit grade adjusted with basis, approver and end; it dies with the report that it corrects."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.journeys.desk import Desk
from tests.journeys.people import Person
from tests.journeys.traders import (
    CLASS,
    CLEAN,
    fed,
    keeper,
    loan_row,
    opened,
    passes,
    reported,
    trader,
)
from tests.workbench.decisions.conftest import identity
from workbench.accounts.posting import give_authority, name_deputy
from workbench.approvals.models import AdjustedGrade
from workbench.common import clock
from workbench.common.errors import RefusedError
from workbench.customers.models import Party
from workbench.decisions.actions import decide
from workbench.decisions.models import Decision
from workbench.reviews.models import Proposal

#: a three on a card, a year ago: 次级
ONCE_LATE = {**CLEAN, "card_history": "N" * 11 + "321" + "N" * 10}
BASIS = "Certificate of the issuing bank, no. 7"


def substandard(desk: Desk) -> Party:
    """The trader with a late card: class 3 by his facts, class 4 by his grade."""
    keeper(desk)
    with desk.deeds():
        opened(desk, "借款乙", "301")
    party = trader(desk)
    with desk.deeds():
        reported(desk, party, ONCE_LATE)
    fed(desk, [loan_row(identity("19850301", "301"), "L301")])
    desk.does("3003", decide, party)
    return party


def authorised(desk: Desk, number: str = "3006") -> None:
    with desk.deeds():
        give_authority(
            desk.bank.staff(number),
            by=desk.bank.actor("2001"),
            reason="",
            kind="adjusted_grade",
            branch=desk.bank.branch("S1"),
            since=clock.today(),
            until=clock.today() + timedelta(days=300),
            document="No. 1",
        )


def found(party: Party, pack: str) -> str:
    rows = Decision.objects.unscoped("a journey").filter(party=party, pack=pack)
    return str(rows.latest("pk").result)


def proposes(she: Person, party: Party, end: date) -> Proposal:
    she.opens(party, tab="class").follows("Propose to adjust the credit grade")
    she.fills("Adjusted to", "Normal").fills("Basis", "what he says").fills(
        "Until", end.isoformat()
    )
    she.fills("Reason", "the bank of the card erred").presses("Propose to adjust the credit grade")
    return Proposal.objects.unscoped("a journey").latest("pk")


def test_a_grade_is_returned_amended_adjusted_and_ends_by_rule_or_report(desk: Desk) -> None:
    party = substandard(desk)
    assert (found(party, "credit-grade"), found(party, CLASS)) == ("SUBSTANDARD", "4")
    authorised(desk)
    end = desk.now.date() + timedelta(days=2)
    she, approver = desk.signs_in("3003"), desk.signs_in("3006")
    proposal = proposes(she, party, end)

    # returned for its basis, amended by its maker, approved: the class found is another at once
    approver.opens(f"/reviews/{proposal.pk}/").page.get_by_text("Return: what is wrong").click()
    approver.fills("Basis", "by which document?").fills("Opinion", "name it").presses("Return")
    she.opens("/reviews/mine/").follows(f"{party.name} {party.number}")
    she.reads("by which document?").follows("Amend and hand in").reads("by which document?")
    she.fills("Basis", BASIS).presses("Amend and hand in").reads("Handed in again.")
    assert found(party, CLASS) == "4"
    passes(approver)
    assert found(party, CLASS) == "3"
    she.opens(party, tab="class").within("Adjusted credit grades").reads(
        "Grade found Substandard, adjusted to Normal", BASIS, end.isoformat(), "Counts"
    )
    auditor = desk.signs_in("1004")
    auditor.opens("/adjusted-grades/").within(party.number).reads("员工3006", BASIS)

    # its end comes: that night the class found returns, by rule
    desk.night(days=2)
    assert found(party, CLASS) == "4"
    row = AdjustedGrade.objects.unscoped("a journey").get()
    assert row.revoked_on == end
    she = desk.signs_in("3003")
    she.opens(party, tab="class").within("Adjusted credit grades").reads("Ended")

    # longer is a proposal of its own, and it dies with the report that it corrects
    proposes(she, party, end + timedelta(days=180))
    passes(desk.signs_in("3006"))
    assert found(party, CLASS) == "3"
    desk.at(10, days=30)
    with desk.deeds():
        reported(desk, party, ONCE_LATE)
    assert found(party, CLASS) == "4"
    she = desk.signs_in("3003")
    she.opens(party, tab="class").within("Adjusted credit grades").reads_nothing_of("Counts")


def test_nobody_adjusts_a_grade_without_end_or_authority(desk: Desk) -> None:
    party = substandard(desk)
    authorised(desk)
    she, program = desk.signs_in("3003"), desk.api("3003")
    path, end = f"/customers/{party.number}/grade-adjust/", desk.now.date() + timedelta(days=90)
    asked = {"grade": "NORMAL", "basis": BASIS, "reason": "x"}
    for until in ("", "2026-01-01", desk.now.date().isoformat()):
        assert she.forces(path, until=until, **asked) in (200, 422)
        program.refuses(f"/party/{party.number}/propose-grade", until=until or None, **asked)
    assert not Proposal.objects.unscoped("a journey").filter(kind="adjusted_grade").exists()
    values = (party.pk, "SUBSTANDARD", "NORMAL", "x", "2026-12-01", "2026-12-01")
    columns = "party_id, grade, adjusted, basis, report_on, since, until, given_by, approved_by"
    more = "known_at, revoked_because, journal_key"
    for last, given, approver in (("2026-12-01", "3003", "3006"), ("2027-12-01", "3003", "3003")):
        with desk.database.refuses():
            desk.database.execute(
                f"INSERT INTO approvals_adjustedgrade ({columns}, {more}) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '00000000000000000000000000000000')",
                *values,
                last,
                given,
                approver,
                "2026-12-01 10:00:00+08:00",
            )

    # the head of a department approves nothing of the kind: by screen, by program, as a deputy of the approver
    assert she.forces(path, until=end.isoformat(), **asked) == 302
    proposal = Proposal.objects.unscoped("a journey").get(kind="adjusted_grade")
    digest = bytes(proposal.digest).hex()
    said = {"act": "pass", "reason": "agreed", "digest": digest}
    head, act = desk.signs_in("3002"), f"/reviews/{proposal.pk}/act/"
    assert head.forces(act, **said) in (403, 404, 409)
    send = f"/proposal/{proposal.pk}/pass-proposal"
    desk.api("3002").refuses(send, reason="agreed", digest=digest)
    desk.api("3003").refuses(send, reason="agreed", digest=digest)
    for deputy in ("3002", "3003"):
        with pytest.raises(RefusedError):
            desk.does(
                "3001",
                name_deputy,
                desk.bank.staff("3006"),
                deputy=desk.bank.staff(deputy),
                since=desk.now.date(),
                until=end,
            )
    assert not AdjustedGrade.objects.unscoped("a journey").exists()
