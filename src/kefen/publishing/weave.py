"""The policy as one document: the article, what it demands, and the clause beside it.

One self-contained page of HTML, to be read on a screen and printed on A4: no script, no font, no picture from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from kefen.publishing.appendix import Appendix
from kefen.publishing.html_page import described, page
from kefen.publishing.markdown_html import inline, paragraphs
from kefen.publishing.markdown_html import table as markdown_table
from kefen.publishing.woven import Weaving, Woven
from kefen.publishing.woven_clauses import WovenClauses
from kefen.publishing.woven_values import WovenValues
from kefen.reading.draft import Block, Statement
from kefen.saying.places import say_place
from kefen.saying.values import say_day

_CASES_SHOWN = 4
_ONE_LINE = 44
_LAW = ("quote", "note")


@dataclass(frozen=True)
class Around:
    """What a page in a site says of the others, as HTML: in the head, above the title, below it."""

    head: str = ""
    above: str = ""
    below: str = ""


def weave(weaving: Weaving, lang: str = "zh", around: Around = Around()) -> str:
    """The page as text."""
    return _Page(Woven(weaving, lang), around).html()


@dataclass
class _Page:
    woven: Woven
    around: Around
    anchors: list[tuple[int, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.weaving, policy = self.woven.weaving, self.woven.policy
        self.clauses, self.values = WovenClauses(self.woven), WovenValues(self.woven)
        self.by_start = {clause.span.start: clause for clause in policy.clauses}
        tables = (s.table for s in self.weaving.document.statements)
        self.tested = {table.span.start for table in tables if table is not None}

    # --- the page --------------------------------------------------------------------------------------

    def html(self) -> str:
        body = "".join([*self.body(), *self.back()])
        title = self.woven.said(self.woven.policy.title)
        shown = f"{title} · {escape(self.woven.policy.version)}"
        whole = f"{self.cover()}{self.contents()}<main>\n{body}</main>\n"
        return page(shown, whole, self.woven.lang, self.around.head)

    def cover(self) -> str:
        policy = self.woven.policy
        instrument = policy.instruments[policy.instrument]
        until = (
            say_day(policy.until, self.woven.lang)
            if policy.until
            else self.woven.say("further notice")
        )
        rows = [
            ("instrument", self.woven.said(instrument.title)),
            ("number", escape(instrument.number)),
            ("issuer", escape(instrument.issuer)),
            (
                "in force",
                self.woven.say(
                    "from until", since=say_day(policy.since, self.woven.lang), until=until
                ),
            ),
            ("version", f"<code>{escape(policy.name)}</code> {escape(policy.version)}"),
            ("decides", self.scale()),
            ("digest", f"<code>{policy.digest[:16]}</code>"),
        ]
        if policy.in_doubt is not None:
            place = say_place(policy.in_doubt, policy, self.woven.lang)
            rows.insert(-1, ("in doubt", self.woven.say("propose worst", place=escape(place))))
        listed = described((self.woven.say(key), value) for key, value in rows)
        return (
            f'<header>{self.around.above}<p class="kicker">{self.woven.say("kicker")}</p>'
            f"<h1>{self.woven.said(policy.title)}</h1>"
            f'{listed}{self.around.below}<p class="remark">{self.woven.say("remark")}</p></header>\n'
        )

    def scale(self) -> str:
        decides = self.woven.policy.decides
        if decides is None:
            return ""
        places = decides.by_goodness()
        shown = self.woven.say("list comma").join(
            decides.said(place, self.woven.lang) for place in places
        )
        return f"{self.woven.said(decides.label)}{self.woven.say('colon')}{escape(shown)}"

    def contents(self) -> str:
        """The table of contents; it is filled while the body is written, so the body comes first."""
        lines = "".join(
            f'<li class="level{level}"><a href="#{anchor}">{text}</a></li>'
            for level, anchor, text in self.anchors
        )
        return f"<nav><h2>{self.woven.say('contents')}</h2><ol>{lines}</ol></nav>\n"

    def heading(self, level: int, text: str, anchor: str = "") -> str:
        anchor = anchor or f"s{len(self.anchors) + 1}"
        self.anchors.append((level, anchor, text))
        return f'<h{level} id="{anchor}">{text}</h{level}>\n'

    # --- the document in its order -----------------------------------------------------------------------

    def body(self) -> Iterator[str]:
        """Headings and prose as they stand; law and clauses side by side."""
        law: list[Block] = []
        for block in self.weaving.document.blocks:
            if block.form in _LAW:
                law.append(block)
            elif block.form == "policy":
                yield self.pair(law, block)
                law = []
            else:
                yield self.pair(law, None) if law else ""
                law = []
                yield self.block(block)
        if law:
            yield self.pair(law, None)

    def pair(self, law: Sequence[Block], clauses: Block | None) -> str:
        left = "".join(self.law(block) for block in law)
        right = "" if clauses is None else "".join(self.statement(s) for s in clauses.statements)
        alone = " alone" if not right else ""
        return f'<section class="pair{alone}"><div class="law">{left}</div><div class="clauses">{right}</div></section>\n'

    def law(self, block: Block) -> str:
        kind = "blockquote" if block.form == "quote" else "aside"
        return f"<{kind}>{paragraphs(block.text)}</{kind}>"

    def block(self, block: Block) -> str:
        if block.form == "heading":
            if block.level == 1:
                return ""
            return self.heading(min(block.level, 4), inline(block.text))
        if block.form == "table":
            tested = block.span.start in self.tested
            return f'<div class="wide">{markdown_table(block.text, tested=tested)}</div>\n'
        if block.form == "code":
            return f"<pre>{escape(block.text)}</pre>\n"
        return f'<div class="prose">{paragraphs(block.text)}</div>\n'

    # --- statements ----------------------------------------------------------------------------------------

    def statement(self, statement: Statement) -> str:
        if statement.keyword == "assume":
            return self.values.assumption(
                self.woven.policy.assumptions[statement.parts["name"]], statement
            )
        if statement.keyword == "parameter":
            return self.values.parameter(self.woven.policy.parameters[statement.parts["name"]])
        clause = self.by_start.get(statement.span.start)
        return self.clauses.clause(clause) if clause is not None else self.scorecard(statement)

    # --- assumptions, parameters, tables -------------------------------------------------------------------

    def scorecard(self, statement: Statement) -> str:
        """The points of a table stand in the table itself."""
        name = statement.parts.get("name", "")
        return f"<article><h5><span>{escape(name)}</span></h5><p>{self.woven.say('points below')}</p></article>"

    def back(self) -> Iterator[str]:
        """The tables at the end that have something in them."""
        for key, below in Appendix(self.woven, self.clauses).tables():
            if below:
                yield self.heading(2, self.woven.say(key)) + below
