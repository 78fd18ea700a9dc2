"""The entry that is being written: rows recorded inside an action take its key, rows outside one cannot be
recorded.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from workbench.common.errors import OutsideError

_key: ContextVar[uuid.UUID | None] = ContextVar("journal_key", default=None)
_waiting: ContextVar[dict[Hashable, Callable[[], None]] | None] = ContextVar(
    "journal_waiting", default=None
)


@contextmanager
def recording() -> Iterator[uuid.UUID]:
    """Inside, rows belong to the entry of this key. An action inside another has an entry of its own."""
    key = uuid.uuid4()
    token = _key.set(key)
    outer = _waiting.get()
    waits = _waiting.set({} if outer is None else outer)
    try:
        yield key
        if outer is None:
            _settle()
    finally:
        _waiting.reset(waits)
        _key.reset(token)


def afterwards(name: Hashable, work: Callable[[], None]) -> None:
    """Has `work` done once, at the end of the outermost action and in its transaction, when all of it is in place.

    However often it is asked for under a name: a customer of whom ten facts were recorded is decided once.
    """
    waiting = _waiting.get()
    if waiting is None:
        raise OutsideError("nothing is being done that something could follow")
    waiting.setdefault(name, work)


def _settle() -> None:
    waiting = _waiting.get()
    while waiting:
        waiting.pop(next(iter(waiting)))()


def journal_key() -> uuid.UUID:
    """Of the entry that the action being done will write.

    Raises outside an action: nothing is recorded that nobody did.
    """
    key = _key.get()
    if key is None:
        raise OutsideError("recorded outside an action")
    return key
