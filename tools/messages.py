"""Chinese words of the workbench: `python tools/messages.py [APP…]` (all apps without one).

Takes the msgids of an app from its modules and templates, brings its `django.po` up to date (translations stay, new
ones are taken from other apps that have the same words, unused ones are marked `#~`), writes `django.mo`, and lists
what has no Chinese yet. A test asks that nothing is missing, unused or stale.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WORKBENCH = Path(__file__).resolve().parents[1] / "src/workbench"
PLACE = "locale/zh_Hans/LC_MESSAGES"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_HEADER = (
    "# Chinese words of the workbench's {app}. Written by tools/messages.py; translations by hand."
)
_WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)  # files change only with their words


def apps() -> list[str]:
    """Packages of the workbench that have words."""
    return sorted(folder.name for folder in WORKBENCH.iterdir() if next(_found(folder.name), None))


def wanted(app: str) -> Catalog:
    """The words that stand in an app, without translations."""
    catalog = _empty(app)
    for words, context in _found(app):
        catalog.add(words, context=context)
    return catalog


def held(app: str) -> Catalog:
    """The app's `django.po`; without one, nothing."""
    file = po_file(app)
    if not file.exists():
        return _empty(app)
    with file.open("rb") as source:
        return read_po(source, locale="zh_Hans", domain="django")


def renewed(app: str) -> Catalog:
    """The words that stand in an app with the translations that it has, or that another app has of the same words."""
    catalog = held(app)
    catalog.update(wanted(app), no_fuzzy_matching=True, update_creation_date=False)
    for message in catalog:
        if message.id and not _told(message):
            message.string = _elsewhere(app, message)
    fixed = _empty(app)
    for message in sorted((one for one in catalog if one.id), key=_order):
        fixed.add(
            message.id, message.string, context=message.context, user_comments=message.user_comments
        )
    fixed.obsolete = catalog.obsolete
    return fixed


def untold(catalog: Catalog) -> list[str]:
    """Words without Chinese."""
    return [str(message.id) for message in catalog if message.id and not _told(message)]


def differing() -> list[tuple[str, list[str]]]:
    """Words that two apps tell otherwise: Django would show one of the two everywhere."""
    told: dict[tuple[str, str], dict[str, str]] = {}
    for app in apps():
        for message in held(app):
            if message.id and _told(message):
                told.setdefault(_order(message), {}).setdefault(str(message.string), app)
    return [
        (key[0], [f"{app} {said}" for said, app in ways.items()])
        for key, ways in told.items()
        if len(ways) > 1
    ]


def po_bytes(catalog: Catalog) -> bytes:
    file = io.BytesIO()
    write_po(file, catalog, width=110, no_location=True, include_previous=False)
    return file.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def po_file(app: str) -> Path:
    return WORKBENCH / app / PLACE / "django.po"


def main(names: list[str]) -> int:
    missing = 0
    for app in names or apps():
        catalog = renewed(app)
        file = po_file(app)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(po_bytes(catalog))
        file.with_suffix(".mo").write_bytes(mo_bytes(catalog))
        for words in untold(catalog):
            print(f"{app}: no Chinese for {words!r}")
        for words in catalog.obsolete:
            print(f"{app}: unused {words!r}")
        missing += len(untold(catalog))
    for words, said in differing():
        print(f"told in two ways, give one a context by pgettext: {words!r}: {said}")
    return 1 if missing else 0


def _found(app: str) -> Iterator[tuple[Any, str | None]]:
    folder = WORKBENCH / app
    for file in sorted(folder.rglob("*.py")):
        if "migrations" not in file.parts:
            yield from _words_of(file.read_bytes())
    for file in sorted(folder.rglob("*.html")):
        yield from _words_of(_as_python(file.read_text(encoding="utf-8")))


def _words_of(code: bytes) -> Iterator[tuple[Any, str | None]]:
    for _line, words, _comments, context in extract("python", io.BytesIO(code), keywords=KEYWORDS):
        yield words, context


def _as_python(page: str) -> bytes:
    """The words of a template as calls in one line; Django blanks everything else."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.workbench.settings")
    from django.utils.translation.template import templatize

    return " ".join(templatize(page).split("\n")).strip().encode()


def _elsewhere(app: str, message: Message) -> Any:
    """The Chinese of the same words in another app, said aloud: there they may mean something else."""
    for other in sorted(WORKBENCH.iterdir()):
        if other.name != app and po_file(other.name).exists():
            found = held(other.name).get(message.id, context=message.context)
            if found and _told(found):
                print(f"{app}: {message.id!r} as in {other.name}: {found.string}")
                return found.string
    return message.string


def _told(message: Message) -> bool:
    string = message.string
    return all(string) if isinstance(string, tuple) else bool(string)


def _order(message: Message) -> tuple[str, str]:
    return (
        str(message.id[0] if isinstance(message.id, tuple) else message.id),
        message.context or "",
    )


def _empty(app: str) -> Catalog:
    return Catalog(
        locale="zh_Hans",
        domain="django",
        header_comment=_HEADER.format(app=app),
        project="kefen",
        version="1",
        creation_date=_WRITTEN,
        revision_date=_WRITTEN,
        last_translator="-",
        language_team="-",
        msgid_bugs_address="-",
        fuzzy=False,
    )


if __name__ == "__main__":
    sys.path.insert(0, str(WORKBENCH.parents[1]))
    sys.exit(main(sys.argv[1:]))
