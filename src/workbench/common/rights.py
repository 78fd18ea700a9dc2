"""Rights, each declared once by the app that owns its noun, with the posts that have it.

A name that nobody declared cannot be granted, asked or drawn in the matrix.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from workbench.common.acting import Grant, Reach
from workbench.common.errors import OutsideError


@dataclass(frozen=True)
class Right:
    """`name` is noun.verb; `label` a lazy translation; `posts` says how far each post that has it reaches."""

    name: str
    label: Any
    posts: dict[str, Reach] = field(hash=False)


RIGHTS: dict[str, Right] = {}


def declare_right(
    name: str,
    label: Any,
    *,
    branch: Iterable[str] = (),
    portfolio: Iterable[str] = (),
    bank: Iterable[str] = (),
) -> Right:
    """A new right. Posts are codes of `accounts.posts`, grouped by how far it reaches from where they are held."""
    if name in RIGHTS:
        raise OutsideError(f"the right {name} is declared twice")
    posts = dict.fromkeys(portfolio, Reach.PORTFOLIO)
    posts |= dict.fromkeys(branch, Reach.BRANCH) | dict.fromkeys(bank, Reach.BANK)
    RIGHTS[name] = Right(name, label, posts)
    return RIGHTS[name]


def grants_of(post: str, path: str) -> Iterable[Grant]:
    """What a post held at the branch `path` gives."""
    for right in RIGHTS.values():
        if post in right.posts:
            yield Grant(right.name, path, right.posts[post])
