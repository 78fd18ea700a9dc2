"""The cases below the clauses that they expect something of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kefen.explaining.outcomes import LACKABLE
from kefen.policy import Clause
from kefen.publishing.woven import Woven
from kefen.values import Words
from kefen.verifying import Case

_CASES_SHOWN = 4


@dataclass(frozen=True)
class WovenCases:
    """The cases of a page."""

    woven: Woven

    @cached_property
    def cases(self) -> dict[str, list[Case]]:
        """The cases under each clause."""
        return cases_by_clause(self.woven.weaving.cases)

    def cases_of(self, clause: Clause) -> str:
        """A few of the cases that name the clause, and how many there are."""
        cases = self.cases.get(clause.id, [])
        if not cases:
            return ""
        shown = "".join(f"<li>{self.case(case, clause)}</li>" for case in cases[:_CASES_SHOWN])
        more = len(cases) - _CASES_SHOWN
        rest = f'<li class="more">{self.woven.say("more cases", n=more)}</li>' if more > 0 else ""
        return f'<div class="cases"><p>{self.woven.say("cases")}</p><ul>{shown}{rest}</ul></div>'

    def case(self, case: Case, clause: Clause) -> str:
        """The title of a case; said as not met where the case is one without the criterion."""
        zh, _, en = case.title.partition("|")
        title = self.woven.said(Words(zh.strip(), en.strip()))
        return self.woven.say("case not met", case=title) if self.lacks(case, clause) else title

    def lacks(self, case: Case, clause: Clause) -> bool:
        """Whether a case expects a criterion or grade to be false: it misses it, or ends below it for want of it."""
        expect = case.expect
        if clause.act not in LACKABLE or clause.id in _ids(expect.get("meets")):
            return False
        if clause.id in (*_ids(expect.get("only_misses")), *_ids(expect.get("misses"))):
            return True
        ends = [end.place for end in self.woven.policy.acts("otherwise")]
        scale = self.woven.policy.decides
        named = {scale.terms[place].id for place in ends if place is not None} if scale else set()
        return expect.get("status") == "refused" or str(expect.get("result")) in named


def cases_by_clause(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """Cases under each clause they expect something of, those about this clause alone first."""
    found: dict[str, list[Case]] = {}
    for key in ("only_misses", "decisive", "misses", "meets"):
        for case in cases:
            for id in _ids(case.expect.get(key)):
                if case not in found.setdefault(id, []):
                    found[id].append(case)
    return found


def _ids(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(item) for item in (value if isinstance(value, list) else [value])]
