"""Lines of a reference list as a keeper pastes them: a code, perhaps the days from and until which it is on it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from kefen.spelling import Convert, NotAccepted, convert_to, to_day
from kefen.values import TEXT
from kefen.vocabulary import FactSpec
from workbench.common.errors import RefusedError
from workbench.policies.texts import reference_lists


@dataclass(frozen=True)
class ListLine:
    """A code as facts that are looked up in the list are read, and the days between which it is on it."""

    code: str
    since: str = ""
    until: str = ""

    @property
    def days(self) -> dict[str, str]:
        return {name: day for name, day in (("since", self.since), ("until", self.until)) if day}


def read_codes(name: str, text: str) -> list[ListLine]:
    """All lines, sorted. `RefusedError` names the first that is no code of the list, or stands twice."""
    known = reference_lists()
    if name not in known:
        raise RefusedError(_("No policy knows this list."), field="name")
    convert = convert_to(FactSpec(name, known[name].label, TEXT, check=known[name].check))
    lines = sorted(_lines(text, convert), key=lambda line: (line.code, line.since))
    if not lines:
        raise RefusedError(_("Paste at least one code."), field="codes")
    for one, other in pairwise(lines):
        if one == other:
            raise RefusedError(_("%s stands twice.") % one.code, field="codes")
    return lines


def _lines(text: str, convert: Convert) -> Iterator[ListLine]:
    dialect = "\t" if "\t" in text else ","
    for number, cells in enumerate(csv.reader(text.splitlines(), delimiter=dialect), start=1):
        parts = [cell.strip() for cell in cells]
        if any(parts):
            yield _line(number, [*parts, "", ""], convert)


def _line(number: int, parts: list[str], convert: Convert) -> ListLine:
    try:
        code = convert(parts[0])
        since, until = (str(to_day(day)) if day else "" for day in parts[1:3])
    except NotAccepted as refused:
        told = _("Line %(number)s cannot be read: %(why)s %(detail)s")
        gaps = {"number": number, "why": refused.reason, "detail": refused.detail}
        raise RefusedError(told % gaps, field="codes") from refused
    return ListLine(str(code), since, until)
