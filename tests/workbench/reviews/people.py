"""Posts, deputies and authority of a test, set up as data."""

from __future__ import annotations

from datetime import date

from tests.workbench.conftest import Bank
from workbench.accounts.models import Authority, Deputy, Holding
from workbench.journal.recording import recording

BEGIN, END = date(2026, 11, 1), date(2027, 1, 1)


def hold_post(bank: Bank, number: str, post: str, branch: str) -> Holding:
    with recording():
        return Holding.objects.create(
            staff=bank.staff(number),
            post=post,
            branch=bank.branch(branch),
            since=BEGIN,
            granted_by=bank.staff("1002"),
            confirmed_by=bank.staff("1003"),
        )


def stand_in(bank: Bank, number: str, principal: str) -> Deputy:
    with recording():
        return Deputy.objects.create(
            principal=bank.staff(principal),
            deputy=bank.staff(number),
            since=BEGIN,
            until=END,
            confirmed_by=bank.staff("1003"),
        )


def authorise(
    bank: Bank, number: str, kind: str, *, value: str = "", branch: str = "S1", until: date = END
) -> Authority:
    with recording():
        return Authority.objects.create(
            staff=bank.staff(number),
            branch=bank.branch(branch),
            kind=kind,
            value=value,
            since=BEGIN,
            until=until,
            document="授权〔2026〕1号",
            given_by=bank.staff("1003"),
        )
