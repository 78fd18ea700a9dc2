"""The journal as a list, with the registers of what was seen in full and what was taken away as its tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.common.acting import Actor
from workbench.common.listing import Choice, Column, Days, Listing, View, Words, declare_listing
from workbench.common.parts import Link
from workbench.common.scoping import past
from workbench.journal.models import Entry
from workbench.journal.places import find, with_places
from workbench.journal.queries import (
    channel_word,
    entries_seen,
    form_of,
    reason_of,
    same_thing,
    thing_of,
    told,
    who_of,
)
from workbench.journal.rights import READ
from workbench.journal.sentences import SENTENCES

ACTS = {
    "reveal": (_("seen in full"), (".revealed", "evidence.opened", "paper.opened")),
    "export": (_("taken away"), (".exported", ".fetched")),
    "read": (_("looked at"), (".seen",)),
    "session": (_("signed in or out"), ()),
}


def _codes() -> list[tuple[str, str]]:
    return sorted(((code, form_of(code)) for code in SENTENCES), key=lambda one: one[1])


def _acts(rows: Any, act: str) -> Any:
    if act == "session":
        return rows.filter(code__startswith="session.")
    matched = Q()
    for end in ACTS[act][1]:
        matched |= Q(code__endswith=end)
    return rows.filter(matched)


def _at(rows: Any, typed: str) -> Any:
    matched = Q(pk__in=())
    for path in find(typed):
        matched |= Q(branch_path__gte=path, branch_path__lt=past(path))
    return rows.filter(matched)


def _links(entry: Entry, actor: Actor) -> Sequence[Link]:
    found = [Link(_("Read the entry"), reverse("journal_entry", args=[entry.key]))]
    if url := same_thing(entry):
        found.append(Link(_("Same thing"), url))
    return found


LISTING = declare_listing(
    Listing(
        name="journal",
        title=_("Journal"),
        rows=entries_seen,
        detail=with_places,
        columns=(
            Column("at", _("When"), sort="at"),
            Column(
                "actor_name",
                _("Who"),
                value=who_of,
                sort="actor",
            ),
            Column("principal", _("Standing in for"), sort="principal", absent="—", shown=False),
            Column("told", _("Did what"), value=told, wraps=True),
            Column("reason", _("Reason"), value=reason_of, absent="—", wraps=True),
            Column("branch_name", _("Branch"), sort="branch_path", absent="—"),
            Column("thing", _("Thing"), value=thing_of, shown=False),
            Column("channel", _("By"), value=lambda one: channel_word(one.channel), sort="channel"),
            Column("request", _("Request"), absent="—", shown=False),
        ),
        filters=(
            Words("q", _("Staff number"), ("actor", "principal")),
            Choice(
                "act",
                _("Kind of act"),
                [(key, label) for key, (label, _ends) in ACTS.items()],
                by=_acts,
            ),
            Days("at", _("Day of the act"), "at", time=True),
            Words("branch", _("Branch, name or code"), by=_at),
            Choice("code", _("Did what"), _codes, "code", folded=True),
            Words("thing", _("Key of the thing"), ("object_key",), folded=True),
            Words("kind", _("Kind of thing"), ("object_kind",), folded=True),
            Words("reason", _("Reason has"), ("reason__icontains",), folded=True),
            Words("request", _("Request"), ("request",), folded=True),
        ),
        order=("-at",),
        views=(
            View("reveals", _("Seen in full"), "act=reveal"),
            View("exports", _("Taken away"), "act=export"),
            View("reads", _("Looked at"), "act=read"),
        ),
        links=_links,
        export=READ,
        empty=_("Nothing has been written in the branches that you audit."),
    )
)
