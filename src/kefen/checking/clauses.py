"""Statements to clauses: ids, citations, values of the decided scale, conditions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

from kefen.checking.citations import NO_CLAUSE, CitationReader, shown
from kefen.checking.expressions import check_expression
from kefen.checking.holding import never_holds
from kefen.checking.numbers import one_of
from kefen.checking.scope import Scope
from kefen.checking.tables import TableReader
from kefen.diagnostics import did_you_mean
from kefen.language.syntax import Meant
from kefen.policy import Act, Clause
from kefen.reading.draft import Statement, words
from kefen.source import Span
from kefen.values import FLAG, Domain, Words

ON_SCALE = ("grade", "otherwise", "base", "at least", "at most", "exactly", "band")
_DEFINES = ("define", "value")
_NEED_WHEN = (
    "criterion", "define", "value", "grade", "at least", "at most", "exactly", "adjust",
    "ban", "points", "allow", "require", "do",
)  # fmt: skip


@dataclass
class ClauseReader:
    """Reads the statements of one version; ``definitions`` are the clauses that define facts."""

    scope: Scope
    decides: Domain | None
    citing: CitationReader
    definitions: list[Clause] = field(default_factory=list)
    _ids: dict[str, Span] = field(default_factory=dict)
    _plain_ids: Counter[str] = field(default_factory=Counter)

    def read(self, statements: Iterable[Statement]) -> tuple[Clause, ...]:
        """All clauses in the order of the text."""
        clauses: list[Clause] = []
        for statement in statements:
            self.scope.found.article = statement.article.label if statement.article else ""
            if statement.keyword in NO_CLAUSE:
                self.citing.read_plain(statement)
            elif statement.keyword == "scorecard":
                clauses.extend(self.scorecard(statement))
            elif statement.keyword == "table" or _is_shown_table(statement):
                clauses.extend(self.value_table(statement))
            else:
                clauses.append(self.clause(statement))
        self.scope.found.article = ""
        return tuple(clauses)

    # --- one clause ---------------------------------------------------------------------------

    def clause(self, statement: Statement) -> Clause:
        keyword, parts = statement.keyword, statement.parts
        own = parts.get("id", "")
        citations = self.citing.read(statement, tuple(own.split(".")[1:]))
        made = Clause(
            self.unique_id(statement),
            cast("Act", keyword),
            statement.title,
            citations,
            statement.quote,
            self.citing.on_days(self.test(statement), statement, citations),
            self.place(statement),
            self.amount(statement),
            self.target(statement),
            self.among(statement),
            self.bound(statement),
            parts.get("comparison", "").replace("≤", "<=").replace("≥", ">="),
            words(statement.line("note")),
            words(statement.line("fails")),
            statement.span,
        )
        if keyword in _DEFINES:
            self.definitions.append(made)
        return made

    def unique_id(self, statement: Statement) -> str:
        """The id as written, else the statement's own words with a number if need be."""
        own = statement.parts.get("id", "")
        named = own or shown(statement)
        if own and own in self._ids:
            message = f"`{own}` is defined twice"
            self.scope.found.error("N003", message, statement.span, other=self._ids[own])
        self._plain_ids[named] += 1
        number = self._plain_ids[named]
        unique = named if number == 1 else f"{named} #{number}"
        self._ids.setdefault(unique, statement.span)
        return unique

    # --- conditions ---------------------------------------------------------------------------

    def test(self, statement: Statement) -> Meant | None:
        keyword = statement.keyword
        if statement.expression is None:
            if keyword in _NEED_WHEN:
                message = f"`{shown(statement)}` has no condition"
                advice = "write it on the next line, indented"
                self.scope.found.error("R005", message, statement.span, advice)
            return None
        if keyword in _DEFINES:
            name = self.fact_name(statement)
            kind = self.scope.fact_kind(name) if name else None
            return check_expression(statement.expression, kind, self.scope)
        node = check_expression(statement.expression, FLAG, self.scope)
        self.check_holds(node, statement)
        return node

    def check_holds(self, node: Meant | None, statement: Statement) -> None:
        if node is None:
            return
        for part in never_holds(node, self.scope.vocabulary.facts):
            whole = part is node
            message = f"`{shown(statement)}` can never hold"
            self.scope.found.warn(
                "P003",
                message if whole else f"a part of `{shown(statement)}` can never hold",
                statement.span if whole or not part.span.source.path else part.span,
            )

    def fact_name(self, statement: Statement) -> str:
        word = statement.parts["name"]
        vocabulary = self.scope.vocabulary
        name = vocabulary.names.get(word, "")
        if name and name not in vocabulary.lists:
            return name
        advice = did_you_mean(word, vocabulary.names)
        message = f"no fact `{word}` in the vocabulary"
        self.scope.found.error("N001", message, statement.span, advice)
        return ""

    # --- what is concluded --------------------------------------------------------------------

    def place(self, statement: Statement) -> int | None:
        if statement.keyword not in ON_SCALE:
            return None
        return self.scale_place(statement.parts["value"], statement)

    def scale_place(self, word: str, statement: Statement) -> int | None:
        if word == "refuse" and statement.keyword == "otherwise":
            return None
        found = self.scope.found
        if self.decides is None:
            return None
        if word not in self.decides.places:
            message = f"`{word}` is not a value of `{self.decides.name}`"
            ids = [term.id for term in self.decides.terms]
            advice = one_of(word, ids, self.decides.places)
            if statement.keyword == "otherwise" and word.startswith(("refus", "拒")):
                advice = "write `otherwise refuse`"
            found.error("T002", message, statement.span, advice)
            return None
        return self.decides.places[word]

    def amount(self, statement: Statement) -> Decimal:
        amount = Decimal(statement.parts.get("amount", "0"))
        if statement.keyword == "adjust" and amount == 0:
            message = "an adjustment of 0 steps moves nothing"
            self.scope.found.error("T002", message, statement.span)
        return -amount if statement.parts.get("way") == "up" else amount

    def target(self, statement: Statement) -> str:
        keyword, name = statement.keyword, statement.parts.get("name", "")
        if keyword in _DEFINES:
            return self.scope.vocabulary.names.get(name, name)
        if keyword == "limit":
            return self.fact_name(statement)
        if keyword in ("allow", "require", "do"):
            return self.measure(statement)
        if keyword == "points":
            return statement.parts.get("factor", "") or f"points {statement.span.line}"
        return ""

    def measure(self, statement: Statement) -> str:
        word, measures = statement.parts["name"], self.scope.vocabulary.measures
        named = next((name for name, label in measures.items() if word in (name, *label)), "")
        if not named:
            message = f"no measure `{word}` in the vocabulary"
            self.scope.found.error("N001", message, statement.span, did_you_mean(word, measures))
        if named in self.scope.vocabulary.forbids and statement.keyword != "require":
            message, advice = f"`{word}` is a prohibition", "a prohibition is a `require`"
            self.scope.found.error("P001", message, statement.span, advice)
        return named

    def among(self, statement: Statement) -> tuple[int, ...]:
        listed = statement.parts.get("among", "").replace("，", ",").split(",")
        places = (self.scale_place(word.strip(), statement) for word in listed if word)
        return tuple(place for place in places if place is not None)

    def bound(self, statement: Statement) -> Meant | None:
        name = self.scope.vocabulary.names.get(statement.parts.get("name", ""), "")
        if statement.keyword != "limit" or name not in self.scope.vocabulary.facts:
            return None
        kind = self.scope.fact_kind(name)
        if not kind.is_number and kind.name != "date":
            message = f"`{name}` is no quantity that a limit could bound"
            self.scope.found.error("T001", message, statement.span)
            return None
        return check_expression(statement.places["bound"], kind, self.scope)

    # --- tables -------------------------------------------------------------------------------

    def value_table(self, statement: Statement) -> list[Clause]:
        """One defining clause of a first-match table."""
        name = self.fact_name(statement)
        if not name or not self.has_table(statement):
            return []
        table = TableReader(statement, self.scope)
        citations = self.citing.read(statement)
        for row in table.rows:
            self.citing.read_row(table.citation(row), citations)
        test = table.first_match(self.scope.fact_kind(name))
        if test is None:
            return []
        clause = Clause(
            self.unique_id(statement),
            "value" if statement.keyword == "value" else "define",
            statement.title,
            citations,
            statement.quote,
            test,
            target=name,
            span=statement.span,
        )
        self.definitions.append(clause)
        return [clause]

    def scorecard(self, statement: Statement) -> list[Clause]:
        """A ``points`` clause for each row."""
        if not self.has_table(statement):
            return []
        factor = statement.parts["name"]
        table = TableReader(statement, self.scope)
        citations = self.citing.read(statement)
        clauses = []
        for number, (row, test, points) in enumerate(table.scored(), 1):
            title = table.title(row)
            self._ids[f"{factor} {number}"] = row[0].span
            clauses.append(
                Clause(
                    f"{factor} {number}",
                    "points",
                    Words(title, title),
                    self.citing.read_row(table.citation(row), citations),
                    statement.quote,
                    test,
                    amount=points,
                    target=factor,
                    span=row[0].span,
                )
            )
        return clauses

    def has_table(self, statement: Statement) -> bool:
        if statement.table is None:
            message = f"no table follows `{shown(statement)}`"
            self.scope.found.error("R006", message, statement.span)
            return False
        if len(statement.table.header) < 2:
            message = "the table needs a tested column and a result"
            self.scope.found.error("R006", message, statement.table.header[0].span)
            return False
        return True


def _is_shown_table(statement: Statement) -> bool:
    """``value NAME`` above a table: the table's result is shown with the decision."""
    named = statement.keyword == "value" and statement.expression is None
    return named and statement.table is not None
