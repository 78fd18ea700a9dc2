"""What a run found, stored by set: what is new, when everybody was decided, what lists show; and the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import kefen
from workbench.common.inserting import insert, renew
from workbench.common.keyring import keyring
from workbench.customers.models import CustomerRow
from workbench.decisions.gathering import blobs_of
from workbench.decisions.models import Decision, FactsBlob, LastDecided
from workbench.decisions.running.deciding import Found, ScaleResult
from workbench.decisions.running.subjects import Decidable
from workbench.decisions.running.tables import chunks, put, select_in
from workbench.journal.recording import journal_key
from workbench.policies.providers import AsOf
from workbench.policies.queries import Texts
from workbench.policies.scales import Scale, Subject

_COLUMNS = (
    "journal_key", "party", "pack", "subject", "as_of", "known_at", "status", "result",
    "record", "facts", "bundle", "city_branch", "holds_until", "visible_only",
)  # fmt: skip


@dataclass(frozen=True)
class Run:
    """Who was decided, by which texts, at which moment, and what every scale said."""

    subjects: Sequence[Decidable]
    texts: Mapping[int, Texts]
    at: AsOf
    results: Sequence[ScaleResult]


@dataclass(frozen=True)
class _Old:
    """The newest stored decision of a scale, as far as it matters here."""

    status: str
    result: str
    record: bytes
    facts: bytes


def keep_results(run: Run) -> dict[str, dict[str, Any]]:
    """Inside an action: stores what is new, renews what lists show; gives the counts by pack.

    The counts are of what everybody may know: how many were decided on secrets as well stands nowhere. Their
    decisions are stored after all others, so that no key of a row tells whom they concern.
    """
    counts, fresh, hidden = {}, list[tuple[Scale, Found]](), list[tuple[Scale, Found]]()
    values = _Values()
    for result in run.results:
        seen = _new_of(result, values, secrets=False)
        secret = _new_of(result, values, secrets=True)
        if result.rows_in:
            counts[result.scale.pack] = _counts(result, seen)
        fresh += [(result.scale, one) for one in seen.new]
        hidden += [(result.scale, one) for one in secret.new]
    made = [*fresh, *hidden]
    insert(Decision, _COLUMNS, (_row(scale, one, run.at) for scale, one in made))
    _insert_blobs(one.of for _scale, one in made)
    _insert_last(run)
    _show(run)
    return counts


@dataclass(frozen=True)
class _New:
    old: Mapping[tuple[int, str], _Old]
    new: list[Found]


def _new_of(result: ScaleResult, values: _Values, *, secrets: bool) -> _New:
    rows = [one for one in result.rows if one.of.secrets == secrets]
    old = _newest(result.scale.pack, [one.of.party for one in rows], secrets=secrets)
    pairs = [(one, old.get((one.of.party, one.of.loan))) for one in rows]
    alike = {id(one): held for one, held in pairs if held and _says_the_same(one, held)}
    values.compare((held.facts, one.of) for one, held in pairs if held and id(one) in alike)
    fresh = [
        one for one in rows if id(one) not in alike or not values.same(alike[id(one)].facts, one.of)
    ]
    return _New(old, fresh)


def _newest(pack: str, parties: Iterable[int], *, secrets: bool) -> dict[tuple[int, str], _Old]:
    """By party and loan the newest stored decision of a pack."""
    sql = """
        SELECT party_id, subject, status, result, record, facts FROM decisions_decision
        WHERE pack = %s AND visible_only = %s AND party_id IN ({marks})
        ORDER BY as_of, known_at, id
    """
    rows = select_in(sql, sorted(set(parties)), [pack, not secrets])
    return {
        (party, loan): _Old(status, result, bytes(record), bytes(facts))
        for party, loan, status, result, record, facts in rows
    }


def _says_the_same(found: Found, old: _Old) -> bool:
    """The same answer, by the same criteria unless its facts are the very same."""
    before, now = (kefen.CompactRecord.unpacked(one) for one in (old.record, found.record))
    same_facts = old.facts == found.of.digest
    return before.outcome == now.outcome and (same_facts or before.flags == now.flags)


class _Values:
    """Whether facts are of the same values as those kept before, on whatever day each was confirmed: each asked once."""

    def __init__(self) -> None:
        self._same: dict[tuple[bytes, bytes], bool] = {}

    def compare(self, pairs: Iterable[tuple[bytes, Decidable]]) -> None:
        """Of facts kept under a digest and those of somebody now; read by set."""
        asked = {
            (kept, of.digest): of
            for kept, of in pairs
            if kept != of.digest and (kept, of.digest) not in self._same
        }
        for some in chunks(list(asked)):
            held = {digest: _bare(facts) for digest, facts in blobs_of({one for one, _ in some})}
            self._same |= {pair: held[pair[0]] == _bare(asked[pair].facts) for pair in some}

    def same(self, kept: bytes, of: Decidable) -> bool:
        """As it was compared."""
        return kept == of.digest or self._same[kept, of.digest]


def _bare(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Without the days on which they were confirmed."""
    bare = {name: value for name, value in facts.items() if not name.endswith("@")}
    return {k: v["value"] if isinstance(v, dict) and "value" in v else v for k, v in bare.items()}


