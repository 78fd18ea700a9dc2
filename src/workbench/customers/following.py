"""What follows when something that policies are told of a party was recorded: the apps above that must know are told.

Once for each party, at the end of the outermost action and in its transaction. Files of many rows do not tell: whom
they touched is due, and the day's end decides him.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from workbench.customers.models import Party
from workbench.journal.recording import afterwards

Follower = Callable[[int], None]
FOLLOWERS: list[Follower] = []

_paused: ContextVar[bool] = ContextVar("following_paused", default=False)


def declare_follower(follow: Follower) -> None:
    """`follow` gets the key of the party. Called once, when the apps are ready."""
    FOLLOWERS.append(follow)


def moved(party: Party) -> None:
    """Something that policies are told of him, other than a secret, is no longer what it was."""
    if not _paused.get():
        afterwards(("moved", party.pk), lambda: _follow(party.pk))


@contextmanager
def paused() -> Iterator[None]:
    """Inside, nothing follows: for much that is recorded at once and decided together."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)


def _follow(party: int) -> None:
    for follow in FOLLOWERS:
        follow(party)
