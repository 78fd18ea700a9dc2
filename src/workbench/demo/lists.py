"""The reference lists of the demo bank: those of the synthetic book's world, kept by one person, confirmed by another."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from kefen.book import BookPlan, write_book
from workbench.accounts.posts import Post
from workbench.common import clock
from workbench.demo.scene import Desk, branch_of
from workbench.policies.actions import confirm_list, draft_list

_HEAD_OFFICE = "1000"


def keep_lists(seed: int) -> None:
    """One version of each list, some months old; the codes are those of employers that do not exist."""
    keeper, owner = Desk(Post.LIST_KEEPER, _HEAD_OFFICE), Desk(Post.POLICY_OWNER, _HEAD_OFFICE)
    day = clock.today()
    with tempfile.TemporaryDirectory() as folder:
        write_book(folder, BookPlan(as_of=day, customers=1, seed=seed, dirty=0))
        for file in sorted((Path(folder) / "lists").glob("*.csv")):
            _header, *codes = file.read_text(encoding="utf-8").splitlines()
            draft = draft_list(
                branch_of(_HEAD_OFFICE),
                by=keeper.actor,
                reason="合成数据，不是任何机构的名录",
                name=file.stem,
                since=day - timedelta(days=200),
                source_page="合成示例名录 2026 年版 第1页",
                codes="\n".join(codes),
            )
            confirm_list(draft, by=owner.actor, reason="与来源页核对一致")
