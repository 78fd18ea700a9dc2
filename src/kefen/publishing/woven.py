"""What a woven page is made of, and how it says what stands everywhere on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from kefen.checking.citations import read_citation
from kefen.citation import Citation
from kefen.policy import Policy
from kefen.reading.draft import Document
from kefen.saying.phrases import say
from kefen.saying.places import say_place
from kefen.saying.values import say_day
from kefen.values import Words
from kefen.verifying import Case


@dataclass(frozen=True)
class Weaving:
    """What a woven page is made of. ``as_of`` picks the values of parameters that are marked as in force."""

    policy: Policy
    document: Document
    cases: Sequence[Case]
    as_of: date
    changelog: str = ""


@dataclass(frozen=True)
class Woven:
    """The page of a weaving in one language."""

    weaving: Weaving
    lang: str

    @property
    def policy(self) -> Policy:
        """The policy that is woven."""
        return self.weaving.policy

    def say(self, key: str, **gaps: object) -> str:
        """A phrase of the catalogue."""
        return say(self.lang, key, **gaps)

    def said(self, words: Words) -> str:
        """The policy's own words, as HTML."""
        return escape(words.said(self.lang), quote=False)

    def dated_place(self, citation: Citation) -> str:
        """Where a citation leads, with its days if it has any."""
        since = citation.since if citation.since > date.min else None
        place = say_place(citation, self.policy, self.lang)
        told = self.say("since", day=say_day(since, self.lang)) if since else ""
        if citation.until is not None:
            told += self.say("until", day=say_day(citation.until, self.lang))
        return self.say("dated", place=place, days=told.strip("， ")) if told else place

    def cited(self, text: str) -> str:
        """An instrument and an article as the text cites them."""
        citation = read_citation(text)
        return self.dated_place(citation) if citation.article else text


def anchor(id: str) -> str:
    """Where a clause stands on its page."""
    return "c-" + "".join(c if c.isalnum() or c in ".-_" else "-" for c in id)
