"""What is known, what is not, and what a credit report brought."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.common.languages import language
from workbench.customers.actions.accepting import is_confidential
from workbench.customers.forms.deed import DeedForm, NeededReason
from workbench.customers.inputs import Accounts, Day, field_of, written
from workbench.customers.models import (
    Authorisation,
    GapState,
)
from workbench.policies.vocabulary import Word, party_words


class NewFacts(DeedForm):
    """Values by the vocabulary: one field a fact, what is left blank is not recorded."""

    def __init__(self, *args: Any, names: Iterable[str] = (), **kwargs: Any) -> None:
        known = party_words()
        self.words = [known[name] for name in names if name in known and "." not in name]
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        for word in self.words:
            if not is_confidential(word.name):
                self.fields[word.name] = field_of(word)
        self.fields["true_on"] = Day(label=_("True on"), initial=clock.today())
        self.fields["evidence"] = self._evidence()
        mine = Authorisation.objects.seen_by(self.actor, "customer.read").filter(party=self.party)
        if any(word.from_report for word in self.words):
            self.fields["authorisation"] = forms.ModelChoiceField(
                mine, label=_("Authorisation"), required=False
            )

    @property
    def values(self) -> dict[str, Any]:
        """What was filled in, by the name of the fact."""
        filled = {word.name: self.cleaned_data.get(word.name) for word in self.words}
        return {name: value for name, value in filled.items() if value not in (None, "", [])}


class NewSecrets(NeededReason):
    """Confidential facts; what is left blank is not recorded."""

    def prepare(self) -> None:
        for word in party_words().values():
            if word.spec.confidential:
                self.fields[word.name] = field_of(word)
        self.fields["true_on"] = Day(label=_("True on"), initial=clock.today())


class CorrectedFact(NeededReason):
    """What was true instead."""

    true_on = Day(label=_("True on"), required=False)

    def __init__(self, *args: Any, word: Word | None, **kwargs: Any) -> None:
        self.word = word  # None of a list, which is written out
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        self.fields["value"] = field_of(self.word) if self.word else _written_out()
        self.fields["evidence"] = self._evidence()
        self.order_fields(["value", "true_on"])

    def clean_value(self) -> str:
        """As it would be typed: several words of a set with a mark between them."""
        value = written(self.cleaned_data["value"])
        return "、".join(value) if isinstance(value, list) else str(value or "")


class StatedGap(DeedForm):
    """Why a fact is unknown."""

    state = forms.ChoiceField(label=_("Why it is unknown"), choices=GapState.choices)
    asked_of = forms.CharField(label=_("Asked of"), max_length=80, required=False)
    due_on = Day(label=_("Due on"), required=False)

    def prepare(self) -> None:
        words = [word for word in party_words().values() if not word.spec.confidential]
        self.fields["name"] = forms.ChoiceField(
            label=_("Fact"),
            choices=[(word.name, word.spec.label.said(language())) for word in words],
        )
        self.order_fields(["name"])
        self.fields["evidence"] = self._evidence()


class NewReport(NewFacts):
    """What a query brought."""

    field_order = ("number", "report_on")

    number = forms.CharField(label=_("Report number"), max_length=40)
    report_on = Day(label=_("Day of the report"))

    def prepare(self) -> None:
        for word in self.words:
            self.fields[word.name] = field_of(word)
        self.fields["accounts"] = Accounts()

    @property
    def values(self) -> dict[str, Any]:
        """What was filled in, and the accounts; that there is none is said, too."""
        accounts = self.cleaned_data.get("accounts")
        return super().values | ({} if accounts is None else {"accounts": accounts})


def _written_out() -> forms.Field:
    return forms.CharField(label=_("What was true"), required=False, max_length=200)
