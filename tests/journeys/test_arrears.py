"""J4: the loan file of a night tells of the spouse's arrears; a death is reported wrongly; a file does not come."""

from __future__ import annotations

from tests.journeys.desk import Desk
from tests.journeys.papers import issued
from tests.journeys.people import Person
from tests.journeys.traders import (
    CLASS,
    HEAD,
    KEEPER,
    in_class_three,
    loan_file,
    loan_row,
    newest,
    passes,
)
from tests.workbench.decisions.conftest import identity
from workbench.approvals.models import Application, Event, RightsRequest
from workbench.customers.models import Party, PartyLink, PartyState
from workbench.decisions.models import Decision, IssuedPaper
from workbench.reviews.models import Proposal

NEIGHBOUR = identity("19850301", "301")
HUSBAND = identity("19860712", "101")


def brings(desk: Desk, rows: list[tuple[str, ...]]) -> None:
    """The loan file of the day: brought and checked by one, applied by another, on the screens of imports."""
    keeper = desk.signs_in(KEEPER)
    keeper.opens("/imports/new/").fills("What the file holds", "Loans")
    keeper.attaches("File (xlsx or csv, at most 10 MB)", "loans.csv", loan_file(rows))
    keeper.fills("Rows as the sender counted them", str(len(rows))).presses("Read the file")
    keeper.presses("Check all rows").reads("are accounted for")
    keeper.presses("Submit to the second person")
    passes(desk.signs_in(HEAD), "the totals agree")


def draws(desk: Desk, she: Person, party: Party) -> None:
    she.opens(party, tab="class").follows("Register an application")
    she.fills("Application no.", "A1").fills("Product", "limit")
    she.fills("Stage", "Paid out, or draws within a limit")
    she.fills("Accepted on", desk.now.date().isoformat()).presses("Register an application")


def test_arrears_of_the_night_stop_the_class_until_two_confirm_its_end(desk: Desk) -> None:
    party = in_class_three(desk)
    spouse = PartyLink.objects.unscoped("a journey").get(party=party).other
    she = desk.signs_in("3003")
    draws(desk, she, party)
    brings(desk, [loan_row(NEIGHBOUR, "L301"), loan_row(HUSBAND, "L101", days=3)])
    assert newest(party).state == "valid"
    desk.night()

    row = newest(party)
    assert (row.state, row.suspended_by) == ("suspended", "rule:day_end")
    said = Decision.objects.unscoped("a journey").filter(party=party, pack="class-maintenance")
    assert said.latest("pk").result != "class_kept"
    assert Application.objects.unscoped("a journey").get().held_because == "suspended"
    she = desk.signs_in("3003")
    she.opens("/").reads("Suspended classes")
    she.opens(party, tab="class").reads("Suspended", "a disqualifying condition is proven")
    letter = issued(desk, "3003", party, "类别变更告知书")
    for words in ("三类", "中止", "涉及配偶的一项条件不成立"):
        assert words in letter

    # one lifts nothing
    assert she.forces(f"/customers/{party.number}/class-lift/", reason="he has paid") == 302
    lifting = Proposal.objects.unscoped("a journey").latest("pk").pk
    she.opens(f"/reviews/{lifting}/")
    assert not she.is_offered("Pass")
    program = desk.api("3003")
    program.refuses(f"/proposal/{lifting}/pass-proposal", reason="agreed", digest="00")
    she.fills("Reason", "it was not he").presses("Withdraw")
    with desk.database.refuses():
        desk.database.execute(
            "UPDATE decisions_standing SET given_by = ?, approved_by = ? WHERE id = ?",
            "3003",
            "3003",
            newest(party).pk,
        )

    she.opens(party, tab="class").follows("Propose to end the class")
    she.fills("State", "Removed").fills("Reason", "the arrears stand").presses(
        "Propose to end the class"
    )
    passes(desk.signs_in("3006"))
    assert newest(party).state == "removed"
    letter = issued(desk, "3003", party, "类别变更告知书")
    for words in ("原类别", "三类", "无有效类别", "退出", "人工复核", "说明理由", "15个自然日"):
        assert words in letter
    for words in (spouse.name, "逾期", "3天"):
        assert words not in letter

    # he asks for a person: neither who took it and proposed the end nor who approved it answers, by any door
    she = desk.signs_in("3003")
    she.opens(party, tab="class").follows("Take a request")
    she.fills("Asked for", "Review by a person asked for")
    she.fills("In his words", "I do not owe anything").presses("Take a request")
    asked = RightsRequest.objects.unscoped("a journey").get()
    said = {"reason": "it stands", "outcome": "upheld"}
    approver = desk.signs_in("3006")
    approver.opens("/requests/").reads(party.number)
    assert not approver.is_offered("Answer the request")
    assert approver.forces(f"/customers/rightsrequest/{asked.pk}/answer/", **said) in (200, 409)
    for number in ("3003", "3006"):
        desk.api(number).refuses(f"/rightsrequest/{asked.pk}/answer-request", **said)
    with desk.database.refuses():
        desk.database.execute(
            "UPDATE approvals_rightsrequest SET answered_by = ? WHERE id = ?", "3006", asked.pk
        )
    chief = desk.signs_in("3005")
    chief.opens("/requests/").within(party.number).follows("Answer the request")
    chief.fills("What comes of it", "The decision stands")
    chief.fills("Answer", "the condition of a third party is not met").presses("Answer the request")
    she.opens(party, tab="class").within("Requests").reads("The decision stands")


