"""Tables and queries of a database, as a command names them: ``postgresql://USER@HOST/DATABASE#SCHEMA.TABLE``.

``duckdb:///FILE#TABLE`` is one in a file of DuckDB, and ``duckdb:////FILE#TABLE`` where the file is named from the root.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from kefen.compiling.sql import quote
from kefen.errors import InputError

_DUCKDB = "duckdb:///"
#: before the name of a table of the catalog of Spark
CATALOG = "spark:"
SCHEMES = ("postgresql", "postgres", "duckdb")
_QUERY = re.compile(r"\s*(?:select|with|values|table)\b|\s*\(", re.IGNORECASE)
_NAME = re.compile(r'"(?:[^"]|"")+"|[^."]+')


@dataclass(frozen=True)
class DatabaseTable:
    """A table of PostgreSQL, or of a file of DuckDB, or a query there.

    ``url`` is what the driver connects to, password and all; nobody is told it. ``relation`` is a name, with its schema or
    without, or a query. A name is taken as it is written: capitals are capitals.
    """

    url: str
    relation: str

    @property
    def file(self) -> Path | None:
        """The file of DuckDB that it is in; nothing for one of a server."""
        is_file = self.url.startswith(_DUCKDB)
        return Path(self.url.removeprefix(_DUCKDB)) if is_file else None

    @property
    def is_query(self) -> bool:
        return _QUERY.match(self.relation) is not None

    @property
    def parts(self) -> tuple[str, ...]:
        """The schema, if one is named, and the table. ``InputError`` for what is no name."""
        found = [match.group() for match in _NAME.finditer(self.relation)]
        if ".".join(found) != self.relation or not 1 <= len(found) <= 2:
            raise InputError(f"`{self.relation}` names no table: write SCHEMA.TABLE, or a query")
        return tuple(p[1:-1].replace('""', '"') if p[0] == '"' else p for p in found)

    @property
    def sql(self) -> str:
        """What stands after FROM."""
        if self.is_query:
            return f"({self.relation.strip().rstrip(';')})"
        return ".".join(map(quote, self.parts))

    @property
    def name(self) -> str:
        """What messages call it."""
        return "the query" if self.is_query else self.relation

    def beside(self, suffix: str) -> DatabaseTable:
        """A table in the same schema, its name longer by a suffix."""
        *schema, table = self.parts
        named = (p if _NAME.fullmatch(p) else quote(p) for p in (*schema, table + suffix))
        return DatabaseTable(self.url, ".".join(named))

    def __str__(self) -> str:
        return f"{told_address(self.url)}#{self.relation}"


@dataclass(frozen=True)
class ClusterTable:
    """What Spark reads or writes: a folder of Parquet by its path or address, or a table of its catalog, ``spark:NAME``."""

    given: str

    @property
    def table(self) -> str:
        """The table of the catalog; nothing for a folder."""
        return self.given.removeprefix(CATALOG) if self.given.startswith(CATALOG) else ""

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.table or self.given.rstrip("/").rpartition("/")[2]

    def __str__(self) -> str:
        return self.given


#: a file, a table of a database, or what a cluster reads
Place = Path | DatabaseTable | ClusterTable


def place_of(given: str | Path, beside: DatabaseTable | None = None) -> Path | DatabaseTable:
    """What a command names; ``#TABLE`` is a table of the database ``beside``. ``InputError`` for half an address."""
    text = str(given)
    if beside is not None and text.startswith("#"):
        return DatabaseTable(beside.url, text[1:])
    if isinstance(given, Path) or text.partition("://")[0] not in SCHEMES or "://" not in text:
        return Path(given)
    url, mark, relation = text.partition("#")
    if not mark or not relation.strip():
        raise InputError(f"{told_address(url)} names no table: write it behind a `#`")
    return DatabaseTable(url, relation)


def refuse_duckdb(target: Place) -> None:
    """``InputError`` for a target in a file of DuckDB."""
    if isinstance(target, DatabaseTable) and target.file:
        raise InputError(
            f"{target}: decisions go into a file of their own: write .parquet, which DuckDB reads"
        )


def told_address(url: str) -> str:
    """An address without its password and its settings."""
    if url.startswith(_DUCKDB):
        return url
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit((parts.scheme, user.partition(":")[0] + at + host, parts.path, "", ""))
