"""What came of a part of a run, in numbers that add up over the parts; as JSON for the manifest of the run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from kefen.running.sql.counting import Tally


@dataclass
class Done:
    """Rows, those set aside, what was decided and is missing. Of lists: rows, those set aside, those of others, by name."""

    rows: int = 0
    aside: int = 0
    tally: Tally = field(default_factory=Tally)
    missing: Counter[int] = field(default_factory=Counter)
    settles: Counter[int] = field(default_factory=Counter)
    nothing: Counter[str] = field(default_factory=Counter)
    lists: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __add__(self, other: Done) -> Done:
        mine, more = vars(self), vars(other)
        return Done(**{name: mine[name] + more[name] for name in mine})

    def as_json(self) -> dict[str, Any]:
        """All of it as JSON has it."""
        tally = {
            name: [[*key, n] for key, n in of.items()] for name, of in vars(self.tally).items()
        }
        lists = [[*key, n] for key, n in self.lists.items()]
        plain = {"rows": self.rows, "aside": self.aside, "tally": tally, "lists": lists}
        names = ("missing", "settles", "nothing")
        return plain | {name: [*getattr(self, name).items()] for name in names}


def done_of(found: dict[str, Any]) -> Done:
    """The same from JSON."""

    def counted(rows: list[list[Any]]) -> Counter[Any]:
        return Counter({tuple(key): n for *key, n in rows})

    return Done(
        rows=found["rows"],
        aside=found["aside"],
        tally=Tally(**{name: counted(rows) for name, rows in found["tally"].items()}),
        lists=counted(found["lists"]),
        **{name: Counter(dict(found[name])) for name in ("missing", "settles", "nothing")},
    )
