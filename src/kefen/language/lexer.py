"""Characters to tokens. Full-width punctuation is read as ASCII; offsets stay those of the file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kefen.diagnostics import Diagnostics
from kefen.language.slips import SLIP, advice_about
from kefen.source import Source, Span

_FULL_WIDTH = str.maketrans(
    "（），：；＝＜＞！＋－＊．［］％“”０１２３４５６７８９",
    '(),:;=<>!+-*.[]%""0123456789',
)
_SYMBOLS = {"≥": ">=", "≤": "<=", "≠": "!=", "×": "*"}
_TOKEN = re.compile(
    rf"(?P<refused>{SLIP})"
    r"""
    | (?P<space>[\s\u00a0\u3000]+|(?<!\S)\#[^\n]*)
    | (?P<range>\.\.)
    | (?P<percent>\d+(?:\.\d+)?%)
    | (?P<number>\d+(?:\.(?!\.)[0-9a-z]+)*)
    | (?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
    | (?P<text>"[^"\n]*")
    | (?P<symbol><=|>=|!=|\*\*|[-+*=<>≥≤≠×()\[\],/])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """``kind`` is name, number, percent, text, symbol, range or end; ``text`` is normalised."""

    kind: str
    text: str
    span: Span


def tokens(source: Source, start: int, end: int, found: Diagnostics) -> list[Token]:
    """The tokens of a stretch of a source, closed by one of kind ``end``."""
    text = source.text[start:end].translate(_FULL_WIDTH)
    result: list[Token] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        word = match.group() if match else text[place]
        kind = str(match.lastgroup) if match else "refused"
        span = Span(source, start + place, start + place + len(word))
        if kind == "refused":
            message = f"`{span.text}` does not belong to the language"
            found.error("L001", message, span, advice_about(word))
        elif kind == "text":
            result.append(Token(kind, f'"{span.text[1:-1]}"', span))
        elif kind != "space":
            result.append(Token(kind, _SYMBOLS.get(word, word), span))
        place += len(word)
    result.append(Token("end", "", Span(source, end, end)))
    return result
