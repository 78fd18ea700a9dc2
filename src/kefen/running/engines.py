"""What an engine is: it takes an order and gives a job, which is done stage by stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from kefen.deciding import Decider
from kefen.running.databases import DatabaseTable, Place
from kefen.running.options import Options
from kefen.running.summary import RunSummary

#: of files, or of tables of a database
P = TypeVar("P", bound=Place)


@dataclass(frozen=True)
class Order(Generic[P]):
    """What is to be run: the decider, where the subjects are, where the decisions go, what was chosen.

    ``taken`` are files that were taken out of something else, and what that is.
    """

    decider: Decider
    source: P
    output: P
    options: Options
    taken: Mapping[Path, DatabaseTable] = field(default_factory=dict)

    def known(self, path: Path) -> str:
        """What a file that is read is known by."""
        return str(self.taken.get(path, path.absolute()))


class Job(Protocol):
    """A run in an engine. Each stage needs those before it; ``weigh``, ``hold`` and ``explain`` may be left out."""

    def read(self) -> None:
        """Files to facts."""

    def decide(self) -> None:
        """Facts to decisions; rows that are not accepted are set aside."""

    def weigh(self) -> None:
        """What each open decision waits for."""

    def hold(self) -> None:
        """Until when each decision holds."""

    def explain(self) -> None:
        """The reasons of every decision as text."""

    def write(self) -> RunSummary:
        """Decisions and quarantine to files, all of them or none; what it all came to."""


class Listener(Protocol):
    """Is told, while the engine works, of the share from 0 to 1 that is done; nothing when the engine does not know.

    With ``rows`` it is the share of so many rows; without, that of one statement among several.
    """

    def __call__(self, share: float | None, rows: int = 0) -> None:
        """Hear of it."""


#: makes a job, which leaves nothing behind but what it wrote
Engine = Callable[[Order[P], Listener | None], AbstractContextManager[Job]]
