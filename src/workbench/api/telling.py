"""Rows in the shapes of the API: from the queries that feed the screens, decided nowhere again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from workbench.accounts.models import Branch
from workbench.api import shapes
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.languages import language
from workbench.customers.identity import masked_identity, masked_phone
from workbench.customers.models import (
    Authorisation,
    CustomerRow,
    Evidence,
    Fact,
    Gap,
    GapState,
    Party,
    PartyNow,
)
from workbench.customers.queries.fact_panel import words_of
from workbench.customers.queries.facts import held_of
from workbench.decisions.models import Decision, Standing
from workbench.decisions.queries import line_of
from workbench.decisions.telling import FactLine, Line, Told
from workbench.policies.models import Bundle
from workbench.policies.vocabulary import label, said
from workbench.reviews.models import Proposal
from workbench.reviews.page import page_of

READ = "customer.read"


def customer(party: Party, row: CustomerRow | None) -> shapes.CustomerOut:
    """`row` is None for a party who is no customer."""
    return shapes.CustomerOut(
        number=party.number,
        name=party.name,
        kind=party.kind,
        state=party.state,
        branch=party.branch.code,
        manager=row.manager.number if row and row.manager else None,
        identity=masked_identity(party) or None,
        phone=masked_phone(party) or None,
        customer_class=_of(row, "customer_class"),
        class_state=_of(row, "class_state"),
        class_until=_of(row, "class_until"),
        class_found=_of(row, "class_found"),
        risk_tier=_of(row, "risk_tier"),
        value_tier=_of(row, "value_tier"),
        worst_category=_of(row, "worst_category"),
        days_past_due=row.days_past_due if row else None,
        loan_balance=row.loan_balance if row else None,
        open_gaps=row.open_gaps if row else 0,
        next_recheck_on=_of(row, "next_recheck_on"),
    )


def seen_facts(party: Party) -> Any:
    """What everybody who sees the party may read of him, as it stands now: for the tag of what was read."""
    now = PartyNow.objects.filter(party=party).values_list("facts", flat=True).first()
    return now or {}


def facts(actor: Actor, party: Party, day: date, known_at: Any) -> list[shapes.FactOut]:
    """What holds on a day as known at a moment (None: now). What is confidential is read on a page that asks why."""
    held = held_of([party], day, known_at)[party.pk]
    rows = Fact.objects.seen_by(actor, READ).in_bulk([value[2] for value in held.values()])
    cities = dict(Branch.objects.filter(level="city_branch").values_list("pk", "code"))
    return [_fact(name, held[name], rows, cities) for name in sorted(held)]


def _fact(
    held_as: str, value: list[Any], rows: dict[int, Fact], cities: dict[int, str]
) -> shapes.FactOut:
    name, _, city = held_as.partition("@")
    row = rows.get(value[2])
    return shapes.FactOut(
        key=str(value[2]),
        name=name,
        label=label(name, language()),
        value=value[0],
        said=said(name, value[0], language()),
        true_on=date.fromisoformat(value[1]),
        known_at=row.known_at if row else None,
        source=row.source if row else None,
        evidence=str(row.evidence_id) if row and row.evidence_id else None,
        city_branch=cities.get(int(city)) if city else None,
    )


def gaps(actor: Actor, party: Party) -> list[shapes.GapOut]:
    """Every fact that policies ask for and that is unknown, stated or not yet asked for."""
    held = held_of([party], clock.today())[party.pk]
    open_gaps = Gap.objects.seen_by(actor, READ).filter(party=party, closed_at=None)
    stated = {gap.name: gap for gap in open_gaps}
    city = party.branch.city_branch_id
    asked = (word for word in words_of(party) if not word.spec.confidential)
    unknown = (w for w in asked if (f"{w.name}@{city}" if w.local else w.name) not in held)
    return [_gap(word.name, stated.get(word.name)) for word in unknown]


def _gap(name: str, gap: Gap | None) -> shapes.GapOut:
    return shapes.GapOut(
        name=name,
        label=label(name, language()),
        state=gap.state if gap else GapState.NOT_COLLECTED,
        asked_of=_of(gap, "asked_of"),
        due_on=_of(gap, "due_on"),
        reason=_of(gap, "reason"),
    )


def evidence(one: Evidence) -> shapes.EvidenceOut:
    return shapes.EvidenceOut(
        key=str(one.pk),
        title=one.title,
        state=one.state,
        issuer=one.issuer or None,
        issued_on=one.issued_on,
        media_type=one.media_type,
        size=one.size,
        box=one.box or None,
        taken_at=one.taken_at,
        original_seen_by=one.original_seen_by.number if one.original_seen_by else None,
        verified_by=one.verified_by.number if one.verified_by else None,
    )


def authorisation(one: Authorisation) -> shapes.AuthorisationOut:
    return shapes.AuthorisationOut(
        number=one.number,
        purpose=one.purpose,
        signed_on=one.signed_on,
        until=one.until,
        withdrawn_on=one.withdrawn_on,
        holds=one.holds_on(clock.today()),
    )


def decision(row: Decision, why_due: Any) -> shapes.DecisionOut:
    line = line_of(row)
    return shapes.DecisionOut(
        number=row.number,
        pack=row.pack,
        scale=line.scale,
        loan=row.subject or None,
        as_of=row.as_of,
        known_at=row.known_at,
        status=row.status,
        result=row.result or None,
        said=line.result,
        bundle=row.bundle.digest,
        holds_until=row.holds_until,
        due=str(why_due) or None,
    )


def explanation(told: Told, row: shapes.DecisionOut, how: str) -> shapes.ExplanationOut:
    return shapes.ExplanationOut(
        decision=row,
        told=how,
        language=language(),
        why=[_reason(line) for line in told.why],
        facts=[_used(one) for one in told.facts],
        bring=[way.text for way in told.bring],
        change=[way.text for way in told.change],
        wait=[way.text for way in told.wait],
        holds=list(told.holds),
    )


def _reason(line: Line) -> shapes.ReasonOut:
    return shapes.ReasonOut(
        clause=line.reason.clause or None,
        state=line.state,
        said=line.said,
        article=line.article or None,
        decisive=line.decisive,
        facts=[fact.name for fact in line.facts],
        below=[_reason(one) for one in line.lines],
    )


def _used(fact: FactLine) -> shapes.UsedOut:
    return shapes.UsedOut(
        name=fact.name,
        label=fact.label,
        said=fact.value,
        source=fact.source or None,
        day=fact.day or None,
    )


def standing(row: Standing) -> shapes.StandingOut:
    return shapes.StandingOut(
        scale=row.scale,
        klass=row.klass,
        state=row.state,
        basis=row.basis,
        city_branch=row.city_branch.code if row.city_branch else None,
        given_on=row.given_on,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        class_found=row.class_found or None,
        watch_until=row.watch_until,
        rechecked_on=row.rechecked_on,
        suspended_on=row.suspended_on,
    )


def proposal(row: Proposal) -> shapes.ProposalOut:
    return shapes.ProposalOut(**_proposal(row))


def proposal_whole(row: Proposal, actor: Actor) -> shapes.ProposalWhole:
    """What the checker's page shows of it."""
    page = page_of(row, actor)
    return shapes.ProposalWhole(
        **_proposal(row),
        digest=bytes(row.digest).hex(),
        moved=bool(page["drift"]),
        changes=list(_changes(page["changes"])),
        says=page["says"] or None,
    )


