"""The question that settles most: one field, with the answers of a gap beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kefen.vocabulary import FactSpec
from workbench.common import clock
from workbench.common.languages import language
from workbench.customers.models import Party
from workbench.customers.queries.facts import links_on
from workbench.decisions.telling import Told
from workbench.policies.providers import Keeping, keeping_of

UNKNOWN = ("", _("unknown"))


@dataclass(frozen=True)
class Question:
    """A fact to get next: of whom (the party, his spouse, his employer), where it is proved, its field."""

    name: str
    own_name: str
    of: Party
    label: str
    source: str
    spec: FactSpec
    rest: tuple[str, ...]

    def form(self, data: Any = None) -> AnswerForm:
        return AnswerForm(self.spec, data)


def day_input() -> forms.DateInput:
    """The browser's own, which reads days in one form alone."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AnswerForm(forms.Form):
    """The value and the day on which it is true."""

    value = forms.CharField(label=_("Value"))
    true_on = forms.DateField(label=_("True on"), widget=day_input())

    def __init__(self, spec: FactSpec, data: Any = None) -> None:
        super().__init__(data, initial={"true_on": clock.today()}, prefix="answer")
        self.fields["value"] = field_for(spec, required=True)


def question_for(told: Told) -> Question | None:
    """The fact that leaves least open once it is known; None where nothing is missing."""
    facts = told.explanation.next_facts
    specs = told.decision.policy.vocabulary.facts
    for place, one in enumerate(facts):
        spec = specs.get(one.name)
        of, own = owner_of(told.party, one.name)
        if spec is not None and of is not None and _can_be_typed(one.name, spec):
            rest = [other.label.said(language()) for other in (*facts[:place], *facts[place + 1 :])]
            return Question(
                one.name,
                own,
                of,
                one.label.said(language()),
                one.source.said(language()),
                spec,
                tuple(rest),
            )
    return None


def _can_be_typed(name: str, spec: FactSpec) -> bool:
    """What a system of the bank gives is not asked of anybody; months of a report come with the report."""
    return spec.kind.name != "history" and keeping_of(name) is Keeping.TYPED


def owner_of(party: Party, name: str) -> tuple[Party | None, str]:
    """In whose file a fact is kept, and under which name there; None where that person is not linked."""
    subject, _dot, rest = name.partition(".")
    if rest and subject in ("spouse", "employer"):
        return links_on(party, clock.today()).get(subject), rest
    return party, name


def field_for(spec: FactSpec, *, required: bool = False) -> forms.Field:
    """A field for a value as people write it; without a value it is unknown."""
    lang, kind = language(), spec.kind
    label, hint = spec.label.said(lang), spec.source.said(lang)
    common: dict[str, Any] = {"label": label, "help_text": hint, "required": required}
    if kind.name == "flag":
        choices = [UNKNOWN, ("true", _("yes")), ("false", _("no"))]
        return forms.ChoiceField(choices=choices, **common)
    if kind.domain is not None and kind.name in ("choice", "scale"):
        terms = [(term.id, kind.domain.said(n, lang)) for n, term in enumerate(kind.domain.terms)]
        return forms.ChoiceField(choices=[UNKNOWN, *terms], **common)
    if kind.domain is not None and kind.name == "set":
        terms = [(term.id, kind.domain.said(n, lang)) for n, term in enumerate(kind.domain.terms)]
        return forms.MultipleChoiceField(
            choices=terms, widget=forms.SelectMultiple(attrs={"size": 4}), **common
        )
    if kind.name == "date":
        return forms.DateField(widget=day_input(), **common)
    unit = spec.unit.said(lang)
    common["label"] = (
        f"{label}（{unit}）" if unit and lang == "zh" else f"{label} ({unit})" if unit else label
    )
    widget = forms.TextInput(attrs={"inputmode": "decimal"} if kind.name != "text" else {})
    return forms.CharField(widget=widget, **common)
