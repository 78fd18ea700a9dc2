"""Whether the journal is as it was written: signatures, chains, seals, their file, and the rows that name entries."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.apps import apps
from django.conf import settings

from workbench.common.keyring import keyring
from workbench.journal.models import ChainEnd, Entry, Recorded, Seal, Sealed
from workbench.journal.sealing import START, digest_of, signed
from workbench.journal.writing import canonical


class Fault(StrEnum):
    """What was found."""

    CHANGED = (
        "changed"  # the signature does not fit what stands there: changed, inserted or exchanged
    )
    BROKEN = "broken"  # the entry before this one is gone, or it was put in between
    CUT = "cut"  # the actor's newest entries are gone
    SEAL = "seal"  # a seal does not close what it closed
    FILE = "file"  # database and file of seals differ
    ORPHAN = "orphan"  # a row names an entry that is gone


@dataclass(frozen=True)
class Finding:
    """`what` names the entry, the actor, the seal, or table and row."""

    fault: Fault
    what: str


def verify() -> Iterator[Finding]:
    """Every fault of the journal as it stands; none for one that nobody touched."""
    chains = yield from _signatures()
    yield from _chains(chains)
    yield from _seals()
    yield from _file(Path(settings.SEALS))
    yield from _orphans()


Chains = dict[str, dict[bytes, tuple[bytes, str]]]


def _signatures() -> Generator[Finding, None, Chains]:
    """Gives, besides findings, each actor's chain: hash of the entry before → hash of the entry, and its key."""
    ring = keyring()
    chains: Chains = defaultdict(dict)
    for entry in Entry.objects.iterator(chunk_size=2000):
        if not hmac.compare_digest(ring.sign(canonical(entry)), bytes(entry.mac)):
            yield Finding(Fault.CHANGED, str(entry.key))
        link = hashlib.sha256(entry.mac).digest()
        chains[entry.actor][bytes(entry.previous)] = (link, str(entry.key))
    return chains


def _chains(chains: Chains) -> Iterator[Finding]:
    ends = {end.actor: bytes(end.last) for end in ChainEnd.objects.all()}
    for actor in sorted(ends.keys() | chains.keys()):
        left = dict(chains.get(actor, {}))
        at = START
        while at in left:
            at, _ = left.pop(at)
        for previous in left.keys() - {link for link, _ in left.values()}:
            yield Finding(Fault.BROKEN, left[previous][1])
        if at != ends.get(actor, START) and not left:
            yield Finding(Fault.CUT, actor)


def _seals() -> Iterator[Finding]:
    members: dict[int, list[tuple[bytes, bytes]]] = defaultdict(list)
    rows = Sealed.objects.values_list("seal_id", "entry_id", "entry__mac")
    for number, key, mac in rows.iterator(chunk_size=5000):
        members[number].append((key.bytes, bytes(mac or b"")))
    previous, expected = START, 1
    for seal in Seal.objects.order_by("number"):
        held = members.get(seal.number, [])
        whole = len(held) == seal.count and digest_of(held) == bytes(seal.digest)
        fits = seal.number == expected and hmac.compare_digest(
            signed(seal, previous), bytes(seal.mac)
        )
        if not (whole and fits):
            yield Finding(Fault.SEAL, str(seal.number))
        previous, expected = bytes(seal.mac), seal.number + 1


def _file(file: Path) -> Iterator[Finding]:
    lines = file.read_text().splitlines() if file.exists() else []
    kept = {row["number"]: row["mac"] for row in map(json.loads, lines)}
    stored = {seal.number: bytes(seal.mac).hex() for seal in Seal.objects.all()}
    for number in sorted(kept.keys() | stored.keys()):
        if kept.get(number) != stored.get(number):
            yield Finding(Fault.FILE, str(number))


def _orphans() -> Iterator[Finding]:
    for model in apps.get_models():
        if issubclass(model, Recorded):
            rows = model._base_manager.exclude(journal_key__in=Entry.objects.values("key"))
            for pk in rows.values_list("pk", flat=True)[:1000]:
                yield Finding(Fault.ORPHAN, f"{model._meta.db_table} {pk}")
