"""What is asked of the workbench, by whom, about whom: the same for one request after another and for many at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.urls import reverse

from workbench.accounts.models import Holding, Staff
from workbench.accounts.posts import Post
from workbench.customers.identity import identity_text, phone_text
from workbench.customers.models import CustomerRow, Party
from workbench.policies.scales import CUSTOMER_CLASS

WHY = "a benchmark asks"
SEED = 11


@dataclass(frozen=True)
class Request:
    """An address; `data` is sent as a form by htmx."""

    path: str
    data: dict[str, str] | None = None


Asked = Callable[[Any], Request]  # by a person


def person_of(post: Post, place: int = 0) -> Staff:
    """Somebody who holds a post: the one of that place."""
    held = Holding.objects.filter(post=post).select_related("staff").order_by("branch__path", "pk")
    return held[place % held.count()].staff


def customers_of(staff: Staff | None, count: int) -> list[Party]:
    """Customers of a manager, or of the whole bank, drawn by chance and the same in every run."""
    rows = CustomerRow.objects.unscoped(WHY).exclude(class_found="")
    if staff is not None:
        mine = list(rows.filter(manager=staff).order_by("pk").values_list("pk", flat=True)[:2000])
    else:
        last = rows.order_by("-pk").values_list("pk", flat=True)[0]
        draw = random.Random(SEED)
        some = {draw.randrange(1, last) for _n in range(count * 12)}
        mine = list(rows.filter(pk__in=some).values_list("pk", flat=True))
    chosen = random.Random(SEED).sample(sorted(mine), min(count, len(mine)))
    return list(Party.objects.unscoped(WHY).filter(pk__in=chosen).order_by("pk"))


def list_page(number: int, more: str = "") -> Request:
    """A page of the list of customers."""
    return Request(f"{reverse('customers')}?page={number}{more}")


def searches(party: Party) -> list[Request]:
    """By number, name, telephone, last four of the document, beginning of the name."""
    typed = [party.number, party.name, phone_text(party), identity_text(party)[-4:], party.name[:2]]
    return [Request(f"{reverse('search')}?q={quote(one)}") for one in typed if one]


def customer_page(party: Party) -> Request:
    """The page of a customer."""
    return Request(reverse("customer", args=[party.number]))


def decision_page(party: Party) -> Request:
    """His class, told in full."""
    return Request(reverse("decision", args=[party.number, CUSTOMER_CLASS]))


def what_if(party: Party, turn: int) -> Request:
    """One fact tried, as a form sends it while somebody types: the open scale in full, the others' results."""
    address = reverse("what_if", args=[party.number, CUSTOMER_CLASS])
    return Request(address, {"try-annual_income": str(60_000 + 1_000 * (turn % 200))})
