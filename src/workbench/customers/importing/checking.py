"""Every row of a file on its own: what it would do, or why it is rejected. A value never stands in a problem."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kefen.spelling import NotAccepted
from workbench.common.errors import RefusedError
from workbench.common.keyring import keyring
from workbench.customers.actions.accepting import FOR_REPORTS
from workbench.customers.identity import Identity, identity_of, phone_of
from workbench.customers.importing.fields import Field, fields_of
from workbench.customers.importing.knowledge import Known, known_of
from workbench.customers.models import (
    Category,
    IdentityKind,
    ImportKind,
    ImportRow,
    ImportSession,
    Outcome,
)

AT_ONCE = 1000


@dataclass
class Checked:
    """A row that was read: `values` by field, `problems` as (column, reason, detail), and whose it is."""

    line: int
    values: dict[str, Any]
    of_facts: frozenset[str] = frozenset()  # names of those that are facts
    identity: Identity | None = None
    problems: list[dict[str, str]] = field(default_factory=list)
    outcome: Outcome = Outcome.REJECTED
    party: int | None = None

    def refuse(self, column: str, reason: str, detail: str = "") -> None:
        self.problems.append({"column": column, "reason": reason, "detail": detail})

    @property
    def facts(self) -> dict[str, Any]:
        """Facts that the row gives."""
        return {name: value for name, value in self.values.items() if name in self.of_facts}


def check_rows(session: ImportSession, rows: Sequence[ImportRow]) -> Iterator[Checked]:
    """Reads rows by the mapping and says what each would do, with a few queries a thousand rows."""
    fields = fields_of(session.kind)
    meant = {column: fields[name] for column, name in session.mapping.items() if name}
    of_facts = frozenset(one.name for one in meant.values() if one.fact)
    seen: set[bytes | str] = set()
    for part in parts(rows):
        read = [_read(Checked(row.line, {}, of_facts), cells_of(row), meant) for row in part]
        for one in read:
            _refuse_twice(one, session.kind, seen)
        known = known_of(session, [one.identity for one in read if one.identity], read)
        for one in read:
            _judge(session, one, known)
            yield one


def parts(rows: Sequence[ImportRow]) -> Iterator[Sequence[ImportRow]]:
    """A thousand rows at once."""
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def sealed(session: int, line: int, cells: Mapping[str, str]) -> bytes:
    """The cells of a row as they are kept."""
    body = json.dumps(dict(cells), ensure_ascii=False).encode()
    return keyring().seal(body, about=f"import {session} {line}")


def cells_of(row: ImportRow) -> dict[str, str]:
    """The cells of a row as they stood, or as they were mended."""
    about = f"import {row.session_id} {row.line}"
    held: dict[str, str] = json.loads(keyring().unseal(bytes(row.cells), about=about))
    return held


def _read(one: Checked, cells: Mapping[str, str], meant: Mapping[str, Field]) -> Checked:
    if "" in cells:
        one.refuse("", "too many cells")
    for column, found in meant.items():
        _read_cell(one, column, found, cells.get(column, ""))
    return one


def _read_cell(one: Checked, column: str, found: Field, text: str) -> None:
    try:
        value = found.read(text) if text else None
        if value is None and found.needed:
            one.refuse(column, "missing")
        elif found.name == "identity" and value is not None:
            one.identity = identity_of(IdentityKind.RESIDENT_ID, str(value))
        elif found.name == "phone" and value is not None:
            one.values["phone"] = phone_of(str(value))
        elif found.name == "category" and value is not None:
            one.values["category"] = _category(str(value))
        elif value is not None:
            one.values[found.name] = value
    except NotAccepted as error:
        one.refuse(column, error.reason, error.detail)
    except (RefusedError, TypeError):
        one.refuse(column, "not accepted")


def _category(text: str) -> str:
    for category in Category:
        if text in (category.value, _ZH[category]):
            return category.value
    raise NotAccepted("not in domain")


_ZH = {
    Category.NORMAL: "正常",
    Category.SPECIAL_MENTION: "关注",
    Category.SUBSTANDARD: "次级",
    Category.DOUBTFUL: "可疑",
    Category.LOSS: "损失",
}


def _refuse_twice(one: Checked, kind: str, seen: set[bytes | str]) -> None:
    """A person, a loan or a report stands once in a file: which of two rows holds nobody can say."""
    keys: set[bytes | str | None] = {one.identity.blind if one.identity else None}
    if kind == ImportKind.LOANS:
        keys = {one.values.get("number")}
    elif kind == ImportKind.REPORTS:
        keys.add(one.values.get("report"))
    named = {key for key in keys if key is not None}
    if named & seen:
        one.refuse("", "stands twice")
    seen |= named


def _judge(session: ImportSession, one: Checked, known: Known) -> None:
    if one.identity is None:
        return
    _judge_person(session, one, known)
    if session.kind == ImportKind.REPORTS and one.party is not None:
        _judge_report(session.business_on, one, known)
    if session.kind == ImportKind.LOANS:
        _judge_loan(session.business_on, one, known)
    if not one.problems:
        one.outcome = _outcome(session, one, known)


def _judge_person(session: ImportSession, one: Checked, known: Known) -> None:
    """Whose row it is, and whether its bringer may speak of him. Who is only somebody's spouse may become a customer."""
    assert one.identity is not None
    blind = one.identity.blind
    one.party = known.parties.get(blind)
    opens = session.kind == ImportKind.CUSTOMERS and (one.party is None or blind in known.related)
    if blind in known.near:
        one.refuse("", "himself")
    elif one.party is None and not opens:
        one.refuse("", "no such customer")
    elif blind in known.elsewhere and not opens:
        one.refuse("", "another branch")
    elif blind in known.outside and not opens:
        one.refuse("", "another manager")


