"""The one catalogue of what a reader sees beside the policy's own words, and the one verb: ``say``.

The command line keeps its own words. A key stands once, whoever says it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kefen.saying.phrases.explanations import EXPLANATIONS
from kefen.saying.phrases.facts import FACTS
from kefen.saying.phrases.pages import PAGES
from kefen.saying.phrases.problems import PROBLEMS
from kefen.values import Words

PHRASES: Mapping[str, Words] = {**EXPLANATIONS, **PROBLEMS, **FACTS, **PAGES}
LANGUAGES = ("zh", "en")
_CHINESE, _LATIN, _DAY = "\u4e00-\u9fff", "A-Za-z0-9%", "年月日"
_BORDER = re.compile(
    f"(?<=[{_CHINESE}])(?<![{_DAY}])(?=[{_LATIN}-])|(?<=[{_LATIN}])(?=[{_CHINESE}])(?![{_DAY}])"
)
_TAG = re.compile("(<[^<>]*>)")


def say(lang: str, key: str, /, **gaps: object) -> str:
    """A phrase of the catalogue in a language, its gaps filled."""
    return filled(PHRASES[key], lang, **gaps)


def filled(words: Words, lang: str, /, *numbered: object, **gaps: object) -> str:
    """Words with their gaps filled; Chinese and digits are set apart by a space."""
    text = words.said(lang).format(*numbered, **gaps)
    return spaced(text) if lang == "zh" else text


def spaced(text: str) -> str:
    """A space between Chinese and Latin letters or digits, but none within a day or a tag."""
    return "".join(
        part if part.startswith("<") else _BORDER.sub(" ", part) for part in _TAG.split(text)
    )


def listed(items: Sequence[str], lang: str) -> str:
    """Several things in a row."""
    return PHRASES["list comma"].said(lang).join(items)
