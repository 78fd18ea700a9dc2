"""A plan to Python functions, generated as source so that they run at the speed of hand-written code.

No word of a user is ever evaluated: names in the source are generated, texts and decimals stand in a table of constants.
Every step becomes a local variable; a flag is ``True``, ``False`` or ``None``.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kefen.checking.numbers import largest_amount
from kefen.compiling.answers import (
    OUTCOME,
    Answer,
    AnswerFunction,
    Conflict,
    Outcome,
    Settings,
    ValuesFunction,
)
from kefen.compiling.extremes import reach_in_python
from kefen.compiling.histories import codes_where, telling_codes
from kefen.compiling.plan import Group, Plan, Work
from kefen.compiling.simplify import folded
from kefen.compiling.steps import PlannedStep, closure
from kefen.language.annuities import equal_instalment, has_factor
from kefen.language.operators import OPERATORS, ORDERS
from kefen.language.syntax import (
    Apply,
    AsOf,
    Assumed,
    Const,
    Fact,
    Item,
    Meant,
    Over,
    Parameter,
    Step,
    StepId,
    steps_read,
)
from kefen.values import UNKNOWN_MONTH

#: the most of a count that nobody knows: above every integer a fact can be, and a thousand of them added fit 64 bits
FOREVER = 1 << 52
_SAYS_SO = {"=": "==", "in set": "in"}


def answering(plan: Plan, shown: Sequence[StepId], rules: Sequence[Meant] = ()) -> AnswerFunction:
    """The function that decides, with the values of some steps."""
    made: AnswerFunction = _Generator(plan).answering(shown, rules)
    return made


def valuing(plan: Plan, nodes: Sequence[Meant]) -> ValuesFunction:
    """The function that gives the values of expressions."""
    made: ValuesFunction = _Generator(plan).valuing(nodes)
    return made


@dataclass(frozen=True)
class _Code:
    """An expression of the target: its text, whether it may be ``None``, whether it is a bare name or literal.

    ``parts`` are its two halves where it is unknown under a condition and else what the second half says.
    """

    text: str
    nullable: bool = True
    atomic: bool = True
    parts: tuple[str, str] | None = None


def _unless(unknown: str, known: str) -> _Code:
    """``None`` under a condition, else a known value."""
    return _Code(f"(None if {unknown} else {known})", atomic=False, parts=(unknown, known))


class _Blank:
    """What another policy's steps come to without a fact, on the settings last asked for."""

    def __init__(self, facts: int) -> None:
        self.unknown = (None,) * facts
        self.kept: tuple[Settings | None, tuple[Any, ...]] = (None, ())
        self.work_out: Callable[..., tuple[Any, ...]]

    def on(self, settings: Settings) -> tuple[Any, ...]:
        kept = self.kept  # read once: another thread may put another pair in its place
        if kept[0] is not settings:
            kept = self.kept = settings, self.work_out(settings, *self.unknown)
        return kept[1]


