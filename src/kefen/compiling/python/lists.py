"""What is over a list or a history: a loop over items, or a count of months."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kefen.compiling.answers import FOREVER
from kefen.compiling.extremes import reach_in_python
from kefen.compiling.histories import codes_where, telling_codes
from kefen.compiling.python.lines import Code, Lines
from kefen.language.operators import ORDERS
from kefen.language.syntax import Apply, Fact, Item, Meant, Over
from kefen.values import UNKNOWN_MONTH
from kefen.vocabulary import ListSpec


@dataclass
class Lists:
    """Writes what is over lists; ``items`` are those of the loops around what is written, and places of their fields.

    ``emit`` writes any other expression.
    """

    lines: Lines
    emit: Callable[[Meant], Code]
    listed: Mapping[str, ListSpec]
    items: list[tuple[str, dict[str, int]]] = field(default_factory=list)

    def item(self, node: Item) -> Code:
        name, fields = self.items[-1 - node.depth]
        return Code(f"{name}[{fields[node.name]}]", atomic=False)

    def over(self, node: Over) -> Code:
        if node.source.kind.name == "history":
            return self.over_history(node)
        if node.operator in ("some", "every"):
            return self.quantified(node)
        if node.operator in ("worst", "best"):
            return self.extreme(node)
        return self.aggregated(node)

    def over_history(self, node: Over) -> Code:
        source = self.lines.atom(self.emit(node.source))
        s = source.text
        hit, rest = ("False", "True") if node.operator == "every" else ("True", "False")
        codes = telling_codes(node)
        found = " or ".join(f"{code!r} in {s}" for code in codes) or "False"
        text = f"{hit} if {found} else None if {UNKNOWN_MONTH!r} in {s} else {rest}"
        return Code(f"(None if {s} is None else {text})", atomic=False)

    def quantified(self, node: Over) -> Code:
        """``some`` is true at the first true item; ``every`` false at the first false one."""
        ends, rest = ("True", "False") if node.operator == "some" else ("False", "True")
        result = self.lines.fresh("q")
        source = self.lines.atom(self.emit(node.source))
        self.lines.line(f"{result} = None if {source.text} is None else {rest}")

        def body() -> None:
            kept = self.skip_unless_kept(node)
            assert node.body is not None
            test = self.lines.atom(self.emit(node.body)).text
            self.lines.line(f"if {kept}{test} is {ends}: {result} = {ends}; break")
            self.lines.line(f"if {test} is not {rest}: {result} = None")

        self.loop(node, source, body)
        return Code(result)

    def aggregated(self, node: Over) -> Code:
        """A sum or an extreme: unknown as soon as one item that may count is unknown."""
        result, unknown = self.lines.fresh("q"), self.lines.fresh("u")
        source = self.lines.atom(self.emit(node.source))
        empty = "0" if node.operator == "sum" else "None"
        self.lines.line(f"{result} = {empty}; {unknown} = {source.text} is None")
        pick = {
            "sum": "{r} + {v}",
            "least": "{v} if {r} is None else min({r}, {v})",
            "most": "{v} if {r} is None else max({r}, {v})",
        }[node.operator]

        def body() -> None:
            kept = self.skip_unless_kept(node)
            assert node.body is not None
            value = self.lines.atom(self.emit(node.body))
            known = f"not ({kept}{value.text} is not None)" if kept else f"{value.text} is None"
            self.lines.line(f"if {known}: {unknown} = True; break")
            self.lines.line(f"{result} = {pick.format(r=result, v=value.text)}")

        self.loop(node, source, body)
        if node.empty is not None:
            default = self.emit(node.empty)
            self.lines.line(f"if {result} is None and not {unknown}: {result} = {default.text}")
        self.lines.line(f"if {unknown}: {result} = None")
        return Code(result)

    def extreme(self, node: Over) -> Code:
        """The worst or best of sets of possible results, see ``extremes``; unknown as soon as one of them is."""
        any_, all_, unknown, result = (self.lines.fresh(prefix) for prefix in "mmuq")
        source = self.lines.atom(self.emit(node.source))
        self.lines.line(f"{any_} = 0; {all_} = None; {unknown} = {source.text} is None")

        def body() -> None:
            kept = self.skip_unless_kept(node).removesuffix(" and ")
            assert node.body is not None
            value = self.lines.atom(self.emit(node.body)).text
            self.lines.line(f"if {value} is None: {unknown} = True; break")
            self.lines.line(f"{any_} |= {value}")
            reach = f"{all_} = {reach_in_python(node, value)} & (-1 if {all_} is None else {all_})"
            self.lines.line(f"if {kept}: {reach}" if kept else reach)

        self.loop(node, source, body)
        assert node.empty is not None
        empty = self.lines.atom(self.emit(node.empty))
        none = f"{any_} | {empty.text}"
        if empty.nullable:
            none = f"None if {empty.text} is None else {none}"
        self.lines.line(f"if {unknown}: {result} = None")
        self.lines.line(f"elif {all_} is None: {result} = {none}")
        self.lines.line(f"else: {result} = {any_} & {all_}")
        return Code(result)

    def skip_unless_kept(self, node: Over) -> str:
        """Pass over items the filter leaves out; a condition that the item is surely kept, if it may be open."""
        if node.filter is None:
            return ""
        kept = self.lines.atom(self.emit(node.filter)).text
        self.lines.line(f"if {kept} is False: continue")
        return f"{kept} is True and "

    def loop(self, node: Over, source: Code, body: Callable[[], None]) -> None:
        name = self.lines.fresh("i")
        assert isinstance(node.source, Fact)
        listed = self.listed[node.source.name]
        fields = {field_name: place for place, field_name in enumerate(listed.fields)}
        with self.lines.block(f"for {name} in {source.text} or ():"):
            self.items.append((name, fields))
            body()
            self.items.pop()

    def compare_count(self, node: Apply) -> Code:
        low, high = self.interval(node.args[0])
        number = self.lines.atom(self.emit(node.args[1]))
        n = number.text
        order = ORDERS[node.operator]
        sure, hoped = (low, high) if order.from_below else (high, low)
        true, false = f"{sure} {node.operator} {n}", f"{hoped} {order.contrary} {n}"
        text = f"True if {true} else False if {false} else None"
        unknown = f"None if {n} is None else " if number.nullable else ""
        return Code(f"({unknown}{text})", atomic=False)

    def interval(self, node: Meant) -> tuple[str, str]:
        """Names of the least and the most of a count."""
        if isinstance(node, Apply) and node.operator == "+":
            sides = [self.interval(arg) for arg in node.args]
            return (
                self.lines.keep(Code(" + ".join(side[0] for side in sides))).text,
                self.lines.keep(Code(" + ".join(side[1] for side in sides))).text,
            )
        assert isinstance(node, Over)
        if node.source.kind.name == "history":
            return self.history_interval(node)
        low, high = self.lines.fresh("n"), self.lines.fresh("n")
        source = self.lines.atom(self.emit(node.source))
        self.lines.line(f"{low} = 0; {high} = {FOREVER} if {source.text} is None else 0")
        self.loop(node, source, lambda: self.count_item(node, low, high))
        return low, high

    def count_item(self, node: Over, low: str, high: str) -> None:
        kept = self.skip_unless_kept(node).removesuffix(" and ") or "True"
        least, most = ("1", "1") if node.body is None else self.interval(node.body)
        self.lines.line(f"{high} += {most}")
        self.lines.line(f"if {kept}: {low} += {least}")

    def history_interval(self, node: Over) -> tuple[str, str]:
        low, high = self.lines.fresh("n"), self.lines.fresh("n")
        source = self.lines.atom(self.emit(node.source))
        s = source.text
        counted = " + ".join(f"{s}.count({code!r})" for code in codes_where(node)) or "0"
        self.lines.line(f"if {s} is None: {low} = 0; {high} = {FOREVER}")
        self.lines.line(f"else: {low} = {counted}; {high} = {low} + {s}.count({UNKNOWN_MONTH!r})")
        return low, high
