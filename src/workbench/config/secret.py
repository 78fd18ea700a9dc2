"""The key of sessions and forms, derived from the keyring: one secret fewer to keep."""

from __future__ import annotations

from pathlib import Path

from workbench.common.keyring import new_keyring, read_keyring


def secret_key(path: Path) -> str:
    """Makes a keyring at the first start; afterwards reads it. Raises `KeyringError` for one that cannot be read."""
    if not path.exists():
        new_keyring().write(path)
    return read_keyring(path).sign(b"sessions and forms").hex()