def _judge_report(day: date, one: Checked, known: Known) -> None:
    """As a report is recorded by hand: under his own authorisation, for a query that was made, once."""
    given = known.authorisations.get(str(one.values.get("authorisation", "")))
    covers = given is not None and given.purpose in FOR_REPORTS and given.holds_on(day)
    if given is None or given.party_id != one.party or not covers:
        one.refuse("", "no authorisation")
        return
    recorded = known.reports.get(str(one.values.get("report", "")))
    if recorded is not None:
        if recorded.party_id != one.party or recorded.report_on != day or _changes(one, known):
            one.refuse("", "report recorded")
    elif given.pk not in known.queries or day < known.queries[given.pk].signed_on:
        one.refuse("", "no query")


def _judge_loan(day: date, one: Checked, known: Known) -> None:
    held = known.loans.get(str(one.values.get("number", "")))
    starts, ends = one.values.get("granted_on"), one.values.get("ends_on")
    if starts and ends and ends <= starts:
        one.refuse("", "ends before it starts")
    if held is not None and one.party is not None and held.party_id != one.party:
        one.refuse("", "another customer's loan")
    if held is not None and held.fed_until > day:
        one.refuse("", "told later")


def _outcome(session: ImportSession, one: Checked, known: Known) -> Outcome:
    if session.kind == ImportKind.LOANS:
        held = known.loans.get(str(one.values["number"]))
        return Outcome.UPDATE if held else Outcome.CREATE
    assert one.identity is not None
    if one.party is None or (
        session.kind == ImportKind.CUSTOMERS and one.identity.blind in known.related
    ):
        return Outcome.CREATE
    if session.kind == ImportKind.REPORTS and str(one.values["report"]) not in known.reports:
        return Outcome.UPDATE
    return Outcome.UPDATE if _changes(one, known) else Outcome.UNCHANGED


def _changes(one: Checked, known: Known) -> bool:
    now = known.facts.get(one.party or 0, {})
    return any(now.get(name, [None])[0] != value for name, value in one.facts.items())


def counted(outcomes: Iterable[str]) -> dict[str, int]:
    """Rows by outcome; every row is in one of the four."""
    counts = dict.fromkeys(Outcome.values, 0)
    for outcome in outcomes:
        counts[outcome] += 1
    return counts
