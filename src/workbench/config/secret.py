"""The key of sessions and forms, derived from the keyring: one secret fewer to keep."""

from __future__ import annotations

import os
from pathlib import Path

from workbench.common.keyring import KeyringError, new_keyring, read_keyring

_SIGNS_OF_A_BANK = ("bank.sqlite3", "seals.jsonl", "evidence")


def keyring_path() -> Path:
    """Where the environment says that the keyring is."""
    if named := os.environ.get("KEFEN_KEYRING"):
        return Path(named)
    config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(config) / "kefen" / "keyring.json"


def secret_key(path: Path, home: Path) -> str:
    """Makes a keyring at the first start; afterwards reads it.

    Raises `KeyringError` for one that cannot be read, and for one that is gone while there is a bank: a new one would
    open nothing of it.
    """
    if not path.exists():
        if any((home / sign).exists() for sign in _SIGNS_OF_A_BANK):
            raise KeyringError(
                f"no keyring at {path}, but {home} holds a bank: bring its keyring back"
            )
        new_keyring().write(path)
    return read_keyring(path).sign(b"sessions and forms").hex()


def demand_keyring() -> None:
    """Raises `KeyringError` where there is none yet: a backup is opened by its own, never by a new one."""
    if not (path := keyring_path()).exists():
        raise KeyringError(
            f"no keyring at {path}: bring the keyring of the bank that was backed up"
        )
