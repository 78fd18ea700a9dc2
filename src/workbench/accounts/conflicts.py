"""Posts that one person may not hold together. The rule itself is a pack's, asked by a hook that `policies` gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from workbench.accounts.posts import Post
from workbench.common.errors import RefusedError

# Posts that a person would hold together → why that is refused, or "".
Conflict = Callable[[frozenset[Post]], Any]
CONFLICTS: list[Conflict] = []

ADMINISTRATORS = frozenset(
    {Post.SYSTEM_ADMINISTRATOR, Post.PERMISSION_ADMINISTRATOR, Post.AUDIT_ADMINISTRATOR}
)
ALONE = ADMINISTRATORS | {Post.AUDITOR}


def declare_conflict(conflict: Conflict) -> None:
    """One more rule on posts held together."""
    CONFLICTS.append(conflict)


def three_administrators(posts: frozenset[Post]) -> Any:
    """三员分立: each of the three, and the auditor, holds no other post."""
    if posts & ALONE and len(posts) > 1:
        return _("An administrator or auditor holds no other post.")
    return ""


def refuse_conflict(posts: Iterable[str]) -> None:
    """Raises `RefusedError` with the first reason why one person may not hold these posts."""
    held = frozenset(Post(post) for post in posts)
    for conflict in CONFLICTS:
        if why := conflict(held):
            raise RefusedError(why, field="post")


declare_conflict(three_administrators)