def _proposal(row: Proposal) -> dict[str, Any]:
    return {
        "key": str(row.pk),
        "kind": row.kind,
        "state": row.state,
        "title": row.title,
        "branch": row.branch.code,
        "maker": row.maker,
        "proposed_at": row.proposed_at,
        "effective_on": row.effective_on,
    }


def _changes(changes: list[Any]) -> Iterator[shapes.ChangeOut]:
    for one in changes:
        yield shapes.ChangeOut(
            label=str(one.label), before=_text(one.before), after=_text(one.after)
        )


def branch(row: Branch) -> shapes.BranchOut:
    return shapes.BranchOut(
        code=row.code,
        name=row.name,
        level=row.level,
        parent=row.parent.code if row.parent else None,
        city_branch=row.city_branch.code if row.city_branch else None,
        agency=row.agency,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
    )


def bundle(row: Bundle) -> shapes.BundleOut:
    return shapes.BundleOut(
        key=str(row.pk),
        digest=row.digest,
        title=row.title,
        state=row.state,
        branch=row.branch.code,
        runs_from=row.runs_from,
        withdrawn_on=row.withdrawn_on,
        document=row.document or None,
    )


def _of(row: Any, name: str) -> Any:
    return (getattr(row, name) or None) if row is not None else None


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