def _row(scale: Scale, found: Found, at: AsOf) -> tuple[Any, ...]:
    of = found.of
    return (
        journal_key(), of.party, scale.pack, of.loan, at.day, at.known_at, found.status, found.result,
        found.record, of.digest, found.bundle.pk, of.city, found.until, not of.secrets,
    )  # fmt: skip


def _insert_blobs(subjects: Iterable[Decidable]) -> None:
    by_digest = {one.digest: one.blob for one in subjects}
    rows = (
        (digest, keyring().seal(blob, about=f"facts {digest.hex()}"))
        for digest, blob in by_digest.items()
    )
    put(FactsBlob, ("digest", "body"), rows, "ON CONFLICT (digest) DO NOTHING")


def _insert_last(run: Run) -> None:
    """When everybody was decided, by which bundle, and until when no scale changes by time alone."""
    ends: dict[int, date | None] = {}
    for one in _seen(run):
        ends[one.of.party] = min(filter(None, (ends.get(one.of.party), one.until)), default=None)
    parties = (one for one in run.subjects if one.kind is not Subject.LOAN and not one.secrets)
    rows = (
        (
            one.party,
            run.at.day,
            run.at.known_at,
            run.texts[one.branch].bundle.pk,
            ends.get(one.party),
        )
        for one in parties
    )
    columns = ("as_of", "at", "bundle_id", "holds_until")
    renewed = ", ".join(f"{name} = excluded.{name}" for name in columns)
    end = f"ON CONFLICT (party_id) DO UPDATE SET {renewed}"
    put(LastDecided, ("party", "as_of", "at", "bundle", "holds_until"), rows, end)


def _show(run: Run) -> None:
    """What lists show of the scales, on what everybody may know; nothing of who was set aside."""
    persons = [one.party for one in run.subjects if one.kind is Subject.PERSON and not one.secrets]
    shown = [result.scale for result in run.results if result.scale.column]
    by_party = {key: dict.fromkeys(_columns(shown), "") for key in persons}
    for result in run.results:
        for one in result.rows:
            if result.scale.column and not one.of.secrets:
                by_party[one.of.party][result.scale.column] = one.result
                if result.scale.column == "class_found":
                    by_party[one.of.party]["found_status"] = one.status
    rows = ((key, *values.values()) for key, values in by_party.items())
    renew(CustomerRow, _columns(shown), rows)


def _columns(scales: Iterable[Scale]) -> list[str]:
    found = [scale.column for scale in scales]
    return [*found, "found_status"] if "class_found" in found else found


def _seen(run: Run) -> Iterator[Found]:
    for result in run.results:
        yield from (one for one in result.rows if not one.of.secrets)


def _counts(result: ScaleResult, seen: _New) -> dict[str, Any]:
    moves: Counter[tuple[str, str]] = Counter()
    rows = [one for one in result.rows if not one.of.secrets]
    for one in rows:
        old = seen.old.get((one.of.party, one.of.loan))
        moves[(old.result or old.status) if old else "", one.result or one.status] += 1
    aside = {line.of.key for line in result.aside if not line.of.secrets}
    return {
        "rows_in": result.rows_in,
        "decided": len(rows),
        "set_aside": len(aside),
        "new": len(seen.new),
        "moves": [[*move, count] for move, count in sorted(moves.items())],
    }
