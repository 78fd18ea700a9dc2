"""How an engine with tables of its own reads their columns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from kefen.compiling.sql import literal, quote
from kefen.errors import InputError
from kefen.running.matching import Value
from kefen.running.reshaping import Recoding
from kefen.running.sql.intake import ASKED
from kefen.running.tables import Column, Table


@dataclass(frozen=True)
class TableColumns(ABC):
    """The columns of a table. ``recodings`` are the mappings of the values that have one."""

    table: Table
    recodings: dict[str, Recoding] = field(default_factory=dict)

    @abstractmethod
    def as_text(self, value: str, type_: str) -> str:
        """A value as a person would write it, without blanks around it; nothing for an empty one."""

    @abstractmethod
    def matches(self, text: str, pattern: str) -> str:
        """Whether a text is as a pattern says, as a whole."""

    def row_number(self) -> Value:
        raise InputError(
            f"{self.table.path.name}: a table of a database has no row numbers: map the key"
        )

    def value(self, column: Column, recoding: Recoding) -> Value:
        """The value. What is spelled plainly is settled in SQL, all else is marked, and asked of the mapping."""
        name = quote(column.name)
        if not recoding.codes and not recoding.reshaping:
            return (
                Value(self.as_text(name, column.type)) if column.doubt else Value(name, column.type)
            )
        text = self.as_text(name, column.type)
        rows = " ".join(
            f"WHEN {text} = {literal(code)} THEN {literal(word)}"
            for code, word in recoding.spellings.items()
        )
        if not recoding.reshaping:
            rows += f" WHEN {self.matches(text, recoding.plain)} THEN {text}"
        value = f"CASE {rows} ELSE {literal(ASKED)} || {text} END"
        self.recodings[value] = recoding
        is_emptied = f"({text} <> '' AND {value} IS NULL)"
        return Value(value, "text", is_emptied if None in recoding.codes.values() else "")
