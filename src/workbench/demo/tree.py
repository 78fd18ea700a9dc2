"""The tree of the demo bank and the people who work in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from workbench.accounts.founding import BankPlan, BranchPlan, StaffPlan
from workbench.accounts.models import Level
from workbench.accounts.posts import Post

PASSWORD = "kefen-demo"
SINCE = date(2016, 1, 1)
#: whose account manager has the printed sign-in
FIRST_OUTLET = "121111"

_PROVINCES = ("东省", "西省")
_CITIES = ("甲市", "乙市", "丙市", "丁市")
_DISTRICTS = ("城东", "城西")
_OUTLETS = ("一号", "二号", "三号")
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"

_HEAD_OFFICE = (
    Post.SYSTEM_ADMINISTRATOR,
    Post.PERMISSION_ADMINISTRATOR,
    Post.LEADER,
    Post.AUDIT_ADMINISTRATOR,
    Post.AUDITOR,
    Post.POLICY_OWNER,
    Post.LIST_KEEPER,
    Post.RISK_MANAGER,
    Post.AML_OFFICER,
)
_PROVINCE = (Post.LEADER, Post.APPROVER, Post.RISK_MANAGER, Post.PERMISSION_ADMINISTRATOR)
_CITY = (
    Post.LEADER,
    Post.APPROVER,
    Post.REVIEWER,
    Post.CLASS_OFFICER,
    Post.RISK_MANAGER,
    Post.AML_OFFICER,
    Post.LIST_KEEPER,
    Post.AUDITOR,
)
_DISTRICT = (
    Post.LEADER,
    Post.DEPARTMENT_HEAD,
    Post.REVIEWER,
    Post.REVIEWER,
    Post.APPROVER,
    Post.QUERY_OFFICER,
    Post.ARCHIVIST,
    Post.ACCOUNT_MANAGER,
    Post.ACCOUNT_MANAGER,
)
_OUTLET = (Post.ACCOUNT_MANAGER, Post.ACCOUNT_MANAGER, Post.LOBBY_MANAGER, Post.WEALTH_MANAGER)
_TEAMS = {
    Level.HEAD_OFFICE: _HEAD_OFFICE,
    Level.FIRST_BRANCH: _PROVINCE,
    Level.CITY_BRANCH: _CITY,
    Level.SUB_BRANCH: _DISTRICT,
    Level.OUTLET: _OUTLET,
}


@dataclass(frozen=True)
class SignIn:
    """A printed sign-in: number, post, branch."""

    number: str
    post: Post
    branch: str


def demo_plan() -> BankPlan:
    """Head office, 2 provinces, 4 cities, 8 sub-branches, 24 outlets, and their people."""
    branches = tuple(_branches())
    return BankPlan(branches, tuple(_people(branches)), SINCE)


def sign_ins(plan: BankPlan) -> Iterator[SignIn]:
    """One for each post, at the first branch that has it, in the order of the tree from below."""
    names = {branch.code: branch.name for branch in plan.branches}
    shown: set[Post] = set()
    for person in reversed(plan.staff):
        for post in person.posts:
            if post not in shown:
                shown.add(post)
                first = next(
                    one
                    for one in plan.staff
                    if post in one.posts and _lowest(one, plan) == _lowest(person, plan)
                )
                yield SignIn(first.number, post, names[first.branch])


def _lowest(person: StaffPlan, plan: BankPlan) -> Level:
    return next(branch.level for branch in plan.branches if branch.code == person.branch)


def _branches() -> Iterator[BranchPlan]:
    yield BranchPlan("1000", "总行", Level.HEAD_OFFICE)
    for p, province in enumerate(_PROVINCES, start=1):
        yield BranchPlan(f"11{p:02d}", f"{province}分行", Level.FIRST_BRANCH, "1000")
        for c, city in enumerate(_CITIES[2 * p - 2 : 2 * p], start=1):
            code = f"12{p}{c}"
            yield BranchPlan(code, f"{city}分行", Level.CITY_BRANCH, f"11{p:02d}")
            yield from _districts(code, city)


def _districts(city_code: str, city: str) -> Iterator[BranchPlan]:
    for d, district in enumerate(_DISTRICTS, start=1):
        code = f"{city_code}{d}"
        yield BranchPlan(code, f"{city}{district}支行", Level.SUB_BRANCH, city_code)
        for o, outlet in enumerate(_OUTLETS, start=1):
            name = f"{city}{district}{outlet}营业所"
            yield BranchPlan(f"{code}{o}", name, Level.OUTLET, code, agency=o == len(_OUTLETS))


def _people(branches: tuple[BranchPlan, ...]) -> Iterator[StaffPlan]:
    password, count = make_password(PASSWORD), 0
    for branch in branches:
        for post in _TEAMS[branch.level]:
            surname = _SURNAMES[count % len(_SURNAMES)]
            count += 1
            yield StaffPlan(
                f"{100000 + count}", f"{surname}某{count:03d}", branch.code, (post,), password
            )
