"""The demo bank opens once, with a sign-in for every post, and what its customers' rows show can be rebuilt."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import check_password

from workbench.accounts.models import Staff
from workbench.accounts.posts import Post
from workbench.customers.models import Party, PartyNow, PartyState
from workbench.customers.rows import rebuilt_now
from workbench.demo.opening import open_demo
from workbench.demo.tree import PASSWORD, demo_plan, sign_ins
from workbench.journal.verifying import verify

CUSTOMERS = 60


@pytest.fixture
def lines(db: None) -> list[str]:
    said: list[str] = []
    open_demo(say=said.append, customers=CUSTOMERS)
    return said


def test_every_post_has_a_printed_sign_in(lines: list[str]) -> None:
    shown = {one.post for one in sign_ins(demo_plan())}
    assert shown == set(Post)
    for one in sign_ins(demo_plan()):
        assert any(one.number in line for line in lines)
        assert check_password(PASSWORD, Staff.objects.get(number=one.number).password)


def test_a_second_start_finds_the_bank_as_it_was(lines: list[str]) -> None:
    open_demo(say=lambda line: None, customers=CUSTOMERS)
    customers = Party.objects.unscoped("tests").exclude(state=PartyState.NONE)
    assert customers.count() == CUSTOMERS


def test_what_is_known_now_is_what_the_rows_say(lines: list[str]) -> None:
    for party in Party.objects.unscoped("tests").all()[:40]:
        now = PartyNow.objects.get(party=party)
        assert {"facts": now.facts, "secrets": now.secrets} == rebuilt_now(party)


def test_the_journal_of_the_demo_bank_verifies(lines: list[str]) -> None:
    assert list(verify()) == []
