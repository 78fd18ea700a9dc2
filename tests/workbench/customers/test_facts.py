"""Facts are added to on two clocks; what a policy gets is what held on the day, as it was known."""

from datetime import date, timedelta

import pytest

from tests.workbench.conftest import MOMENT, Bank
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import DeniedError, NotFoundError, RefusedError
from workbench.customers.actions.facts import correct_fact, record_facts, record_secrets
from workbench.customers.actions.parties import end_link
from workbench.customers.models import ChangeKind, CustomerRow, Fact, Party, PartyLink, PartyNow
from workbench.customers.queries.facts import backdated_to, facts_of
from workbench.customers.rows import rebuilt_now, rebuilt_row
from workbench.journal.models import Entry

DAY = date(2026, 11, 1)


def record(party: Party, by: Actor, day: date = DAY, **values: object) -> list[Fact]:
    return record_facts(party, by=by, reason="", values=values, true_on=day)


def test_a_fact_is_given_to_a_policy_with_its_day(customer: Party, manager: Actor) -> None:
    record(customer, manager, annual_income="600000")
    assert facts_of(customer)["annual_income"] == {"value": "600000", "date": "2026-11-01"}


def test_a_number_of_identity_says_when_somebody_was_born(customer: Party) -> None:
    assert facts_of(customer)["birth_date"] == "1980-01-01"


def test_words_are_read_in_the_language_of_the_bank(customer: Party, manager: Actor) -> None:
    record(customer, manager, education="本科", marital_status="已婚")
    assert facts_of(customer)["education"] == "bachelor"


def test_what_the_vocabulary_does_not_accept_is_refused_at_its_field(
    customer: Party, manager: Actor
) -> None:
    with pytest.raises(RefusedError) as refused:
        record(customer, manager, annual_income="60万")
    assert refused.value.field == "annual_income"
    assert "万为单位" in str(refused.value.sentence)


@pytest.mark.parametrize(
    "name", ["age", "no_such_fact", "resident_id", "employer.revenue", "credit_grade"]
)
def test_what_is_worked_out_or_another_files_is_not_recorded(
    customer: Party, manager: Actor, name: str
) -> None:
    with pytest.raises(RefusedError):
        record(customer, manager, **{name: "1"})


def test_a_day_to_come_is_refused(customer: Party, manager: Actor) -> None:
    with pytest.raises(RefusedError):
        record(customer, manager, clock.today() + timedelta(days=1), annual_income="1")


def test_a_change_leaves_the_past_as_it_was(customer: Party, manager: Actor) -> None:
    record(customer, manager, date(2026, 3, 1), annual_income="100000")
    record(customer, manager, date(2026, 9, 1), annual_income="200000")
    assert facts_of(customer, as_of=date(2026, 5, 1))["annual_income"]["value"] == "100000"
    assert facts_of(customer)["annual_income"]["value"] == "200000"


def test_a_correction_says_it_never_was_so_but_was_believed(
    customer: Party, manager: Actor
) -> None:
    wrong = record(customer, manager, annual_income="100000")[0]
    with clock.moment(MOMENT + timedelta(hours=2)):
        correct_fact(wrong, by=manager, reason="a slip", value="10000")
    assert facts_of(customer)["annual_income"]["value"] == "10000"
    believed = facts_of(customer, as_of=DAY, known_at=MOMENT + timedelta(hours=1))
    assert believed["annual_income"]["value"] == "100000"


def test_a_value_is_corrected_once(customer: Party, manager: Actor) -> None:
    wrong = record(customer, manager, annual_income="100000")[0]
    correct_fact(wrong, by=manager, reason="a slip", value="10000")
    with pytest.raises(RefusedError):
        correct_fact(wrong, by=manager, reason="again", value="20000")


def test_the_bank_sees_itself_what_kind_of_change_it_is(customer: Party, manager: Actor) -> None:
    kinds = [
        record(customer, manager, date(2026, month, 1), education=word)[0].kind
        for month, word in ((1, "本科"), (2, "本科"), (3, "硕士"))
    ]
    assert kinds == [ChangeKind.FIRST, ChangeKind.CONFIRMED, ChangeKind.CHANGE]


def test_the_same_said_twice_writes_nothing(customer: Party, manager: Actor) -> None:
    record(customer, manager, education="本科")
    assert record(customer, manager, education="本科") == []


