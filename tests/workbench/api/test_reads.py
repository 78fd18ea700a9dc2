"""What programs read: no more than their person sees, no less."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.workbench.api.conftest import Program
from tests.workbench.conftest import Bank
from tests.workbench.decisions.conftest import OFFICIAL, opened, record
from workbench.accounts.models import Token
from workbench.common.routing import ROUTES
from workbench.customers.actions.facts import record_secrets
from workbench.customers.models import Party
from workbench.decisions.actions import decide
from workbench.decisions.models import Decision
from workbench.journal.models import Entry
from workbench.policies.models import Bundle

Programs = Callable[[str], Program]
PACK = "psbc-customer-class"
OF_ONE = (
    "",
    "/facts",
    "/gaps",
    "/evidence",
    "/authorisations",
    "/decisions",
    "/standings",
    "/class",
)


@pytest.fixture
def customer(bank: Bank, texts: Bundle) -> Party:
    party = opened(bank)
    record(bank, party, **OFFICIAL)
    decide(party, by=bank.actor("3003"), reason="")
    return party


def test_the_list_goes_on_by_its_cursor_to_the_end(
    bank: Bank, texts: Bundle, program: Programs
) -> None:
    numbers = [opened(bank, f"客户{n}", f"{n:03d}").number for n in range(1, 6)]
    first = program("3003").read("/customers", limit=2)
    second = program("3003").read("/customers", limit=3, after=first["next"])
    assert [one["number"] for one in first["items"] + second["items"]] == numbers
    assert second["next"] is None


def test_the_list_asks_as_many_queries_for_one_customer_as_for_many(
    bank: Bank, texts: Bundle, program: Programs
) -> None:
    counts = []
    for serials in (range(1, 2), range(2, 21)):
        for n in serials:
            opened(bank, f"客户{n}", f"{n:03d}")
        program("3003")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            program("3003").read("/customers")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_filter_misspelt_is_refused_by_name(customer: Party, program: Programs) -> None:
    answer = program("3003").get("/customers", clas="1")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/clas")


def test_numbers_of_persons_are_masked(customer: Party, program: Programs) -> None:
    told = program("3003").read(f"/customers/{customer.number}")
    assert re.fullmatch(r"\*{4}\w{4}", told["identity"])
    assert told["loan_balance"] is None


def test_what_is_known_and_what_is_not_are_two_lists(customer: Party, program: Programs) -> None:
    known = {
        one["name"]: one for one in program("3003").read(f"/customers/{customer.number}/facts")
    }
    unknown = {one["name"] for one in program("3003").read(f"/customers/{customer.number}/gaps")}
    assert (known["annual_income"]["value"], known["annual_income"]["source"]) == (
        "300000",
        "typed",
    )
    assert "card_history" in unknown
    assert not unknown & known.keys()


def test_facts_of_a_day_are_those_known_at_its_end(customer: Party, program: Programs) -> None:
    assert program("3003").read(f"/customers/{customer.number}/facts", as_of="2026-11-01") == []


def test_a_decision_is_told_with_its_clauses_in_the_language_of_the_person(
    bank: Bank, customer: Party, program: Programs
) -> None:
    told = program("3003").read(f"/customers/{customer.number}/decisions/{PACK}")
    row = next(
        one
        for one in program("3003").read(f"/customers/{customer.number}/decisions")
        if one["pack"] == PACK
    )
    assert told["decision"] == row
    assert told["bring"]
    assert told["language"] == "zh"
    client = Client(headers={"Authorization": "Bearer kefen_of_3003", "Accept-Language": "en"})
    answer = client.get(f"/api/v1/customers/{customer.number}/decisions/{PACK}")
    assert (answer["Content-Language"], answer.json()["language"]) == ("en", "en")
    assert not re.search("[一-鿿]", " ".join(answer.json()["bring"]))


def test_no_class_counts_before_one_was_approved(customer: Party, program: Programs) -> None:
    told = program("3003").read(f"/customers/{customer.number}/class", use="marketing")
    assert (told["klass"], told["standing"], told["city_branch"]) == (None, None, "C1")


def test_the_tag_moves_with_a_fact_and_a_stale_one_stops_what_is_done(
    bank: Bank, customer: Party, program: Programs
) -> None:
    mine = program("3003")
    tag = mine.get(f"/customers/{customer.number}")["ETag"]
    record(bank, customer, annual_income=310000)
    path, gap = (
        f"/party/{customer.number}/state-gap",
        {"name": "card_history", "state": "requested"},
    )
    gap |= {"asked_of": "本人", "due_on": "2026-12-10"}
    assert mine.post(path, gap, **{"If-Match": tag}).status_code == 412
    now = mine.get(f"/customers/{customer.number}")["ETag"]
    assert mine.post(path, gap, **{"If-Match": now}).status_code == 200


def test_each_look_at_a_customer_stands_in_the_journal(customer: Party, program: Programs) -> None:
    for part in OF_ONE:
        program("3003").read(f"/customers/{customer.number}{part}")
    seen = Entry.objects.filter(code="customer.seen", object_key=str(customer.pk), channel="api")
    assert seen.count() == len(OF_ONE)


def test_a_secret_moves_no_byte_of_what_its_reader_may_not_know(
    bank: Bank, customer: Party, program: Programs
) -> None:
    told: list[Any] = []
    true_ones: list[int] = []
    for hidden in (None, SECRET):
        with transaction.atomic():
            if hidden:
                officer = bank.actor("2004")
                record_secrets(customer, by=officer, reason="x", values=hidden, true_on=DAY)
            decide(customer, by=bank.actor("3003"), reason="")
            told.append(_everything(program("3003"), customer))
            rows = Decision.objects.unscoped("tests").filter(party=customer)
            true_ones.append(rows.filter(visible_only=False).count())
            transaction.set_rollback(True)
    assert told[0] == told[1]
    assert true_ones[1] > true_ones[0], "the secret decides nothing: the test proves nothing"


DAY = date(2026, 11, 20)


SECRET = {"suspected_laundering": True, "fraud_suspected": True, "criminal_case": True}


def _everything(mine: Program, customer: Party) -> list[tuple[Any, str]]:
    """Tag and bytes of every answer about him; random numbers of entries put out of the way."""
    paths = [f"/customers/{customer.number}{part}" for part in OF_ONE]
    paths += [f"/customers/{customer.number}/decisions/{PACK}", "/customers", "/proposals"]
    answers = [mine.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {200}
    return [
        (one.get("ETag"), re.sub(r"[0-9A-F]{12}-\d\d", "NUMBER", one.content.decode()))
        for one in answers
    ]


# --- who reads ----------------------------------------------------------------------------------------

SEES = {
    "3003",
    "3001",
    "2001",
    "2002",
}  # manager, his head, the city branch's leader and class officer
OUTSIDE = {"3004", "3201", "4001", "4003"}  # a colleague, beside, another city
NOBODY = {"1001", "1002", "1005"}  # administrators read no customer


def test_who_may_not_see_him_is_told_that_there_is_nobody(
    customer: Party, program: Programs
) -> None:
    wanted = dict.fromkeys(SEES, 200) | dict.fromkeys(OUTSIDE, 404) | dict.fromkeys(NOBODY, 403)
    for part in OF_ONE:
        path = f"/customers/{customer.number}{part}"
        found = {who: program(who).get(path).status_code for who in wanted}
        assert found == wanted, part
    assert Party.objects.unscoped("the hidden one exists").filter(pk=customer.pk).exists()


def test_no_read_answers_a_stranger_or_lacks_a_right(customer: Party) -> None:
    reads = [row for name, row in ROUTES.items() if name.startswith("api_read_")]
    assert len(reads) >= 16
    for row in reads:
        path = row.pattern.replace("{number}", customer.number).replace("{pack}", PACK)
        assert Client().get("/" + path.replace("{key}", "1")).status_code == 401
        assert row.right


def test_a_token_narrowed_to_branches_reads_no_customer(customer: Party, program: Programs) -> None:
    mine = program("3003")
    Token.objects.update(rights=["branch.read"])
    assert mine.get("/customers").status_code == 403
    assert len(mine.read("/branches")) == 10
    assert mine.read("/me")["rights"] == ["branch.read"]


def test_proposals_and_texts_are_read_as_on_screens(customer: Party, program: Programs) -> None:
    assert program("3005").read("/proposals", box="to_do") == []
    assert program("3005").read("/bundles")[0]["state"] == "released"
    assert PACK in {one["pack"] for one in program("3005").read("/policies")}


def test_the_document_is_for_tokens_and_for_people_who_have_signed_in(
    bank: Bank, program: Programs
) -> None:
    paths = program("3003").read("/openapi.json")["paths"]
    assert "/api/v1/customers/{number}/facts" in paths
    assert bank.browser("3003").get("/api/v1/openapi.json").status_code == 200
    assert Client().get("/api/v1/openapi.json").status_code == 401
