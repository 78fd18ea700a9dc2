"""What no screen allows no file does: a row is rejected, or nobody may bring or apply the file."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.workbench.conftest import MOMENT, Bank
from tests.workbench.customers.conftest import HERS, HIS, numbered
from tests.workbench.customers.test_imports import TODAY, apply, proposed, take
from tests.workbench.reviews.people import hold_post, stand_in
from workbench.accounts.models import Staff
from workbench.accounts.queries import actor_for
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import DeniedError, NotFoundError, RefusedError, StaleError
from workbench.customers.actions.accepting import is_confidential
from workbench.customers.actions.authorisations import (
    ask_query,
    make_query,
    take_authorisation,
    withdraw_authorisation,
)
from workbench.customers.actions.facts import record_facts
from workbench.customers.actions.imports import Upload, check_file, take_file
from workbench.customers.actions.parties import open_party
from workbench.customers.identity import IdentityKind, identity_of
from workbench.customers.importing.fields import fields_of
from workbench.customers.models import (
    Authorisation,
    Fact,
    ImportKind,
    ImportRow,
    ImportSession,
    Loan,
    Party,
    PartyNow,
    Purpose,
    Query,
    Relation,
    Report,
)
from workbench.policies.providers import Keeping, keeping_of
from workbench.reviews.checking import pass_proposal
from workbench.reviews.models import Proposal

HEAD = "姓名,身份证号,学历\n"
REPORTS = "身份证号,授权书编号,报告编号,信用卡24个月还款状态\n"
LOANS = "身份证号,借据号,产品,贷款金额,贷款余额,发放日,到期日,逾期天数,五级分类\n"
CLEAN = "N" * 24


def reasons(session: ImportSession) -> list[str]:
    """Why rows of the file are rejected."""
    rows = ImportRow.objects.filter(session=session, outcome="rejected").order_by("line")
    return [problem["reason"] for row in rows for problem in row.problems]


def signed(
    party: Party, by: Actor, *, until: date | None = None, day: date = TODAY
) -> Authorisation:
    return take_authorisation(
        party, by=by, reason="", purpose=Purpose.CREDIT_QUERY, signed_on=day, until=until
    )


def queried(bank: Bank, party: Party, paper: Authorisation) -> Query:
    asked = ask_query(party, by=bank.actor("3003"), reason="", authorisation=paper)
    return make_query(asked, by=bank.actor("3007"), reason="")


def report_of(identity: str, paper: str, number: str = "R1") -> str:
    return REPORTS + f"{identity},{paper},{number},{CLEAN}\n"


# ── J1: a report without authorisation, a query before it, another branch's data ────────────────────────────────────


def test_a_report_is_rejected_without_an_authorisation_that_is_his_and_holds(
    bank: Bank, customer: Party, wife: Party, manager: Actor
) -> None:
    hers = signed(wife, manager)
    ended = signed(customer, manager, day=date(2026, 1, 1), until=date(2026, 6, 1))
    withdrawn = signed(customer, manager, day=date(2026, 1, 1))
    withdraw_authorisation(withdrawn, by=manager, reason="", withdrawn_on=TODAY)
    for number in ("SQ0", hers.number, ended.number, withdrawn.number):
        session = take(bank, report_of(HIS, number), ImportKind.REPORTS)
        assert reasons(session) == ["no authorisation"], number


def test_a_report_is_rejected_before_its_query_was_made(
    bank: Bank, customer: Party, manager: Actor
) -> None:
    paper = signed(customer, manager)
    text = report_of(HIS, paper.number)
    assert reasons(take(bank, text, ImportKind.REPORTS)) == ["no query"]
    ask_query(customer, by=manager, reason="", authorisation=paper)
    assert reasons(take(bank, text, ImportKind.REPORTS)) == ["no query"], "asked and not made"


def test_a_report_answers_its_query_in_the_register_once(
    bank: Bank, customer: Party, manager: Actor
) -> None:
    paper = signed(customer, manager)
    query = queried(bank, customer, paper)
    apply(bank, take(bank, report_of(HIS, paper.number), ImportKind.REPORTS))
    report = Report.objects.unscoped("test").get()
    assert (report.query_id, report.number, report.report_on) == (query.pk, "R1", TODAY)
    fact = Fact.objects.unscoped("test").get(name="card_history")
    assert (fact.authorisation_id, fact.source) == (paper.pk, "credit_report")
    again = take(bank, report_of(HIS, paper.number), ImportKind.REPORTS)
    assert again.counts["unchanged"] == 1
    other = REPORTS + f"{HIS},{paper.number},R1,{'N' * 23}1\n"
    assert reasons(take(bank, other, ImportKind.REPORTS)) == ["report recorded"]


def test_facts_of_a_report_are_no_columns_of_other_files(bank: Bank) -> None:
    for kind in (ImportKind.CUSTOMERS, ImportKind.PAYROLL, ImportKind.LOANS):
        session = take(bank, HEAD.strip() + ",信用卡24个月还款状态\n", ImportKind.CUSTOMERS)
        assert session.mapping["信用卡24个月还款状态"] == ""
        assert "card_history" not in fields_of(kind)
    mapping = {**session.mapping, "信用卡24个月还款状态": "card_history"}
    with pytest.raises(RefusedError):
        check_file(session, by=bank.actor("3003"), reason="", mapping=mapping)


@pytest.mark.parametrize("kind", [ImportKind.CUSTOMERS, ImportKind.PAYROLL])
def test_a_customer_of_another_branch_or_of_a_colleague_is_rejected(
    bank: Bank, customer: Party, kind: ImportKind
) -> None:
    text = HEAD + f"甲某,{HIS},硕士\n"
    assert reasons(take(bank, text, kind, number="3004")) == ["another manager"]
    session = take_file(
        by=bank.actor("4002"), reason="", branch=bank.branch("S3"), kind=kind,
        file=Upload("x.csv", text.encode()), business_on=TODAY,
    )  # fmt: skip
    assert reasons(check_file(session, by=bank.actor("4002"), reason="")) == ["another branch"]


def test_a_wife_of_a_customer_elsewhere_is_no_way_into_her_file(
    bank: Bank, customer: Party, wife: Party
) -> None:
    """Her facts stay; whoever opens a file for her makes her his own customer, as on a screen."""
    payroll = take(bank, HEAD + f"乙某,{HERS},硕士\n", ImportKind.PAYROLL, number="3004")
    assert reasons(payroll) == ["another manager"]
    session = take(bank, HEAD + f"乙某,{HERS},硕士\n", number="3004")
    assert session.counts["create"] == 1
    digest = bytes(proposed(bank, session).digest).hex()
    pass_proposal(proposed_of(session), by=bank.actor("3002"), reason="checked", digest=digest)
    wife.refresh_from_db(from_queryset=Party.objects.unscoped("test"))
    lead = Relation.objects.get(party=wife, kind="lead")
    assert (wife.state, wife.number, lead.staff.number) == ("prospect", wife.number, "3004")


# ── J2: own work, deputies, oneself, a moved file ───────────────────────────────────────────────────────────────────


def passes(session: ImportSession, by: Actor, reason: str = "checked") -> None:
    proposal = proposed_of(session)
    pass_proposal(proposal, by=by, reason=reason, digest=bytes(proposal.digest).hex())


def proposed_of(session: ImportSession) -> Proposal:
    return Proposal.objects.unscoped("test").get(kind="import", subject_key=str(session.pk))


def test_nobody_applies_his_own_file_nor_through_a_deputy(bank: Bank) -> None:
    session = take(bank, HEAD + f"客,{numbered(1)},硕士\n")
    proposed(bank, session)
    hold_post(bank, "3003", "department_head", "S1")
    stand_in(bank, "3003", "3002")
    stand_in(bank, "3009", "3003")
    for actor in (
        bank.actor("3003"),
        actor_for(bank.staff("3003"), principal=bank.staff("3002")),
        actor_for(bank.staff("3009"), principal=bank.staff("3003")),
    ):
        with pytest.raises(RefusedError):
            passes(session, actor)
    with pytest.raises(NotFoundError):
        passes(session, bank.actor("3005"))
    with pytest.raises(RefusedError):
        passes(session, bank.actor("3002"), "  ")
    assert not Party.objects.unscoped("test").exists()


def is_customer(number: str, identity: str) -> None:
    blind = identity_of(IdentityKind.RESIDENT_ID, identity).blind
    Staff.objects.filter(number=number).update(identity_blind=blind)


def test_no_row_is_about_who_brings_it_or_his_wife(
    bank: Bank, customer: Party, wife: Party
) -> None:
    is_customer("3003", HERS)
    text = HEAD + f"甲某,{HIS},硕士\n乙某,{HERS},硕士\n"
    assert reasons(take(bank, text)) == ["himself", "himself"]


@pytest.mark.parametrize("known", [True, False])
def test_nobody_applies_a_file_with_a_row_about_himself(
    bank: Bank, manager: Actor, known: bool
) -> None:
    if known:
        open_party(by=manager, reason="", name="甲某", branch=bank.branch("S1"), identity=HIS)
    session = take(bank, HEAD + f"甲某,{HIS},硕士\n")
    proposed(bank, session)
    is_customer("3002", HIS)
    with pytest.raises(RefusedError, match=r"yourself|本人"):
        passes(session, bank.actor("3002"))
    assert not Fact.objects.unscoped("test").filter(name="education").exists()


def test_a_file_whose_rows_have_moved_is_not_applied(
    bank: Bank, customer: Party, manager: Actor
) -> None:
    paper = signed(customer, manager)
    queried(bank, customer, paper)
    session = take(bank, report_of(HIS, paper.number), ImportKind.REPORTS)
    proposed(bank, session)
    withdraw_authorisation(paper, by=manager, reason="", withdrawn_on=TODAY)
    with pytest.raises(StaleError):
        passes(session, bank.actor("3002"))
    assert not Report.objects.unscoped("test").exists()


def test_a_file_of_somebody_who_lost_his_post_is_not_applied(bank: Bank) -> None:
    session = take(bank, HEAD + f"客,{numbered(1)},硕士\n")
    proposed(bank, session)
    bank.staff("3003").holdings.update(until=TODAY)
    with pytest.raises(RefusedError):
        passes(session, bank.actor("3002"))


# ── a file is no way around a post ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("number", "branch", "kind"),
    [
        ("3003", "S1", ImportKind.LOANS),
        ("3003", "S1", ImportKind.REPORTS),
        ("2002", "C1", ImportKind.CUSTOMERS),
        ("2002", "C1", ImportKind.REPORTS),
        ("3007", "S1", ImportKind.CUSTOMERS),
        ("3007", "S1", ImportKind.PAYROLL),
        ("3002", "S1", ImportKind.CUSTOMERS),
    ],
)
def test_who_may_not_do_it_by_a_screen_brings_no_such_file(
    bank: Bank, number: str, branch: str, kind: ImportKind
) -> None:
    with pytest.raises(DeniedError):
        take_file(
            by=bank.actor(number), reason="", branch=bank.branch(branch), kind=kind,
            file=Upload("x.csv", HEAD.encode()), business_on=TODAY,
        )  # fmt: skip


# ── J3, J6, J9, J10: what only the bank itself holds, and what is confidential ──────────────────────────────────────


@pytest.mark.parametrize("kind", list(ImportKind))
def test_no_column_is_what_the_bank_itself_holds_of_a_spouse_or_secret(kind: ImportKind) -> None:
    """Class, adjusted grade, approver, last re-check, watch; the ex-wife's report; suspicion."""
    facts = [field.name for field in fields_of(kind).values() if field.fact]
    assert facts or kind == ImportKind.LOANS
    for name in facts:
        assert keeping_of(name) in (Keeping.TYPED, None), name
        assert name.partition(".")[0] not in ("spouse", "employer")
        assert not is_confidential(name)


