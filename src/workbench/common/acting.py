"""Who acts: a person in the posts of the day, or a named rule of the bank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum

from workbench.common.errors import DeniedError


class Channel(StrEnum):
    """By which door something is done."""

    SCREEN = "screen"
    API = "api"
    IMPORT = "import"
    RULE = "rule"
    COMMAND = "command"


class Reach(StrEnum):
    """How far a right goes at the branch where its post is held."""

    BRANCH = "branch"  # everything of the branch and below
    PORTFOLIO = "portfolio"  # there, only customers to whom the person has a relation
    BANK = "bank"  # the whole bank, wherever the post is held


@dataclass(frozen=True)
class Grant:
    """A right at a branch. `path` is the branch's place in today's tree, "" for the whole bank."""

    right: str
    path: str
    reach: Reach


@dataclass(frozen=True)
class Scope:
    """What an actor reaches by one right: branches with all below them, and his portfolio at others."""

    branches: tuple[str, ...] = ()
    portfolio: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.branches or self.portfolio)

    @property
    def whole_bank(self) -> bool:
        return "" in self.branches

    @property
    def whole_tree(self) -> bool:
        """Whether every branch is in it: the whole bank, or head office with all below it."""
        return any(top.count(".") <= 1 for top in self.branches)

    def reaches(self, path: str) -> bool:
        """Whether a branch is in it whole, by its path in today's tree."""
        return any(path.startswith(top) for top in self.branches)

    def touches(self, path: str) -> bool:
        """Whether at least a portfolio of that branch is in it."""
        return self.reaches(path) or any(path.startswith(top) for top in self.portfolio)


@dataclass(frozen=True)
class Actor:
    """Who does something, as what, and by which door.

    `key` is a staff number or "rule:NAME"; `principal` the staff number of the person he stands in for, or "".
    """

    key: str
    name: str
    grants: frozenset[Grant] = field(default_factory=frozenset, repr=False)
    principal: str = ""
    channel: Channel = Channel.SCREEN
    posts: tuple[str, ...] = ()
    branch_path: str = ""
    staff_id: int | None = None
    portfolio_id: int | None = (
        None  # the person whose customers a portfolio is: himself, or his principal
    )

    @property
    def is_rule(self) -> bool:
        return self.key.startswith("rule:")

    @property
    def persons(self) -> frozenset[str]:
        """The persons behind this act: himself and whom he stands in for."""
        return frozenset({self.key, self.principal} - {""})

    def scope(self, right: str) -> Scope:
        """What he reaches by `right`; empty without it."""
        whole = {grant.path for grant in self._of(right) if grant.reach is Reach.BRANCH}
        if any(grant.reach is Reach.BANK for grant in self._of(right)):
            whole = {""}
        own = {grant.path for grant in self._of(right) if grant.reach is Reach.PORTFOLIO}
        return Scope(tuple(sorted(whole)), tuple(sorted(own)))

    def may(self, right: str, path: str | None = None) -> bool:
        """Whether he has `right`, at the branch `path` if one is named."""
        scope = self.scope(right)
        return bool(scope) if path is None else scope.touches(path)

    def demand(self, right: str, path: str | None = None) -> None:
        """Raises `DeniedError` without the right."""
        if not self.may(right, path):
            raise DeniedError(right)

    def _of(self, right: str) -> Iterable[Grant]:
        return (grant for grant in self.grants if grant.right == right)


_request_id: ContextVar[str] = ContextVar("request_id", default="")


@contextmanager
def request(request_id: str) -> Iterator[None]:
    """Everything inside belongs to the request or job `request_id`."""
    token = _request_id.set(request_id)
    try:
        yield
    finally:
        _request_id.reset(token)


def request_id() -> str:
    """Of the request or job that is being served; "" outside one."""
    return _request_id.get()
