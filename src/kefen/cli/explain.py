"""``kefen explain``: the decision of a run on one subject, told in full and held against the row that the run wrote."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kefen.cli.decide import decision_data, show_decision
from kefen.cli.inputs import Request
from kefen.cli.json_out import write_json
from kefen.cli.messages import show_warning
from kefen.cli.screen import Column, Screen, error_screen
from kefen.cli.words import say
from kefen.compiling.audience import basis_of
from kefen.deciding import Decider
from kefen.errors import InputError
from kefen.running.databases import place_of
from kefen.running.duckdb.manifest import told_run
from kefen.running.duckdb.one_subject import ReadAgain, changed_since, read_again

DIFFERS, QUARANTINED = 1, 3


@dataclass(frozen=True)
class Asked:
    """A subject of a run, and the folder of a store of bundles where the text of the run may be found."""

    run: str
    subject: str
    bundles: str = ""


def explain_later(asked: Asked, request: Request, screen: Screen, *, as_json: bool) -> int:
    """Tell the decision; 1 when the run wrote another row, 3 when the subject was set aside."""
    told, output = _run_of(asked.run, screen.lang)
    decider = _decider_of(told, asked, request)
    found = read_again(told, output, decider, asked.subject)
    if changed_since(told, told_all=basis_of(decider.audience) == "all"):
        show_warning(error_screen(screen), say(screen.lang, "explain changed"))
    if as_json:
        write_json(screen, _as_data(found, screen.lang))
    else:
        _show(found, told, screen)
    return QUARANTINED if found.decision is None else DIFFERS if found.differing else 0


def _run_of(name: str, lang: str) -> tuple[dict[str, Any], Path]:
    """What is told of a run, and the file that it wrote."""
    place = place_of(name)
    if not isinstance(place, Path):
        raise InputError(say(lang, "explain files"))
    told = told_run(place)
    if told is None or "read_with" not in told:
        raise InputError(say(lang, "explain no run", name=name))
    if "://" in told["source"]:
        raise InputError(say(lang, "explain files"))
    if told["source"] == "-":
        raise InputError(say(lang, "explain standard"))
    return told, place.with_name(told["output"])


def _decider_of(told: dict[str, Any], asked: Asked, request: Request) -> Decider:
    """What decided the run, for who asks: of the store, or the pack as it stands. ``InputError`` if it is another text."""
    day = date.fromisoformat(told["as_of"])
    if asked.bundles:
        from kefen.bundles import BundleStore

        store = BundleStore(Path(asked.bundles))
        return store.decider_by(
            told["policy"], told["digest"], told["lists_digest"], day, request.audience
        )
    found = replace(request, pack=request.pack or told["policy"], as_of=day).decider()
    lists_differ = (
        request.audience == told["audience"]
        and (found.policy.lists_digest or "") != told["lists_digest"]
    )
    if found.policy.digest != told["digest"] or lists_differ:
        raise InputError(
            say(
                request.lang,
                "explain other policy",
                pack=told["policy"],
                digest=told["digest"][:16],
            )
        )
    return found


def _show(found: ReadAgain, told: dict[str, Any], screen: Screen) -> None:
    lang = screen.lang
    if found.decision is None:
        screen.line(screen.paint(say(lang, "explain aside"), "bold"))
        texts = (
            " ".join(filter(None, (one.column, one.value, one.words))) for one in found.findings
        )
        for text in dict.fromkeys(texts):
            screen.paragraph(text, "  ", "    ")
        return
    show_decision(found.decision, screen)
    screen.line()
    key = "explain differs" if found.differing else "explain same"
    screen.line(
        say(lang, key if found.compared else "explain not compared", audience=told["audience"])
    )
    if found.differing:
        columns = [Column(say(lang, k), wraps=True) for k in ("place", "stored", "now")]
        screen.table(
            columns, [[one.column, one.stored or "", one.now or ""] for one in found.differing]
        )


def _as_data(found: ReadAgain, lang: str) -> dict[str, Any]:
    decision = found.decision
    return {
        "decision": decision_data(decision, lang) if decision else None,
        "findings": [one._asdict() for one in found.findings],
        "compared": found.compared,
        "differing": [one._asdict() for one in found.differing],
    }
