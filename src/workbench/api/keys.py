"""Idempotency keys, and the match of what a client has read with what stands there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Schema

from workbench.api.finding import tag
from workbench.api.problems import KeyUsedError
from workbench.common import clock
from workbench.common.errors import StaleError
from workbench.common.models import IdempotencyKey
from workbench.common.routing import actor_of

HEADER = "Idempotency-Key"
KEPT = timedelta(days=7)  # a program that asks again after that has read what it did


def once(request: HttpRequest, body: Schema, act: Callable[[], Schema]) -> Any:
    """Does it, or, for a key that was used for the very same request, gives the answer of then and does nothing.

    Key and deed are one transaction: a deed without its key, or a key without its deed, cannot be. Raises
    `KeyUsedError` for the key of another request.
    """
    key = request.headers.get(HEADER, "")[:80]
    if not key:
        return act()
    asked = hashlib.sha256(f"{request.path}\0{body.model_dump_json()}".encode()).hexdigest()
    if (known := _known(request, key, asked)) is not None:
        return known
    try:
        with transaction.atomic():
            row = IdempotencyKey.objects.create(
                actor=actor_of(request).key,
                key=key,
                request=asked,
                status=200,
                answer=b"",
                at=clock.now(),
            )
            row.answer = act().model_dump_json().encode()
            row.save(update_fields=["answer"])
    except IntegrityError:
        # the same request came twice at once: the other one has done it
        if (known := _known(request, key, asked)) is not None:
            return known
        raise
    return _answered(row)


def forget_old(day: date) -> str:
    """Day's end: clears keys, with the answers that they keep, a week after they were used."""
    over = datetime.combine(day + timedelta(days=1), time.min, tzinfo=clock.CHINA)
    cleared, _rows = IdempotencyKey.objects.filter(at__lt=over - KEPT).delete()
    return f"cleared={cleared}"


def demand_match(request: HttpRequest, thing: models.Model) -> None:
    """Raises `StaleError` when `If-Match` names another state than the one that stands there."""
    wanted = request.headers.get("If-Match", "")
    if wanted not in ("", "*", tag(thing)):
        raise StaleError(_("This has changed since you read it. Read it again."))


def _known(request: HttpRequest, key: str, asked: str) -> HttpResponse | None:
    row = IdempotencyKey.objects.filter(actor=actor_of(request).key, key=key).first()
    if row is None:
        return None
    if row.request != asked:
        raise KeyUsedError(key)
    return _answered(row)


def _answered(row: IdempotencyKey) -> HttpResponse:
    return HttpResponse(bytes(row.answer), content_type="application/json; charset=utf-8")
