"""What a checker approves: one number for a proposal and all that it rests on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.reviews.kinds import kind_of
from workbench.reviews.models import Proposal


@dataclass(frozen=True)
class Moved:
    """One thing that is no longer as it was when the proposal was handed in; "" where it was or is not there."""

    name: str
    then: str
    now: str


def present_basis(proposal: Proposal) -> dict[str, str]:
    """State and facts of now, name → text."""
    return dict(kind_of(proposal).fingerprint(proposal))


def digest_of(proposal: Proposal, basis: Mapping[str, str]) -> bytes:
    """32 bytes, equal only for the same proposal on the same basis."""
    body = {
        "kind": proposal.kind,
        "subject": [proposal.subject_kind, proposal.subject_key],
        "branch": proposal.branch_id,
        "makers": [proposal.maker, proposal.maker_principal],
        "before": proposal.before,
        "after": proposal.after,
        "grounds": proposal.grounds,
        "value": proposal.value,
        "effective_on": str(proposal.effective_on or ""),
        "basis": dict(basis),
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def moved(proposal: Proposal, basis: Mapping[str, str]) -> list[Moved]:
    """What differs between the basis when it was handed in and `basis`."""
    then = proposal.basis
    names = sorted(name for name in {*then, *basis} if then.get(name) != basis.get(name))
    return [Moved(name, then.get(name, ""), basis.get(name, "")) for name in names]
