"""Found a demo bank on PostgreSQL and multiply its customers by COPY, with all that belongs to them.

    python benchmarks/workbench/load.py [--customers 1000000] [--founded 10000]

The founded customers are copied: each copy is a person of his own, with number, sealed identity and telephone, facts,
loans, papers, decisions on facts of his own, class and manager. Employers are shared. Prints what a customer and a
decision take on disk, against their bounds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from opening import machine, make_ready, say, say_table, verdict

make_ready()

from django.core.management import call_command  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, models  # noqa: E402

from workbench.accounts.models import Holding, Staff  # noqa: E402
from workbench.accounts.posts import Post  # noqa: E402
from workbench.common.keyring import keyring  # noqa: E402
from workbench.customers.identity import (  # noqa: E402
    Identity,
    identity_text,
    phone_text,
    set_identity,
    set_phone,
)
from workbench.customers.models import (  # noqa: E402
    Authorisation,
    CustomerRow,
    Evidence,
    Fact,
    Gap,
    IdentityKind,
    Loan,
    LoanDue,
    LoanPayment,
    Party,
    PartyKind,
    PartyLink,
    PartyNow,
    Query,
    Relation,
    Report,
)
from workbench.decisions.models import Decision, FactsBlob, LastDecided, Standing  # noqa: E402
from workbench.demo.opening import open_demo  # noqa: E402

WHY = "a benchmark multiplies its bank"
MOST_BYTES_A_CUSTOMER, MOST_BYTES_A_DECISION = 3_000, 200
#: copied by the database alone, in the order in which they name each other
COPIED: tuple[type[models.Model], ...] = (
    Staff, Holding, PartyLink, Relation, Evidence, Fact, PartyNow, CustomerRow, Loan, LoanDue, LoanPayment,
    Authorisation, Query, Report, Gap, Decision, LastDecided, Standing,
)  # fmt: skip
MADE: tuple[type[models.Model], ...] = (Party, FactsBlob)  # sealed here
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass
class Originals:
    """What is copied: the persons, and the facts of their decisions as text, by digest."""

    customers: int
    spans: dict[type[models.Model], int]
    parties: list[tuple[Party, str, str]]  # with identity and telephone in plain
    blobs: dict[bytes, tuple[str, bytes]] = field(default_factory=dict)  # customer's number, text


def main() -> None:
    """Founds, multiplies, prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--founded", type=int, default=10_000)
    chosen = parser.parse_args()
    if connection.vendor != "postgresql":
        parser.error("KEFEN_DATABASE_URL names no PostgreSQL")
    say(machine())
    with timed("founded"):
        call_command("migrate", verbosity=0)
        open_demo(say=lambda line: None, customers=chosen.founded)
    if CustomerRow.objects.unscoped(WHY).count() < chosen.customers:
        multiply(chosen.customers // chosen.founded, chosen.founded)
    verdict(say_sizes())


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Says how long something took."""
    begun = time.monotonic()
    yield
    say(f"{what}: {time.monotonic() - begun:.0f} s")


# --- copying --------------------------------------------------------------------------------------------


def multiply(times: int, customers: int) -> None:
    """So many copies of everybody, himself among them."""
    with timed("read what is copied"):
        originals = read_originals(customers)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the copies name what is there
    with timed(f"copied {times - 1} times, indexes aside"), without_indexes():
        for copy in range(1, times):
            copy_once(originals, copy)
    with timed("sequences, VACUUM, ANALYZE"), connection.cursor() as cursor:
        for reset in connection.ops.sequence_reset_sql(no_style(), [*COPIED, *MADE]):
            cursor.execute(reset)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")


def read_originals(customers: int) -> Originals:
    """From the founded bank."""
    spans = {model: _last(model) for model in (*COPIED, Party)}
    persons = Party.objects.unscoped(WHY).exclude(kind=PartyKind.COMPANY).order_by("pk")
    found = Originals(customers, spans, [(p, identity_text(p), phone_text(p)) for p in persons])
    numbers = {p.pk: p.number for p, _identity, _phone in found.parties}
    used = dict(Decision.objects.unscoped(WHY).values_list("facts", "party_id"))
    for digest, body in FactsBlob.objects.values_list("digest", "body"):
        text = keyring().unseal(bytes(body), about=f"facts {bytes(digest).hex()}")
        found.blobs[bytes(digest)] = (numbers[used[digest]], text)
    return found


def _last(model: type[models.Model]) -> int:
    found = model._base_manager.aggregate(last=models.Max("pk"))["last"]
    return int(found or 0)


def copy_once(originals: Originals, copy: int) -> None:
    """Everybody once more."""
    _copy_parties(originals, copy)
    _copy_blobs(originals, copy)
    for model in COPIED:
        _copy(model, originals, copy)


def _copy(model: type[models.Model], originals: Originals, copy: int) -> None:
    """The rows of a table from the database and back into it, shifted."""
    fields = list(model._meta.concrete_fields)
    names = ", ".join(f'"{one.column}"' for one in fields)
    values = ", ".join(_shifted(model, one, originals, copy) for one in fields)
    last = originals.spans[model]
    key = model._meta.pk.column  # type: ignore[union-attr]
    # of the founded bank alone, and nothing of a company
    sql = f'SELECT {values} FROM "{model._meta.db_table}" t {_JOINS.get(model, "")} WHERE t."{key}" <= {last}'
    sql += _ONLY.get(model, "")
    if any(one.name == "party" for one in fields):
        sql += f" AND t.party_id NOT IN ({_COMPANIES})"
    _piped(sql, f'COPY "{model._meta.db_table}" ({names}) FROM STDIN (FORMAT binary)')


_COMPANIES = "SELECT id FROM customers_party WHERE kind = 'company'"
_MANAGERS = f"SELECT staff_id FROM accounts_holding WHERE post = '{Post.ACCOUNT_MANAGER}'"
_ONLY = {
    Staff: f" AND t.id IN ({_MANAGERS})",
    Holding: f" AND t.staff_id IN ({_MANAGERS}) AND t.post = '{Post.ACCOUNT_MANAGER}'",
}
_JOINS = {Decision: "LEFT JOIN renewed r ON r.before = t.facts"}
_WRITTEN: dict[tuple[type[models.Model], str], str] = {
    (Staff, "number"): "(t.number::bigint + {copy} * 1000)::text",
    (PartyLink, "other"): "t.other_id + CASE t.kind WHEN 'employer' THEN 0 ELSE {party} END",
    (Loan, "number"): "'DK' || lpad((substr(t.number, 3)::bigint + {own})::text, 10, '0')",
    (Authorisation, "number"): "left(t.number, 10) || lpad((substr(t.number, 11)::bigint + {own})::text, 8, '0')",
    (Report, "number"): "'BG' || lpad((substr(t.number, 3)::bigint + {own})::text, 10, '0')",
    (Decision, "facts"): "coalesce(r.after, t.facts)",
    (PartyNow, "facts"): """(SELECT coalesce(jsonb_object_agg(key, jsonb_set(value, '{{2}}',
        to_jsonb((value ->> 2)::bigint + {fact}))), '{{}}') FROM jsonb_each(t.facts))""",
}  # fmt: skip


def _shifted(
    model: type[models.Model], one: models.Field[Any, Any], originals: Originals, copy: int
) -> str:
    """What stands in a column of a copy."""
    spans = originals.spans
    if written := _WRITTEN.get((model, one.name)):
        shifts = {"copy": copy, "own": copy * spans[model]}
        shifts |= {"party": copy * spans[Party], "fact": copy * spans[Fact]}
        return written.format(**shifts)
    if one.primary_key and not one.is_relation:
        return f't."{one.column}" + {copy * spans[model]}'
    target = one.related_model
    if target is Staff:  # managers are copied, others serve all
        shift = copy * spans[Staff]
        return f't."{one.column}" + CASE WHEN t."{one.column}" IN ({_MANAGERS}) THEN {shift} ELSE 0 END'
    if target in spans:
        return f't."{one.column}" + {copy * spans[target]}'  # type: ignore[index]
    return f't."{one.column}"'


def _piped(select: str, into: str) -> None:
    raw = connection.connection
    with (
        raw.cursor() as reading,
        _second().cursor() as writing,
        reading.copy(f"COPY ({select}) TO STDOUT (FORMAT binary)") as source,
        writing.copy(into) as target,
    ):
        for block in source:
            target.write(block)
    _second().commit()


_other: list[Any] = []


def _second() -> Any:
    """A connection beside Django's, which writes while that one reads."""
    if not _other:
        _other.append(connection.connection.__class__.connect(**_parameters()))
        _other[0].execute("SET session_replication_role = replica")
        _other[0].commit()
    return _other[0]


def _parameters() -> dict[str, Any]:
    wanted = ("dbname", "user", "password", "host", "port")
    found = connection.get_connection_params()
    return {name: found[name] for name in wanted if name in found}


def _copy_parties(originals: Originals, copy: int) -> None:
    """Each person under a number, an identity and a telephone of his own."""
    fields = list(Party._meta.concrete_fields)
    names = ", ".join(f'"{one.column}"' for one in fields)
    with (
        _second().cursor() as cursor,
        cursor.copy(f"COPY customers_party ({names}) FROM STDIN") as target,
    ):
        for party, identity, phone in originals.parties:
            target.write_row(_row(_copied(party, identity, phone, originals, copy), fields))
    _second().commit()


def _copied(party: Party, identity: str, phone: str, originals: Originals, copy: int) -> Party:
    columns = {one.attname: getattr(party, one.attname) for one in Party._meta.concrete_fields}
    columns["id"] = party.pk + copy * originals.spans[Party]
    columns["number"] = _number(party.number, originals.customers, copy)
    made = Party(**columns)
    if identity:
        set_identity(made, _another(IdentityKind(party.identity_kind), identity, copy))
    if phone:
        set_phone(made, str(int(phone) + copy * originals.customers))
    return made


def _number(number: str, customers: int, copy: int) -> str:
    return f"{number[0]}{int(number[1:]) + copy * customers:09d}"


def _another(kind: IdentityKind, identity: str, copy: int) -> Identity:
    if kind is IdentityKind.RESIDENT_ID:
        return Identity(kind, _resident(identity, copy))
    return Identity(kind, f"{identity}{copy}")


def _resident(identity: str, copy: int) -> str:
    """Born on the same day in another region."""
    body = f"{110000 + copy}{identity[6:17]}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def _copy_blobs(originals: Originals, copy: int) -> None:
    """The facts of each decision with the number of the copy; which digest followed which is kept for decisions."""
    with _second().cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS renewed")
        cursor.execute("CREATE TABLE renewed (before bytea PRIMARY KEY, after bytea)")
        made = list(_renewed(originals, copy))
        with cursor.copy("COPY decisions_factsblob (digest, body) FROM STDIN") as target:
            for _before, after, body in made:
                target.write_row((after, body))
        with cursor.copy("COPY renewed FROM STDIN") as target:
            for before, after, _body in made:
                target.write_row((before, after))
        cursor.execute("ANALYZE renewed")
    _second().commit()


def _renewed(originals: Originals, copy: int) -> Iterator[tuple[bytes, bytes, bytes]]:
    import kefen

    for before, (number, text) in originals.blobs.items():
        own = text.replace(number.encode(), _number(number, originals.customers, copy).encode())
        if own != text:
            after = bytes.fromhex(kefen.blob_digest(own))
            yield before, after, keyring().seal(own, about=f"facts {after.hex()}")


def _row(made: models.Model, fields: list[Any]) -> tuple[Any, ...]:
    return tuple(one.get_db_prep_save(getattr(made, one.attname), connection) for one in fields)


# --- indexes --------------------------------------------------------------------------------------------


@contextmanager
def without_indexes() -> Iterator[None]:
    """Takes away all but the primary keys of the tables that grow, and makes them again."""
    tables = [model._meta.db_table for model in (*COPIED, *MADE)]
    with connection.cursor() as cursor:
        cursor.execute(_UNIQUE, [tables])
        unique = cursor.fetchall()
        for table, name, _definition in unique:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        cursor.execute(_INDEXES, [tables])
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    begun = time.monotonic()
    yield
    say(f"rows: {time.monotonic() - begun:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS renewed")
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in unique:
            cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')


_UNIQUE = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype IN ('u', 'x') AND conrelid::regclass::text = ANY(%s)
"""
_INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
    WHERE i.indrelid::regclass::text = ANY(%s) AND NOT i.indisprimary
"""


# --- sizes ----------------------------------------------------------------------------------------------


def say_sizes() -> list[str]:
    """Prints them; gives the bounds that are not kept."""
    customers = CustomerRow.objects.unscoped(WHY).count()
    rows = [("table", "rows", "MB", "indexes, MB", "bytes a row")]
    rows += [_size(model) for model in (*MADE, *COPIED)]
    say_table(rows)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()) / 1000000")
        say(f"{customers:,} customers, the database {cursor.fetchone()[0]:,} MB")
        cursor.execute(
            "SELECT (pg_total_relation_size('customers_partynow') + pg_total_relation_size('customers_customerrow'))"
        )
        a_customer = cursor.fetchone()[0] / customers
        cursor.execute(
            "SELECT avg(length(record)), avg(pg_column_size(d.*)) FROM decisions_decision d"
        )
        record, a_decision = (float(one) for one in cursor.fetchone())
    say(
        f"party_now and customer_row with their indexes: {a_customer:,.0f} bytes a customer (at most 3,000)"
    )
    say(
        f"a decision without facts: {record:.0f} bytes packed, {a_decision:.0f} as a row (at most 200)"
    )
    kept = {
        f"{a_customer:,.0f} bytes a customer": a_customer <= MOST_BYTES_A_CUSTOMER,
        f"{a_decision:.0f} bytes a decision": a_decision <= MOST_BYTES_A_DECISION,
    }
    return [what for what, holds in kept.items() if not holds]


def _size(model: type[models.Model]) -> tuple[str, ...]:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples::bigint, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class WHERE relname = %s",
            [table],
        )
        count, size, indexes = cursor.fetchone()
    each = f"{size / count:,.0f}" if count > 0 else ""
    return (table, f"{count:,}", f"{size / 1e6:,.0f}", f"{indexes / 1e6:,.0f}", each)


if __name__ == "__main__":
    main()
