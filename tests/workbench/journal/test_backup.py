"""A bank comes back from a backup and its keyring, and from nothing less."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models

from tests.workbench.conftest import Bank
from workbench.common.backup import BackupError, restore_backup
from workbench.common.keyring import keyring, new_keyring
from workbench.common.resealing import COLUMNS, FILES, reseal
from workbench.customers.actions.parties import open_party
from workbench.customers.filing import file_evidence, read_file
from workbench.customers.identity import phone_text
from workbench.customers.models import Party
from workbench.journal.models import Entry
from workbench.journal.sealing import seal
from workbench.journal.verifying import verify

#: columns of bytes that are no sealed values, and the secret words of entries, which are signed as they were written
NOT_SEALED = {
    "accounts_staff.identity_blind",
    "common_idempotencykey.answer",
    "customers_evidence.issuer_phone_blind",
    "customers_party.identity_blind",
    "customers_party.identity_tail",
    "customers_party.phone_blind",
    "decisions_decision.record",
    "decisions_decision.facts",
    "decisions_factsblob.digest",
    "journal_chainend.last",
    "journal_entry.mac",
    "journal_entry.previous",
    "journal_entry.secret",
    "journal_seal.digest",
    "journal_seal.mac",
    "reviews_opinion.digest",
    "reviews_proposal.digest",
}
PDF = b"%PDF-1.4 a scan"


@dataclass(frozen=True)
class Elsewhere:
    """An empty home with a database and a keyring of its own, in a process of its own."""

    home: Path
    keyring: Path
    url: str = ""

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environ = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "workbench.config.settings",
            "KEFEN_HOME": str(self.home),
            "KEFEN_KEYRING": str(self.keyring),
            "KEFEN_DATABASE_URL": self.url,
        }
        command = [sys.executable, "-m", "workbench", "manage", *arguments]
        return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path / "home"
    settings.EVIDENCE, settings.SEALS = settings.HOME / "evidence", settings.HOME / "seals.jsonl"
    settings.EXPORTS = settings.HOME / "exports"
    settings.KEYRING = tmp_path / "keys" / "keyring.json"
    new_keyring().write(settings.KEYRING)
    (settings.HOME / "evidence").mkdir(parents=True)
    return Path(settings.HOME)


@pytest.fixture
def customer(transactional_db: None, bank: Bank) -> Party:
    party = open_party(
        by=bank.actor("3003"),
        reason="",
        name="甲某",
        branch=bank.branch("S1"),
        identity="110105198001010016",
        phone="13800000001",
    )
    seal()
    return party


@pytest.fixture
def backup(customer: Party, tmp_path: Path) -> Path:
    (tmp_path / "name").write_text(file_evidence(PDF).name)
    call_command("backup", tmp_path / "backup")
    return tmp_path / "backup"


@contextmanager
def _empty_database() -> Iterator[str]:
    """A file in the home, or another database of the server under test."""
    url = os.environ.get("KEFEN_TEST_DATABASE_URL", "")
    if connection.vendor == "sqlite":
        yield ""
        return
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS kefen_elsewhere")
        server.execute("CREATE DATABASE kefen_elsewhere")
        yield urlsplit(url)._replace(path="/kefen_elsewhere").geturl()
        server.execute("DROP DATABASE kefen_elsewhere WITH (FORCE)")


@pytest.fixture
def elsewhere(tmp_path: Path, settings: Any) -> Iterator[Elsewhere]:
    (tmp_path / "elsewhere").mkdir()
    copy = tmp_path / "other-keys" / "keyring.json"
    copy.parent.mkdir()
    shutil.copy(settings.KEYRING, copy)
    with _empty_database() as url:
        yield Elsewhere(tmp_path / "elsewhere", copy, url)


def test_a_bank_is_restored_from_backup_and_keyring(backup: Path, elsewhere: Elsewhere) -> None:
    done = elsewhere.manage("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert f"the journal of {Entry.objects.count()} entries is whole" in done.stdout
    asked = (
        "from workbench.customers.models import Party; from workbench.customers.filing import read_file; "
        "from workbench.customers.identity import phone_text; "
        "print(phone_text(Party.objects.unscoped('a test').get()), "
        f"read_file({(backup.parent / 'name').read_text()!r}))"
    )
    shown = elsewhere.manage("shell", "-v", "0", "-c", asked).stdout
    assert shown.strip() == f"13800000001 {PDF!r}"


def test_what_is_restored_works_on(backup: Path, elsewhere: Elsewhere) -> None:
    elsewhere.manage("restore", str(backup))
    asked = (
        "from workbench.common.models import JobRun; from workbench.common import clock; "
        "JobRun.objects.create(name='x', business_date='2026-11-30', started_at=clock.read_clock())"
    )
    assert elsewhere.manage("shell", "-v", "0", "-c", asked).stderr == ""


def test_without_its_keyring_nothing_is_restored(backup: Path, elsewhere: Elsewhere) -> None:
    elsewhere.keyring.unlink()
    done = elsewhere.manage("restore", str(backup))
    assert done.returncode == 1
    assert "no keyring at" in done.stderr
    assert not elsewhere.keyring.exists()
    assert list(elsewhere.home.iterdir()) == []


def test_with_another_keyring_nothing_is_restored(backup: Path, elsewhere: Elsewhere) -> None:
    new_keyring().write(elsewhere.keyring)
    done = elsewhere.manage("restore", str(backup))
    assert done.returncode == 1
    assert "was touched, or made with another keyring" in done.stderr


def _touched(backup: Path) -> str:
    file = next((backup / "database").iterdir())
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    return "was touched"


def _left_out(backup: Path) -> str:
    next(file for file in (backup / "evidence").rglob("*") if file.is_file()).unlink()
    return "is missing"


def _put_in(backup: Path) -> str:
    (backup / "evidence" / "another").write_text("x")
    return "is not of this backup"


def _relisted(backup: Path) -> str:
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["files"].popitem()
    (backup / "manifest.json").write_text(json.dumps(manifest))
    return "was touched, or made with another keyring"


def test_a_touched_backup_is_refused_before_anything_is_written(
    backup: Path, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path / "empty"
    for touch in (_touched, _left_out, _put_in, _relisted):
        copy = tmp_path / touch.__name__
        shutil.copytree(backup, copy)
        said = touch(copy)
        with pytest.raises(BackupError, match=said):
            restore_backup(copy)
    assert not settings.HOME.exists()


def test_a_backup_never_holds_the_keyring(backup: Path, settings: Any) -> None:
    held = json.loads(settings.KEYRING.read_text())
    keys = [*held["data"].values(), held["journal"], held["blind"]]
    whole = b"".join(file.read_bytes() for file in backup.rglob("*") if file.is_file())
    assert not [key for key in keys if key.encode() in whole or base64.b64decode(key) in whole]


def test_a_full_home_is_not_restored_into(backup: Path) -> None:
    with pytest.raises(BackupError, match="is not empty"):
        restore_backup(backup)


def test_every_column_of_bytes_is_sealed_by_declaration_or_known_not_to_be(db: None) -> None:
    held = {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        if model.__module__.startswith("workbench.")
        for field in model._meta.fields
        if isinstance(field, models.BinaryField)
    }
    assert held == COLUMNS.keys() | NOT_SEALED


def test_rotated_keys_seal_everything_anew_and_the_old_backup_still_opens(
    backup: Path, customer: Party, settings: Any, elsewhere: Elsewhere
) -> None:
    old, name = keyring().current, (backup.parent / "name").read_text()
    call_command("rotate_keys")
    customer.refresh_from_db()
    evidence = settings.EVIDENCE / name[:2] / name
    for sealed in (bytes(customer.phone_sealed), evidence.read_bytes()):
        assert sealed.startswith(keyring().current)
        assert keyring().current != old
    assert (phone_text(customer), read_file(name)) == ("13800000001", PDF)
    assert list(verify()) == []
    shutil.copy(settings.KEYRING, elsewhere.keyring)
    assert elsewhere.manage("restore", str(backup)).returncode == 0


def test_a_rotation_that_was_stopped_goes_on(
    customer: Party, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring().rotated().write(settings.KEYRING)
    first = next(iter(reseal()))
    call_command("rotate_keys", "--go-on")
    assert [count for _name, count in reseal()] == [0] * (len(COLUMNS) + len(FILES))
    assert first
