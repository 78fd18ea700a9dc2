"""Forms of what is done to parties. They read what was typed; what may be is said by the actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch, Holding, Staff
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.parts import Item
from workbench.common.scoping import below
from workbench.customers.actions.accepting import is_confidential, language
from workbench.customers.actions.relations import SERVING
from workbench.customers.importing.reach import DEEDS
from workbench.customers.inputs import Accounts, Day, Papers, field_of, written
from workbench.customers.models import (
    Authorisation,
    Dispute,
    DisputeState,
    Evidence,
    EvidenceState,
    GapState,
    IdentityKind,
    ImportKind,
    LinkKind,
    Party,
    PartyKind,
    PartyState,
    Purpose,
    RelationKind,
)
from workbench.policies.vocabulary import Word, party_words

_USABLE = (EvidenceState.UNVERIFIED, EvidenceState.VERIFIED, EvidenceState.DOUBTFUL)


class DeedForm(forms.Form):
    """`party` is in whose file something is done, `actor` who does it. Reasons stand last."""

    reason_needed = False
    reason_label: Any = _("Reason")
    rests_on: tuple[Item, ...] = ()  # what it is about, shown above the fields

    def __init__(self, party: Party | None, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party, self.actor = party, actor
        self.prepare()
        self.fields["reason"] = forms.CharField(
            label=self.reason_label, max_length=200, required=self.reason_needed
        )

    def prepare(self) -> None:
        """Fields and choices that depend on the file."""

    def _evidence(self, *, required: bool = False) -> forms.ModelChoiceField[Any]:
        mine = Evidence.objects.seen_by(self.actor, "customer.read").filter(party=self.party)
        return Papers(
            mine.filter(state__in=_USABLE), label=_("Evidence"), required=required, empty_label=""
        )


class Reason(DeedForm):
    """Nothing but a reason, which may be left out."""


class NeededReason(DeedForm):
    """Nothing but a reason."""

    reason_needed = True


class NewParty(DeedForm):
    """A new customer."""

    field_order = ("name", "kind", "identity_kind", "identity", "identity_until", "phone", "branch")

    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=PartyKind.choices, initial=PartyKind.PERSON)
    identity_kind = forms.ChoiceField(label=_("Document"), choices=IdentityKind.choices)
    identity = forms.CharField(label=_("Number of the document"), max_length=40)
    identity_until = Day(label=_("Document valid until"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)

    def prepare(self) -> None:
        self.fields["branch"] = _branches(self.actor, "customer.open", _("Branch"))


class ChangedParty(DeedForm):
    """How a customer is reached."""

    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    identity_until = Day(label=_("Document valid until"), required=False)


class NewState(NeededReason):
    """The life of a customer."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            (state.value, state.label)
            for state in PartyState
            if state not in (PartyState.NONE, PartyState.MERGED)
        ],
    )


class Revealed(NeededReason):
    """Which number, and why."""

    what = forms.ChoiceField(
        label=_("What to show"),
        choices=(("phone", _("Telephone")), ("identity", _("Number of the document"))),
    )


class NewLink(DeedForm):
    """Somebody who is related."""

    kind = forms.ChoiceField(label=_("Related as"), choices=LinkKind.choices)
    name = forms.CharField(label=_("Name"), max_length=80)
    identity_kind = forms.ChoiceField(label=_("Document"), choices=IdentityKind.choices)
    identity = forms.CharField(label=_("Number of the document"), max_length=40)
    since = Day(label=_("Since"))

    def prepare(self) -> None:
        self.fields["evidence"] = self._evidence()


class EndedLink(DeedForm):
    """The first day on which it no longer held."""

    until = Day(label=_("No longer from"))

    def prepare(self) -> None:
        self.fields["evidence"] = self._evidence()


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


class OtherFile(NeededReason):
    """A file by its number."""

    dropped = forms.CharField(label=_("Number of the other file"), max_length=20)


class Identified(DeedForm):
    """Why his identity is established anew; sealed."""

    reason_why = forms.CharField(
        label=_("Why (sealed)"),
        max_length=200,
        required=False,
        help_text=_("Neither the row nor any page tells it."),
    )


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


class NewEvidence(DeedForm):
    """A file and what it is."""

    title = forms.CharField(label=_("What it is"), max_length=80)
    file = forms.FileField(label=_("File (PDF, JPEG, PNG, at most 10 MB)"))
    issuer = forms.CharField(label=_("Issued by"), max_length=80, required=False)
    issuer_phone = forms.CharField(
        label=_("Telephone of the issuer"), max_length=30, required=False
    )
    issued_on = Day(label=_("Issued on"), required=False)
    box = forms.CharField(label=_("Box number of the original"), max_length=40, required=False)