# ── J4, J5: loans are told in order, nothing is overwritten or deleted ──────────────────────────────────────────────


def loan(day: date, dpd: int, identity: str = HIS) -> str:
    return LOANS + f"{identity},L1,消费贷,100000,90000,2025-01-01,2028-01-01,{dpd},关注\n"


def test_an_older_file_of_loans_takes_no_arrears_back(bank: Bank, customer: Party) -> None:
    apply(bank, take(bank, loan(TODAY, 35), ImportKind.LOANS))
    before = TODAY - timedelta(days=1)
    session = take(bank, loan(before, 0), ImportKind.LOANS, day=before)
    assert reasons(session) == ["told later"]
    assert Loan.objects.unscoped("test").get().days_past_due == 35


def test_a_loan_is_not_moved_to_another_customer(bank: Bank, customer: Party, wife: Party) -> None:
    apply(bank, take(bank, loan(TODAY, 35), ImportKind.LOANS))
    session = take(bank, loan(TODAY, 0, HERS), ImportKind.LOANS)
    assert reasons(session) == ["another customer's loan"]


def test_a_file_adds_to_facts_and_overwrites_none(
    bank: Bank, customer: Party, manager: Actor
) -> None:
    record_facts(customer, by=manager, reason="", values={"education": "硕士"}, true_on=TODAY)
    before = TODAY - timedelta(days=30)
    apply(bank, take(bank, HEAD + f"甲某,{HIS},本科\n", day=before))
    rows = Fact.objects.unscoped("test").filter(name="education").order_by("true_on")
    assert list(rows.values_list("value", "true_on")) == [("bachelor", before), ("master", TODAY)]
    assert PartyNow.objects.get(party=customer).facts["education"][0] == "master"


# ── J7: two owners on one day ───────────────────────────────────────────────────────────────────────────────────────


def test_a_file_changes_nobodys_manager(bank: Bank, customer: Party, manager: Actor) -> None:
    text = HEAD + f"甲某,{HIS},硕士\n客,{numbered(7)},硕士\n"
    session = take(bank, text, number="3004")
    assert reasons(session) == ["another manager"]
    with clock.moment(MOMENT + timedelta(days=1)):
        proposed(bank, session)
        passes(session, bank.actor("3002"))
    leads = Relation.objects.filter(party=customer, kind="lead")
    assert list(leads.values_list("staff__number", "until")) == [("3003", None)]
