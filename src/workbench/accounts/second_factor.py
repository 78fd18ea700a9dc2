"""The second factor: codes by time (TOTP), their secret sealed."""

from __future__ import annotations

import pyotp
import segno
from django.utils.translation import gettext as _

from workbench.accounts.models import Staff
from workbench.common import clock
from workbench.common.keyring import keyring
from workbench.common.resealing import declare_sealed_column

ABOUT = "second factor"
STEP = 30  # seconds


def new_secret() -> str:
    """Base32, for an app on a telephone."""
    return pyotp.random_base32()


def picture(staff: Staff, secret: str) -> str:
    """The secret as an SVG in a data address."""
    issuer = _("Kefen workbench")
    address = pyotp.TOTP(secret).provisioning_uri(name=staff.number, issuer_name=issuer)
    return str(segno.make(address, error="m").svg_data_uri(scale=4))


def sealed(staff: Staff, secret: str) -> bytes:
    return keyring().seal(secret.encode(), about=f"{ABOUT} {staff.number}")


def step_of(secret: str, code: str, *, after: int) -> int | None:
    """The step of time whose code it is, this one or the one before; None for none, or one not after `after`."""
    now = int(clock.now().timestamp()) // STEP
    for step in (now, now - 1):
        if step > after and pyotp.utils.strings_equal(pyotp.TOTP(secret).at(step * STEP), code):
            return step
    return None


def fits(staff: Staff, code: str) -> int | None:
    """The step of a code of the person's own secret; None for a wrong or used one."""
    secret = keyring().unseal(bytes(staff.totp_secret), about=f"{ABOUT} {staff.number}")
    return step_of(secret.decode(), code.replace(" ", ""), after=staff.totp_last)


declare_sealed_column(Staff, "totp_secret", lambda staff: f"{ABOUT} {staff.number}")
