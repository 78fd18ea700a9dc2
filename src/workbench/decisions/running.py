"""A branch decided as a whole: facts by set, every pack by the library's engine, what is new stored by set.

No row passes the ORM one by one. Rows in are decided or set aside; both are counted for each pack.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from django.db import connection, models

import kefen
from workbench.accounts.models import Branch
from workbench.common import clock
from workbench.common.keyring import keyring
from workbench.common.scoping import past
from workbench.customers.models import CustomerRow, LinkKind, PartyKind, PartyState
from workbench.customers.queries.facts import below, given_by
from workbench.decisions.gathering import SPOUSE_FACTS, open_blob, plain
from workbench.decisions.keeping import ended
from workbench.decisions.models import Decision, FactsBlob, LastDecided
from workbench.journal.recording import journal_key
from workbench.policies.models import Bundle
from workbench.policies.providers import AsOf, provided_facts
from workbench.policies.queries import bundle_for, decider_by
from workbench.policies.scales import Scale, Subject, scales_of

CHUNK = 5_000
_LISTS = ("accounts", "spouse.accounts", "overdue_spells")
_ASIDE = ("line", "key", "column", "value", "reason", "explanation")
_LINKS = {LinkKind.SPOUSE: "spouse", LinkKind.EMPLOYER: "employer"}


@dataclass(frozen=True)
class Person:
    """A party of the branch with its facts, sealed once."""

    party: int
    number: str
    city: int | None
    facts: dict[str, Any]
    digest: bytes


@dataclass
class PackResult:
    """What a pack said of the branch: packed records by number, and the lines set aside."""

    scale: Scale
    bundle: Bundle
    rows: list[tuple[str, str, str | None, Any, bytes]] = field(default_factory=list)
    aside: list[dict[str, Any]] = field(default_factory=list)


def facts_of_branch(branch: Branch, at: AsOf) -> list[Person]:
    """The persons who are customers of a branch and below, with the facts that are on record now, visible ones only."""
    found = list(_parties(branch))
    ids = [row[0] for row in found]
    links = _links(ids, at)
    others = {other for held in links.values() for other in held.values()}
    held = {row[0]: _json(row[3]) for row in found} | _held(others - set(ids))
    spouses = {links[one]["spouse"] for one in links if "spouse" in links[one]}
    provided: dict[int, dict[str, Any]] = {}
    for some in _chunks(sorted(set(ids) | spouses)):
        provided |= provided_facts(some, at)
    return [_subject(row, links.get(row[0], {}), held, provided) for row in found]


def decide_pack(scale: Scale, subjects: list[Person], branch: Branch) -> PackResult:
    """One pack over all subjects: those with the same lists together, as the engine asks."""
    day = clock.today()
    bundle = bundle_for(day, branch)
    decider = decider_by(bundle, scale.pack, day, branch)
    result = PackResult(scale, bundle)
    groups: dict[tuple[str, ...], list[Person]] = defaultdict(list)
    for one in subjects:
        groups[tuple(name for name in _LISTS if name in one.facts)].append(one)
    with tempfile.TemporaryDirectory(prefix="kefen-run-") as folder:
        for number, group in enumerate(groups.values()):
            _decide_group(decider, group, Path(folder) / str(number), result)
    return result


def keep_results(
    results: list[PackResult], subjects: list[Person], at: AsOf
) -> dict[str, dict[str, Any]]:
    """Inside an action: stores what is new by set, renews what lists show; gives the counts by pack."""
    by_number = {one.number: one for one in subjects}
    counts, blobs, ends = {}, set[bytes](), dict[int, Any]()
    for result in results:
        newest = _newest(result.scale.pack, [one.party for one in subjects])
        fresh = [row for row in result.rows if _is_new(by_number[row[0]], row, newest)]
        _insert_decisions(fresh, by_number, result, at)
        blobs |= {by_number[row[0]].digest for row in fresh}
        for number, _status, _found, until, _record in result.rows:
            party = by_number[number].party
            ends[party] = min(filter(None, (ends.get(party), until)), default=None)
        _show(result, by_number)
        counts[result.scale.pack] = _counts(result, fresh, by_number, newest)
    _insert_blobs(one for one in subjects if one.digest in blobs)
    if subjects and results:
        _insert_last(ends, subjects, results[0].bundle, at)
    return counts


def quarantine_of(results: Iterable[PackResult]) -> bytes:
    """The lines set aside by all packs, as CSV."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["pack", "customer", "column", "value", "reason", "explanation"])
    for result in results:
        for line in result.aside:
            named = (line.get(name) for name in ("key", "column", "value", "reason", "explanation"))
            writer.writerow([result.scale.pack, *map(_harmless, named)])
    return text.getvalue().encode("utf-8-sig")


def scales_run() -> tuple[Scale, ...]:
    """The scales of persons, in their order."""
    return scales_of(Subject.PERSON)


