"""The bank's keys: one file outside database and `var/`, readable by its owner alone.

What is sealed names the key that sealed it, so that keys can be rotated. Three kinds of key: data (AES-256-GCM),
blind (the index by which a sealed value is found) and journal (the signature of entries and seals).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from workbench.common.errors import WorkbenchError

_NONCE = 12
KEY_ID = 4  # bytes at the beginning of what is sealed: which key did it


class KeyringError(WorkbenchError):
    """The keyring is missing, cannot be read, or lacks a key."""


@dataclass(frozen=True)
class Keyring:
    """`data` by key id (4 bytes); new things are sealed by `current`."""

    current: bytes
    data: dict[bytes, bytes]
    blind_key: bytes
    journal_key: bytes

    def seal(self, plain: bytes, *, about: str) -> bytes:
        """Encrypted, bound to `about`: what was sealed for one row cannot be opened as another's."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = AESGCM(self.data[self.current]).encrypt(nonce, plain, about.encode())
        return self.current + nonce + sealed

    def unseal(self, sealed: bytes, *, about: str) -> bytes:
        """What `seal` was given. Raises `KeyringError` for another key, another `about`, or a touched byte."""
        key_id, nonce, body = (
            sealed[:KEY_ID],
            sealed[KEY_ID : KEY_ID + _NONCE],
            sealed[KEY_ID + _NONCE :],
        )
        if key_id not in self.data:
            raise KeyringError(f"the keyring has no key {key_id.hex()}")
        try:
            return AESGCM(self.data[key_id]).decrypt(nonce, body, about.encode())
        except InvalidTag as error:
            raise KeyringError(f"cannot be opened: {about}") from error

    def blind(self, plain: str, *, domain: str) -> bytes:
        """16 bytes by which equal values of a domain are found without being read."""
        return hmac.digest(self.blind_key, f"{domain}\0{plain}".encode(), "sha256")[:16]

    def sign(self, body: bytes) -> bytes:
        """32 bytes that nobody can make for another body without the journal's key."""
        return hmac.digest(self.journal_key, body, "sha256")

    def rotated(self) -> Keyring:
        """With a new data key that seals from now on; the old ones still open."""
        key_id, key = _fresh_key(set(self.data))
        return Keyring(key_id, {**self.data, key_id: key}, self.blind_key, self.journal_key)

    def write(self, path: Path) -> None:
        """To a file that only its owner can read, whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = json.dumps(
            {
                "keyring": 1,
                "current": self.current.hex(),
                "data": {key_id.hex(): _text(key) for key_id, key in self.data.items()},
                "blind": _text(self.blind_key),
                "journal": _text(self.journal_key),
            },
            indent=1,
        )
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)


def new_keyring() -> Keyring:
    """Fresh random keys."""
    key_id, key = _fresh_key(set())
    return Keyring(key_id, {key_id: key}, secrets.token_bytes(32), secrets.token_bytes(32))


def read_keyring(path: Path) -> Keyring:
    """Raises `KeyringError` in one line when the file is missing, readable by others, or no keyring."""
    try:
        if path.stat().st_mode & 0o077:
            raise KeyringError(f"{path} can be read by others: chmod 600 {path}")
        held = json.loads(path.read_text())
        data = {
            bytes.fromhex(key_id): base64.b64decode(key) for key_id, key in held["data"].items()
        }
        return Keyring(
            bytes.fromhex(held["current"]),
            data,
            base64.b64decode(held["blind"]),
            base64.b64decode(held["journal"]),
        )
    except FileNotFoundError as error:
        raise KeyringError(f"no keyring at {path}") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyringError(f"{path} is not a keyring of Kefen") from error


@lru_cache(maxsize=1)
def _kept(path: str, changed_ns: int) -> Keyring:
    return read_keyring(Path(path))


def keyring() -> Keyring:
    """The one that the settings name, read again when its file changes."""
    from django.conf import settings

    path = str(
        settings.KEYRING
    )  # asked for every value that is sealed: a Path costs more than the answer
    try:
        return _kept(path, os.stat(path).st_mtime_ns)  # noqa: PTH116
    except FileNotFoundError as error:
        raise KeyringError(f"no keyring at {path}") from error


def fingerprint(content: bytes) -> str:
    """SHA-256 in hexadecimal, for files and texts."""
    return hashlib.sha256(content).hexdigest()


def _fresh_key(taken: set[bytes]) -> tuple[bytes, bytes]:
    while (key_id := secrets.token_bytes(KEY_ID)) in taken:
        pass
    return key_id, AESGCM.generate_key(256)


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()
