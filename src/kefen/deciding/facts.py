"""A row to typed facts: words to places, texts to dates and exact numbers; what does not fit is a problem, not a guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from kefen.compiling.plan import Input, Plan, plan_policy
from kefen.compiling.program import is_stale
from kefen.deciding.items import ItemsReader
from kefen.diagnostics import nearest
from kefen.errors import FactsError, Problem
from kefen.policy import Policy
from kefen.spelling import BLANKS, Convert, NotAccepted, convert_to, outside_of, to_day
from kefen.vocabulary import Age, FactSpec, Vocabulary


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
        self.places = {given.name: place for place, given in enumerate(plan.inputs)}
        #: by the place of an input, how its values are read; what the plan does not read has a place behind them
        self.converts: list[Convert] = [self.converter(given.name) for given in plan.inputs]
        #: names of what may not be known to the reader, or is always worked out: passed over without a word
        self.withheld = self.vocabulary.withheld.get("", frozenset()).union(
            _unread_names(plan.policy)
        )
        self._ids = {word: word for word in self.withheld} | dict(self.vocabulary.names)
        #: where the value of a fact goes by its id, and how it is read
        self._ways = dict.fromkeys(self.withheld, (len(plan.inputs), _unread)) | {
            name: self._way(name) for name in self.vocabulary.names.values()
        }
        #: names that are known, but not of every related subject and every list: what is not read is passed over
        self.elsewhere = _names_of(plan.policy)
        self._empty = [None] * (len(plan.inputs) + 1)

    def _way(self, name: str) -> tuple[int, Convert]:
        place = self.places.get(name)
        return (len(self.inputs), _unread) if place is None else (place, self.converts[place])

    def converter(self, name: str) -> Convert:
        """The function from given to inside values of a fact or list."""
        if name in self.vocabulary.lists:
            withheld = self.vocabulary.withheld.get(name, frozenset())
            return ItemsReader(self.vocabulary.lists[name], withheld)
        return convert_to(self.vocabulary.facts[name])

    def read(self, raw: Mapping[str, Any], as_of: date, *, strict: bool = True) -> Facts:
        """The typed facts of a row. ``FactsError`` carries every problem of the row at once.

        A name that nobody knows is one of them, or, if not ``strict``, is left out and named in ``unknown_names``.
        """
        try:
            try:
                return Facts(self._values(raw))
            except KeyError:
                return Facts(self._values(self._by_id(raw)))
        except (KeyError, NotAccepted, TypeError):
            return _Row(self, as_of, strict).read(raw)

    def _by_id(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """A row with ids for its labels; ``KeyError`` if a name is not plain or a fact stands twice."""
        named = {self._ids[word]: value for word, value in raw.items()}
        if len(named) < len(raw):
            raise KeyError
        return named

    def _values(self, raw: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values of a row of ids alone, which cannot name a fact twice; ``KeyError`` if it is another."""
        values, ways = self._empty.copy(), self._ways
        for name, value in raw.items():
            place, convert = ways[name]
            if value is not None:
                values[place] = convert(value)
        values.pop()
        return tuple(values)

    def nearest(self, word: str, listed: str = "") -> str:
        """The known name most like a word nobody knows; that of a field as LIST.FIELD."""
        if not listed:
            return nearest(word, self.vocabulary.names)
        reading = self.converts[self.places[listed]]
        near = nearest(word, reading.places) if isinstance(reading, ItemsReader) else ""
        return near and f"{listed}.{near}"

    def outside(self, values: tuple[Any, ...]) -> dict[str, Any]:
        """Known facts in the form people write, by id."""
        return {
            given.name: self._outside(given.name, value)
            for given, value in zip(self.inputs, values, strict=True)
            if value is not None
        }

    def given(self, facts: Facts) -> dict[str, Any]:
        """Facts as they are read: in the form people write, with the days of which some are, as ``FACT@``."""
        given = self.outside(facts.values)
        for one in facts.dated_fields:
            fields = list(self.vocabulary.lists[one.listed].fields)
            given[one.listed][one.item][f"{fields[one.field]}@"] = one.dated
        return given | {f"{name}@": day for name, day in facts.dated}

    def _outside(self, name: str, value: Any) -> Any:
        spec = self.vocabulary.facts.get(name)
        if spec is None:
            fields = self.vocabulary.lists[name].fields.values()
            return [
                {
                    f.name: outside_of(v, f.kind)
                    for f, v in zip(fields, item, strict=True)
                    if v is not None
                }
                for item in value
            ]
        return outside_of(value, spec.kind)


