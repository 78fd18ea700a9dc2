"""J2 四眼: returned by fact and paper, a fact comes meanwhile, passed, undone at four, passed again, in force."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from tests.journeys.desk import Desk
from tests.journeys.doors import Program
from tests.journeys.people import Person
from tests.workbench.approvals.merchant import IDENTITY, feed_loans, know
from tests.workbench.reviews.people import authorise, hold_post, stand_in
from workbench.accounts.models import Holding, Staff
from workbench.accounts.queries import actor_for
from workbench.common.errors import WorkbenchError
from workbench.customers.actions.facts import record_facts
from workbench.customers.actions.parties import open_party
from workbench.customers.following import paused
from workbench.customers.models import Evidence, Party
from workbench.decisions.actions import decide
from workbench.decisions.models import Standing
from workbench.reviews.actions import Draft, propose
from workbench.reviews.checking import pass_proposal
from workbench.reviews.models import Opinion, Proposal

PDF = b"%PDF-1.4\n%%EOF\n"
TODAY = date(2026, 11, 30)


def known_merchant(desk: Desk) -> Party:
    """A shopkeeper of 3003, known and decided class 3; last night's file of loans has come."""
    inputs = {"name": "甲某", "branch": desk.bank.branch("S1"), "identity": IDENTITY}
    party: Party = desk.does("3003", open_party, **inputs)
    with desk.deeds():
        feed_loans()
        know(party, desk.bank.actor("3003"), desk.bank.actor("3007"))
        decide(party, by=desk.bank.actor("3003"), reason="")
    return party


def paper(she: Person, party: Party, title: str) -> Evidence:
    she.opens(party, tab="evidence").follows("Take evidence")
    she.fills("What it is", title).attaches("File", f"{title}.pdf", PDF).presses("Take evidence")
    she.reads("Recorded.")
    return Evidence.objects.unscoped("a test").get(title=title)


def proposed(she: Person, party: Party, title: str) -> Proposal:
    """Handed in on one paper, by the button of the tab."""
    she.opens(party, tab="class").follows("Propose the class found")
    she.fills(f"{title} (To be verified)", True).fills("Reason", "sixteen years in business")
    she.presses("Propose the class found").reads("Recorded.")
    return newest()


def newest() -> Proposal:
    return Proposal.objects.unscoped("a test").latest("pk")


def digest(proposal: Proposal) -> str:
    return bytes(proposal.digest).hex()


def feed_brings(desk: Desk, party: Party, name: str, value: object) -> None:
    """As a file of many rows does: nobody is decided by it at once."""
    with desk.deeds(), paused():
        values = {name: value}
        by = desk.bank.actor("3003")
        record_facts(party, by=by, reason="", values=values, true_on=TODAY)


def test_a_class_is_returned_amended_renewed_passed_undone_and_passed_again(
    desk: Desk,
) -> None:
    merchant = known_merchant(desk)
    manager, reviewer = desk.signs_in("3003"), desk.signs_in("3005")
    deed = paper(manager, merchant, "Title deed")
    proposal = proposed(manager, merchant, "Title deed")

    # before, after, clause, facts and evidence stand on one page; two parts are returned, each with its reason
    reviewer.opens("/reviews/").follows(f"甲某 {merchant.number}")
    reviewer.reads("What changes", "Self-employed, long and sound", "Owns a home in the area")
    reviewer.reads("Title deed", "To be verified")
    reviewer.page.get_by_text("Return: what is wrong with which field").click()
    reviewer.fills("Evidence: Title deed", "cannot be read")
    reviewer.fills("Operating profit of the last year", "the accounts are missing")
    reviewer.fills("Opinion", "please complete").presses("Return").reads("Returned for supplement")

    # the maker is told, replaces one paper and hands in again
    manager.opens("/").reads("Returned to me")
    paper(manager, merchant, "Certificate of registration")
    manager.opens("/reviews/mine/").follows(f"甲某 {merchant.number}")
    manager.reads("cannot be read", "the accounts are missing", "please complete")
    manager.follows("Amend and hand in").reads("cannot be read")
    manager.fills("Title deed (To be verified)", False)
    manager.fills("Certificate of registration (To be verified)", True)
    manager.presses("Amend and hand in").reads("Handed in again.", "To be examined")
    assert newest().grounds["evidence"] != [deed.pk]

    # a fact comes meanwhile: the page says which, decided again it is the same, and it waits on
    desk.at(14)
    feed_brings(desk, merchant, "profit_12m", 2)
    reviewer = desk.signs_in("3005")
    reviewer.opens(f"/reviews/{proposal.pk}/").reads("Nobody can approve it as it stands.")
    reviewer.reads("Recorded since the decision", "Operating profit of the last year")
    assert not reviewer.is_offered("Pass")
    reviewer.presses("Ask again on the facts of now").reads("My opinion")

    # two levels, each with an opinion; no standing counts before tomorrow
    reviewer.fills("Opinion", "as the accounts say").presses("Pass").reads("To be approved")
    approver = desk.signs_in("3006")
    approver.opens(f"/reviews/{proposal.pk}/").fills("Opinion", "agreed").presses("Pass")
    approver.reads("Passed, not yet in force")
    desk.at(16)
    approver = desk.signs_in("3006")
    approver.opens("/reviews/done/").follows(f"甲某 {merchant.number}")
    approver.fills("Reason", "one more look").presses("Undo before it is in force")
    approver.reads("To be approved", "Undone before it came into force")
    approver.fills("Opinion", "looked once more").presses("Pass").reads("Passed, not yet in force")
    desk.night()
    held = Standing.objects.unscoped("a test").filter(party=merchant, recorded_until=None)
    assert sorted(held.values_list("klass", "state")) == [("3", "valid"), ("3", "void")]
    desk.signs_in("3003").opens(merchant).reads("class 3")


