"""A person at a screen, in the words of a journey: she opens, fills, presses, reads, is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Locator, Page, expect

from workbench.customers.models import Party

PATIENCE_MS = 20_000
FIRST_PAGE_MS = 120_000  # the first page of a server compiles the policies
#: what htmx marks while a fragment is asked for and put in its place
UNDER_WAY = ".htmx-request, .htmx-swapping, .htmx-settling"
expect.set_options(timeout=PATIENCE_MS)
#: what a label may end in: its unit, the star of a field that must be filled
_STAR = r"(\s*[（(][^）)]*[）)])?\s*\*?\s*(\(required\)|（必填）)?\s*$"


@dataclass
class Person:
    """`she = desk.signs_in("3003")`. Everything waits for the page for some seconds before it fails."""

    number: str
    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    status: int = 200

    # ── going ────────────────────────────────────────────────────────────────────────────────────

    def opens(self, what: Party | str, *, tab: str = "") -> Person:
        """A customer, or an address: `opens(customer, tab="facts")`, `opens("/reviews/")`."""
        path = f"/customers/{what.number}/" if isinstance(what, Party) else what
        answer = self.page.goto(path + (f"?tab={tab}" if tab else ""))
        self.status = answer.status if answer else 0
        return self

    def follows(self, words: str, *, place: int = 0) -> Person:
        """A link by its words; `place` among several of them."""
        self._acts(self._in.get_by_role("link", name=words, exact=True).nth(place))
        return self

    def presses(self, words: str, *, place: int = 0) -> Person:
        """A button by its words."""
        self._acts(self._in.get_by_role("button", name=words, exact=True).nth(place))
        return self

    # ── filling ──────────────────────────────────────────────────────────────────────────────────

    def fills(self, label: str, value: str | bool, *, place: int = 0) -> Person:
        """A field by its label: text and days (`2026-11-30`) typed, a choice by its words, a box by True or False."""
        found = self._field(label).nth(place)
        kind = found.evaluate("one => one.tagName === 'SELECT' ? 'select' : one.type")
        if kind == "select":
            found.select_option(label=str(value))
        elif kind in ("checkbox", "radio"):
            found.set_checked(bool(value))
        else:
            found.fill(str(value))
        return self

    def attaches(self, label: str, name: str, content: bytes, kind: str = "") -> Person:
        """A file to a field."""
        sent: Any = {"name": name, "mimeType": kind or "application/octet-stream"}
        self._field(label).first.set_input_files({**sent, "buffer": content})
        return self

    # ── seeing ───────────────────────────────────────────────────────────────────────────────────

    def reads(self, *words: str) -> Person:
        """Each stands somewhere on the page, visible."""
        for one in words:
            expect(self._in.get_by_text(one).locator("visible=true").first).to_be_visible()
        return self

    def reads_nothing_of(self, *words: str) -> Person:
        """None stands anywhere in the page, hidden or not."""
        text = self.page.content()
        assert [one for one in words if one in text] == []
        return self

    def is_offered(self, words: str) -> bool:
        """Whether there is a link or button of these words."""
        kinds: tuple[Any, ...] = ("link", "button")
        return any(self._in.get_by_role(kind, name=words, exact=True).count() for kind in kinds)

    def is_refused(self, *words: str) -> Person:
        """The last page was a refusal: outside her reach (404), without the right (403), or a form or page that says why."""
        refused = self.status in (403, 404, 409, 412)
        told = self.page.locator(".alert-danger, [role=alert], .field-error").first
        assert refused or told.is_visible(), f"{self.page.url} ({self.status}) refused nothing"
        return self.reads(*words)

    def settles(self) -> Person:
        """Waits until a click has brought what it brings: the page is loaded, and no fragment of it under way."""
        self.page.wait_for_load_state("load")
        expect(self.page.locator(UNDER_WAY)).to_have_count(0)
        return self

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.locator("main").inner_text()

    # ── other ways ───────────────────────────────────────────────────────────────────────────────

    def forces(self, path: str, **fields: str) -> int:
        """Sends a form that no screen offers her, with her session and token; gives the status of the answer."""
        if not self.page.url.startswith(self.address):
            self.opens("/")
        headers = self.page.locator("body").get_attribute("hx-headers") or ""
        token = re.search(r'"X-CSRFToken": "(\w+)"', headers)
        assert token, "no token: she is not signed in"
        sent = self.page.request.post(
            urljoin(self.address, path),
            form=dict(fields),
            headers={"X-CSRFToken": token[1], "Referer": self.address},
            max_redirects=0,
        )
        return sent.status

    def fetches(self, path: str) -> bytes:
        """What an address answers, page or file, without opening it."""
        return self.page.request.get(urljoin(self.address, path)).body()

    def within(self, words: str) -> Person:
        """The same person, who looks only at the section, card, row or form in which these words stand."""
        kinds = "section, .card, tr, form, fieldset, dialog, li"
        return Within(**self.__dict__, scope=self.page.locator(kinds).filter(has_text=words).last)

    # ─────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _in(self) -> Any:
        return self.page

    def _field(self, label: str) -> Locator:
        found: Locator = self._in.get_by_label(re.compile(rf"^\s*{re.escape(label)}{_STAR}"))
        return found.locator("visible=true")

    def _acts(self, on: Locator) -> None:
        """Clicks, and waits for the page or the fragment that comes of it."""
        heard: list[int] = []

        def hear(answer: Any) -> None:
            if answer.request.is_navigation_request() or answer.request.resource_type == "xhr":
                heard.append(answer.status)

        on.wait_for(state="visible")
        self.page.on("response", hear)
        on.click(timeout=FIRST_PAGE_MS)
        self.settles()
        self.page.remove_listener("response", hear)
        self.status = heard[-1] if heard else 200


@dataclass
class Within(Person):
    """A person who looks at one part of a page."""

    scope: Any = None

    @property
    def _in(self) -> Any:
        return self.scope
