"""Forms of what is done to classes. They read what was typed; what may be is said by the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workbench.approvals.actions.events import EventKind
from workbench.approvals.grades import PACK, grade_label
from workbench.approvals.kinds import class_found, standing_of
from workbench.approvals.models import Outcome, RequestKind, Stage
from workbench.common import clock
from workbench.common.languages import language
from workbench.common.parts import Item
from workbench.customers.forms import DeedForm
from workbench.customers.inputs import Day
from workbench.customers.models import Evidence, EvidenceState
from workbench.decisions.models import StandingState
from workbench.decisions.queries import WORDS, page_of
from workbench.policies.scales import CUSTOMER_CLASS
from workbench.policies.vocabulary import result_label, results_of

_ENDS = (StandingState.REMOVED, StandingState.CLOSED)
_IN_USE = (EvidenceState.UNVERIFIED, EvidenceState.VERIFIED)


class Pieces(forms.ModelMultipleChoiceField[Any]):
    """Evidence by its titles."""

    def label_from_instance(self, obj: Evidence) -> str:
        return f"{obj.title} ({obj.get_state_display()})"


class Grounded(DeedForm):
    """A proposal with the evidence that it rests on."""

    reason_needed = True

    def prepare(self) -> None:
        mine = Evidence.objects.seen_by(self.actor, "customer.read").filter(
            party=self.party, state__in=_IN_USE
        )
        self.fields["evidence"] = Pieces(
            mine.order_by("pk"),
            label=_("Evidence"),
            required=False,
            widget=forms.CheckboxSelectMultiple(),
        )


class FoundClass(Grounded):
    """A proposal of the class that the newest decision finds: which one it is stands above the fields."""

    def prepare(self) -> None:
        super().prepare()
        assert self.party is not None
        found, held = class_found(self.party), standing_of(self.party)
        if found is None:
            return
        label = result_label(CUSTOMER_CLASS, found.result, language()) if found.result else ""
        self.rests_on = (
            Item(_("Class found"), label or WORDS[found.status], url=page_of(found)),
            Item(_("Decision no."), found.number, note=found.as_of),
            Item(
                _("Class held"),
                result_label(CUSTOMER_CLASS, held.klass, language()) if held else _("none"),
            ),
        )


class EndOfClass(Grounded):
    """退出 or 注销."""

    state = forms.ChoiceField(
        label=_("State"), choices=[(str(state), state.label) for state in _ENDS]
    )


class NewEvent(DeedForm):
    """What happened, on which day."""

    kind = forms.ChoiceField(label=_("What happened"), choices=EventKind.choices)
    happened_on = Day(label=_("Happened on"))

    def prepare(self) -> None:
        self.fields["happened_on"].initial = clock.today()
        self.fields["evidence"] = self._evidence()


class NewGrade(Grounded):
    """等级调整."""

    basis = forms.CharField(label=_("Basis"), max_length=200)
    until = Day(label=_("Until"))

    def prepare(self) -> None:
        super().prepare()
        choices = [(code, grade_label(code)) for code in results_of(PACK)]
        self.fields["grade"] = forms.ChoiceField(label=_("Adjusted to"), choices=choices)
        self.order_fields(["grade", "basis", "until", "evidence"])


class NewApplication(DeedForm):
    """A row of the intake register."""

    number = forms.CharField(label=_("Application no."), max_length=30)
    product = forms.CharField(label=_("Product"), max_length=40)
    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices)
    accepted_on = Day(label=_("Accepted on"))


class NewRequest(DeedForm):
    """What a customer asks for, in his words."""

    reason_needed = True
    reason_label = _("In his words")
    kind = forms.ChoiceField(label=_("Asked for"), choices=RequestKind.choices)
    asked_on = Day(label=_("Received on"))

    def prepare(self) -> None:
        self.fields["asked_on"].initial = clock.today()


class AnsweredRequest(DeedForm):
    """The answer as he is told it."""

    reason_needed = True
    reason_label = _("Answer")
    outcome = forms.ChoiceField(label=_("What comes of it"), choices=Outcome.choices)


class NewStage(DeedForm):
    """How far an application has come."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices)
