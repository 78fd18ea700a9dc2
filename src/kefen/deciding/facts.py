"""A row to typed facts: words to places, texts to dates and exact numbers; what does not fit is a problem, not a guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from math import ceil, floor
from typing import Any, NamedTuple

from kefen.compiling.histories import UNKNOWN_MONTH
from kefen.compiling.plan import Plan
from kefen.compiling.program import is_stale
from kefen.deciding.memo import Memo
from kefen.diagnostics import nearest
from kefen.errors import FactsError, Problem
from kefen.language.operators import OPERATORS
from kefen.policy import Age, FactSpec, Vocabulary
from kefen.values import PLACES, REFUSAL, WHOLE_DIGITS, Domain, Kind

Convert = Callable[[Any], Any]
MONTHS = 24
FLAG_WORDS: dict[Any, bool] = {
    True: True,
    False: False,
    "true": True,
    "false": False,
    "True": True,
    "False": False,
    "TRUE": True,
    "FALSE": False,
    "是": True,
    "否": False,
    "yes": True,
    "no": False,
    "Yes": True,
    "No": False,
    "Y": True,
    "N": False,
    "y": True,
    "n": False,
    "1": True,
    "0": False,
    "有": True,
    "无": False,
}
_DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


class NotAccepted(ValueError):  # noqa: N818 - a verdict on a value, said by its reason
    """A value that does not fit its fact. ``reason`` is a code of ``wording``."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(reason)


class DatedField(NamedTuple):
    """A field of an item that becomes too old: its list, the number of the item, its place in it."""

    listed: str
    item: int
    field: int
    dated: date
    max_age: Age


class Facts(NamedTuple):
    """One subject's facts in inside form, in the order of the plan's inputs; ``dated`` says of which day some are."""

    values: tuple[Any, ...]
    stale: tuple[str, ...] = ()
    unknown_names: tuple[str, ...] = ()
    dated: tuple[tuple[str, date], ...] = ()
    dated_fields: tuple[DatedField, ...] = ()


