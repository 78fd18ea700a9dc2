"""Statements that fix values: dated parameters, and assumptions with their switch."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from kefen.checking.citations import days_spoken, in_turn, place_cited, read_citation
from kefen.checking.dates import DATED, Period, day, gaps_in
from kefen.checking.domains import kind_of
from kefen.checking.numbers import constant, value_advice
from kefen.checking.scope import said
from kefen.checking.units import check_amount
from kefen.checking.vocabulary import RawVocabulary
from kefen.diagnostics import Diagnostics
from kefen.policy import Assumption, DatedValue, ParameterSpec
from kefen.reading.draft import Statement, words
from kefen.source import Span
from kefen.values import NO_KIND, Kind

_SIDES = ("default", "on", "off", "because")


def read_parameters(
    statements: Iterable[Statement], raw: RawVocabulary, period: Period, found: Diagnostics
) -> dict[str, ParameterSpec]:
    """The dated parameters of a version."""
    result: dict[str, ParameterSpec] = {}
    names = raw.sealed().names
    for statement in statements:
        if statement.keyword != "parameter":
            continue
        found.article = statement.article.label if statement.article else ""
        before = len(found.errors)
        spec = _parameter(statement, raw, found)
        whole = len(found.errors) == before and period[0] > date.min
        other = result.get(spec.name)
        if other is not None:
            message = f"the parameter `{spec.name}` is defined twice"
            found.error("N003", message, spec.span, other=other.span)
        elif spec.name in names:
            message = f"`{spec.name}` is a parameter and a fact"
            found.error("N002", message, spec.span, other=raw.places.get(names[spec.name]))
        if whole:
            _check_days(spec, period, found)
        result[spec.name] = spec
    found.article = ""
    return result


def _parameter(statement: Statement, raw: RawVocabulary, found: Diagnostics) -> ParameterSpec:
    name = statement.parts["name"]
    lines = [(text, span) for key, text, span in statement.lines if key == "value"]
    if not lines:
        advice = "its first line is a kind such as `money`"
        found.error("R005", f"the parameter `{name}` has no kind", statement.span, advice)
        return ParameterSpec(name, statement.title, NO_KIND, (), statement.span)
    (text, span), *dated = lines
    kind = kind_of(text, raw.domains, span, found)
    if kind.name == "money":
        check_amount(statement.title, statement.span, found)
    if not dated:
        message = f"the parameter `{name}` has no value: it is unknown"
        found.note("D003", message, statement.span, "a bank gives it in its overlay")
    values = [_dated_value(text, kind, span, found) for text, span in dated]
    cites = statement.line("cites")
    known = sorted((value for value in values if value is not None), key=lambda v: v.since)
    cited = tuple(DatedValue(v.value, v.since, v.until, v.cites or cites) for v in known)
    return ParameterSpec(name, statement.title, kind, cited, statement.span)


def _dated_value(text: str, kind: Kind, span: Span, found: Diagnostics) -> DatedValue | None:
    match = DATED.fullmatch(text)
    if match is None:
        message = "a parameter's line reads `VALUE from DATE [until DATE] [cites …]`"
        found.error("R005", message, span)
        return None
    days: list[date | None] = []
    for word in (match["since"], match["until"]):
        try:
            days.append(day(word) if word else None)
        except ValueError:
            found.error("D004", f"`{word}` is not a date", span, "write 2026-01-31")
            return None
    since, until = days
    if since is None or (until is not None and until <= since):
        found.error("D004", "the value ends before it begins", span)
        return None
    if kind == NO_KIND:
        return None
    try:
        return DatedValue(constant(match["value"], kind), since, until, match["cites"] or "")
    except ValueError:
        advice = value_advice(match["value"], kind)
        found.error("T002", f"`{match['value']}` is not {said(kind)}", span, advice)
        return None


def _check_days(spec: ParameterSpec, period: Period, found: Diagnostics) -> None:
    """Two values never speak on one day; a day in force without a value is warned of."""
    for one, two in pairwise(spec.values):
        if one.since == two.since or (one.until is not None and two.since < one.until):
            message = f"two values of `{spec.name}` speak on {two.since}"
            found.error("D004", message, spec.span)
    if not spec.values:
        return
    for since, until in gaps_in(spec.values, period):
        _warn_of_gap(spec, since, until, found)


def _warn_of_gap(spec: ParameterSpec, since: date, until: date | None, found: Diagnostics) -> None:
    last = f" to {until - timedelta(days=1)}" if until else ""
    message = f"the parameter `{spec.name}` has no value from {since}{last}: it is unknown then"
    found.warn("D003", message, spec.span)


def read_assumptions(
    statements: Iterable[Statement], period: Period, found: Diagnostics
) -> dict[str, Assumption]:
    """The assumptions of a version, each said to the reader."""
    result: dict[str, Assumption] = {}
    for statement in statements:
        if statement.keyword != "assume":
            continue
        found.article = statement.article.label if statement.article else ""
        made = _assumption(statement, period, found)
        if made.name in result:
            message = f"the assumption `{made.name}` is made twice"
            found.error("N003", message, made.span, other=result[made.name].span)
        result[made.name] = made
    found.article = ""
    return result


def _assumption(statement: Statement, period: Period, found: Diagnostics) -> Assumption:
    name, default = statement.parts["name"], statement.line("default")
    lacking = ", ".join(f"`{key}`" for key in _SIDES if not statement.line(key))
    if lacking:
        message = f"the assumption `{name}` lacks {lacking}"
        found.error("R005", message, statement.span, "an assumption says both sides and why")
    if default not in ("", "on", "off"):
        message = f"`{default}` is neither `on` nor `off`"
        found.error("T002", message, statement.span, "write `default on` or `default off`")
    because = words(statement.line("because"))
    title = statement.title
    found.note("P004", f"assumes `{name}`: {title.zh or title.en}", statement.span, because.zh)
    return Assumption(
        name,
        title,
        words(statement.line("on")),
        words(statement.line("off")),
        because,
        default == "on",
        _place(statement),
        statement.span,
        *_days(statement, period),
    )


def _days(statement: Statement, period: Period) -> Period:
    """The days on which an assumption may hold: those of what it cites."""
    cited = [text for key, text, _ in statement.lines if key == "cites" and text]
    try:
        return days_spoken(in_turn([read_citation(text) for text in cited]), period)
    except (ValueError, IndexError):
        return date.min, None


def _place(statement: Statement) -> str:
    """Where it belongs: the place it cites, else the article it stands under."""
    return place_cited(statement.line("cites")) or (
        statement.article.label if statement.article else ""
    )
