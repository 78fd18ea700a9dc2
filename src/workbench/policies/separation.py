"""不相容岗位: the pack `post-separation` says which posts one person may not hold together."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

import kefen
from workbench.accounts.conflicts import declare_conflict
from workbench.accounts.posts import Post
from workbench.common import clock
from workbench.common.errors import RefusedError
from workbench.common.languages import language
from workbench.policies.queries import decider_for

PACK = "post-separation"
CONFLICT = "posts_conflict"
# Posts as the pack names them; all that it does not name are other posts to it.
NAMES = {
    Post.LEADER: "branch_leader",
    Post.DEPARTMENT_HEAD: "department_head",
    Post.ACCOUNT_MANAGER: "account_manager",
    Post.LOBBY_MANAGER: "lobby_manager",
    Post.WEALTH_MANAGER: "wealth_manager",
    Post.REVIEWER: "loan_review",
    Post.APPROVER: "loan_approval",
}


def conflict(posts: frozenset[Post]) -> Any:
    """The clause by which these posts conflict, told; "" where they do not."""
    if len(posts) < 2:
        return ""
    decision = _decider().decide(
        {
            "staff_id": "1",
            "posts": sorted({NAMES.get(post, "other_post") for post in posts}),
            "duties_described": True,  # of no matter here: only what conflicts is asked
            "work_divided": True,
        }
    )
    if decision.result != CONFLICT:
        return ""
    why = kefen.explain(decision, language()).why[0].said(language())
    return _("Incompatible posts: {why}").format(why=why)


def _decider() -> kefen.Decider:
    """By the bundle in force; before a bank has released one, by the shipped text."""
    try:
        return decider_for(PACK, clock.today())
    except RefusedError:
        return _shipped(clock.today().isoformat())


@lru_cache(maxsize=2)
def _shipped(day: str) -> kefen.Decider:
    return kefen.load(PACK, as_of=date.fromisoformat(day))


declare_conflict(conflict)