# --- facts by set ---------------------------------------------------------------------------------------


def _parties(branch: Branch) -> Iterator[tuple[int, str, int | None, Any]]:
    """Scope: the branch and below, by the range of its path."""
    sql = """
        SELECT p.id, p.number, b.city_branch_id, n.facts
        FROM customers_party p JOIN accounts_branch b ON b.id = p.branch_id
        LEFT JOIN customers_partynow n ON n.party_id = p.id
        WHERE b.path >= %s AND b.path < %s AND p.kind = %s AND p.state NOT IN (%s, %s, %s, %s)
        ORDER BY p.id
    """
    gone = (PartyState.NONE, PartyState.MERGED, PartyState.DEAD, PartyState.CLOSED)
    values = [branch.path, past(branch.path), PartyKind.PERSON, *gone]
    yield from _select(sql, [str(value) for value in values])


def _links(ids: list[int], at: AsOf) -> dict[int, dict[str, int]]:
    """Spouse and employer of each party on the day."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for some in _chunks(ids):
        marks = ", ".join(["%s"] * len(some))
        sql = f"""
            SELECT party_id, other_id, kind FROM customers_partylink
            WHERE (party_id IN ({marks}) OR (other_id IN ({marks}) AND kind = 'spouse'))
            AND kind IN ('spouse', 'employer') AND since <= %s AND ("until" IS NULL OR "until" > %s)
        """
        day = at.day.isoformat()
        wanted = set(some)
        for party, other, kind in _select(sql, [*some, *some, day, day]):
            subject = _LINKS[LinkKind(kind)]
            if party in wanted:
                found[party][subject] = other
            if kind == LinkKind.SPOUSE and other in wanted:
                found[other][subject] = party
    return found


def _held(ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for some in _chunks(sorted(ids)):
        marks = ", ".join(["%s"] * len(some))
        sql = f"SELECT party_id, facts FROM customers_partynow WHERE party_id IN ({marks})"
        found |= {party: _json(facts) for party, facts in _select(sql, some)}
    return found


def _subject(
    row: tuple[int, str, int | None, Any],
    links: Mapping[str, int],
    held: Mapping[int, dict[str, Any]],
    provided: Mapping[int, dict[str, Any]],
) -> Person:
    party, number, city, _facts = row
    given = {"customer_id": number} | given_by(held.get(party, {}), city)
    for subject, other in links.items():
        given |= below(subject, given_by(held.get(other, {}), city))
    given |= provided[party]
    if "spouse" in links:
        spouse = {f"spouse.{name}": value for name, value in provided[links["spouse"]].items()}
        given |= {name: value for name, value in spouse.items() if name.rstrip("@") in SPOUSE_FACTS}
    facts = plain(given)
    digest = bytes.fromhex(kefen.blob_digest(kefen.facts_blob(facts)))
    return Person(party, number, city, facts, digest)


# --- deciding -------------------------------------------------------------------------------------------


def _decide_group(
    decider: kefen.Decider, group: list[Person], base: Path, result: PackResult
) -> None:
    source, target, aside = (base.with_suffix(end) for end in (".jsonl", ".parquet", ".csv"))
    known = decider.reader.vocabulary.names
    with source.open("w", encoding="utf-8") as file:
        for one in group:
            facts = {k: v for k, v in one.facts.items() if k.removesuffix("@") in known}
            file.write(json.dumps(facts, ensure_ascii=False) + "\n")
    options = kefen.Options(holds=True, records=True, missing=False, quarantine=aside)
    kefen.run(decider, source, target, options)
    scale = decider.policy.decides
    named = scale.name if scale else "status"
    sql = f'SELECT customer_id, status, "{named}", holds_until, record FROM read_parquet(?)'
    with duckdb.connect() as engine:
        found = engine.execute(sql, [str(target)]).fetchall()
    result.rows += [(*row[:3], ended(row[3]), row[4]) for row in found]
    if aside.exists():
        with aside.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.reader(lines)
            next(rows, None)  # its words are the reader's, its order is fixed
            result.aside += [dict(zip(_ASIDE, row, strict=False)) for row in rows]


# --- storing by set -------------------------------------------------------------------------------------


def _newest(pack: str, parties: list[int]) -> dict[int, tuple[str, str, bytes, bytes]]:
    """Of each party the newest stored decision of a pack: status, result, record, digest of its facts."""
    found: dict[int, tuple[str, str, bytes, bytes]] = {}
    for some in _chunks(parties):
        marks = ", ".join(["%s"] * len(some))
        sql = f"""
            SELECT party_id, status, result, record, facts FROM decisions_decision
            WHERE pack = %s AND subject = '' AND visible_only AND party_id IN ({marks})
            ORDER BY known_at, id
        """
        for party, status, found_result, record, facts in _select(sql, [pack, *some]):
            found[party] = (status, found_result, bytes(record), bytes(facts))
    return found


def _is_new(
    subject: Person,
    row: tuple[str, str, str | None, Any, bytes],
    newest: Mapping[int, tuple[str, str, bytes, bytes]],
) -> bool:
    """Another answer; or other values among the facts, of which the record itself knows only the digest."""
    old = newest.get(subject.party)
    if old is None:
        return True
    before, now = (kefen.CompactRecord.unpacked(bytes(one)) for one in (old[2], row[4]))
    if before.outcome != now.outcome:
        return True
    if old[3] == subject.digest:
        return False
    return before.flags != now.flags or _values(open_blob(old[3])) != _values(subject.facts)


def _values(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Without the days on which they were confirmed."""
    bare = {name: value for name, value in facts.items() if not name.endswith("@")}
    return {k: v["value"] if isinstance(v, dict) and "value" in v else v for k, v in bare.items()}


