"""How a policy's conclusions fit together, and the order of its definitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise

from kefen.checking.clauses import ON_SCALE
from kefen.diagnostics import Diagnostics
from kefen.language.operators import OPERATORS
from kefen.language.syntax import Apply, Assumed, Meant, Parameter, StepId, steps_read, walk
from kefen.policy import Assumption, Clause, ParameterSpec
from kefen.source import Span
from kefen.values import Domain
from kefen.vocabulary import FactSpec

_OBSERVE = tuple(row.name for row in OPERATORS.values() if row.unknown == "observes")
_NO_CONCLUSION = ("criterion", "define")
_NEAR = 0.8
_NAMES = {"grade": "ladder of grades", "band": "list of bands"}


def check_structure(
    clauses: tuple[Clause, ...], decides: Domain | None, place: Span, found: Diagnostics
) -> None:
    """The base of a decision is one of ladder, bands, base; each has its end."""
    if not any(clause.act not in _NO_CONCLUSION for clause in clauses):
        if found.errors:
            return
        advice = "a policy has a ladder, bans, measures or values to show"
        found.error("P001", "no clause concludes anything", place, advice)
        return
    starts = [group for act in ("grade", "band", "base") if (group := _acts(clauses, act))]
    if len(starts) > 1:
        message = "a policy starts from a ladder, from bands or from a base, not from two of them"
        found.error("P001", message, starts[1][0].span, other=starts[0][0].span)
    _check_start(clauses, decides, place, found)
    _check_ends(clauses, found)
    for act in ("otherwise", "base"):
        for first, second in pairwise(_acts(clauses, act)):
            found.error("N003", f"`{act}` is said twice", second.span, other=first.span)
    if decides:
        _check_ladder(_acts(clauses, "grade"), decides, found)
        _check_bands(_acts(clauses, "band"), decides, found)


def _acts(clauses: tuple[Clause, ...], *acts: str) -> list[Clause]:
    return [clause for clause in clauses if clause.act in acts]


def _check_start(
    clauses: tuple[Clause, ...], decides: Domain | None, place: Span, found: Diagnostics
) -> None:
    unscaled = () if decides else _acts(clauses, *ON_SCALE)
    for clause in unscaled[:1]:
        advice = "name it as `decides:` in the front matter"
        found.error("P001", f"`{clause.act}` needs a scale to decide on", clause.span, advice)
    if _acts(clauses, "grade", "band", "base"):
        return
    floors = _acts(clauses, "at least", "at most", "exactly")
    if decides and not _acts(clauses, "points"):
        message = f"nothing says where a decision on `{decides.name}` starts"
        where = floors[0].span if floors else place
        advice = "add `base VALUE`, grades or bands"
        if not floors:
            advice = "add `base VALUE`, grades or bands; if only bans decide, delete `decides:`"
        found.error("P001", message, where, advice)
    for clause in _acts(clauses, "adjust")[:1]:
        advice = "add `base VALUE`, grades or bands"
        found.error("P001", "there is no grade to adjust", clause.span, advice)


def _check_ends(clauses: tuple[Clause, ...], found: Diagnostics) -> None:
    ends, bases = _acts(clauses, "otherwise"), _acts(clauses, "base")
    for act, name in _NAMES.items():
        group = _acts(clauses, act)
        if group and not ends:
            advice = "end it with `otherwise VALUE` or `otherwise refuse`"
            found.error("P002", f"the {name} has no `otherwise`", group[-1].span, advice)
    if ends and bases:
        found.error("P001", "a base has no `otherwise`", ends[0].span, other=bases[0].span)
    elif ends and not _acts(clauses, *_NAMES):
        advice = "it stands after grades or bands; a base alone needs none"
        found.error("P001", "`otherwise` ends nothing", ends[0].span, advice)
    points, bands = _acts(clauses, "points"), _acts(clauses, "band")
    if bands and not points and not found.errors:
        advice = "add `points N for FACTOR` clauses or a `scorecard`"
        found.error("P001", "there are bands and no points to sum", bands[0].span, advice)
    if points and not bands:
        advice = "add `band VALUE from N` lines and `otherwise VALUE`"
        found.error("P001", "there are points and no bands to sum them for", points[0].span, advice)


def _check_ladder(grades: list[Clause], decides: Domain, found: Diagnostics) -> None:
    goodness = {place: rank for rank, place in enumerate(decides.by_goodness())}
    for above, below in pairwise(grades):
        if above.place is None or below.place is None:
            continue
        if above.place == below.place:
            message = f"the grade `{decides.terms[below.place].id}` is given twice"
            advice = "join the two conditions with `or`"
            found.error("N003", message, below.span, advice, above.span)
        elif goodness[above.place] > goodness[below.place]:
            found.error("P001", "grades are written best first", below.span, other=above.span)


def _check_bands(bands: list[Clause], decides: Domain, found: Diagnostics) -> None:
    goodness = {place: rank for rank, place in enumerate(decides.by_goodness())}
    for above, below in pairwise(bands):
        if above.place is None or below.place is None:
            continue
        if above.amount <= below.amount or goodness[above.place] >= goodness[below.place]:
            message = "bands are written best first, with falling scores"
            found.error("P001", message, below.span, other=above.span)


def check_factors(clauses: Iterable[Clause], names: Mapping[str, str], found: Diagnostics) -> None:
    """Of a factor the first true row counts, of two factors both do: a name spelled twice adds points in silence."""
    seen: dict[str, Span] = {}
    for clause in clauses:
        if clause.act != "points" or clause.target in seen:
            continue
        fact = names.get(clause.target, clause.target)
        same = next((word for word in seen if names.get(word, word) == fact), "")
        near = next(iter(get_close_matches(clause.target, seen, n=1, cutoff=_NEAR)), "")
        message = (
            f"`{same or near}` and `{clause.target}` are two factors: the points of both count"
        )
        advice = "write one name if they are one factor"
        if same:
            found.error("N002", message, clause.span, advice, seen[same])
        elif near:
            found.warn("N002", message, clause.span, advice, seen[near])
        seen[clause.target] = clause.span


# --- what is never used ---------------------------------------------------------------------------


def check_use(
    clauses: tuple[Clause, ...],
    facts: Mapping[str, FactSpec],
    named: Iterable[ParameterSpec | Assumption],
    found: Diagnostics,
) -> None:
    """Criteria, parameters and assumptions that nothing reads are warned of."""
    conditions = list(_conditions(clauses, facts))
    read = {step for node in conditions for step in steps_read(node)}
    for clause in clauses:
        if clause.act == "criterion" and StepId("clause", clause.id) not in read:
            found.warn("N005", f"the criterion `{clause.id}` is never used", clause.span)
        elif clause.act == "define" and StepId("fact", clause.target) not in read:
            advice = "write `value` instead of `define` to show it with the decision"
            found.warn("N005", f"the fact `{clause.target}` is never used", clause.span, advice)
    parts = [part for node in conditions for part in walk(node)]
    values = {part.name for part in parts if isinstance(part, Parameter)}
    switches = {part.name for part in parts if isinstance(part, Assumed)}
    for spec in named:
        is_value = isinstance(spec, ParameterSpec)
        if spec.name not in (values if is_value else switches):
            what = "parameter" if is_value else "assumption"
            found.warn("N005", f"the {what} `{spec.name}` is never used", spec.span)


def note_known(
    clauses: tuple[Clause, ...], facts: Mapping[str, FactSpec], found: Diagnostics
) -> None:
    """Clauses that ask what is known are listed, and what they read of the vocabulary that does.

    A fact that comes in later may turn them.
    """
    advice = "a fact that becomes known may change what was decided"
    for clause in clauses:
        if any(_asks_what_is_known(node) for node in clause.expressions):
            found.note("P006", f"`{clause.id}` asks what is known", clause.span, advice)
    own = {clause.target for clause in clauses if clause.act in ("define", "value")}
    for name, spec in definitions_read(clauses, facts).items():
        if name not in own and spec.definition and _asks_what_is_known(spec.definition):
            found.note("P006", f"the fact `{name}` asks what is known", spec.span, advice)


def _asks_what_is_known(node: Meant) -> bool:
    return any(isinstance(part, Apply) and part.operator in _OBSERVE for part in walk(node))


def definitions_read(
    clauses: Iterable[Clause], facts: Mapping[str, FactSpec]
) -> dict[str, FactSpec]:
    """The facts worked out from others that clauses read, directly or through each other."""
    nodes = (node for clause in clauses for node in clause.expressions)
    waiting = [step for node in nodes for step in steps_read(node)]
    found: dict[str, FactSpec] = {}
    while waiting:
        step = waiting.pop()
        spec = facts.get(step.name) if step.role == "fact" else None
        if spec is not None and spec.definition is not None and step.name not in found:
            found[step.name] = spec
            waiting += steps_read(spec.definition)
    return found


def _conditions(clauses: tuple[Clause, ...], facts: Mapping[str, FactSpec]) -> Iterator[Meant]:
    for clause in clauses:
        yield from clause.expressions
    yield from (spec.definition for spec in facts.values() if spec.definition is not None)


# --- order ----------------------------------------------------------------------------------------


def in_order(
    clauses: tuple[Clause, ...], facts: Mapping[str, FactSpec], found: Diagnostics
) -> tuple[StepId, ...]:
    """Criteria and derived facts, each after what it reads."""
    tests: dict[StepId, tuple[Meant, Span]] = {
        StepId("fact", name): (spec.definition, spec.span)
        for name, spec in facts.items()
        if spec.definition is not None
    }
    for clause in clauses:
        fact = StepId("fact", clause.target)
        if clause.act == "criterion" and clause.test is not None:
            tests[StepId("clause", clause.id)] = clause.test, clause.span
        elif clause.act in ("define", "value") and fact in tests:
            tests[fact] = tests[fact][0], clause.span
    order = _Order(tests, found)
    for step in tests:
        order.place(step)
    return tuple(order.done)


@dataclass
class _Order:
    """Depth first without recursion: a policy may have a chain of thousands of criteria."""

    tests: Mapping[StepId, tuple[Meant, Span]]
    found: Diagnostics
    done: dict[StepId, None] = field(default_factory=dict)

    def place(self, step: StepId) -> None:
        path: dict[StepId, Iterator[StepId]] = {}
        self.enter(step, path)
        while path:
            current = next(reversed(path))
            following = next(path[current], None)
            if following is None:
                del path[current]
                self.done[current] = None
            elif following in path:
                self.say_ring([*path][[*path].index(following) :], following)
            else:
                self.enter(following, path)

    def enter(self, step: StepId, path: dict[StepId, Iterator[StepId]]) -> None:
        if step in self.tests and step not in self.done:
            path[step] = iter(dict.fromkeys(steps_read(self.tests[step][0])))

    def say_ring(self, ring: list[StepId], step: StepId) -> None:
        shown = " → ".join(f"`{part.name}`" for part in [*ring, step])
        self.found.error("N004", f"refers to itself: {shown}", self.tests[step][1])
