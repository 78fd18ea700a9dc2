"""What was given to its inside form, in SQL.

SQL takes what is plainly right: an id, a label, an ISO date, a number within bounds. Everything else is asked of the one
reader, ``deciding.facts``, through a function of the engine; it alone says what is accepted, so the two cannot differ.
A value that is not accepted becomes NULL where something was given; ``intake`` looks for such places.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from kefen.compiling.histories import UNKNOWN_MONTH
from kefen.compiling.to_sql import SQL_TYPES
from kefen.deciding.facts import (
    FLAG_WORDS,
    MONTHS,
    Convert,
    NotAccepted,
)
from kefen.language.operators import OPERATORS
from kefen.policy import FactSpec
from kefen.running.columns import WHOLE
from kefen.running.workspace import Workspace, quoted
from kefen.values import NO_WORDS, PLACES, WHOLE_DIGITS, Domain, Kind


class Value(NamedTuple):
    """A value as it was given: a plain column, and its type there."""

    sql: str
    type: str


_DAYS = "BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'"


def converted(space: Workspace, spec: FactSpec, convert: Convert, given: Value) -> str:
    """The inside form of a value; NULL when it is unknown or not accepted."""
    value, type_ = given
    native = _native(spec, value, type_)
    if native:
        return native
    text = value if type_ == "VARCHAR" else f"CAST({value} AS VARCHAR)"
    plain = _plain(spec, text)
    if spec.kind.name == "text" and not spec.check:
        return plain
    reader = space.teach(_accepting(convert), SQL_TYPES[spec.kind.name])
    return f"COALESCE({plain}, CASE WHEN {_says_something(spec, text)} THEN {reader}({text}) END)"


def may_fail(spec: FactSpec, type_: str) -> bool:
    """Whether a value of a type may not be accepted: plain texts and flags of the file always are."""
    if spec.kind.name == "text":
        return bool(spec.check)
    return not (spec.kind.name == "flag" and type_ == "BOOLEAN")


def refused(space: Workspace, spec: FactSpec, convert: Convert, given: Value, inside: str) -> str:
    """Whether something was given and not accepted; a code for *not known* is accepted."""
    if _native(spec, *given):
        return f"{inside} IS NULL AND {given.sql} IS NOT NULL"
    text = f"CAST({given.sql} AS VARCHAR)"
    nothing = f"{inside} IS NULL AND {_says_something(spec, text)}"
    if spec.kind.domain is None or not spec.kind.domain.unknown:
        return nothing
    refuses = space.teach(_refusing(convert), "BOOLEAN")
    return f"CASE WHEN {nothing} THEN {refuses}({text}) END"


def _says_something(spec: FactSpec, text: str) -> str:
    """Whether a text is neither empty nor, plainly, a code for *not known*."""
    codes = spec.kind.domain.unknown if spec.kind.domain else ()
    return f"{text} NOT IN ({', '.join(map(quoted, ('', *codes)))})"


#: the day a fact is of
DAY = FactSpec("day", NO_WORDS, Kind("date"))


def _accepting(convert: Convert) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return convert(text)
        except NotAccepted:
            return None

    return read


def _refusing(convert: Convert) -> Callable[[str], bool]:
    def refuses(text: str) -> bool:
        try:
            convert(text)
        except NotAccepted:
            return True
        return False

    return refuses


# --- types that need no text ----------------------------------------------------------------------------


def _native(spec: FactSpec, value: str, type_: str) -> str:
    """The inside form of a value that the file already holds in its own type; nothing for other pairs."""
    kind = spec.kind.name
    if kind == "flag" and type_ == "BOOLEAN":
        return value
    if kind == "date" and type_ in ("DATE", "TIMESTAMP"):
        day = value if type_ == "DATE" else f"CAST({value} AS DATE)"
        return f"CASE WHEN {day} {_DAYS} THEN {day} END"
    if not spec.kind.is_number:
        return ""
    if type_ in WHOLE or (type_.startswith("DECIMAL") and _scale(type_) <= PLACES[kind]):
        return f"CASE WHEN {value} {_bounds(spec)} THEN CAST({value} AS {SQL_TYPES[kind]}) END"
    return ""


def _scale(type_: str) -> int:
    return int(re.findall(r"\d+", type_)[-1])


def _bounds(spec: FactSpec) -> str:
    """``BETWEEN`` the least and the greatest value accepted."""
    kind = spec.kind.name
    digits = min(WHOLE_DIGITS[kind], 18 - PLACES[kind])
    last = Decimal(10) ** digits - Decimal(1).scaleb(-PLACES[kind])
    low = spec.low if spec.low is not None else -last if spec.negative else Decimal(0)
    high = min(spec.high, last) if spec.high is not None else last
    return f"BETWEEN {max(low, -last):f} AND {high:f}"


# --- texts that are plainly right -------------------------------------------------------------------------


def _plain(spec: FactSpec, x: str) -> str:
    kind = spec.kind
    if kind.domain is not None:
        return _word(kind.name, kind.domain, x)
    if kind.is_number:
        return _number(spec, x)
    if kind.name == "flag":
        return _flag(x)
    if kind.name == "date":
        return _date(x)
    if spec.check:
        return f"CASE WHEN {OPERATORS[spec.check].sql.format(x)} THEN {x} END"
    return f"NULLIF({x}, '')"


def _flag(x: str) -> str:
    yes, no = (
        ", ".join(
            quoted(word)
            for word, flag in FLAG_WORDS.items()
            if isinstance(word, str) and flag is side
        )
        for side in (True, False)
    )
    return f"CASE WHEN {x} IN ({yes}) THEN TRUE WHEN {x} IN ({no}) THEN FALSE END"


def _word(kind: str, domain: Domain, x: str) -> str:
    if kind == "history":
        codes = "".join(re.escape(term.id) for term in domain.terms) + re.escape(UNKNOWN_MONTH)
        return (
            f"CASE WHEN REGEXP_FULL_MATCH({x}, {quoted(f'[{codes}]{{{MONTHS}}}')}) THEN {x}"
            f" WHEN REGEXP_FULL_MATCH({x}, {quoted(f'[{codes}]{{1,{MONTHS}}}')})"
            f" THEN RPAD({x}, {MONTHS}, {quoted(UNKNOWN_MONTH)}) END"
        )
    spelled = ", ".join(map(quoted, _spellings(domain)))
    place = f"(LIST_POSITION([{spelled}], {x}) - 1) % {len(domain.terms)}"
    if kind in ("choice", "scale"):
        return f"CAST({place} AS UTINYINT)"
    mask = f"CAST(1 AS BIGINT) << CAST({place} AS BIGINT)"
    return mask if kind == "outcome" else f"CASE WHEN {x} IN ('无', 'none') THEN 0 ELSE {mask} END"


def _spellings(domain: Domain) -> list[str]:
    """Rows of all terms: ids, labels, codes; a term that has no further spelling repeats its id."""
    terms = [(term.id, *filter(None, (*term.label, *term.also))) for term in domain.terms]
    longest = max(len(words) for words in terms)
    rows = [
        [words[row] if row < len(words) else words[0] for words in terms] for row in range(longest)
    ]
    return [word if domain.places[word] == place else domain.terms[place].id
            for row in rows for place, word in enumerate(row)]  # fmt: skip


def _number(spec: FactSpec, x: str) -> str:
    kind = spec.kind.name
    digits = min(WHOLE_DIGITS[kind], 18 - PLACES[kind])
    sign = "[+-]?" if spec.negative or (spec.low is not None and spec.low < 0) else "[+]?"
    places = f"([.][0-9]{{1,{PLACES[kind]}}})?" if PLACES[kind] else ""
    number = f"TRY_CAST({x} AS {SQL_TYPES[kind]})"
    test = f"REGEXP_FULL_MATCH({x}, '{sign}[0-9]{{1,{digits}}}{places}')"
    if spec.low is not None or spec.high is not None:
        test += f" AND {number} {_bounds(spec)}"
    return f"CASE WHEN {test} THEN {number} END"


def _date(x: str) -> str:
    iso = f"TRY_CAST({x} AS DATE)"
    dashed = f"REPLACE(TRANSLATE({x}, '/.年月', '----'), '日', '')"
    packed = f"{x}[1:4] || '-' || {x}[5:6] || '-' || {x}[7:8]"
    return (
        f"CASE WHEN LENGTH({x}) = 10 AND CAST({iso} AS VARCHAR) = {x} THEN {iso}"
        f" WHEN REGEXP_FULL_MATCH({x}, '[12][0-9]{{7}}') THEN TRY_CAST({packed} AS DATE)"
        f" WHEN REGEXP_FULL_MATCH({x}, '[12][0-9]{{3}}[-/.年][0-9]{{1,2}}[-/.月][0-9]{{1,2}}日?')"
        f" THEN TRY_CAST({dashed} AS DATE) END"
    )
