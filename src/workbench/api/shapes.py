"""What the reads answer. What is unknown is null; nothing is told here that the screens do not tell the same person."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Schema


class PersonOut(Schema):
    """Whose token it is, and which rights it has."""

    staff: str
    name: str
    posts: list[str]
    rights: list[str]


class CustomerOut(Schema):
    """A line of the list of customers. Numbers of documents and telephones are masked."""

    number: str
    name: str
    kind: str
    state: str
    branch: str
    manager: str | None
    identity: str | None
    phone: str | None
    customer_class: str | None
    class_state: str | None
    class_until: date | None
    class_found: str | None
    risk_tier: str | None
    value_tier: str | None
    worst_category: str | None
    days_past_due: int | None
    loan_balance: Decimal | None
    open_gaps: int
    next_recheck_on: date | None


class CustomersOut(Schema):
    """A part of the list; `next` is the `after` of the part that follows, null at the end."""

    items: list[CustomerOut]
    next: str | None


class FactOut(Schema):
    """A known fact: `value` as policies take it, `said` as people write it; `key` for its correction."""

    key: str
    name: str
    label: str
    value: Any
    said: str
    true_on: date
    known_at: datetime | None
    source: str | None
    evidence: str | None
    city_branch: str | None


class GapOut(Schema):
    """A fact that policies ask for and that is unknown, with why."""

    name: str
    label: str
    state: str
    asked_of: str | None
    due_on: date | None
    reason: str | None


class EvidenceOut(Schema):
    """What is said of a paper; the file itself is opened on screens."""

    key: str
    title: str
    state: str
    issuer: str | None
    issued_on: date | None
    media_type: str
    size: int
    box: str | None
    taken_at: datetime
    original_seen_by: str | None
    verified_by: str | None


class AuthorisationOut(Schema):
    """What he allowed."""

    number: str
    purpose: str
    signed_on: date
    until: date | None
    withdrawn_on: date | None
    holds: bool


class DecisionOut(Schema):
    """What a policy says on what is known. `due` says why it should be decided again; null where it stands."""

    number: str
    pack: str
    scale: str
    loan: str | None
    as_of: date
    known_at: datetime
    status: str
    result: str | None
    said: str
    bundle: str
    holds_until: date | None
    due: str | None


class ReasonOut(Schema):
    """A clause or a part of it: met, unmet or unknown, and what lies below it."""

    clause: str | None
    state: str
    said: str
    article: str | None
    decisive: bool
    facts: list[str]
    below: list[ReasonOut]


class UsedOut(Schema):
    """A value that the decision rests on, in words."""

    name: str
    label: str
    said: str
    source: str | None
    day: str | None


class ExplanationOut(Schema):
    """A decision, told: why, what it rests on, what would lift it."""

    decision: DecisionOut
    told: str
    language: str
    why: list[ReasonOut]
    facts: list[UsedOut]
    bring: list[str]
    change: list[str]
    wait: list[str]
    holds: list[str]


class StandingOut(Schema):
    """A row of the register of classes."""

    scale: str
    klass: str
    state: str
    basis: str
    city_branch: str | None
    given_on: date
    valid_from: date
    valid_until: date | None
    class_found: str | None
    watch_until: date | None
    rechecked_on: date | None
    suspended_on: date | None


class ClassOut(Schema):
    """The class that counts for a use; null where none does."""

    on: date
    use: str
    city_branch: str | None
    klass: str | None
    under_watch: bool
    standing: StandingOut | None


class ProposalOut(Schema):
    """A proposal in a list."""

    key: str
    kind: str
    state: str
    title: str
    branch: str
    maker: str
    proposed_at: datetime | None
    effective_on: date | None


class ChangeOut(Schema):
    """A field before and after."""

    label: str
    before: str | None
    after: str | None


class ProposalWhole(ProposalOut):
    """A proposal with what its checker sees. `digest` is what he passes; `moved` that it must be renewed first."""

    digest: str
    moved: bool
    changes: list[ChangeOut]
    says: str | None


class BranchOut(Schema):
    """A branch of today's tree."""

    code: str
    name: str
    level: str
    parent: str | None
    city_branch: str | None
    agency: bool
    opened_on: date
    closed_on: date | None


class BundleOut(Schema):
    """All texts by one digest, in force from a day at a branch and below."""

    key: str
    digest: str
    title: str
    state: str
    branch: str
    runs_from: date | None
    withdrawn_on: date | None
    document: str | None


class PolicyOut(Schema):
    """A pack as it speaks on a day."""

    pack: str
    title: str
    version: str
    scale: str
    subject: str
    since: date
    until: date | None
    clauses: int
    assumptions: int
