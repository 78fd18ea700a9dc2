"""The tutorial of the first day, read and done: each line of a list is one deed at a screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.desk import Desk
from tests.journeys.people import Person
from tests.workbench.conftest import PEOPLE
from workbench.accounts.posts import Post
from workbench.demo.tree import demo_plan

ROOT = Path(__file__).resolve().parents[2]
BOLD, CODE = r"\*\*(?P<label>.+?)\*\*", r"`(?P<value>.+?)`"
#: a deed → how a line of it begins, in English and in Chinese
LINES = {
    "signs in": (rf"Sign in as {CODE}\.?", rf"以 {CODE} 登录。?"),
    "goes back": (r"Go back\.?", r"返回上一页。?"),
    "opens the tab": (rf"Open the tab {BOLD}\.?", rf"打开页签 {BOLD}。?"),
    "opens": (rf"Open {BOLD}\.?", rf"打开 {BOLD}。?"),
    "follows the first row": (r"Follow the first row\.?", r"点第一行。?"),
    "follows the first line": (
        rf"Follow the first line under {BOLD}\.?",
        rf"点 {BOLD} 下的第一行。?",
    ),
    "follows": (rf"Follow {BOLD}\.?", rf"点 {BOLD}。?"),
    "presses": (rf"Press {BOLD}\.?", rf"按 {BOLD}。?"),
    "fills today": (rf"Fill in {BOLD} with today\.?", rf"在 {BOLD} 填今天。?"),
    "fills": (rf"Fill in {BOLD} with {CODE}\.?", rf"在 {BOLD} 填 {CODE}。?"),
    "chooses": (rf"Choose {CODE} for {BOLD}\.?", rf"在 {BOLD} 选 {CODE}。?"),
    "reads": (rf"Read {BOLD}\.?", rf"看到 {BOLD}。?"),
}
#: who of the tests' bank sits where somebody of the demo bank sits
SEATS = {
    Post.ACCOUNT_MANAGER: "3003",
    Post.REVIEWER: "3005",
    Post.APPROVER: "3006",
    Post.AUDITOR: "1004",
}


@dataclass(frozen=True)
class Deed:
    """What a line says to do, with its words."""

    kind: str
    words: tuple[str, ...]


def deeds(document: Path, place: int) -> Iterator[Deed]:
    """Of a page in English (0) or Chinese (1). A line of a list that is no deed fails."""
    for line in document.read_text(encoding="utf-8").splitlines():
        if line.startswith("- "):
            yield _deed(line[2:], place)


def do(desk: Desk, document: Path, place: int) -> None:
    """All deeds in turn, by the people of the tests' bank."""
    language = ("en", "zh-hans")[place]
    she: Person | None = None
    for deed in deeds(document, place):
        if deed.kind == "signs in":
            she = desk.signs_in(seat_of(deed.words[0]), language=language)
            continue
        assert she is not None
        if deed.kind == "fills today":
            she.fills(*deed.words, desk.now.date().isoformat())
        else:
            DEEDS[deed.kind](she, *deed.words)


def seat_of(number: str) -> str:
    """Who sits in the tests' bank where `number` sits in the demo bank."""
    (post,) = next(person.posts for person in demo_plan().staff if person.number == number)
    assert PEOPLE[SEATS[post]][0] == post
    return SEATS[post]


def _deed(line: str, place: int) -> Deed:
    for kind, forms in LINES.items():
        found = re.fullmatch(forms[place], line)
        if found:
            named = found.groupdict()
            return Deed(kind, tuple(named[key] for key in ("label", "value") if key in named))
    raise AssertionError(f"not a deed: {line}")


def _opens(she: Person, words: str) -> None:
    she.page.locator("nav.menu").get_by_role("link", name=words, exact=True).click()
    she.settles()


def _opens_tab(she: Person, words: str) -> None:
    tabs = she.page.locator("main nav.tabs")
    tabs.get_by_role("link", name=re.compile(rf"^{re.escape(words)}( \d+)?$")).click()
    she.settles()


def _first_row(she: Person) -> None:
    she.page.locator(".listing tbody tr a").first.click()
    she.settles()


def _first_line(she: Person, words: str) -> None:
    panel = she.page.locator("section.panel").filter(
        has=she.page.get_by_role("heading", name=words)
    )
    panel.locator("tbody a").first.click()
    she.settles()


DEEDS: dict[str, Callable[..., object]] = {
    "opens the tab": _opens_tab,
    "opens": _opens,
    "follows the first row": _first_row,
    "follows the first line": _first_line,
    "follows": lambda she, words: she.follows(words),
    "presses": lambda she, words: she.presses(words),
    "fills": lambda she, label, value: she.fills(label, value),
    "chooses": lambda she, label, value: she.fills(label, value),
    "reads": lambda she, words: she.reads(words),
    "goes back": lambda she: she.page.go_back(),
}
