"""The parts of which pages are made, as values: a view makes them, `templatetags/parts.py` draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Tone(StrEnum):
    """What a status means, beside its word: the dot before it."""

    GOOD = "good"  # in force, verified, done
    WAIT = "wait"  # somebody has to do something
    WARN = "warn"  # under watch, doubtful, soon over
    BAD = "bad"  # suspended, overdue, false
    OFF = "off"  # ended, closed, not applicable


@dataclass(frozen=True)
class Status:
    """A word with its dot: `{{ status|drawn }}` in a template, or the value of a column, an item, a chip."""

    word: Any
    tone: Tone = Tone.OFF


@dataclass(frozen=True)
class Link:
    """`tone` is "primary", "danger" or "". With `post` it is a form's button: it changes something."""

    label: Any
    url: str
    tone: str = ""
    post: bool = False
    drawer: bool = False  # opens beside the page, for a glance


@dataclass(frozen=True)
class Item:
    """A line of a 描述列表. `note` is small: where the value is from, since when. `wide` takes the whole row."""

    label: Any
    value: Any
    note: Any = ""
    url: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Tab:
    """A tab of a page. `count` is None where nothing is counted."""

    key: str
    label: Any
    url: str
    count: int | None = None


@dataclass(frozen=True)
class Step:
    """A line of a timeline: when, who, in which post, did what, and his words."""

    act: Any
    at: datetime | date | None
    who: Any = ""
    post: Any = ""
    words: Any = ""
    url: str = ""
    tone: Tone = Tone.OFF
    reason: Any = ""


@dataclass(frozen=True)
class Change:
    """A line of a difference. None is unknown."""

    label: Any
    before: Any
    after: Any
    absent_before: bool = False
    absent_after: bool = False

    @property
    def sign(self) -> str:
        """＋ added, － taken away, ～ changed, "" the same."""
        if self.absent_before:
            return "" if self.absent_after else "＋"
        if self.absent_after:
            return "－"
        return "" if self.before == self.after else "～"


@dataclass(frozen=True)
class Header:
    """The strip on top of a detail page: what it is, its states, its few most asked values, what can be done."""

    title: Any
    number: str = ""
    statuses: Sequence[Status] = ()
    items: Sequence[Item] = ()
    links: Sequence[Link] = ()
    banner: Any = ""  # what is pending, in one sentence
    crumbs: Sequence[Link] = field(default=())
