"""J3: a divorce, a re-check, a watch of ninety days; the home is bought again, and the twin falls by rule."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys.desk import Desk
from tests.journeys.people import Person
from tests.journeys.traders import CLASS, in_class_three, passes
from workbench.approvals.models import Application
from workbench.customers.models import Party, PartyLink
from workbench.decisions.models import Decision, Standing


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


def newest(party: Party) -> Standing:
    rows = Standing.objects.unscoped("a journey").filter(party=party, recorded_until=None)
    found = rows.exclude(superseded=True).order_by("-recorded_at", "-pk").first()
    assert found is not None
    return found


def test_a_divorce_is_watched_until_the_home_is_bought(desk: Desk) -> None:
    customer = in_class_three(desk)
    she = desk.signs_in("3003")
    wife = PartyLink.objects.unscoped("a journey").get(party=customer).other
    she.opens(wife).reads(wife.name)
    she.opens(customer, tab="class").follows("Register an application")
    she.fills("Application no.", "A1").fills("Product", "consumer")
    she.fills("Stage", "Under examination and approval")
    she.fills("Accepted on", desk.now.date().isoformat()).presses("Register an application")
    she.within("Applications in the core").reads("Class 3", "Under way")

    divorced(desk, she, customer)
    she.opens(customer, tab="class").within("Applications in the core").reads("Held", "3003")
    she.opens(wife).is_refused()
    found = Decision.objects.unscoped("a journey").filter(party=customer, pack=CLASS)
    assert found.latest("pk").result == "5"
    she.opens(f"/customers/{customer.number}/decisions/{CLASS}/").reads("Class 5")

    she.opens(customer, tab="class").follows("Propose the finding of a lower class")
    she.fills("Reason", "the home went to the wife").presses("Propose the finding of a lower class")
    passes(desk.signs_in("3005"))
    passes(desk.signs_in("3006"))
    until = (desk.now.date() + timedelta(days=90)).isoformat()
    she.opens(customer, tab="class").reads(until, "Under watch before a fall")

    chief = desk.signs_in("3006")
    chief.opens("/applications/").within("A1").follows("Release the application")
    chief.fills("Reason", "by the class found").presses("Release the application")
    application = Application.objects.unscoped("a journey").get()
    assert (application.klass, application.held_since) == ("5", None)
