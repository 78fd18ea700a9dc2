"""Which values are accepted of a fact, as statements name them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from kefen.compiling.dialects import Dialect
from kefen.compiling.program import is_stale
from kefen.compiling.sql import literal
from kefen.spelling import BLANKS, FLAG_WORDS
from kefen.values import MONTHS, PLACES, UNKNOWN_MONTH, WHOLE_DIGITS, Domain
from kefen.vocabulary import Age, FactSpec

_PASSED_OVER = rf"""[{re.escape(BLANKS)}\s'"`‘’“”,]|^[+]|[.]0*$"""
#: what keyboards and offices put in place of a sign of a key: full-width forms, other dashes, the Chinese full stop
_WIDE = "".join(chr(0xFEE0 + code) for code in range(0x21, 0x7F)) + "‐‑‒–—―−﹣。"
_NARROW = "".join(map(chr, range(0x21, 0x7F))) + "--------."


def history_of(domain: Domain, x: str) -> str:
    """The months of a history that is written plainly, where a pattern takes three times as long as ``TRANSLATE``."""
    codes = literal("".join(term.id for term in domain.terms) + UNKNOWN_MONTH)
    whole = f"TRANSLATE({x}, {codes}, '') = '' AND LENGTH({x}) BETWEEN 1 AND {MONTHS}"
    return f"CASE WHEN {whole} THEN RPAD({x}, {MONTHS}, {literal(UNKNOWN_MONTH)}) END"


def bounds(spec: FactSpec) -> str:
    """``BETWEEN`` the least and the greatest value accepted."""
    kind = spec.kind.name
    digits = min(WHOLE_DIGITS[kind], 18 - PLACES[kind])
    last = Decimal(10) ** digits - Decimal(1).scaleb(-PLACES[kind])
    low = spec.low if spec.low is not None else -last if spec.negative else Decimal(0)
    high = min(spec.high, last) if spec.high is not None else last
    return f"BETWEEN {max(low, -last):f} AND {high:f}"


def number_pattern(spec: FactSpec) -> str:
    """Texts that are plainly numbers of a kind, with no more digits than it holds."""
    kind = spec.kind.name
    digits = min(WHOLE_DIGITS[kind], 18 - PLACES[kind])
    sign = "[+-]?" if spec.negative or (spec.low is not None and spec.low < 0) else "[+]?"
    places = f"([.][0-9]{{1,{PLACES[kind]}}})?" if PLACES[kind] else ""
    return f"{sign}[0-9]{{1,{digits}}}{places}"


def spellings(domain: Domain) -> list[str]:
    """Rows of all terms: ids, labels, codes; a term that has no further spelling repeats its id."""
    terms = [(term.id, *filter(None, (*term.label, *term.also))) for term in domain.terms]
    longest = max(len(words) for words in terms)
    rows = [
        [words[row] if row < len(words) else words[0] for words in terms] for row in range(longest)
    ]
    return [word if domain.places[word] == place else domain.terms[place].id
            for row in rows for place, word in enumerate(row)]  # fmt: skip


def first_fresh_day(limit: Age, as_of: date) -> date:
    """The earliest day of which a fact is not too old."""
    day = max(as_of.toordinal() - 31 * (limit.months + 1) - limit.days, 1)
    while is_stale(date.fromordinal(day), limit, as_of):
        day += 1
    return date.fromordinal(day)


def loosely(key: str, dialect: Dialect) -> str:
    """A key without what two systems write differently.

    That is blanks, quotes, commas, zeros and a plus in front, ``.0`` behind, case, width, the kind of a dash.
    """
    narrow = f"TRANSLATE({key}, {literal(_WIDE)}, {literal(_NARROW)})"
    bare = f"REGEXP_REPLACE(UPPER({narrow}), {literal(_PASSED_OVER)}, ''{dialect.every})"
    return f"COALESCE(NULLIF(LTRIM({bare}, '0'), ''), '0')"


def flag_of(x: str) -> str:
    """A text as a flag, where it is a plain word for one."""
    words = [word for word in FLAG_WORDS if isinstance(word, str)]
    yes = ", ".join(literal(word) for word in words if FLAG_WORDS[word] is True)
    no = ", ".join(literal(word) for word in words if FLAG_WORDS[word] is False)
    return f"CASE WHEN {x} IN ({yes}) THEN TRUE WHEN {x} IN ({no}) THEN FALSE END"
