"""The register of valid classes moves by these steps and no others: up needs a person, down may be stopped by a rule.

A row is never rewritten. A step closes what was recorded and records what holds from now on, so that both clocks can
be asked.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from workbench.approvals.shown import renew_class
from workbench.common import clock
from workbench.common.errors import RefusedError
from workbench.customers.following import moved
from workbench.decisions.models import Standing, StandingState

S = StandingState

# From where a standing may go. What is not here is refused, whoever asks.
STEPS: dict[str, frozenset[str]] = {
    S.PENDING: frozenset({S.VALID, S.VOID, S.CLOSED, S.REMOVED}),
    S.VALID: frozenset(
        {S.VALID, S.WATCH, S.SUSPENDED, S.EXPIRED, S.FALLEN, S.REMOVED, S.CLOSED, S.VOID}
    ),
    S.WATCH: frozenset(
        {S.VALID, S.WATCH, S.SUSPENDED, S.EXPIRED, S.FALLEN, S.REMOVED, S.CLOSED, S.VOID}
    ),
    S.SUSPENDED: frozenset({S.VALID, S.WATCH, S.EXPIRED, S.REMOVED, S.CLOSED, S.VOID}),
}
_ENDED = frozenset({S.EXPIRED, S.FALLEN, S.REMOVED, S.CLOSED, S.VOID})


def record(**fields: Any) -> Standing:
    """The first row of a standing."""
    row = Standing(recorded_at=clock.now(), **fields)
    row.save(force_insert=True)
    _shown(row)
    return row


def step(standing: Standing, to: str, **changes: Any) -> Standing:
    """Closes the row and records its successor in the state `to`. Raises `RefusedError` for a step that is not allowed."""
    if standing.recorded_until is not None:
        raise RefusedError(_("This row of the register was replaced. Look at the newest one."))
    if to not in STEPS.get(standing.state, frozenset()):
        raise RefusedError(
            _("A class that is “%(state)s” cannot become “%(to)s”.")
            % {"state": standing.get_state_display(), "to": S(to).label}
        )
    if to in _ENDED:
        changes.setdefault("valid_until", clock.today())
    return _follow(standing, state=to, **changes)


def supersede(standing: Standing, by: Standing) -> Standing:
    """Its period ends where the one of `by` begins."""
    return _follow(standing, valid_until=by.valid_from, superseded=True)


def alive(party_id: int, scale: str, city_branch_id: int | None) -> Standing | None:
    """The standing that counts now, in force, watched or suspended."""
    rows = Standing.objects.unscoped("the register is moved by actions that have checked the right")
    return rows.filter(
        party_id=party_id,
        scale=scale,
        city_branch_id=city_branch_id,
        recorded_until=None,
        superseded=False,
        state__in=(S.VALID, S.WATCH, S.SUSPENDED),
    ).first()


def _follow(standing: Standing, **changes: Any) -> Standing:
    now = clock.now()
    standing.change(recorded_until=now)
    kept = {
        field.attname: getattr(standing, field.attname)
        for field in Standing._meta.concrete_fields
        if field.attname not in ("id", "recorded_at", "recorded_until", "journal_key")
    }
    row = Standing(**{**kept, **changes, "recorded_at": now})
    row.save(force_insert=True)
    _shown(row)
    return row


def _shown(row: Standing) -> None:
    renew_class(row.party)
    moved(row.party)
