"""Seals: every unsealed entry is closed, as a set, under a signature that also stands in a file outside the database.

The set is what is visible and unsealed, never a range: an entry whose transaction ends late is taken by the next seal.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from workbench.common import clock
from workbench.common.keyring import keyring
from workbench.journal.models import Entry, Seal, Sealed

START = bytes(32)


def seal() -> Seal | None:
    """A new seal over what is unsealed; None when nothing is. Two workers at once make one seal."""
    with transaction.atomic():
        last = Seal.objects.select_for_update().order_by("-number").first()
        rows = list(Entry.objects.filter(sealed=None).values_list("key", "mac"))
        if not rows:
            return None
        made = _seal(last, [(key.bytes, bytes(mac)) for key, mac in rows])
        made.save(force_insert=True)
        Sealed.objects.bulk_create(
            [Sealed(entry_id=key, seal=made) for key, _ in rows], batch_size=1000
        )
        # inside the transaction: a seal that is in the database is in the file
        append(made, Path(settings.SEALS))
    return made


def digest_of(rows: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Of key and signature of each entry, in the order of keys."""
    digest = hashlib.sha256()
    for key, mac in sorted(rows):
        digest.update(key + mac)
    return digest.digest()


def signed(seal: Seal, previous: bytes) -> bytes:
    """The signature of a seal that follows one with the signature `previous`."""
    body = f"{seal.number} {seal.at.timestamp():.6f} {seal.count} {bytes(seal.digest).hex()} {previous.hex()}"
    return keyring().sign(b"seal " + body.encode())


def append(seal: Seal, file: Path) -> None:
    """One line at the end of the file, on the disk when this returns."""
    line = {
        "number": seal.number,
        "at": f"{seal.at.timestamp():.6f}",
        "count": seal.count,
        "mac": bytes(seal.mac).hex(),
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as lines:
        lines.write(json.dumps(line) + "\n")
        lines.flush()
        os.fsync(lines.fileno())


def _seal(last: Seal | None, rows: list[tuple[bytes, bytes]]) -> Seal:
    made = Seal(
        number=last.number + 1 if last else 1,
        at=clock.now(),
        count=len(rows),
        digest=digest_of(rows),
        mac=b"",
    )
    made.mac = signed(made, bytes(last.mac) if last else START)
    return made
