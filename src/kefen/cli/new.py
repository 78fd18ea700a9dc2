"""``kefen new``: a small policy that checks and tests green, to be rewritten article by article."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from kefen.cli.screen import Screen
from kefen.cli.words import say
from kefen.errors import InputError
from kefen.reading.folders import policies_folder

_SKELETON = Path(__file__).with_name("skeleton")
_NAME = re.compile(r"\w[\w-]*")
#: nothing in YAML, or a device on Windows, where a folder cannot be called so
_RESERVED = (
    "null",
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{at}{n}" for at in ("com", "lpt") for n in range(10)),
)


def write_pack(name: str, today: date, screen: Screen) -> int:
    """Write a new pack, in force from the first day of the year; nothing that exists is touched."""
    folder = Path(name)
    _check(folder, screen.lang)
    since = date(today.year, 1, 1)
    made = [_write(source, folder, since) for source in sorted(_files(_SKELETON))]
    screen.line(say(screen.lang, "new pack", name=folder))
    for path in made:
        screen.line(f"  {path.relative_to(folder).as_posix()}")
    screen.line(say(screen.lang, "new pack next", name=name.rstrip("/")))
    return 0


def _check(folder: Path, lang: str) -> None:
    """``InputError`` unless a pack may be called so and nothing is there."""
    name = folder.resolve().name
    if not _NAME.fullmatch(name):
        raise InputError(say(lang, "not a pack name", name=name))
    if name.casefold() in _RESERVED:
        raise InputError(say(lang, "reserved name", name=name))
    if (policies_folder() / name).exists():
        raise InputError(say(lang, "name is shipped", name=name))
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise InputError(say(lang, "pack exists", name=folder))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _write(source: Path, folder: Path, since: date) -> Path:
    """One file of the skeleton with the pack's name and day; the policy is called by its year."""
    target = folder / source.relative_to(_SKELETON)
    if target.name == "policy.md":
        target = target.with_name(f"{since.year}.md")
    gaps = {"PACK": folder.resolve().name, "SINCE": since.isoformat(), "YEAR": str(since.year)}
    text = re.sub("|".join(gaps), lambda gap: gaps[gap.group()], source.read_text("utf-8"))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return target
