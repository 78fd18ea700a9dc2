"""离岗审计: decisions about whom a person led, drawn by a seed so that anybody can draw them again, each recomputed."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kefen import KefenError
from workbench.accounts.models import Branch, Staff
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError, WorkbenchError
from workbench.customers.actions.accepting import person_of
from workbench.customers.models import RelationKind
from workbench.decisions.keeping import recomputed
from workbench.decisions.models import Audit, Decision
from workbench.journal.actions import action

LARGEST = 200
UNREADABLE = "unreadable"
_WHY = "an auditor draws from all that was decided about whom a person led"


@action(
    "audit.drawn",
    right="staff.audit",
    says=_("recomputed {size} decisions about customers of {staff}, drawn by {seed}"),
    api=False,
)
def draw_audit(*, by: Actor, reason: str, staff: Staff, size: int, seed: str) -> Audit:
    """Draws `size` decisions (all, if there are fewer) and recomputes each under its own bundle. The same seed on the
    same decisions draws the same. Kept at the branch of the auditor: the branch that is audited does not see it.
    """
    by.demand("staff.audit", staff.branch_path)
    if staff.number in by.persons:
        raise RefusedError(_("Nobody audits himself. Another auditor does it."))
    if not 1 <= size <= LARGEST:
        raise RefusedError(_("Draw between 1 and 200 decisions."), field="size")
    if not seed.strip():
        raise RefusedError(_("Give a seed, by which the sample can be drawn again."), field="seed")
    found = led_by(staff)
    drawn = draw(found, seed.strip(), size)
    return Audit.objects.create(
        staff=staff,
        branch=Branch.objects.get(path=by.branch_path),
        drawn_by_id=person_of(by),
        drawn_at=clock.now(),
        seed=seed.strip(),
        out_of=len(found),
        rows=[[row.pk, row.number, _differs(row)] for row in _rows(drawn)],
    )


def led_by(staff: Staff) -> dict[int, str]:
    """Key and number of every decision on visible facts that was made while he led the customer."""
    lasting = Q(party__relations__until=None) | Q(known_at__date__lt=F("party__relations__until"))
    rows = Decision.objects.unscoped(_WHY).filter(
        lasting,
        party__relations__staff=staff,
        party__relations__kind=RelationKind.LEAD,
        known_at__date__gte=F("party__relations__since"),
        visible_only=True,
    )
    return {row.pk: row.number for row in rows.only("pk", "journal_key", "pack").distinct()}


def draw(found: dict[int, str], seed: str, size: int) -> list[int]:
    """The first by the digest of seed and number: no generator of any language is needed to check it."""
    order = sorted(found, key=lambda key: hashlib.sha256(f"{seed} {found[key]}".encode()).digest())
    return order[:size]


def _rows(keys: list[int]) -> list[Any]:
    rows = Decision.objects.unscoped(_WHY).select_related("bundle", "party__branch")
    held = rows.in_bulk(keys)
    return [held[key] for key in keys]


def _differs(row: Decision) -> list[str]:
    try:
        return list(recomputed(row).differs)
    except (WorkbenchError, KefenError, ValueError, KeyError):
        return [UNREADABLE]
