"""The policy as one document: the article, what it demands, and the clause beside it.

One self-contained page of HTML, to be read on a screen and printed on A4: no script, no font, no picture from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from typing import Any

from kefen.checking.citations import read_citation
from kefen.explaining.reasons import LACKABLE
from kefen.language.syntax import Fact, Meant
from kefen.policy import Assumption, Citation, Clause, Instrument, ParameterSpec, Policy
from kefen.publishing.html_page import described, page, table
from kefen.publishing.markdown_html import inline, paragraphs
from kefen.publishing.markdown_html import table as markdown_table
from kefen.reading.draft import Block, Document, Statement
from kefen.saying.expressions import Said, Speaker
from kefen.saying.naming import Names
from kefen.saying.phrases import say
from kefen.saying.places import say_place
from kefen.saying.values import say_day, say_value
from kefen.values import Words
from kefen.verifying import Case

_CASES_SHOWN = 4
_ONE_LINE = 44
_LAW = ("quote", "note")


@dataclass(frozen=True)
class Weaving:
    """What a woven page is made of. ``as_of`` picks the values of parameters that are marked as in force."""

    policy: Policy
    document: Document
    cases: Sequence[Case]
    as_of: date
    changelog: str = ""


@dataclass(frozen=True)
class Around:
    """What a page in a site says of the others, as HTML: in the head, above the title, below it."""

    head: str = ""
    above: str = ""
    below: str = ""


def weave(weaving: Weaving, lang: str = "zh", around: Around = Around()) -> str:
    """The page as text."""
    return _Page(weaving, lang, around).html()


@dataclass
class _Page:
    weaving: Weaving
    lang: str
    around: Around
    anchors: list[tuple[int, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.policy = self.weaving.policy
        self.words = Speaker(Names(self.policy, self.lang, self.weaving.as_of))
        self.clauses = {clause.span.start: clause for clause in self.policy.clauses}
        self.cases = cases_by_clause(self.weaving.cases)
        tables = (s.table for s in self.weaving.document.statements)
        self.tested = {table.span.start for table in tables if table is not None}

    def say(self, key: str, **gaps: object) -> str:
        return say(self.lang, key, **gaps)

    def said(self, words: Words) -> str:
        return escape(words.said(self.lang), quote=False)

    # --- the page --------------------------------------------------------------------------------------

    def html(self) -> str:
        body = "".join(self.body()) + self.back()
        title = self.said(self.policy.title)
        shown = f"{title} · {escape(self.policy.version)}"
        whole = f"{self.cover()}{self.contents()}<main>\n{body}</main>\n"
        return page(shown, whole, self.lang, self.around.head)

    def cover(self) -> str:
        policy = self.policy
        instrument = policy.instruments[policy.instrument]
        until = say_day(policy.until, self.lang) if policy.until else self.say("further notice")
        rows = [
            ("instrument", self.said(instrument.title)),
            ("number", escape(instrument.number)),
            ("issuer", escape(instrument.issuer)),
            (
                "in force",
                self.say("from until", since=say_day(policy.since, self.lang), until=until),
            ),
            ("version", f"<code>{escape(policy.name)}</code> {escape(policy.version)}"),
            ("decides", self.scale()),
            ("digest", f"<code>{policy.digest[:16]}</code>"),
        ]
        if policy.in_doubt is not None:
            place = say_place(policy.in_doubt, policy, self.lang)
            rows.insert(-1, ("in doubt", self.say("propose worst", place=escape(place))))
        listed = described((self.say(key), value) for key, value in rows)
        return (
            f'<header>{self.around.above}<p class="kicker">{self.say("kicker")}</p>'
            f"<h1>{self.said(policy.title)}</h1>"
            f'{listed}{self.around.below}<p class="remark">{self.say("remark")}</p></header>\n'
        )

    def scale(self) -> str:
        decides = self.policy.decides
        if decides is None:
            return ""
        places = decides.by_goodness()
        shown = self.say("list comma").join(decides.said(place, self.lang) for place in places)
        return f"{self.said(decides.label)}{self.say('colon')}{escape(shown)}"

    def contents(self) -> str:
        """The table of contents; it is filled while the body is written, so the body comes first."""
        lines = "".join(
            f'<li class="level{level}"><a href="#{anchor}">{text}</a></li>'
            for level, anchor, text in self.anchors
        )
        return f"<nav><h2>{self.say('contents')}</h2><ol>{lines}</ol></nav>\n"

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
            return self.assumption(self.policy.assumptions[statement.parts["name"]], statement)
        if statement.keyword == "parameter":
            return self.parameter(self.policy.parameters[statement.parts["name"]])
        clause = self.clauses.get(statement.span.start)
        return self.clause(clause) if clause is not None else self.scorecard(statement)

    def clause(self, clause: Clause) -> str:
        body = self.conclusion(clause)
        notes = "".join(
            f'<p class="note">{self.said(words)}</p>'
            for words in (clause.note,)
            if words.zh or words.en
        )
        title = self.said(clause.title)
        return (
            f'<article id="{anchor(clause.id)}" class="{clause.act.replace(" ", "-")}">'
            f"<h5>{self.place(clause)}<span>{title}</span>{self.identifier(clause)}</h5>"
            f"{body}{notes}{self.cases_of(clause)}</article>"
        )

    def place(self, clause: Clause) -> str:
        places = self.say("list comma").join(filter(None, map(self.dated_place, clause.citations)))
        return f'<b class="place">{escape(places)}</b> ' if places else ""

    def dated_place(self, citation: Citation) -> str:
        """Where a citation leads, with its days if it has any."""
        since = citation.since if citation.since > date.min else None
        place = say_place(citation, self.policy, self.lang)
        told = self.say("since", day=say_day(since, self.lang)) if since else ""
        if citation.until is not None:
            told += self.say("until", day=say_day(citation.until, self.lang))
        return self.say("dated", place=place, days=told.strip("， ")) if told else place

    def cited(self, text: str) -> str:
        """An instrument and an article as the text cites them."""
        citation = read_citation(text)
        return self.dated_place(citation) if citation.article else text

    def identifier(self, clause: Clause) -> str:
        shown = clause.id if clause.is_numbered else clause.target
        return f" <code>{escape(shown)}</code>" if shown else ""

    def conclusion(self, clause: Clause) -> str:
        """What a clause concludes, then when."""
        lead = self.lead(clause)
        if clause.test is None:
            return f"<p>{lead}</p>" if lead else ""
        if clause.act in ("define", "value") and not _is_condition(clause.test):
            return self.defined_value(clause)
        said = self.words.condition(clause.test)
        if not lead:
            return self.condition(said)
        return f'<p class="lead">{lead}</p>' + self.condition(
            said, led=said.join in ("all", "choice")
        )

    def defined_value(self, clause: Clause) -> str:
        if getattr(clause.test, "operator", "") == "first":
            return f"<p>{self.say('table below')}</p>"
        assert clause.test is not None
        return f"<p>{escape(self.words.noun(clause.test), quote=False)}</p>"

    def lead(self, clause: Clause) -> str:
        decides = self.policy.decides
        value = ""
        if decides is not None and clause.place is not None:
            value = escape(decides.said(clause.place, self.lang), quote=False)
        gaps = {"value": value, "amount": abs(clause.amount), "target": self.target(clause)}
        if clause.act == "otherwise" and clause.place is None:
            return self.say("lead otherwise refuse")
        if clause.act == "adjust":
            way = "down" if clause.amount > 0 else "up"
            return self.say(f"lead adjust {way}", among=self.among(clause), **gaps)
        if clause.act == "limit" and clause.bound is not None:
            quantity = Fact(clause.bound.kind, clause.target)
            bound = self.words.predicates.stem(clause.comparison, (quantity, clause.bound))
            return self.say("lead limit", bound=escape(bound, quote=False), **gaps)
        act = "forbid" if clause.target in self.policy.vocabulary.forbids else clause.act
        return self.say(f"lead {act}", **gaps) if act != "criterion" else ""

    def target(self, clause: Clause) -> str:
        vocabulary, name = self.policy.vocabulary, clause.target
        words = vocabulary.forbids.get(name) or vocabulary.measures.get(name)
        return self.said(words or self.words.names.label(name))

    def among(self, clause: Clause) -> str:
        decides = self.policy.decides
        if decides is None or not clause.among:
            return self.say("any grade")
        return escape(self.say("list comma").join(decides.said(p, self.lang) for p in clause.among))

    def condition(self, said: Said, *, led: bool = False) -> str:
        """A condition as nested lists; one that is led in already needs no "all of"."""
        if not said.parts:
            return f"<p>{self.link(said)}</p>"
        items = "".join(f"<li>{self.item(part)}</li>" for part in said.parts)
        shown = said.text and not led
        head = f'<p class="join">{escape(said.text, quote=False)}</p>' if shown else ""
        return f'{head}<ul class="{said.join.replace(" ", "-")}">{items}</ul>'

    def item(self, said: Said) -> str:
        if not said.parts:
            return self.link(said)
        if _is_short(said):
            joint = self.say(f"joint {said.join}")
            return joint.join(escape(part.text, quote=False) for part in said.parts)
        if said.join != "if":
            return self.condition(said)
        inner = said.parts[0]
        lead = f"{escape(said.text, quote=False)}{self.say('page comma')}"
        if not inner.parts:
            return lead + self.link(inner)
        head = f'<span class="join">{lead}{escape(inner.text, quote=False)}</span>'
        return head + self.condition(inner, led=True)

    def link(self, said: Said) -> str:
        text = escape(said.text, quote=False)
        if not said.clause:
            return text
        clause = self.policy.by_id.get(said.clause)
        place = escape(say_place(clause.citation, self.policy, self.lang)) if clause else ""
        return f'<a href="#{anchor(said.clause)}"><b class="place">{place}</b> {text}</a>'

    def cases_of(self, clause: Clause) -> str:
        """A few of the cases that name the clause, and how many there are."""
        cases = self.cases.get(clause.id, [])
        if not cases:
            return ""
        shown = "".join(f"<li>{self.case(case, clause)}</li>" for case in cases[:_CASES_SHOWN])
        more = len(cases) - _CASES_SHOWN
        rest = f'<li class="more">{self.say("more cases", n=more)}</li>' if more > 0 else ""
        return f'<div class="cases"><p>{self.say("cases")}</p><ul>{shown}{rest}</ul></div>'

    def case(self, case: Case, clause: Clause) -> str:
        """The title of a case; said as not met where the case is one without the criterion."""
        zh, _, en = case.title.partition("|")
        title = self.said(Words(zh.strip(), en.strip()))
        return self.say("case not met", case=title) if self.lacks(case, clause) else title

    def lacks(self, case: Case, clause: Clause) -> bool:
        """Whether a case expects a criterion or grade to be false: it misses it, or ends below it for want of it."""
        expect = case.expect
        if clause.act not in LACKABLE or clause.id in _ids(expect.get("meets")):
            return False
        if clause.id in (*_ids(expect.get("only_misses")), *_ids(expect.get("misses"))):
            return True
        ends = [end.place for end in self.policy.acts("otherwise")]
        scale = self.policy.decides
        named = {scale.terms[place].id for place in ends if place is not None} if scale else set()
        return expect.get("status") == "refused" or str(expect.get("result")) in named

    # --- assumptions, parameters, tables -------------------------------------------------------------------

    def assumption(self, assumption: Assumption, statement: Statement | None = None) -> str:
        sides = "".join(
            self.side(key, words, holds=assumption.holds == (key == "on"))
            for key, words in (("on", assumption.on), ("off", assumption.off))
        )
        place = self.cited(statement.line("cites")) if statement else ""
        return (
            f'<article id="{anchor("assume " + assumption.name)}" class="assume">'
            f'<h5><b class="place">{escape(place or assumption.article)}</b> <em>{self.say("page assumption")}</em> '
            f"<span>{self.said(assumption.title)}</span> <code>{escape(assumption.name)}</code></h5>"
            f"<dl>{sides}<div><dt>{self.say('because')}</dt><dd>{self.said(assumption.because)}</dd></div></dl></article>"
        )

    def side(self, key: str, words: Words, *, holds: bool) -> str:
        mark = ' class="chosen"' if holds else ""
        chosen = f" <em>{self.say('chosen')}</em>" if holds else ""
        side = self.say(f"switched {key}")
        return f"<div{mark}><dt>{side}{chosen}</dt><dd>{self.said(words)}</dd></div>"

    def parameter(self, parameter: ParameterSpec) -> str:
        rows = "".join(self.parameter_rows(parameter))
        if not rows:
            rows = f'<tr><td colspan="3">{self.say("page no value")}</td></tr>'
        return (
            f'<article id="{anchor("parameter " + parameter.name)}" class="parameter">'
            f"<h5><em>{self.say('parameter')}</em> <span>{self.said(parameter.title)}</span> "
            f'<code>{escape(parameter.name)}</code></h5><table class="values"><tbody>{rows}</tbody></table></article>'
        )

    def parameter_rows(self, parameter: ParameterSpec) -> Iterator[str]:
        for dated in parameter.values:
            since = (
                self.say("page always")
                if dated.since == date.min
                else say_day(dated.since, self.lang)
            )
            until = self.say("until", day=say_day(dated.until, self.lang)) if dated.until else ""
            now = dated.since <= self.weaving.as_of and (
                dated.until is None or self.weaving.as_of < dated.until
            )
            value = escape(say_value(dated.value, parameter.kind, self.lang))
            mark = ' class="now"' if now and dated.value == parameter.on(self.weaving.as_of) else ""
            yield (
                f"<tr{mark}><td>{value}</td><td>{self.say('since', day=since)}{until}</td>"
                f"<td>{escape(self.cited(dated.cites))}</td></tr>"
            )

    def scorecard(self, statement: Statement) -> str:
        """The points of a table stand in the table itself."""
        name = statement.parts.get("name", "")
        return f"<article><h5><span>{escape(name)}</span></h5><p>{self.say('points below')}</p></article>"

    # --- the end: assumptions, index, sources --------------------------------------------------------------

    def back(self) -> str:
        return "".join([
            self.assumptions(), self.parameters(), self.index(), self.sources(), self.changes()
        ])  # fmt: skip

    def assumptions(self) -> str:
        if not self.policy.assumptions:
            return ""
        rows = [
            [
                f'<a href="#{anchor("assume " + a.name)}">{self.said(a.title)}</a>',
                self.say("switched on" if a.holds else "switched off"),
                self.said(a.on if a.holds else a.off),
                self.said(a.because),
            ]
            for a in self.policy.assumptions.values()
        ]
        head = [self.say(key) for key in ("page assumption", "side", "reading", "because")]
        how = f'<p class="remark">{self.say("how to switch")}</p>'
        return self.heading(2, self.say("page assumptions")) + how + table(head, rows, "listing")

    def parameters(self) -> str:
        if not self.policy.parameters:
            return ""
        rows = [
            [
                f'<a href="#{anchor("parameter " + p.name)}">{self.said(p.title)}</a>',
                escape(say_value(p.on(self.weaving.as_of), p.kind, self.lang)),
            ]
            for p in self.policy.parameters.values()
        ]
        day = say_day(self.weaving.as_of, self.lang)
        head = [self.say("parameter"), self.say("value on", day=day)]
        return self.heading(2, self.say("parameters")) + table(head, rows, "listing")

    def index(self) -> str:
        """Each place of each instrument, and the clauses that cite it."""
        places: dict[tuple[str, str], list[Clause]] = {}
        for clause in self.policy.clauses:
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
        head = [self.say("instrument"), self.say("article"), self.say("clause")]
        return self.heading(2, self.say("index")) + table(head, rows, "listing")

    def instrument(self, id: str) -> str:
        """The title of an instrument that is not the pack's own."""
        known = self.policy.instruments.get(id)
        return "" if known is None or id == self.policy.instrument else self.said(known.title)

    def indexed(self, clause: Clause) -> str:
        """A clause in the index: its id and title, or what it concludes."""
        title = self.said(clause.title) or self.lead(clause)
        return f"<code>{escape(clause.id)}</code> {title}" if clause.is_numbered else title

    def sources(self) -> str:
        rows = [
            [
                f"<code>{escape(item.id)}</code>",
                f"{self.said(item.title)}<br><small>{escape(item.number)} {escape(item.issuer)}</small>",
                f'<span class="day">{escape(_days(item))}</span>',
                f"{escape(item.provenance)}<br><small>{escape(item.found)}</small>",
            ]
            for item in self.policy.instruments.values()
        ]
        head = [self.say(key) for key in ("cited as", "instrument", "days in force", "provenance")]
        return self.heading(2, self.say("sources")) + table(head, rows, "listing")

    def changes(self) -> str:
        text = "\n".join(
            line for line in self.weaving.changelog.split("\n") if not line.startswith("# ")
        ).strip()
        if not text:
            return ""
        made = "".join(
            f"<h3>{inline(part.lstrip('# '))}</h3>" if part.startswith("#") else paragraphs(part)
            for part in _chunks(text)
        )
        return self.heading(2, self.say("changes")) + f'<div class="prose">{made}</div>'


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


