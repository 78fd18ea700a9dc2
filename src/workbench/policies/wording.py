"""Sentences that several modules say."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NO_BUNDLE = _("No bundle of policies is in force on that day. The policy owner releases one first.")

#: what follows the year in the version of a pack
_VERSIONS: dict[str, Any] = {
    "assumed": pgettext_lazy("version of a policy", "assumed"),
    "categories": pgettext_lazy("version of a policy", "categories"),
    "found": pgettext_lazy("version of a policy", "found"),
    "guideline": pgettext_lazy("version of a policy", "guideline"),
    "interim": pgettext_lazy("version of a policy", "interim"),
    "measures": pgettext_lazy("version of a policy", "measures"),
    "model": pgettext_lazy("version of a policy", "model"),
    "order-1": pgettext_lazy("version of a policy", "order 1"),
    "principles": pgettext_lazy("version of a policy", "principles"),
    "trial": pgettext_lazy("version of a policy", "trial"),
}


def version_label(version: str) -> str:
    """What a version is called: 2014-trial is 2014 试行; one of words that are not known stays as it is written."""
    year, word = (
        version.split("-", 1) if version[:4].isdecimal() and "-" in version else ("", version)
    )
    return f"{year} {_VERSIONS[word]}".strip() if word in _VERSIONS else version
