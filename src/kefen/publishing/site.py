"""The packs as a small site: a page for each version, tied to its neighbours, and an index of them all."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from kefen.policy import Policy
from kefen.publishing.html_page import described, link
from kefen.publishing.shelf import MARK, Shelf, address, file_of
from kefen.publishing.site_index import site_index
from kefen.publishing.sources_page import PAGE, sources_page
from kefen.publishing.weave import Around, weave
from kefen.publishing.woven import Weaving
from kefen.saying.phrases import say
from kefen.saying.values import say_day

INDEX = "index.html"
_UP = "../"


def weave_site(shelf: Shelf, lang: str = "zh") -> dict[str, str]:
    """Every page by its place in the site. No link leads out of it, and none needs a server."""
    pages = {INDEX: site_index(shelf, lang)}
    if shelf.sources:
        pages[PAGE] = sources_page(shelf, lang)
    for one in shelf.weavings:
        pages[file_of(one.policy)] = weave(one, lang, around(one, shelf, lang))
    return pages


def around(weaving: Weaving, shelf: Shelf, lang: str) -> Around:
    """The way back, the other versions of the pack, and what it reads and what reads it."""
    policy = weaving.policy
    versions = [one.policy for one in shelf.packs[policy.name]]
    comma = say(lang, "list comma")
    rows = [
        ("versions", comma.join(_version(one, policy, shelf, lang) for one in versions)),
        ("reads", comma.join(_titled(shelf.read_by(policy), lang))),
        ("read by", comma.join(_titled(shelf.readers_of(policy), lang))),
    ]
    home = link(_UP + INDEX, say(lang, "home"))
    above = f'<p class="site">{home}</p>{_not_in_force(weaving, shelf, lang)}'
    below = described(((say(lang, key), said) for key, said in rows), "around")
    return Around(MARK, above, below)


def _version(one: Policy, here: Policy, shelf: Shelf, lang: str) -> str:
    name = escape(one.version)
    shown = f"<b>{name}</b>" if one is here else link(_UP + address(one), name)
    return shown + (say(lang, "speaking") if one.in_force(shelf.day) else "")


def _titled(policies: Iterable[Policy], lang: str) -> list[str]:
    return [
        link(_UP + address(one), escape(one.title.said(lang)))
        + f" <code>{escape(one.version)}</code>"
        for one in policies
    ]


def _not_in_force(weaving: Weaving, shelf: Shelf, lang: str) -> str:
    """A line above a version that does not speak on the day: so, and which one does."""
    policy = weaving.policy
    if policy.in_force(shelf.day):
        return ""
    other = shelf.speaking(policy.name)
    told = say(lang, "not in force", day=say_day(shelf.day, lang))
    if other is not None:
        told += say(lang, "instead", other=link(_UP + address(other), escape(other.version)))
    shown = say(lang, "page as of", day=say_day(weaving.as_of, lang))
    return f'<p class="warning">{told}{shown}</p>'
