"""The customers of the demo bank, from the synthetic book: files, spouses, employers, relations, what is known."""

from __future__ import annotations

import csv
import random
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kefen.book import BookPlan, write_book
from workbench.accounts.models import Branch, Level, Staff
from workbench.accounts.posts import Post
from workbench.common import clock
from workbench.customers.identity import identity_of, set_identity, set_phone
from workbench.customers.models import (
    CustomerRow,
    Fact,
    IdentityKind,
    LinkKind,
    Party,
    PartyKind,
    PartyLink,
    PartyNow,
    PartyState,
    Relation,
    RelationKind,
    Source,
)
from workbench.demo.days import LIVED
from workbench.demo.keeping import (
    accounts_of,
    afternoon,
    ages_fast,
    kept_of,
    of_report,
    spells_of,
)
from workbench.demo.rows import Rows, Tuples
from workbench.demo.wealth import wealth_of
from workbench.policies.vocabulary import TERRITORY

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
_FIRST_PORTFOLIO = 600
FACT_COLUMNS = (
    "party_id", "name", "value", "true_on", "known_at", "source", "city_branch_id", "entered_by",
)  # fmt: skip


@dataclass(frozen=True)
class Outlet:
    """A branch that has customers, with the managers who lead them."""

    branch: Branch
    managers: tuple[Staff, ...]


@dataclass(frozen=True)
class Opened:
    """When a file was opened, when what stands in it was last gone through, by whom, for which territory."""

    on: date
    renewed_on: date
    reported_on: date  # of the newest report of the credit register
    manager: Staff
    outlet: Branch

    @property
    def outlet_id(self) -> int:
        return self.outlet.pk

    @property
    def city(self) -> Branch | None:
        return self.outlet.city_branch


@dataclass
class People:
    """The tables of people, collected until they are written."""

    parties: Rows = field(default_factory=lambda: Rows(Party))
    links: Rows = field(default_factory=lambda: Rows(PartyLink))
    relations: Rows = field(default_factory=lambda: Rows(Relation))
    facts: Tuples = field(default_factory=lambda: Tuples(Fact, *FACT_COLUMNS))
    now: Rows = field(default_factory=lambda: Rows(PartyNow))
    opened: dict[int, Opened] = field(default_factory=dict)  # each customer's file
    histories: dict[int, str] = field(default_factory=dict)  # of loans, as a report tells it
    known: set[tuple[int, str]] = field(default_factory=set)  # party and name of each fact

    def write(self) -> int:
        """In the order in which they name each other; gives how many parties."""
        self.known = {(party, name) for _key, party, name, *_rest in self.facts.rows}
        count = self.parties.write()
        for rows in (self.links, self.relations, self.facts, self.now):
            rows.write()
        return count

    def show(self, shown: Mapping[int, Mapping[str, Any]]) -> None:
        """The rows that feed the lists, with what belongs to each customer beside branch and manager."""
        rows, blank = Rows(CustomerRow), _blank(CustomerRow)
        for key, opened in self.opened.items():
            columns = {"branch_id": opened.outlet_id, "manager_id": opened.manager.pk}
            rows.add(party_id=key, **{**blank, **columns, **shown.get(key, {})})
        rows.write()


def load_people(customers: int, seed: int) -> People:
    """Writes so many customers with what is known of them; gives their files. Inside an action."""
    draw, people, outlets = random.Random(seed), People(), _outlets()
    # a small bank still has a portfolio worth looking at where somebody signs in
    first = max(1 / len(outlets), min(0.4, _FIRST_PORTFOLIO / customers))
    employers: dict[str, int] = {}
    for number, row in enumerate(_book(customers, seed), start=1):
        outlet = outlets[0] if draw.random() < first else draw.choice(outlets[1:])
        manager = draw.choice(outlet.managers)
        opened = _opened(draw, outlet, manager)
        key = _customer(people, row, number, opened)
        _spouse(people, row, number, key, opened)
        _employer(people, row, employers, key, opened)
    people.write()
    return people


def _blank(model: type[Any]) -> dict[str, Any]:
    """What stands in the columns of a row of which nothing else is said."""
    fields = [one for one in model._meta.concrete_fields if not one.is_relation]
    return {one.attname: one.get_default() for one in fields}


def _book(customers: int, seed: int) -> list[dict[str, str]]:
    plan = BookPlan(as_of=clock.today(), customers=customers, seed=seed, dirty=0)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "customers.csv"
        write_book(file, plan)
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))


def _outlets() -> list[Outlet]:
    managers: dict[int, list[Staff]] = {}
    held = Staff.objects.filter(holdings__post=Post.ACCOUNT_MANAGER).prefetch_related("holdings")
    for person in held.order_by("number"):
        managers.setdefault(person.holdings.all()[0].branch_id, []).append(person)
    branches = Branch.objects.filter(pk__in=managers, level__in=(Level.OUTLET, Level.SUB_BRANCH))
    found = [
        Outlet(branch, tuple(managers[branch.pk]))
        for branch in branches.select_related("city_branch").order_by("path")
    ]
    # that of the printed account manager first
    return sorted(found, key=lambda one: one.branch.level != Level.OUTLET)


