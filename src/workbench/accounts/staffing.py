"""Taking people on, their states, suspension and return."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch, Holding, Staff, StaffState
from workbench.accounts.own import set_password
from workbench.accounts.posts import Post
from workbench.accounts.sessions import end_all
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.journal.actions import action

Consequence = Callable[[Staff, Actor], None]
ON_SUSPENSION: list[Consequence] = []
ON_RETURN: list[Consequence] = []
ON_ABSENCE: list[Consequence] = []

# What an administrator records; suspension and return are actions of their own.
RECORDED = (
    StaffState.WORKING,
    StaffState.ON_LEAVE,
    StaffState.FORCED_LEAVE,
    StaffState.HANDING_OVER,
    StaffState.OFF_POST,
)


def declare_consequence(*, suspended: Consequence, returned: Consequence) -> None:
    """What an app above does in the same transaction when a person is suspended, and when he is back."""
    ON_SUSPENSION.append(suspended)
    ON_RETURN.append(returned)


def declare_absence(consequence: Consequence) -> None:
    """What an app above does in the same transaction when a person goes on leave, leaves his post or the bank."""
    ON_ABSENCE.append(consequence)


@action(
    "staff.taken_on",
    right="staff.change",
    says=_("took on {result}"),
    unsaid=("password",),
)
def take_on(
    branch: Branch, *, by: Actor, reason: str, number: str, name: str, password: str
) -> Staff:
    """A new person, who must change `password` at the first sign-in. He holds no post yet."""
    if Staff.objects.filter(number=number).exists():
        raise RefusedError(_("There is somebody of this number."), field="number")
    if not (number.isalnum() and number.isascii() and len(number) <= 12):
        raise RefusedError(_("Letters and digits only, at most twelve."), field="number")
    made = Staff(number=number, name=name.strip(), branch=branch, joined_on=clock.today())
    made.set_unusable_password()
    made.save(force_insert=True)
    return set_password(made, password, own=False)


@action("staff.state_changed", right="staff.change", says=_("recorded {object} as {state}"))
def change_state(staff: Staff, *, by: Actor, reason: str, state: StaffState) -> Staff:
    """在岗, 请假, 强制休假, 待交接, 离岗. Whoever may no longer sign in is signed out at once."""
    demand_recordable(staff, by)
    if state not in RECORDED:
        raise RefusedError(_("Suspending, and leaving the bank, are done on pages of their own."))
    return _tell_absence(_set_state(staff, state), by)


def _tell_absence(staff: Staff, by: Actor) -> Staff:
    for consequence in ON_ABSENCE:
        consequence(staff, by)
    return staff


@action("staff.left", right="staff.change", says=_("recorded that {object} left the bank"))
def leave_bank(staff: Staff, *, by: Actor, reason: str, on: date) -> Staff:
    """离行: after hand-over. Posts end that day, tokens now; the number is never given again."""
    demand_leaving(staff, by)
    staff.holdings.filter(until=None, since__lt=on).update(until=on)
    staff.left_on = on
    staff.save(update_fields=["left_on"])
    _revoke_tokens(staff)
    return _tell_absence(_set_state(staff, StaffState.LEFT), by)


@action(
    "staff.suspended",
    right="staff.suspend",
    says=_("suspended {object}"),
    secret=("why",),
)
def suspend(staff: Staff, *, by: Actor, reason: str, why: str) -> Staff:
    """停职: sessions and tokens end this minute, what he proposed is held. `why` is sealed, told to the auditor alone."""
    demand_suspendable(staff, by)
    if not why.strip():
        raise RefusedError(_("Say why. Only the auditor reads it."), field="why")
    _set_state(staff, StaffState.SUSPENDED)
    _revoke_tokens(staff)
    for consequence in ON_SUSPENSION:
        consequence(staff, by)
    return staff


@action(
    "staff.returned",
    right="staff.suspend",
    says=_("ended the suspension of {object}"),
    needs_reason=True,
)
def end_suspension(staff: Staff, *, by: Actor, reason: str) -> Staff:
    """He works again; what was held goes on."""
    demand_suspended(staff, by)
    _set_state(staff, StaffState.WORKING)
    for consequence in ON_RETURN:
        consequence(staff, by)
    return staff


@action(
    "staff.unlocked",
    right="staff.change",
    says=_("gave {object} a new password"),
    unsaid=("password",),
    needs_reason=True,
    api=False,
)
def give_password(staff: Staff, *, by: Actor, reason: str, password: str) -> Staff:
    """After a lock or a forgotten password. He must change it at the next sign-in."""
    demand_other(staff, by)
    staff.failed_sign_ins, staff.locked_until = 0, None
    staff.save(update_fields=["failed_sign_ins", "locked_until"])
    end_all(staff, "password")
    return set_password(staff, password, own=False)


@action(
    "second_factor.removed",
    right="staff.change",
    says=_("removed the second factor of {object}"),
    needs_reason=True,
    api=False,
)
def remove_second_factor(staff: Staff, *, by: Actor, reason: str) -> Staff:
    """A lost telephone. By another person; his sessions end."""
    demand_other(staff, by)
    staff.totp_secret, staff.totp_last = b"", 0
    staff.save(update_fields=["totp_secret", "totp_last"])
    end_all(staff, "factor")
    return staff


def _set_state(staff: Staff, state: StaffState) -> Staff:
    staff.state = state
    staff.save(update_fields=["state"])
    if not staff.is_active:
        end_all(staff, str(state))
    return staff


def _revoke_tokens(staff: Staff) -> None:
    staff.tokens.filter(revoked_at=None).update(revoked_at=clock.now())


# ── what is asked of a person before something is done; pages offer what these let pass ─────────────────────────────


def demand_other(staff: Staff, by: Actor) -> None:
    """Nobody for himself."""
    if staff.number in by.persons:
        raise RefusedError(_("Nobody does this for himself. Ask another administrator."))


def demand_recordable(staff: Staff, by: Actor) -> None:
    """A state of his may be recorded."""
    demand_other(staff, by)
    if staff.state in (StaffState.SUSPENDED, StaffState.LEFT):
        raise RefusedError(_("His state is not changed here. His head decides."))


def demand_leaving(staff: Staff, by: Actor) -> None:
    """He has handed over, or is about to."""
    demand_other(staff, by)
    if staff.state not in (StaffState.OFF_POST, StaffState.HANDING_OVER):
        raise RefusedError(_("He hands over first: record him as handing over or off post."))


def demand_suspendable(staff: Staff, by: Actor) -> None:
    """He works here, and `by` does not stand below him."""
    demand_other(staff, by)
    if staff.state in (StaffState.SUSPENDED, StaffState.LEFT):
        raise RefusedError(_("He is suspended or has left already."))
    _refuse_superior(staff, by)


def demand_suspended(staff: Staff, by: Actor) -> None:
    """He is suspended, and `by` does not stand below him."""
    demand_other(staff, by)
    if staff.state != StaffState.SUSPENDED:
        raise RefusedError(_("He is not suspended."))
    _refuse_superior(staff, by)


def _refuse_superior(staff: Staff, by: Actor) -> None:
    """A leader is suspended by a leader of his branch or of one above it, not by a head of a department below him."""
    leads = Holding.objects.filter(Holding.on(clock.today()), post=Post.LEADER)
    mine = tuple(_places(leads.filter(staff__number__in=by.persons)))
    if not all(path.startswith(mine) for path in _places(leads.filter(staff=staff))):
        raise RefusedError(_("He leads a branch: a leader there or above suspends him."))


def _places(rows: QuerySet[Holding]) -> list[str]:
    return list(rows.values_list("branch__path", flat=True))