def test_a_death_reported_wrongly_leaves_no_gap_and_a_missing_file_touches_nobody(
    desk: Desk,
) -> None:
    party = in_class_three(desk)
    before = newest(party)
    she = desk.signs_in("3003")
    she.opens(party, tab="class").follows("Record an event")
    she.fills("What happened", "Death reported").fills("Reason", "a neighbour said so")
    she.presses("Record an event")
    assert newest(party).state == "suspended"

    # no letter goes out, and he is closed by nobody without the certificate
    row = Decision.objects.unscoped("a journey").filter(party=party, pack=CLASS).latest("pk")
    papers = f"/customers/{party.number}/decisions/{row.pk}/papers/"
    for kind in ("change", "explanation", "needs"):
        assert she.forces(papers, kind=kind) == 409
    assert not IssuedPaper.objects.unscoped("a journey").exists()
    assert she.forces(f"/customers/{party.number}/class-end/", state="closed", reason="dead") == 200
    program = desk.api("3003")
    program.refuses(f"/party/{party.number}/propose-end", state="closed", reason="dead")

    # who reported it does not take it back; another does, and two lift the suspension
    event = Event.objects.unscoped("a journey").get()
    assert she.forces(f"/customers/event/{event.pk}/reverse/", reason="he is alive") == 200
    program.refuses(f"/event/{event.pk}/reverse-event", reason="he is alive")
    head = desk.signs_in("3001")
    head.opens("/events/").within(party.number).follows("Reverse the event")
    head.fills("Reason", "he came in person").presses("Reverse the event")
    she.opens(party, tab="class").follows("Propose to lift the suspension")
    she.fills("Reason", "he came in person").presses("Propose to lift the suspension")
    passes(desk.signs_in("3005"))
    assert newest(party).state == "suspended"
    passes(desk.signs_in("3006"))
    now = newest(party)
    assert (now.state, now.valid_from, now.valid_until) == (
        "valid",
        before.valid_from,
        before.valid_until,
    )
    party.refresh_from_db(from_queryset=Party.objects.unscoped("a journey"))
    assert party.state != PartyState.DEAD
    assert she.forces(papers, kind="explanation") == 302

    # two nights no file of loans comes: nobody is touched for it, and the run sheet is red
    desk.night(days=2)
    assert newest(party).pk == now.pk
    head = desk.signs_in("3001")
    head.opens("/run-sheet/").reads("Not in order", "No file has come of:", "Loan system")
    head.reads("nobody is suspended for it")
    she = desk.signs_in("3003")
    she.opens(party, tab="class").reads("Class 3 · In force")