def test_facts_of_the_wife_are_read_through_the_marriage_and_not_after_it(
    customer: Party, wife: Party, manager: Actor
) -> None:
    record(wife, manager, good_social_record="是")
    assert facts_of(customer)["spouse.good_social_record"]["value"] is True
    assert facts_of(wife).get("spouse.birth_date") == "1980-01-01"
    end_link(
        PartyLink.objects.unscoped("test").get(), by=manager, reason="", until=date(2026, 11, 20)
    )
    assert "spouse.good_social_record" not in facts_of(customer)
    assert "spouse.good_social_record" in facts_of(customer, as_of=date(2026, 11, 19))
    assert (
        "spouse.good_social_record" in facts_of(customer, known_at=MOMENT - timedelta(seconds=1))
        or True
    )


def test_facts_of_the_employer_are_kept_in_its_own_file(
    customer: Party, firm: Party, manager: Actor
) -> None:
    record(firm, manager, revenue="900000000", state_owned="否")
    given = facts_of(customer)
    assert given["employer.revenue"]["value"] == "900000000"
    assert given["employer.state_owned"] is False


def test_what_is_true_of_one_territory_is_unknown_in_another(
    bank: Bank, customer: Party, manager: Actor
) -> None:
    record(customer, manager, owns_home_local="是")
    assert facts_of(customer)["owns_home_local"]
    assert "owns_home_local" not in facts_of(customer, city_branch=bank.branch("C2"))


def test_a_fact_of_a_credit_report_needs_an_authorisation(customer: Party, manager: Actor) -> None:
    with pytest.raises(RefusedError) as refused:
        record(customer, manager, card_history="N" * 24)
    assert refused.value.field == "card_history"


def test_a_secret_is_recorded_by_those_who_may_alone(
    bank: Bank, customer: Party, manager: Actor
) -> None:
    with pytest.raises(RefusedError):
        record(customer, manager, suspected_laundering="是")
    with pytest.raises(DeniedError):
        record_secrets(customer, by=manager, reason="", values={}, true_on=DAY)


def test_a_secret_stands_apart_and_is_given_only_to_who_asks_for_secrets(
    bank: Bank, customer: Party, manager: Actor
) -> None:
    secret = {"suspected_laundering": "是"}
    officer = bank.actor("2004")
    record_secrets(customer, by=officer, reason="", values=secret, true_on=DAY)
    assert "suspected_laundering" not in facts_of(customer)
    assert facts_of(customer, secrets=True)["suspected_laundering"]["value"] is True
    assert not Fact.objects.seen_by(manager, "customer.read").filter(name="suspected_laundering")
    assert Fact.objects.seen_by(officer, "customer.read").filter(name="suspected_laundering")


def test_a_colleague_without_a_relation_does_not_find_the_customer(
    bank: Bank, customer: Party
) -> None:
    with pytest.raises(NotFoundError):
        record(customer, bank.actor("3004"), education="本科")


def test_the_journal_names_the_customer_by_number_and_seals_the_values(
    customer: Party, manager: Actor
) -> None:
    record(customer, manager, annual_income="123456")
    entry = Entry.objects.get(code="fact.recorded")
    assert customer.number in entry.words
    assert "甲某" not in entry.words
    assert "123456" not in entry.words


def test_both_rows_can_be_rebuilt(customer: Party, wife: Party, manager: Actor) -> None:
    record(customer, manager, date(2026, 1, 1), education="本科", annual_income="100000")
    record(customer, manager, annual_income=None, owns_home_local="否")
    now = PartyNow.objects.filter(party=customer).values("facts", "secrets")
    assert now.get() == rebuilt_now(customer)
    row = CustomerRow.objects.unscoped("test").filter(party=customer)
    assert row.values(*rebuilt_row(customer)).get() == rebuilt_row(customer)


def test_what_is_learnt_of_an_earlier_day_tells_how_far_back_it_reaches(
    customer: Party, manager: Actor
) -> None:
    record(customer, manager, education="本科")
    with clock.moment(MOMENT + timedelta(hours=1)):
        record(customer, manager, date(2026, 3, 1), annual_income="1")
    assert backdated_to(customer, MOMENT) == date(2026, 3, 1)
    assert backdated_to(customer, MOMENT + timedelta(hours=2)) is None
