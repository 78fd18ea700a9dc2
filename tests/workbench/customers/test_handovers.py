"""移交: listed, answered row by row, signed by three persons, carried out on its day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.workbench.conftest import MOMENT, Bank
from tests.workbench.customers.conftest import HIS
from workbench.accounts.models import Authority, Staff
from workbench.accounts.staffing import suspend
from workbench.common import clock
from workbench.common.errors import DeniedError, NotFoundError, RefusedError
from workbench.common.jobs import JOBS
from workbench.customers.actions.colleagues import identify_staff
from workbench.customers.actions.handovers import (
    ABILITY,
    accept_rest,
    answer_row,
    list_handover,
    sign_handover,
)
from workbench.customers.actions.parties import open_party
from workbench.customers.actions.relations import (
    PREMIUM,
    grant_dispute,
    make_relation,
    open_dispute,
)
from workbench.customers.models import (
    CustomerRow,
    Handover,
    Party,
    Relation,
    RelationKind,
    RowState,
)
from workbench.journal.recording import recording
from workbench.policies.scales import CUSTOMER_CLASS
from workbench.policies.vocabulary import results_of

TOMORROW = date(2026, 12, 1)


def listed(bank: Bank, **more: object) -> Handover:
    people = {"taker": bank.staff("3004"), "supervisor": bank.staff("3001"), "on": TOMORROW, **more}
    return list_handover(bank.staff("3003"), by=bank.actor("3002"), reason="调岗", **people)


def leader(party: Party) -> str:
    return Relation.objects.get(party=party, kind="lead", until=None).staff.number


def classed(party: Party, **found: str) -> None:
    CustomerRow.objects.unscoped("test").filter(party=party).update(**found)


@pytest.fixture
def older(customer: Party) -> Party:
    """Led by 3003 since long."""
    Relation.objects.filter(party=customer).update(since=date(2024, 1, 1))
    return customer


def test_three_sign_and_the_customers_move_on_the_day(bank: Bank, older: Party) -> None:
    handover = listed(bank)
    accept_rest(handover, by=bank.actor("3004"), reason="")
    for number in ("3003", "3004", "3001"):
        sign_handover(handover, by=bank.actor(number), reason="")
    assert (handover.state, leader(older)) == ("signed", "3003")
    with clock.moment(MOMENT + timedelta(days=1)):
        assert JOBS["day_end.handovers"].work(date(2026, 11, 30)) == "done=1 refused=0"
    assert leader(older) == "3004"
    mine = Party.objects.seen_by
    with clock.moment(MOMENT + timedelta(days=1)):
        assert mine(bank.actor("3004"), "customer.read").filter(pk=older.pk).exists()
        assert not mine(bank.actor("3003"), "customer.read").filter(pk=older.pk).exists()


def test_whom_another_branch_was_given_meanwhile_is_not_taken_back(
    bank: Bank, older: Party
) -> None:
    handover = listed(bank)
    accept_rest(handover, by=bank.actor("3004"), reason="")
    for number in ("3003", "3004", "3001"):
        sign_handover(handover, by=bank.actor(number), reason="")
    claim = open_dispute(
        by=bank.actor("4002"), reason="he lives here", branch=bank.branch("S3"), identity=HIS
    )
    grant_dispute(claim, by=bank.actor("1003"), reason="he moved", staff=bank.staff("4002"))
    with clock.moment(MOMENT + timedelta(days=1)):
        assert JOBS["day_end.handovers"].work(date(2026, 11, 30)) == "done=1 refused=0"
    assert leader(older) == "4002"
    assert handover.rows.get().state == RowState.STAYS


def test_the_taker_looks_at_every_customer_before_he_signs(bank: Bank, older: Party) -> None:
    handover = listed(bank)
    with pytest.raises(RefusedError):
        sign_handover(handover, by=bank.actor("3004"), reason="")
    (row,) = handover.rows.all()
    taker = bank.actor("3004")
    with pytest.raises(RefusedError):
        answer_row(row, by=taker, reason="", state=RowState.RESERVED)
    answer_row(row, by=taker, reason="", state=RowState.RESERVED, words="缺收入证明")
    sign_handover(handover, by=taker, reason="")
    with pytest.raises(RefusedError):
        answer_row(row, by=taker, reason="", state=RowState.ACCEPTED)


def test_nobody_answers_or_signs_in_anothers_place(bank: Bank, older: Party) -> None:
    handover = listed(bank)
    for number in ("3003", "3001", "3005"):
        with pytest.raises((DeniedError, NotFoundError)):
            accept_rest(handover, by=bank.actor(number), reason="")
    for number in ("3002", "3006"):
        with pytest.raises((RefusedError, DeniedError, NotFoundError)):
            sign_handover(handover, by=bank.actor(number), reason="")


def test_for_a_suspended_giver_his_head_signs(bank: Bank, older: Party) -> None:
    suspend(bank.staff("3003"), by=bank.actor("3001"), reason="", why="x")
    handover = listed(bank)
    sign_handover(handover, by=bank.actor("3002"), reason="")
    assert handover.giver_signed_by == bank.staff("3002")


def test_premium_customers_pass_only_to_whoever_is_able_to_keep_them(
    bank: Bank, older: Party
) -> None:
    classed(older, customer_class="1")
    with pytest.raises(RefusedError):
        listed(bank)
    with recording():
        Authority.objects.create(
            staff=bank.staff("3004"),
            branch=bank.branch("S1"),
            kind=ABILITY,
            since=date(2026, 1, 1),
            until=date(2027, 1, 1),
            document="能力认定1号",
            given_by=bank.staff("3001"),
        )
    assert listed(bank).rows.count() == 1


def test_bad_loans_stay_unless_the_bank_says_otherwise(bank: Bank, older: Party) -> None:
    classed(older, worst_category="SUBSTANDARD")
    with pytest.raises(RefusedError):
        listed(bank)
    assert listed(bank, bad_loans_stay=False).rows.get().state == RowState.LISTED


def test_giver_taker_and_supervisor_are_three(bank: Bank, older: Party) -> None:
    for people in ({"taker": bank.staff("3003")}, {"supervisor": bank.staff("3004")}):
        with pytest.raises(RefusedError):
            listed(bank, **people)


def test_the_database_refuses_a_signed_one_without_three_signatures(
    bank: Bank, older: Party
) -> None:
    handover = listed(bank)
    rows = Handover.objects.unscoped("test").filter(pk=handover.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="signed")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(giver_signed_by=bank.staff("3001"))


def test_the_whole_of_it_by_screen(bank: Bank, older: Party) -> None:
    head, taker, giver = (bank.browser(number) for number in ("3002", "3004", "3003"))
    words = {
        "taker": bank.staff("3004").pk,
        "supervisor": bank.staff("3001").pk,
        "on": "2026-12-01",
        "bad_loans_stay": "on",
        "reason": "调岗",
    }
    page = head.post("/staff/3003/handover/", words)["Location"]
    assert "甲某" in taker.get(page).content.decode()
    assert bank.browser("3005").get(page).status_code == 404
    held = Handover.objects.unscoped("test").get()
    row = held.rows.get()
    assert taker.post(f"/handovers/rows/{row.pk}/", {"words": "缺收入证明"}).status_code == 302
    for browser in (taker, giver, bank.browser("3001")):
        assert browser.post(f"{page}sign/").status_code == 302
    held.refresh_from_db()
    assert held.state == "signed"
    assert "缺收入证明" in head.get(page).content.decode()
    assert "调岗" in head.get(page).content.decode()
    assert "员工3004" in head.get("/handovers/").content.decode()


def test_premium_classes_are_results_of_the_policy(texts: object) -> None:
    assert set(PREMIUM) <= set(results_of(CUSTOMER_CLASS))


def test_a_colleague_who_is_a_customer_stays_and_is_not_named(bank: Bank, older: Party) -> None:
    other = open_party(
        by=bank.actor("3003"),
        reason="",
        name="丙某",
        branch=bank.branch("S1"),
        identity="110105198303030039",
    )
    Relation.objects.filter(party=other).update(since=date(2024, 1, 1))
    identify_staff(bank.staff("3010"), by=bank.actor("1001"), reason="", identity=HIS)
    handover = listed(bank)
    assert dict(handover.rows.values_list("party", "state")) == {
        older.pk: RowState.STAYS,
        other.pk: RowState.LISTED,
    }
    page = f"/handovers/{handover.pk}/"
    for number in ("3002", "3003", "3004"):
        seen = bank.browser(number).get(page).content.decode()
        assert "丙某" in seen
        assert older.number not in seen
        assert older.name not in seen
    row = handover.rows.get(party=older)
    with pytest.raises(RefusedError):
        answer_row(row, by=bank.actor("3004"), reason="", state=RowState.ACCEPTED)


def test_nobody_is_given_a_file_that_is_closed_to_him(bank: Bank, older: Party) -> None:
    identify_staff(bank.staff("3201"), by=bank.actor("1001"), reason="", identity=HIS)
    head = bank.actor("2001")
    for kind in ("lead", "assist"):
        with pytest.raises(RefusedError):
            make_relation(
                older,
                by=head,
                reason="x",
                staff=bank.staff("3201"),
                kind=RelationKind(kind),
                since=TOMORROW,
            )
    assert leader(older) == "3003"


def test_who_became_a_colleague_meanwhile_stays(bank: Bank, older: Party) -> None:
    handover = listed(bank)
    accept_rest(handover, by=bank.actor("3004"), reason="")
    for number in ("3003", "3004", "3001"):
        sign_handover(handover, by=bank.actor(number), reason="")
    identify_staff(bank.staff("3010"), by=bank.actor("1001"), reason="", identity=HIS)
    with clock.moment(MOMENT + timedelta(days=1)):
        assert JOBS["day_end.handovers"].work(date(2026, 11, 30)) == "done=1 refused=0"
    assert leader(older) == "3003"


def leads(number: str, party: Party, since: str, until: str | None) -> None:
    Relation.objects.create(
        party=party,
        staff=Staff.objects.get(number=number),
        branch=party.branch,
        kind=RelationKind.LEAD,
        since=date.fromisoformat(since),
        until=until and date.fromisoformat(until),
        reason="x",
    )


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2024-06-01", "2024-07-01"),  # within another's
        ("2023-06-01", "2024-03-01"),  # into it
        ("2024-10-01", None),  # out of it
        ("2023-01-01", "2025-01-01"),  # around it
    ],
)
def test_the_database_lets_nobody_lead_on_anothers_day(
    bank: Bank, customer: Party, since: str, until: str | None
) -> None:
    Relation.objects.filter(party=customer).update(since=date(2025, 1, 1))
    with recording():
        leads("3004", customer, "2024-01-01", "2024-12-01")  # the days before are nobody's
        with pytest.raises(IntegrityError), transaction.atomic():
            leads("3003", customer, since, until)
        leads("3003", customer, "2024-12-01", "2025-01-01")
        lasting = Relation.objects.filter(party=customer, until=date(2024, 12, 1))
        with pytest.raises(IntegrityError), transaction.atomic():
            lasting.update(until=date(2024, 12, 2))
    assert Relation.objects.filter(party=customer).count() == 3
