"""The thirty days that the demo bank has lived, told by its actions: who did what, on which day before the opening."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from workbench.accounts.posts import Post
from workbench.demo.scene import Cast, Desk
from workbench.demo.stories import classes, customers, offices
from workbench.demo.stories.telling import Calendar, Plot, Story, Team
from workbench.demo.tree import FIRST_OUTLET

__all__ = ["Calendar", "plots"]

#: the outlet whose people have a printed sign-in, and one of each of the other sub-branches
_FIRST = Team(FIRST_OUTLET)
_OTHERS = ("121121", "122111", "122121", "121211", "121221", "122211", "122221")
_CITIES = ("121111", "121211", "122111", "122211")
_NEIGHBOUR = Desk(Post.ACCOUNT_MANAGER, "121211")


def plots() -> Iterator[Plot]:
    """All stories, in the order in which they are cast."""
    for outlet in _CITIES:
        yield _plot(30, offices.authority, Team(outlet))
    yield from _of_the_offices()
    yield from _of_the_first()
    for place, outlet in enumerate(_OTHERS):
        yield from _of_another(place, Team(outlet))


def _of_the_offices() -> Iterator[Plot]:
    yield _plot(3, offices.deputy, _FIRST)
    yield _plot(8, offices.suspension, Team("121121"))
    yield _plot(9, offices.overlay, _FIRST)
    yield _plot(4, offices.rejected_file, _FIRST)
    yield _plot(3, offices.file_waits, _FIRST)


def _of_the_first() -> Iterator[Plot]:
    for ago in (27, 24, 19, 13, 9):
        yield _plot(ago, classes.granted, _FIRST)
    yield _plot(2, classes.about_to_begin, _FIRST)
    for ago in (3, 2):
        yield _plot(ago, classes.waits_for_examination, _FIRST)
        yield _plot(ago, classes.waits_for_approval, _FIRST)
    yield _plot(4, classes.returned, _FIRST)
    yield _plot(12, classes.not_agreed, _FIRST)
    yield _plot(16, classes.withdrawn, _FIRST)
    yield _plot(21, classes.watched, _FIRST)
    yield _plot(2, classes.fall_waits, _FIRST)
    yield _plot(7, classes.arrears, _FIRST)
    yield _plot(9, classes.wrong_death, _FIRST)
    yield _plot(20, classes.adjusted, _FIRST)
    yield _plot(2, classes.adjustment_waits, _FIRST)
    yield _plot(6, classes.applies, _FIRST)
    yield _plot(6, classes.application_held, _FIRST)
    yield from _of_customers()


def _of_customers() -> Iterator[Plot]:
    yield _plot(11, customers.brings, _FIRST)
    yield _plot(5, customers.brings_what_is_doubted, _FIRST)
    yield _plot(14, customers.newly_met, _FIRST, serial=940)
    yield _plot(3, customers.newly_met, _FIRST, serial=941)
    yield _plot(6, customers.told_what_to_bring, _FIRST)
    yield _plot(4, customers.query_refused, _FIRST)
    yield _plot(3, customers.claimed, _FIRST, by=_NEIGHBOUR)
    yield _plot(17, customers.claimed, _FIRST, by=_NEIGHBOUR, dismissed_after=5)
    yield _plot(10, customers.double_file, _FIRST, other=_NEIGHBOUR)
    yield _plot(18, customers.twins, _FIRST)
    yield _plot(2, customers.seen_in_full, _FIRST)


def _of_another(place: int, team: Team) -> Iterator[Plot]:
    yield _plot(25 - place, classes.granted, team)
    yield _plot(12 - place, classes.granted, team)
    yield _plot(3, classes.waits_for_examination, team)
    yield _plot(2, classes.waits_for_approval, team)
    yield _plot(20 - place, classes.watched, team)
    yield _plot(8 + place, customers.brings, team)
    yield _plot(5, classes.applies, team)


def _plot(ago: int, tell: Callable[..., Story], team: Team, **more: Any) -> Plot:
    def told(cast: Cast) -> Story:
        return tell(cast, team, **more)

    return Plot(ago, told)