# ── ✗ ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def cannot_pass(desk: Desk, proposal: Proposal, number: str, *, text: str = "agreed") -> None:
    """By screen and by API."""
    asked = {"act": "pass", "reason": text, "digest": digest(proposal)}
    status = desk.signs_in(number).forces(f"/reviews/{proposal.pk}/act/", **asked)
    assert status in (403, 404, 409, 412), (number, status)
    path = f"/proposal/{proposal.pk}/pass-proposal"
    program: Program = desk.api(number)
    program.refuses(path, reason=text, digest=digest(proposal))


def stands_unchecked(proposal: Proposal) -> bool:
    said = Opinion.objects.unscoped("a test").filter(proposal=proposal, act="pass")
    return not said.exists()


def forged(desk: Desk, proposal: Proposal, **other: str) -> None:
    """An opinion written into the table: the constraint of four eyes says no."""
    row = {"maker": "3003", "maker_principal": "", "checker": "3005", "checker_principal": ""}
    row |= other
    text = row.pop("text", "x")
    names = (
        "proposal_id, round, step, act, text, fields, digest, maker, maker_principal, checker, "
        "checker_principal, post, at, journal_key"
    )
    marks = ", ".join("?" * 14)
    values = (proposal.pk, 1, 0, "pass", text, "{}", b"x" * 32, *row.values(), "reviewer")
    with desk.database.refuses():
        desk.database.execute(
            f"INSERT INTO reviews_opinion ({names}) VALUES ({marks})",
            *values,
            "2026-11-30 10:00:00+08:00",
            "0" * 32,
        )


def test_nobody_checks_his_own_or_whom_he_stands_in_for_or_his_own_file(
    desk: Desk,
) -> None:
    merchant = known_merchant(desk)
    manager = desk.signs_in("3003")
    paper(manager, merchant, "Title deed")
    proposal = proposed(manager, merchant, "Title deed")

    with desk.deeds():  # his own work, though he holds the post of a reviewer too
        hold_post(desk.bank, "3003", "reviewer", "S1")
        hold_post(desk.bank, "3004", "reviewer", "S1")
    cannot_pass(desk, proposal, "3003")
    forged(desk, proposal, checker="3003")
    forged(desk, proposal, checker_principal="3003")
    forged(desk, proposal, text="")

    with desk.deeds():  # as the deputy of the reviewer, and his deputy for him
        stand_in(desk.bank, "3003", "3005")
        stand_in(desk.bank, "3004", "3003")
        for number, principal in (("3003", "3005"), ("3004", "3003")):
            actor = actor_for(desk.bank.staff(number), principal=desk.bank.staff(principal))
            with translation.override("en"), pytest.raises(WorkbenchError):
                pass_proposal(proposal, by=actor, reason="agreed", digest=digest(proposal))

    # the reviewer is the customer's household: neither sees nor passes it
    blind = Party.objects.unscoped("a test").values_list("identity_blind", flat=True)
    Staff.objects.filter(number="3005").update(identity_blind=blind.get(pk=merchant.pk))
    cannot_pass(desk, proposal, "3005")
    Staff.objects.filter(number="3005").update(identity_blind=None)

    # a post that ended yesterday, no opinion, a digest that moved
    Holding.objects.filter(staff__number="3004", post="reviewer").update(until=TODAY)
    cannot_pass(desk, proposal, "3004")
    cannot_pass(desk, proposal, "3005", text="  ")
    feed_brings(desk, merchant, "profit_12m", 2)
    cannot_pass(desk, proposal, "3005")
    assert stands_unchecked(proposal)


def test_authority_that_has_ended_approves_nothing(desk: Desk) -> None:
    merchant = known_merchant(desk)
    with desk.deeds():
        authorise(desk.bank, "3006", "adjusted_grade", until=TODAY)
        authorise(desk.bank, "2006", "adjusted_grade", branch="C1")
        draft = Draft(
            kind="adjusted_grade",
            title="甲某",
            subject_kind="party",
            subject_key=str(merchant.pk),
            branch=desk.bank.branch("S1"),
            before={"grade": "NORMAL"},
            after={"grade": "NORMAL", "basis": "x", "until": "2027-01-01"},
            value="NORMAL",
        )
        proposal = propose(by=desk.bank.actor("3003"), reason="x", draft=draft)
    assert proposal.desk == desk.bank.branch("C1"), "the task climbs to who has authority today"
    cannot_pass(desk, proposal, "3006")
    assert stands_unchecked(proposal)
