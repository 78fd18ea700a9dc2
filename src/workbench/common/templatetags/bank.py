"""How values are written on every page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def money(amount: Decimal | None) -> str:
    """1,234.50, or the word unknown."""
    return _("unknown") if amount is None else f"{amount:,.2f}"


@register.filter
def known(value: Any) -> Any:
    """The value, or the word unknown: a blank does not occur."""
    if value is None or value == "":
        return format_html('<span class="text-unknown">{}</span>', _("unknown"))
    return value
