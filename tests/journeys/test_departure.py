"""J9 停职、移交、离岗审计: a manager is suspended, his customers pass to another, an auditor recomputes what he had decided."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from tests.journeys.desk import Desk
from tests.journeys.given import DOCTOR, employed, known, loans_have_come, reported
from tests.journeys.people import Person
from tests.workbench.conftest import PASSWORD
from tests.workbench.customers.conftest import numbered
from tests.workbench.reviews.people import stand_in
from workbench.accounts.models import Branch
from workbench.accounts.queries import actor_for
from workbench.common.errors import DeniedError
from workbench.customers.actions.parties import open_party
from workbench.customers.models import Handover, Party, Relation
from workbench.decisions.actions import decide
from workbench.decisions.models import Audit, Decision
from workbench.journal.models import Entry
from workbench.policies.actions import draft_bundle
from workbench.policies.models import Bundle, BundleState
from workbench.reviews.models import Proposal

WHY = "received a gift"
OVERLAY = "overlay: {bank: 总行, issued: 2026-01-01, cites: 总行发2026年1号}\nparameters: {high_income: 480000}\n"
TOMORROW = "2026-12-01"


def customers(desk: Desk, count: int) -> list[Party]:
    """Of 3003, since long."""
    found = []
    for place in range(1, count + 1):
        branch = desk.bank.branch("S1")
        party = desk.does(
            "3003",
            open_party,
            name=f"客户{place:02d}",
            branch=branch,
            identity=numbered(place),
            phone=f"1380000{place:04d}",
        )
        known(desk, party, **{**DOCTOR, "marital_status": "single"})
        found.append(party)
    known(desk, employed(desk, found[0]), local=True, hospital_grade="grade_3a")
    reported(desk, found[0], "R0001")
    Relation.objects.update(since=date(2024, 1, 1))
    return found


def decided(desk: Desk, parties: list[Party]) -> None:
    for party in parties:
        desk.does("3003", decide, party)


@contextmanager
def another_bundle(desk: Desk) -> Iterator[None]:
    """Inside a second bundle speaks; from tomorrow it is withdrawn."""
    draft = desk.does("1006", draft_bundle, desk.bank.branch("HO"), title="第二套", overlay=OVERLAY)
    with desk.as_data():
        draft.change(state=BundleState.RELEASED, runs_from=date(2026, 11, 30))
    yield
    with desk.as_data():
        draft.change(withdrawn_on=date(2026, 12, 1))


def signs(who: Person, page: str) -> None:
    who.opens(page).presses("Sign the hand-over")


def test_a_suspended_manager_hands_over_and_is_audited(desk: Desk) -> None:
    loans_have_come(desk)
    led = customers(desk, 8)
    decided(desk, led[:4])
    with another_bundle(desk):
        decided(desk, led[4:])
    he = desk.signs_in("3003")
    program = desk.api("3003")
    assert program.get(f"/customers/{led[0].number}").status == 200
    # he sees a telephone in full, with a reason, and proposes a class
    he.opens(led[0]).follows("Show a number in full").fills("What to show", "Telephone")
    he.fills("Reason", "he asked to be called").presses("Show a number in full")
    he.reads("13800000001")
    he.opens(led[0], tab="class").follows("Propose the class found")
    he.fills("Reason", "proven").presses("Propose the class found")

    # 10:02: suspended by his leader; his session and his token end that minute, and nothing tells why
    desk.at(10, 2)
    leader = desk.signs_in("3001")
    leader.opens("/staff/3003/").follows("Suspend").fills("Why", WHY).presses("Suspend now")
    assert program.get(f"/customers/{led[0].number}").status == 401
    he.opens(led[0])
    assert "/sign-in/" in he.page.url
    he.page.fill("#number", "3003")
    he.page.fill("#password", PASSWORD)
    he.page.keyboard.press("Enter")
    he.settles()
    assert "/sign-in/" in he.page.url
    he.reads_nothing_of(WHY)
    proposal = Proposal.objects.unscoped("a test").get()
    assert proposal.held
    reviewer = desk.signs_in("3005").opens(f"/reviews/{proposal.pk}/")
    assert not reviewer.is_offered("Pass")

    # his head lists his customers; the taker answers each, and three sign
    head, taker = desk.signs_in("3002"), desk.signs_in("3004")
    head.opens("/staff/3003/").reads_nothing_of(WHY)
    head.follows("Hand over customers").fills("Taker", "员工3004 3004")
    head.fills("Supervisor of the hand-over", "员工3001 3001").fills("Day", TOMORROW)
    head.fills("Reason", "he is suspended").presses("List them")
    page = f"/handovers/{Handover.objects.unscoped('a test').get().pk}/"
    taker.opens(page).reads("客户01", "客户08").presses("Accept all the rest")
    for who in (head, taker, leader):
        signs(who, page)
    head.opens(page).reads("Signed")
    desk.night()
    taker = desk.signs_in("3004")
    taker.opens("/customers/").reads("客户01", "客户08")

    # the outlet is merged away, and the auditor draws his sample: all equal, each under its own bundle
    closed = desk.bank.branch("S1")
    Branch.objects.filter(pk=closed.pk).update(closed_on=date(2026, 12, 1))
    auditor = desk.signs_in("1004")
    auditor.opens("/staff/3003/").reads("Revealed and exported", "he asked to be called")
    auditor.follows("Audit his decisions").fills("Seed", "lot 7").fills("Reason", "departure")
    auditor.presses("Draw and recompute").reads(
        "all equal", "第二套", "withdrawn from", "closed on"
    )
    audit = Audit.objects.unscoped("a test").get()
    assert len(audit.rows) == 60
    assert {row.bundle.title for row in drawn(audit)} == {
        "第二套",
        Bundle.objects.order_by("pk")[0].title,
    }
    auditor.opens("/staff/3003/audit/").fills("Seed", "lot 7").fills("Reason", "once more")
    auditor.presses("Draw and recompute")
    again = Audit.objects.unscoped("a test").latest("pk")
    assert again.rows == audit.rows

    # why he was suspended the auditor alone reads, for a reason that is kept
    entry = Entry.objects.get(code="staff.suspended")
    auditor.opens(f"/journal/{entry.key}/").reads_nothing_of(WHY)
    auditor.fills("Reason", "audit").presses("Open the sealed words").reads(WHY)

    auditor.opens("/journal/check/").presses("Verify now").reads("as it was written")

    # one row altered in the database is named, in the register of decisions and in the journal
    victim = drawn(audit)[0]
    desk.database.execute("UPDATE decisions_decision SET result = 'X' WHERE id = ?", victim.pk)
    desk.database.execute("UPDATE journal_entry SET reason = 'x' WHERE code = 'customer.revealed'")
    auditor.opens("/staff/3003/audit/").fills("Seed", "lot 7").fills("Reason", "third time")
    auditor.presses("Draw and recompute").reads("1 not equal")
    auditor.within(victim.number).reads("not equal", "the row in the register of decisions")
    revealed = Entry.objects.get(code="customer.revealed")
    auditor.opens("/journal/check/").presses("Verify now").reads(str(revealed.key))

    # the audited branch sees nothing of it
    for number in ("2001", "2002", "3004"):
        other = desk.signs_in(number)
        other.opens("/audits/").is_refused()
        other.opens(f"/audits/{audit.pk}/").is_refused()
        other.opens("/staff/3003/").reads_nothing_of("he asked to be called", "lot 7")
        other.opens("/journal/").is_refused()
        assert other.forces("/staff/3003/audit/", size="5", seed="x", reason="x") in (403, 404)


def drawn(audit: Audit) -> list[Decision]:
    keys = [key for key, _number, _differs in audit.rows]
    rows = Decision.objects.unscoped("a test").select_related("bundle").in_bulk(keys)
    return [rows[key] for key in keys]


def test_neither_he_nor_his_deputy_acts(desk: Desk) -> None:
    (party,) = customers(desk, 1)
    with desk.as_data():
        stand_in(desk.bank, "3004", "3003")
    deputy = desk.signs_in("3004").opens("/me/")
    deputy.presses("Act for this person").opens(party).reads(party.name)
    program = desk.api("3003")
    desk.api("3001").does("/staff/3003/suspend", why=WHY, reason="as ordered")
    assert program.post(f"/party/{party.number}/decide").status == 401
    deputy.opens(party).is_refused()
    assert deputy.forces("/me/stand-in/", principal="3003") in (403, 404, 409)
    deputy.opens(party).is_refused()
    with desk.deeds(), pytest.raises(DeniedError):
        actor_for(desk.bank.staff("3004"), principal=desk.bank.staff("3003"))


def test_three_sign_a_hand_over_by_every_door(desk: Desk) -> None:
    (party,) = customers(desk, 1)
    day = desk.now.date() + timedelta(days=1)
    head = desk.api("3002")
    made = head.does(
        "/staff/3003/list-handover", taker="3004", supervisor="3001", on=day, reason="post changed"
    )
    page = f"/handovers/{made['id']}/"
    for number in ("3005", "3006", "3002"):
        assert desk.signs_in(number).forces(f"{page}sign/") in (403, 404, 409)
        desk.api(number).refuses(f"/handover/{made['id']}/sign-handover")
        desk.api(number).refuses(f"/handover/{made['id']}/accept-rest")
    desk.api("3004").refuses(f"/handover/{made['id']}/sign-handover")
    with desk.database.refuses():
        desk.database.execute(
            "UPDATE customers_handover SET state = 'signed' WHERE id = ?", made["id"]
        )
    with desk.database.refuses():
        desk.database.execute(
            "UPDATE customers_handover SET supervisor_id = taker_id WHERE id = ?", made["id"]
        )
    desk.night()
    assert Relation.objects.get(party=party, kind="lead", until=None).staff.number == "3003"
