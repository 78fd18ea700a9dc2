"""What programs read: the lines and pages of the screens as JSON, each with its right in the table of URLs."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError

from workbench.common import clock
from workbench.common.routing import actor_of, list_operation
from workbench.customers.models import Party
from workbench.pages.reading import note_reading

READ = "customer.read"


@dataclass
class Reads:
    """Collects reads for an API."""

    made: list[tuple[str, str, str, Callable[..., Any], Any]] = field(default_factory=list)

    def __call__(self, path: str, right: str, answer: Any) -> Callable[[Any], Any]:
        """Declares a read at `path` under `/api/v1`, with the right that it asks and the shape of its answer."""

        def made(function: Callable[..., Any]) -> Callable[..., Any]:
            name = f"api_read_{function.__name__}"
            self.made.append((path, right, name, _strict(function), answer))
            list_operation(f"api/v1{path}", name=name, right=right)
            return function

        return made

    def add_to(self, api: NinjaAPI) -> None:
        for path, right, name, view, answer in self.made:
            api.default_router.add_api_operation(
                path,
                ["GET"],
                view,
                response=answer,
                operation_id=name,
                summary=f"{name.removeprefix('api_read_').replace('_', ' ')} ({right})",
                description=inspect.getdoc(view),
                tags=["read"],
                url_name=name,
            )


def _strict(function: Callable[..., Any]) -> Callable[..., Any]:
    """Refuses a query that is not known: a filter misspelt must not answer with everything."""
    signature = inspect.signature(function, eval_str=True)

    def view(*args: Any, **kwargs: Any) -> Any:
        for name in args[0].GET:
            if name not in signature.parameters:
                wrong = {"loc": ("query", "query", name), "msg": _("This query is not known.")}
                raise ValidationError([wrong])
        return function(*args, **kwargs)

    view.__name__, view.__doc__ = function.__name__, function.__doc__
    view.__signature__ = signature  # type: ignore[attr-defined]
    return view


def party_read(request: HttpRequest, number: str, what: str, right: str = READ) -> Party:
    """The party in the scope of the right. That he was looked at stands in the journal, as by a screen."""
    actor = actor_of(request)
    reached = Party.objects.seen_by(actor, right).select_related("branch__city_branch")
    party: Party = reached.one(number=number if number.isprintable() else "")
    note_reading(party, by=actor, tab=what)
    return party


def moment(as_of: date | None, known_on: date | None) -> tuple[date, datetime]:
    """A day and the end of the day at which it was known, neither later than now."""
    day = min(as_of or clock.today(), clock.today())
    known = min(max(known_on or day, day), clock.today())
    return day, min(datetime.combine(known, time.max, tzinfo=clock.CHINA), clock.now())
