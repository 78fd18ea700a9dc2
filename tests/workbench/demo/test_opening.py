"""The demo bank opens once, with a sign-in for every post, and what its customers' rows show can be rebuilt."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import check_password
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.workbench.conftest import MOMENT
from workbench.accounts.models import Staff
from workbench.accounts.posts import Post
from workbench.common import clock
from workbench.customers.models import Feed, Party, PartyNow, PartyState
from workbench.customers.rows import rebuilt_now
from workbench.demo.opening import open_demo
from workbench.demo.tree import PASSWORD, demo_plan, sign_ins
from workbench.journal.verifying import verify

CUSTOMERS = 60


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def lines(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """Founded once for all tests here, and taken back."""
    said: list[str] = []
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(clock, "read_clock", lambda: MOMENT)
        open_demo(say=said.append, customers=CUSTOMERS)
        yield said
        transaction.set_rollback(True)


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


def test_the_feed_has_come_before_the_bank_opens(lines: list[str]) -> None:
    feed = Feed.objects.get()
    assert feed.business_on < clock.today()
    assert feed.arrived_at < clock.now().replace(hour=0)
