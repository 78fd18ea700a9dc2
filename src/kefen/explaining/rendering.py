"""Explanations and differences as lines of text, and as JSON can hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kefen.deciding.open_parts import rests_on
from kefen.deciding.trace import label_of, trace
from kefen.explaining.contrast import Wait
from kefen.explaining.measuring import Measure
from kefen.explaining.next_fact import NextFact
from kefen.explaining.outcomes import labelled, lacks, say_outcome
from kefen.explaining.proposing import say_proposal
from kefen.explaining.reasons import Explanation
from kefen.explaining.sentences import Sentences
from kefen.explaining.telling import Reason
from kefen.saying.phrases import listed, say
from kefen.saying.values import say_day, say_number
from kefen.vocabulary import SOMEBODY

_MARKS = {True: "state true", False: "state false", None: "state unknown"}


def to_lines(told: Explanation) -> list[str]:
    """An explanation as lines of plain text, indented by two spaces a level."""
    made = [told.headline, *_facing(told)]
    made += _section(told.lang, "bans", _reasons(told.bans, told.lang))
    made += _section(told.lang, "points", _points(told))
    made += _section(told.lang, "why", _reasons(told.why, told.lang))
    made += _section(told.lang, "adjustments", _reasons(told.adjustments, told.lang))
    made += _why_not(told)
    made += _section(told.lang, "missing", (one.text for one in told.missing))
    made += _section(told.lang, "gaps", (one.text for one in told.gaps))
    made += _section(told.lang, "stale", (one.text for one in told.stale))
    made += _section(told.lang, "bring", (say_proposal(p, told) for p in told.lift.bring))
    made += _section(told.lang, "change", (say_proposal(p, told) for p in told.lift.change))
    made += _section(told.lang, "wait", (say_wait(w, told) for w in told.lift.wait))
    made += _section(told.lang, "values", _values(told))
    made += _section(told.lang, "measures", _measures(told.measures, told.lang))
    made += _section(told.lang, "assumptions", _assumptions(told))
    made += _section(told.lang, "supplied", (one.text for one in told.supplied))
    made += _section(told.lang, "holds", say_holds(told))
    made += _section(
        told.lang, "next fact", (said_fact(one, told.lang) for one in told.next_facts[:1])
    )
    return made


def said_fact(fact: NextFact, lang: str) -> str:
    """A fact with the paper it stands on."""
    label, source = fact.label.said(lang), fact.source.said(lang)
    return say(lang, "missing fact from" if source else "missing fact", label=label, source=source)


def _facing(told: Explanation) -> Iterator[str]:
    """What stands below the headline."""
    day = say(told.lang, "as of", day=say_day(told.decision.as_of, told.lang))
    yield labelled(day, told.audience, told.lang)
    if len(told.possible) > 1:
        yield say(told.lang, "possible", items=listed(told.possible_labels, told.lang))
    if told.proposed is not None:
        yield told.proposed.text
    if told.score is not None:
        low, high = (say_number(one) for one in told.score)
        yield say(told.lang, "score" if low == high else "score range", low=low, high=high)
    if told.decisive is not None:
        colon, clause = say(told.lang, "colon"), told.decisive.said(told.lang)
        if told.decisive.clause and lacks(told.decision):
            clause = say(told.lang, "lacking") + clause
        yield f"{say(told.lang, 'decisive')}{colon}{clause}"
        told_below = {one.clause for reason in told.why for one in reason.walk()}
        if told.decisive.clause not in told_below:
            yield from _indented(_reasons(told.decisive.children, told.lang))
    if told.but_for is not None:
        result, reason = told.but_for
        head = " ".join(filter(None, (reason.place, reason.title))) or reason.text
        comma = say(told.lang, "colon")
        yield f"{head}{comma}{say(told.lang, 'but for', result=result)}"


def _values(told: Explanation) -> Iterator[str]:
    """The values that were worked out, and those unknown for want of something that is missing."""
    missing = {one.name for one in told.missing}
    for one in told.values:
        if one.value is not None or missing.intersection(rests_on(told.teller.trace, one.name)):
            yield one.text


def _points(told: Explanation) -> Iterator[str]:
    """Each factor with the row that gave its points, or the rows that may; at the end what they add up to."""
    for one in told.points:
        yield one.text
        yield from _indented(_reasons(one.rows, told.lang))
    if told.points:
        most = say_number(sum(one.most for one in told.points))
        low, high = (
            say_number(sum(ends))
            for ends in zip(*((f.low, f.high) for f in told.points), strict=True)
        )
        yield say(
            told.lang,
            "points sum" if low == high else "points sum open",
            low=low,
            high=high,
            most=most,
        )


def _section(lang: str, key: str, below: Iterable[str]) -> list[str]:
    shown = list(below)
    return [say(lang, key), *_indented(shown)] if shown else []


def _why_not(told: Explanation) -> list[str]:
    """Better outcomes that fail, or are open, for the same reasons are told together."""
    together: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for one in told.why_not:
        below = (part for reason in one.reasons for part in _compact(reason))
        plain = list({(part.said(told.lang), part.children): part for part in below}.values())
        shown = tuple(_reasons(_without_bans(plain, told), told.lang))
        key = "still possible" if one.possible else "why not"
        together.setdefault((key, shown), []).append(one.label)
    made: list[str] = []
    for (key, shown), labels in together.items():
        made.append(say(told.lang, key, result=listed(labels, told.lang)))
        made += _indented(shown)
    return made


def _without_bans(reasons: list[Reason], told: Explanation) -> list[Reason]:
    """Reasons of which the bans, told above, are said in a word."""
    banned = {one.clause for one in told.bans}
    bans = [one for one in reasons if one.clause in banned]
    if not bans:
        return reasons
    state = True if any(one.state for one in bans) else None
    above = Reason(state, say(told.lang, "bans above"))
    return [above, *(one for one in reasons if one.clause not in banned)]


def _compact(reason: Reason) -> list[Reason]:
    """A criterion that only passes on the state of others gives way to them."""
    while not reason.text and reason.children and all(one.place for one in reason.children):
        if len(reason.children) > 1:
            return [one for child in reason.children for one in _compact(child)]
        reason = reason.children[0]
    return [reason]


def _indented(below: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in below]


def _reasons(reasons: Iterable[Reason], lang: str) -> Iterator[str]:
    for reason in reasons:
        yield f"{say(lang, _MARKS[reason.state])} {reason.said(lang)}"
        yield from _indented(_reasons(reason.children, lang))


def _measures(measures: Iterable[Measure], lang: str) -> Iterator[str]:
    """What holds, the limits of one quantity together: first the tightest that is known, below it the others."""
    told = [one for one in measures if one.state != "denied"]
    while told:
        first, others = _first(told)
        yield first.text
        yield from _source(first, lang)
        for one in others:
            if one.text == first.text:
                yield from _source(one, lang)
                continue
            head = "looser limit" if one.value is not None else "perhaps tighter"
            yield f"  {say(lang, head)}{one.text}"
            yield from _indented(_source(one, lang))
        told = [one for one in told if one is not first and one not in others]


def _first(told: list[Measure]) -> tuple[Measure, list[Measure]]:
    """The measure to tell next, and the other limits of the same quantity."""
    first = told[0]
    if first.act != "limit":
        return first, []
    key = (first.name, first.comparison)
    same = [one for one in told if one.act == "limit" and (one.name, one.comparison) == key]
    known = [one for one in same if one.value is not None]
    if known:
        pick = min if first.comparison == "<=" else max
        first = pick(known, key=lambda one: one.value)
    return first, [one for one in same if one is not first]


def _source(measure: Measure, lang: str) -> Iterator[str]:
    if measure.reason.place:
        yield f"  {measure.reason.said(lang)}"
        yield from _below(measure.reason, lang)


def _below(reason: Reason, lang: str) -> Iterator[str]:
    """What a line announces, and plain sentences that are too many for the line of their clause."""
    if reason.text.endswith(say(lang, "colon").strip()):
        yield from _indented(_indented(_reasons(reason.children, lang)))
    elif not reason.text and not any(child.children for child in reason.children):
        yield from (f"    {child.said(lang)}" for child in reason.children)


def _assumptions(told: Explanation) -> Iterator[str]:
    """Each assumption once, though it may rest for the customer and for the spouse."""
    lines = (
        say(
            told.lang,
            "assumption",
            title=one.title,
            switch=say(told.lang, "on" if one.on else "off"),
            side=one.side,
            because=one.because,
        )
        for one in told.assumptions
    )
    yield from dict.fromkeys(lines)


# --- lift and time --------------------------------------------------------------------------------


def say_wait(wait: Wait, told: Explanation) -> str:
    """A day that comes by itself, and what it brings."""
    lang, day = told.lang, say_day(wait.day, told.lang)
    outcome = say_outcome(wait.after, lang)
    sentences = Sentences(trace(wait.after), lang)
    texts = dict.fromkeys(map(sentences.leaf, wait.parts))
    if not texts:
        return say(lang, "wait until", day=day, outcome=outcome)
    text = say(lang, "sentence comma").join(texts)
    return say(lang, "wait for", day=day, text=text, outcome=outcome)


def say_holds(told: Explanation) -> Iterator[str]:
    """Until when time alone leaves the answer as it is."""
    holds, lang = told.holds, told.lang
    if holds.by_others:
        yield say(lang, "holds until third party", who=SOMEBODY.said(lang))
    elif holds.until is None:
        yield say(lang, "holds forever")
    elif holds.after is None:
        yield say(lang, "holds to end", day=say_day(holds.until, lang))
    else:
        day, outcome = say_day(holds.until, lang), say_outcome(holds.after, lang)
        yield say(lang, "holds until", day=day, outcome=outcome)
    for name in holds.not_followed:
        yield say(lang, "not followed", label=label_of(told.decision, name).said(lang))


# --- differences ----------------------------------------------------------------------------------


# --- JSON -----------------------------------------------------------------------------------------


__all__ = ["say_outcome", "to_lines"]