def _insert_decisions(
    fresh: list[tuple[str, str, str | None, Any, bytes]],
    by_number: Mapping[str, Person],
    result: PackResult,
    at: AsOf,
) -> None:
    key = journal_key()
    columns = (
        "journal_key", "party", "pack", "subject", "as_of", "known_at", "status", "result",
        "record", "facts", "bundle", "city_branch", "holds_until", "visible_only",
    )  # fmt: skip
    rows = (
        (
            key, by_number[number].party, result.scale.pack, "", at.day, at.known_at, status,
            found or "", bytes(record), by_number[number].digest,
            result.bundle.pk, by_number[number].city, until, True,
        )
        for number, status, found, until, record in fresh
    )  # fmt: skip
    _insert(Decision, columns, rows)


def _insert_blobs(subjects: Iterable[Person]) -> None:
    rows = (
        (
            one.digest,
            keyring().seal(kefen.facts_blob(one.facts), about=f"facts {one.digest.hex()}"),
        )
        for one in subjects
    )
    _insert(FactsBlob, ("digest", "body"), rows, "ON CONFLICT (digest) DO NOTHING")


def _insert_last(
    ends: Mapping[int, Any], subjects: Iterable[Person], bundle: Bundle, at: AsOf
) -> None:
    rows = ((one.party, at.day, at.known_at, bundle.pk, ends.get(one.party)) for one in subjects)
    renewed = ", ".join(
        f"{name} = excluded.{name}" for name in ("as_of", "at", "bundle_id", "holds_until")
    )
    columns = ("party", "as_of", "at", "bundle", "holds_until")
    _insert(LastDecided, columns, rows, f"ON CONFLICT (party_id) DO UPDATE SET {renewed}")


def _show(result: PackResult, by_number: Mapping[str, Person]) -> None:
    """What lists show of the scale, in one statement for all."""
    column = result.scale.column
    if not column:
        return
    table = CustomerRow._meta.db_table
    shown = [(found or "", by_number[number].party) for number, _s, found, *_rest in result.rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE party_id = %s", shown)
        if column == "class_found":
            states = [(status, by_number[number].party) for number, status, *_rest in result.rows]
            cursor.executemany(f"UPDATE {table} SET found_status = %s WHERE party_id = %s", states)


def _counts(
    result: PackResult,
    fresh: list[tuple[str, str, str | None, Any, bytes]],
    by_number: Mapping[str, Person],
    newest: Mapping[int, tuple[str, str, bytes, bytes]],
) -> dict[str, Any]:
    moves: Counter[tuple[str, str]] = Counter()
    for number, status, found, *_rest in result.rows:
        old = newest.get(by_number[number].party)
        moves[(old[1] or old[0]) if old else "", found or status] += 1
    aside = {line.get("key") for line in result.aside}
    return {
        "decided": len(result.rows),
        "set_aside": len(aside),
        "new": len(fresh),
        "moves": [[*move, count] for move, count in sorted(moves.items())],
    }


def _insert(
    model: type[models.Model], names: Iterable[str], rows: Iterable[tuple[Any, ...]], end: str = ""
) -> None:
    """Rows into the table of a model by one prepared statement, each value as its field writes it."""
    fields = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f'"{one.column}"' for one in fields)  # type: ignore[union-attr]
    marks = ", ".join(["%s"] * len(fields))
    sql = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks}) {end}'
    made = [
        [one.get_db_prep_save(value, connection) for one, value in zip(fields, row, strict=True)]  # type: ignore[union-attr]
        for row in rows
    ]
    if made:
        with connection.cursor() as cursor:
            cursor.executemany(sql, made)


def _select(sql: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _json(facts: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(facts) if isinstance(facts, str) else facts or {}
    return found


def _harmless(value: Any) -> str:
    text = str(value or "")
    return f"'{text}" if text[:1] in "=+-@\t" and text else text
