"""What is over a list: its items are summed up first, a row for each subject, and what stands here reads that row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kefen.compiling.answers import FOREVER
from kefen.compiling.extremes import reach_in_sql
from kefen.compiling.sql.columns import Columns
from kefen.compiling.sql.histories import Histories
from kefen.compiling.sql.instalments import Instalments
from kefen.compiling.sql.text import Column, literal, quote
from kefen.language.operators import ORDERS
from kefen.language.syntax import Apply, Fact, Meant, Over


@dataclass
class Lists:
    """Writes what is over lists; ``aggregates`` are the columns each list is summed up to. ``sql`` writes the rest."""

    columns: Columns
    sql: Callable[[Meant], str]
    histories: Histories
    instalments: Instalments
    aggregates: dict[str, dict[Column, str]] = field(default_factory=dict)

    @property
    def made(self) -> set[Column]:
        """All columns that lists are summed up to."""
        return {column for made in self.aggregates.values() for column in made}

    def over(self, node: Over) -> str:
        """Something over a list or a history that is no count."""
        if node.source.kind.name == "history":
            return self.histories.test(node)
        if not self.columns.is_loaded(node):
            return literal(None, self.columns.type_of(node))
        if node.operator in ("some", "every"):
            return self.quantified(node)
        if node.operator in ("worst", "best"):
            return self.extreme(node)
        return self.aggregated(node)

    def compare_count(self, node: Apply) -> str:
        """A count held against a number."""
        low, high = self.interval(node.args[0])
        n = self.sql(node.args[1])
        order = ORDERS[node.operator]
        sure, hoped = (low, high) if order.from_below else (high, low)
        true, false = f"{sure} {node.operator} {n}", f"{hoped} {order.contrary} {n}"
        return f"CASE WHEN {true} THEN TRUE WHEN {false} THEN FALSE END"

    def interval(self, node: Meant) -> tuple[str, str]:
        """Least and most of a count."""
        if isinstance(node, Apply) and node.operator == "+":
            sides = [self.interval(arg) for arg in node.args]
            return tuple(f"({' + '.join(side[i] for side in sides)})" for i in (0, 1))  # type: ignore[return-value]
        assert isinstance(node, Over)
        if node.source.kind.name == "history":
            return self.histories.interval(node)
        if not self.columns.is_loaded(node):
            return "0", str(FOREVER)
        kept = self.of_item(node, node.filter)
        low, high = ("1", "1") if node.operator == "count" else self.interval(node.body)  # type: ignore[arg-type]
        names = self.aggregate(
            node,
            [
                ("least", f"SUM(CASE WHEN {kept} THEN {low} ELSE 0 END)"),
                ("most", f"SUM(CASE WHEN ({kept}) IS NOT FALSE THEN {high} ELSE 0 END)"),
            ],
        )
        return f"COALESCE({names[0]}, 0)", f"COALESCE({names[1]}, 0)"

    def of_item(self, node: Over, part: Meant | None) -> str:
        """A condition or value of each item; without one, what keeps every item."""
        if part is None:
            return "TRUE"
        assert isinstance(node.source, Fact)
        loans = self.instalments.of_lists.setdefault(node.source.name, {})
        with self.instalments.noted_in(loans):
            return self.sql(part)

    def quantified(self, node: Over) -> str:
        assert node.body is not None
        kept, body = self.of_item(node, node.filter), self.of_item(node, node.body)
        if node.operator == "some":
            test = f"({kept}) AND ({body})" if node.filter is not None else body
            coded = f"MAX(CASE WHEN {test} THEN 2 WHEN ({test}) IS NULL THEN 1 ELSE 0 END)"
            (name,) = self.aggregate(node, [("some", coded)])
            return f"CASE COALESCE({name}, 0) WHEN 2 THEN TRUE WHEN 0 THEN FALSE END"
        test = f"NOT ({kept}) OR ({body})" if node.filter is not None else body
        coded = f"MIN(CASE WHEN {test} THEN 2 WHEN ({test}) IS NULL THEN 1 ELSE 0 END)"
        (name,) = self.aggregate(node, [("every", coded)])
        return f"CASE COALESCE({name}, 2) WHEN 2 THEN TRUE WHEN 0 THEN FALSE END"

    def aggregated(self, node: Over) -> str:
        assert node.body is not None
        kept = self.of_item(node, node.filter)
        body = self.of_item(node, node.body)
        function = {"sum": "SUM", "least": "MIN", "most": "MAX"}[node.operator]
        unknown = f"({kept}) IS NULL OR (({kept}) AND ({body}) IS NULL)"
        names = self.aggregate(
            node,
            [
                ("unknown", f"MAX(CASE WHEN {unknown} THEN 1 ELSE 0 END)"),
                ("value", f"{function}(CASE WHEN {kept} THEN {body} END)"),
            ],
        )
        empty = self.sql(node.empty) if node.empty is not None else "NULL"
        empty = "0" if node.operator == "sum" else empty
        return f"CASE WHEN {names[0]} = 1 THEN NULL ELSE COALESCE({names[1]}, {empty}) END"

    def extreme(self, node: Over) -> str:
        """The worst or best of sets of possible results, see ``extremes``; unknown as soon as one of them is."""
        assert node.body is not None
        assert node.empty is not None
        kept = self.of_item(node, node.filter)
        body, empty = self.of_item(node, node.body), self.sql(node.empty)
        some = f"({kept}) IS NOT FALSE"
        reach = reach_in_sql(node, f"({body})")
        unknown, any_, all_ = self.aggregate(
            node,
            [
                ("unknown", f"MAX(CASE WHEN {some} AND ({body}) IS NULL THEN 1 ELSE 0 END)"),
                ("any", f"BIT_OR(CASE WHEN {some} THEN {body} END)"),
                ("all", f"BIT_AND(CASE WHEN {kept} THEN {reach} END)"),
            ],
        )
        return (
            f"CASE WHEN {unknown} = 1 THEN NULL WHEN {all_} IS NULL"
            f" THEN COALESCE({any_}, 0) | {empty} ELSE {any_} & {all_} END"
        )

    def aggregate(self, node: Over, columns: Sequence[tuple[str, str]]) -> list[str]:
        """Columns of the list's own stage; their names here."""
        assert isinstance(node.source, Fact)
        known = self.aggregates.setdefault(node.source.name, {})
        stand_in = self.columns.stand_ins.get(node)
        if stand_in is None:
            number = sum(len(made) for made in self.aggregates.values()) + 1
            stand_in = {f"over {number} {suffix}": sql for suffix, sql in columns}
            self.columns.stand_ins[node] = stand_in
            known |= stand_in
        return [quote(column) for column in stand_in]
