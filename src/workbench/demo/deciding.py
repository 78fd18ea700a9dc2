"""The decisions and classes of the demo bank's customers, set by set, stored as the actions store them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery

from workbench.accounts.models import Branch, Staff
from workbench.accounts.posts import Post
from workbench.approvals.periods import Periods, periods_on
from workbench.common import clock
from workbench.customers.models import Party
from workbench.decisions.models import Decision, Standing, StandingState
from workbench.decisions.running import decide_pack, facts_of_branch, keep_results, scales_run
from workbench.demo.people import Opened
from workbench.demo.rows import Rows
from workbench.policies.providers import AsOf
from workbench.policies.scales import CUSTOMER_CLASS

S = StandingState
_WHY = "the history of the demo bank"
#: how the register stands, of a hundred
_STATES = (
    *[S.VALID] * 84, *[S.WATCH] * 4, *[S.SUSPENDED] * 3, *[S.EXPIRED] * 5, *[S.FALLEN] * 2, *[S.REMOVED] * 2,
)  # fmt: skip
#: of the watch that ends first
DAYS_LEFT = 3
_LOWER = {"1": "2", "2": "3", "3": "4", "4": "5"}


@dataclass
class Shown:
    """What the list of customers shows, by customer."""

    rows: dict[int, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))


def persons(keys: Sequence[int]) -> list[Party]:
    """The parties of some keys, with their branches and cities."""
    found = Party.objects.unscoped(_WHY).select_related("branch__city_branch")
    first, last = min(keys), max(keys)
    wanted = set(keys)
    return [one for one in found.filter(pk__range=(first, last)).order_by("pk") if one.pk in wanted]


class Deciding:
    """Everybody decided as of today, as a run of the whole bank decides."""

    def __init__(self) -> None:
        self.bank = Branch.objects.get(parent=None)
        self.at = AsOf(clock.today(), clock.now())
        self.subjects = facts_of_branch(self.bank, self.at)

    def classes(self) -> dict[str, str]:
        """The class that is found of each who has one for certain, by his number, without storing anything."""
        scale = next(one for one in scales_run() if one.pack == CUSTOMER_CLASS)
        rows = decide_pack(scale, self.subjects, self.bank).rows
        return {
            number: found for number, status, found, *_rest in rows if status == "decided" and found
        }

    def write(self) -> None:
        """Every scale of everybody, stored."""
        results = [decide_pack(scale, self.subjects, self.bank) for scale in scales_run()]
        keep_results(results, self.subjects, self.at)


class Register:
    """The register of classes: most in force since some day of two years, others in every other state."""

    def __init__(self, draw: random.Random, shown: Shown) -> None:
        self.draw, self.shown, self.rows = draw, shown, Rows(Standing)
        self.periods: dict[date, Periods] = {}
        self.approvers = dict(_approvers())
        self.watches = 0

    def add(self, party: Party, klass: str, opened: Opened) -> None:
        """A class that was once given for what is still found of him today."""
        given = opened.renewed_on + timedelta(days=self.draw.randint(1, 6))
        periods = self._periods(given)
        until = periods.valid_until(given)
        state = self.draw.choice(_STATES)
        if until <= clock.today():
            state = S.EXPIRED
        elif state == S.EXPIRED:
            state = S.VALID
        changes = getattr(self, f"_{state}", self._valid)(klass, given, periods)
        self._record(
            party,
            state,
            opened,
            {"klass": klass, "given_on": given, "valid_until": until, **changes},
        )

    def write(self) -> None:
        """Inserts the register."""
        self.rows.write()

    def _record(self, party: Party, state: str, opened: Opened, fields: dict[str, Any]) -> None:
        given = fields["given_on"]
        self.rows.add(
            party_id=party.pk,
            scale="customer_class",
            state=state,
            basis="finding",
            city_branch_id=party.branch.city_branch_id,
            given_by=opened.manager.number,
            approved_by=self._approver(party.branch),
            rechecked_on=given,
            rechecked_by=opened.manager.number,
            valid_from=given,
            assumptions=[],
            superseded=False,
            recorded_at=datetime.combine(given, time(17, 0), clock.CHINA),
            **fields,
        )
        self.shown.rows[party.pk] |= {
            "customer_class": fields["klass"],
            "class_state": state,
            "class_until": fields["valid_until"],
            "next_recheck_on": self._periods(given).recheck_on(given),
        }

    def _valid(self, klass: str, given: date, periods: Periods) -> dict[str, Any]:
        return {}

    def _watch(self, klass: str, given: date, periods: Periods) -> dict[str, Any]:
        """Found lower some weeks ago; the class held is one above what is found today."""
        most = min(periods.cooldown_days - DAYS_LEFT, (clock.today() - given).days - 1)
        ago = most if not self.watches else self.draw.randint(1, max(most, 1))
        self.watches += 1
        found = clock.today() - timedelta(days=max(ago, 1))
        held = next((better for better, lower in _LOWER.items() if lower == klass), klass)
        return {
            "klass": held,
            "class_found": klass,
            "fall_found_on": found,
            "watch_until": periods.watch_until(found),
        }

    def _suspended(self, klass: str, given: date, periods: Periods) -> dict[str, Any]:
        return {
            "suspended_on": clock.today() - timedelta(days=self.draw.randint(1, 20)),
            "suspended_because": "贷款系统报送逾期",
            "suspended_by": "rule:day_end",
        }

    def _fallen(self, klass: str, given: date, periods: Periods) -> dict[str, Any]:
        return {"valid_until": clock.today() - timedelta(days=self.draw.randint(1, 20))}

    _removed = _fallen

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
