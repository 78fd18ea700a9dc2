"""合户: two files of one person become one, by two people, and two again by two. No row of the one file is moved or
changed: reading follows `merged_into`.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.actions.accepting import person_of
from workbench.customers.models import CustomerRow, Merger, Party, PartyNow, PartyState
from workbench.customers.rows import renew_now, renew_row, rows_of
from workbench.journal.actions import action

_GONE = (PartyState.MERGED, PartyState.NONE)


@action(
    "merger.proposed",
    right="merger.propose",
    says=_("proposed to merge file {dropped} into {object}"),
    needs_reason=True,
)
def propose_merger(kept: Party, *, by: Actor, reason: str, dropped: Party) -> Merger:
    """Both files are of one person; `dropped` will be read as part of `kept`."""
    by.demand("merger.propose", dropped.branch_path)
    if kept.pk == dropped.pk or kept.kind != dropped.kind or {kept.state, dropped.state} & {*_GONE}:
        raise RefusedError(_("Two customers' files of one person are merged."), field="dropped")
    going = Merger.objects.unscoped("a file is merged once").filter(dropped=dropped)
    if going.filter(parted_on=None).exists():
        raise RefusedError(_("This file is being merged already."), field="dropped")
    return Merger.objects.create(kept=kept, dropped=dropped, proposed_by_id=person_of(by))


@action("merger.confirmed", right="merger.confirm", says=_("merged {object}"), needs_reason=True)
def confirm_merger(merger: Merger, *, by: Actor, reason: str) -> Merger:
    """By the second person: from now on one file is read."""
    if merger.merged_on is not None or merger.parted_on is not None:
        raise RefusedError(_("Only a merger that is proposed is confirmed."))
    demand_second(merger, by)
    merger.confirmed_by_id, merger.merged_on = person_of(by), clock.today()
    merger.moved = {"state": merger.dropped.state}
    merger.save()
    _join(merger.dropped, merger.kept)
    return merger


@action(
    "merger.dismissed",
    right="merger.confirm",
    says=_("did not merge {object}"),
    needs_reason=True,
)
def dismiss_merger(merger: Merger, *, by: Actor, reason: str) -> Merger:
    """They are two persons: nothing happens, and the files may be proposed again."""
    if merger.merged_on is not None or merger.parted_on is not None:
        raise RefusedError(_("Only a merger that is proposed is dismissed."))
    demand_second(merger, by)
    merger.parted_by_id, merger.parted_on = person_of(by), clock.today()
    merger.save()
    return merger


@action(
    "merger.parting_proposed",
    right="merger.propose",
    says=_("proposed to part the files {object}"),
    needs_reason=True,
)
def propose_parting(merger: Merger, *, by: Actor, reason: str) -> Merger:
    """They were two persons after all."""
    if merger.merged_on is None or merger.parted_on is not None:
        raise RefusedError(_("These files are not merged."))
    merger.parting_by_id = person_of(by)
    merger.save()
    return merger


@action(
    "merger.parted", right="merger.confirm", says=_("parted the files {object}"), needs_reason=True
)
def confirm_parting(merger: Merger, *, by: Actor, reason: str) -> Merger:
    """By the second person: each file is read for itself again, as it was."""
    if merger.parting_by is None or merger.parted_on is not None:
        raise RefusedError(_("First another person proposes to part them."))
    demand_second(merger, by)
    merger.parted_by_id, merger.parted_on = person_of(by), clock.today()
    merger.save()
    dropped = merger.dropped
    dropped.merged_into, dropped.state = None, merger.moved["state"]
    dropped.save(update_fields=["merged_into", "state"])
    _renew(dropped, merger.kept)
    return merger


def _join(dropped: Party, kept: Party) -> None:
    dropped.merged_into, dropped.state = kept, PartyState.MERGED
    dropped.save(update_fields=["merged_into", "state"])
    day = clock.today()
    for relation in dropped.relations.filter(Q(until=None) | Q(until__gt=day), since__lt=day):
        relation.until = day
        relation.save(update_fields=["until"])
    CustomerRow.objects.unscoped("a merged file is in no list").filter(party=dropped).delete()
    _renew(kept, dropped)


def _renew(*parties: Party) -> None:
    for party in parties:
        names = {row.name for row in rows_of(party)} | _held(party)
        renew_now(party, names)
        renew_row(party)


def _held(party: Party) -> set[str]:
    now = PartyNow.objects.filter(party=party).first()
    kept = {**now.facts, **now.secrets} if now else {}
    return {key.partition("@")[0] for key in kept}


def demand_second(merger: Merger, by: Actor) -> None:
    """Another than who proposed what waits: to part the files, or to merge them."""
    first = merger.parting_by or merger.proposed_by
    if first.number in by.persons:
        raise RefusedError(_("Another person has to do this: ask a colleague."))
