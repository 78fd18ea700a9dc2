"""Evidence is taken, seen in the original, verified by another; doubted; proven false by two."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Staff
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.actions.accepting import person_of
from workbench.customers.actions.facts import falsify
from workbench.customers.filing import Filed, read_file
from workbench.customers.identity import blind_phone, phone_of
from workbench.customers.models import Evidence, EvidenceState, Fact, Party
from workbench.customers.rows import files_of
from workbench.journal.actions import action

_STANDS = (EvidenceState.UNVERIFIED, EvidenceState.VERIFIED, EvidenceState.DOUBTFUL)


@action(
    "evidence.taken",
    right="evidence.take",
    says=_("took evidence {result}"),
    secret=("title", "issuer", "issuer_phone"),
    api=False,
)
def take_evidence(
    party: Party,
    *,
    by: Actor,
    reason: str,
    file: Filed,
    title: str,
    issuer: str = "",
    issuer_phone: str = "",
    issued_on: date | None = None,
    box: str = "",
) -> Evidence:
    """A file (`filing.file_evidence`) that shows something of a party, still to be verified."""
    if not title.strip():
        raise RefusedError(_("Say what it is, such as proof of income."), field="title")
    if issued_on and issued_on > clock.today():
        raise RefusedError(_("The day lies in the future."), field="issued_on")
    return Evidence.objects.create(
        party=party,
        title=title.strip(),
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        file=file.name,
        issuer=issuer.strip(),
        issuer_phone_blind=blind_phone(phone_of(issuer_phone)) if issuer_phone else None,
        issued_on=issued_on,
        box=box.strip(),
        taken_by_id=by.staff_id,
        taken_at=clock.now(),
    )


@action("evidence.opened", right="evidence.read", says=_("opened evidence {object}"), api=False)
def open_evidence(evidence: Evidence, *, by: Actor, reason: str) -> bytes:
    """The content, journalled."""
    return read_file(evidence.file)


@action(
    "evidence.original_seen",
    right="evidence.see_original",
    says=_("saw the original of evidence {object}"),
)
def see_original(evidence: Evidence, *, by: Actor, reason: str, box: str = "") -> Evidence:
    """The paper itself was seen; `box` says where it lies."""
    _demand_state(evidence, EvidenceState.UNVERIFIED)
    evidence.original_seen_by_id = person_of(by)
    evidence.original_seen_for = by.principal
    evidence.box = box.strip() or evidence.box
    evidence.save()
    return evidence


@action("evidence.verified", right="evidence.verify", says=_("verified evidence {object}"))
def verify_evidence(evidence: Evidence, *, by: Actor, reason: str) -> Evidence:
    """已核实, by another person than the one who saw the original."""
    demand_verifier(evidence, by)
    evidence.verified_by_id = person_of(by)
    evidence.state = EvidenceState.VERIFIED
    evidence.save()
    return evidence


@action(
    "evidence.doubted",
    right="evidence.doubt",
    says=_("doubted evidence {object}"),
    needs_reason=True,
)
def doubt_evidence(evidence: Evidence, *, by: Actor, reason: str) -> Evidence:
    """存疑: its facts stay until it is verified again or proven false."""
    _demand_state(evidence, EvidenceState.UNVERIFIED, EvidenceState.VERIFIED)
    evidence.state = EvidenceState.DOUBTFUL
    evidence.save()
    return evidence


@action(
    "evidence.spent",
    right="evidence.verify",
    says=_("put evidence {object} out of use"),
    needs_reason=True,
)
def spend_evidence(evidence: Evidence, *, by: Actor, reason: str) -> Evidence:
    """失效: it shows nothing new from now on; what it showed stays."""
    _demand_state(evidence, *_STANDS)
    evidence.state = EvidenceState.SPENT
    evidence.save()
    return evidence


@action(
    "evidence.said_false",
    right="evidence.prove_false",
    says=_("said that evidence {object} is false"),
    needs_reason=True,
)
def say_false(evidence: Evidence, *, by: Actor, reason: str) -> Evidence:
    """The first of two. Until the second confirms, it is doubtful."""
    demand_first_word(evidence, by)
    evidence.false_said_by_id = person_of(by)
    evidence.false_said_for = by.principal
    evidence.state = EvidenceState.DOUBTFUL
    evidence.save()
    return evidence


@action(
    "evidence.proven_false",
    right="evidence.prove_false",
    says=_("confirmed that evidence {object} is false"),
    needs_reason=True,
)
def prove_false(evidence: Evidence, *, by: Actor, reason: str) -> Evidence:
    """查实虚假, by the second: every fact that rests on it is unknown from its day on; nothing is deleted."""
    demand_second_word(evidence, by)
    evidence.false_confirmed_by_id = person_of(by)
    evidence.state = EvidenceState.FALSE
    evidence.save()
    for fact in facts_on(evidence):
        falsify(fact, by)
    return evidence


def demand_pieces(party: Party, keys: list[int]) -> list[int]:
    """The keys of evidence that a proposal names. Raises `RefusedError` for what is another's, or no longer stands."""
    rows = Evidence.objects.unscoped("the evidence that somebody names for a party he reaches")
    found = rows.filter(party__in=files_of([party.pk]), state__in=_STANDS, pk__in=keys)
    if found.count() < len(keys):
        raise RefusedError(_("Name evidence of this customer that still stands."), field="evidence")
    return keys


def facts_on(evidence: Evidence) -> list[Fact]:
    """The facts that rest on it and were never corrected."""
    resting = Fact.objects.unscoped("what rests on false evidence").filter(
        evidence=evidence, corrected_by=None
    )
    return list(resting.exclude(kind="falsified").select_related("party", "city_branch"))


def demand_verifier(evidence: Evidence, by: Actor) -> None:
    """Another than who saw the original, while it can be verified."""
    _demand_state(evidence, EvidenceState.UNVERIFIED, EvidenceState.DOUBTFUL)
    if evidence.original_seen_by is None:
        raise RefusedError(_("First somebody has to see the original."))
    _refuse_same(by, evidence.original_seen_by, evidence.original_seen_for)


def demand_first_word(evidence: Evidence, by: Actor) -> None:
    """Another than who took it says first that it is false."""
    _demand_state(evidence, *_STANDS)
    _refuse_same(by, evidence.taken_by, "")


def demand_second_word(evidence: Evidence, by: Actor) -> None:
    """Another than who took it and who said first that it is false."""
    _demand_state(evidence, *_STANDS)
    if evidence.false_said_by is None:
        raise RefusedError(_("First another person has to say so."))
    _refuse_same(by, evidence.false_said_by, evidence.false_said_for)
    _refuse_same(by, evidence.taken_by, "")


def _demand_state(evidence: Evidence, *states: EvidenceState) -> None:
    if evidence.state not in states:
        raise RefusedError(
            _("The evidence is “{state}”: this can no longer be done.").format(
                state=evidence.get_state_display()
            )
        )


def _refuse_same(by: Actor, first: Staff | None, principal: str) -> None:
    if by.persons & ({first.number if first else "", principal} - {""}):
        raise RefusedError(_("Another person has to do this: ask a colleague."))
