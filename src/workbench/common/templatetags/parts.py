"""How the parts of a page are drawn. Loaded in every template; parameters stand at each tag."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import (
    BaseForm,
    BoundField,
    ChoiceField,
    ModelChoiceField,
    ModelMultipleChoiceField,
    Select,
)
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from workbench.common.parts import Change, Header, Item, Link, Status, Step, Tab

register = template.Library()
NOT_APPLICABLE = "—"


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "users" %}`: a picture that says nothing to a reader of the screen; its words stand beside it."""
    sprite = static("vendor/icons.svg")
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name
    )


@register.filter
def drawn(value: Any) -> Any:
    """Any value as every page writes it: unknown is a word, days are 2026-11-30, money has its two digits."""
    if value is None or value == "":
        return format_html('<span class="text-unknown">{}</span>', _("unknown"))
    if isinstance(value, Status):
        return format_html('<span class="dot dot-{}">{}</span>', value.tone, value.word)
    if isinstance(value, Link):
        return _anchor(value)
    return _plain(value)


@register.inclusion_tag("common/parts/header.html")
def header_strip(header: Header) -> dict[str, Any]:
    """`{% header_strip header %}`: a `parts.Header`."""
    return {"header": header}


@register.inclusion_tag("common/parts/descriptions.html")
def descriptions(items: Sequence[Item], columns: int = 3) -> dict[str, Any]:
    """`{% descriptions items %}`: 描述列表 of `parts.Item`, in three columns (or 1, 2)."""
    return {"items": items, "columns": columns}


@register.inclusion_tag("common/parts/tabs.html")
def tabs(lines: Sequence[Tab], current: str) -> dict[str, Any]:
    """`{% tabs lines current %}`: `parts.Tab` rows; `current` is the key of the one that is open."""
    return {"lines": lines, "current": current}


@register.inclusion_tag("common/parts/timeline.html")
def timeline(steps: Sequence[Step]) -> dict[str, Any]:
    """`{% timeline steps %}`: 操作记录 of `parts.Step`, newest first as given."""
    return {"steps": steps}


@register.inclusion_tag("common/parts/differences.html")
def differences(changes: Iterable[Change]) -> dict[str, Any]:
    """`{% differences changes %}`: 变更前 / 变更后 of `parts.Change`; the same rows show on demand, or where nothing
    changed.
    """
    rows = list(changes)
    same = sum(1 for row in rows if not row.sign)
    return {"rows": rows, "same": same if same < len(rows) else 0}


@register.inclusion_tag("common/parts/empty.html")
def empty(text: Any, url: str = "", label: Any = "") -> dict[str, Any]:
    """`{% empty text url label %}`: nothing is here, and what to do next."""
    return {"text": text, "url": url, "label": label}


@register.inclusion_tag("common/parts/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """`{% form_errors form %}`: all that is wrong, on top, each line leading to its field."""
    fields = [(field, field.errors) for field in form if field.errors]
    return {"fields": fields, "general": form.non_field_errors(), "count": len(form.errors)}


@register.inclusion_tag("common/parts/field.html")
def form_field(field: BoundField, wide: bool = False) -> dict[str, Any]:
    """`{% form_field form.name %}`: label with its star, input, help, error; `wide=True` takes the whole row."""
    kind = getattr(field.field.widget, "input_type", "text")
    css = {"checkbox": "form-check-input", "select": "form-select"}.get(kind, "form-control")
    named: dict[str, str | bool] = {"class": css + (" is-invalid" if field.errors else "")}
    if field.errors:
        named["aria-invalid"] = "true"
    _say_nothing_chosen(field)
    return {
        "field": field,
        "wide": wide,
        "check": kind == "checkbox" and not field.use_fieldset,
        "none": field.use_fieldset and not list(field.subwidgets),
        "input": field.as_widget(attrs=named),
    }


@register.inclusion_tag("common/parts/buttons.html")
def form_buttons(label: Any, cancel: str = "", draft: bool = False) -> dict[str, Any]:
    """`{% form_buttons label cancel draft %}`: submit; back to the address `cancel`; with `draft`, 暂存 sends `draft=1`."""
    return {"label": label, "cancel": cancel, "draft": draft}


def _say_nothing_chosen(field: BoundField) -> None:
    """The empty line of a drop-down is a word, never dashes or a blank."""
    inner = field.field
    word = _("please choose") if inner.required else _("not filled in")
    if isinstance(inner, ModelChoiceField) and not isinstance(inner, ModelMultipleChoiceField):
        if inner.empty_label is not None:
            inner.empty_label = word
    elif isinstance(inner, ChoiceField) and isinstance(inner.widget, Select):
        choices = list(inner.widget.choices)
        inner.widget.choices = [(key, said if key or said else word) for key, said in choices]


def _anchor(link: Link) -> SafeString:
    drawer = format_html(" data-drawer") if link.drawer else ""
    return format_html('<a href="{}"{}>{}</a>', link.url, drawer, link.label)


def _day(told: str) -> SafeString:
    """No line of a narrow cell ends inside it."""
    return format_html('<span class="day">{}</span>', told)


def _plain(value: Any) -> Any:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case Decimal():
            return f"{value:,.2f}"
        case int():
            return f"{value:,}"
        case datetime():
            return _day(date_format(localtime(value), "Y-m-d H:i"))
        case date():
            return _day(value.isoformat())
        case list() | tuple():
            return format_html_join("、", "{}", ((drawn(one),) for one in value)) or NOT_APPLICABLE
    return value
