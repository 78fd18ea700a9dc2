"""J3: a divorce, a watch of ninety days in which nobody lends by the class held; a home is bought, or he falls by rule."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys.desk import Desk
from tests.journeys.papers import issued
from tests.journeys.people import Person
from tests.journeys.traders import CLASS, in_class_three, newest, passes
from workbench.accounts.models import Staff
from workbench.approvals.models import Application
from workbench.customers.models import Party, PartyLink
from workbench.decisions.gathering import Asked, facts_for


def divorced(desk: Desk, she: Person, party: Party) -> None:
    """What she does on the day on which he tells her."""
    she.opens(party, tab="class").follows("Record an event")
    she.fills("What happened", "Change of marital status").presses("Record an event")
    she.opens(party, tab="people").within("Spouse").follows("End this relation")
    she.fills("No longer from", desk.now.date().isoformat()).presses("End this relation")
    names = "marital_status,owns_home_local"
    she.opens(f"/customers/{party.number}/record/?names={names}")
    she.fills("Marital status", "Divorced").fills("Owns a home in the area", "no")
    she.fills("True on", desk.now.date().isoformat()).presses("Record facts")


def buys(desk: Desk, she: Person, party: Party) -> None:
    she.opens(f"/customers/{party.number}/record/?names=owns_home_local")
    she.fills("Owns a home in the area", "yes").fills("True on", desk.now.date().isoformat())
    she.presses("Record facts")


LOWER = "Propose the finding of a lower class"


def applies(desk: Desk, she: Person, party: Party, number: str, stage: str) -> None:
    she.opens(party, tab="class").follows("Register an application")
    she.fills("Application no.", number).fills("Product", "consumer").fills("Stage", stage)
    she.fills("Accepted on", desk.now.date().isoformat()).presses("Register an application")


def proposes(she: Person, party: Party, what: str, why: str) -> None:
    she.opens(party, tab="class").follows(what)
    she.fills("Reason", why).presses(what).reads("Recorded.")


def watched(desk: Desk, she: Person, party: Party) -> None:
    """The finding of class 5 is proposed and passed by two: the watch begins."""
    divorced(desk, she, party)
    proposes(she, party, LOWER, "the home went to the wife")
    passes(desk.signs_in("3005"))
    passes(desk.signs_in("3006"))


def test_a_divorce_is_watched_until_a_home_is_bought(desk: Desk) -> None:
    party = in_class_three(desk)
    she = desk.signs_in("3003")
    wife = PartyLink.objects.unscoped("a journey").get(party=party).other
    she.opens(wife).reads(wife.name)
    applies(desk, she, party, "A1", "Under examination and approval")
    she.within("Register of applications").reads("Class 3", "Under way")

    watched(desk, she, party)
    until = desk.now.date() + timedelta(days=90)
    she.opens(wife).is_refused()
    she.opens(party, tab="class").reads("Under watch before a fall", until.isoformat())
    she.within("Register of applications").reads("Held", "re-check opened")
    she.opens(f"/customers/{party.number}/decisions/{CLASS}/").reads("The decision before")

    letter = issued(desk, "3003", party, "拟降级告知书")
    assert "三类" in letter
    assert "五类" in letter
    assert until.isoformat() in letter
    assert "补正" in letter

    chief = desk.signs_in("3006")
    chief.opens("/applications/").within("A1").follows("Release the application")
    chief.fills("Reason", "by the class found").presses("Release the application")
    application = Application.objects.unscoped("a journey").get()
    assert (application.klass, application.held_since) == ("5", None)

    # on day 60 he buys one: a re-check finds class 3 again, and the watch ends
    desk.at(10, days=60)
    she = desk.signs_in("3003")
    buys(desk, she, party)
    she.opens(party, tab="class").follows("Open a re-check")
    she.fills("Reason", "he has bought a home").presses("Open a re-check")
    proposes(she, party, "Propose the class found", "a home in the city, by its deed")
    passes(desk.signs_in("3005"))
    passes(desk.signs_in("3006"))
    desk.night()
    now = newest(party)
    assert (now.klass, now.state, now.watch_until) == ("3", "valid", None)
    she = desk.signs_in("3003")
    she.opens(party, tab="class").reads("Class 3 · In force")
    applies(desk, she, party, "A2", "Accepted, under investigation")
    assert Application.objects.unscoped("a journey").get(number="A2").klass == "3"


def test_meanwhile_nobody_lends_by_class_3_and_the_watch_ends_in_a_fall(desk: Desk) -> None:
    party = in_class_three(desk)
    she = desk.signs_in("3003")
    wife = PartyLink.objects.unscoped("a journey").get(party=party).other
    applies(desk, she, party, "A1", "Approved, not signed")
    application = Application.objects.unscoped("a journey").get()
    watched(desk, she, party)
    until, day = newest(party).watch_until, desk.now.date().isoformat()
    assert until is not None

    # the held one is not moved, nor released by her; a new one uses the class found, and nobody says which
    held = f"/customers/application/{application.pk}"
    assert she.forces(f"{held}/move/", stage="paid") in (200, 409, 422)
    assert she.forces(f"{held}/release/", reason="in a hurry") == 403
    program = desk.api("3003")
    program.refuses(f"/application/{application.pk}/move-application", stage="paid")
    program.refuses(f"/application/{application.pk}/release-application", reason="in a hurry")
    sent = {"number": "A2", "product": "consumer", "stage": "investigation", "accepted_on": day}
    program.refuses(
        f"/party/{party.number}/register-application", standing=newest(party).pk, **sent
    )
    program.refuses(f"/party/{party.number}/register-application", klass="3", **sent)
    program.does(f"/party/{party.number}/register-application", **sent)
    rows = Application.objects.unscoped("a journey")
    assert dict(rows.values_list("number", "klass")) == {"A1": "3", "A2": "5"}
    assert rows.get(number="A1").held_because

    # her report: she is no longer his wife, and no file or program of his manager reaches her
    she.opens(wife).is_refused()
    assert she.forces(f"/customers/{wife.number}/authorisation/", purpose="credit_query") == 404
    program.refuses(
        f"/party/{wife.number}/record-facts", values={"arrears_elsewhere": True}, true_on=day
    )
    with desk.deeds():
        assert not [name for name in facts_for(Asked.now(party)) if name.startswith("spouse.")]

    # found again: the watch goes on, it does not begin anew
    desk.at(10, days=10)
    she = desk.signs_in("3003")
    proposes(she, party, LOWER, "still without a home")
    passes(desk.signs_in("3005"))
    passes(desk.signs_in("3006"))
    assert newest(party).watch_until == until

    # he buys nothing: on its day he falls by rule, is told how to object, and old evidence raises nobody
    desk.night(days=(until - desk.now.date()).days)
    Staff.objects.update(password_changed_at=desk.now)  # as everybody must within ninety days
    now = newest(party)
    assert (now.klass, now.state, now.valid_from) == ("5", "valid", until)
    letter = issued(desk, "3003", party, "类别变更告知书")
    for words in ("原类别", "三类", "五类", until.isoformat(), "人工复核"):
        assert words in letter
    she = desk.signs_in("3003")
    buys(desk, she, party)
    she.opens(party, tab="class").follows("Open a re-check")
    she.fills("Reason", "he has bought a home").presses("Open a re-check")
    raised = f"/customers/{party.number}/class-propose/"
    assert she.forces(raised, reason="he has a home") == 200, "the form says why not"
    assert newest(party).klass == "5"
