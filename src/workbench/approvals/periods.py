"""Periods of the bank's own text on keeping a class: the parameters of the pack, on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kefen.calculating.months import add_months
from workbench.accounts.models import Branch
from workbench.policies.queries import decider_for

PACK = "class-maintenance"


@dataclass(frozen=True)
class Periods:
    """How long a class is valid, how often it is looked at again, how long a fall is watched."""

    validity_months: int
    review_months: int
    cooldown_days: int

    def valid_until(self, since: date) -> date:
        """The first day on which a class counted from `since` no longer holds: a month counts once its day is over."""
        return add_months(since, self.validity_months) + timedelta(days=1)

    def recheck_on(self, since: date) -> date:
        """The day on which the periodic re-check is due."""
        return add_months(since, self.review_months) + timedelta(days=1)

    def watch_until(self, found: date) -> date:
        """The day on which a fall found then happens."""
        return found + timedelta(days=self.cooldown_days)


def periods_on(day: date, branch: Branch | None) -> Periods:
    """Those of the text in force at a branch on a day."""
    policy = decider_for(PACK, day, branch).policy
    found = {name: policy.parameters[name].on(day) for name in Periods.__dataclass_fields__}
    return Periods(**{name: int(value) for name, value in found.items()})


def last_before(day: date, months: int) -> date:
    """The newest day from which `months` are over on `day`: counted from it or an earlier one, a period has ended."""
    found = add_months(day, -months)
    while add_months(found, months) + timedelta(days=1) > day:
        found -= timedelta(days=1)
    return found
