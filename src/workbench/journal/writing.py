"""One entry: its canonical body, its place in the actor's chain, its signature."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from workbench.common import acting, clock
from workbench.common.acting import Actor
from workbench.common.errors import OutsideError
from workbench.common.keyring import keyring
from workbench.journal.models import ChainEnd, Entry
from workbench.journal.sentences import SENTENCES

START = bytes(32)


@dataclass(frozen=True)
class About:
    """What an entry is about: kind and key of the thing, and the place of its branch."""

    kind: str = ""
    key: str = ""
    branch_path: str = ""


@dataclass(frozen=True)
class Act:
    """What is to be written: code, thing, words of its sentence, reason."""

    code: str
    about: About = field(default_factory=About)
    words: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


def write(act: Act, *, by: Actor, key: uuid.UUID | None = None) -> Entry:
    """One row at the end of the actor's chain, in the transaction of what it tells of."""
    if act.code not in SENTENCES:
        raise OutsideError(f"the journal has no sentence for {act.code}")
    with transaction.atomic():
        end = _chain_end(by.key)
        entry = _entry(act, by, key or uuid.uuid4(), bytes(end.last))
        entry.save(force_insert=True)
        end.last = hashlib.sha256(entry.mac).digest()
        end.save(update_fields=["last"])
    return entry


def canonical(entry: Entry) -> bytes:
    """The signed body: every column but the signature, in one fixed form."""
    return json.dumps(
        {
            "key": str(entry.key),
            "at": _utc(entry.at),
            "actor": entry.actor,
            "actor_name": entry.actor_name,
            "principal": entry.principal,
            "channel": entry.channel,
            "request": entry.request,
            "code": entry.code,
            "object_kind": entry.object_kind,
            "object_key": entry.object_key,
            "branch_path": entry.branch_path,
            "reason": entry.reason,
            "words": entry.words,
            "secret": bytes(entry.secret).hex(),
            "previous": bytes(entry.previous).hex(),
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def _entry(act: Act, by: Actor, key: uuid.UUID, previous: bytes) -> Entry:
    hidden = SENTENCES[act.code].secret
    entry = Entry(
        key=key,
        at=clock.now(),
        actor=by.key,
        actor_name=by.name,
        principal=by.principal,
        channel=str(by.channel),
        request=acting.request_id(),
        code=act.code,
        object_kind=act.about.kind,
        object_key=act.about.key,
        branch_path=act.about.branch_path,
        reason=act.reason,
        words=_words({name: said for name, said in act.words.items() if name not in hidden}),
        secret=_sealed({name: said for name, said in act.words.items() if name in hidden}, key),
        previous=previous,
    )
    entry.mac = keyring().sign(canonical(entry))
    return entry


def _chain_end(actor: str) -> ChainEnd:
    ChainEnd.objects.get_or_create(actor=actor, defaults={"last": START})
    return ChainEnd.objects.select_for_update().get(actor=actor)


def _words(words: Mapping[str, str]) -> str:
    return json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sealed(words: Mapping[str, str], key: uuid.UUID) -> bytes:
    return keyring().seal(_words(words).encode(), about=f"journal {key}") if words else b""


def _utc(at: datetime) -> str:
    return f"{at.timestamp():.6f}"
