"""J1 首次认定: a married doctor, new to the bank, from the first question to a proposal that waits for its reviewer."""

from __future__ import annotations

import io
from datetime import date

import pypdf

from tests.journeys.desk import Desk
from tests.journeys.given import (
    DOCTOR,
    HERS,
    HIS,
    employed,
    known,
    loans_have_come,
)
from tests.journeys.people import Person
from workbench.customers.actions.parties import open_party, open_related
from workbench.customers.models import (
    Authorisation,
    Evidence,
    Fact,
    LinkKind,
    Party,
    PartyLink,
    Query,
)
from workbench.decisions.models import IssuedPaper, Standing

TODAY = "2026-11-30"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def paper_of(she: Person, kind: str) -> str:
    """The words of the newest paper of a kind."""
    found = IssuedPaper.objects.unscoped("a test").filter(kind=kind).latest("issued_at")
    body = she.fetches(f"/customers/{found.party.number}/papers/{found.number}/")
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)


def spouse_of(party: Party) -> Party:
    link = PartyLink.objects.unscoped("a test").get(party=party, kind=LinkKind.SPOUSE)
    return link.other


def signs(she: Person, party: Party, purpose: str) -> None:
    """A paper that the person signed today."""
    she.opens(party, tab="allowed").follows("Obtain an authorisation")
    she.fills("Purpose", purpose).fills("Signed on", TODAY).presses("Obtain an authorisation")
    she.reads("Recorded.")


def report_comes(desk: Desk, officer: Person, party: Party, number: str) -> None:
    """The query is made by the officer, and what it brought recorded."""
    officer.opens("/queries/").within(party.number).follows("Query made")
    officer.presses("Query made")
    officer.opens("/queries/").within(party.number).follows("Record the credit report")
    officer.fills("Report number", number).fills("Day of the report", TODAY)
    officer.fills("Card repayment history", "N" * 24).fills("Loan repayment history", "N" * 24)
    officer.fills("In arrears elsewhere now", "no")
    officer.fills("Credit accounts", f"Loan, Active, {'N' * 24}")
    officer.presses("Record the credit report").reads("Recorded.")


def query_asked(she: Person, party: Party) -> None:
    she.opens(party, tab="allowed").follows("Ask for a credit query")
    number = Authorisation.objects.unscoped("a test").get(party=party, purpose="credit_query")
    she.fills("Authorisation", number.number).presses("Ask for a credit query").reads("Recorded.")