class FactsReader:
    """Reads rows for one plan. Names may be ids or labels in either language; subjects may nest."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.vocabulary: Vocabulary = plan.policy.vocabulary
        self.inputs = plan.inputs
        self._empty = [None] * len(plan.inputs)
        #: spelling -> place among the inputs and conversion, for facts this plan reads
        self.known: dict[str, tuple[int, Convert]] = {}
        #: spelling -> id of facts of the vocabulary that it does not read
        self.other: dict[str, str] = {}
        self._spell()
        #: what a row may hold without a second look: the facts it does not read go to a place of their own
        self._plain = dict.fromkeys(self.other, (len(plan.inputs), _unread)) | self.known

    def _spell(self) -> None:
        places = {given.name: place for place, given in enumerate(self.inputs)}
        for word, name in self.vocabulary.names.items():
            if name in places:
                self.known[word] = (places[name], self.converter(name))
            else:
                self.other[word] = name
        self.other |= dict.fromkeys(self.vocabulary.withheld.get("", ()), "")

    def converter(self, name: str) -> Convert:
        """The function from given to inside values of a fact or list."""
        if name in self.vocabulary.lists:
            fields = self.vocabulary.lists[name].fields
            return Records([(spec, convert_to(spec)) for spec in fields.values()])
        return convert_to(self.vocabulary.facts[name])

    def read(self, raw: Mapping[str, Any], as_of: date) -> Facts:
        """The typed facts of a row. ``FactsError`` carries every problem of the row at once."""
        values = [*self._empty, None]
        plain = self._plain
        try:
            for name, value in raw.items():
                if value is not None:
                    place, convert = plain[name]
                    values[place] = convert(value)
        except (KeyError, NotAccepted, TypeError):
            return self._read_with_care(raw, as_of)
        values.pop()
        return Facts(tuple(values))

    def _read_with_care(self, raw: Mapping[str, Any], as_of: date) -> Facts:
        """The same for a row in which something is not a plain fact of this plan."""
        values = self._empty.copy()
        rest: list[tuple[str, Any]] = []
        for name, value in raw.items():
            if name in self.other or (value is None and name in self.known):
                continue
            try:
                place, convert = self.known[name]
                values[place] = convert(value)
            except (KeyError, NotAccepted, TypeError):
                rest.append((name, value))
        return _Row(self, values, as_of).read(rest) if rest else Facts(tuple(values))

    def nearest(self, word: str) -> str:
        """The known name most like a word nobody knows."""
        return nearest(word, self.vocabulary.names)

    def outside(self, values: tuple[Any, ...]) -> dict[str, Any]:
        """Known facts in the form people write, by id."""
        return {
            given.name: self._outside(given.name, value)
            for given, value in zip(self.inputs, values, strict=True)
            if value is not None
        }

    def _outside(self, name: str, value: Any) -> Any:
        spec = self.vocabulary.facts.get(name)
        if spec is None:
            fields = self.vocabulary.lists[name].fields.values()
            return [
                {
                    f.name: outside_of(v, f.kind)
                    for f, v in zip(fields, record, strict=True)
                    if v is not None
                }
                for record in value
            ]
        return outside_of(value, spec.kind)


@dataclass
class _Row:
    """A row being read: what is not a plain fact, and what was not accepted."""

    reader: FactsReader
    values: list[Any]
    as_of: date
    problems: list[Problem] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    dated: list[tuple[str, date]] = field(default_factory=list)
    dated_fields: list[DatedField] = field(default_factory=list)

    def read(self, rest: list[tuple[str, Any]]) -> Facts:
        """Nested subjects, dated values, then the dates of facts; ``FactsError`` with every problem at once."""
        pairs = list(_flattened(rest, self.reader.vocabulary))
        for name, value in sorted(pairs, key=lambda pair: "@" in pair[0]):
            fact, at, _ = name.partition("@")
            if at and fact in self.reader.known:
                self.age(fact, value)
            elif name in self.reader.known:
                self.value(name, value)
            elif fact not in self.reader.other:
                self.strange.append(name)
        if self.problems:
            raise FactsError(self.problems)
        return Facts(
            tuple(self.values), tuple(self.stale), tuple(self.strange), tuple(self.dated),
            tuple(self.dated_fields),
        )  # fmt: skip

    def value(self, name: str, value: Any) -> None:
        """One value, perhaps with its date beside it."""
        dated = value.get("date") if isinstance(value, Mapping) and "value" in value else None
        plain = value["value"] if isinstance(value, Mapping) and "value" in value else value
        place, convert = self.reader.known[name]
        if isinstance(convert, Records) and isinstance(plain, list | tuple):
            items = (self.item(convert, name, n, item) for n, item in enumerate(plain))
            self.values[place] = tuple(map(tuple, items))
        else:
            self.values[place] = self.accepted(name, convert, plain)
        if dated is not None:
            self.age(name, dated)

    def accepted(self, name: str, convert: Convert, value: Any) -> Any:
        """The inside value; a problem, and unknown, if it is not accepted."""
        if value is None or value == "":
            return None
        try:
            return convert(value)
        except NotAccepted as error:
            self.problems.append(Problem(name, value, error.reason, error.detail))
        except TypeError:
            self.problems.append(Problem(name, value, "not one value"))
        return None

    def item(self, records: Records, name: str, number: int, item: Any) -> Iterator[Any]:
        """The fields of an item of a list, each perhaps with its date."""
        if not isinstance(item, Mapping):
            self.problems.append(Problem(name, item, "not a list"))
            return
        listed = self.reader.inputs[self.reader.known[name][0]].name
        for place, (spec, convert) in enumerate(records.fields):
            if spec.unread:
                yield None
                continue
            plain, dated = dated_field(item, spec)
            field = f"{listed}.{spec.name}"
            value = self.accepted(field, convert, plain)
            day = self.accepted(f"{field}@", to_date, dated)
            if day and spec.max_age:
                self.dated_fields.append(DatedField(listed, number, place, day, spec.max_age))
            stale = day and spec.max_age and is_stale(day, spec.max_age, self.as_of)
            yield None if stale else value

    def age(self, name: str, value: Any) -> None:
        """A fact older than its limit is unknown."""
        place = self.reader.known[name][0]
        spec = self.reader.inputs[place].spec
        dated = None if spec is None else self.accepted(f"{name}@", to_date, value)
        if spec is None or dated is None:
            return
        self.dated.append((spec.name, dated))
        if spec.max_age and is_stale(dated, spec.max_age, self.as_of):
            self.values[place] = None
            self.stale.append(spec.name)


def _flattened(pairs: list[tuple[str, Any]], vocabulary: Vocabulary) -> Iterator[tuple[str, Any]]:
    for name, value in pairs:
        subject = next((s for s, label in vocabulary.subjects.items() if name in (s, *label)), None)
        if subject and isinstance(value, Mapping):
            yield from (
                (f"{subject}.{vocabulary.names.get(key, key)}", item) for key, item in value.items()
            )
        else:
            yield name, value


# --- one value -------------------------------------------------------------------------------------


def convert_to(spec: FactSpec) -> Convert:
    """The function from given to inside values of one fact, with its range and check."""
    convert = _by_kind(spec.kind)
    if spec.kind.is_number:
        low = Decimal(0) if spec.low is None and not spec.negative else spec.low
        return _whole_at_once(spec.kind, low, spec.high, _bounded(convert, low, spec.high))
    if spec.check:
        return partial(_checked, convert, _check(spec.check))
    return convert


def _check(operator: str) -> Callable[[str], bool]:
    """The Python meaning of an operator of the table that takes one text."""
    source = OPERATORS[operator].python.format("x")
    space: dict[str, Any] = {"__builtins__": {}, "len": len, "int": int}
    check: Callable[[str], bool] = eval(f"lambda x: {source}", space)  # noqa: S307 - a row of our table
    return check


def _checked(convert: Convert, check: Callable[[str], bool], value: Any) -> Any:
    text = value if type(value) is str else convert(value)
    if not check(text):
        raise NotAccepted("check digit")
    return text


def _whole_at_once(
    kind: Kind, low: Decimal | None, high: Decimal | None, convert: Convert
) -> Convert:
    """A whole number within the bounds needs no second look; everything else is asked of ``convert``."""
    last = 10 ** WHOLE_DIGITS[kind.name] - 1
    least = -last if low is None else max(-last, ceil(low))
    most = last if high is None else min(last, floor(high))
    exact: Convert = int if kind.name == "integer" else Decimal

    def read(value: Any) -> Any:
        if type(value) is int and least <= value <= most:
            return exact(value)
        return convert(value)

    return read


def _bounded(convert: Convert, low: Decimal | None, high: Decimal | None) -> Convert:
    def bounded(value: Any) -> Any:
        number = convert(value)
        if low is not None and number < low:
            raise NotAccepted("negative" if low == 0 else "too small", f"{low}")
        if high is not None and number > high:
            raise NotAccepted("too large", f"{high}")
        return number

    return bounded


def _by_kind(kind: Kind) -> Convert:
    if kind.domain is not None:
        if kind.name == "set":
            return partial(_set, kind.domain)
        if kind.name == "history":
            alphabet = frozenset(t.id for t in kind.domain.terms) | {UNKNOWN_MONTH}
            codes = [code for code in kind.domain.unknown if len(code) == 1]
            unknown = str.maketrans(dict.fromkeys(codes, UNKNOWN_MONTH))
            return partial(_history, alphabet, unknown)
        if kind.name == "outcome":
            return _one_or_several(partial(_outcome, kind.domain))
        return Memo(partial(_term, kind.domain), str).__getitem__
    if kind.name == "integer":
        return _integer
    if kind.is_number:
        return partial(_decimal, PLACES[kind.name], Decimal(10) ** WHOLE_DIGITS[kind.name])
    return {"flag": FLAGS.__getitem__, "date": Memo(to_date, str).__getitem__, "text": _text}[
        kind.name
    ]


def _unread(_: Any) -> None:
    """What becomes of a fact that the plan does not read."""


def _flag(value: Any) -> bool:
    try:
        return FLAG_WORDS[value if type(value) is not str else value.strip()]
    except (KeyError, TypeError):
        raise NotAccepted("not a flag") from None


def _term(domain: Domain, value: Any) -> int | None:
    """A word's place; nothing for a code that says the value is not known."""
    word = str(value).strip()
    place = domain.places.get(word)
    if place is None and word not in domain.unknown:
        raise NotAccepted("not in domain", nearest(word, domain.places))
    return place