@dataclass
class _Generator:
    plan: Plan
    lines: list[str] = field(default_factory=list)
    constants: dict[str, Any] = field(default_factory=dict)
    named: dict[tuple[type, Any], str] = field(default_factory=dict)
    #: what stands for facts and steps, and for settings
    made: dict[StepId, _Code] = field(default_factory=dict)
    fixed: dict[tuple[type[Meant], str], _Code] = field(default_factory=dict)
    items: list[tuple[str, dict[str, int]]] = field(default_factory=list)
    #: for each policy used a function of its own, before the one that calls them
    functions: dict[str, tuple[list[str], _Blank]] = field(default_factory=dict)
    owner: str = ""
    indent: int = 1
    count: int = 0

    def answering(self, shown: Sequence[StepId], rules: Sequence[Meant]) -> Any:
        self.line("broken = conflicts = ()")
        facts = (step.id for step in self.plan.steps if step.id.role == "fact")
        self.work_out([*OUTCOME, *shown, *facts], rules)  # any fact may be contradicted
        for place, rule in enumerate(rules):
            self.ask_rule(place, self.emit(rule))
        told, states = (
            _tuple(self.made[step].text for step in steps) for steps in (OUTCOME, shown)
        )
        self.line(f"return new(Answer, (new(Outcome, {told}), {states}, broken, conflicts))")
        return self.compiled()

    def ask_rule(self, place: int, rule: _Code) -> None:
        """A rule is broken that is known to be false."""
        if rule.parts is None:
            holds = f"{self.atom(rule).text} is not False"
        else:
            holds = " or ".join(f"({part})" for part in rule.parts)
        self.line(f"if not ({holds}): broken += ({place},)")

    def valuing(self, nodes: Sequence[Meant]) -> Any:
        self.line("conflicts = ()")
        self.work_out((), nodes)
        self.line(f"return {_tuple(self.atom(self.emit(node)).text for node in nodes)}")
        return self.compiled()

    def work_out(self, wanted: Iterable[StepId], read: Iterable[Meant]) -> None:
        """Every step that is asked for, or that an expression reads, and all that it depends on."""
        self.read_settings()
        self.read_inputs()
        for name, work in self.plan.item_work.items():
            self.work_on_items(name, work)
        steps = (step for node in read for step in steps_read(node))
        needed = closure([*wanted, *steps], self.plan.steps)
        self.work(self.plan, (step for step in self.plan.steps if step.id in needed))

    def compiled(self) -> Any:
        used = (line for lines, _ in self.functions.values() for line in lines)
        source = "\n".join([*used, "def run(facts, settings):", *self.lines, ""])
        space = {
            "__builtins__": {},
            "len": len,
            "int": int,
            "min": min,
            "max": max,
            "new": tuple.__new__,
            "Answer": Answer,
            "Outcome": Outcome,
            "Conflict": Conflict,
            "instalment": equal_instalment,
            "has_factor": has_factor,
            **self.constants,
        }
        exec(compile(source, f"<{self.plan.policy.name}>", "exec"), space)  # noqa: S102 - generated from a typed tree
        for name, (_, blank) in self.functions.items():
            blank.work_out = space[name]
        return space["run"]

    def work(self, work: Work, needed: Iterable[PlannedStep]) -> None:
        group_of = {step: group for group in work.groups for step in group.steps}
        for group, steps in itertools.groupby(needed, lambda step: group_of.get(step.id)):
            if group is None:
                self.steps(steps)
            else:
                self.of_policy(group, list(steps))

    def work_on_items(self, name: str, work: Work) -> None:
        """Each item of a list with the results of other policies, before any step reads the list."""
        listed = StepId("fact", name)
        given, made = self.made[listed].text, self.fresh("l")
        fields = [self.fresh("x") for _ in work.inputs]
        subject, self.made, self.owner = self.made, dict(self.made), f"{name}."
        places = [StepId("fact", one.name) for one in work.inputs]
        self.made |= {step: _Code(field) for step, field in zip(places, fields, strict=True)}
        self.line(f"{made} = None if {given} is None else []")
        self.line(f"for {', '.join(fields)}, in {given} or ():")
        self.indent += 1
        self.work(work, work.steps)
        self.line(f"{made}.append({_tuple(self.made[step].text for step in places)})")
        self.indent -= 1
        self.made, self.owner = subject, ""
        self.made[listed] = _Code(made)

    def steps(self, steps: Iterable[PlannedStep]) -> None:
        for step in steps:
            if step.id.role == "fact":
                self.derive(step)
            else:
                self.made[step.id] = self.keep(self.emit(step.expression), str(step.id))

    def of_policy(self, group: Group, steps: list[PlannedStep]) -> None:
        """Another policy's steps, as a function; what they come to without a fact depends on the settings and is kept."""
        own = [step.id for step in steps if step.id.role == "fact"]
        read = dict.fromkeys((*(id for step in steps for id in step.reads), *own[:-1]))
        facts = [id for id in read if id.role == "fact" and id in self.made]
        if not facts:
            self.steps(steps)
            return
        name, blank = f"policy{len(self.functions)}", _Blank(len(facts))
        self.functions[name] = self.function_of(name, steps, facts), blank
        given = [self.made[fact].text for fact in facts]
        known = " or ".join(f"{fact} is not None" for fact in given)
        made = [self.fresh("s") for _ in own]
        called = f"{name}(settings, {', '.join(given)})"
        self.line(
            f"contrary, {', '.join(made)} = {called} if {known} else {self.constant(blank)}.on(settings)"
        )
        self.line("conflicts += contrary")
        self.made |= {fact: _Code(value) for fact, value in zip(own[:-1], made, strict=False)}
        self.hold_against(steps[-1], _Code(made[-1]))

    def function_of(self, name: str, steps: list[PlannedStep], facts: list[StepId]) -> list[str]:
        """What some steps come to, of facts that may be known: what contradicts itself, then the facts worked out."""
        inner = _Generator(self.plan, constants=self.constants, named=self.named, owner=self.owner)
        inner.made = {fact: _Code(f"f{place}") for place, fact in enumerate(facts)}
        inner.line("conflicts = ()")
        inner.read_settings()
        *before, result = steps
        inner.steps(before)
        made = [inner.made[step.id].text for step in before if step.id.role == "fact"]
        made.append(inner.keep(inner.emit(result.expression), str(result.id)).text)
        inner.line(f"return {_tuple(['conflicts', *made])}")
        names = "".join(f", f{place}" for place in range(len(facts)))
        return [f"def {name}(settings{names}):", *inner.lines]

    # --- lines ------------------------------------------------------------------------------------

    def line(self, text: str) -> None:
        self.lines.append("    " * self.indent + text)

    def fresh(self, prefix: str = "t") -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def constant(self, value: Any) -> str:
        if value is None or isinstance(value, (bool, int)):
            return repr(value)
        name = self.named.setdefault((type(value), value), f"C{len(self.named)}")
        self.constants[name] = value
        return name

    def keep(self, code: _Code, comment: str = "") -> _Code:
        name = self.fresh("s")
        self.line(f"{name} = {code.text}" + (f"  # {_plain(comment)}" if comment else ""))
        return _Code(name, code.nullable)

    def atom(self, code: _Code) -> _Code:
        if code.atomic:
            return code
        name = self.fresh()
        self.line(f"{name} = {code.text}")
        return _Code(name, code.nullable)

    # --- inputs -----------------------------------------------------------------------------------

    def read_inputs(self) -> None:
        names = [f"f{i}" for i in range(len(self.plan.inputs))]
        if names:
            self.line(f"{', '.join(names)}, = facts")
        for name, given in zip(names, self.plan.inputs, strict=True):
            self.made[StepId("fact", given.name)] = _Code(name)

    def read_settings(self) -> None:
        self.line("as_of, parameters, assumptions = settings")
        values = (*self.plan.parameters, *self.plan.reference_lists)
        for kind, table, owner in (
            (Parameter, values, "parameters"),
            (Assumed, tuple(self.plan.assumptions), "assumptions"),
        ):
            locals_ = [f"{owner[0]}{i}" for i in range(len(table))]
            if locals_:
                self.line(f"{', '.join(locals_)}, = {owner}")
            for local, name in zip(locals_, table, strict=True):
                self.fixed[kind, name] = _Code(local, nullable=kind is Parameter)

    def derive(self, step: PlannedStep) -> None:
        """A supplied value is used; a derivation that differs is a conflict."""
        self.hold_against(step, self.keep(self.emit(step.expression), step.id.name))

    def hold_against(self, step: PlannedStep, derived: _Code) -> None:
        """What was given in the place of a fact counts, and is held against what it was worked out to be."""
        given = self.made.get(step.id)
        if given is None:
            self.made[step.id] = derived
            return
        value = self.fresh("v")
        outcome = step.expression.kind.name == "outcome"
        differs = (
            f"not {given.text} & {derived.text}" if outcome else f"{given.text} != {derived.text}"
        )
        known = f"{derived.text} is not None and " if derived.nullable else ""
        self.line(f"{value} = {derived.text}")
        self.line(f"if {given.text} is not None:")
        self.line(f"    {value} = {given.text}")
        self.line(f"    if {known}{differs}:")
        report = (
            f"Conflict({self.constant(self.owner + step.id.name)}, {given.text}, {derived.text})"
        )
        self.line(f"        conflicts += ({report},)")
        self.made[step.id] = _Code(value)

    # --- expressions --------------------------------------------------------------------------------

    def emit(self, node: Meant) -> _Code:
        if isinstance(node, Const):
            return _Code(self.constant(node.value), nullable=node.value is None)
        if isinstance(node, Fact):
            return self.made[StepId("fact", node.name)]
        if isinstance(node, Step):
            return self.made[node.id]
        if isinstance(node, (Parameter, Assumed)):
            return self.fixed[type(node), node.name]
        if isinstance(node, AsOf):
            return _Code("as_of", nullable=False)
        if isinstance(node, Item):
            return self.item(node)
        if node.kind.name == "count":
            low, high = self.interval(node)
            return _Code(f"({low}, {high})", nullable=False, atomic=False)
        if isinstance(node, Over):
            return self.over(node)
        assert isinstance(node, Apply)
        return self.apply(node)

    def item(self, node: Item) -> _Code:
        name, fields = self.items[-1 - node.depth]
        return _Code(f"{name}[{fields[node.name]}]", atomic=False)

    def apply(self, node: Apply) -> _Code:
        special = _SPECIAL.get(node.operator)
        if special is not None:
            return special(self, node)
        if node.args and node.args[0].kind.name == "count":
            return self.compare_count(node)
        settled = folded(node)
        if settled is not node:
            return self.emit(settled)
        row = OPERATORS[node.operator]
        args = [self.atom(self.emit(arg)) for arg in self.aligned(node)]
        text = row.python.format(*(arg.text for arg in args))
        if row.unknown == "observes":
            return _Code(f"({text})", nullable=False, atomic=False)
        unknowns = [f"{arg.text} is None" for arg in args if arg.nullable]
        if not unknowns:
            return _Code(f"({text})", nullable=False, atomic=False)
        return _unless(" or ".join(unknowns), text)

    def aligned(self, node: Apply) -> tuple[Meant, ...]:
        """Number constants beside decimals become decimals, which compare faster."""
        decimal = any(arg.kind.is_number and arg.kind.name != "integer" for arg in node.args)
        return tuple(
            Const(arg.kind, Decimal(arg.value))
            if decimal and isinstance(arg, Const) and type(arg.value) is int and arg.kind.is_number
            else arg
            for arg in node.args
        )

    def kleene(self, node: Apply) -> _Code:
        """``and`` is false as soon as one part is false, ``or`` true as soon as one is true."""
        ends, other = ("False", "True") if node.operator == "and" else ("True", "False")
        if not all(isinstance(arg, _AT_HAND) or self.is_flat(arg) for arg in node.args):
            return self.kleene_in_turn(node, ends, other)
        parts = [self.emit(arg) for arg in node.args]
        if not any(part.nullable for part in parts):
            joined = f" {node.operator} ".join(part.text for part in parts)
            return _Code(f"({joined})", nullable=False, atomic=False)
        parts = [self.atom(part) for part in parts]
        settled = " or ".join(f"{part.text} is {ends}" for part in parts)
        unknown = " or ".join(f"{part.text} is None" for part in parts if part.nullable)
        text = f"({ends} if {settled} else None if {unknown} else {other})"
        return _Code(text, atomic=False)

    def is_flat(self, node: Meant) -> bool:
        """Whether it is never unknown and takes no line of its own, so that it costs next to nothing to ask."""
        if isinstance(node, _AT_HAND):
            return not self.emit(node).nullable
        if not isinstance(node, Apply):
            return False
        inner = node.args[0]
        if node.operator in ("proven", "open") and isinstance(inner, _AT_HAND):
            return True
        if node.operator == "proven" and isinstance(inner, Apply):
            says_so = inner.operator in _SAYS_SO and isinstance(inner.args[1], Const)
            return says_so and isinstance(inner.args[0], _AT_HAND)
        logic = node.operator in ("and", "or", "not") or node.operator not in _SPECIAL
        return logic and all(self.is_flat(arg) for arg in node.args)

    def kleene_in_turn(self, node: Apply, ends: str, other: str) -> _Code:
        """The same, asking one part after another and stopping at the first that settles it."""
        result, nullable = self.fresh(), False
        self.line(f"{result} = {other}")
        self.line("while True:")
        self.indent += 1
        for arg in node.args:
            part = self.emit(arg)
            self.settle(part, result, ends, other)
            nullable = nullable or part.nullable
        self.line("break")
        self.indent -= 1
        return _Code(result, nullable)

    def settle(self, part: _Code, result: str, ends: str, other: str) -> None:
        """Stop at a part that settles the result; an unknown one leaves it unknown for now."""
        if part.parts is not None:
            unknown, known = part.parts
            self.line(f"if {unknown}: {result} = None")
            self.line(f"elif {'not ' * (ends == 'False')}({known}): {result} = {ends}; break")
            return
        if not part.nullable:
            self.line(f"if {'not ' * (ends == 'False')}{part.text}: {result} = {ends}; break")
            return
        part = self.atom(part)
        self.line(f"if {part.text} is not {other}:")
        self.line(f"    if {part.text} is {ends}: {result} = {ends}; break")
        self.line(f"    {result} = None")

    def proven(self, node: Apply) -> _Code:
        """A comparison with known values is proven when Python says so: ``None`` equals nothing known."""
        inner = node.args[0]
        word = _SAYS_SO.get(inner.operator) if isinstance(inner, Apply) else None
        if word and isinstance(inner, Apply) and isinstance(inner.args[1], Const):
            left = self.atom(self.emit(inner.args[0]))
            right = self.constant(inner.args[1].value)
            return _Code(f"({left.text} {word} {right})", False, atomic=False)
        return _Code(f"({self.atom(self.emit(inner)).text} is True)", False, atomic=False)

    def negate(self, node: Apply) -> _Code:
        part = self.emit(node.args[0])
        if not part.nullable:
            return _Code(f"(not {part.text})", nullable=False, atomic=False)
        part = self.atom(part)
        return _unless(f"{part.text} is None", f"not {part.text}")

    def at_least(self, node: Apply) -> _Code:
        number = self.atom(self.emit(node.args[0]))
        parts = [self.atom(self.emit(arg)) for arg in node.args[1:]]
        low = self.keep(_Code(" + ".join(f"({part.text} is True)" for part in parts), False))
        high = self.keep(_Code(" + ".join(f"({part.text} is not False)" for part in parts), False))
        text = f"(True if {low.text} >= {number.text} else False if {high.text} < {number.text} else None)"
        if number.nullable:
            text = f"(None if {number.text} is None else {text})"
        return _Code(text, atomic=False)

    def first(self, node: Apply) -> _Code:
        """``if c then a else b``, or a table: an unknown condition before the first true one leaves it unknown."""
        pairs = list(zip(node.args[:-1:2], node.args[1::2], strict=False))
        simple = all(isinstance(value, Const) for _, value in pairs) and isinstance(
            node.args[-1], Const
        )
        if simple and len(pairs) <= 12:
            return self.first_inline(pairs, node.args[-1])
        result = self.fresh()
        self.line("while True:")
        self.indent += 1
        for condition, value in pairs:
            test = self.emit(condition)
            if test.nullable:
                test = self.atom(test)
                self.line(f"if {test.text} is None:")
                self.line(f"    {result} = None; break")
            self.line(f"if {test.text}:")
            self.indent += 1
            self.line(f"{result} = {self.emit(value).text}")
            self.line("break")
            self.indent -= 1
        self.line(f"{result} = {self.emit(node.args[-1]).text}")
        self.line("break")
        self.indent -= 1
        return _Code(result)

    def first_inline(self, pairs: Sequence[tuple[Meant, Meant]], otherwise: Meant) -> _Code:
        text, nullable = "", False
        for condition, value in pairs:
            test, result = self.emit(condition), self.emit(value)
            if test.nullable:
                test, nullable = self.atom(test), True
                text += f"None if {test.text} is None else "
            text += f"{result.text} if {test.text} else "
            nullable = nullable or result.nullable
        end = self.emit(otherwise)
        return _Code(f"({text}{end.text})", nullable or end.nullable, atomic=False)

    def within(self, node: Apply) -> _Code:
        """A test of a set of possible outcomes: true of all, false of all, else unknown."""
        left, mask = self.atom(self.emit(node.args[0])), self.emit(node.args[1])
        text = f"True if not {left.text} & ~{mask.text} else False if not {left.text} & {mask.text} else None"
        return _Code(f"(None if {left.text} is None else {text})", atomic=False)

    def instalment(self, node: Apply) -> _Code:
        """An equal instalment; what the checker keeps out and a parameter brings in has none."""
        amount, rate, months = (self.atom(self.emit(arg)) for arg in node.args)
        unknowns = [f"{arg.text} is None" for arg in (amount, rate, months) if arg.nullable]
        inside = f"0 <= {amount.text} < {largest_amount(node)} and has_factor({rate.text}, {months.text})"
        text = f"instalment({amount.text}, {rate.text}, {months.text}) if {inside} else None"
        unknown = f"None if {' or '.join(unknowns)} else " if unknowns else ""
        return _Code(f"({unknown}{text})", atomic=False)

    # --- counts and lists -------------------------------------------------------------------------------

    def compare_count(self, node: Apply) -> _Code:
        low, high = self.interval(node.args[0])
        number = self.atom(self.emit(node.args[1]))
        n = number.text
        order = ORDERS[node.operator]
        sure, hoped = (low, high) if order.from_below else (high, low)
        true, false = f"{sure} {node.operator} {n}", f"{hoped} {order.contrary} {n}"
        text = f"True if {true} else False if {false} else None"
        unknown = f"None if {n} is None else " if number.nullable else ""
        return _Code(f"({unknown}{text})", atomic=False)

    def interval(self, node: Meant) -> tuple[str, str]:
        """Names of the least and the most of a count."""
        if isinstance(node, Apply) and node.operator == "+":
            sides = [self.interval(arg) for arg in node.args]
            return (
                self.keep(_Code(" + ".join(side[0] for side in sides))).text,
                self.keep(_Code(" + ".join(side[1] for side in sides))).text,
            )
        assert isinstance(node, Over)
        if node.source.kind.name == "history":
            return self.history_interval(node)
        low, high = self.fresh("n"), self.fresh("n")
        source = self.atom(self.emit(node.source))
        self.line(f"{low} = 0; {high} = {FOREVER} if {source.text} is None else 0")
        self.loop(node, source, lambda: self.count_item(node, low, high))
        return low, high

    def count_item(self, node: Over, low: str, high: str) -> None:
        kept = self.skip_unless_kept(node).removesuffix(" and ") or "True"
        least, most = ("1", "1") if node.body is None else self.interval(node.body)
        self.line(f"{high} += {most}")
        self.line(f"if {kept}: {low} += {least}")

    def history_interval(self, node: Over) -> tuple[str, str]:
        low, high = self.fresh("n"), self.fresh("n")
        source = self.atom(self.emit(node.source))
        s = source.text
        counted = " + ".join(f"{s}.count({code!r})" for code in codes_where(node)) or "0"
        self.line(f"if {s} is None: {low} = 0; {high} = {FOREVER}")
        self.line(f"else: {low} = {counted}; {high} = {low} + {s}.count({UNKNOWN_MONTH!r})")
        return low, high

    def loop(self, node: Over, source: _Code, body: Callable[[], None]) -> None:
        name = self.fresh("i")
        assert isinstance(node.source, Fact)
        listed = self.plan.policy.vocabulary.lists[node.source.name]
        fields = {field_name: place for place, field_name in enumerate(listed.fields)}
        self.line(f"for {name} in {source.text} or ():")
        self.indent += 1
        self.items.append((name, fields))
        body()
        self.items.pop()
        self.indent -= 1

    def over(self, node: Over) -> _Code:
        if node.source.kind.name == "history":
            return self.over_history(node)
        if node.operator in ("some", "every"):
            return self.quantified(node)
        if node.operator in ("worst", "best"):
            return self.extreme(node)
        return self.aggregated(node)

    def over_history(self, node: Over) -> _Code:
        source = self.atom(self.emit(node.source))
        s = source.text
        hit, rest = ("False", "True") if node.operator == "every" else ("True", "False")
        codes = telling_codes(node)
        found = " or ".join(f"{code!r} in {s}" for code in codes) or "False"
        text = f"{hit} if {found} else None if {UNKNOWN_MONTH!r} in {s} else {rest}"
        return _Code(f"(None if {s} is None else {text})", atomic=False)

    def quantified(self, node: Over) -> _Code:
        """``some`` is true at the first true item; ``every`` false at the first false one."""
        ends, rest = ("True", "False") if node.operator == "some" else ("False", "True")
        result = self.fresh("q")
        source = self.atom(self.emit(node.source))
        self.line(f"{result} = None if {source.text} is None else {rest}")

        def body() -> None:
            kept = self.skip_unless_kept(node)
            assert node.body is not None
            test = self.atom(self.emit(node.body)).text
            self.line(f"if {kept}{test} is {ends}: {result} = {ends}; break")
            self.line(f"if {test} is not {rest}: {result} = None")

        self.loop(node, source, body)
        return _Code(result)

    def skip_unless_kept(self, node: Over) -> str:
        """Pass over items the filter leaves out; a condition that the item is surely kept, if it may be open."""
        if node.filter is None:
            return ""
        kept = self.atom(self.emit(node.filter)).text
        self.line(f"if {kept} is False: continue")
        return f"{kept} is True and "

    def aggregated(self, node: Over) -> _Code:
        """A sum or an extreme: unknown as soon as one item that may count is unknown."""
        result, unknown = self.fresh("q"), self.fresh("u")
        source = self.atom(self.emit(node.source))
        empty = "0" if node.operator == "sum" else "None"
        self.line(f"{result} = {empty}; {unknown} = {source.text} is None")
        pick = {
            "sum": "{r} + {v}",
            "least": "{v} if {r} is None else min({r}, {v})",
            "most": "{v} if {r} is None else max({r}, {v})",
        }[node.operator]

        def body() -> None:
            kept = self.skip_unless_kept(node)
            assert node.body is not None
            value = self.atom(self.emit(node.body))
            known = f"not ({kept}{value.text} is not None)" if kept else f"{value.text} is None"
            self.line(f"if {known}: {unknown} = True; break")
            self.line(f"{result} = {pick.format(r=result, v=value.text)}")

        self.loop(node, source, body)
        if node.empty is not None:
            default = self.emit(node.empty)
            self.line(f"if {result} is None and not {unknown}: {result} = {default.text}")
        self.line(f"if {unknown}: {result} = None")
        return _Code(result)

    def extreme(self, node: Over) -> _Code:
        """The worst or best of sets of possible results, see ``extremes``; unknown as soon as one of them is."""
        any_, all_, unknown, result = (self.fresh(prefix) for prefix in "mmuq")
        source = self.atom(self.emit(node.source))
        self.line(f"{any_} = 0; {all_} = None; {unknown} = {source.text} is None")

        def body() -> None:
            kept = self.skip_unless_kept(node).removesuffix(" and ")
            assert node.body is not None
            value = self.atom(self.emit(node.body)).text
            self.line(f"if {value} is None: {unknown} = True; break")
            self.line(f"{any_} |= {value}")
            reach = f"{all_} = {reach_in_python(node, value)} & (-1 if {all_} is None else {all_})"
            self.line(f"if {kept}: {reach}" if kept else reach)

        self.loop(node, source, body)
        assert node.empty is not None
        empty = self.atom(self.emit(node.empty))
        none = f"{any_} | {empty.text}"
        if empty.nullable:
            none = f"None if {empty.text} is None else {none}"
        self.line(f"if {unknown}: {result} = None")
        self.line(f"elif {all_} is None: {result} = {none}")
        self.line(f"else: {result} = {any_} & {all_}")
        return _Code(result)


def _tuple(names: Iterable[str]) -> str:
    return "(" + "".join(f"{name}, " for name in names) + ")"


_AT_HAND = (Step, Fact, Const, Assumed)


def _plain(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ")


_SPECIAL: dict[str, Callable[[_Generator, Apply], _Code]] = {
    "and": _Generator.kleene,
    "or": _Generator.kleene,
    "not": _Generator.negate,
    "at least": _Generator.at_least,
    "if": _Generator.first,
    "first": _Generator.first,
    "proven": _Generator.proven,
    "within": _Generator.within,
    "instalment": _Generator.instalment,
}