def test_a_married_doctor_gets_his_first_class_proposed(desk: Desk) -> None:
    loans_have_come(desk)
    she, officer = desk.signs_in("3003"), desk.signs_in("3007")

    # he comes; his number is looked up, his file opened, wife and hospital are linked
    she.opens("/customers/new/").fills("Name", "甲某").fills("Number of the document", HIS)
    she.fills("Telephone", "13800000001").presses("Open the file")
    he = Party.objects.unscoped("a test").get(name="甲某")
    she.reads("甲某", "Prospect", "No class on the register")
    she.reads_nothing_of(HIS, "13800000001")
    she.opens(he, tab="people").follows("Add a related person or employer")
    she.fills("Related as", "Spouse").fills("Name", "乙某").fills("Number of the document", HERS)
    she.fills("Since", "2015-05-01").presses("Add a related person or employer")
    hospital, wife = employed(desk, he), spouse_of(he)

    # consent and authorisation of him; hers is missing, and without it there is no query
    signs(she, he, "Handling of personal information")
    signs(she, he, "Query of the credit register")
    query_asked(she, he)
    she.opens(wife, tab="allowed").reads("obtain an authorisation first")
    assert not she.is_offered("Ask for a credit query")
    report_comes(desk, officer, he, "R0001")

    # a paper whose original was seen, verified by a second person; a fact rests on it
    she.opens(he, tab="evidence").follows("Take evidence").fills("What it is", "Title certificate")
    she.attaches("File", "title.png", PNG, "image/png").presses("Take evidence")
    she.opens(he, tab="evidence").follows("Original seen").presses("Original seen")
    she.opens(he, tab="evidence").reads("Title certificate")
    assert not she.is_offered("Verify")
    archivist = desk.signs_in("3008").opens(he, tab="evidence").follows("Verify")
    assert she.forces(archivist.page.url) == 200, "the form again, with why"
    assert not Evidence.objects.unscoped("a test").exclude(verified_by=None).exists()
    archivist.presses("Verify").reads("Recorded.")
    she.opens(f"/customers/{he.number}/record/?names=medical_title")
    she.fills("Medical title or post", "Associate chief")
    she.fills("Evidence", "Title certificate").presses("Record facts").reads("Recorded.")
    she.opens(he, tab="facts").reads("Title certificate · Verified")

    # what else he can prove today; the hospital's grade nobody has shown
    rest = {name: value for name, value in DOCTOR.items() if name != "medical_title"}
    known(desk, he, **rest)
    known(desk, wife, good_social_record=True, declared_banned=False)
    known(desk, hospital, local=True)

    # undetermined while her report is missing; he is told once what to bring, she on her own sheet
    she.opens(he, tab="decisions").presses("Decide now")
    page = f"/customers/{he.number}/decisions/psbc-customer-class/"
    she.opens(page).reads("The question that settles most")
    she.fills("Paper", "What to bring, told once").presses("Issue")
    she.opens(page).fills("Paper", "What to bring, told once: spouse").presses("Issue")
    his, hers = paper_of(she, "needs"), paper_of(she, "needs_spouse")
    assert "Class 1" in his
    assert "Health authority" in his
    assert "spouse" not in his.casefold()
    assert "Health authority" not in hers
    assert "credit report" in hers

    # she signs, her report comes: provisionally class 2, and one question is left
    signs(she, wife, "Query of the credit register")
    query_asked(she, wife)
    report_comes(desk, officer, wife, "R0002")
    she.opens(he, tab="decisions").presses("Decide now")
    she.opens(page).reads("Class 2", "provisional", "Hospital's grade")

    # the question is answered on the page: class 1; the form of classification; a proposal, no standing yet
    she.fills("Hospital's grade", "Grade 3A").presses("Record and decide").reads(
        "Class 1", "decided"
    )
    she.fills("Paper", "Form of classification").presses("Issue")
    assert "Class 1" in paper_of(she, "form")
    she.opens(he, tab="class").follows("Propose the class found")
    she.fills("Reason", "all is proven").presses("Propose the class found")
    she.opens(he).reads("No class on the register", "A proposal is pending")
    assert not Standing.objects.unscoped("a test").exists()
    desk.signs_in("3005").opens("/reviews/").reads("甲某")


def test_who_is_of_another_branch_is_told_masked_and_stays_closed(desk: Desk) -> None:
    theirs = desk.does(
        "4002", open_party, name="赵某某", branch=desk.bank.branch("S3"), identity=HIS
    )
    she = desk.signs_in("3003")
    she.opens("/customers/new/").fills("Name", "赵某某").fills("Number of the document", HIS)
    she.presses("Open the file").is_refused("The bank has this customer already", "赵", "江北支行")
    she.reads_nothing_of(theirs.number)
    api = desk.api("3003")
    branch = desk.bank.branch("S1")
    told = api.refuses("/open-party", name="赵某某", branch=branch.code, identity=HIS)
    assert theirs.number not in str(told.body)
    for path in ("", "decisions/", "record/", "authorisation/", "facts/education/"):
        she.opens(f"/customers/{theirs.number}/{path}").is_refused()
        assert she.status == 404
    assert api.get(f"/customers/{theirs.number}").status == 404
    assert api.get(f"/customers/{theirs.number}/facts").status == 404
    values = {"values": {"education": "bachelor"}, "true_on": TODAY}
    assert api.refuses(f"/party/{theirs.number}/record-facts", **values).status == 404
    assert not Fact.objects.unscoped("a test").filter(name="education").exists()
    with desk.database.refuses():
        desk.database.execute(
            "INSERT INTO customers_party SELECT * FROM customers_party WHERE id = ?", theirs.pk
        )


