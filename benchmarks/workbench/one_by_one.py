"""Each page asked 200 times: processor time of the server, time of its SQL, and what Django's stock list takes.

    python benchmarks/workbench/one_by_one.py [--times 200]

In one process, without a network: the whole way of a request from middleware to bytes. The bank is the one of the
environment. The stock list is Django's ListView over the same rows, scope, columns and order: it counts on every
page and reads a page by OFFSET. Both are asked in turns.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import count
from statistics import median
from typing import Any

from opening import Cost, browser, machine, make_ready, measure, say, say_table, verdict

make_ready()

import asking  # noqa: E402
from asking import Request  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.views.generic import ListView  # noqa: E402

from workbench.accounts.models import Staff  # noqa: E402
from workbench.accounts.posts import Post  # noqa: E402
from workbench.accounts.queries import actor_for  # noqa: E402
from workbench.common import clock  # noqa: E402
from workbench.customers.models import CustomerRow  # noqa: E402

MOST_OF_PAGE_500, LEAST_OF_STOCK = 2.0, 5.0
FAR = 500


def main() -> None:
    """Asks, prints, compares."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--times", type=int, default=200)
    times = parser.parse_args().times
    say(machine())
    readers = {
        "whole bank": asking.person_of(Post.RISK_MANAGER),
        "a city branch": asking.person_of(Post.REVIEWER),
        "a manager": asking.person_of(Post.ACCOUNT_MANAGER, 3),
    }
    rows: list[tuple[object, ...]] = [("page", "reader", "processor, ms", "SQL, ms", "statements", "whole, ms", "p95, ms")]  # fmt: skip
    for reader, staff in readers.items():
        with clock.moment(clock.read_clock()):
            pages = dict(pages_for(reader, staff))
        client = browser(staff.number)
        for page, requests in pages.items():
            rows.append((page, reader, *cells(cost_of(client, requests, times))))
    say_table(rows)
    verdict(against_stock(readers["whole bank"], max(times // 10, 5)))


def pages_for(reader: str, staff: Staff) -> Iterator[tuple[str, list[Request]]]:
    """What is asked under each name."""
    own = asking.customers_of(staff if reader == "a manager" else None, 60)
    if reader == "a city branch":
        top = actor_for(staff).branch_path
        own = [one for one in asking.customers_of(None, 600) if one.branch_path.startswith(top)]
    far = 5 if reader == "a manager" else FAR
    yield "list, first page", [asking.list_page(1)]
    yield f"list, page {far}", [asking.list_page(far)]
    yield "list, one class, by end", [asking.list_page(2, "&class=2&sort=class_until")]
    yield "search", [one for party in own[:40] for one in asking.searches(party)]
    yield "customer page", [asking.customer_page(party) for party in own]
    yield "decision page", [asking.decision_page(party) for party in own]
    yield "what-if", [asking.what_if(party, turn) for turn, party in enumerate(own)]


def cost_of(client: Any, requests: list[Request], times: int) -> Cost:
    """Of all in turn. Raises `SystemExit` for an answer that is no page."""

    def asked(turn: int) -> None:
        one = requests[turn % len(requests)]
        if one.data is None:
            answer = client.get(one.path)
        else:
            answer = client.post(one.path, one.data, headers={"HX-Request": "true"})
        if answer.status_code != 200:
            raise SystemExit(f"{one.path}: {answer.status_code}")

    return measure(asked, times)


def cells(cost: Cost) -> tuple[str, ...]:
    """Medians in milliseconds."""
    ordered = sorted(cost.wall)
    high = ordered[min(len(ordered) * 95 // 100, len(ordered) - 1)]
    shown = (median(cost.cpu), median(cost.sql))
    return (*(f"{1000 * one:.1f}" for one in shown), str(cost.queries), f"{1000 * median(cost.wall):.1f}", f"{1000 * high:.1f}")  # fmt: skip


# --- Django's own list ----------------------------------------------------------------------------------


class Stock(ListView):  # type: ignore[type-arg]
    """The same list as Django's documentation makes it."""

    paginate_by = 20
    template_name = "common/stock.html"
    staff: Staff

    def get_queryset(self) -> Any:
        """Rows, scope and order of the list of customers."""
        rows = CustomerRow.objects.seen_by(actor_for(self.staff), "customer.read")
        return rows.select_related("party", "branch", "manager").order_by("pk")


def stock_page(staff: Staff, number: int) -> int:
    """The rows of a page, read as a template reads them."""
    view = Stock()
    view.setup(RequestFactory().get(f"/?page={number}"))
    view.staff = staff
    view.object_list = view.get_queryset()
    page = view.get_context_data()["page_obj"]
    return sum(
        1 for row in page if row.party.number and row.branch.name and page.paginator.num_pages
    )


def against_stock(staff: Staff, turns: int) -> list[str]:
    """Page 1 and page 500, ours and the stock list's, in turns; the bounds that are not kept."""
    client, numbers = browser(staff.number), count()

    def ours(number: int) -> Cost:
        return cost_of(client, [asking.list_page(number)], 5)

    def stock(number: int) -> Cost:
        with clock.moment(clock.read_clock()):
            return measure(lambda _turn: stock_page(staff, number), 5)

    held: dict[str, list[Cost]] = {}
    for _turn in range(turns):
        cache.clear()  # the first page counts anew
        for name, ask in (("ours", ours), ("stock", stock)):
            for number in (1, FAR) if next(numbers) % 2 else (FAR, 1):
                held.setdefault(f"{name} {number}", []).append(ask(number))
    sql = {name: [median(one.sql) for one in costs] for name, costs in held.items()}
    wall = {name: [median(one.wall) for one in costs] for name, costs in held.items()}
    say_table(
        [("list of the whole bank", "SQL, ms", "whole, ms")]
        + [
            (name, f"{1000 * median(sql[name]):.1f}", f"{1000 * median(wall[name]):.1f}")
            for name in sorted(sql)
        ]
    )
    ratios = [a / b for a, b in zip(sql[f"stock {FAR}"], sql[f"ours {FAR}"], strict=True)]
    deep = [a / b for a, b in zip(wall[f"ours {FAR}"], wall["ours 1"], strict=True)]
    say(f"SQL of page {FAR}, stock over ours: {median(ratios):.1f}× (at least {LEAST_OF_STOCK:g}×)")
    say(f"page {FAR} over page 1, whole: {median(deep):.2f}× (at most {MOST_OF_PAGE_500:g}×)")
    kept = {
        f"{median(ratios):.1f}× less SQL than the stock list": median(ratios) >= LEAST_OF_STOCK,
        f"page {FAR} takes {median(deep):.2f} × page 1": median(deep) <= MOST_OF_PAGE_500,
    }
    return [what for what, holds in kept.items() if not holds]


if __name__ == "__main__":
    main()
