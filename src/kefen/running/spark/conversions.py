"""What was given to its inside form, in the words of Spark.

SQL takes what is plainly right; all else is odd, and asked of the one reader, ``spelling``.
"""

from __future__ import annotations

import re

from kefen.compiling.dialects import SPARK
from kefen.compiling.sql import literal
from kefen.language.operators import OPERATORS
from kefen.running.spark.columns import MOMENTS, WHOLE, matches
from kefen.running.sql.accepted import bounds, flag_of, history_of, number_pattern, spellings
from kefen.spelling import PLAIN
from kefen.values import PLACES, Domain
from kefen.vocabulary import FactSpec

_DAYS = "BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'"
_ISO = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


def native(spec: FactSpec, value: str, type_: str) -> str:
    """The inside form of a value that has its own type already; nothing for other pairs."""
    kind = spec.kind.name
    if kind == "flag" and type_ == "boolean":
        return value
    if kind == "date" and type_ in MOMENTS:
        day = f"CAST({value} AS DATE)"
        return f"CASE WHEN {day} {_DAYS} THEN {day} END"
    if kind == "text" and not spec.check and type_ in (*WHOLE, "date", "boolean"):
        return f"CAST({value} AS STRING)"
    if not spec.kind.is_number or not (type_ in WHOLE or type_.startswith("decimal")):
        return ""
    places, scale = PLACES[kind], int((re.findall(r"\d+", type_) or ["0"])[-1])
    whole = "" if scale <= places else f" AND {value} = ROUND({value}, {places})"
    return f"CASE WHEN {value} {bounds(spec)}{whole} THEN CAST({value} AS {SPARK.types[kind]}) END"


def plainly(spec: FactSpec, x: str) -> str:
    """The inside form of a text; NULL for what is unknown, or is not plain."""
    kind = spec.kind
    if kind.domain is not None:
        return _word(kind.name, kind.domain, x)
    if kind.is_number:
        number = f"TRY_CAST({x} AS {SPARK.types[kind.name]})"
        is_number = matches(x, number_pattern(spec))
        return f"CASE WHEN {is_number} AND {number} {bounds(spec)} THEN {number} END"
    if kind.name == "flag":
        return flag_of(x)
    if kind.name == "date":
        day = f"TRY_CAST({x} AS DATE)"
        return f"CASE WHEN {matches(x, _ISO)} AND {day} {_DAYS} THEN {day} END"
    if spec.check:
        test = OPERATORS[spec.check].sql.format(x, matches=SPARK.matches)
        return f"CASE WHEN {x} NOT LIKE '%x' AND {test} THEN {x} END"
    return f"CASE WHEN {matches(x, PLAIN.pattern)} THEN {x} END"


def _word(kind: str, domain: Domain, x: str) -> str:
    if kind == "history":
        return history_of(domain, x)
    spelled = ", ".join(map(literal, spellings(domain)))
    found = f"NULLIF(ARRAY_POSITION(ARRAY({spelled}), {x}), 0)"
    place = f"(({found} - 1) % {len(domain.terms)})"
    if kind in ("choice", "scale"):
        return f"CAST({place} AS SMALLINT)"
    mask = f"SHIFTLEFT(CAST(1 AS BIGINT), CAST({place} AS INT))"
    return mask if kind == "outcome" else f"CASE WHEN {x} IN ('无', 'none') THEN 0 ELSE {mask} END"
