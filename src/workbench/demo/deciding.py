"""The decisions and classes of the demo bank's customers, set by set, stored as the actions store them."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery

from kefen.calculating.months import add_months
from workbench.accounts.models import Branch, Staff
from workbench.accounts.posts import Post
from workbench.approvals.periods import Periods, periods_on
from workbench.approvals.shown import COUNTS
from workbench.common import clock
from workbench.customers.models import CustomerRow, Party
from workbench.decisions.models import Decision, LastDecided, Standing, StandingState
from workbench.decisions.running.deciding import Found, decide_scale, scales_run, texts_for
from workbench.decisions.running.storing import Run, keep_results
from workbench.decisions.running.subjects import facts_of_branch
from workbench.demo.days import LIVED
from workbench.demo.people import Opened
from workbench.demo.rows import Rows
from workbench.demo.tree import FIRST_OUTLET
from workbench.policies.providers import AsOf
from workbench.policies.scales import CUSTOMER_CLASS

S = StandingState
_WHY = "the history of the demo bank"
#: how the register stands, of a hundred
_STATES = (
    *[S.VALID] * 85, *[S.WATCH] * 4, *[S.SUSPENDED] * 2, *[S.EXPIRED] * 5, *[S.FALLEN] * 2, *[S.REMOVED] * 2,
)  # fmt: skip
_SHARE_NEW = 0.06  # of those found for certain, nobody has proposed a class yet
#: so many of each manager at least, more of him at the outlet where somebody signs in
_NEW, _NEW_AT_FIRST, _ABOVE = 4, 14, 2
_SHARE_ABOVE = 0.05  # of those in force hold a better class than is found by now
#: of the watch that ends first, when the bank opens
DAYS_LEFT = 3
_ENDS_OF = 40  # of the classes whose end falls into the lived days, one in so many lapses
_BETTER = {"2": "1", "3": "2", "4": "3", "5": "4"}


@dataclass
class Shown:
    """What the list of customers shows, by customer."""

    rows: dict[int, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))


def persons(keys: Sequence[int]) -> list[Party]:
    """The parties of some keys, with their branches and cities, each of which is made once."""
    branches = {one.pk: one for one in Branch.objects.select_related("city_branch")}
    first, last = min(keys), max(keys)
    rows = Party.objects.unscoped(_WHY).only("number", "branch").order_by("pk")
    wanted, found = set(keys), []
    for one in rows.filter(pk__range=(first, last)):
        if one.pk in wanted:
            one.branch = branches[one.branch_id]
            found.append(one)
    return found


#: the scales that a class and an adjusted grade rest on
_FIRST_SCALES = (CUSTOMER_CLASS, "credit-grade")


class Deciding:
    """Everybody decided as of today, as a run of the whole bank decides."""

    def __init__(self) -> None:
        self.at = AsOf(clock.today(), clock.now())
        self.subjects = facts_of_branch(Branch.objects.get(parent=None), self.at)
        self.texts = texts_for(self.subjects, self.at.day)

    def first(self) -> dict[str, str]:
        """Class and credit grade, stored. Gives the class of each of whom it is certain, by his number."""
        results = self._write(_FIRST_SCALES)
        # nobody is decided anew each night before the whole bank is, on the day it opens
        LastDecided.objects.all().delete()
        rows = next(one for one in results if one.scale.pack == CUSTOMER_CLASS).rows
        return {one.of.key: one.result for one in rows if _is_certain(one)}

    def write(self) -> None:
        """Every scale of everybody, stored."""
        self._write([scale.pack for scale in scales_run()])

    def _write(self, packs: Sequence[str]) -> list[Any]:
        scales = [scale for scale in scales_run() if scale.pack in packs]
        results = [decide_scale(scale, self.subjects, self.texts, self.at.day) for scale in scales]
        keep_results(Run(self.subjects, self.texts, self.at, results))
        return results


def _is_certain(found: Found) -> bool:
    return found.status == "decided" and bool(found.result) and not found.of.secrets


class Register:
    """The register of classes: most in force since some day of the last year, others in every other state.

    Nothing of it is due in the days that are lived, which the stories fill, but a few ends.
    """

    def __init__(self, draw: random.Random, opens_on: date) -> None:
        self.draw, self.rows = draw, Rows(Standing)
        self.shown: list[tuple[Any, ...]] = []
        self.opens_on, self.today = opens_on, clock.today()
        self.periods: dict[date, Periods] = {}
        self.approvers = dict(_approvers())
        self.watches = self.ends = 0
        self.new: Counter[int] = Counter()
        self.above: Counter[int] = Counter()

    def add(self, party: Party, klass: str, opened: Opened) -> None:
        """A class that was once given for what is still found of him today; none for the newest customers."""
        if self._is_new(opened):
            return
        given = self._given_on(opened)
        periods = self._periods(given)
        state = self._state(klass, periods.valid_until(given))
        fields = {"klass": klass, "given_on": given, "valid_until": periods.valid_until(given)}
        changes = getattr(self, f"_{state}", self._valid)(klass, given, periods)
        if state == S.VALID and self._is_above(klass, opened):
            changes = {"klass": _BETTER[klass]}
        self._record(party, state, opened, {**fields, **changes})

    def _is_new(self, opened: Opened) -> bool:
        """Each manager has some, so that stories find theirs in a small bank too."""
        first = opened.outlet.code == FIRST_OUTLET
        self.new[opened.manager.pk] += 1
        place = self.new[opened.manager.pk]
        return place <= (_NEW_AT_FIRST if first else _NEW) or self.draw.random() < _SHARE_NEW

    def _given_on(self, opened: Opened) -> date:
        """Some days after he was gone through; those whose end falls into the lived days were seen to before."""
        given = opened.renewed_on + timedelta(days=self.draw.randint(1, 6))
        until = self._periods(given).valid_until(given)
        if self.today < until <= self.opens_on:
            self.ends += 1
            return given if self.ends % _ENDS_OF == 0 else given + timedelta(days=LIVED + 5)
        return given

    def _state(self, klass: str, until: date) -> StandingState:
        """By chance; the first that can is watched, so that a small bank has a watch too."""
        if until <= self.today:
            return S.EXPIRED
        drawn: StandingState = self.draw.choice(_STATES)
        return drawn if self.watches or klass not in _BETTER else S.WATCH

    def write(self) -> None:
        """Inserts the register, and what lists show of it."""
        self.rows.write()
        columns = ("customer_class", "class_state", "class_until", "next_recheck_on")
        changes = ", ".join(f"{column} = %s" for column in columns)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {CustomerRow._meta.db_table} SET {changes} WHERE party_id = %s", self.shown
            )

    def _show(self, party: Party, state: str, fields: dict[str, Any], rechecked: date) -> None:
        """As `approvals.shown` makes it from the register."""
        counts = state in COUNTS
        due = self._periods(rechecked).recheck_on(rechecked) if counts else None
        klass = fields["klass"] if counts else ""
        self.shown.append((klass, state, fields["valid_until"], due, party.pk))

    def _record(self, party: Party, state: str, opened: Opened, fields: dict[str, Any]) -> None:
        given = fields["given_on"]
        rechecked = self._rechecked_on(given)
        self.rows.add(
            party_id=party.pk,
            scale="customer_class",
            state=state,
            basis="finding",
            city_branch_id=party.branch.city_branch_id,
            given_by=opened.manager.number,
            approved_by=self._approver(party.branch),
            rechecked_on=rechecked,
            rechecked_by=opened.manager.number,
            valid_from=given,
            assumptions=[],
            superseded=False,
            recorded_at=datetime.combine(given, time(17, 0), clock.CHINA),
            **fields,
        )
        self._show(party, state, fields, rechecked)

    def _rechecked_on(self, given: date) -> date:
        """When it was last looked at again: nothing is overdue when the bank opens, and little is due at once."""
        due = self._periods(given).recheck_on(given)
        if due > self.opens_on:
            return given
        return self.today - timedelta(days=self.draw.randint(0, 240))

    def _is_above(self, klass: str, opened: Opened) -> bool:
        """Of some in force, less is found by now than what they hold."""
        if klass not in _BETTER:
            return False
        self.above[opened.manager.pk] += 1
        return self.above[opened.manager.pk] <= _ABOVE or self.draw.random() < _SHARE_ABOVE

    def _valid(self, klass: str, given: date, periods: Periods) -> dict[str, Any]:
        return {}

    def _watch(self, klass: str, given: date, periods: Periods) -> dict[str, Any]:
        """Found lower some weeks ago; the class held is one above what is found today."""
        most = periods.cooldown_days - LIVED - DAYS_LEFT - 1
        ago = self.draw.randint(1, most) if self.watches else most
        self.watches += 1
        found = self.today - timedelta(days=ago)
        given = min(given, found - timedelta(days=5))
        return {
            "klass": _BETTER.get(klass, klass),
            "given_on": given,
            "valid_until": max(periods.valid_until(given), self.opens_on + timedelta(days=20)),
            "class_found": klass,
            "fall_found_on": found,
            "watch_until": periods.watch_until(found),
        }

    def _suspended(self, klass: str, given: date, periods: Periods) -> dict[str, Any]:
        return {
            "suspended_on": self.today - timedelta(days=self.draw.randint(1, 20)),
            "suspended_because": "贷款系统报送逾期",
            "suspended_by": "rule:day_end",
        }

    def _fallen(self, klass: str, given: date, periods: Periods) -> dict[str, Any]:
        return {"valid_until": self.today - timedelta(days=self.draw.randint(1, 20))}

    _removed = _fallen

    def _expired(self, klass: str, given: date, periods: Periods) -> dict[str, Any]:
        """Nobody looked at him again in time."""
        ended = self.today - timedelta(days=self.draw.randint(1, 90))
        return {
            "given_on": min(given, add_months(ended, -periods.validity_months)),
            "valid_until": ended,
        }

    def _periods(self, day: date) -> Periods:
        month = day.replace(day=1)
        if month not in self.periods:
            self.periods[month] = periods_on(day, None)
        return self.periods[month]

    def _approver(self, branch: Branch) -> str:
        return next(
            number for path, number in self.approvers.items() if branch.path.startswith(path)
        )


def _approvers() -> list[tuple[str, str]]:
    """The approver of each sub-branch, by its path."""
    held = Staff.objects.filter(holdings__post=Post.APPROVER).order_by("number")
    found = held.values_list("holdings__branch__path", "number")
    return sorted(found, key=lambda one: -len(one[0]))


def name_decisions() -> None:
    """Each class rests on the decision that found it."""
    of_party = Decision.objects.unscoped(_WHY).filter(
        party=OuterRef("party"), pack=CUSTOMER_CLASS, visible_only=True
    )
    Standing.objects.unscoped(_WHY).filter(decision=None).update(
        decision=Subquery(of_party.order_by("-pk").values("pk")[:1])
    )
