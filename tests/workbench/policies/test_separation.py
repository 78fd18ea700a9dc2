"""The pack `post-separation` refuses incompatible posts wherever posts are given."""

from datetime import date

import pytest

from tests.workbench.conftest import Bank
from workbench.accounts.posting import grant_post
from workbench.accounts.posts import Post
from workbench.common.errors import RefusedError

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("number", "post"),
    [
        ("3003", Post.REVIEWER),
        ("3003", Post.LOBBY_MANAGER),
        ("3002", Post.APPROVER),
        ("3005", Post.ACCOUNT_MANAGER),
    ],
)
def test_incompatible_posts_are_refused(bank: Bank, number: str, post: Post) -> None:
    with pytest.raises(RefusedError):
        give(bank, number, post)


@pytest.mark.parametrize(
    ("number", "post"),
    [("3005", Post.APPROVER), ("3001", Post.APPROVER), ("3003", Post.ARCHIVIST)],
)
def test_compatible_posts_are_granted(bank: Bank, number: str, post: Post) -> None:
    give(bank, number, post)
    assert bank.staff(number).holdings.count() == 2


def give(bank: Bank, number: str, post: Post) -> None:
    actor, branch = bank.actor("1002"), bank.branch("S1")
    grant_post(bank.staff(number), by=actor, reason="", post=post, branch=branch, since=TODAY)
