"""What a broken YAML file's author most likely slipped on: the place, a message and what to write.

The parser says where it gave up, which is often lines below the slip. Here the lines above it are looked at for what a
keyboard or a habit puts there: a wide colon, a tab, a key without its colon, a quotation mark that is not closed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml


class Slip(NamedTuple):
    """A place (offset and length in the text), what is wrong with it, what to write."""

    offset: int
    length: int
    message: str
    advice: str = ""


Finder = Callable[[str, int], "Slip | None"]

_KEY = r"[A-Za-z_][\w.-]*"
_BLANKS = "\u00a0\u3000\u2003\u2002\u2009"
_TAB = re.compile(r"^[ ]*(\t)", re.M)
_WIDE_BLANK = re.compile(rf"^[ \t]*([{_BLANKS}]+)", re.M)
_WIDE_COLON = re.compile(rf"^[ ]*(?:-[ ]+)?\"?{_KEY}\"?[ ]*(：)|[{{,][ ]*{_KEY}[ ]*(：)", re.M)
_WIDE_COMMA = re.compile(rf"[}}\]\"][ ]*(，)|(，)[ ]*{_KEY}:", re.M)
_WIDE_BRACKET = re.compile(r"[:\-,][ ]*([｛［【「“‘])", re.M)
_WIDE_DASH = re.compile(r"^[ ]*([－—–])[ ]*", re.M)
_OPEN_QUOTE = re.compile(r"(?:^[ ]*-[ ]+|[:,\[{][ ]*)(\")[^\"\n]*$", re.M)
_NO_BLANK = re.compile(rf"^[ ]*(?:-[ ]+)?({_KEY}:)[^\s:/]", re.M)
_NO_DASH_BLANK = re.compile(r"^[ ]*(-)[^\s\-]", re.M)
_NO_COLON = re.compile(rf"^[ ]*(?:-[ ]+)?({_KEY})[ ]+(?:[\[{{][^\n]*|[^\s:#\[{{][^:\n]*)$", re.M)
_UNSEEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: a pair of a flow mapping, or all of a value, whose colon is not one
_NO_PAIR = re.compile(rf"({_KEY})(?:(：)|(:))\S")
_WIDE_QUOTED = re.compile(r"[“‘「][\x20-\x7e]*[”’」]")
_WIDE_COLON_SAID = ("`：` is a wide colon", "write `: ` with a blank after it")
_NO_BLANK_SAID = ("the colon has no blank after it", "write `KEY: VALUE`")
#: in the order in which they are looked for; the nearest of a kind above the place where the parser gave up
FINDERS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (_TAB, "a tab indents this line", "indent with blanks"),
    (_WIDE_BLANK, "a wide blank indents this line", "indent with plain blanks"),
    (_WIDE_COLON, *_WIDE_COLON_SAID),
    (_WIDE_BRACKET, "a wide bracket or quotation mark stands here", 'write `{`, `[` or `"`'),
    (_WIDE_COMMA, "`，` is a wide comma", "write `, ` with a blank after it"),
    (_WIDE_DASH, "an entry of a list begins with a plain dash", "write `- ` with a blank after it"),
    (_OPEN_QUOTE, "the quotation mark is not closed", 'close it with `"`'),
    (_NO_BLANK, *_NO_BLANK_SAID),
    (_NO_DASH_BLANK, "the dash has no blank after it", "write `- ` with a blank after it"),
    (_NO_COLON, "the key has no colon", "write `KEY: VALUE`"),
)
_INDENTED = "this line is indented otherwise than its neighbours"
_ALIKE = "indent alike what belongs together"
#: what the parser says, when none of these is found: words of its message, ours, what to write
GIVEN_UP: tuple[tuple[str, str, str], ...] = (
    ("did not find expected ',' or", "the bracket is not closed, or a comma is missing in it",
     "close it, and part its entries by `, `"),
    ("did not find expected node content", "the bracket is not closed, or a comma is missing in it",
     "close it, and part its entries by `, `"),
    ("mapping values are not allowed", "a colon stands where none may",
     "indent alike what belongs together, and quote a text with `: ` in it"),
    ("could not find expected ':'", "the key has no colon", "write `KEY: VALUE`"),
    ("did not find expected '-' indicator", "this line does not begin with `- ` as those above", _ALIKE),
    ("did not find expected key", _INDENTED, _ALIKE),
    ("did not find expected <", _INDENTED, _ALIKE),
    ("cannot start any token", "this character cannot begin a value", "put the value in double quotes"),
    ("while scanning a quoted scalar", "the quotation mark is not closed", "close it with `\"`"),
    ("another document", "`---` begins a second document", "delete the line"),
    ("undefined alias", "`*` begins the name of a value given elsewhere", "put the value in double quotes"),
    ("found unexpected end of stream", "the file ends within a value", "close its quotation mark or bracket"),
)  # fmt: skip


def slip_of(text: str, error: yaml.YAMLError) -> Slip:
    """The most likely cause of an error in a text."""
    unseen = _UNSEEN.search(text)
    if unseen is not None:
        return Slip(unseen.start(), 1, "a character that cannot be seen stands here", "delete it")
    place = _place(error)
    found = next(_slips_above(text, place), None)
    return found or _told_by_parser(error, place)


def slip_in_pair(word: str) -> tuple[str, str] | None:
    """``zh:学历`` and ``zh：学历`` are one word, not a key and its value: what to say of it."""
    found = _NO_PAIR.match(word)
    if found is None:
        return None
    return _WIDE_COLON_SAID if found.group(2) else _NO_BLANK_SAID


def is_wide_quoted(word: str) -> bool:
    """Whether wide quotation marks stand around a code or number, of which they would be a part."""
    return _WIDE_QUOTED.fullmatch(word) is not None


def _slips_above(text: str, place: int) -> Iterator[Slip]:
    """Of each kind of slip the last one up to the end of the line where the parser gave up."""
    end = text.find("\n", place)
    above = text[: len(text) if end < 0 else end]
    near = _from_line(above, 3)
    for pattern, message, advice in FINDERS:
        wide = pattern in (_TAB, _WIDE_BLANK, _OPEN_QUOTE)
        matches = list(pattern.finditer(above, 0 if wide else near))
        for match in matches[-1:]:
            group = match.lastindex or 0
            yield Slip(match.start(group), len(match.group(group)), message, advice)


def _from_line(text: str, count: int) -> int:
    """The offset at which the last few lines begin."""
    start = len(text)
    for _ in range(count):
        start = max(0, text.rfind("\n", 0, start))
    return start


def _told_by_parser(error: yaml.YAMLError, place: int) -> Slip:
    said = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')} {getattr(error, 'reason', '')}"
    begun: Any = getattr(error, "context_mark", None)
    opened = begun is not None and ("flow" in said or "quoted scalar" in said)
    offset = int(begun.index) if opened else place
    for words, message, advice in GIVEN_UP:
        if words in said:
            return Slip(offset, 1, message, advice)
    problem = getattr(error, "problem", None) or getattr(error, "reason", error)
    return Slip(place, 1, f"broken YAML: {problem}")


def _place(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None)
    return int(mark.index) if mark else 0
