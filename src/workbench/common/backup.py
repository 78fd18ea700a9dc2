"""A backup: a folder with the database, evidence, texts, exports and seals, and a signed list of all its files.

Never the keyring: a backup is opened by backup and keyring together. The list is signed by the journal's key, so a
file that was touched, added or left out is named before anything is filled in.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from workbench.common import clock, dumping
from workbench.common.errors import WorkbenchError
from workbench.common.keyring import keyring

MANIFEST = "manifest.json"
DATABASE, SEALS = "database", "seals.jsonl"
FOLDERS = ("evidence", "bundles", "exports")
_CHUNK = 1 << 20


class BackupError(WorkbenchError):
    """A backup cannot be made, or is not what its list says; the message is one line."""


def make_backup(folder: Path, newest_seal: str) -> int:
    """Writes a backup into a new or empty folder; gives the number of its files. `newest_seal` is the query for the
    number of the newest seal: the file of seals is kept as far as the database knows it.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty: name a new folder for each backup")
    (folder / DATABASE).mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)
    # the database first: a file of evidence is on the disk before the row that names it
    newest = dumping.dump(folder / DATABASE, newest_seal) or 0
    for name in FOLDERS:
        if (held := settings.HOME / name).exists():
            shutil.copytree(held, folder / name)
    _copy_seals(folder / SEALS, newest)
    return _write_manifest(folder)


def restore_backup(folder: Path) -> int:
    """Fills an empty home and an empty database from a backup; gives the number of its files.

    Raises `BackupError` before anything is written: for a touched, missing or foreign file, another keyring, tables of
    another kind of database, a home or database that is not empty.
    """
    manifest = _read_manifest(folder)
    _demand_whole(folder, manifest)
    if manifest["engine"] != connection.vendor:
        raise BackupError(
            f"{folder} is a backup of {manifest['engine']}, not of {connection.vendor}"
        )
    if not dumping.is_empty() or any((settings.HOME / name).exists() for name in (*FOLDERS, SEALS)):
        raise BackupError(
            f"{settings.HOME} or its database is not empty: restore into an empty one"
        )
    for name in FOLDERS:
        if (folder / name).exists():
            shutil.copytree(folder / name, settings.HOME / name)
    shutil.copyfile(folder / SEALS, settings.HOME / SEALS)
    dumping.load(folder / DATABASE)
    return len(manifest["files"])


def _copy_seals(file: Path, newest: int) -> None:
    held = settings.HOME / SEALS
    lines = held.read_text().splitlines() if held.exists() else []
    kept = [line for line in lines if json.loads(line)["number"] <= newest]
    file.write_text("".join(f"{line}\n" for line in kept))


def _write_manifest(folder: Path) -> int:
    files = {str(file.relative_to(folder)): _digest(file) for file in _files(folder)}
    manifest = {
        "backup": 1,
        "at": clock.now().isoformat(timespec="seconds"),
        "engine": connection.vendor,
        "migrations": dumping.migrations(),
        "keys": sorted(key_id.hex() for key_id in keyring().data),
        "files": files,
    }
    body = {**manifest, "mac": keyring().sign(_body(manifest)).hex()}
    (folder / MANIFEST).write_text(json.dumps(body, indent=1, sort_keys=True))
    return len(files)


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        mac = bytes.fromhex(manifest.pop("mac"))
    except FileNotFoundError as error:
        raise BackupError(f"{folder} is not a backup: it has no {MANIFEST}") from error
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise BackupError(f"{folder / MANIFEST} cannot be read") from error
    if not hmac.compare_digest(keyring().sign(_body(manifest)), mac):
        raise BackupError(f"{folder / MANIFEST} was touched, or made with another keyring")
    return manifest


def _demand_whole(folder: Path, manifest: dict[str, Any]) -> None:
    listed: dict[str, str] = manifest["files"]
    found = {str(file.relative_to(folder)) for file in _files(folder)} - {MANIFEST}
    for name in sorted(found ^ listed.keys()):
        raise BackupError(
            f"{folder / name} {'is not of this backup' if name in found else 'is missing'}"
        )
    for name, digest in listed.items():
        if _digest(folder / name) != digest:
            raise BackupError(f"{folder / name} was touched")


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file())


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while block := content.read(_CHUNK):
            digest.update(block)
    return digest.hexdigest()


def _body(manifest: dict[str, Any]) -> bytes:
    return b"backup " + json.dumps(manifest, sort_keys=True, separators=(",", ":")).encode()
