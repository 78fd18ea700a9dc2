"""The facts of a party by their source: what is known, how old it is, and why the rest is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kefen.compiling.program import is_stale
from workbench.accounts.names import name_in, with_names
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.languages import language
from workbench.common.parts import Link, Status, Tone
from workbench.customers.deeds import BY_KEY
from workbench.customers.models import Fact, Gap, GapState, Party, PartyKind
from workbench.customers.queries.facts import held_of
from workbench.policies.vocabulary import Word, list_words, party_words, said, vocabulary


@dataclass
class Group:
    """Facts that come from one paper or system."""

    source: str
    known: list[dict[str, Any]] = field(default_factory=list)
    unknown: list[dict[str, Any]] = field(default_factory=list)
    record: str = ""


def facts_panel(actor: Actor, party: Party) -> dict[str, Any]:
    """Groups by source; known facts with value, day and age, unknown ones with their gap and its task.

    What is confidential stands on a page of its own, which asks for the reason and records it.
    """
    held = held_of([party], clock.today())[party.pk]
    gaps = {gap.name: gap for gap in _gaps(actor, party)}
    sources = _sources([row[2] for row in held.values()])
    groups: dict[str, Group] = {}
    for word in words_of(party):
        if not word.spec.confidential:
            source = word.spec.source.said(language()) or str(_("Other"))
            group = groups.setdefault(source, Group(source))
            _sort_in(group, word, _value(word, held, party), gaps.get(word.name), sources)
    found = _ordered(groups.values(), actor, party)
    return {
        "known": [group for group in found if group.known],
        "unknown": [group for group in found if group.unknown],
        "unknown_count": sum(len(group.unknown) for group in found),
        "party": party,
        "gap": _gap_url(actor, party),
        "links": _secret_links(actor, party),
    }


def words_of(party: Party) -> list[Word]:
    """What policies ask of such a party: of a company what they ask of an employer or a firm."""
    of_company = {
        word.name.removeprefix("employer.") for word in vocabulary().values() if _asks_firm(word)
    }
    of_person = {
        word.name.removeprefix("spouse.")
        for word in vocabulary().values()
        if not word.name.startswith("employer.") and set(word.packs) != {"corporate-rating"}
    }
    asked = of_person if party.kind == PartyKind.PERSON else of_company
    lists = {f"{name}.{field}" for name, fields in list_words().items() for field in fields}
    return [
        word for word in party_words().values() if word.name in asked and word.name not in lists
    ]


def _asks_firm(word: Word) -> bool:
    return word.name.startswith("employer.") or "corporate-rating" in word.packs


def _gaps(actor: Actor, party: Party) -> Any:
    return Gap.objects.seen_by(actor, "customer.read").filter(party=party, closed_at=None)


def _sources(ids: list[int]) -> dict[int, Fact]:
    rows = Fact.objects.unscoped("where values come from, of a party that he sees").filter(
        pk__in=ids
    )
    return {row.pk: row for row in with_names(rows, "entered_by").select_related("evidence")}


def _value(word: Word, held: Mapping[str, list[Any]], party: Party) -> list[Any] | None:
    city = party.branch.city_branch_id
    return held.get(f"{word.name}@{city}" if word.local else word.name)


def _sort_in(
    group: Group, word: Word, value: list[Any] | None, gap: Gap | None, sources: dict[int, Fact]
) -> None:
    label = word.spec.label.said(language())
    if value is None:
        state = GapState(gap.state) if gap else GapState.NOT_COLLECTED
        why = f"{gap.asked_of} {gap.due_on or ''}".strip() if gap else ""
        group.unknown.append({"name": word.name, "label": label, "state": state.label, "why": why})
        return
    row = sources.get(value[2])
    day = date.fromisoformat(value[1])
    group.known.append(
        {
            "name": word.name,
            "label": label,
            "value": said(word.name, value[0], language()),
            "true_on": day,
            "age": _age(word, day),
            "evidence": row.evidence if row else None,
            "way": row.get_source_display() if row else "",
            "by": name_in(row, "entered_by") if row else "",
        }
    )


def _age(word: Word, day: date) -> Status:
    days = (clock.today() - day).days
    limit = word.spec.max_age
    if limit is not None and is_stale(day, limit, clock.today()):
        return Status(_("{days} days: too old").format(days=days), Tone.WARN)
    return Status(_("{days} days").format(days=days), Tone.GOOD)


def _ordered(groups: Any, actor: Actor, party: Party) -> list[Group]:
    may = actor.may("fact.record", party.branch_path)
    for group in groups:
        names = ",".join(row["name"] for row in (*group.known, *group.unknown))
        if may:
            group.record = f"{reverse('party_record', args=[party.number])}?names={names}"
    return sorted(groups, key=lambda group: (not group.known, group.source))


def _secret_links(actor: Actor, party: Party) -> list[Link]:
    """The same for every customer: that something confidential is on record is a secret too."""
    return [
        Link(BY_KEY[key].title, reverse(BY_KEY[key].route, args=[party.number]))
        for key in ("secret", "secrets")
        if actor.may(BY_KEY[key].right, party.branch_path)
    ]


def _gap_url(actor: Actor, party: Party) -> str:
    may = actor.may("gap.change", party.branch_path)
    return reverse("party_gap", args=[party.number]) if may else ""
