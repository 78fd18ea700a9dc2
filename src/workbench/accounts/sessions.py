"""Signing in and out: lock-out, second factor, how many sessions at once and how long.

These write the journal themselves and not as actions: a refusal is kept too, and nobody is an actor yet.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from workbench.accounts.limits import FAILURES, IDLE, LOCKED, SEEN_EVERY, SESSIONS_AT_ONCE
from workbench.accounts.models import CAN_SIGN_IN, OpenSession, Staff, StaffState
from workbench.accounts.second_factor import fits
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.journal.sentences import declare_sentence
from workbench.journal.writing import About, Act, write

STAFF = "staff"
PRINCIPAL = "principal"
HALF = "half"  # password was right, the code is still to come

WRONG = _("Staff number or password is wrong.")
WRONG_CODE = _("The code is wrong, or was used already. Wait for the next one.")
NOT_NOW = _("You may not sign in at present. Ask the head of your branch.")

declare_sentence("session.opened", _("signed in"))
declare_sentence("session.refused", _("failed to sign in"))
declare_sentence("session.locked", _("was locked out after too many failures"))
declare_sentence("session.closed", _("signed out"))
ENDINGS = {
    "idle": _("nothing was done for too long"),
    "surplus": _("too many sessions at once"),
    "password": _("a new password"),
    "factor": _("a new second factor"),
    **dict(StaffState.choices),
}
declare_sentence(
    "session.ended", _("was signed out: {why}"), labels={"why": lambda why: ENDINGS.get(why, why)}
)


def check_password(number: str, password: str) -> Staff:
    """The person of a number and password. Raises `RefusedError`, which does not tell whether the number exists."""
    staff = Staff.objects.filter(number=number).select_related("branch").first()
    if staff is None:
        make_password(password)  # as long as for one who exists
        raise RefusedError(WRONG)
    _refuse_locked(staff)
    if not staff.check_password(password):
        _fail(staff, WRONG)
    if staff.state not in CAN_SIGN_IN:
        _note("session.refused", staff)
        raise RefusedError(NOT_NOW)
    return staff


def check_code(staff: Staff, code: str) -> None:
    """The second factor. Raises `RefusedError` for a wrong code and for one that was used."""
    _refuse_locked(staff)
    step = fits(staff, code)
    if step is None:
        _fail(staff, WRONG_CODE)
    _keep(staff, totp_last=step or 0)


def begin(session: SessionBase, staff: Staff) -> None:
    """A fresh session in which `staff` has signed in; his oldest ends where there are too many."""
    session.flush()
    session[STAFF] = staff.pk
    session.save()
    _keep(staff, failed_sign_ins=0, locked_until=None)
    now = clock.now()
    key = str(session.session_key)
    OpenSession.objects.create(key=key, staff=staff, opened_at=now, seen_at=now)
    _push_out(staff, key)
    _note("session.opened", staff)


def still_open(session: SessionBase) -> Staff | None:
    """Who has signed in here, if the session has neither ended nor been idle too long and he may still sign in."""
    if STAFF not in session:
        return None
    rows = OpenSession.objects.select_related("staff__branch")
    held = rows.filter(key=session.session_key).first()
    if held is None or held.staff.state not in CAN_SIGN_IN or _idle(held):
        if held is not None:
            _end([held], held.staff, "idle")
        session.flush()
        return None
    if clock.now() - held.seen_at >= SEEN_EVERY:
        OpenSession.objects.filter(pk=held.pk).update(seen_at=clock.now())
    return held.staff


def close(session: SessionBase) -> None:
    """Signing out."""
    held = OpenSession.objects.filter(key=session.session_key).select_related("staff").first()
    if held is not None:
        _note("session.closed", held.staff)
        held.delete()
    session.flush()


def end_all(staff: Staff, why: str) -> int:
    """Ends every session of a person this moment. `why` is a word of the journal: suspended, password, factor."""
    held = list(staff.sessions.all())
    if held:
        _end(held, staff, why)
    return len(held)


def _push_out(staff: Staff, begun: str) -> None:
    """The oldest sessions beside the one that has just begun."""
    others = staff.sessions.exclude(key=begun).order_by("-opened_at", "-seen_at")
    if surplus := list(others[SESSIONS_AT_ONCE - 1 :]):
        _end(surplus, staff, "surplus")


def _end(held: list[OpenSession], staff: Staff, why: str) -> None:
    keys = [one.key for one in held]
    Session.objects.filter(session_key__in=keys).delete()
    OpenSession.objects.filter(key__in=keys).delete()
    _note("session.ended", staff, why=why)


def _idle(held: OpenSession) -> bool:
    return clock.now() - held.seen_at > IDLE


def _refuse_locked(staff: Staff) -> None:
    if staff.locked_until and staff.locked_until > clock.now():
        _note("session.refused", staff)
        at = staff.locked_until.astimezone(clock.CHINA)
        raise RefusedError(
            _("Too many wrong passwords. Try again at {time}.").format(time=f"{at:%H:%M}")
        )


def _fail(staff: Staff, sentence: object) -> None:
    """Counts a failure; at the last one the number is locked."""
    with transaction.atomic():
        staff = Staff.objects.select_for_update().get(pk=staff.pk)
        failed = staff.failed_sign_ins + 1
        locked = failed >= FAILURES
        if locked:
            _keep(staff, failed_sign_ins=0, locked_until=clock.now() + LOCKED)
        else:
            _keep(staff, failed_sign_ins=failed)
        _note("session.locked" if locked else "session.refused", staff)
    if locked:
        _refuse_locked(staff)
    raise RefusedError(sentence)


def _keep(staff: Staff, **counted: Any) -> None:
    """What sign-in counts about a person: no act of his, told by entries of its own."""
    for name, value in counted.items():
        setattr(staff, name, value)
    Staff.objects.filter(pk=staff.pk).update(**counted)


def _note(code: str, staff: Staff, **words: str) -> None:
    about = About("staff", str(staff.pk), staff.branch_path)
    write(Act(code, about, words), by=Actor(staff.number, staff.name))
