"""The page of one decision: why, why not, what would lift it, what it rests on, what changed. Audience is an argument."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

import kefen
from kefen.compiling.audience import Audience
from kefen.compiling.names_read import facts_read
from kefen.explaining import Difference, Explanation, difference_lines, what_changed
from kefen.explaining.proposing import say_proposal, witness
from kefen.explaining.reasons import Measure, WhyNot
from kefen.explaining.rendering import say_holds, say_wait
from kefen.explaining.telling import Reason
from kefen.saying.values import say_value
from workbench.accounts.names import name_in, with_names
from workbench.common.languages import language
from workbench.customers.knowing import holding
from workbench.customers.models import Fact, Party
from workbench.customers.rows import rows_of
from workbench.decisions.keeping import stored
from workbench.decisions.models import Decision
from workbench.decisions.wording import headline_of
from workbench.policies.wording import version_label


class Telling(TextChoices):
    """For whom a decision is told."""

    MANAGER = "manager", _("For the account manager")
    CUSTOMER = "customer", _("For the customer")
    AUDITOR = "auditor", _("For the auditor")


AUDIENCES: dict[str, Audience] = {
    Telling.MANAGER: "restricted",
    Telling.CUSTOMER: "customer",
    Telling.AUDITOR: "restricted",
}


class Cause(StrEnum):
    """What made one decision follow another."""

    POLICY = "policy"
    LIST = "list"
    FACT = "fact"
    TIME = "time"


CAUSES = {
    Cause.POLICY: _("Another policy text"),
    Cause.LIST: _("Another reference list"),
    Cause.FACT: _("Other facts"),
    Cause.TIME: _("Time alone"),
}


#: changes that are shown before the rest is folded
MOST_SHOWN = 8


@dataclass(frozen=True)
class FactLine:
    """A value that a clause read: in words, with source, day and evidence."""

    name: str
    label: str
    value: str
    source: str = ""
    day: str = ""
    entered_by: str = ""
    evidence: Any = None


@dataclass(frozen=True)
class Line:
    """A reason with what lies below it, and at the top of a tree the article and the values it read."""

    reason: Reason
    said: str
    lines: tuple[Line, ...]
    article: str = ""
    facts: tuple[FactLine, ...] = ()
    decisive: bool = False

    @property
    def state(self) -> str:
        return {True: "met", False: "unmet", None: "unknown"}[self.reason.state]


@dataclass(frozen=True)
class Way:
    """What would lift the decision. `set` are values to try in the what-if, `facts` what to bring."""

    text: str
    facts: tuple[str, ...] = ()
    tries: tuple[tuple[str, str], ...] = ()
    day: Any = None


@dataclass(frozen=True)
class Before:
    """The decision before, its causes, and line by line what changed."""

    row: Decision
    causes: tuple[Any, ...]
    lines: tuple[str, ...]

    @property
    def first(self) -> tuple[str, ...]:
        return self.lines[:MOST_SHOWN]

    @property
    def rest(self) -> tuple[str, ...]:
        return self.lines[MOST_SHOWN:]


@dataclass(frozen=True)
class Told:
    """A stored or tried decision in the reader's language, for one audience."""

    decision: kefen.Decision
    audience: Audience
    party: Party
    row: Decision | None = None

    @cached_property
    def explanation(self) -> Explanation:
        return kefen.explain(self.decision, language(), audience=self.audience)

    @cached_property
    def seen(self) -> kefen.Decision:
        """The decision as its audience may see it."""
        return self.explanation.decision

    @property
    def headline(self) -> str:
        """What was decided, in a sentence."""
        return headline_of(self.seen, language())

    @property
    def title(self) -> str:
        """What the policy is called."""
        return str(self.seen.policy.title.said(language()))

    @property
    def version(self) -> str:
        """What the version of the policy is called."""
        return version_label(self.seen.policy.version)

    # --- reasons ----------------------------------------------------------------------------------------

    @cached_property
    def why(self) -> list[Line]:
        told = self.explanation
        found = [*told.why, *told.bans, *told.adjustments, *told.bounds]
        if told.decisive is not None and told.decisive not in found:
            found.insert(0, told.decisive)
        return [self.line(one) for one in dict.fromkeys(found)]

    @cached_property
    def why_not(self) -> list[tuple[WhyNot, list[Line]]]:
        return [(one, [self.line(r) for r in one.reasons]) for one in self.explanation.why_not]

    def line(self, reason: Reason) -> Line:
        clause = self.seen.policy.by_id.get(reason.clause)
        decisive = self.explanation.decisive
        return Line(
            reason,
            reason.said(language()),
            tuple(self._below(child) for child in reason.children),
            reason.quote,
            tuple(self._facts_of(facts_read(clause))) if clause else (),
            decisive is not None and reason.clause == decisive.clause,
        )

    def _below(self, reason: Reason) -> Line:
        lines = tuple(self._below(child) for child in reason.children)
        return Line(reason, reason.said(language()), lines, reason.quote)

    # --- facts ------------------------------------------------------------------------------------------

    @cached_property
    def facts(self) -> list[FactLine]:
        """Every value that the policy was given, none of a third party for the customer."""
        return list(self._facts_of(self.seen.facts_used))

    def _facts_of(self, names: Iterable[str]) -> Iterator[FactLine]:
        rests_on, used = self.seen.decider.rests_on, self.seen.facts_used
        wanted = {given for name in names for given in (name, *rests_on.get(name, ()))}
        for name in used:
            if name in wanted and not self._hidden(name):
                yield self._fact(name)

    def _hidden(self, name: str) -> bool:
        private = self.seen.policy.vocabulary.third_party(name) is not None
        return private and self.audience == "customer"

    def _fact(self, name: str) -> FactLine:
        vocabulary, lang = self.seen.policy.vocabulary, language()
        spec, label = vocabulary.facts.get(name), vocabulary.label_of(name)
        shown = str(label.said(lang) if label else name)
        if spec is None:
            return FactLine(name, shown, str(len(self.seen.facts_used[name])))
        value = say_value(self.seen.value(name), spec.kind, lang, spec.unit)
        row = self._on_record.get(name)
        day = dict(self.seen.facts.dated).get(name) or (row.true_on if row else None)
        return FactLine(
            name,
            shown,
            value,
            source=spec.source.said(lang),
            day=day.isoformat() if day else "",
            entered_by=name_in(row, "entered_by") if row and self.audience != "customer" else "",
            evidence=row.evidence if row else None,
        )

    @cached_property
    def _on_record(self) -> dict[str, Fact]:
        """The rows of the register from which the party's own values came."""
        if self.row is None:
            return {}
        known = rows_of(self.party)
        held = holding(known, as_of=self.row.as_of, known_at=self.row.known_at)
        rows = Fact.objects.unscoped("the grounds of a decision").select_related("evidence")
        found = with_names(rows, "entered_by").in_bulk(
            [one.id for one in held.values() if not one.confidential]
        )
        return {row.name: row for row in found.values()}

    # --- what would lift it -----------------------------------------------------------------------------

    @cached_property
    def bring(self) -> list[Way]:
        told = self.explanation
        return [Way(say_proposal(one, told), one.facts) for one in told.lift.bring]

    @cached_property
    def change(self) -> list[Way]:
        told = self.explanation
        return [
            Way(say_proposal(one, told), one.facts, tuple(_tries(witness(one, told))))
            for one in told.lift.change
        ]

    @cached_property
    def wait(self) -> list[Way]:
        told = self.explanation
        return [Way(say_wait(one, told), day=one.day) for one in told.lift.wait]

    @cached_property
    def measures(self) -> list[Measure]:
        """What is allowed, required, limited or to be done."""
        return [one for one in self.explanation.measures if one.state == "granted"]

    @cached_property
    def open_measures(self) -> list[Measure]:
        """What may be: its conditions are not known."""
        return [one for one in self.explanation.measures if one.state == "open"]

    @cached_property
    def holds(self) -> list[str]:
        return list(say_holds(self.explanation))


def told(row: Decision, party: Party, audience: Audience) -> Told:
    """A stored decision for an audience."""
    return Told(stored(row), audience, party, row)


def before(row: Decision, earlier: Decision, audience: Audience) -> Before:
    """What changed from an earlier decision of the same scale."""
    old, new = stored(earlier).seen_by(audience), stored(row).seen_by(audience)
    found = what_changed(old, new)
    return Before(earlier, tuple(_causes(found)), tuple(difference_lines(found, language())))


def _causes(found: Difference) -> Iterator[Any]:
    old, new = found.before, found.after
    others = [
        (Cause.POLICY, old.policy.digest != new.policy.digest),
        (Cause.LIST, old.policy.lists_digest != new.policy.lists_digest),
        (Cause.FACT, old.facts_used != new.facts_used),
    ]
    causes = [cause for cause, holds in others if holds]
    yield from (CAUSES[cause] for cause in causes or [Cause.TIME])


def _tries(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, bool):
            yield name, "true" if value else "false"
        elif value is not None and not isinstance(value, list | dict):
            yield name, str(value)