@dataclass
class _Row:
    """A row being read with care: something in it is no plain fact, or was not accepted."""

    reader: FactsReader
    as_of: date
    strict: bool
    problems: list[Problem] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    dated: list[tuple[str, date]] = field(default_factory=list)
    dated_fields: list[DatedField] = field(default_factory=list)
    #: what was given (a fact, a field of an item, or with ``@`` its date), and by which name
    given: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.values: list[Any] = [None] * len(self.reader.inputs)

    def read(self, raw: Mapping[str, Any]) -> Facts:
        """Nested subjects, dated values, then the dates of facts; ``FactsError`` with every problem at once."""
        pairs = list(_flattened(raw, self.reader.vocabulary))
        for name, value in sorted(pairs, key=lambda pair: "@" in pair[0]):
            word, at = _named(name)
            fact = self.reader.vocabulary.names.get(word)
            if word in self.reader.withheld:
                continue
            if fact is None:
                if word.partition(".")[2] not in self.reader.elsewhere:
                    self.unknown(name, value, word)
            elif self.once(fact + at, name, value) and fact in self.reader.places:
                self.age(fact, name, value) if at else self.value(fact, name, value)
        if self.problems:
            raise FactsError(self.problems)
        return Facts(
            tuple(self.values), tuple(self.stale), tuple(self.strange), tuple(self.dated),
            tuple(self.dated_fields),
        )  # fmt: skip

    def unknown(self, name: str, value: Any, word: str, listed: str = "") -> None:
        """A name that nobody knows. What it is most like is sought only where it is told: seeking takes long."""
        self.strange.append(name)
        if self.strict:
            near = self.reader.nearest(word, listed)
            self.problems.append(Problem(name, value, "no such fact", near))

    def once(self, fact: str, name: str, value: Any) -> bool:
        """Whether something is given for the first time; a problem if it stands there under another name."""
        if fact in self.given:
            self.problems.append(Problem(name, value, "given twice", self.given[fact]))
            return False
        self.given[fact] = name
        return True

    def value(self, fact: str, name: str, value: Any) -> None:
        """One value, perhaps with its date beside it."""
        plain, dated = self.parted(name, value)
        place = self.reader.places[fact]
        convert = self.reader.converts[place]
        if isinstance(convert, ItemsReader) and isinstance(plain, list | tuple):
            items = [self.item(convert, fact, n, item) for n, item in enumerate(plain)]
            self.values[place] = tuple(items)
        else:
            self.values[place] = self.accepted(name, convert, plain)
        if dated is not None and self.once(f"{fact}@", f"{name}@", dated):
            self.age(fact, f"{name}@", dated)

    def parted(self, name: str, value: Any) -> tuple[Any, Any]:
        """A value and its date, if it is written with one."""
        if not isinstance(value, Mapping):
            return value, None
        if "value" not in value or not value.keys() <= {"value", "date"}:
            self.problems.append(Problem(name, dict(value), "not a value"))
            return None, None
        return value["value"], value.get("date")

    def accepted(self, name: str, convert: Convert, value: Any) -> Any:
        """The inside value; a problem, and unknown, if it is not accepted."""
        if value is None:
            return None
        try:
            return convert(value)
        except NotAccepted as error:
            self.problems.append(Problem(name, value, error.reason, error.detail))
        except TypeError:
            self.problems.append(Problem(name, value, "not one value"))
        return None

    def item(self, reading: ItemsReader, listed: str, number: int, item: Any) -> tuple[Any, ...]:
        """The fields of an item of a list, each perhaps with its date."""
        values: list[Any] = [None] * len(reading.specs)
        if not isinstance(item, Mapping):
            self.problems.append(Problem(listed, item, "not a list"))
            return tuple(values)
        for key, value in sorted(item.items(), key=lambda pair: "@" in pair[0]):
            word, at = _named(key)
            place = reading.places.get(word)
            name = f"{listed}.{word}{at}"
            if place is None:
                if word not in reading.unread | self.reader.elsewhere:
                    self.unknown(name, value, word, listed)
                continue
            field = f"{listed}.{reading.specs[place].name}"
            if not self.once(f"{number} {field}{at}", name, value):
                continue
            dated = value
            if not at:
                plain, dated = self.parted(field, value)
                values[place] = self.accepted(field, reading.converts[place], plain)
                if dated is None or not self.once(f"{number} {field}@", f"{name}@", dated):
                    continue
            if self.is_stale_field(reading.specs[place], (listed, number, place), dated):
                values[place] = None
        return tuple(values)

    def is_stale_field(self, spec: FactSpec, at: tuple[str, int, int], value: Any) -> bool:
        """Whether a field of an item is older than its limit; when it will be is kept."""
        day = self.day(f"{at[0]}.{spec.name}@", value)
        if day is None or spec.max_age is None:
            return False
        self.dated_fields.append(DatedField(*at, day, spec.max_age))
        return is_stale(day, spec.max_age, self.as_of)

    def day(self, name: str, value: Any) -> date | None:
        """The day of a fact; a problem if it is after the day of the decision."""
        day: date | None = self.accepted(name, to_day, value)
        if day is not None and day > self.as_of:
            self.problems.append(Problem(name, value, "future", str(self.as_of)))
        return day

    def age(self, fact: str, name: str, value: Any) -> None:
        """A fact older than its limit is unknown."""
        place = self.reader.places[fact]
        spec = self.reader.inputs[place].spec
        dated = self.day(name, value)
        if spec is None or dated is None:
            return
        self.dated.append((fact, dated))
        if spec.max_age and is_stale(dated, spec.max_age, self.as_of):
            self.values[place] = None
            self.stale.append(fact)


