"""What stands at the end of a woven page: assumptions, parameters, index, sources, changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import escape

from kefen.citation import Instrument
from kefen.policy import Clause
from kefen.publishing.html_page import table
from kefen.publishing.markdown_html import inline, paragraphs
from kefen.publishing.woven import Woven, anchor
from kefen.publishing.woven_clauses import WovenClauses
from kefen.saying.values import say_day, say_value


@dataclass(frozen=True)
class Appendix:
    """The tables at the end of a page."""

    woven: Woven
    clauses: WovenClauses

    def tables(self) -> Iterator[tuple[str, str]]:
        """The key of each heading, and what stands below it."""
        yield "page assumptions", self.assumptions()
        yield "parameters", self.parameters()
        yield "index", self.index()
        yield "sources", self.sources()
        yield "changes", self.changes()

    def assumptions(self) -> str:
        if not self.woven.policy.assumptions:
            return ""
        rows = [
            [
                f'<a href="#{anchor("assume " + a.name)}">{self.woven.said(a.title)}</a>',
                self.woven.say("switched on" if a.holds else "switched off"),
                self.woven.said(a.on if a.holds else a.off),
                self.woven.said(a.because),
            ]
            for a in self.woven.policy.assumptions.values()
        ]
        head = [self.woven.say(key) for key in ("page assumption", "side", "reading", "because")]
        how = f'<p class="remark">{self.woven.say("how to switch")}</p>'
        return how + table(head, rows, "listing")

    def parameters(self) -> str:
        if not self.woven.policy.parameters:
            return ""
        rows = [
            [
                f'<a href="#{anchor("parameter " + p.name)}">{self.woven.said(p.title)}</a>',
                escape(say_value(p.on(self.woven.weaving.as_of), p.kind, self.woven.lang)),
            ]
            for p in self.woven.policy.parameters.values()
        ]
        day = say_day(self.woven.weaving.as_of, self.woven.lang)
        head = [self.woven.say("parameter"), self.woven.say("value on", day=day)]
        return table(head, rows, "listing")

    def index(self) -> str:
        """Each place of each instrument, and the clauses that cite it."""
        places: dict[tuple[str, str], list[Clause]] = {}
        for clause in self.woven.policy.clauses:
            for one in clause.citations:
                places.setdefault((one.instrument, one.place), []).append(clause)
        rows = [
            [
                self.instrument(instrument),
                f'<b class="place">{escape(place)}</b>',
                "<br>".join(f'<a href="#{anchor(c.id)}">{self.indexed(c)}</a>' for c in clauses),
            ]
            for (instrument, place), clauses in places.items()
        ]
        head = [self.woven.say("instrument"), self.woven.say("article"), self.woven.say("clause")]
        return table(head, rows, "listing")

    def instrument(self, id: str) -> str:
        """The title of an instrument that is not the pack's own."""
        known = self.woven.policy.instruments.get(id)
        return (
            ""
            if known is None or id == self.woven.policy.instrument
            else self.woven.said(known.title)
        )

    def indexed(self, clause: Clause) -> str:
        """A clause in the index: its id and title, or what it concludes."""
        title = self.woven.said(clause.title) or self.clauses.lead(clause)
        return f"<code>{escape(clause.id)}</code> {title}" if clause.is_numbered else title

    def sources(self) -> str:
        rows = [
            [
                f"<code>{escape(item.id)}</code>",
                f"{self.woven.said(item.title)}<br><small>{escape(item.number)} {escape(item.issuer)}</small>",
                f'<span class="day">{escape(_days(item))}</span>',
                f"{escape(item.provenance)}<br><small>{escape(item.found)}</small>",
            ]
            for item in self.woven.policy.instruments.values()
        ]
        head = [
            self.woven.say(key) for key in ("cited as", "instrument", "days in force", "provenance")
        ]
        return table(head, rows, "listing")

    def changes(self) -> str:
        text = "\n".join(
            line for line in self.woven.weaving.changelog.split("\n") if not line.startswith("# ")
        ).strip()
        if not text:
            return ""
        made = "".join(
            f"<h3>{inline(part.lstrip('# '))}</h3>" if part.startswith("#") else paragraphs(part)
            for part in _chunks(text)
        )
        return f'<div class="prose">{made}</div>'


def _chunks(text: str) -> Iterable[str]:
    """Heading lines one by one, what lies between them together."""
    chunk: list[str] = []
    for line in text.split("\n"):
        if line.startswith("#"):
            yield "\n".join(chunk)
            chunk = []
            yield line
        else:
            chunk.append(line)
    yield "\n".join(chunk)


def _days(instrument: Instrument) -> str:
    """Its first day in force and its last, else when it was issued."""
    if instrument.since is None:
        return instrument.issued
    if instrument.until is None:
        return str(instrument.since)
    return f"{instrument.since} – {instrument.until - timedelta(days=1)}"
