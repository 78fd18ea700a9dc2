"""The entry that is being written: rows recorded inside an action take its key, rows outside one cannot be
recorded.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from workbench.common.errors import OutsideError

_key: ContextVar[uuid.UUID | None] = ContextVar("journal_key", default=None)


@contextmanager
def recording() -> Iterator[uuid.UUID]:
    """Inside, rows belong to the entry of this key. An action inside another has an entry of its own."""
    key = uuid.uuid4()
    token = _key.set(key)
    try:
        yield key
    finally:
        _key.reset(token)


def journal_key() -> uuid.UUID:
    """Of the entry that the action being done will write.

    Raises outside an action: nothing is recorded that nobody did.
    """
    key = _key.get()
    if key is None:
        raise OutsideError("recorded outside an action")
    return key
