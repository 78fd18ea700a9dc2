"""A class comes into force by two persons, is stopped at once, falls when its watch is over, lapses at its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.translation import gettext

from tests.workbench.api.conftest import Program, program  # noqa: F401
from tests.workbench.approvals.conftest import OTHER_FACTS, Finding, bring, checked, in_days, newest
from tests.workbench.conftest import Bank
from workbench.accounts.posting import give_authority
from workbench.accounts.queries import rule_actor
from workbench.approvals.actions.classes import (
    expire_class,
    let_fall,
    propose_class,
    propose_end,
    propose_fall,
    propose_lift,
    suspend_class,
)
from workbench.approvals.actions.rechecks import open_recheck
from workbench.common import clock
from workbench.common.errors import DeniedError, RefusedError, StaleError
from workbench.customers.actions.facts import record_facts
from workbench.customers.following import paused
from workbench.customers.models import Party
from workbench.decisions.models import Standing, StandingState
from workbench.reviews.actions import renew_proposal
from workbench.reviews.checking import undo_proposal
from workbench.reviews.models import ProposalState
from workbench.reviews.queries import to_do

S = StandingState
BOTH = ("3005", "3006")


@pytest.fixture
def in_force(bank: Bank, customer: Party, found: Finding) -> Standing:
    """Class 3, in force since yesterday."""
    with in_days(-2):
        found("3")
        checked(bank, propose_class(customer, by=bank.actor("3003"), reason="first grant"), *BOTH)
    with in_days(-1):
        bring()
    return newest(customer)


def test_a_class_that_two_have_passed_is_in_force_from_tomorrow(
    bank: Bank, customer: Party, found: Finding
) -> None:
    found("2")
    checked(bank, propose_class(customer, by=bank.actor("3003"), reason="x"), *BOTH)
    assert newest(customer).state == S.PENDING
    assert bring() == []
    with in_days(1):
        bring()
        now = newest(customer)
    assert (now.state, now.klass, now.given_by, now.approved_by) == (S.VALID, "2", "3003", "3006")


def test_no_class_stands_in_the_register_before_it_has_passed(
    bank: Bank, customer: Party, found: Finding
) -> None:
    found("2")
    checked(bank, propose_class(customer, by=bank.actor("3003"), reason="x"), "3005")
    assert not Standing.objects.unscoped("tests").exists()


def test_an_open_finding_cannot_be_proposed(bank: Bank, customer: Party, found: Finding) -> None:
    found("2", status="provisional")
    with pytest.raises(RefusedError):
        propose_class(customer, by=bank.actor("3003"), reason="x")


def test_nobody_passes_what_moved_before_it_was_renewed(
    bank: Bank, customer: Party, found: Finding
) -> None:
    found("2")
    proposal = propose_class(customer, by=bank.actor("3003"), reason="x")
    with in_days(1):
        found("2", facts=OTHER_FACTS)
        with pytest.raises(StaleError):
            checked(bank, proposal, "3005")
        renew_proposal(proposal, by=bank.actor("3005"), reason="a feed brought a fact")
        checked(bank, proposal, *BOTH)
    assert proposal.state == ProposalState.PASSED


def test_a_renewed_proposal_with_another_class_goes_back(
    bank: Bank, customer: Party, found: Finding
) -> None:
    found("2")
    proposal = propose_class(customer, by=bank.actor("3003"), reason="x")
    with in_days(1):
        found("4", facts=OTHER_FACTS)
        renew_proposal(proposal, by=bank.actor("3005"), reason="a feed brought a fact")
    assert proposal.state == ProposalState.RETURNED


def test_what_has_passed_is_undone_before_its_day_and_passed_again(
    bank: Bank, customer: Party, found: Finding
) -> None:
    found("2")
    proposal = checked(bank, propose_class(customer, by=bank.actor("3003"), reason="x"), *BOTH)
    undo_proposal(proposal, by=bank.actor("3006"), reason="too early")
    assert newest(customer).state == S.VOID
    checked(bank, proposal, "3006")
    with in_days(1):
        bring()
        assert newest(customer).state == S.VALID


def test_a_raise_ends_the_class_before_on_its_day(
    bank: Bank, customer: Party, found: Finding, in_force: Standing
) -> None:
    found("1", facts=OTHER_FACTS)
    open_recheck(customer, by=bank.actor("3003"), reason="he asks for a raise")
    checked(bank, propose_class(customer, by=bank.actor("3003"), reason="raise"), *BOTH)
    with in_days(1):
        bring()
        now = newest(customer)
    before = Standing.objects.unscoped("tests").get(klass="3", recorded_until=None)
    assert now.klass == "1"
    assert before.valid_until == now.valid_from


def test_a_raise_on_old_evidence_is_refused_by_every_door(
    bank: Bank,
    customer: Party,
    found: Finding,
    in_force: Standing,
    program: Callable[[str], Program],  # noqa: F811
) -> None:
    manager = bank.actor("3003")
    with in_days(-1), paused():
        given = {"profit_12m": 1}
        record_facts(customer, by=manager, reason="", values=given, true_on=clock.today())

    def is_refused(sentence: str) -> None:
        told, *_rest = gettext(sentence).partition("{")
        with pytest.raises(RefusedError, match=told):
            propose_class(customer, by=manager, reason="raise")
        path = f"/customers/{customer.number}/class-propose/"
        answer = bank.browser("3003").post(path, {"reason": "raise"})
        assert told in answer.content.decode()
        path = f"/party/{customer.number}/propose-class"
        assert program("3003").post(path, {"reason": "raise"}).status_code == 409

    found("1", facts=OTHER_FACTS)
    is_refused("A raise follows a re-check: open one, and collect the evidence anew.")
    open_recheck(customer, by=manager, reason="he asks for a raise")
    is_refused("A raise needs new evidence. From before the re-check of {day}: {facts}.")
    assert newest(customer) == in_force


def test_one_person_suspends_at_once_and_two_lift(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    suspend_class(customer, by=bank.actor("3003"), reason="arrears reported")
    assert newest(customer).state == S.SUSPENDED
    proposal = propose_lift(customer, by=bank.actor("3003"), reason="paid the day before")
    checked(bank, proposal, "3005")
    assert newest(customer).state == S.SUSPENDED
    checked(bank, proposal, "3006")
    assert newest(customer).state == S.VALID


def test_a_suspended_class_is_ended_by_a_second_person(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    suspend_class(customer, by=bank.actor("3003"), reason="arrears reported")
    checked(
        bank, propose_end(customer, by=bank.actor("3003"), reason="proven", state=S.REMOVED), "3006"
    )
    assert newest(customer).state == S.REMOVED


def test_no_class_comes_into_force_over_a_suspension(
    bank: Bank, customer: Party, found: Finding, in_force: Standing
) -> None:
    found("1", facts=OTHER_FACTS)
    open_recheck(customer, by=bank.actor("3003"), reason="he asks for a raise")
    checked(bank, propose_class(customer, by=bank.actor("3003"), reason="raise"), *BOTH)
    suspend_class(customer, by=bank.actor("3001"), reason="arrears reported")
    with in_days(1), pytest.raises(RefusedError):
        bring()
    rows = Standing.objects.unscoped("tests").filter(recorded_until=None, state=S.SUSPENDED)
    assert rows.get().klass == "3"


def test_a_fall_is_watched_and_happens_by_itself_on_its_day(
    bank: Bank, customer: Party, found: Finding, in_force: Standing
) -> None:
    found("5", facts=OTHER_FACTS)
    checked(
        bank, propose_fall(customer, by=bank.actor("3003"), reason="home went to the wife"), *BOTH
    )
    watched = newest(customer)
    assert (watched.state, watched.klass, watched.class_found) == (S.WATCH, "3", "5")
    with in_days(89), pytest.raises(RefusedError):
        let_fall(customer, by=rule_actor("day_end"), reason="watch over")
    with in_days(90):
        let_fall(customer, by=rule_actor("day_end"), reason="watch over")
    assert newest(customer).klass == "5"


def test_a_second_finding_does_not_start_the_watch_anew(
    bank: Bank, customer: Party, found: Finding, in_force: Standing
) -> None:
    found("5", facts=OTHER_FACTS)
    checked(bank, propose_fall(customer, by=bank.actor("3003"), reason="x"), *BOTH)
    until = newest(customer).watch_until
    with in_days(30):
        found("4", facts=bytes(31) + b"2")
        checked(bank, propose_fall(customer, by=bank.actor("3003"), reason="x"), *BOTH)
    assert newest(customer).watch_until == until
    assert newest(customer).class_found == "4"


def test_a_class_lapses_on_the_first_day_on_which_it_no_longer_holds(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    assert in_force.valid_until is not None
    days = (in_force.valid_until - in_force.valid_from).days - 1
    with in_days(days - 1), pytest.raises(RefusedError):
        expire_class(customer, by=rule_actor("day_end"), reason="its end")
    with in_days(days):
        expire_class(customer, by=rule_actor("day_end"), reason="its end")
    assert newest(customer).state == S.EXPIRED


def test_no_account_manager_lets_a_class_fall_by_hand(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    with pytest.raises(DeniedError):
        let_fall(customer, by=bank.actor("3003"), reason="x")


def test_both_clocks_can_be_asked_of_the_register(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    with in_days(1):
        suspend_class(customer, by=bank.actor("3003"), reason="arrears reported")
    rows = Standing.objects.unscoped("tests").filter(pk=in_force.pk, recorded_until__isnull=False)
    assert rows.get().state == S.VALID


# ── who may approve which class ─────────────────────────────────────────────────────────────────────────────────────


def named(bank: Bank, number: str, value: str = "") -> None:
    """By the leader of the city, for its sub-branch, until a day in December."""
    give_authority(
        bank.staff(number),
        by=bank.actor("2001"),
        reason="",
        kind="class",
        branch=bank.branch("S1"),
        since=clock.today(),
        until=clock.today() + timedelta(days=10),
        document="No. 1",
        value=value,
    )


def test_where_approvers_of_a_class_are_named_the_post_is_not_enough(
    bank: Bank, customer: Party, found: Finding
) -> None:
    found("2")
    proposal = propose_class(customer, by=bank.actor("3003"), reason="x")
    named(bank, "2006", "2")
    checked(bank, proposal, "3005")
    assert proposal.desk == bank.branch("C1"), "the task climbs to who was named"
    assert list(to_do(bank.actor("3006"))) == []
    with pytest.raises(RefusedError):
        checked(bank, proposal, "3006")
    assert list(to_do(bank.actor("2006"))) == [proposal]
    checked(bank, proposal, "2006")
    assert proposal.state == ProposalState.PASSED


def test_an_authority_counts_for_its_class_and_until_its_end(
    bank: Bank, customer: Party, found: Finding
) -> None:
    found("2")
    named(bank, "3006", "3")
    with pytest.raises(RefusedError, match="没有人可以审查审批"):
        propose_class(customer, by=bank.actor("3003"), reason="x")
    named(bank, "3006")
    proposal = propose_class(customer, by=bank.actor("3003"), reason="x")
    checked(bank, proposal, "3005")
    with in_days(10), pytest.raises(RefusedError):
        checked(bank, proposal, "3006")
    checked(bank, proposal, "3006")


def test_an_end_is_approved_by_who_may_approve_the_class_held(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    named(bank, "3006", "3")
    proposal = propose_end(customer, by=bank.actor("3003"), reason="x", state=S.REMOVED)
    checked(bank, proposal, "3006")
    assert newest(customer).state == S.REMOVED
