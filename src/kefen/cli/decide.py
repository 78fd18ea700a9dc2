"""``kefen decide``: one subject, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kefen.cli.inputs import Request, read_facts, read_settings
from kefen.cli.json_out import write_json
from kefen.cli.messages import show_error, show_warning
from kefen.cli.screen import Screen, error_screen
from kefen.cli.words import say
from kefen.deciding import Decider, Decision
from kefen.errors import FactsError
from kefen.explaining import difference_lines, explain, to_dict, to_lines, what_changed
from kefen.saying.problems import say_problem
from kefen.saying.widths import width

_COLOURS = {"√": "green", "+": "green", "×": "red", "-": "red", "？": "yellow", "?": "yellow"}


def decide_subject(
    request: Request, name: str, sets: Sequence[str], screen: Screen, *, as_json: bool
) -> int:
    """Decide the subject of a file and say why; with settings, what would be otherwise."""
    facts = read_facts(name, screen.lang)
    decider = request.decider()
    settings = read_settings(list(sets), decider.policy.vocabulary, screen.lang)
    try:
        before = decider.decide(facts)
        after = before.with_facts(_inside(settings, decider)) if settings else before
    except FactsError as error:
        return show_refused(error, decider, screen)
    _warn(before, settings, screen)
    if as_json:
        write_json(screen, decision_data(after, screen.lang, before if settings else None))
        return 0
    if settings:
        show_what_if(before, after, screen)
    show_decision(after, screen)
    return 0


def _inside(settings: dict[str, Any], decider: Decider) -> dict[str, Any]:
    """Settings in inside form. ``FactsError`` carries every one that does not fit."""
    given = {name: value for name, value in settings.items() if value is not None}
    facts = decider.reader.read(given, decider.as_of)
    places = decider.reader.places
    return {name: facts.values[places[name]] for name in settings if name in places}


def show_refused(error: FactsError, decider: Decider, screen: Screen) -> int:
    """Facts that cannot be accepted: every one, why, and what to do."""
    edge = error_screen(screen)
    show_error(edge, say(screen.lang, "not accepted"))
    for problem in error.problems:
        edge.paragraph(say_problem(problem, decider.policy.vocabulary, screen.lang), "  ", "    ")
    return 1


def _warn(decision: Decision, settings: dict[str, Any], screen: Screen) -> None:
    """What is set and not read has no effect."""
    edge = error_screen(screen)
    read = {given.name for given in decision.decider.program.plan.inputs}
    for name in settings:
        if name not in read:
            show_warning(edge, say(screen.lang, "not read", name=name))


# --- in words -------------------------------------------------------------------------------------


def show_decision(decision: Decision, screen: Screen) -> None:
    """The explanation, wrapped and coloured."""
    headline, *lines = to_lines(explain(decision, screen.lang))
    screen.line(screen.paint(headline, "bold"))
    for line in lines:
        text = line.lstrip(" ")
        indent = line[: len(line) - len(text)]
        _show_line(text, indent, screen)


def _show_line(text: str, indent: str, screen: Screen) -> None:
    mark, _, rest = text.partition(" ")
    if mark in _COLOURS and rest:
        shown = screen.paint(mark, _COLOURS[mark])
        screen.paragraph(rest, f"{indent}{shown} ", indent + " " * (width(mark) + 1))
    elif not indent and len(text) < 20:
        screen.line(screen.paint(text, "bold"))
    else:
        screen.paragraph(text, indent, indent + "  ")


def show_what_if(before: Decision, after: Decision, screen: Screen) -> None:
    """What the settings change, before the decision they lead to."""
    screen.line(screen.paint(say(screen.lang, "what if"), "bold"))
    for line in difference_lines(what_changed(before, after), screen.lang):
        screen.paragraph(line, "  ", "    ")
    screen.line()


# --- as data ----------------------------------------------------------------------------------------


def decision_data(decision: Decision, lang: str, before: Decision | None = None) -> dict[str, Any]:
    """The record that ``recheck`` reads, with the explanation beside, and the record before what was set."""
    data = {**decision.record(), "explanation": to_dict(explain(decision, lang))}
    if before is not None:
        data["before"] = before.record()
    return data
