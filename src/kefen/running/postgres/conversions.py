"""What was given to its inside form, in the words of PostgreSQL.

SQL takes what is plainly right: an id, a label, an ISO date, a number within bounds. All else is odd: the different odd
values of a column are asked of the one reader, ``spelling``, once each, so that an engine accepts what it accepts.
"""

from __future__ import annotations

from kefen.compiling.dialects import POSTGRES
from kefen.compiling.sql import literal
from kefen.language.operators import OPERATORS
from kefen.running.postgres.columns import MOMENTS, NUMBERS, WHOLE
from kefen.running.sql.accepted import bounds, flag_of, history_of, number_pattern, spellings
from kefen.spelling import PLAIN
from kefen.values import PLACES, Domain
from kefen.vocabulary import FactSpec

_CHINA = "Asia/Shanghai"
_DAYS = "BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'"


def plainly(spec: FactSpec, value: str, text: str, type_: str) -> str:
    """The inside form of a column ``value``, whose text is ``text``; NULL for what is unknown, or is not plain."""
    return native(spec, value, type_) or _plain(spec, text)


def native(spec: FactSpec, value: str, type_: str) -> str:
    """The inside form of a value that has its own type already; nothing for other pairs."""
    kind = spec.kind.name
    if kind == "flag" and type_ == "boolean":
        return value
    if kind == "date" and type_ in MOMENTS:
        moment = f"TIMEZONE('{_CHINA}', {value})" if type_ == MOMENTS[2] else value
        day = f"CAST({moment} AS DATE)"
        return f"CASE WHEN {day} {_DAYS} THEN {day} END"
    if kind == "text" and not spec.check and type_ in (*WHOLE, "date", "boolean"):
        return f"CAST({value} AS TEXT)"
    if not spec.kind.is_number or type_ not in NUMBERS:
        return ""
    places = PLACES[kind]
    whole = "" if type_ in WHOLE else f" AND {value} = ROUND({value}, {places})"
    return (
        f"CASE WHEN {value} {bounds(spec)}{whole} THEN CAST({value} AS {POSTGRES.types[kind]}) END"
    )


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
    if spec.check:
        test = OPERATORS[spec.check].sql.format(x, matches=POSTGRES.matches)
        return f"CASE WHEN {x} NOT LIKE '%x' AND {test} THEN {x} END"
    return f"CASE WHEN {_is(x, PLAIN.pattern)} THEN {x} END"


def _is(x: str, pattern: str) -> str:
    return f"{x} ~ {literal(f'^({pattern})$')}"


def _word(kind: str, domain: Domain, x: str) -> str:
    if kind == "history":
        return history_of(domain, x)
    spelled = ", ".join(map(literal, spellings(domain)))
    place = f"((ARRAY_POSITION(ARRAY[{spelled}], {x}) - 1) % {len(domain.terms)})"
    if kind in ("choice", "scale"):
        return f"CAST({place} AS SMALLINT)"
    mask = f"(CAST(1 AS BIGINT) << {place})"
    return mask if kind == "outcome" else f"CASE WHEN {x} IN ('无', 'none') THEN 0 ELSE {mask} END"


def _number(spec: FactSpec, x: str) -> str:
    number = f"CAST({x} AS {POSTGRES.types[spec.kind.name]})"
    is_number = _is(x, number_pattern(spec))
    return f"CASE WHEN {is_number} THEN CASE WHEN {number} {bounds(spec)} THEN {number} END END"


def _date(x: str) -> str:
    """An ISO date of a day that there is: a cast of any other would end the statement."""
    year, month, day = (
        f"CAST(SUBSTR({x}, {at}, {n}) AS INTEGER)" for at, n in ((1, 4), (6, 2), (9, 2))
    )
    leap = f"({year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0))"
    last = (
        f"CASE WHEN {month} IN (4, 6, 9, 11) THEN 30 WHEN {month} <> 2 THEN 31"
        f" WHEN {leap} THEN 29 ELSE 28 END"
    )
    is_iso = _is(x, "[0-9]{3}[1-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
    is_iso = f"({is_iso} OR {_is(x, '[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])')})"
    return f"CASE WHEN {is_iso} THEN CASE WHEN {day} <= {last} THEN CAST({x} AS DATE) END END"