class SeenOriginal(DeedForm):
    """Where the original lies."""

    box = forms.CharField(label=_("Box number of the original"), max_length=40, required=False)


class NewAuthorisation(DeedForm):
    """What was signed."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    signed_on = Day(label=_("Signed on"))
    until = Day(label=_("Ends on"), required=False)

    def prepare(self) -> None:
        self.fields["evidence"] = self._evidence()


class Withdrawn(DeedForm):
    """The day of a withdrawal."""

    withdrawn_on = Day(label=_("Withdrawn on"), initial=clock.today)


class AskedQuery(DeedForm):
    """Under which authorisation."""

    def prepare(self) -> None:
        mine = Authorisation.objects.seen_by(self.actor, "customer.read").filter(party=self.party)
        self.fields["authorisation"] = forms.ModelChoiceField(mine, label=_("Authorisation"))


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


class NewRelation(NeededReason):
    """Who serves from when."""

    kind = forms.ChoiceField(label=_("Relation"), choices=RelationKind.choices)
    since = Day(label=_("From"))

    def prepare(self) -> None:
        self.fields["staff"] = forms.ModelChoiceField(_colleagues(self.actor), label=_("Person"))


class EndedRelation(NeededReason):
    """Whose relation ends."""

    def prepare(self) -> None:
        serving = Staff.objects.filter(
            relations__party=self.party, relations__until=None
        ).distinct()
        self.fields["staff"] = forms.ModelChoiceField(serving, label=_("Person"))


class NewDispute(NeededReason):
    """Whom a branch claims, by the number of his document."""

    identity_kind = forms.ChoiceField(label=_("Document"), choices=IdentityKind.choices)
    identity = forms.CharField(label=_("Number of the document"), max_length=40)

    def prepare(self) -> None:
        self.fields["branch"] = _branches(self.actor, "dispute.open", _("Claiming branch"))


class GrantedDispute(NeededReason):
    """Who leads from today."""

    def prepare(self) -> None:
        claims = Dispute.objects.unscoped("the claim that is decided").filter(party=self.party)
        claim = claims.filter(state=DisputeState.OPEN).select_related("claiming").first()
        theirs = Holding.objects.filter(Holding.on(clock.today()), post__in=SERVING)
        if claim is not None:
            theirs = theirs.filter(branch__path__startswith=claim.claiming.path)
        self.fields["staff"] = forms.ModelChoiceField(
            _colleagues(self.actor).filter(holdings__in=theirs).distinct(),
            label=_("Who leads from today"),
            initial=claim.claimant_id if claim else None,
        )


class NewImport(DeedForm):
    """A file with its business date and what its sender counted."""

    kind = forms.ChoiceField(label=_("What the file holds"), choices=ImportKind.choices)
    file = forms.FileField(label=_("File (xlsx or csv, at most 10 MB)"))
    business_on = Day(label=_("Business date"), initial=clock.today)
    rows_said = forms.IntegerField(
        label=_("Rows as the sender counted them"), required=False, min_value=0
    )

    total_said = forms.DecimalField(
        label=_("Control total as the sender says it (balances, yuan)"),
        required=False,
        max_digits=20,
        decimal_places=2,
    )

    def prepare(self) -> None:
        self.fields["branch"] = _branches(self.actor, "import.take", _("Branch"))
        mine = [kind for kind, deeds in DEEDS.items() if any(map(self.actor.may, deeds))]
        kinds = [(kind, label) for kind, label in ImportKind.choices if kind in mine]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


def _branches(actor: Actor, right: str, label: Any) -> forms.ModelChoiceField[Any]:
    """Open branches that a right reaches, that of the actor chosen."""
    scope = actor.scope(right)
    paths = (*scope.branches, *scope.portfolio)
    mine = [row.pk for row in Branch.objects.filter(closed_on=None) if row.path.startswith(paths)]
    here = Branch.objects.filter(pk__in=mine)
    return forms.ModelChoiceField(
        here, label=label, initial=here.filter(path=actor.branch_path).first()
    )


def _written_out() -> forms.Field:
    return forms.CharField(label=_("What was true"), required=False, max_length=200)


def _colleagues(actor: Actor) -> Any:
    """Who holds a post at or below the branches where the actor changes relations."""
    scope = actor.scope("relation.change") or actor.scope("dispute.decide")
    held = below("holdings__branch__path", scope)
    return Staff.objects.filter(held, holdings__post__in=SERVING).distinct()
