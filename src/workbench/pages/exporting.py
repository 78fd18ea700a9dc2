"""The file of an export: all rows as they are seen, marked with who took them and when, sealed on the disk."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from django.conf import settings
from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from workbench.common.acting import Actor
from workbench.common.keyring import keyring
from workbench.common.listing import Column, Listing
from workbench.common.listing.asking import columns_of, narrowed, ordered, read
from workbench.common.parts import Link, Status
from workbench.common.resealing import declare_sealed_column, declare_sealed_files
from workbench.pages.models import Export, FileKind

KEPT_DAYS = 7
MOST_ROWS = 1_000_000  # a sheet of Excel has 1,048,576
_CHUNK = 1_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def about(export: Export, what: str) -> str:
    """What a sealed thing of this export is bound to."""
    return f"export {export.key} {what}"


def place(export: Export) -> Path:
    return Path(settings.EXPORTS) / f"{export.key}.sealed"


def contents(export: Export) -> bytes:
    """The file as it was written."""
    return keyring().unseal(place(export).read_bytes(), about=about(export, "file"))


def write(export: Export, listing: Listing, actor: Actor) -> int:
    """Writes the sealed file; gives the number of its rows."""
    query = keyring().unseal(bytes(export.query_sealed), about=about(export, "query")).decode()
    asked = read(listing, QueryDict(query))
    columns = columns_of(listing, actor, asked)
    matched, _errors = narrowed(listing, listing.rows(actor), asked)
    keys = list(ordered(listing, matched, asked).values_list("pk", flat=True)[:MOST_ROWS])
    head = [str(column.label) for column in columns]
    lines = _lines(listing, columns, keys, actor)
    drawn = _sheet if export.kind == FileKind.XLSX else _csv
    body = drawn(str(listing.title), [head], lines, mark(export))
    file = place(export)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.write_bytes(keyring().seal(body, about=about(export, "file")))
    return len(keys)


def mark(export: Export) -> str:
    """Who took it, when, what for: on the sheet, and on every printed page."""
    at = localtime(export.asked_at)
    words = {"who": export.staff.name, "number": export.staff.number, "at": f"{at:%Y-%m-%d %H:%M}"}
    return _("Exported by {who} {number} on {at}: {reason}").format(**words, reason=export.reason)


def plain(value: Any) -> Any:
    """A value as a cell has it: numbers and days stay what they are; text that a sheet would calculate does not."""
    match value:
        case None | "":
            return _("unknown")
        case bool():
            return _("yes") if value else _("no")
        case Status():
            return harmless(str(value.word))
        case Link():
            return harmless(str(value.label))
        case int() | Decimal():
            return value
        case datetime():
            return localtime(value).replace(tzinfo=None)
        case date():
            return value
        case list() | tuple():
            return harmless("、".join(str(plain(one)) for one in value))
    return harmless(str(value))


def harmless(text: str) -> str:
    """With an apostrophe before a sign by which a sheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _lines(
    listing: Listing, columns: Sequence[Column], keys: Sequence[Any], actor: Actor
) -> Iterator[list[Any]]:
    """Rows by key, some at a time, in the order of the keys."""
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        found = {row.pk: row for row in listing.detail(listing.rows(actor).filter(pk__in=some))}
        for key in some:
            if key in found:
                yield [plain(column.of(found[key], actor)) for column in columns]


def _csv(title: str, head: Iterable[list[str]], lines: Iterable[list[Any]], said: str) -> bytes:
    """With the mark by which Excel reads UTF-8; the last line says who took it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows(head)
    writer.writerows(lines)
    writer.writerow([harmless(said)])
    return text.getvalue().encode("utf-8-sig")


def _sheet(title: str, head: Iterable[list[str]], lines: Iterable[list[Any]], said: str) -> bytes:
    with tempfile.TemporaryDirectory(dir=settings.EXPORTS) as scratch:
        file = Path(scratch) / "sheet.xlsx"
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(str(file), options) as book:
            formats: dict[type, Any] = {date: book.add_format({"num_format": "yyyy-mm-dd"})}
            formats[datetime] = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
            sheet = book.add_worksheet()
            sheet.set_header(f"&L{_shown(title)}&R{_shown(said)}")
            sheet.set_footer("&C&P / &N")
            sheet.write_string(0, 0, said)
            sheet.repeat_rows(1)
            sheet.freeze_panes(2, 0)
            for number, line in enumerate((*head, *lines), start=1):
                for place_, value in enumerate(line):
                    _write(sheet, number, place_, value, formats)
        return file.read_bytes()


def _write(sheet: Any, line: int, place_: int, value: Any, formats: dict[type, Any]) -> None:
    if isinstance(value, Decimal | int):
        sheet.write_number(line, place_, value)
    elif isinstance(value, date):
        sheet.write_datetime(line, place_, value, formats[type(value)])
    else:
        sheet.write_string(line, place_, str(value))


def _shown(text: str) -> str:
    """For a header, in which & begins a command and 255 characters are the most."""
    return text.replace("&", "&&")[:110]


def _all() -> Iterator[Path]:
    return Path(settings.EXPORTS).glob("*.sealed")


declare_sealed_column(Export, "query_sealed", lambda export: about(export, "query"))
declare_sealed_files("exports", _all, lambda file: f"export {file.stem} file")
