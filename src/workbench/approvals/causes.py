"""Why a rule or an event did something: kept in the words of its moment, told in those of the reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from workbench.approvals.actions.events import EventKind
from workbench.approvals.models import RequestKind

#: what the day's end says
OF_THE_DAY: Mapping[str, Any] = {
    "day_come": _("its day has come"),
    "ended": _("past its end"),
    "watch_over": _("the watch is over"),
    "grade_ended": _("past its end, or a newer report has come"),
    "document_past": _("identity document past its day"),
    "bar": _("a disqualifying condition is proven"),
    "calendar": _("periodic re-check"),
    "finding": _("the stored decision asks for a re-check"),
    "no_authorisation": _("no authorisation was obtained"),
}


def told(words: str) -> Any:
    """A cause in the reader's language where a rule or an event gave it; a person's own words as they are."""
    return _known().get(words, words)


@lru_cache(maxsize=1)
def _known() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {str(label): label for label in _labels()}
    return found


def _labels() -> Iterable[Any]:
    yield from OF_THE_DAY.values()
    for kinds in (EventKind, RequestKind):
        yield from (kind.label for kind in kinds)
