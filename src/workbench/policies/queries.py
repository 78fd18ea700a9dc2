"""Which text speaks where and when: bundles, reference lists, deciders."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from kefen import Decider
from kefen.compiling.audience import Audience
from kefen.policy import ReferenceList
from kefen.values import Words
from workbench.accounts.models import Branch
from workbench.common.errors import RefusedError
from workbench.policies import store
from workbench.policies.models import Bundle, ListState, ListVersion
from workbench.policies.wording import NO_BUNDLE


def bundle_for(day: date, branch: Branch | None = None) -> Bundle:
    """The bundle in force on a day at a branch: of the nearest branch above it that has one, head office at last.

    Raises `RefusedError` where none is in force.
    """
    path = branch.path if branch else ""
    found = [one for one in released_on(day) if not one.branch.parent_id or _above(one, path)]
    if not found:
        raise RefusedError(NO_BUNDLE)
    return max(found, key=lambda one: (one.branch.path, one.runs_from))


def released_on(day: date) -> list[Bundle]:
    """The bundles that somewhere count on a day, with their branches."""
    begun = Bundle.objects.filter(Bundle.released(), runs_from__lte=day)
    lasting = begun.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))
    return list(lasting.select_related("branch"))


def decider_for(
    pack: str,
    as_of: date,
    branch: Branch | None = None,
    audience: Audience = "restricted",
) -> Decider:
    """What decides by a pack on a day at a branch: bundle in force, version in it, reference lists of the day."""
    return decider_by(bundle_for(as_of, branch), pack, as_of, branch, audience)


def decider_by(
    bundle: Bundle,
    pack: str,
    as_of: date,
    branch: Branch | None = None,
    audience: Audience = "restricted",
) -> Decider:
    """The same for a bundle that is known already."""
    return store.decider(bundle.digest, pack, as_of, lists_on(as_of, branch), audience)


def lists_on(day: date, branch: Branch | None = None) -> dict[str, ReferenceList]:
    """The reference lists that count on a day at a branch, by name: the newest version of the nearest branch."""
    path = branch.path if branch else ""
    begun = ListVersion.objects.filter(state=ListState.CONFIRMED, since__lte=day)
    chosen: dict[str, ListVersion] = {}
    for one in begun.select_related("branch").order_by("branch__path", "since", "pk"):
        if not one.branch.parent_id or path.startswith(one.branch.path):
            chosen[one.list] = one
    return {name: listed(version) for name, version in chosen.items()}


_lists: dict[tuple[int, str], ReferenceList] = {}


def listed(version: ListVersion) -> ReferenceList:
    """A version as the library reads it. Versions that were confirmed never change, so each is read once."""
    key = (version.pk, version.digest)
    if key not in _lists:
        entries = tuple(
            (row.subject, _day(row.values.get("since")), _day(row.values.get("until")))
            for row in version.rows.order_by("subject", "pk")
        )
        _lists[key] = ReferenceList(
            version.list,
            Words("", ""),
            entries=entries,
            dated=version.since,
            cites=version.source_page,
        )
    return _lists[key]


def _above(bundle: Bundle, path: str) -> bool:
    return path.startswith(bundle.branch.path)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
