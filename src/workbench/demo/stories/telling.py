"""A story: what people did about one matter, day by day. It says how many days pass before it goes on."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from workbench.accounts.posts import Post
from workbench.common.errors import WorkbenchError
from workbench.demo.scene import Cast, Desk

Story = Generator[int, None, None]
log = logging.getLogger("workbench.demo")


@dataclass(frozen=True)
class Team:
    """The people of one outlet's customers: who leads them, who checks, at which branches."""

    outlet: str

    @property
    def sub_branch(self) -> str:
        return self.outlet[:5]

    @property
    def city(self) -> str:
        return self.outlet[:4]

    @property
    def manager(self) -> Desk:
        return Desk(Post.ACCOUNT_MANAGER, self.outlet)

    @property
    def colleague(self) -> Desk:
        return Desk(Post.ACCOUNT_MANAGER, self.outlet, 1)

    @property
    def reviewer(self) -> Desk:
        return Desk(Post.REVIEWER, self.sub_branch)

    @property
    def approver(self) -> Desk:
        return Desk(Post.APPROVER, self.sub_branch)

    @property
    def head(self) -> Desk:
        return Desk(Post.DEPARTMENT_HEAD, self.sub_branch)

    @property
    def leader(self) -> Desk:
        return Desk(Post.LEADER, self.sub_branch)

    def at_city(self, post: Post) -> Desk:
        """A post at the city branch."""
        return Desk(post, self.city)

    def at_sub_branch(self, post: Post, place: int = 0) -> Desk:
        """A post at the sub-branch."""
        return Desk(post, self.sub_branch, place)


@dataclass(frozen=True)
class Plot:
    """A story and how many days before the opening it begins."""

    ago: int
    tell: Callable[[Cast], Story]


class Calendar:
    """The stories of the bank by the day on which each goes on."""

    def __init__(self, plots: Iterable[Plot], opens_on: date) -> None:
        self.cast, self.dropped = Cast(), 0
        self.waiting: dict[date, list[Story]] = defaultdict(list)
        for plot in plots:
            self.waiting[opens_on - timedelta(days=plot.ago)].append(plot.tell(self.cast))

    def live(self, day: date) -> None:
        """What is done on a day. A story that the bank refuses ends there; nothing of that day's step is left."""
        for story in self.waiting.pop(day, ()):
            try:
                with transaction.atomic():
                    pause = next(story, None)
            except WorkbenchError as error:
                self.dropped += 1
                log.warning("a story ended on %s: %s", day, error)
            else:
                if pause is not None:
                    self.waiting[day + timedelta(days=pause)].append(story)
