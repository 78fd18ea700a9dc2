"""J4: the loan file of a night tells of the spouse's arrears: suspended by the decision, ended by two."""

from __future__ import annotations

from tests.journeys.desk import Desk
from tests.journeys.papers import issued
from tests.journeys.people import Person
from tests.journeys.traders import (
    HEAD,
    KEEPER,
    in_class_three,
    loan_file,
    loan_row,
    newest,
    passes,
)
from tests.workbench.decisions.conftest import identity
from workbench.approvals.models import Application
from workbench.customers.models import Party, PartyLink
from workbench.decisions.models import Decision
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
    assert spouse.name not in letter
