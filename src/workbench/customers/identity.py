"""Numbers that name a person: checked, sealed, found without being read, shown masked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from kefen.spelling import NotAccepted
from workbench.common.errors import RefusedError
from workbench.common.keyring import keyring
from workbench.common.resealing import declare_sealed_column
from workbench.customers.models import IdentityKind, Party
from workbench.policies.vocabulary import vocabulary

_OTHER = re.compile(r"[A-Z0-9()（）]{5,20}")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\+\d{6,15}")
_CHECKED = {IdentityKind.RESIDENT_ID: "resident_id", IdentityKind.CREDIT_CODE: "employer.code"}
_BLANKS = re.compile(r"[\s\u3000-]+")


@dataclass(frozen=True)
class Identity:
    """A number with the paper that bears it; `text` in capitals, without blanks."""

    kind: IdentityKind
    text: str

    @property
    def born_on(self) -> date | None:
        """As a resident number says it."""
        if self.kind != IdentityKind.RESIDENT_ID:
            return None
        return date(int(self.text[6:10]), int(self.text[10:12]), int(self.text[12:14]))

    @property
    def sex(self) -> str | None:
        """As a resident number says it, by the label of the vocabulary."""
        if self.kind != IdentityKind.RESIDENT_ID:
            return None
        return "男" if int(self.text[16]) % 2 else "女"

    @property
    def blind(self) -> bytes:
        """By which it is found."""
        return keyring().blind(f"{self.kind} {self.text}", domain="identity")

    @property
    def tail(self) -> bytes:
        """By which its last four are found."""
        return blind_tail(self.text[-4:])


def identity_of(kind: IdentityKind, text: str) -> Identity:
    """A number as it was typed, checked. Raises `RefusedError` that says what is wrong, without the number."""
    plain = _BLANKS.sub("", text).upper()
    name = _CHECKED.get(kind)
    try:
        if name is not None:
            vocabulary()[name].convert(plain)
        elif not _OTHER.fullmatch(plain):
            raise NotAccepted("letters")
    except NotAccepted as error:
        raise RefusedError(
            _("The number is not one of this paper: enter it again from the document."),
            field="identity",
        ) from error
    if not plain:
        raise RefusedError(_("Enter the number of the document."), field="identity")
    return Identity(kind, plain)


def phone_of(text: str) -> str:
    """A telephone number without blanks. Raises `RefusedError`."""
    plain = re.sub(r"[\s\u3000]+", "", text)
    if plain.startswith("1"):
        plain = plain.replace("-", "")
    if not _PHONE.fullmatch(plain):
        raise RefusedError(
            _("This is no telephone number: 11 digits of a mobile, or area code and number."),
            field="phone",
        )
    return plain


def blind_tail(four: str) -> bytes:
    """The last four of a number, by which parties are found."""
    return keyring().blind(four.upper(), domain="identity tail")


def blind_phone(phone: str) -> bytes:
    """A telephone number, by which parties are found."""
    return keyring().blind(phone, domain="phone")


def identity_columns(number: str, identity: Identity) -> dict[str, Any]:
    """What the columns of the party of a number hold of his document, sealed."""
    return {
        "identity_kind": str(identity.kind),
        "identity_sealed": _sealed(number, "identity", identity.text),
        "identity_blind": identity.blind,
        "identity_tail": identity.tail,
    }


def phone_columns(number: str, phone: str) -> dict[str, Any]:
    """What the columns of the party of a number hold of his telephone, sealed."""
    return {"phone_sealed": _sealed(number, "phone", phone), "phone_blind": blind_phone(phone)}


def set_identity(party: Party, identity: Identity) -> None:
    """Puts it on the party, sealed; does not save."""
    _set(party, identity_columns(party.number, identity))


def set_phone(party: Party, phone: str) -> None:
    """Puts it on the party, sealed; does not save."""
    _set(party, phone_columns(party.number, phone))


def identity_text(party: Party) -> str:
    """The number in full: only for those who may read it, journalled by who calls."""
    return _opened(party, bytes(party.identity_sealed), "identity")


def phone_text(party: Party) -> str:
    """The telephone number in full: only for those who may read it, journalled by who calls."""
    return _opened(party, bytes(party.phone_sealed), "phone")


def masked_identity(party: Party) -> str:
    """The last four alone; "" where there is none."""
    text = identity_text(party)
    return f"****{text[-4:]}" if text else ""


def masked_phone(party: Party) -> str:
    """138****1234; "" where there is none."""
    text = phone_text(party)
    return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}" if text else ""


def masked_name(name: str) -> str:
    """The first character and stars."""
    return name[:1] + "*" * max(len(name) - 1, 1)


def _opened(party: Party, sealed: bytes, what: str) -> str:
    about = _about(party.number, what)
    return keyring().unseal(sealed, about=about).decode() if sealed else ""


def _sealed(number: str, what: str, text: str) -> bytes:
    return keyring().seal(text.encode(), about=_about(number, what))


def _set(party: Party, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        setattr(party, name, value)


def _about(number: str, what: str) -> str:
    return f"party {number} {what}"


declare_sealed_column(Party, "identity_sealed", lambda party: _about(party.number, "identity"))
declare_sealed_column(Party, "phone_sealed", lambda party: _about(party.number, "phone"))
