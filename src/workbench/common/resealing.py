"""Sealed again by the newest key, in batches. What is done is passed over, so it can be stopped and begun again.

Each app that seals declares its columns and files. The journal's secret words are not among them: an entry is signed
as it was written, so the keys that sealed it stay in the keyring.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Substr

from workbench.common.errors import OutsideError
from workbench.common.keyring import KEY_ID, keyring

BATCH = 500


@dataclass(frozen=True)
class SealedColumn:
    """`about` gives what the value of a row is bound to."""

    model: type[models.Model]
    field: str
    about: Callable[[Any], str]


@dataclass(frozen=True)
class SealedFiles:
    """`files` finds them; `about` gives what a file is bound to."""

    name: str
    files: Callable[[], Iterator[Path]]
    about: Callable[[Path], str]


COLUMNS: dict[str, SealedColumn] = {}
FILES: dict[str, SealedFiles] = {}


def declare_sealed_column(
    model: type[models.Model], field: str, about: Callable[[Any], str]
) -> None:
    """A column whose values `Keyring.seal` made; empty ones are passed over."""
    name = f"{model._meta.db_table}.{field}"
    if name in COLUMNS:
        raise OutsideError(f"the sealed column {name} is declared twice")
    COLUMNS[name] = SealedColumn(model, field, about)


def declare_sealed_files(
    name: str, files: Callable[[], Iterator[Path]], about: Callable[[Path], str]
) -> None:
    """Files that `Keyring.seal` made."""
    if name in FILES:
        raise OutsideError(f"the sealed files {name} are declared twice")
    FILES[name] = SealedFiles(name, files, about)


def reseal() -> Iterator[tuple[str, int]]:
    """Each column and kind of files with the number of values that were sealed again."""
    for name, column in COLUMNS.items():
        yield name, _column(column)
    for name, files in FILES.items():
        yield name, sum(_file(file, files.about(file)) for file in files.files())


def _column(column: SealedColumn) -> int:
    done = 0
    while some := _batch(column):
        done += some
    return done


def _batch(column: SealedColumn) -> int:
    """One batch in a transaction of its own; 0 where nothing is left."""
    with transaction.atomic():
        rows = list(_old(column).select_for_update()[:BATCH])
        for row in rows:
            sealed = bytes(getattr(row, column.field))
            setattr(row, column.field, _again(sealed, column.about(row)))
        # not an act on the thing: what it says stays the same, so no entry is written and none is named anew
        models.QuerySet(column.model).bulk_update(rows, [column.field], batch_size=100)
    return len(rows)


def _old(column: SealedColumn) -> Any:
    key_id = Substr(column.field, 1, KEY_ID, output_field=models.BinaryField())
    rows = models.QuerySet(column.model).annotate(_key=key_id)
    return rows.exclude(**{column.field: b""}).exclude(_key=Value(keyring().current)).order_by("pk")


def _file(file: Path, about: str) -> int:
    sealed = file.read_bytes()
    if sealed[:KEY_ID] == keyring().current:
        return 0
    draft = file.with_name(f".{file.name}.new")
    draft.touch(0o600)
    draft.write_bytes(_again(sealed, about))
    draft.replace(file)
    return 1


def _again(sealed: bytes, about: str) -> bytes:
    ring = keyring()
    return ring.seal(ring.unseal(sealed, about=about), about=about)
