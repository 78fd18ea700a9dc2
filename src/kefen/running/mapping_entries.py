"""The entries of a mapping file that say how a column, or a history, is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from kefen.checking.scope import said
from kefen.diagnostics import Diagnostics, did_you_mean
from kefen.reading.yaml_text import Entry
from kefen.running.headers import plain_header
from kefen.running.mapping import (
    MonthRows,
    Months,
    state_of,
)
from kefen.running.reshaping import PARTS, Codes, DateForm, Day, Reshaping
from kefen.spelling import NotAccepted, convert_to
from kefen.values import Kind
from kefen.vocabulary import FactSpec

COLUMN = ("fact", "date_of", "values", "unit", "times", "percent", "format", "day", "days_before")


_MONTHS = ("months", "values")


_ROWS = ("key", "month", "status", "values", "format", "newest")


_NUMBERS = ("integer", "decimal", "money", "rate")


_FITS = (
    ("unit", _NUMBERS, "numbers"),
    ("times", _NUMBERS, "numbers"),
    ("percent", ("rate",), "rates"),
    ("format", ("date",), "dates"),
    ("days_before", ("date",), "dates"),
)


_FACTOR = re.compile(r"[0-9]{1,12}(?:[.][0-9]{1,12})?")


@dataclass
class Checks:
    """What is wrong in a mapping file is collected."""

    found: Diagnostics

    def error(self, entry: Entry, message: str, advice: str = "") -> None:
        self.found.error("R003", message, entry.where, advice)

    def check_keys(
        self, entry: Entry, known: tuple[str, ...], what: str, otherwise: str = ""
    ) -> bool:
        strange = [pair for pair in self.pairs(entry, otherwise) if pair[0] not in known]
        for key, value in strange:
            self.error(value, f"`{key}` is not {what}", did_you_mean(key, known))
        return not strange

    def pairs(self, entry: Entry, otherwise: str) -> list[tuple[str, Entry]]:
        """The pairs of a mapping, or of nothing; what is anything else is told."""
        if entry.value is not None and not isinstance(entry.value, Mapping):
            self.error(entry, otherwise)
        return list(entry.items())

    def word(self, entry: Entry) -> str:
        if isinstance(entry.value, (Mapping, list)):
            self.error(entry, f"one value stands here, not `{entry.text}`")
            return ""
        return entry.text

    def accept(self, spec: FactSpec, word: str, entry: Entry) -> None:
        """What the reader would not take is told, with the values that there are."""
        if spec.unread:
            return
        try:
            convert_to(spec)(word)
        except NotAccepted as error:
            why = f"{error.reason} {error.detail}".strip()
            message = f"the mapping gives `{spec.name}` the value `{word}`: {why}"
            self.error(entry, message, _choices(spec.kind))

    def codes(self, entry: Entry, specs: list[FactSpec]) -> Codes:
        found: dict[str, str | None] = {}
        for code, value in self.pairs(entry, "below `values` each line is `CODE: WORD`"):
            found[code] = None if value.value is None else self.word(value)
            for spec in specs:
                if found[code]:
                    self.accept(spec, str(found[code]), value)
        return found


def _choices(kind: Kind) -> str:
    """The values of a closed list, as a hint; nothing for other kinds."""
    if kind.name == "flag":
        return "one of `true`, `false`"
    ids = [f"`{term.id}`" for term in kind.domain.terms] if kind.domain else []
    return "one of " + ", ".join(ids) if ids else ""


class ReshapingReader(Checks):
    """What is done to the text of a column before the one reader sees it."""

    def reshaping(self, entry: Entry, specs: list[FactSpec]) -> Reshaping:
        form, before = entry.get("format"), entry.get("days_before")
        how = Reshaping(
            tuple(self.word(item) for item in entry.get("unit").each()),
            self.factor(entry.get("times")),
            self.flag(entry.get("percent")),
            self.form(form, entry.get("day")),
            self.day(before),
            specs[0].kind.name if specs else "",
        )
        for name, kinds, what in _FITS:
            given = entry.get(name)
            for spec in specs if given.value is not None else ():
                if spec.kind.name not in kinds and not spec.unread:
                    self.error(
                        given, f"`{name}` is for {what}, and `{spec.name}` is {said(spec.kind)}"
                    )
        if sum(map(bool, (how.times, how.percent, how.form, how.before))) > 1:
            self.error(entry, "one of `times`, `percent`, `format` and `days_before` is enough")
        return how

    def factor(self, entry: Entry) -> Decimal | None:
        if entry.value is None:
            return None
        if _FACTOR.fullmatch(self.word(entry)) and Decimal(entry.text):
            return Decimal(entry.text)
        self.error(entry, f"`{entry.text}` is not a number to multiply by, such as 12 or 10000")
        return None

    def flag(self, entry: Entry) -> bool:
        if entry.value not in (None, True):
            self.error(entry, f"`percent` is `true` or is left out, not `{entry.text}`")
        return entry.value is True

    def day(self, entry: Entry) -> date | None:
        if entry.value is None or isinstance(entry.value, date):
            return entry.value
        self.error(entry, f"`{entry.text}` is not a day such as 2018-12-31")
        return None

    def form(self, entry: Entry, day: Entry) -> DateForm | None:
        if day.value is not None and (entry.value is None or day.text not in ("first", "last")):
            self.error(day, "`day` is `first` or `last`, beside the `format` of a month")
        if entry.value is None:
            return None
        form = DateForm(self.word(entry), cast("Day", day.text))
        self.check_form(entry, form)
        return form

    def check_form(self, entry: Entry, form: DateForm) -> None:
        dated = [part for part in form.parts() if part in ("%Y", "%m", "%b", "%B", "%d")]
        months = [part for part in dated if part in ("%m", "%b", "%B")]
        for part in form.parts():
            if part.startswith("%") and part not in PARTS:
                known = ", ".join(PARTS)
                self.error(entry, f"`{part}` is no part of a date here; there are {known}")
        if len(months) != 1 or dated.count("%Y") != 1 or dated.count("%d") > 1:
            self.error(entry, "a date has one year `%Y` with its century, and one month")
        elif "%d" not in dated and not form.day:
            self.error(entry, "a month without a day needs a rule: `day: first` or `day: last`")
        elif "%d" in dated and form.day:
            self.error(entry, "`day` is `first` or `last`, beside the `format` of a month")


@dataclass
class HistoryReader(ReshapingReader):
    """A history from columns, one for each month, or from the rows of a file."""

    listed: str

    def months(self, spec: FactSpec, entry: Entry) -> Months:
        self.check_keys(entry, _MONTHS, "a property of a history")
        columns = tuple(plain_header(self.word(item)) for item in entry.get("months").each())
        return Months(columns, self.states(spec, entry))

    def states(self, spec: FactSpec, entry: Entry) -> Codes:
        """The bank's codes of a month, each as a code of the history."""
        if spec.unread:
            return {}
        if spec.kind.name != "history":
            self.error(entry, f"`{spec.name}` is {said(spec.kind)}, no history")
            return {}
        state = state_of(spec)
        domain = state.kind.domain
        assert domain is not None
        found = self.codes(entry.get("values"), [state])
        places = {word: domain.places.get(word) for word in found.values() if word}
        ids = {word: domain.terms[place].id for word, place in places.items() if place is not None}
        return {code: ids.get(word or "") for code, word in found.items()}

    def rows(self, spec: FactSpec, entry: Entry) -> MonthRows:
        message = (
            "a history has `months`, the columns from the newest month on,"
            " or the columns `key`, `month` and `status` of a file with a row for each month"
        )
        self.check_keys(entry, _ROWS, "a property of a history", message)
        words = (self.word(entry.get(name)) for name in ("key", "month", "status"))
        key, month, status = map(plain_header, words)
        if isinstance(entry.value, Mapping) and (self.listed or not (key and month and status)):
            self.error(entry, message)
        given = entry.get("format")
        form = DateForm(self.word(given), "first") if given.value is not None else None
        if form is not None:
            self.check_form(given, form)
        codes, newest = self.states(spec, entry), self.newest(entry.get("newest"))
        return MonthRows(key, month, status, codes, form, newest)

    def newest(self, entry: Entry) -> date | None:
        if entry.value is None:
            return None
        month = DateForm("%Y-%m", "first").read(entry.text)
        if month is None:
            self.error(entry, f"`{entry.text}` is not a month such as 2026-10")
        return month
