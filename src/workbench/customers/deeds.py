"""What people do on the pages of a file: each a form, an action, a right, and the tab to which it leads back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from workbench.common.acting import Actor
from workbench.customers import forms
from workbench.customers.actions import (
    authorisations,
    evidence,
    facts,
    gaps,
    parties,
    relations,
)
from workbench.customers.filing import file_evidence
from workbench.customers.models import (
    Authorisation,
    Dispute,
    Evidence,
    Fact,
    Party,
    PartyLink,
    Query,
)

Typed = dict[str, Any]


@dataclass(frozen=True)
class Deed:
    """`do` gets the thing, the actor, what was typed; a text that it answers is shown once and kept nowhere."""

    key: str
    title: Any
    right: str
    form: type[forms.DeedForm]
    do: Callable[[Any, Actor, Typed], Any]
    tab: str = ""
    of: type[models.Model] = Party
    says: Any = ""

    @property
    def route(self) -> str:
        return f"{self.of._meta.model_name}_{self.key}"

    @property
    def pattern(self) -> str:
        """A file by its number, other things by their key."""
        if self.of is Party:
            return f"customers/<str:number>/{self.key}/"
        return f"customers/{self.of._meta.model_name}/<int:pk>/{self.key}/"


def plain(action: Callable[..., Any]) -> Callable[[Any, Actor, Typed], Any]:
    """An action whose inputs are called as the fields are."""
    return lambda thing, by, typed: action(thing, by=by, **typed)


def _record(party: Party, by: Actor, typed: Typed) -> Any:
    grounds = {name: typed.pop(name) for name in _GROUNDS if name in typed}
    return facts.record_facts(party, by=by, values=typed, **grounds)


def _report(query: Query, by: Actor, typed: Typed) -> Any:
    named = {name: typed.pop(name) for name in ("number", "report_on", "reason")}
    return authorisations.record_report(query, by=by, values=typed, **named)


def _take(party: Party, by: Actor, typed: Typed) -> Any:
    upload = typed.pop("file")
    return evidence.take_evidence(party, by=by, file=file_evidence(upload.read()), **typed)


_GROUNDS = ("true_on", "evidence", "authorisation", "reason")

RECORD = Deed("record", _("Record facts"), "fact.record", forms.NewFacts, _record, "facts")
REPORT = Deed(
    "report",
    _("Record the credit report"),
    "query.make",
    forms.NewReport,
    _report,
    "allowed",
    Query,
)
DEEDS = (
    RECORD,
    REPORT,
    Deed(
        "change",
        _("Change how he is reached"),
        "customer.change",
        forms.ChangedParty,
        plain(parties.change_party),
        "people",
    ),
    Deed(
        "state",
        _("Change the state"),
        "customer.change_state",
        forms.NewState,
        plain(parties.change_state),
        "people",
    ),
    Deed(
        "reveal",
        _("Show a number in full"),
        "customer.reveal",
        forms.Revealed,
        plain(parties.reveal),
        "people",
        says=_("It is shown once. Who saw it and why is recorded."),
    ),
    Deed(
        "link",
        _("Add a related person or employer"),
        "link.change",
        forms.NewLink,
        plain(parties.open_related),
        "people",
    ),
    Deed(
        "end",
        _("End this relation"),
        "link.change",
        forms.EndedLink,
        plain(parties.end_link),
        "people",
        PartyLink,
    ),
    Deed(
        "gap",
        _("Say why a fact is unknown"),
        "gap.change",
        forms.StatedGap,
        plain(gaps.state_gap),
        "facts",
    ),
    Deed(
        "correct",
        _("Correct a value that was never true"),
        "fact.correct",
        forms.CorrectedFact,
        plain(facts.correct_fact),
        "facts",
        Fact,
        says=_("The wrong value stays on record. Left blank, the fact is unknown."),
    ),
    Deed("evidence", _("Take evidence"), "evidence.take", forms.NewEvidence, _take, "evidence"),
    Deed(
        "original",
        _("Original seen"),
        "evidence.see_original",
        forms.SeenOriginal,
        plain(evidence.see_original),
        "evidence",
        Evidence,
    ),
    Deed(
        "verify",
        _("Verify"),
        "evidence.verify",
        forms.Reason,
        plain(evidence.verify_evidence),
        "evidence",
        Evidence,
    ),
    Deed(
        "doubt",
        _("Doubt"),
        "evidence.doubt",
        forms.NeededReason,
        plain(evidence.doubt_evidence),
        "evidence",
        Evidence,
    ),
    Deed(
        "spend",
        _("Put out of use"),
        "evidence.verify",
        forms.NeededReason,
        plain(evidence.spend_evidence),
        "evidence",
        Evidence,
    ),
    Deed(
        "say-false",
        _("Say that it is false"),
        "evidence.prove_false",
        forms.NeededReason,
        plain(evidence.say_false),
        "evidence",
        Evidence,
        says=_("A second person has to confirm."),
    ),
    Deed(
        "prove-false",
        _("Confirm that it is false"),
        "evidence.prove_false",
        forms.NeededReason,
        plain(evidence.prove_false),
        "evidence",
        Evidence,
        says=_("Every fact that rests on it becomes unknown. Nothing is deleted."),
    ),
    Deed(
        "authorisation",
        _("Obtain an authorisation"),
        "authorisation.take",
        forms.NewAuthorisation,
        plain(authorisations.take_authorisation),
        "allowed",
    ),
    Deed(
        "withdraw",
        _("Record a withdrawal"),
        "authorisation.take",
        forms.Withdrawn,
        plain(authorisations.withdraw_authorisation),
        "allowed",
        Authorisation,
    ),
    Deed(
        "query",
        _("Ask for a credit query"),
        "query.ask",
        forms.AskedQuery,
        plain(authorisations.ask_query),
        "allowed",
    ),
    Deed(
        "make",
        _("Query made"),
        "query.make",
        forms.Reason,
        plain(authorisations.make_query),
        "allowed",
        Query,
    ),
    Deed(
        "refuse",
        _("Refuse the query"),
        "query.make",
        forms.NeededReason,
        plain(authorisations.refuse_query),
        "allowed",
        Query,
    ),
    Deed(
        "relation",
        _("Change who serves him"),
        "relation.change",
        forms.NewRelation,
        plain(relations.make_relation),
        "people",
    ),
    Deed(
        "relation-end",
        _("End who assists or views"),
        "relation.change",
        forms.EndedRelation,
        plain(relations.end_relation),
        "people",
    ),
    Deed(
        "grant",
        _("Grant the claim"),
        "dispute.decide",
        forms.GrantedDispute,
        plain(relations.grant_dispute),
        "",
        Dispute,
    ),
    Deed(
        "dismiss",
        _("Dismiss the claim"),
        "dispute.decide",
        forms.NeededReason,
        plain(relations.dismiss_dispute),
        "",
        Dispute,
    ),
)
