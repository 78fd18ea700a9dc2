"""Why a row is rejected, in words: the library's for values, our own for what concerns the bank."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kefen.spelling import NotAccepted
from workbench.customers.actions.accepting import why_not

OWN: dict[str, Any] = {
    "missing": _("nothing is entered here"),
    "not accepted": _("this cannot be right: compare it with the document"),
    "too many cells": _("the line has more cells than the header"),
    "stands twice": _("it stands twice in this file"),
    "another branch": _("another branch serves this customer: claim him there"),
    "another manager": _("a colleague serves this customer: he brings the row"),
    "himself": _("this is about yourself, your household or a relative: a colleague brings it"),
    "no such customer": _("the bank has no such customer: open the file first"),
    "no authorisation": _("no authorisation of his covers this day"),
    "no query": _("no query was made under this authorisation: ask for one in the register first"),
    "report recorded": _("a report of this number is recorded already"),
    "ends before it starts": _("it ends before it starts"),
    "another customer's loan": _("this loan is another customer's"),
    "told later": _("the loan stands at a later business date already"),
}


def why(problem: Mapping[str, str], lang: str) -> str:
    """One problem of a row, as `ImportRow.problems` keeps it."""
    if problem["reason"] in OWN:
        return str(OWN[problem["reason"]])
    return why_not(NotAccepted(problem["reason"], problem["detail"]), lang)
