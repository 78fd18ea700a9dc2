"""What may be recorded: names and values by the vocabulary, on grounds that stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from kefen.saying.phrases import PHRASES
from kefen.spelling import NotAccepted
from workbench.accounts.models import Branch
from workbench.common import clock
from workbench.common.acting import Actor, Channel
from workbench.common.errors import RefusedError
from workbench.common.languages import language
from workbench.customers.knowing import key_of
from workbench.customers.models import (
    Authorisation,
    Evidence,
    EvidenceState,
    Party,
    Purpose,
    Source,
)
from workbench.policies.vocabulary import SUBJECTS, Word, accepted, label, list_words, party_words

BY_HAND = (Source.TYPED, Source.IDENTITY, Source.CREDIT_REPORT, Source.REGISTER)
FOR_REPORTS = (Purpose.CREDIT_QUERY, Purpose.POST_LOAN)


@dataclass(frozen=True)
class Given:
    """On which day, from where and on what grounds values are given."""

    true_on: date
    source: Source
    evidence: Evidence | None
    authorisation: Authorisation | None
    city_branch: Branch | None

    def city_of(self, name: str, party: Party) -> Branch | None:
        """The city branch of whose territory a value is true; None for facts that are true everywhere."""
        word = party_words().get(name)
        if word is None or not word.local:
            return None
        found = self.city_branch or party.branch.city_branch
        if found is None:
            raise RefusedError(_("Say of which city branch's territory this is true."), field=name)
        return found

    def key_of(self, name: str, party: Party) -> str:
        """Under what the value stands in `PartyNow.facts`."""
        city = self.city_of(name, party)
        return key_of(name, city.pk if city else None)


def check_grounds(party: Party, given: Given, by: Actor) -> None:
    """Raises `RefusedError` for a day to come, evidence or an authorisation that is another's or does not stand, a
    source that only a feed has.
    """
    if given.true_on > clock.today():
        raise RefusedError(_("The day lies in the future."), field="true_on")
    if given.source not in BY_HAND and not (by.is_rule or by.channel == Channel.IMPORT):
        raise RefusedError(_("This source comes by its feed, not by hand."), field="source")
    _check_evidence(party, given.evidence)
    if given.authorisation is not None and given.authorisation.party_id != party.pk:
        raise RefusedError(
            _("The authorisation is another person's: take one of his own."), field="authorisation"
        )


def accepted_values(
    party: Party, values: Mapping[str, Any], given: Given, *, confidential: bool
) -> dict[str, Any]:
    """Values as they are kept, by name. Raises `RefusedError` at the first that is not accepted."""
    if not values:
        raise RefusedError(_("Nothing was given."), field="values")
    return {
        name: _accepted(party, name, value, given, confidential) for name, value in values.items()
    }


def is_confidential(name: str) -> bool:
    """Whether only those with the right to secrets may see it."""
    word = party_words().get(name)
    return word is not None and word.spec.confidential


def _accepted(party: Party, name: str, value: Any, given: Given, confidential: bool) -> Any:
    for word in _words(name):
        if word.spec.confidential != confidential:
            raise RefusedError(_("This fact is not recorded here."), field=name)
        if word.from_report or given.source == Source.CREDIT_REPORT:
            _check_authorised(given, name)
    if given.source == Source.CREDIT_REPORT:
        _check_authorised(given, name)
    try:
        return accepted(name, value)
    except (NotAccepted, TypeError, KeyError) as error:
        raise RefusedError(
            f"{label(name, language())}: {why_not(error, language())}", field=name
        ) from error


def _words(name: str) -> list[Word]:
    if name in list_words():
        return list(list_words()[name].values())
    if name.partition(".")[0] in SUBJECTS and "." in name:
        raise RefusedError(
            _("This is a fact of the spouse or employer: record it in that file."), field=name
        )
    if name not in party_words():
        raise RefusedError(
            _("The policies know no such fact of a customer: {name}.").format(name=name), field=name
        )
    return [party_words()[name]]


def _check_evidence(party: Party, evidence: Evidence | None) -> None:
    if evidence is None:
        return
    if evidence.party_id != party.pk:
        raise RefusedError(_("The evidence lies in another customer's file."), field="evidence")
    if evidence.state in (EvidenceState.FALSE, EvidenceState.SPENT):
        raise RefusedError(_("The evidence no longer stands: take a new one."), field="evidence")


def _check_authorised(given: Given, name: str) -> None:
    found = given.authorisation
    if found is None or found.purpose not in FOR_REPORTS:
        raise RefusedError(
            _("A fact of a credit report needs the person's authorisation: obtain it first."),
            field=name,
        )
    if not found.holds_on(given.true_on):
        raise RefusedError(
            _("The authorisation does not cover the day of the report: obtain a new one."),
            field=name,
        )


def why_not(error: Exception, lang: str) -> str:
    """Why a value is not accepted and what to do, in the library's words, without the value."""
    reason = getattr(error, "reason", "not one value")
    words = PHRASES.get(f"problem {reason}", PHRASES["problem not a value"])
    gaps = {"detail": getattr(error, "detail", ""), "near": ""}
    return words.said(lang).format_map(defaultdict(str, gaps))


def person_of(by: Actor) -> int:
    """Key of the person who acts. Raises `RefusedError` for a rule."""
    if by.staff_id is None:
        raise RefusedError(_("Only a person can do this."))
    return by.staff_id
