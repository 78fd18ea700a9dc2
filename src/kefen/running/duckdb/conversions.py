"""What was given to its inside form, in SQL.

SQL takes what is plainly right: an id, a label, an ISO date, a number within bounds. Everything else is asked of the one
reader, ``spelling``, through a function of the engine; it alone says what is accepted, so the two cannot differ.
A value that is not accepted becomes NULL where something was given; ``intake`` looks for such places.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from kefen.compiling.dialects import DUCKDB
from kefen.compiling.sql import literal, quote
from kefen.language.operators import OPERATORS
from kefen.language.operators.codes import RESIDENT_ID_SHAPE, RESIDENT_ID_WEIGHTS
from kefen.running.duckdb.columns import WHOLE
from kefen.running.duckdb.workspace import Workspace
from kefen.running.sql.accepted import bounds, flag_of, number_pattern, spellings
from kefen.spelling import BLANKS, PLAIN, Convert, NotAccepted
from kefen.values import MONTHS, NO_WORDS, PLACES, UNKNOWN_MONTH, Domain, Kind
from kefen.vocabulary import FactSpec


class RawValue(NamedTuple):
    """A value as it was given: a plain column, and its type there.

    ``passes`` is a table of the codes of the column that pass their check, each of them checked once.
    ``digits`` is a column with the first 17 digits of a resident number as one number: SQL that works its check digit out
    of characters takes twice as long.
    """

    sql: str
    type: str
    digits: str = ""
    passes: str = ""


#: checks of codes that stand in many rows: the reader, which remembers them, is asked sooner than SQL has worked them out
_REPEATED = ("uscc",)
#: types whose values are texts without blanks and words for nothing
_PLAIN_TEXTS = (*WHOLE, "DATE", "TIMESTAMP", "BOOLEAN")
_DAYS = "BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'"


def converted(space: Workspace, spec: FactSpec, convert: Convert, given: RawValue) -> str:
    """The inside form of a value; NULL when it is unknown or not accepted."""
    native = _native(spec, given.sql, given.type)
    if native:
        return native
    text, reader = _text(given), space.teach(_accepting(convert), DUCKDB.types[spec.kind.name])
    plain = _resident_id(text, given.digits) if given.digits else _plain(spec, text)
    if given.passes:
        plain = f"CASE WHEN {text} IN (SELECT code FROM {given.passes}) THEN {text} END"
    asked = f"CASE WHEN {_says_something(spec, text)} THEN {reader}({text}) END"
    return f"COALESCE({plain}, {asked})" if plain else asked


def _test(spec: FactSpec, text: str) -> str:
    """Whether a text passes the check of a fact."""
    return OPERATORS[spec.check].sql.format(text, matches=DUCKDB.matches)


def check_once(space: Workspace, spec: FactSpec, given: RawValue, relation: str) -> str:
    """A table of the different codes of a column that pass their check; nothing for columns of other kinds.

    Two statements: in one the optimizer would check every row before it looks for the different ones.
    """
    if spec.check not in _REPEATED or spec.key or given.type != "VARCHAR":
        return ""
    name = quote(f"codes of {spec.name}")
    test = _test(spec, "code")
    space.do(
        f"CREATE OR REPLACE TABLE {name} AS SELECT DISTINCT {given.sql} AS code FROM {relation}"
    )
    space.do(f"DELETE FROM {name} WHERE code IS NULL OR code <> UPPER(code) OR NOT {test}")
    return name


def may_fail(spec: FactSpec, type_: str) -> bool:
    """Whether a value of a type may not be accepted, or be a word for nothing."""
    if spec.kind.name == "text":
        return not _native(spec, "", type_)
    return not (spec.kind.name == "flag" and type_ == "BOOLEAN")


REFUSED, NOTHING = 1, 2


def verdict(
    space: Workspace, spec: FactSpec, convert: Convert, given: RawValue, inside: str
) -> str:
    """Why something given is unknown inside: ``REFUSED``, or ``NOTHING`` for a word that says that nobody knows."""
    if _native(spec, given.sql, given.type):
        return f"CASE WHEN {inside} IS NULL AND {given.sql} IS NOT NULL THEN {REFUSED} END"
    text, judge = _text(given), space.teach(_judging(convert), "TINYINT")
    nothing = f"{inside} IS NULL AND {_says_something(spec, text)}"
    return f"CASE WHEN {nothing} THEN {judge}({text}) END"


def _text(given: RawValue) -> str:
    """The value as text; a decimal number without zeros that say nothing."""
    if given.type == "VARCHAR":
        return given.sql
    text = f"CAST({given.sql} AS VARCHAR)"
    if given.type.startswith("DECIMAL") and _scale(given.type):
        return f"RTRIM(RTRIM({text}, '0'), '.')"
    return text


def _says_something(spec: FactSpec, text: str) -> str:
    """Whether a text is neither empty nor, plainly, a code for *not known*."""
    codes = spec.kind.domain.unknown if spec.kind.domain and spec.kind.name != "history" else ()
    return f"{text} NOT IN ({', '.join(map(literal, ('', *codes)))})"


#: the day a fact is of
DAY = FactSpec("day", NO_WORDS, Kind("date"))


def _accepting(convert: Convert) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return convert(text)
        except NotAccepted:
            return None

    return read


def _judging(convert: Convert) -> Callable[[str], int]:
    def judge(text: str) -> int:
        try:
            return NOTHING if convert(text) is None and text.strip(BLANKS) else 0
        except NotAccepted:
            return REFUSED

    return judge


# --- types that need no text ----------------------------------------------------------------------------


def _native(spec: FactSpec, value: str, type_: str) -> str:
    """The inside form of a value that the file already holds in its own type; nothing for other pairs."""
    kind = spec.kind.name
    if kind == "flag" and type_ == "BOOLEAN":
        return value
    if kind == "date" and type_ in ("DATE", "TIMESTAMP"):
        day = value if type_ == "DATE" else f"CAST({value} AS DATE)"
        return f"CASE WHEN {day} {_DAYS} THEN {day} END"
    if kind == "text" and not spec.check and type_ in _PLAIN_TEXTS:
        return f"CAST({value} AS VARCHAR)"
    if not spec.kind.is_number:
        return ""
    if type_ in WHOLE or (type_.startswith("DECIMAL") and _scale(type_) <= PLACES[kind]):
        return f"CASE WHEN {value} {bounds(spec)} THEN CAST({value} AS {DUCKDB.types[kind]}) END"
    return ""


def _scale(type_: str) -> int:
    return int(re.findall(r"\d+", type_)[-1])


# --- texts that are plainly right -------------------------------------------------------------------------


def _plain(spec: FactSpec, x: str) -> str:
    kind = spec.kind
    if kind.domain is not None:
        return _word(kind.name, kind.domain, x)
    if kind.is_number:
        return _number(spec, x)
    if kind.name == "flag":
        return flag_of(x)
    if kind.name == "date":
        return _date(x)
    if spec.check in _REPEATED:
        return ""
    if spec.check:
        test = _test(spec, x)
        return f"CASE WHEN {x} NOT LIKE '%x' AND {test} THEN {x} END"
    return f"CASE WHEN REGEXP_FULL_MATCH({x}, {literal(PLAIN.pattern)}) THEN {x} END"


def first_digits(spec: FactSpec, given: RawValue) -> str:
    """What ``Value.digits`` is worked out by, for a text that may be a resident number."""
    if spec.check != "resident_id" or given.type != "VARCHAR":
        return ""
    return f"TRY_CAST(SUBSTRING({given.sql}, 1, {len(RESIDENT_ID_WEIGHTS)}) AS BIGINT)"


def _resident_id(x: str, digits: str) -> str:
    """As the operator of this name has it, without a small x.

    A digit is the quotient by its power of ten less ten times the next one, and ten is -1 modulo 11: each quotient
    counts with the weights of two places, and no digit has to be taken out.
    """
    weights = RESIDENT_ID_WEIGHTS[::-1]
    shares = [(w + v) % 11 for w, v in zip(weights, (0, *weights), strict=False)]
    total = " + ".join(f"{digits} // {10**n} * {share}" for n, share in enumerate(shares))
    last = f"SUBSTRING('10X98765432', 1 + CAST(({total}) % 11 AS INTEGER), 1)"
    shape = f"REGEXP_FULL_MATCH({x}, {literal(RESIDENT_ID_SHAPE)})"
    return f"CASE WHEN {shape} AND {last} = SUBSTRING({x}, 18, 1) THEN {x} END"


def _word(kind: str, domain: Domain, x: str) -> str:
    if kind == "history":
        codes = "".join(re.escape(term.id) for term in domain.terms) + re.escape(UNKNOWN_MONTH)
        return (
            f"CASE WHEN REGEXP_FULL_MATCH({x}, {literal(f'[{codes}]{{{MONTHS}}}')}) THEN {x}"
            f" WHEN REGEXP_FULL_MATCH({x}, {literal(f'[{codes}]{{1,{MONTHS}}}')})"
            f" THEN RPAD({x}, {MONTHS}, {literal(UNKNOWN_MONTH)}) END"
        )
    spelled = ", ".join(map(literal, spellings(domain)))
    place = f"(LIST_POSITION([{spelled}], {x}) - 1) % {len(domain.terms)}"
    if kind in ("choice", "scale"):
        return f"CAST({place} AS UTINYINT)"
    mask = f"CAST(1 AS BIGINT) << CAST({place} AS BIGINT)"
    return mask if kind == "outcome" else f"CASE WHEN {x} IN ('无', 'none') THEN 0 ELSE {mask} END"


def _number(spec: FactSpec, x: str) -> str:
    number = f"TRY_CAST({x} AS {DUCKDB.types[spec.kind.name]})"
    test = f"REGEXP_FULL_MATCH({x}, '{number_pattern(spec)}')"
    if spec.low is not None or spec.high is not None:
        test += f" AND {number} {bounds(spec)}"
    return f"CASE WHEN {test} THEN {number} END"


def _date(x: str) -> str:
    iso = f"TRY_CAST({x} AS DATE)"
    dashed = f"REPLACE(TRANSLATE({x}, '/.年月', '----'), '日', '')"
    packed = f"{x}[1:4] || '-' || {x}[5:6] || '-' || {x}[7:8]"
    parts = "|".join(f"{mark}[0-9]{{1,2}}{mark}[0-9]{{1,2}}" for mark in ("-", "/", "[.]"))
    return (
        f"CASE WHEN LENGTH({x}) = 10 AND CAST({iso} AS VARCHAR) = {x} THEN {iso}"
        f" WHEN REGEXP_FULL_MATCH({x}, '[12][0-9]{{7}}') THEN TRY_CAST({packed} AS DATE)"
        f" WHEN REGEXP_FULL_MATCH({x}, '[12][0-9]{{3}}({parts}|年[0-9]{{1,2}}月[0-9]{{1,2}}日)')"
        f" THEN TRY_CAST({dashed} AS DATE) END"
    )
