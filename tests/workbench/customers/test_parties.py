"""Files: one a person in the whole bank, numbers sealed, shown for a reason, merged by two."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.workbench.conftest import Bank
from tests.workbench.customers.conftest import HERS, HIS, numbered
from workbench.accounts.queries import rule_actor
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import DeniedError, RefusedError
from workbench.customers.actions.facts import record_facts
from workbench.customers.actions.loans import Told, book_payment, record_loan, tell_loan
from workbench.customers.actions.mergers import (
    confirm_merger,
    confirm_parting,
    propose_merger,
    propose_parting,
)
from workbench.customers.actions.parties import end_link, open_party, open_related, reveal
from workbench.customers.actions.relations import (
    dismiss_dispute,
    grant_dispute,
    make_relation,
    open_dispute,
)
from workbench.customers.identity import masked_identity, masked_phone
from workbench.customers.models import (
    CustomerRow,
    Feed,
    IdentityKind,
    LinkKind,
    Party,
    PartyLink,
    Relation,
    RelationKind,
    Source,
)
from workbench.customers.queries.facts import facts_of
from workbench.journal.models import Entry
from workbench.journal.recording import recording
from workbench.policies.providers import AsOf, provided_facts

TOMORROW = timedelta(days=1)


def open_at(bank: Bank, branch: str, staff: str, identity: str = HIS) -> Party:
    return open_party(
        by=bank.actor(staff), reason="", name="丙某", branch=bank.branch(branch), identity=identity
    )


def test_numbers_are_masked_and_sealed(customer: Party) -> None:
    assert masked_identity(customer) == "****0016"
    assert masked_phone(customer) == "138****0001"
    assert HIS.encode() not in bytes(customer.identity_sealed)


def test_a_number_in_full_asks_a_reason_and_is_in_the_journal(
    customer: Party, manager: Actor
) -> None:
    with pytest.raises(RefusedError):
        reveal(customer, by=manager, reason=" ", what="phone")
    assert reveal(customer, by=manager, reason="he calls back", what="phone") == "13800000001"
    entry = Entry.objects.get(code="customer.revealed")
    assert (entry.reason, "13800000001" in entry.words) == ("he calls back", False)


def test_a_reviewer_does_not_reveal(bank: Bank, customer: Party) -> None:
    with pytest.raises(DeniedError):
        reveal(customer, by=bank.actor("3005"), reason="curious", what="phone")


@pytest.mark.parametrize(
    "number", ["110105198001010017", "11010519800231001X", "123", "", "010105198001010016"]
)
def test_a_number_that_cannot_be_is_refused(bank: Bank, number: str) -> None:
    with pytest.raises(RefusedError) as refused:
        open_at(bank, "S1", "3003", number)
    assert refused.value.field == "identity"


@pytest.mark.parametrize("number", ["810000198001010016", "830000200001010017"])
def test_residents_of_hong_kong_and_taiwan_have_numbers_too(bank: Bank, number: str) -> None:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))
    party = open_at(bank, "S1", "3003", number[:17] + "10X98765432"[total % 11])
    assert party.identity_kind == IdentityKind.RESIDENT_ID


def test_the_whole_bank_has_one_file_of_a_person(bank: Bank, customer: Party) -> None:
    with pytest.raises(RefusedError) as refused:
        open_at(bank, "S3", "4002")
    assert "甲*" in str(refused.value.sentence)
    assert "甲某" not in str(refused.value.sentence)


def test_a_wife_who_comes_herself_keeps_her_file(bank: Bank, wife: Party) -> None:
    assert open_at(bank, "S1", "3004", HERS).pk == wife.pk


def test_a_manager_opens_files_at_his_own_branch_alone(bank: Bank) -> None:
    with pytest.raises(DeniedError):
        open_at(bank, "S3", "3003")


def test_the_file_of_the_wife_closes_with_the_marriage(
    customer: Party, wife: Party, manager: Actor
) -> None:
    assert Party.objects.seen_by(manager, "customer.read").filter(pk=wife.pk)
    end_link(PartyLink.objects.unscoped("test").get(), by=manager, reason="", until=clock.today())
    assert not Party.objects.seen_by(manager, "customer.read").filter(pk=wife.pk)


def test_nobody_has_two_wives(customer: Party, wife: Party, manager: Actor) -> None:
    with pytest.raises(RefusedError):
        open_related(
            customer, by=manager, reason="", kind=LinkKind.SPOUSE, name="丁某",
            identity="110105197503030012", since=date(2020, 1, 1),
        )  # fmt: skip


def test_one_leads_at_a_time(bank: Bank, customer: Party) -> None:
    head, day = bank.actor("3002"), clock.today() + TOMORROW
    make_relation(
        customer,
        by=head,
        reason="load",
        staff=bank.staff("3004"),
        kind=RelationKind.LEAD,
        since=day,
    )
    leads = Relation.objects.filter(party=customer, kind=RelationKind.LEAD).order_by("since")
    assert [(lead.staff.number, lead.until) for lead in leads] == [("3003", day), ("3004", None)]


def test_a_claim_is_decided_above_both_and_the_territory_stays_behind(
    bank: Bank, customer: Party, manager: Actor
) -> None:
    record_facts(
        customer, by=manager, reason="", values={"owns_home_local": "是"}, true_on=clock.today()
    )
    claim = open_dispute(
        by=bank.actor("4002"), reason="he lives here", branch=bank.branch("S3"), identity=HIS
    )
    assert claim.judge == bank.branch("P1")
    with pytest.raises(DeniedError):
        dismiss_dispute(claim, by=bank.actor("4001"), reason="ours")
    with clock.moment(clock.now() + TOMORROW):
        grant_dispute(claim, by=bank.actor("1003"), reason="he moved", staff=bank.staff("4002"))
        customer.refresh_from_db()
        assert "owns_home_local" not in facts_of(customer)
        with pytest.raises(DeniedError):
            record_facts(
                customer, by=manager, reason="", values={"education": "本科"}, true_on=clock.today()
            )
        assert Party.objects.seen_by(bank.actor("4002"), "customer.read").filter(pk=customer.pk)


def test_the_database_keeps_two_from_beginning_to_lead_on_one_day(
    bank: Bank, customer: Party
) -> None:
    day = clock.today()
    with pytest.raises(IntegrityError), transaction.atomic(), recording():
        Relation.objects.create(
            party=customer, staff=bank.staff("4002"), branch=bank.branch("S3"),
            kind=RelationKind.LEAD, since=day, until=day + TOMORROW, reason="x",
        )  # fmt: skip


def test_two_files_are_read_as_one_and_as_two_again(
    bank: Bank, customer: Party, manager: Actor
) -> None:
    other = open_at(bank, "S1", "3003", "110105198001010024")
    today = clock.today()
    record_facts(other, by=manager, reason="", values={"education": "硕士"}, true_on=today)
    merger = propose_merger(customer, by=bank.actor("3001"), reason="one person", dropped=other)
    with pytest.raises(RefusedError):
        confirm_merger(merger, by=bank.actor("3001"), reason="again")
    confirm_merger(merger, by=bank.actor("2002"), reason="checked")
    assert facts_of(customer)["education"] == "master"
    assert not CustomerRow.objects.unscoped("test").filter(party=other)
    propose_parting(merger, by=bank.actor("3001"), reason="two brothers")
    confirm_parting(merger, by=bank.actor("2002"), reason="checked")
    assert "education" not in facts_of(customer)
    other.refresh_from_db()
    assert facts_of(other)["education"] == "master"


def told(customer: Party) -> dict[str, object]:
    return provided_facts([customer.pk], AsOf(clock.today(), clock.now()))[customer.pk]


def feed(day: date) -> None:
    with recording():
        Feed.objects.create(
            source=Source.LOAN_FEED,
            business_on=day,
            arrived_at=clock.now(),
            rows_found=1,
            accepted=True,
        )


def test_no_file_is_not_no_arrears(customer: Party) -> None:
    assert "arrears_here" not in told(customer)
    feed(date(2026, 11, 29))
    assert (told(customer)["arrears_here"], told(customer)["arrears_here@"]) == (
        False,
        date(2026, 11, 29),
    )


def test_arrears_of_the_loan_system_are_told_with_their_day(customer: Party) -> None:
    system = rule_actor("feed")
    loan = record_loan(
        customer, by=system, reason="", number="L1", product="消费贷", amount=Decimal(120000),
        annual_rate=Decimal("0.045"), months=36, granted_on=date(2026, 1, 15),
    )  # fmt: skip
    book_payment(
        loan, by=system, reason="", paid_on=date(2026, 2, 15), amount=Decimal(100), reference="1"
    )
    state = Told(Decimal(119000), 5, Decimal(3000), "SPECIAL_MENTION")
    tell_loan(loan, by=system, reason="", business_on=clock.today(), told=state)
    feed(clock.today())
    row = CustomerRow.objects.unscoped("test").get(party=customer)
    assert told(customer)["arrears_here"] is True
    assert (row.days_past_due, row.worst_category) == (5, "SPECIAL_MENTION")


def test_a_list_shows_whom_one_reaches_and_nobody_else(bank: Bank, customer: Party) -> None:
    """Rows of lists say whose they are by themselves: for everybody the same as the files."""
    open_party(by=bank.actor("4002"), reason="", name="丙某", branch=bank.branch("S3"), identity=numbered(7))  # fmt: skip
    seen = []
    for number in ("1003", "1004", "2001", "3001", "3003", "3004", "3101", "3201", "4001", "4002"):
        actor = bank.actor(number)
        files = Party.objects.seen_by(actor, "customer.read").values_list("pk", flat=True)
        rows = CustomerRow.objects.seen_by(actor, "customer.read").values_list("pk", flat=True)
        assert sorted(rows) == sorted(files)
        seen.append(len(rows))
    assert set(seen) == {0, 1, 2}