def _one_or_several(convert: Convert) -> Convert:
    """Remembers what single words mean."""
    words = Memo(convert, str)
    return lambda value: words[value] if type(value) is str else convert(value)


def _outcome(domain: Domain, value: Any) -> int | None:
    """A known result, or the results still possible, as a bit mask; at least one is."""
    mask = 0
    for word in value if isinstance(value, list | tuple) else (value,):
        if str(word).strip() == REFUSAL and REFUSAL not in domain.places:
            mask |= domain.refusal
            continue
        place = _term(domain, word)
        if place is None:
            return None
        mask |= 1 << place
    if not mask:
        raise NotAccepted("not in domain")
    return mask


def _set(domain: Domain, value: Any) -> int | None:
    """A bit for each word; not known at all as soon as one of them is not."""
    words = re.split(r"[;；,，、|]", value) if isinstance(value, str) else value
    if not isinstance(words, list | tuple | set | frozenset):
        raise NotAccepted("not a set")
    mask = 0
    for word in words:
        if str(word).strip() not in ("", "无", "none"):
            place = _term(domain, word)
            if place is None:
                return None
            mask |= 1 << place
    return mask


def _history(alphabet: frozenset[str], unknown: Mapping[int, str], value: Any) -> str:
    text = str(value).translate(unknown)
    if len(text) > MONTHS:
        raise NotAccepted("too long", str(MONTHS))
    if not alphabet.issuperset(text):
        raise NotAccepted("not in domain")
    return text.ljust(MONTHS, UNKNOWN_MONTH)


