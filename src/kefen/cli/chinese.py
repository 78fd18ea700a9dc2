"""What the library says of texts and files, in Chinese.

The library speaks English, a sentence for each fault; ``chinese.toml`` has the Chinese of every sentence. What fills a
gap is said in Chinese too, if it is a sentence or a phrase of that list and not an author's word between backticks.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from kefen.saying.phrases.problems import PROBLEMS


def sentences() -> dict[str, str]:
    """Every sentence of the library with its Chinese."""
    return _catalogue()["sentences"]


def codes() -> dict[str, str]:
    """The codes of diagnostics with their Chinese; the English stands in ``diagnostics.CODES``."""
    return _catalogue()["codes"]


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    text = files("kefen.cli").joinpath("chinese.toml").read_text("utf-8")
    return tomllib.loads(text)


_GAP = re.compile(r"\{(\d*)\}")
_GAP_IN_CHINESE = re.compile(r"([\u4e00-\u9fff]?)\{(\d*)\}")
_HINT = re.compile(r"(.+); ((?:did you mean|is it) `[^`]*`\?|one of .+|line \d+ .+)", re.DOTALL)
_PLACE = re.compile(r"(.+?): (.+)", re.DOTALL)


def in_chinese(text: str) -> str:
    """A message in Chinese; as it is where it is no sentence of the library."""
    hinted = _HINT.fullmatch(text)
    if hinted is not None:
        return f"{in_chinese(hinted[1])}；{in_chinese(hinted[2])}"
    said = _said(text)
    if said is not None:
        return said
    placed = _PLACE.fullmatch(text)
    rest = in_chinese(placed[2]) if placed is not None else ""
    if placed is not None and rest != placed[2]:
        return f"{placed[1]}：{rest}"
    return _in_two(text) or text


def _in_two(text: str) -> str | None:
    """A sentence of the library and its help, each of which may have a semicolon of its own."""
    parts = text.split("; ")
    for place in range(1, len(parts)):
        said, help = _said("; ".join(parts[:place])), _said("; ".join(parts[place:]))
        if said is not None and help is not None:
            return f"{said}；{help}"
    return None


def _said(text: str) -> str | None:
    for pieces, chinese in _by_pieces():
        if not all(piece in text for piece in pieces):
            continue
        found = _pattern(pieces, "([^`]*|`)").fullmatch(text)
        found = found or _pattern(pieces, "(.*?)").fullmatch(text)
        if found is not None:
            gaps = zip(pieces, found.groups(), strict=False)
            return _filled(chinese, [g if p.endswith("`") else in_chinese(g) for p, g in gaps])
    return None


def _filled(chinese: str, gaps: list[str]) -> str:
    rest: Iterator[str] = iter(gaps)

    def fill(place: re.Match[str]) -> str:
        gap = gaps[int(place[2])] if place[2] else next(rest)
        return f"{place[1]} {gap}" if place[1] and gap.startswith("`") else place[1] + gap

    return _GAP_IN_CHINESE.sub(fill, chinese)


@cache
def _by_pieces() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Each sentence by its pieces between the gaps, with its Chinese; the most definite first."""
    known = {**_reasons(), **sentences()}.items()
    definite = sorted(known, key=lambda pair: -len(_GAP.sub("", pair[0])))
    return tuple((tuple(english.split("{}")), chinese) for english, chinese in definite)


@cache
def _pattern(pieces: tuple[str, ...], word: str) -> re.Pattern[str]:
    """What matches a sentence whose gaps in backticks hold a ``word``."""
    gaps = [word if piece.endswith("`") else "(.+?)" for piece in pieces[:-1]]
    text = "".join(re.escape(piece) + gap for piece, gap in zip(pieces, [*gaps, ""], strict=True))
    return re.compile(text, re.DOTALL)


def _reasons() -> dict[str, str]:
    """Why a value was not accepted: the codes of the reader, with what they may add."""
    found: dict[str, str] = {}
    for key, words in PROBLEMS.items():
        code = key.removeprefix("problem ")
        chinese = words.zh.partition("；")[0]
        found[code] = chinese.replace("{near}", "").replace(" {detail} ", "")
        added = chinese.replace("{near}", "").replace("{detail}", "{}")
        found[f"{code} {{}}"] = added if "{}" in added else f"{added}（{{}}）"
    return found


__all__ = ["codes", "in_chinese", "sentences"]
