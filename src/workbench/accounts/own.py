"""What everybody does for himself: password, second factor, language, standing in for somebody, tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from workbench.accounts.limits import PASSWORD_LENGTH, TOKEN_LIFE
from workbench.accounts.models import Deputy, Staff, Token
from workbench.accounts.second_factor import sealed, step_of
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.journal.actions import action

COMMON = frozenset({"1234567890", "0123456789", "qwertyuiop", "password12", "abcdefghij"})


@action(
    "password.changed",
    right="own.change",
    says=_("changed the password"),
    unsaid=("present", "wanted"),
    api=False,
)
def change_password(*, by: Actor, reason: str, present: str, wanted: str) -> Staff:
    """His own. Refused: a wrong present one, the same again, one too short or too common."""
    staff = own(by)
    if not staff.check_password(present):
        raise RefusedError(_("The present password is wrong."), field="present")
    _demand_strength(staff, wanted)
    if staff.check_password(wanted):
        raise RefusedError(_("Choose another than the present one."), field="wanted")
    return set_password(staff, wanted, own=True)


@action(
    "second_factor.set_up",
    right="own.change",
    says=_("set up a second factor"),
    unsaid=("secret", "code"),
    api=False,
)
def set_up_second_factor(*, by: Actor, reason: str, secret: str, code: str) -> Staff:
    """A code of the secret proves that the telephone has it."""
    staff = own(by)
    if staff.totp_secret:
        raise RefusedError(_("You have a second factor. The system administrator removes it."))
    step = step_of(secret, code.replace(" ", ""), after=0)
    if step is None:
        raise RefusedError(
            _("The code does not fit. Check the time on your telephone."), field="code"
        )
    staff.totp_secret, staff.totp_last = sealed(staff, secret), step
    staff.save(update_fields=["totp_secret", "totp_last"])
    return staff


@action("deputy.began", right="own.change", says=_("stands in for {principal} now"), api=False)
def begin_standing_in(*, by: Actor, reason: str, principal: Staff) -> Staff:
    """From now on this session acts for `principal`. Refused without a confirmed deputyship today."""
    named = Deputy.objects.filter(
        Deputy.on(clock.today()), principal=principal, deputy__number=by.key
    )
    if not named.exists():
        raise RefusedError(_("You are not his deputy today. His head names one."))
    return principal


@action(
    "token.made", right="own.change", says=_("made the token {name}"), unsaid=("secret",), api=False
)
def make_token(
    *, by: Actor, reason: str, name: str, rights: str, until: date, secret: str
) -> Token:
    """For a program that acts as him: `rights` are names by commas, each his own; `secret` from `new_token`."""
    if by.principal:
        raise RefusedError(_("A deputy makes no tokens."))
    wanted = sorted({right.strip() for right in rights.split(",")} - {""})
    if not wanted or not all(by.may(right) for right in wanted):
        raise RefusedError(_("Choose rights that you have yourself."), field="rights")
    if not clock.today() < until <= clock.today() + TOKEN_LIFE:
        raise RefusedError(_("A token ends, within a year."), field="until")
    return Token.objects.create(
        staff=own(by),
        name=name,
        digest=digest_of(secret),
        rights=wanted,
        since=clock.today(),
        until=until,
    )


@action("token.revoked", right="own.change", says=_("revoked the token {object}"), api=False)
def revoke_token(token: Token, *, by: Actor, reason: str) -> Token:
    """His own; those of others end with their suspension."""
    if token.staff.number != by.key:
        raise RefusedError(_("This is another person's token."))
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    return token


def own(by: Actor) -> Staff:
    """The person who acts."""
    return Staff.objects.select_related("branch").get(number=by.key)


def set_password(staff: Staff, password: str, *, own: bool) -> Staff:
    """`own` when he chose it himself; one given by another must be changed at the next sign-in."""
    staff.password = make_password(password)
    staff.password_changed_at = clock.now() if own else None
    staff.save(update_fields=["password", "password_changed_at"])
    return staff


def new_token() -> str:
    """Shown once, kept as a hash."""
    return f"kefen_{secrets.token_urlsafe(32)}"


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _demand_strength(staff: Staff, password: str) -> None:
    if len(password) < PASSWORD_LENGTH:
        raise RefusedError(
            _("At least {length} characters.").format(length=PASSWORD_LENGTH), field="wanted"
        )
    if password.lower() in COMMON or len(set(password)) < 4 or staff.number in password:
        raise RefusedError(
            _("Too easy to guess: choose several words, without the staff number."), field="wanted"
        )
