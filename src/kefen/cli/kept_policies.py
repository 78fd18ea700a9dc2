"""Shipped policies that were read and checked, kept for the next command: checking takes longer than deciding.

What is kept stands under a digest of every text it could rest on: all shipped packs, the modules that read and check, the
day. Another text is another name, so nothing here grows old. It lies in a folder that nobody else may write to, and is
read by a reader that makes plain values only: it can neither run code nor make anything but the parts of a policy. What
is missing, damaged or not ours is not used, without a word.
"""

from __future__ import annotations

import os
import pickle
import re
import stat
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from kefen.policy import Policy
from kefen.reading.folders import find_pack, policies_folder

#: what makes a policy of texts
_MAKERS = (
    "checking/*.py", "language/**/*.py", "reading/*.py", "spelling/*.py", "*.py", "cli/kept_policies.py",
)  # fmt: skip
#: where the parts of a policy are defined
_PARTS = tuple(
    f"kefen.{name}"
    for name in (
        "citation",
        "diagnostics",
        "language.syntax",
        "policy",
        "source",
        "values",
        "vocabulary",
    )
)
_PLAIN = {("datetime", "date"): date, ("decimal", "Decimal"): Decimal}
#: the newest that are kept: a policy is half a megabyte, and each day of a decision has its own
_MOST = 40
_DIGEST = 32
#: what is called otherwise in the folder is somebody else's
_NAME = re.compile(r"[0-9a-f]{64}(\.\d+)?")
#: what a reader raises of what nobody here has written
_DAMAGED = (pickle.UnpicklingError, AttributeError, EOFError, LookupError, TypeError, ValueError)


def policy_on(pack: str, as_of: date) -> Policy:
    """The sound policy of a pack in force on a day, as it is kept; else read and checked, and kept if it is shipped."""
    place = _place_of(pack, as_of)
    found = _read(place) if place else None
    if found is not None:
        return found
    from kefen.loading import load_policy

    policy = load_policy(pack, as_of=as_of)
    if place is not None and place == _place_of(pack, as_of):  # nobody wrote while it was read
        _keep(policy, place)
    return policy


# --- where ----------------------------------------------------------------------------------------


def _place_of(pack: str, as_of: date) -> Path | None:
    """The file in which a policy is kept; nothing for packs that are not shipped, or where nothing can be kept."""
    folder = _folder()
    if folder is None or find_pack(pack).parent != policies_folder():
        return None
    try:
        asked = (sys.version, pack, as_of.isoformat())
        said = sha256("\n".join(asked).encode())
        for path in _texts():
            said.update(sha256(str(path).encode() + b"\0" + path.read_bytes()).digest())
    except OSError:
        return None
    return folder / said.hexdigest()


def _texts() -> Iterator[Path]:
    """Every text that a shipped policy rests on, and what says which YAML is read; cases decide nothing."""
    yaml = find_spec("yaml")
    if yaml is not None and yaml.origin:
        yield Path(yaml.origin)
    here = Path(__file__).resolve().parent.parent
    for pattern in _MAKERS:
        yield from sorted(here.glob(pattern))
    for path in sorted(policies_folder().glob("*/*")):
        if path.is_file():
            yield path


def _folder() -> Path | None:
    """``KEFEN_CACHE``, else the user's folder for such things; nothing if it is empty or may be written by others."""
    named = os.environ.get("KEFEN_CACHE")
    if named == "" or not hasattr(os, "geteuid"):
        return None
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
    folder = Path(named) if named else home / "kefen"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder if _is_ours(folder.lstat()) else None
    except OSError:
        return None


def _is_ours(found: os.stat_result) -> bool:
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


# --- what -----------------------------------------------------------------------------------------


def _keep(policy: Policy, place: Path) -> None:
    """Written beside, then moved; the oldest make room."""
    kept = pickle.dumps(policy, protocol=5)
    beside = place.with_suffix(f".{os.getpid()}")
    try:
        beside.touch(0o600)
        beside.write_bytes(sha256(kept).digest() + kept)
        beside.replace(place)
        ours = (one for one in place.parent.iterdir() if _NAME.fullmatch(one.name))
        every = sorted(ours, key=lambda one: one.stat().st_mtime)
        for old in every[:-_MOST]:
            old.unlink(missing_ok=True)
    except OSError:
        beside.unlink(missing_ok=True)


def _read(place: Path) -> Policy | None:
    """A policy that is kept whole, by us."""
    try:
        with place.open("rb") as file:
            kept = file.read() if _is_ours(os.fstat(file.fileno())) else b""
        if sha256(kept[_DIGEST:]).digest() != kept[:_DIGEST]:
            return None
        policy = _Parts(BytesIO(kept[_DIGEST:])).load()
    except (OSError, *_DAMAGED):
        return None
    return policy if isinstance(policy, Policy) else None


class _Parts(pickle.Unpickler):
    """Makes the parts of a policy, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN:
            return _PLAIN[module, name]
        found = getattr(import_module(module), name, None) if module in _PARTS else None
        if isinstance(found, type) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a policy")
