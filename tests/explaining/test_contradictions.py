"""Headline, reasons, contrasts and proposals of one explanation never say the contrary of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import cycle

from kefen.compiling.program import compile_policy
from kefen.deciding import Decider, Decision
from kefen.explaining import Explanation, explain, to_lines
from kefen.explaining.outcomes import outcome_label
from kefen.language.syntax import TRUE
from kefen.reading.folders import shipped_packs
from tests.explaining.samples import sampled


@cache
def explanations() -> list[Explanation]:
    """Samples of all packs, each in one language; by threes, since of each case there are four."""
    decisions = [one for pack in shipped_packs() for one in sampled(pack)]
    return [
        explain(one, lang) for one, lang in zip(decisions, cycle(("zh", "en", "en")), strict=False)
    ]


def every(check: Callable[[Explanation], bool]) -> list[str]:
    """The explanations for which a check fails, told."""
    return ["\n".join(to_lines(one)) for one in explanations() if not check(one)][:1]


def test_a_class_that_is_excluded_has_what_excludes_it() -> None:
    def holds(told: Explanation) -> bool:
        excluded = (why for why in told.why_not if not why.possible)
        return all(any(r.state is not None for r in why.reasons) for why in excluded)

    assert not every(holds)


def test_a_class_that_is_possible_has_only_open_conditions() -> None:
    def holds(told: Explanation) -> bool:
        possible = (why for why in told.why_not if why.possible)
        return all(reason.state is None for why in possible for reason in why.reasons)

    assert not every(holds)


def test_what_is_to_be_brought_leads_to_what_was_possible() -> None:
    def holds(told: Explanation) -> bool:
        return all(set(p.after.possible) <= set(told.possible) for p in told.lift.bring)

    assert not every(holds)


def test_without_the_lone_obstacle_the_class_is_the_one_said() -> None:
    def holds(told: Explanation) -> bool:
        if told.but_for is None or told.lang == "zh":
            return True
        said, reason = told.but_for
        after = without(told.decision, reason.clause)
        return outcome_label(after, after.result or "refused", "en") == said

    assert any(told.but_for for told in explanations())
    assert not every(holds)


def without(decision: Decision, id: str) -> Decision:
    """The decision by a policy in which a ban is missing, or a criterion always holds."""
    clauses = [
        replace(one, test=TRUE) if one.id == id else one
        for one in decision.policy.clauses
        if one.id != id or one.act != "ban"
    ]
    policy = replace(decision.policy, clauses=tuple(clauses))
    return Decider(compile_policy(policy), decision.as_of).decide_values(
        decision.facts, decision.as_of
    )


def test_one_downgrade_applies() -> None:
    assert not every(lambda told: sum(one.state is True for one in told.adjustments) <= 1)


def test_the_points_of_the_factors_add_up_to_the_score() -> None:
    def holds(told: Explanation) -> bool:
        sums = (sum(one.low for one in told.points), sum(one.high for one in told.points))
        return told.score is None or sums == told.score

    assert any(told.points for told in explanations())
    assert not every(holds)


def test_what_announces_a_list_has_one() -> None:
    def holds(told: Explanation) -> bool:
        return not any(_is_empty(line, below) for line, below in _pairs(to_lines(told)))

    assert not every(holds)


def test_a_tick_says_yes() -> None:
    contrary = ("：不符合", "：不明", ": not met", ": unknown")
    marks = ("√", "+ ")

    def holds(told: Explanation) -> bool:
        ticked = (line for line in to_lines(told) if line.lstrip().startswith(marks))
        return not any(line.endswith(contrary) for line in ticked)

    assert not every(holds)


def _pairs(lines: list[str]) -> Iterator[tuple[str, str]]:
    return zip(lines, [*lines[1:], ""], strict=True)


def _is_empty(line: str, below: str) -> bool:
    indent = len(line) - len(line.lstrip())
    return line.endswith(("：", ":")) and len(below) - len(below.lstrip()) <= indent
