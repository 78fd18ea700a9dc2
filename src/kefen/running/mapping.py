"""What each column of a bank's table is: a fact, the date of some, a month of a history; codes that mean something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from kefen.deciding import Decider
from kefen.running.reshaping import AS_IT_IS, Codes, DateForm, Reshaping
from kefen.running.tables import OPEN, Discretion
from kefen.spelling import BLANKS
from kefen.values import NO_KIND, NO_WORDS, UNKNOWN_MONTH, Kind
from kefen.vocabulary import FactSpec, Vocabulary

ROW_NUMBER = "row number"

#: every spelling of a fact that a table may hold
Facts = Mapping[str, FactSpec]


@dataclass(frozen=True)
class ColumnRule:
    """What a column holds: a fact, or the date of some; codes that mean something else, and what is done to the rest."""

    fact: str = ""
    dates: tuple[str, ...] = ()
    codes: Codes = field(default_factory=dict)
    reshaping: Reshaping = AS_IT_IS


@dataclass(frozen=True)
class Months:
    """The columns of a repayment history, newest month first."""

    columns: tuple[str, ...]
    codes: Codes = field(default_factory=dict)


@dataclass(frozen=True)
class MonthRows:
    """The columns of a table with a row for each subject and month; ``newest`` is the first month of the history."""

    key: str
    month: str
    status: str
    codes: Codes = field(default_factory=dict)
    form: DateForm | None = None
    newest: date | None = None


@dataclass(frozen=True)
class TableMapping:
    """What each column of a table is. Columns it does not name are known by their own headers.

    ``unknown`` are values that mean nothing in any column; ``counted`` says that the rows' numbers are the key.
    """

    columns: Mapping[str, ColumnRule | None] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    histories: Mapping[str, Months] = field(default_factory=dict)
    rows: Mapping[str, MonthRows] = field(default_factory=dict)
    lists: Mapping[str, TableMapping] = field(default_factory=dict)
    header: int = 0
    unknown: tuple[str, ...] = ()
    counted: bool = False

    def used(self) -> Iterator[str]:
        """Every column of the table that it names, except for what is withheld."""
        yield from (
            n for n, held in self.columns.items() if not held or held.fact or any(held.dates)
        )
        for name, months in self.histories.items():
            yield from months.columns if name else ()

    def hidden_months(self) -> tuple[str, ...]:
        """The columns of a history that is withheld."""
        return self.histories.get("", Months(())).columns

    def codes(self, own: Codes) -> Codes:
        """The codes of a column, with those that mean nothing in any."""
        return {**dict.fromkeys(self.unknown), **own}


NO_MAPPING = TableMapping()
#: a fact that is passed over, because those for whom is decided may not know it, or because it is worked out for them
WITHHELD = FactSpec("", NO_WORDS, NO_KIND, unread=True)


def facts_of(vocabulary: Vocabulary, listed: str = "") -> Facts:
    """Every spelling of a fact; of a field of a list, or of the key of its records."""
    found = dict.fromkeys(vocabulary.withheld.get(listed, ()), WITHHELD)
    if not listed:
        facts = vocabulary.facts
        return found | {w: facts[name] for w, name in vocabulary.names.items() if name in facts}
    fields = [*vocabulary.lists[listed].fields.values(), *filter(None, [vocabulary.key])]
    pairs = ((word, spec) for spec in fields for word in (spec.name, *spec.label) if word)
    return found | {word: WITHHELD if spec.unread else spec for word, spec in pairs}


def discretion_of(decider: Decider, mapping: TableMapping, listed: str = "") -> Discretion:
    """What of a table, or of the file of a list, those for whom is decided may not see."""
    vocabulary = decider.policy.vocabulary
    if decider.audience == "staff":
        return OPEN
    withheld = (word for words in vocabulary.withheld.values() for word in words)
    facts = {**dict.fromkeys(withheld, WITHHELD), **facts_of(vocabulary, listed)}
    months = mapping.hidden_months()

    def hides(header: str) -> bool:
        held = mapping.columns.get(header)
        if held is not None:
            return all(facts.get(name, WITHHELD).unread for name in (held.fact, *held.dates))
        plain = header.partition("@")[0].strip(BLANKS)
        if header in months or plain in facts:
            return header in months or facts[plain].unread
        # `ML.value` and `ML@` tell of `ML`
        above = plain if plain != header else plain.rpartition(".")[0]
        return bool(above) and hides(above)

    return Discretion(True, hides)


def told(facts: Facts) -> list[str]:
    """The spellings that may be proposed."""
    return [word for word, spec in facts.items() if spec is not WITHHELD]


def state_of(spec: FactSpec) -> FactSpec:
    """What a single month of a history may hold: one of its codes, or ``?``."""
    domain = spec.kind.domain
    assert domain is not None
    known = replace(domain, unknown=(*domain.unknown, UNKNOWN_MONTH))
    return FactSpec("status", spec.label, Kind("choice", known))
