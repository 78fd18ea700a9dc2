"""The first page of the site: what each pack decides, its versions, what reads what, and scales not to be mixed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from kefen.policy import MEASURES, Policy
from kefen.publishing.html_page import described, link, page, stacked
from kefen.publishing.shelf import MARK, Shelf, address
from kefen.publishing.sources_page import PAGE
from kefen.publishing.woven import Weaving
from kefen.saying.phrases import say
from kefen.saying.values import say_day
from kefen.values import Domain, Term, Words

_LEAST_WORD = 2


def site_index(shelf: Shelf, lang: str = "zh") -> str:
    """The page as text."""
    return _Index(shelf, lang).html()


@dataclass(frozen=True)
class _Index:
    shelf: Shelf
    lang: str

    def say(self, key: str, **gaps: object) -> str:
        return say(self.lang, key, **gaps)

    def said(self, words: Words) -> str:
        return escape(words.said(self.lang), quote=False)

    def html(self) -> str:
        groups = "".join(map(self.group, self.shelf.groups))
        body = f"{self.cover()}{self.contents()}<main>\n{groups}{self.scales()}</main>\n"
        return page(self.say("library"), body, self.lang, MARK)

    def cover(self) -> str:
        day = say_day(self.shelf.day, self.lang)
        packs, versions = len(self.shelf.packs), len(self.shelf.weavings)
        counted = self.say("counted", packs=packs, versions=versions, day=day)
        return (
            f'<header><p class="kicker">{self.say("kicker")}</p><h1>{self.say("library")}</h1>'
            f'<p class="remark">{counted}</p>{self.to_sources()}<p class="remark">{self.say("restated")}</p></header>\n'
        )

    def to_sources(self) -> str:
        """The way to the sources, where they are cut into statements."""
        if not self.shelf.sources:
            return ""
        n = sum(len(source.statements) for source in self.shelf.sources)
        return f'<p class="remark">{link(PAGE, self.say("to sentences", n=n))}</p>'

    def contents(self) -> str:
        lines = [
            line
            for family, names in self.shelf.groups.items()
            for line in (
                f'<li class="group"><a href="#{family}">{self.say(family)}</a></li>',
                *(f'<li class="level3">{self.to_pack(name)}</li>' for name in names),
            )
        ]
        lines.append(f'<li class="group"><a href="#scales">{self.say("scales")}</a></li>')
        return f"<nav><h2>{self.say('contents')}</h2><ol>{''.join(lines)}</ol></nav>\n"

    def to_pack(self, name: str) -> str:
        """A link within the page."""
        return f'<a href="#p-{escape(name)}">{self.said(self.shelf.shown(name).title)}</a>'

    # --- packs ---------------------------------------------------------------------------------------

    def group(self, family: str) -> str:
        packs = "".join(map(self.pack, self.shelf.groups[family]))
        return f'<h2 id="{family}">{self.say(family)}</h2>\n{packs}'

    def pack(self, name: str) -> str:
        policy = self.shelf.shown(name)
        title = link(address(policy), self.said(policy.title))
        rows = [
            (self.say("decides"), self.decides(policy)),
            (self.say("object"), self.said(policy.subject)),
            (self.say("reads"), self.packs_of(self.shelf.read_by(policy))),
            (self.say("read by"), self.packs_of(self.shelf.readers_of(policy))),
        ]
        heading = f'<h3 id="p-{escape(name)}">{title} <code>{escape(name)}</code></h3>'
        return f'<section class="pack">{heading}{described(rows)}{self.versions(name)}</section>\n'

    def packs_of(self, policies: list[Policy]) -> str:
        names = dict.fromkeys(policy.name for policy in policies)
        return self.say("list comma").join(map(self.to_pack, names))

    def decides(self, policy: Policy) -> str:
        """The scale with its values, or what is told where there is none."""
        refused = self.say("or refused") if _may_refuse(policy) else ""
        if policy.decides is not None:
            label = self.said(policy.decides.label)
            return f"{label}{self.say('best first')}{self.values(policy.decides)}{refused}"
        told = dict.fromkeys(c.target for c in policy.clauses if c.act in MEASURES)
        known = policy.vocabulary.measures
        measures = [self.said(known[name]) for name in told if name in known]
        return self.say("no scale", measures=self.say("list comma").join(measures))

    def values(self, scale: Domain) -> str:
        said = (scale.said(place, self.lang) for place in scale.by_goodness())
        return escape(self.say("list comma").join(said), quote=False)

    def versions(self, name: str) -> str:
        """A line for each version, with what it holds."""
        head = [self.say(key) for key in ("version", "in force", "instrument")]
        head += [
            self.say(key) for key in ("clauses", "assumptions made", "parameters set", "cases")
        ]
        return stacked(head, [self.version(one) for one in self.shelf.packs[name]], "versions")

    def version(self, weaving: Weaving) -> list[str]:
        policy = weaving.policy
        until = say_day(policy.until, self.lang) if policy.until else self.say("further notice")
        force = self.say("from until", since=say_day(policy.since, self.lang), until=until)
        mark = f" <em>{self.say('speaks')}</em>" if policy.in_force(self.shelf.day) else ""
        parts = (policy.clauses, policy.assumptions, policy.parameters, weaving.cases)
        return [
            link(address(policy), escape(policy.version)) + mark,
            force,
            self.said(policy.instruments[policy.instrument].title),
            *(str(len(part)) for part in parts),
        ]

    # --- scales --------------------------------------------------------------------------------------

    def scales(self) -> str:
        """Every scale that is decided: its values, its object, its pack, and the words it shares with another."""
        keys = ("scale", "page values", "object", "policy", "same word")
        head = [self.say(key) for key in keys]
        heading = f'<h2 id="scales">{self.say("scales")}</h2>\n'
        remark = f'<p class="remark">{self.say("never mixed")}</p>'
        return heading + remark + stacked(head, list(self.scale_rows()), "scales")

    def scale_rows(self) -> Iterator[list[str]]:
        deciding = [
            self.shelf.shown(name) for names in self.shelf.groups.values() for name in names
        ]
        scales = [policy.decides for policy in deciding if policy.decides is not None]
        for policy in deciding:
            scale = policy.decides
            if scale is not None:
                others = [other for other in scales if other.name != scale.name]
                yield [
                    self.said(scale.label),
                    self.values(scale),
                    self.said(policy.subject),
                    self.to_pack(policy.name),
                    "<br>".join(said for other in others if (said := self.shared(scale, other))),
                ]

    def shared(self, scale: Domain, other: Domain) -> str:
        """The values of another scale that are called like one of this."""
        words = [word for term in scale.terms for word in self.spellings(term)]
        alike = [
            other.said(place, self.lang)
            for place in other.by_goodness()
            if any(_alike(a, b) for a in words for b in self.spellings(other.terms[place]))
        ]
        if not alike:
            return ""
        listed = escape(self.say("list comma").join(alike), quote=False)
        return f"{self.said(other.label)}{self.say('colon')}{listed}"

    def spellings(self, term: Term) -> tuple[str, ...]:
        """What a value is called in the language; codes and short forms are Chinese."""
        label = term.label.said(self.lang)
        return (label, *term.also) if self.lang == "zh" else (label,)


def _alike(one: str, other: str) -> bool:
    """Whether two values are the same word, or one is the beginning of the other: 可疑, 可疑客户."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _LEAST_WORD and long.startswith(short)


def _may_refuse(policy: Policy) -> bool:
    """Whether a subject can end with none of the values."""
    ends = policy.acts("otherwise")
    return bool(policy.acts("ban")) or any(end.place is None for end in ends)


__all__ = ["site_index"]
