"""Files of evidence and imports: known by content, sealed, outside database and web root."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from workbench.common.errors import RefusedError
from workbench.common.keyring import fingerprint, keyring
from workbench.common.resealing import declare_sealed_column, declare_sealed_files
from workbench.customers.models import ImportRow

LARGEST = 10 * 1024 * 1024
_BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}


@dataclass(frozen=True)
class Filed:
    """A file that was sealed: by its name in the folder, its type by content, its digest."""

    name: str
    media_type: str
    size: int
    sha256: str = field(default="")

    def __str__(self) -> str:
        return self.sha256


def file_evidence(content: bytes) -> Filed:
    """Seals a scan or a PDF. Raises `RefusedError` for another type, an empty or too large file."""
    found = next((kind for begin, kind in _BEGINNINGS.items() if content.startswith(begin)), "")
    if not found:
        raise RefusedError(_("Bring a PDF, JPEG or PNG file: this is none."), field="file")
    return file_away(content, found)


def file_away(content: bytes, media_type: str) -> Filed:
    """Seals any content, bound to the name that it gets. Raises `RefusedError` for an empty or too large one."""
    if not content or len(content) > LARGEST:
        raise RefusedError(_("The file is empty or larger than 10 MB."), field="file")
    name = secrets.token_hex(16)
    sealed = keyring().seal(content, about=f"file {name}")
    folder = Path(settings.EVIDENCE) / name[:2]
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f".{name}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / name)
    return Filed(name, media_type, len(content), fingerprint(content))


def read_file(name: str) -> bytes:
    """The content of a sealed file, by its name."""
    return keyring().unseal(
        (Path(settings.EVIDENCE) / name[:2] / name).read_bytes(), about=f"file {name}"
    )


def _all() -> Iterator[Path]:
    return Path(settings.EVIDENCE).glob("??/[0-9a-f]*")


declare_sealed_files("evidence", _all, lambda file: f"file {file.name}")
declare_sealed_column(ImportRow, "cells", lambda row: f"import {row.session_id} {row.line}")
