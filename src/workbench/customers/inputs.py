"""Fields of forms about parties: days, papers, facts by the vocabulary, the accounts of a report."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workbench.common.languages import language
from workbench.customers.models import Evidence
from workbench.policies.vocabulary import Word


class Day(forms.DateField):
    """A day, chosen or typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs
        )


class Papers(forms.ModelChoiceField[Any]):
    """Evidence by its title, which no log or address tells."""

    def label_from_instance(self, obj: Evidence) -> str:
        return obj.title


class Accounts(forms.CharField):
    """The accounts of a credit report, one a line; its words are judged by the action."""

    NONE = ("none", "无")
    _PARTS = ("kind", "state", "history")

    def __init__(self) -> None:
        super().__init__(
            label=_("Credit accounts"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_(
                "One account a line, such as: Loan, Active, NNNNNNNNNNNNNNNNNNNNNNNN. None: write “none”. "
                "Left blank, they are unknown, and with them the credit grade."
            ),
        )

    def clean(self, value: Any) -> list[dict[str, str]] | None:
        """One dictionary an account, [] where the report says that there is none, None where nothing was said."""
        text = super().clean(value)
        if not text:
            return None
        if text.casefold() in self.NONE:
            return []
        return [self._account(line) for line in text.splitlines() if line.strip()]

    def _account(self, line: str) -> dict[str, str]:
        words = [word.strip() for word in re.split(r"[,，;；\t]", line)]
        if len(words) != len(self._PARTS):
            raise forms.ValidationError(
                _("Write kind, state and months of each account, with commas between.")
            )
        return dict(zip(self._PARTS, words, strict=True))


def field_of(word: Word) -> forms.Field:
    """A field for a fact: yes or no, words of its domain, a day, or what is typed."""
    lang = language()
    label, unit = word.spec.label.said(lang), word.spec.unit.said(lang)
    kind = word.spec.kind
    if kind.name == "flag":
        yes_no = (("", ""), ("是", _("yes")), ("否", _("no")))
        return forms.ChoiceField(label=label, choices=yes_no, required=False)
    if kind.domain is not None and kind.name in ("choice", "scale", "set"):
        terms = [(term.id, term.label.said(lang)) for term in kind.domain.terms]
        if kind.name == "set":
            return forms.MultipleChoiceField(label=label, choices=terms, required=False)
        return forms.ChoiceField(label=label, choices=[("", ""), *terms], required=False)
    if kind.name == "date":
        return Day(label=label, required=False)
    unit = unit or (_yuan(lang) if kind.name == "money" else "")
    return forms.CharField(
        label=f"{label}（{unit}）" if unit else label, required=False, max_length=200
    )


def written(value: Any) -> Any:
    """A cleaned value as actions take it."""
    return value.isoformat() if isinstance(value, date) else value


def _yuan(lang: str) -> str:
    return "yuan" if lang == "en" else "元"
