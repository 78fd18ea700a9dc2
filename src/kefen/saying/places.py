"""Where a clause stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kefen.citation import Citation, number_from
from kefen.policy import Policy
from kefen.saying.phrases import PHRASES

_NUMERAL = "[零〇一二三四五六七八九十百0-9]+"
_CHINESE_WORDS = re.compile("[\u4e00-\u9fff]+")
_SECTIONS = {"条": "Article", "章": "Chapter", "节": "Section", "项": "item", "款": "paragraph"}


def _numbered_place(found: re.Match[str]) -> str:
    """第十二条之一 as Article 12-1."""
    below = f"-{number_from(found[3])}" if found[3] else ""
    return f" {_SECTIONS[found[2]]} {number_from(found[1])}{below} "


def _plain_numbers(found: re.Match[str]) -> str:
    """三 as Part 3, 一、二、三 as Part 1, 2, 3."""
    return "Part " + ", ".join(str(number_from(one)) for one in found[0].split("、"))


#: how the parts of a place read in English, in this order
_PLACES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(f"^{_NUMERAL}(?:、{_NUMERAL})*(?=[(（]|$)"), _plain_numbers),
    (re.compile(f"第({_NUMERAL})([条章节项款])(?:之({_NUMERAL}))?"), _numbered_place),
    (re.compile(f"附件({_NUMERAL})"), lambda found: f" Annex {number_from(found[1])} "),
    (re.compile(f"\\(({_NUMERAL})\\)"), lambda found: f"({number_from(found[1])})"),
    (re.compile("（条号未核对?）"), " (number not checked)"),
    (re.compile("（条文未见）|（未见原文）"), " (text not seen)"),
)


def say_place(citation: Citation, policy: Policy, lang: str, own: str = "") -> str:
    """Where a clause stands; the instrument is named unless it is the pack's ``own``."""
    instrument = policy.instruments.get(citation.instrument)
    place = citation.place
    if lang == "en":
        place = place_in_english(place, instrument.places if instrument else {})
    if instrument is None or citation.instrument == (own or policy.instrument):
        return place
    title = instrument.title.said(lang)
    return PHRASES["other instrument"].said(lang).format(title=title, place=place)


def place_in_english(place: str, words: Mapping[str, str]) -> str:
    """第八条(二)2 as Article 8 (2) 2; a word of the instrument by its English, where that is known."""
    for pattern, said in _PLACES:
        place = pattern.sub(said, place)
    place = _CHINESE_WORDS.sub(lambda found: f" {words.get(found[0], found[0])} ", place)
    place = re.sub(r"(?<=\))(?=\w)|(?<=\w)(?=\()", " ", place)
    return re.sub(r"\s+(?=,)|(?<=\s)\s+", "", place).strip()