def _is_condition(node: Meant) -> bool:
    """Whether something is said as a condition; a table of yes and no is shown, and is none."""
    return node.kind.name == "flag" and getattr(node, "operator", "") != "first"


def _days(instrument: Instrument) -> str:
    """Its first day in force and its last, else when it was issued."""
    if instrument.since is None:
        return instrument.issued
    if instrument.until is None:
        return str(instrument.since)
    return f"{instrument.since} – {instrument.until - timedelta(days=1)}"


def _is_short(said: Said) -> bool:
    """A few plain comparisons, which read better in one line."""
    plain = said.join in ("all", "any") and not any(
        part.parts or part.clause for part in said.parts
    )
    return plain and sum(len(part.text) for part in said.parts) <= _ONE_LINE


def anchor(id: str) -> str:
    """Where a clause stands on its page."""
    return "c-" + "".join(c if c.isalnum() or c in ".-_" else "-" for c in id)


def cases_by_clause(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """Cases under each clause they expect something of, those about this clause alone first."""
    found: dict[str, list[Case]] = {}
    for key in ("only_misses", "decisive", "misses", "meets"):
        for case in cases:
            for id in _ids(case.expect.get(key)):
                if case not in found.setdefault(id, []):
                    found[id].append(case)
    return found


def _ids(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(item) for item in (value if isinstance(value, list) else [value])]
