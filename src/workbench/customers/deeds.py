"""What people do on the pages of a file."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers import forms
from workbench.customers.actions import (
    authorisations,
    evidence,
    facts,
    gaps,
    mergers,
    parties,
    relations,
    restrictions,
)
from workbench.customers.doing import Deed, Typed, plain
from workbench.customers.filing import file_evidence
from workbench.customers.models import (
    Authorisation,
    Dispute,
    Evidence,
    Fact,
    Merger,
    Party,
    PartyLink,
    Query,
)


def _record(party: Party, by: Actor, typed: Typed) -> Any:
    grounds = {name: typed.pop(name) for name in _GROUNDS if name in typed}
    return facts.record_facts(party, by=by, values=typed, **grounds)


def _report(query: Query, by: Actor, typed: Typed) -> Any:
    named = {name: typed.pop(name) for name in ("number", "report_on", "reason")}
    return authorisations.record_report(query, by=by, values=typed, **named)


def _take(party: Party, by: Actor, typed: Typed) -> Any:
    upload = typed.pop("file")
    return evidence.take_evidence(party, by=by, file=file_evidence(upload.read()), **typed)


def _merge(party: Party, by: Actor, typed: Typed) -> Any:
    number = typed.pop("dropped")
    other = Party.objects.seen_by(by, "merger.propose").filter(number=number.strip()).first()
    if other is None:
        raise RefusedError(_("You reach no file of this number."), field="dropped")
    return mergers.propose_merger(party, by=by, dropped=other, **typed)


def _secrets(party: Party, by: Actor, typed: Typed) -> Any:
    given = {name: typed.pop(name) for name in ("true_on", "reason")}
    values = {name: value for name, value in typed.items() if value not in (None, "", [])}
    return facts.record_secrets(party, by=by, values=values, **given)


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
        "identify",
        _("Begin continued identification"),
        "restriction.change",
        forms.Identified,
        plain(restrictions.begin_restriction),
        "people",
    ),
    Deed(
        "identified",
        _("End continued identification"),
        "restriction.change",
        forms.Identified,
        plain(restrictions.end_restriction),
        "people",
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
        "merge",
        _("Propose to merge another file into this one"),
        "merger.propose",
        forms.OtherFile,
        _merge,
        "people",
        says=_(
            "Both are of one person. A second person compares them and merges; it can be undone by two."
        ),
    ),
    Deed(
        "confirm",
        _("Merge the files"),
        "merger.confirm",
        forms.NeededReason,
        plain(mergers.confirm_merger),
        "people",
        Merger,
        says=_("From now on one file is read. No row is moved, so the two can be parted again."),
    ),
    Deed(
        "dismiss",
        _("Do not merge"),
        "merger.confirm",
        forms.NeededReason,
        plain(mergers.dismiss_merger),
        "people",
        Merger,
    ),
    Deed(
        "part",
        _("Propose to part the files"),
        "merger.propose",
        forms.NeededReason,
        plain(mergers.propose_parting),
        "people",
        Merger,
    ),
    Deed(
        "part-confirm",
        _("Part the files"),
        "merger.confirm",
        forms.NeededReason,
        plain(mergers.confirm_parting),
        "people",
        Merger,
    ),
    Deed(
        "secret",
        _("Record a confidential fact"),
        "secret.record",
        forms.NewSecrets,
        _secrets,
        "facts",
        says=_(
            "Only those with the right to it learn of it; for everybody else it is a refresh of his identification."
        ),
    ),
    Deed(
        "secrets",
        _("See confidential facts"),
        "secret.read",
        forms.NeededReason,
        plain(facts.open_secrets),
        "facts",
        says=_(
            "They are shown once. Who saw them and why is recorded, for those alone who may see them too."
        ),
    ),
    Deed(
        "grant",
        _("Grant the claim"),
        "dispute.decide",
        forms.GrantedDispute,
        plain(relations.grant_dispute),
        "",
        Dispute,
        says=_(
            "From today the claiming branch serves him. In another city he is decided anew: facts of the old territory are "
            "not collected, his class there ends, and so do proposals under way."
        ),
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
#: of a file, by their key
BY_KEY = {deed.key: deed for deed in DEEDS if deed.of is Party}