def _opened(draw: random.Random, outlet: Outlet, manager: Staff) -> Opened:
    on = clock.today() - timedelta(days=draw.randint(1, 700))
    # most files were gone through within the year, some are older than their facts may be
    renewed = max(
        on, clock.today() - timedelta(days=min(draw.randint(1, 230), draw.randint(1, 470)))
    )
    reported = clock.today() - timedelta(
        days=draw.randint(1, 55) if draw.random() < 0.85 else draw.randint(62, 210)
    )
    return Opened(on, renewed, max(on, reported), manager, outlet.branch)


def _customer(people: People, row: Mapping[str, str], number: int, opened: Opened) -> int:
    party = Party(
        number=f"6{number:09d}",
        kind=PartyKind.PERSON,
        name=f"{_SURNAMES[number * 7 % len(_SURNAMES)]}某{number:05d}",
        state=PartyState.ACTIVE,
        branch=opened.outlet,
        identity_until=_document_until(number, row["birth_date"], opened),
    )
    if row["resident_id"]:
        set_identity(party, identity_of(IdentityKind.RESIDENT_ID, row["resident_id"]))
    set_phone(party, f"1990{number:07d}")
    key = _party(people, party)
    people.relations.add(
        party_id=key,
        staff_id=opened.manager.pk,
        branch_id=opened.outlet_id,
        kind=RelationKind.LEAD,
        since=opened.on,
        reason="开户建档",
    )
    own = {name: text for name, text in row.items() if "." not in name}
    own |= wealth_of(row, random.Random(number), opened.on)
    _facts(people, key, own, opened, spells_of(row, opened.reported_on))
    people.opened[key], people.histories[key] = opened, row["loan_history"]
    return key


def _document_until(number: int, born: str, opened: Opened) -> date | None:
    """Ten years from 16, twenty from 26, without end from 46; few are past their day when the bank opens."""
    age = (clock.today() - date.fromisoformat(born)).days // 365 if born[:4].isdigit() else 46
    if age >= 46:
        return None
    years = 20 if age >= 26 else 10
    left = number * 7919 % (365 * years)
    return clock.today() + timedelta(days=left + (0 if left < 3 else LIVED + 2))


def _spouse(
    people: People, row: Mapping[str, str], number: int, customer: int, opened: Opened
) -> None:
    his = _below(row, "spouse.")
    if row["marital_status"] != "married_status" or not his:
        return
    party = Party(
        number=f"7{number:09d}",
        kind=PartyKind.PERSON,
        name=f"{_SURNAMES[number * 11 % len(_SURNAMES)]}某{number:05d}配偶",
        state=PartyState.NONE,
        branch_id=opened.outlet_id,
    )
    key = _party(people, party)
    _link(people, customer, key, LinkKind.SPOUSE, opened)
    _facts(people, key, his, opened)


def _employer(
    people: People, row: Mapping[str, str], employers: dict[str, int], customer: int, opened: Opened
) -> None:
    its = _below(row, "employer.")
    code = its.get("code")
    if not code:
        return
    if code not in employers:
        count = len(employers) + 1
        party = Party(
            number=f"8{count:09d}",
            kind=PartyKind.COMPANY,
            name=f"示例单位{count:05d}",
            state=PartyState.NONE,
            branch_id=opened.outlet_id,
        )
        set_identity(party, identity_of(IdentityKind.CREDIT_CODE, code))
        employers[code] = _party(people, party)
        _facts(people, employers[code], its, opened)
    _link(people, customer, employers[code], LinkKind.EMPLOYER, opened)


def _party(people: People, party: Party) -> int:
    columns = {one.attname: getattr(party, one.attname) for one in Party._meta.concrete_fields}
    del columns["id"], columns["journal_key"]  # given when they are written
    return people.parties.add(**columns)


def _link(people: People, party: int, other: int, kind: LinkKind, opened: Opened) -> None:
    people.links.add(
        party_id=party, other_id=other, kind=kind, since=opened.on, known_at=afternoon(opened.on)
    )


def _below(row: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): text
        for name, text in row.items()
        if name.startswith(prefix) and text
    }


def _facts(
    people: People,
    party: int,
    given: Mapping[str, str],
    opened: Opened,
    more: Iterable[tuple[str, Any]] = (),
) -> None:
    now: dict[str, list[Any]] = {}
    for name, value in (*kept_of(given), *accounts_of(given), *more):
        city = opened.city if name in TERRITORY else None
        if name in TERRITORY and city is None:
            continue
        on = opened.reported_on if ages_fast(name) else opened.renewed_on
        key = people.facts.add(
            party,
            name,
            value,
            on,
            afternoon(on),
            str(Source.CREDIT_REPORT if of_report(name) else Source.TYPED),
            city.pk if city else None,
            opened.manager.number,
        )
        now[f"{name}@{city.pk}" if city else name] = [value, on.isoformat(), key]
    people.now.add(party_id=party, facts=dict(sorted(now.items())), secrets={})