def a_couple(desk: Desk) -> tuple[Party, Party]:
    he: Party = desk.does(
        "3003", open_party, name="甲某", branch=desk.bank.branch("S1"), identity=HIS
    )
    she: Party = desk.does(
        "3003",
        open_related,
        he,
        kind=LinkKind.SPOUSE,
        name="乙某",
        identity=HERS,
        since=date(2015, 5, 1),
    )
    return he, she


def test_nobody_is_queried_before_he_has_signed(desk: Desk) -> None:
    he, wife = a_couple(desk)
    she = desk.signs_in("3003")
    signs(she, he, "Query of the credit register")
    paper = Authorisation.objects.unscoped("a test").get(party=he)
    sent = {"authorisation": str(paper.pk)}
    assert she.forces(f"/customers/{wife.number}/query/", **sent) == 200, "the form again"
    her_query = f"/party/{wife.number}/ask-query"
    desk.api("3003").refuses(her_query, authorisation=paper.number)
    desk.api("3007").refuses(her_query, authorisation=paper.number)
    assert not Query.objects.unscoped("a test").exists()

    # a consent to something else is none, and one that was withdrawn is none
    signs(she, wife, "Marketing")
    consent = Authorisation.objects.unscoped("a test").get(party=wife)
    desk.api("3003").refuses(her_query, authorisation=consent.number)
    she.opens(he, tab="allowed").follows("Record a withdrawal").presses("Record a withdrawal")
    desk.api("3003").refuses(f"/party/{he.number}/ask-query", authorisation=paper.number)
    assert not Query.objects.unscoped("a test").exists()

    # nor by who writes into the table
    columns = "party_id, authorisation_id, purpose, signed_on, asked_by_id, asked_on, queried_by_id, queried_on, refused_because, journal_key"
    asker, maker = desk.bank.staff("3003").pk, desk.bank.staff("3007").pk
    row = (he.pk, paper.pk, "credit_query", TODAY, asker, TODAY, maker, "2026-11-29", "", "0" * 32)
    with desk.database.refuses():
        desk.database.execute(
            f"INSERT INTO customers_query ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", *row
        )


def test_who_asks_does_not_make_the_query(desk: Desk) -> None:
    he, _wife = a_couple(desk)
    she = desk.signs_in("3003")
    signs(she, he, "Query of the credit register")
    query_asked(she, he)
    query = Query.objects.unscoped("a test").get()
    assert she.forces(f"/customers/query/{query.pk}/make/") in (403, 404)
    desk.api("3003").refuses(f"/query/{query.pk}/make-query")
    with desk.database.refuses():
        desk.database.execute(
            "UPDATE customers_query SET queried_by_id = asked_by_id, queried_on = asked_on WHERE id = ?",
            query.pk,
        )


def test_a_fact_of_a_report_needs_the_authorisation(desk: Desk) -> None:
    he, _wife = a_couple(desk)
    she = desk.signs_in("3003")
    she.opens(f"/customers/{he.number}/record/?names=card_history")
    she.fills("Card repayment history", "N" * 24).presses("Record facts")
    she.is_refused("needs the person's authorisation")
    values = {"values": {"card_history": "N" * 24}, "true_on": TODAY}
    desk.api("3003").refuses(f"/party/{he.number}/record-facts", **values)
    head = "身份证号,授权书编号,报告编号,card_history"
    signs(she, he, "Marketing")
    marketing = Authorisation.objects.unscoped("a test").get(party=he).number
    she.opens("/imports/new/").reads_nothing_of("Credit reports")
    officer = desk.signs_in("3007")
    for paper in ("", "SQ2026113000000000", marketing):
        rows = f"{head}\n{HIS},{paper},R9,{'N' * 24}\n"
        imported(officer, rows).presses("Submit to the second person").is_refused("No row of it")
    imported(officer, f"身份证号,报告编号,card_history\n{HIS},R9,{'N' * 24}\n").is_refused(
        "Authorisation number"
    )
    assert not Fact.objects.unscoped("a test").filter(name="card_history").exists()


def imported(who: Person, rows: str) -> Person:
    """A file of credit reports, brought and checked."""
    who.opens("/imports/new/").fills("What the file holds", "Credit reports")
    who.attaches("File", "reports.csv", rows.encode()).presses("Read the file")
    return who.presses("Check all rows")
