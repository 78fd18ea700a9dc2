"""``kefen recheck``: a stored decision recomputed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from textwrap import shorten
from typing import Any

from kefen.cli.inputs import Request, read_json
from kefen.cli.json_out import write_json
from kefen.cli.messages import in_words
from kefen.cli.screen import Column, Screen
from kefen.cli.words import say
from kefen.deciding import Decider, Decision
from kefen.deciding.rechecking import ABSENT, Deviation, Recheck, recheck
from kefen.errors import InputError, KefenError
from kefen.explaining import explain, to_dict
from kefen.explaining.outcomes import headline, labelled

_WIDTH = 60


def recheck_decision(name: str, request: Request, screen: Screen, *, as_json: bool) -> int:
    """Recompute a decision; 1 when more than the engine differs. ``request`` says who reads, and which pack or overlay."""
    record = _record(name, screen.lang)

    def loader(pack: str, day: date) -> Decider:
        return replace(request, pack=request.pack or pack, as_of=day).decider()

    def tell(decision: Decision, lang: str) -> dict[str, Any]:
        return to_dict(explain(decision, lang))

    try:
        found = recheck(record, loader, tell)
    except KefenError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError):
        raise InputError(say(screen.lang, "not a record", name=name)) from None
    if as_json:
        write_json(screen, _as_data(found))
    else:
        _show(found, record, screen)
    return int(not found.holds)


def _record(name: str, lang: str) -> dict[str, Any]:
    try:
        record = read_json(name, lang)
    except RecursionError:
        raise InputError(say(lang, "not a record", name=name)) from None
    if not isinstance(record, dict) or "schema" not in record:
        raise InputError(say(lang, "not a record", name=name))
    return record


def _show(found: Recheck, record: dict[str, Any], screen: Screen) -> None:
    lang = screen.lang
    stored = f"{record['policy']['name']} {record['policy']['version']}, {record['as_of']}"
    if found.same and found.decision is not None:
        told = labelled(headline(found.decision, lang), found.decision.audience, lang)
        screen.line(f"{screen.paint(say(lang, 'recheck same'), 'green')}  {told}  ({stored})")
        return
    held = "recheck engine" if found.holds else "recheck same answer"
    key = held if found.same_answer else "recheck differs"
    style = "yellow" if found.same_answer else "red"
    screen.line(f"{screen.paint(say(lang, key), style)}  ({stored})")
    columns = [
        Column(say(lang, "place")),
        *(Column(say(lang, k), wraps=True) for k in ("stored", "now")),
    ]
    screen.table(columns, [_row(one, lang) for one in found.deviations], indent="  ")


def _row(one: Deviation, lang: str) -> list[str]:
    place = f"{say(lang, f'place {one.what}')} {one.name}".strip()
    stored, now = (_said(value, lang) for value in (one.stored, one.now))
    if stored == now:  # `1` for "1"
        stored, now = (json.dumps(value, default=str) for value in (one.stored, one.now))
    return [place, stored, now]


def _said(value: Any, lang: str) -> str:
    """A value in a cell as JSON has it, of a list or object only the beginning."""
    if isinstance(value, (bool, list, dict)):
        return shorten(json.dumps(value, ensure_ascii=False, default=str), _WIDTH)
    return "–" if value in (None, "") else in_words(str(value), lang)


def _as_data(found: Recheck) -> dict[str, Any]:
    return {
        "same": found.same,
        "same_answer": found.same_answer,
        "holds": found.holds,
        "deviations": [
            {key: value for key, value in vars(one).items() if value is not ABSENT}
            for one in found.deviations
        ],
    }
