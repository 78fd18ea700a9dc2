"""The ground on which journeys stand: fresh banks, a clock that can be set, every door."""

from __future__ import annotations

from datetime import date

from tests.journeys.desk import Desk
from workbench.customers.actions.parties import open_party
from workbench.customers.models import Party


def opened(desk: Desk) -> Party:
    inputs = {"name": "甲某", "branch": desk.bank.branch("S1"), "identity": "110105198001010016"}
    party: Party = desk.does("3003", open_party, **inputs)
    return party


def test_she_finds_her_customer_and_a_stranger_finds_nothing(desk: Desk) -> None:
    customer = opened(desk)
    she = desk.signs_in("3003")
    she.opens(customer).reads("甲某")
    desk.signs_in("3201").opens(customer).is_refused()
    desk.stranger().opens(customer).reads("登录")


def test_each_journey_begins_with_a_bank_as_founded(desk: Desk) -> None:
    assert not Party.objects.unscoped("a test").exists()
    assert desk.database.rows("SELECT count(*) FROM customers_party") == [(0,)]
    opened(desk)


def test_api_and_database_are_doors_too(desk: Desk) -> None:
    customer = opened(desk)
    assert desk.api("3003").get(f"/customers/{customer.number}").status == 200
    assert desk.api("3201").get(f"/customers/{customer.number}").status == 404
    with desk.database.refuses():
        desk.database.execute("UPDATE customers_party SET number = NULL")


def test_a_night_passes_and_the_worker_ends_the_day(desk: Desk) -> None:
    ran = desk.night()
    assert {run.business_date for run in ran if run.name.startswith("day_end")} == {
        date(2026, 11, 30)
    }
    assert "2026-12-01" in desk.signs_in("3003").opens("/").page.content()
