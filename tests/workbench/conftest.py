"""A small bank of five levels, and people in it. Every test of the workbench stands in the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client

from workbench.accounts.founding import BankPlan, BranchPlan, StaffPlan, found_bank
from workbench.accounts.models import Branch, Level, Staff
from workbench.accounts.posts import Post
from workbench.accounts.queries import actor_for, rule_actor
from workbench.accounts.sessions import begin
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.policies.actions import found_bundle
from workbench.policies.models import Bundle
from workbench.reviews.effects import bring_into_force, due_proposals
from workbench.reviews.models import Proposal

MOMENT = datetime(2026, 11, 30, 10, 0, tzinfo=clock.CHINA)

# Two provinces; below the first two cities; below the first city two sub-branches; below the first of them two outlets.
BRANCHES = (
    BranchPlan("HO", "总行", Level.HEAD_OFFICE),
    BranchPlan("P1", "东省分行", Level.FIRST_BRANCH, "HO"),
    BranchPlan("P2", "西省分行", Level.FIRST_BRANCH, "HO"),
    BranchPlan("C1", "甲市分行", Level.CITY_BRANCH, "P1"),
    BranchPlan("C2", "乙市分行", Level.CITY_BRANCH, "P1"),
    BranchPlan("S1", "城东支行", Level.SUB_BRANCH, "C1"),
    BranchPlan("S2", "城西支行", Level.SUB_BRANCH, "C1"),
    BranchPlan("O1", "东门营业所", Level.OUTLET, "S1"),
    BranchPlan("O2", "河口营业所", Level.OUTLET, "S1", agency=True),
    BranchPlan("S3", "江北支行", Level.SUB_BRANCH, "C2"),
)
# Number → post and branch. The first three found the bank: each post of theirs is granted and confirmed by the two others.
PEOPLE = {
    "1001": (Post.SYSTEM_ADMINISTRATOR, "HO"),
    "1002": (Post.PERMISSION_ADMINISTRATOR, "HO"),
    "1003": (Post.LEADER, "HO"),
    "1004": (Post.AUDITOR, "HO"),
    "1005": (Post.AUDIT_ADMINISTRATOR, "HO"),
    "1006": (Post.POLICY_OWNER, "HO"),
    "2001": (Post.LEADER, "C1"),
    "2002": (Post.CLASS_OFFICER, "C1"),
    "2003": (Post.RISK_MANAGER, "C1"),
    "2004": (Post.AML_OFFICER, "C1"),
    "2005": (Post.LIST_KEEPER, "C1"),
    "2006": (Post.APPROVER, "C1"),
    "3001": (Post.LEADER, "S1"),
    "3002": (Post.DEPARTMENT_HEAD, "S1"),
    "3003": (Post.ACCOUNT_MANAGER, "S1"),
    "3004": (Post.ACCOUNT_MANAGER, "S1"),
    "3005": (Post.REVIEWER, "S1"),
    "3006": (Post.APPROVER, "S1"),
    "3007": (Post.QUERY_OFFICER, "S1"),
    "3008": (Post.ARCHIVIST, "S1"),
    "3009": (Post.LOBBY_MANAGER, "S1"),
    "3010": (Post.WEALTH_MANAGER, "S1"),
    "3101": (Post.ACCOUNT_MANAGER, "O1"),
    "3201": (Post.ACCOUNT_MANAGER, "S2"),
    "3202": (Post.REVIEWER, "S2"),
    "4001": (Post.LEADER, "C2"),
    "4002": (Post.ACCOUNT_MANAGER, "S3"),
    "4003": (Post.REVIEWER, "S3"),
}
PASSWORD = "correct horse 7"


@dataclass(frozen=True)
class Bank:
    """The bank of a test, asked by the codes above."""

    def branch(self, code: str) -> Branch:
        return Branch.objects.get(code=code)

    def staff(self, number: str) -> Staff:
        return Staff.objects.get(number=number)

    def actor(self, number: str) -> Actor:
        return actor_for(self.staff(number))

    def browser(self, number: str) -> Client:
        """Signed in as a person."""
        client = Client()
        session = client.session
        begin(session, self.staff(number))
        client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
        return client


def brought_into_force() -> list[Proposal]:
    """What the day's end does with the proposals whose day has come."""
    by = rule_actor("day_end")
    return [bring_into_force(one, by=by, reason="日终") for one in due_proposals(clock.today())]


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "read_clock", lambda: MOMENT)
    with clock.moment(MOMENT):
        yield


def found(password: str) -> Bank:
    """Opens the bank above; `password` is everybody's, as `make_password` makes it."""
    people = tuple(
        StaffPlan(number, f"员工{number}", branch, (post,), password)
        for number, (post, branch) in PEOPLE.items()
    )
    plan = BankPlan(BRANCHES, people, since=date(2020, 1, 1))
    found_bank(by=rule_actor("founding"), reason="a bank for tests", plan=plan)
    return Bank()


@pytest.fixture
def bank(db: None) -> Bank:
    return found(make_password(PASSWORD))


def found_texts() -> Bundle:
    """The shipped policies in force since the bank was opened."""
    return found_bundle(
        by=rule_actor("founding"), reason="a bank for tests", runs_from=date(2020, 1, 1)
    )


@pytest.fixture
def texts(bank: Bank) -> Bundle:
    """The shipped policies, in force."""
    return found_texts()
