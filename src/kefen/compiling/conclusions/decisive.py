"""The one clause that a decision rests on."""

from __future__ import annotations

from kefen.compiling.answers import RESULT, STATUS, UNDETERMINED
from kefen.compiling.conclusions.clauses import Clauses
from kefen.compiling.conclusions.flags import integer
from kefen.language.joining import all_of, any_of, first_of, negated, opened, proven
from kefen.language.syntax import FALSE, TRUE, Apply, Meant, Step, apply
from kefen.policy import Clause, Policy
from kefen.values import INTEGER


def decisive(clauses: Clauses, base: list[Meant], banned: Meant, rejected: Meant) -> Meant:
    """Exactly one clause, text order breaking ties; none when undetermined."""
    bans = [(proven(clauses.test(c)), clauses.place(c.id)) for c in clauses.acts("ban")]
    pairs: list[tuple[Meant, Meant]] = [(status_is(UNDETERMINED), integer(None))]
    if bans:
        pairs.append((banned, first_of(bans, integer(None))))
    pairs.append((rejected, _lacking(clauses)))
    pairs += _by_bounds(clauses)
    pairs += _by_adjustments(clauses, base)
    pairs += _by_starts(clauses)
    return first_of(pairs, integer(None))


def _by_bounds(clauses: Clauses) -> list[tuple[Meant, Meant]]:
    pairs: list[tuple[Meant, Meant]] = []
    for clause in clauses.acts("at least", "exactly", "at most"):
        here = _result_is(clauses, clauses.rank_of(clause))
        pairs.append((all_of(proven(clauses.test(clause)), here), clauses.place(clause.id)))
    return pairs


def _by_adjustments(clauses: Clauses, base: list[Meant]) -> list[tuple[Meant, Meant]]:
    pairs: list[tuple[Meant, Meant]] = []
    for clause in clauses.adjusting():
        holds = opened if clause.amount > 0 else proven
        for rank in clauses.ranks:
            to = clauses.moved(rank, clause)
            among = not clause.among or clauses.order[rank] in clause.among
            if to != rank and among and base[rank] != FALSE:
                test = all_of(holds(clauses.test(clause)), base[rank], _result_is(clauses, to))
                pairs.append((test, clauses.place(clause.id)))
    return pairs


def _by_starts(clauses: Clauses) -> list[tuple[Meant, Meant]]:
    pairs: list[tuple[Meant, Meant]] = []
    for clause in clauses.acts("grade"):
        inner = [(proven(s), clauses.place(s.name)) for s in _alternatives(clauses, clause)]
        choice = first_of(inner, clauses.place(clause.id))
        here = _result_is(clauses, clauses.rank_of(clause))
        pairs.append((all_of(here, proven(clauses.test(clause))), choice))
    for clause in clauses.acts("band", "base"):
        pairs.append((_result_is(clauses, clauses.rank_of(clause)), clauses.place(clause.id)))
    ends = clauses.acts("otherwise")
    if ends:
        lacking = _lacking(clauses) if clauses.acts("grade") else clauses.place(ends[0].id)
        pairs.append((TRUE, lacking))
    return pairs


def _alternatives(clauses: Clauses, clause: Clause) -> list[Step]:
    """The first group of alternative criteria met when the grade's condition is read in order."""
    return _first_group(clauses.policy, clause.test) if clause.test is not None else []


def _first_group(policy: Policy, node: Meant) -> list[Step]:
    """In the order of the text, without recursion: a policy may be a chain of thousands."""
    waiting, met = [node], set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, Apply) and part.operator == "or":
            steps = [arg for arg in part.args if isinstance(arg, Step)]
            if len(steps) == len(part.args):
                return steps
        elif isinstance(part, Apply) and part.operator == "and":
            waiting += reversed(part.args)
        elif isinstance(part, Step) and part.name not in met:
            met.add(part.name)
            test = policy.by_id[part.name].test
            waiting += [] if test is None else [test]
    return []


def _lacking(clauses: Clauses) -> Meant:
    """The lowest grade's first failing criterion, or the grade itself."""
    lowest = clauses.acts("grade")[-1] if clauses.acts("grade") else None
    if lowest is None or lowest.test is None:
        return integer(None)
    parts = (
        lowest.test.args
        if isinstance(lowest.test, Apply) and lowest.test.operator == "and"
        else (lowest.test,)
    )
    pairs = [
        (negated(opened(part)), clauses.place(part.name))
        for part in parts
        if isinstance(part, Step)
    ]
    return first_of(pairs, clauses.place(lowest.id))


def _result_is(clauses: Clauses, rank: int) -> Meant:
    return apply("proven", apply("=", Step(INTEGER, RESULT), integer(clauses.order[rank])))


def status_is(*codes: int) -> Meant:
    return any_of(*(apply("=", Step(INTEGER, STATUS), integer(code)) for code in codes))
