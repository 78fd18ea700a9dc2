"""What is done to sessions."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import CAN_SIGN_IN, Staff
from workbench.common.errors import RefusedError

WRONG = _("Staff number or password is wrong.")


def open_session(number: str, password: str) -> Staff:
    """The person who signs in. Raises `RefusedError`, which does not tell whether the number exists."""
    staff = Staff.objects.filter(number=number).first()
    if staff is None:
        make_password(password)  # as long as for one who exists
        raise RefusedError(WRONG)
    if not staff.check_password(password) or staff.state not in CAN_SIGN_IN:
        raise RefusedError(WRONG)
    return staff