def facts_of(policy: Policy) -> tuple[Input, ...]:
    """What a policy may be given, in the order of its vocabulary; a field of a list as ``LIST.FIELD``.

    ``spec`` says what each is called and may hold, where it comes from, how old it may be and who can change it.
    """
    plan = plan_policy(policy)
    return tuple(one for given in plan.inputs for one in _flat(given, plan))


def _flat(given: Input, plan: Plan) -> Iterator[Input]:
    """A fact, or the fields of a list."""
    if not given.is_list:
        yield given
        return
    work = plan.item_work.get(given.name)
    derived = frozenset() if work is None else work.derived
    for name, spec in plan.policy.vocabulary.lists[given.name].fields.items():
        yield Input(f"{given.name}.{name}", spec, name in derived)


def _named(name: str) -> tuple[str, str]:
    """The name of a fact without the blanks around it, and ``@`` where its date is meant."""
    word, at, _ = name.partition("@")
    return word.strip(BLANKS), at


def _flattened(raw: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[tuple[str, Any]]:
    """Names and values, those of a related subject with its name before theirs."""
    subjects = {word: s for s, label in vocabulary.subjects.items() for word in (s, *label)}
    for key, value in raw.items():
        name = "".join(_named(key))
        if name in subjects and isinstance(value, Mapping):
            for below, item in value.items():
                word, at = _named(below)
                yield f"{subjects[name]}.{vocabulary.names.get(word, word)}{at}", item
        else:
            yield name, value


def _names_of(policy: Policy) -> frozenset[str]:
    """The names of all facts of a policy and of those that it uses."""
    used = (_names_of(use.policy) for use in policy.uses)
    return frozenset(policy.vocabulary.names).union(*used)


def _unread_names(policy: Policy) -> Iterator[str]:
    """The spellings of facts that are always worked out."""
    vocabulary = policy.vocabulary
    unread = {name for name, spec in vocabulary.facts.items() if spec.unread}
    return (word for word, name in vocabulary.names.items() if name in unread)


def _unread(_: Any) -> None:
    """What becomes of a fact that the plan does not read."""


__all__ = ["DatedField", "Facts", "FactsReader", "NotAccepted", "convert_to", "outside_of"]
