"""The grammar of a citation: an instrument, and a place in it. What else stands there would decide nothing."""

from __future__ import annotations

import re
import unicodedata

from kefen.language.parser import RESERVED

#: words of the language that a place in an English text has too
_OF_PLACES = {"of", "at", "for", "all", "any", "in"}
_WORDS = (RESERVED | {"when", "unless", "until", "from", "except", "but"}) - _OF_PLACES
_HAN = r"\u3400-\u9fff"
_PLACE = r"[第附（(〔\[《\d一二三四五六七八九十§A-Z]"
_STRAY = re.compile(
    r"[<>=≤≥≠＜＞＝;；。*+]+|并且|或者|而且|除非|且(?=\W)"
    r"|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
    rf"|[{_HAN}][^\s,，]*(?:\s+|\s*[,，]\s*)(?P<next>(?!{_PLACE})[^\s,，]+)"
)
_WORD = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z_]+(?![A-Za-z0-9_-])")


def stray_in_place(place: str) -> str:
    """The first thing in the place of a citation that is no part of one: a condition, a day, a second value."""
    written = _WORD.finditer(unicodedata.normalize("NFKC", place))
    word = next((match.group() for match in written if match.group().casefold() in _WORDS), "")
    other = _STRAY.search(place)
    return word or ("" if other is None else other["next"] or other.group())