def _integer(value: Any) -> int:
    if type(value) is int:
        number = value
    else:
        exact = _exact(value)
        number = int(exact)
        if number != exact:
            raise NotAccepted("not whole")
    if abs(number) >= 10 ** WHOLE_DIGITS["integer"]:
        raise NotAccepted("too many digits")
    return number


def _decimal(places: int, limit: Decimal, value: Any) -> Decimal:
    whole = type(value) is int
    number = Decimal(value) if whole else _exact(value)
    if not -limit < number < limit:
        raise NotAccepted("too many digits")
    if not whole and round(number, places) != number:
        raise NotAccepted("too many places", str(places))
    return number


def _exact(value: Any) -> Decimal:
    """The number as it was written: a float by its shortest digits, a text by its own, with % as hundredths."""
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, bool):
        raise NotAccepted("not a number")
    else:
        text = repr(value) if isinstance(value, float) else str(value).strip()
        share = text.endswith("%")
        text = text.rstrip("%")
        if not isinstance(value, float) and not _NUMBER.fullmatch(text):
            raise NotAccepted("not a number")
        try:
            number = Decimal(text) / 100 if share else Decimal(text)
        except InvalidOperation:
            raise NotAccepted("not a number") from None
    if not number.is_finite():
        raise NotAccepted("not a number")
    return number


def to_date(value: Any) -> date:
    """A date from a date, or from the ways Chinese systems write one: 2026-01-31, 2026/1/31, 20260131, 2026年1月31日."""
    if type(value) is str and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _DATE.fullmatch(str(value).strip())
    if match is None:
        raise NotAccepted("not a date")
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        raise NotAccepted("no such day") from None


FLAGS = Memo(_flag, str)
FLAGS.update(FLAG_WORDS)


def _text(value: Any) -> str | None:
    return value or None if type(value) is str else str(value)


class Records:
    """Reads a list of mappings as tuples in the order of the fields."""

    def __init__(self, fields: list[tuple[FactSpec, Convert]]) -> None:
        self.fields = fields
        self._dates = [f"{spec.name}@" for spec, _ in fields if spec.max_age and not spec.unread]

    def __call__(self, value: Any) -> tuple[tuple[Any, ...], ...]:
        """Plain records; ``NotAccepted`` for a field that is wrong, or comes with its date."""
        if not isinstance(value, list | tuple):
            raise NotAccepted("not a list")
        return tuple(tuple(self._read(item)) for item in value)

    def _read(self, item: Any) -> Iterator[Any]:
        if not isinstance(item, Mapping) or not item.keys().isdisjoint(self._dates):
            raise NotAccepted("not a list")
        for spec, convert in self.fields:
            given = None if spec.unread else _field(item, spec)
            if isinstance(given, Mapping):
                raise NotAccepted("not one value")
            yield None if given is None or given == "" else convert(given)


def _field(item: Mapping[str, Any], spec: FactSpec) -> Any:
    """What an item of a list says of a field, by any of its names."""
    words = (spec.name, *spec.label)
    return next((item[word] for word in words if item.get(word) is not None), None)


def dated_field(item: Mapping[str, Any], spec: FactSpec) -> tuple[Any, Any]:
    """What it says with the date, which stands beside it or with it."""
    given = _field(item, spec)
    if isinstance(given, Mapping) and "value" in given:
        return given["value"], given.get("date")
    return given, item.get(f"{spec.name}@")


def outside_of(value: Any, kind: Kind) -> Any:
    """A value of a kind in the form people write it."""
    domain = kind.domain
    if value is None or domain is None or kind.name == "history":
        return value
    if kind.name == "set":
        return domain.ids(value)
    if kind.name == "outcome":
        ids = domain.ids(value)
        return ids[0] if len(ids) == 1 else ids
    return domain.terms[value].id


__all__ = [
    "Convert",
    "DatedField",
    "Facts",
    "FactsReader",
    "NotAccepted",
    "convert_to",
    "outside_of",
    "to_date",
]
