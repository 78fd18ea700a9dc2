"""J7 归属: city B enters A's customer, claims him, the branch above decides; A's territory is not B's."""

from __future__ import annotations

from datetime import date, timedelta

from tests.journeys.desk import Desk
from tests.journeys.people import Person
from tests.journeys.test_four_eyes import known_merchant, newest, paper, proposed
from tests.workbench.approvals.merchant import IDENTITY, LOCAL
from workbench.customers.models import Dispute, Fact, ImportRow, Party, Relation
from workbench.decisions.models import Decision

TODAY = date(2026, 11, 30)


def enters(she: Person, branch: str) -> Person:
    """Opens a file for him as for a stranger."""
    she.opens("/customers/new/").fills("Name", "甲某").fills("Number of the document", IDENTITY)
    return she.fills("Branch", branch).presses("Open the file")


def claims(she: Person, branch: str) -> Person:
    """By the link that the refusal shows."""
    she.follows("Claim a customer").fills("Document", "Resident identity card")
    she.fills("Number of the document", IDENTITY).fills("Claiming branch", branch)
    return she.fills("Reason", "he moved his shop here").presses("Claim")


def found(party: Party) -> tuple[str, str]:
    rows = Decision.objects.unscoped("a test").filter(party=party, pack="psbc-customer-class")
    row = rows.latest("known_at", "pk")
    return row.status, row.result


def test_a_claimed_customer_passes_to_the_other_city_without_its_territory(desk: Desk) -> None:
    merchant = known_merchant(desk)
    theirs = desk.signs_in("3003")
    paper(theirs, merchant, "Title deed")
    proposal = proposed(theirs, merchant, "Title deed")
    desk.at(9, days=1)

    # B enters him: the bank has him; nothing of him is shown but that
    ours = desk.signs_in("4002")
    enters(ours, "江北支行").reads("The bank has this customer already: 甲*, 城东支行.")
    ours.reads_nothing_of(merchant.number)
    claims(ours, "江北支行").reads("The claim was opened. The branch above both decides.")
    ours.opens("/claims/").reads("he moved his shop here").reads_nothing_of("甲某")
    assert not ours.is_offered("Grant the claim")

    # before the transfer A's facts are closed to B: page, list, search, API, file, decision
    number = merchant.number
    ours.opens(merchant).is_refused()
    for page in ("/customers/", f"/search/?q={IDENTITY}"):
        ours.opens(page).reads_nothing_of(f"/customers/{number}/")
    program = desk.api("4002")
    for path in (f"/customers/{number}", f"/customers/{number}/facts"):
        assert program.get(path).status == 404
    program.refuses(
        f"/party/{number}/record-facts", values={"education": "master"}, true_on=str(TODAY)
    )
    brings(ours, f"姓名,身份证号,学历\n甲某,{IDENTITY},硕士\n", "江北支行")
    assert rejected() == ["another branch"]

    # who claims does not decide, nor does the head of either city
    claim = Dispute.objects.unscoped("a test").get()
    for who in ("4002", "4001", "2001"):
        assert desk.signs_in(who).forces(f"/customers/dispute/{claim.pk}/grant/") in (403, 404)
        desk.api(who).refuses(f"/dispute/{claim.pk}/grant-dispute", reason="ours", staff=who)

    # the branch above both decides; only managers of the claiming branch can be chosen
    judge = desk.signs_in("1003")
    judge.opens("/claims/").within(number).follows("Grant the claim")
    judge.fills("Who leads from today", "员工4002 4002").fills("Reason", "he lives there")
    judge.presses("Grant the claim").reads("Recorded.")
    assert newest().pk == proposal.pk
    assert newest().state == "withdrawn"
    assert found(merchant) == ("undetermined", "")

    # for B the facts of A's territory are not collected; what B collects gives class 4
    ours = desk.signs_in("4002")
    ours.opens(merchant, tab="facts").page.get_by_text("unknown facts").click()
    ours.within("Owns a home in the area").reads("Not collected")
    ours.opens(f"/customers/{number}/record/?names={','.join(LOCAL)}")
    ours.fills("Owns a home in the area", "no")
    ours.fills("Owns business premises in the area", "yes")
    ours.fills("In business in the area since", "2010-01-01").fills("True on", "2026-12-01")
    ours.presses("Record facts").reads("Recorded.")
    assert found(merchant) == ("decided", "4")
    kept = Fact.objects.unscoped("a test").filter(party=merchant, name="owns_home_local")
    assert {(fact.city_branch.code, fact.value) for fact in kept} == {("C1", True), ("C2", False)}
    theirs = desk.signs_in("3003")
    theirs.opens(merchant).is_refused()


def brings(she: Person, text: str, branch: str) -> None:
    she.opens("/imports/new/").fills("What the file holds", "Customers and their facts")
    she.fills("Branch", branch).attaches("File", "rows.csv", text.encode("gb18030"))
    she.presses("Read the file").presses("Check all rows")


def rejected() -> list[str]:
    rows = ImportRow.objects.filter(outcome="rejected").order_by("pk")
    return [problem["reason"] for row in rows for problem in row.problems]


def test_nobody_makes_two_owners_on_one_day(desk: Desk) -> None:
    merchant = known_merchant(desk)
    lead = Relation.objects.get(party=merchant, kind="lead")
    tomorrow = TODAY + timedelta(days=1)
    columns = "party_id, staff_id, branch_id, kind, since, until, reason, journal_key"
    insert = f"INSERT INTO customers_relation ({columns}) VALUES (?, ?, ?, 'lead', ?, ?, 'x', ?)"
    other = desk.bank.staff("3004").pk
    for until in (None, tomorrow):
        with desk.database.refuses():
            values = (merchant.pk, other, lead.branch_id, TODAY, until, "0" * 32)
            desk.database.execute(insert, *values)

    # the head gives him away today, though 3003 began to lead today: refused by screen and API
    head = desk.signs_in("3002")
    path = f"/customers/{merchant.number}/relation/"
    given = {"kind": "lead", "staff": str(other), "since": str(TODAY), "reason": "x"}
    head.forces(path, **given)
    desk.api("3002").refuses(
        f"/party/{merchant.number}/make-relation",
        kind="lead",
        staff="3004",
        since=str(TODAY),
        reason="x",
    )
    # and a file of a colleague makes nobody his
    brings(desk.signs_in("3004"), f"姓名,身份证号,学历\n甲某,{IDENTITY},硕士\n", "城东支行")
    assert rejected() == ["another manager"]
    leads = Relation.objects.filter(party=merchant, kind="lead")
    assert list(leads.values_list("staff__number", "until")) == [("3003", None)]


def test_a_task_whose_only_checker_goes_on_leave_climbs_at_once(desk: Desk) -> None:
    merchant = known_merchant(desk)
    she = desk.signs_in("3003")
    paper(she, merchant, "Title deed")
    proposal = proposed(she, merchant, "Title deed")
    assert proposal.desk == desk.bank.branch("S1")

    administrator = desk.signs_in("1001")
    administrator.opens("/staff/3005/").follows("Record a state")
    administrator.fills("State", "On leave").fills("Reason", "a week of leave").presses("Record")
    stuck = newest()
    assert stuck.desk is None, "nobody above S1 is a reviewer: it lies on no desk"
    head = desk.signs_in("3001").opens("/").reads("Proposals that nobody may check")
    head.opens("/reviews/stuck/").reads(f"甲某 {merchant.number}")
