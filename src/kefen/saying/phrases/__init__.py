"""The one catalogue of what a reader sees beside the policy's own words, and the one verb: ``say``.

The command line keeps its own words. A key stands once, whoever says it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, reduce
from string import Formatter

from kefen.saying.phrases.drafts import DRAFTS
from kefen.saying.phrases.explanations import EXPLANATIONS
from kefen.saying.phrases.facts import FACTS
from kefen.saying.phrases.pages import PAGES
from kefen.saying.phrases.problems import PROBLEMS
from kefen.saying.phrases.runs import RUNS
from kefen.values import Words

PHRASES: Mapping[str, Words] = {**EXPLANATIONS, **PROBLEMS, **FACTS, **PAGES, **RUNS, **DRAFTS}
LANGUAGES = ("zh", "en")
_CHINESE, _LATIN, _DAY = "\u4e00-\u9fff", "A-Za-z0-9%", "年月日"
_BORDER = re.compile(
    f"(?<=[{_CHINESE}])(?<![{_DAY}])(?=[{_LATIN}-])|(?<=[{_LATIN}])(?=[{_CHINESE}])(?![{_DAY}])"
)


def say(lang: str, key: str, /, **gaps: object) -> str:
    """A phrase of the catalogue in a language, its gaps filled."""
    return filled(PHRASES[key], lang, **gaps)


def both(key: str, /, **gaps: object) -> Words:
    """A phrase in both languages, for those who learn the reader's only later."""
    return Words(*(say(lang, key, **gaps) for lang in LANGUAGES))


def filled(words: Words, lang: str, /, *numbered: object, **gaps: object) -> str:
    """Words with their gaps filled; Chinese and digits are set apart by a space where a gap begins or ends.

    What is put into a gap stands as it is: a label, a path, a link.
    """
    text = words.said(lang)
    if lang != "zh":
        return text.format(*numbered, **gaps)
    parts = []
    for before, name in _parted(text):
        parts.append(before)
        if name is not None:
            parts.append(str(numbered[int(name)] if name.isdigit() else gaps[name]))
    return reduce(spaced, parts, "")


@cache
def _parted(text: str) -> tuple[tuple[str, str | None], ...]:
    """A phrase as the words before each gap, and the gap."""
    return tuple((before, name) for before, name, _, _ in Formatter().parse(text))


def spaced(one: str, other: str) -> str:
    """Two texts, a space between Chinese and Latin letters or digits, but none within a day."""
    return one + " " * bool(_BORDER.search(one[-1:] + other[:1])) + other


def listed(items: Sequence[str], lang: str) -> str:
    """Several things in a row."""
    return PHRASES["list comma"].said(lang).join(items)
