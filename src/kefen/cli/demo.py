"""``kefen demo``: a synthetic bank, decided, with one decision of each status in full."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kefen.book import FIXED_BOOK, BookPlan, write_book
from kefen.book.lists import write_lists
from kefen.cli.decide import show_decision
from kefen.cli.inputs import Request
from kefen.cli.run import progress_bar, show_summary
from kefen.cli.screen import Screen, error_screen
from kefen.cli.words import say
from kefen.deciding import Decider
from kefen.errors import FactsError, InputError
from kefen.running import Options, RunSummary, run

PACK = "psbc-customer-class"
_STATUSES = ("decided", "provisional", "undetermined", "refused")


def show_demo(folder: str, customers: int, screen: Screen) -> int:
    """Build a book, decide it, show what came of it."""
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = error.strerror or error
        raise InputError(say(screen.lang, "cannot write", name=folder, why=why)) from None
    plan = BookPlan(as_of=FIXED_BOOK.as_of, customers=customers, seed=FIXED_BOOK.seed)
    book, decided = place / "customers.csv", place / "decisions.csv"
    edge = error_screen(screen)
    edge.line(edge.paint(say(screen.lang, "building", n=f"{customers:,}"), "dim"))
    write_book(book, plan)
    write_lists(place / "lists", plan)
    decider = Request(PACK, plan.as_of, (str(place / "lists"),), lang=screen.lang).decider()
    edge.line(edge.paint(say(screen.lang, "deciding"), "dim"))
    options = Options(lang="en" if screen.lang == "en" else "zh")
    with progress_bar(screen.lang) as progress:
        summary = run(decider, book, decided, options, progress=progress)
    show_summary(summary, screen)
    screen.line()
    screen.line(screen.paint(say(screen.lang, "one of each"), "bold"))
    for row in _one_of_each(summary, decider, book):
        screen.line()
        screen.line(screen.paint("─" * min(60, screen.columns), "dim"))
        _show_row(row, decider, screen)
    return 0


def _one_of_each(summary: RunSummary, decider: Decider, book: Path) -> Iterator[dict[str, Any]]:
    """The facts of the first customer of each status, in the order of the book."""
    wanted = [status for status in _STATUSES if any(c.status == status for c in summary.table)]
    found: dict[str, dict[str, Any]] = {}
    with book.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            try:
                status, _ = decider.answer(row)
            except FactsError:
                continue
            found.setdefault(status, row)
            if len(found) == len(wanted):
                break
    return (found[status] for status in wanted if status in found)


def _show_row(row: dict[str, Any], decider: Decider, screen: Screen) -> None:
    decision = decider.decide(row)
    key = decider.policy.vocabulary.key
    if key is not None:
        screen.line(f"{key.label.said(screen.lang)} {decision.subject}")
    show_decision(decision, screen)
