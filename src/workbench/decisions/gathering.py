"""The facts of a party for all scales: what is on record, and what the workbench itself holds."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import kefen
from workbench.accounts.models import Branch
from workbench.common import clock
from workbench.common.keyring import keyring
from workbench.common.resealing import declare_sealed_column
from workbench.customers.models import Loan, Party
from workbench.customers.queries.facts import facts_of, links_on
from workbench.decisions.models import FactsBlob
from workbench.policies.providers import PROVIDED, AsOf, provided_facts

_WHY = "facts of a party whom the caller reaches"
LOAN_COLUMNS = ("number", "kind", "granted_on", "days_past_due", "facts")
SPOUSE_FACTS = frozenset(
    name for facts in PROVIDED.values() for name in facts if name.startswith("spouse.")
)


@dataclass(frozen=True)
class Asked:
    """Of whom is decided, as of which day, as known when, for whose territory, with secrets or without."""

    party: Party
    day: date
    known_at: datetime
    city_branch: Branch | None
    secrets: bool = False

    @classmethod
    def now(cls, party: Party, *, secrets: bool = False) -> Asked:
        """Today, as known now, in the territory of the party's own branch."""
        return cls(party, clock.today(), clock.now(), party.branch.city_branch, secrets)

    @property
    def past(self) -> datetime | None:
        """Until when things may be known; None for now, which is read without looking back."""
        return self.known_at if self.known_at < clock.now() else None


def facts_for(asked: Asked) -> dict[str, Any]:
    """Everything known of the party that some scale may read, as plain JSON."""
    party, at = asked.party, AsOf(asked.day, asked.known_at)
    given = facts_of(
        party,
        as_of=asked.day,
        known_at=asked.past,
        city_branch=asked.city_branch,
        secrets=asked.secrets,
    )
    spouse = links_on(party, asked.day, asked.past).get("spouse")
    held = provided_facts([one.pk for one in (party, spouse) if one], at)
    return plain(joined(given, held[party.pk], held[spouse.pk] if spouse else None))


def joined(
    given: Mapping[str, Any], own: Mapping[str, Any], of_spouse: Mapping[str, Any] | None
) -> dict[str, Any]:
    """What is on record with what the workbench holds of the party and of his spouse."""
    below = {f"spouse.{name}": value for name, value in (of_spouse or {}).items()}
    asked_of_spouse = {
        name: value for name, value in below.items() if name.rstrip("@") in SPOUSE_FACTS
    }
    return {**given, **own, **asked_of_spouse}


def loans_for(asked: Asked) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each loan outstanding on the day by its number, with the facts that the bank holds of it."""
    loans = Loan.objects.unscoped(_WHY).filter(party=asked.party, granted_on__lte=asked.day)
    rows = loans.filter(settled_on=None).order_by("number").values_list(*LOAN_COLUMNS)
    for columns in rows:
        yield str(columns[0]), plain(loan_facts(*columns))


def loan_facts(
    number: str, kind: str, granted_on: date, days_past_due: int | None, others: dict[str, Any]
) -> dict[str, Any]:
    """What a policy is given of a loan, from its `LOAN_COLUMNS`."""
    held = {
        "loan_id": number,
        "loan_kind": kind or None,
        "granted_on": granted_on,
        "days_past_due": days_past_due,
    }
    return {**others, **{name: value for name, value in held.items() if value is not None}}


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    """As the blob gives them back: what is decided today and recomputed in two years is the same text."""
    again: dict[str, Any] = json.loads(kefen.facts_blob(facts))
    return again


def keep_blob(facts: dict[str, Any]) -> bytes:
    """Seals facts under the digest of their content, once."""
    blob = kefen.facts_blob(facts)
    digest = bytes.fromhex(kefen.blob_digest(blob))
    if not FactsBlob.objects.filter(digest=digest).exists():
        body = keyring().seal(blob, about=f"facts {digest.hex()}")
        FactsBlob.objects.create(digest=digest, body=body)
    return digest


def open_blob(digest: bytes) -> dict[str, Any]:
    """The facts under a digest."""
    return _unsealed(digest, FactsBlob.objects.get(digest=digest).body)


def blobs_of(digests: Collection[bytes]) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """The facts under some digests, read at once: as many as a statement takes."""
    rows = FactsBlob.objects.filter(digest__in=digests).values_list("digest", "body")
    for digest, body in rows.iterator():
        yield bytes(digest), _unsealed(bytes(digest), body)


def _unsealed(digest: bytes, body: bytes | memoryview) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(keyring().unseal(bytes(body), about=f"facts {digest.hex()}"))
    return found


declare_sealed_column(FactsBlob, "body", lambda blob: f"facts {bytes(blob.digest).hex()}")
