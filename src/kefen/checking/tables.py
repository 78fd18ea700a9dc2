"""Decision tables and scorecards: cells to tests, rows to conditions."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kefen.checking.expressions import check_tree
from kefen.checking.holding import Region, never_holds, region_of
from kefen.checking.numbers import constant, number, value_advice
from kefen.checking.scope import Scope
from kefen.language.joining import all_of
from kefen.language.parser import parse_test
from kefen.language.syntax import TRUE, Apply, Call, Const, Meant, Name
from kefen.reading.draft import Cell, Statement, Table
from kefen.values import DECIMAL, FLAG, Kind

Row = tuple[Cell, ...]

_CITES = ("依据", "cites")
_ANYTHING = "-"
#: what a word processor makes of a dash, and what means "as above" on paper
_DASHES = "－—–―‐‑−─"
_ABOVE = ("同上", "〃", '"', "″", "''")
_FLAGS = {"是": "true", "否": "false", "yes": "true", "no": "false"}
#: rows are compared pair by pair up to this many; in longer tables only equal rows are found
_COMPARED = 400


class TableReader:
    """The rows of a statement's table: tested columns, then the result, perhaps a citation."""

    def __init__(self, statement: Statement, scope: Scope) -> None:
        assert statement.table is not None
        self.table: Table = statement.table
        self.name = statement.parts["name"]
        self.scope = scope
        header = [cell.text for cell in self.table.header]
        self.cites = next((i for i, text in enumerate(header[1:], 1) if text in _CITES), -1)
        *self.tested, self.result = [i for i in range(len(header)) if i != self.cites]
        self.check_headers()

    def check_headers(self) -> None:
        """A column whose cells all hold for anything is of a name too, or a misspelt one would be passed over."""
        for place in self.tested:
            header = self.table.header[place]
            if all(row[place].text == _ANYTHING for row in self.table.rows):
                check_tree(Name(header.span, header.text), None, self.scope)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows below the header."""
        return self.table.rows

    def citation(self, row: Row) -> Cell | None:
        """The cell that cites the row, if it does."""
        cell = row[self.cites] if self.cites >= 0 else None
        return None if cell is None or cell.text in (_ANYTHING, "") else cell

    def title(self, row: Row) -> str:
        """The tests of a row as they are written."""
        return " ".join(row[i].text for i in self.tested if row[i].text != _ANYTHING)

    def first_match(self, kind: Kind) -> Meant | None:
        """The value of the first row that holds; unknown by the text when none does."""
        args: list[Meant] = []
        tests = [self.test(row) for row in self.rows]
        for row, test in zip(self.rows, tests, strict=True):
            value = self.value(row[self.result], kind)
            if test is not None and value is not None:
                args += [test, value]
        self.check_reached(tests)
        if len(args) < 2 * len(tests):
            return None
        if tests[-1] == TRUE:
            return Apply(kind, "first", tuple(args[:-2] + args[-1:]))
        message = f"the table `{self.name}` does not end with a row of `-`"
        advice = "what no row meets is unknown by the text, and told as its gap"
        self.scope.found.note("P002", message, self.rows[-1][0].span, advice)
        return Apply(kind, "first", (*args, Const(kind, None, span=self.table.span)))

    def scored(self) -> Iterator[tuple[Row, Meant, Decimal]]:
        """The rows of a scorecard with their tests and points."""
        tests = [self.test(row) for row in self.rows]
        self.check_reached(tests)
        for row, test in zip(self.rows, tests, strict=True):
            points = self.points(row[self.result])
            if test is not None and points is not None:
                yield row, test, points

    # --- cells --------------------------------------------------------------------------------

    def test(self, row: Row) -> Meant | None:
        """The tests of a row joined; nothing after a diagnostic."""
        cells = [(self.table.header[i], row[i]) for i in self.tested]
        tests = [self.cell_test(*pair) for pair in cells if pair[1].text != _ANYTHING]
        whole = [test for test in tests if test is not None]
        if len(whole) < len(tests):
            return None
        test = all_of(*whole)
        if any(True for _ in never_holds(test, self.scope.vocabulary.facts)):
            self.scope.found.warn("P003", f"a row of `{self.name}` can never hold", row[0].span)
        return test

    def cell_test(self, header: Cell, cell: Cell) -> Meant | None:
        if self.is_unsaid(cell):
            return None
        subject = Name(header.span, header.text)
        word = _FLAGS.get(cell.text.lower()) if self.is_flag(header) else None
        if word is not None:
            answer = Call(cell.span, "=", (subject, Name(cell.span, word)))
            return check_tree(answer, FLAG, self.scope)
        tree = parse_test(cell.span, subject, self.scope.found)
        return None if tree is None else check_tree(tree, FLAG, self.scope)

    def is_unsaid(self, cell: Cell) -> bool:
        """Whether a cell leaves open what it tests: one that was merged looks like any that is blank."""
        if cell.text and not cell.text.strip(_DASHES):
            self.scope.found.error("R006", f"`{cell.text}` is a wide dash", cell.span, "write `-`")
        elif not cell.text or cell.text in _ABOVE:
            message = f"the cell `{cell.text}` tests nothing" if cell.text else "the cell is blank"
            advice = "write the test of the row above again, or `-` for anything"
            self.scope.found.error("R006", message, cell.span, advice)
        else:
            return False
        return True

    def is_flag(self, header: Cell) -> bool:
        """Whether a column asks a fact that is or is not so: its cells may say 是 and 否."""
        vocabulary = self.scope.vocabulary
        spec = vocabulary.facts.get(vocabulary.names.get(header.text, ""))
        return spec is not None and spec.kind == FLAG

    def value(self, cell: Cell, kind: Kind) -> Const | None:
        try:
            return Const(kind, constant(cell.text, kind), span=cell.span)
        except ValueError:
            message = f"`{cell.text}` is not a result of `{self.name}`"
            self.scope.found.error("T002", message, cell.span, value_advice(cell.text, kind))
            return None

    def points(self, cell: Cell) -> Decimal | None:
        try:
            return Decimal(number(cell.text, DECIMAL))
        except ValueError:
            self.scope.found.error("T002", f"`{cell.text}` is not a number of points", cell.span)
            return None

    # --- rows that are never reached ------------------------------------------------------------

    def check_reached(self, tests: list[Meant | None]) -> None:
        """A row below one that holds whenever it does is never reached."""
        seen: dict[Meant, Row] = {}
        above: list[tuple[Region, Row]] = []
        for row, test in zip(self.rows, tests, strict=True):
            if test is None:
                continue
            earlier = seen.get(test)
            region = region_of(test) if len(self.rows) <= _COMPARED else None
            if earlier is None and region is not None:
                earlier = next((known for kept, known in above if kept.covers(region)), None)
            if earlier is not None:
                message = f"a row of `{self.name}` is never reached: the other holds first"
                place, other = row[0].span, earlier[0].span
                self.scope.found.error("P005", message, place, other=other)
            seen.setdefault(test, row)
            if region is not None:
                above.append((region, row))
