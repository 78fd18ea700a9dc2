"""A column of a list, and how one value of it is worked out for whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workbench.common.acting import Actor
from workbench.common.errors import OutsideError


@dataclass(frozen=True)
class Column:
    """`key` is an attribute of a row, by full stops ("party.name"), unless `value` says otherwise.

    `sort` is the field by which the database sorts. With `mask`, the value is shown masked to whoever lacks the right
    `unmask` at the row's branch; it sorts nowhere. With `right`, the column is not there for whoever lacks it.
    `absent` is written for None instead of the word unknown.
    """

    key: str
    label: Any
    value: Callable[[Any], Any] | None = None
    sort: str = ""
    align: str = ""  # "end", "middle"; numbers stand at the end by themselves
    url: Callable[[Any], str] | None = None
    drawer: bool = False  # the address opens beside the list
    mask: Callable[[Any], Any] | None = None
    unmask: str = ""
    right: str = ""
    absent: Any = None
    shown: bool = True  # before somebody chose columns
    wraps: bool = False

    def __post_init__(self) -> None:
        if self.mask and self.sort:
            raise OutsideError(
                f"the column {self.key} is masked and sorts: its order would tell what it hides"
            )

    def of(self, row: Any, actor: Actor) -> Any:
        """The value of a row as `actor` may read it."""
        value = self.value(row) if self.value else _attribute(row, self.key)
        if self.mask and value is not None and not self._clear(row, actor):
            value = self.mask(value)
        return self.absent if value is None or value == "" else value

    def _clear(self, row: Any, actor: Actor) -> bool:
        return bool(self.unmask) and actor.may(self.unmask, getattr(row, "branch_path", None))

    def css(self, values: Iterable[Any]) -> str:
        """The class of its cells: a column of numbers stands at the end."""
        number = any(
            isinstance(value, int | Decimal) and not isinstance(value, bool) for value in values
        )
        return " ".join(
            filter(None, (self.align or ("end" if number else ""), "wraps" if self.wraps else ""))
        )


def _attribute(row: Any, path: str) -> Any:
    for name in path.split("."):
        row = getattr(row, name, None)
    return row() if callable(row) else row
