"""The sources sentence by sentence, as a page: statement to clauses to cases, and clause to statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from kefen.checking.statements import CutSource, Stated, Statement
from kefen.policy import Clause
from kefen.publishing.html_page import link, page, stacked
from kefen.publishing.shelf import MARK, Shelf, address
from kefen.publishing.woven import Weaving, anchor
from kefen.publishing.woven_cases import cases_by_clause
from kefen.saying.phrases import say

PAGE = "sources.html"


def sources_page(shelf: Shelf, lang: str = "zh") -> str:
    """The page as text."""
    return _Page(shelf, lang).html()


@dataclass(frozen=True)
class _Page:
    shelf: Shelf
    lang: str

    def say(self, key: str, **gaps: object) -> str:
        return say(self.lang, key, **gaps)

    @cached_property
    def places(self) -> dict[Stated, tuple[Weaving, Clause]]:
        """Where a clause stands: in the newest version that has it."""
        found: dict[Stated, tuple[Weaving, Clause]] = {}
        for versions in self.shelf.packs.values():
            for weaving in versions:
                for clause in weaving.policy.clauses:
                    for name in (clause.id, f"define {clause.target}"):
                        found.setdefault(Stated(weaving.policy.name, name), (weaving, clause))
        return found

    @cached_property
    def cases(self) -> dict[str, dict[str, int]]:
        """How many cases of each version touch each clause."""
        return {
            address(one.policy): {id: len(told) for id, told in cases_by_clause(one.cases).items()}
            for one in self.shelf.weavings
        }

    def html(self) -> str:
        title = self.say("sentences")
        home = f'<p class="site">{link("index.html", self.say("home"))}</p>'
        cover = f'<header>{home}<h1>{title}</h1><p class="remark">{self.say("own words")}</p></header>\n'
        parts = "".join(
            self.source(number, one) for number, one in enumerate(self.shelf.sources, 1)
        )
        body = f"{cover}<main>\n{self.counts()}{parts}{self.backwards()}</main>\n"
        return page(title, body, self.lang, MARK)

    def counts(self) -> str:
        keys = ("source", "statements", "in whole", "in part", "nowhere")
        rows = [
            [
                f'<a href="#s{number}">{self.title(one)}</a>',
                *(
                    str(len(part))
                    for part in (one.statements, one.in_whole, one.in_part, one.nowhere)
                ),
            ]
            for number, one in enumerate(self.shelf.sources, 1)
        ]
        return stacked([self.say(key) for key in keys], rows, "listing")

    def title(self, source: CutSource) -> str:
        return escape(source.title.said(self.lang), quote=False)

    # --- statement to clauses to cases ------------------------------------------------------------

    def source(self, number: int, source: CutSource) -> str:
        head = [self.say(key) for key in ("no", "article", "statement", "stated by", "cases")]
        rows = [self.statement(number, one) for one in source.statements]
        heading = f'<h2 id="s{number}">{number} {self.title(source)}</h2>\n'
        return heading + stacked(head, rows, "listing")

    def statement(self, number: int, one: Statement) -> list[str]:
        remarks = [escape(text, quote=False) for text in (one.part, one.why) if text]
        told = [*map(self.stated, one.stated), *(f"<small>{text}</small>" for text in remarks)]
        cases = sum(self.count(name) for name in one.stated)
        return [
            f'<span id="s{number}.{one.number}">{number}.{one.number}</span>',
            f'<b class="place">{escape(one.place, quote=False)}</b>',
            escape(one.says, quote=False),
            "<br>".join(told),
            str(cases) if cases else "",
        ]

    def stated(self, name: Stated) -> str:
        place = self.places.get(name)
        shown = f"<code>{escape(f'{name.pack} {name.name}')}</code>"
        if place is None:
            policy = self.shelf.shown(name.pack)
            return f"{link(address(policy), escape(policy.title.said(self.lang)))} {shown}"
        weaving, clause = place
        title = clause.title.said(self.lang) or weaving.policy.title.said(self.lang)
        where = f"{address(weaving.policy)}#{anchor(clause.id)}"
        return f"{link(where, escape(title, quote=False))} {shown}"

    def count(self, name: Stated) -> int:
        place = self.places.get(name)
        if place is None:
            return 0
        weaving, clause = place
        return self.cases[address(weaving.policy)].get(clause.id, 0)

    # --- clause to statements ---------------------------------------------------------------------

    def backwards(self) -> str:
        """Every clause that a statement names, and the statements."""
        asked: dict[Stated, list[str]] = {}
        for number, source in enumerate(self.shelf.sources, 1):
            for one in source.statements:
                place = f"{number}.{one.number}"
                for name in one.stated:
                    asked.setdefault(name, []).append(f'<a href="#s{place}">{place}</a>')
        rows = list(self.clauses(asked))
        head = [self.say(key) for key in ("policy", "clause", "statements")]
        return f"<h2>{self.say('clause to statements')}</h2>\n" + stacked(head, rows, "listing")

    def clauses(self, asked: dict[Stated, list[str]]) -> Iterator[Sequence[str]]:
        comma = self.say("list comma")
        for name in sorted(asked):
            title = self.shelf.shown(name.pack).title.said(self.lang)
            yield escape(title, quote=False), self.stated(name), comma.join(asked[name])
