"""Rows past the ORM stand as the ORM would have written them, on both databases."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.workbench.conftest import Bank
from workbench.common import clock
from workbench.common.errors import OutsideError
from workbench.common.inserting import insert, new_keys, renew
from workbench.customers.actions.parties import open_party
from workbench.customers.models import ChangeKind, Fact, Loan, Party, Source
from workbench.journal.recording import recording

WHY = "a test"
FACT = ("id", "party_id", "name", "value", "true_on", "known_at", "kind", "source", "entered_by")


def party_of(bank: Bank) -> Party:
    return open_party(
        by=bank.actor("3003"), reason="", name="甲某", branch=bank.branch("S1"), identity="110105198001010016"
    )  # fmt: skip


def facts_of(party: Party) -> list[dict[str, Any]]:
    rows = Fact.objects.unscoped(WHY).filter(party=party, source=Source.IMPORT).order_by("name")
    return list(rows.values())


def test_a_row_is_as_the_orm_writes_it(bank: Bank) -> None:
    party, told = party_of(bank), ["b\t\\N\n", None, {"ä": [1, True, "1.50"]}, "学历", True, 1]
    with recording() as key:
        keys = new_keys(Fact, len(told))
        given = [
            (pk, party.pk, f"f{pk}", value, date(2026, 1, 2), clock.now(), ChangeKind.FIRST, Source.IMPORT, "3003")
            for pk, value in zip(keys, told, strict=True)
        ]  # fmt: skip
        assert insert(Fact, FACT, given) == len(told)
        mine = facts_of(party)
        Fact.objects.unscoped(WHY).filter(pk__in=keys).delete()
        Fact.objects.bulk_create([Fact(**dict(zip(FACT, row, strict=True))) for row in given])
        assert facts_of(party) == mine
    assert {row["journal_key"] for row in mine} == {key}
    found = Fact.objects.unscoped(WHY).filter(value="学历")
    assert found.get().kind == "first"


def test_keys_are_nobodys_and_the_table_counts_on_after_them(bank: Bank) -> None:
    party = party_of(bank)
    with recording():
        keys = new_keys(Party, 3)
        columns = ("id", "number", "kind", "name", "branch_id")
        insert(Party, columns, ((pk, f"X{pk}", "person", "乙某", party.branch_id) for pk in keys))
        Party.objects.unscoped(WHY).filter(pk=keys[-1]).delete()
        assert len(set(keys) | {party.pk}) == 4
        assert new_keys(Party, 1)[0] > keys[-1]


def test_many_rows_are_renewed_as_few_are(bank: Bank) -> None:
    party = party_of(bank)
    with recording():
        agreed = (
            party.branch_id,
            Decimal("5000"),
            date(2026, 1, 1),
            date(2027, 1, 1),
            Decimal("9"),
            date(2026, 1, 1),
        )
        columns = (
            "party_id",
            "number",
            "branch_id",
            "amount",
            "granted_on",
            "ends_on",
            "balance",
            "fed_until",
        )
        insert(Loan, columns, ((party.pk, f"L{n}", *agreed) for n in range(60)))
        keys = list(Loan.objects.unscoped(WHY).order_by("number").values_list("pk", flat=True))
        renew(Loan, ("balance", "category"), ((pk, Decimal("1.25"), "NORMAL") for pk in keys))
        renew(Loan, ("category",), [(keys[0], "LOSS")])
    found = Loan.objects.unscoped(WHY).order_by("pk").values_list("balance", "category")
    assert [*found] == [(Decimal("1.25"), "LOSS"), *[(Decimal("1.25"), "NORMAL")] * 59]


def test_nobody_records_outside_an_action(bank: Bank) -> None:
    with pytest.raises(OutsideError):
        insert(Loan, ("number",), [("L1",)])
