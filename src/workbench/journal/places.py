"""Names of branches in the journal. The app that owns the tree says how they are found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Places:
    """`name` gives the expression for the name of the branch at a row's `branch_path`; `find` the paths of branches by
    name or code.
    """

    name: Callable[[], Any]
    find: Callable[[str], list[str]]


_declared: list[Places] = []


def declare_places(places: Places) -> None:
    """Called once, by the app of the tree."""
    _declared.append(places)


def with_places(rows: Any) -> Any:
    """Entries with `branch_name`, None where a thing has no branch."""
    return rows.annotate(branch_name=_declared[-1].name())


def find(typed: str) -> list[str]:
    """Paths of the branches that are called so."""
    return _declared[-1].find(typed)
