"""Who may do what: every declared right against every post, as the bank's rules have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from workbench.accounts.posts import Post
from workbench.common.acting import Reach
from workbench.common.rights import RIGHTS

SIGNS = {
    Reach.BRANCH: ("●", _("at the branch and below")),
    Reach.PORTFOLIO: ("◐", _("own customers")),
    Reach.BANK: ("★", _("the whole bank")),
}


@dataclass(frozen=True)
class Row:
    """A right, and for each post its sign and what it means; ("", "") where the post has not the right."""

    name: str
    label: Any
    cells: list[tuple[str, Any]]


def rows_of(post: str = "") -> list[Row]:
    """All rights, or those of one post."""
    rights = sorted(RIGHTS.values(), key=lambda right: right.name)
    return [
        Row(right.name, right.label, [_cell(right.posts.get(one)) for one in Post])
        for right in rights
        if right.posts and (not post or post in right.posts)
    ]


def _cell(reach: Reach | None) -> tuple[str, Any]:
    return SIGNS[reach] if reach else ("", "")
