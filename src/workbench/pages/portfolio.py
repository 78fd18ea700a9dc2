"""The customers of whoever opens his home page, in numbers that open their lists: his own, or his branch's and below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from workbench.common import acting, clock
from workbench.common.acting import Actor
from workbench.common.panels import Figure, HomePanel, declare_figure, declare_home_panel
from workbench.common.parts import Tone
from workbench.customers.listings import WITHOUT
from workbench.customers.models import CustomerRow
from workbench.policies.scales import CUSTOMER_CLASS
from workbench.policies.vocabulary import result_label, results_of

READ = "customer.read"
SOON_DAYS = 30


@dataclass(frozen=True)
class Share:
    """How many customers have a class; `url` opens them."""

    label: str
    number: int
    url: str


def tally(actor: Actor) -> Mapping[str, int]:
    """What is counted of the customers in the actor's scope, in one pass of a request."""
    request = acting.request_id()
    return _once(request, actor) if request else _counted(actor)


def classes_of(actor: Actor) -> list[Share]:
    """Customers by the class that counts, in the order of the scale; those without one last."""
    rows = CustomerRow.objects.seen_by(actor, READ).values_list("customer_class")
    numbers = dict(rows.annotate(number=Count("pk")).order_by())
    named = [_share(code, numbers.get(code, 0)) for code in results_of(CUSTOMER_CLASS)]
    without = sum(numbers.values()) - sum(share.number for share in named)
    nobody = f"{reverse('customers')}?class={WITHOUT}"
    return [*named, Share(gettext("without a class"), without, nobody)]


def _share(code: str, number: int) -> Share:
    label = result_label(CUSTOMER_CLASS, code, "en" if get_language() == "en" else "zh")
    return Share(label, number, f"{reverse('customers')}?class={code}")


@lru_cache(maxsize=32)
def _once(request: str, actor: Actor) -> Mapping[str, int]:
    return _counted(actor)


def _counted(actor: Actor) -> Mapping[str, int]:
    rows = CustomerRow.objects.seen_by(actor, READ)
    asked = {key: Count("pk", filter=condition()) for key, (condition, _query) in COUNTED.items()}
    return rows.aggregate(**asked)


def _ends_soon() -> Q:
    day = clock.today()
    return Q(class_until__gte=day, class_until__lte=day + timedelta(days=SOON_DAYS))


def _soon() -> str:
    day = clock.today()
    return f"until_from={day}&until_to={day + timedelta(days=SOON_DAYS)}"


# What is counted → its condition, and the query of the list of customers that shows the same.
COUNTED: dict[str, tuple[Callable[[], Q], Callable[[], str]]] = {
    "overdue": (lambda: Q(days_past_due__gte=1), lambda: "past_due_from=1"),
    "watch": (lambda: Q(class_state="watch"), lambda: "state=watch"),
    "ends_soon": (_ends_soon, _soon),
    "recheck": (
        lambda: Q(next_recheck_on__lte=clock.today()),
        lambda: f"recheck_to={clock.today()}",
    ),
    "gaps": (lambda: Q(open_gaps__gte=1), lambda: "gaps_from=1"),
}
LABELS: dict[str, tuple[Any, Tone]] = {
    "overdue": (_("Customers past due"), Tone.BAD),
    "watch": (_("Under watch before a fall"), Tone.WARN),
    "ends_soon": (_("Classes that end within 30 days"), Tone.WARN),
    "recheck": (_("Re-checks due"), Tone.WAIT),
    "gaps": (_("Customers with gaps"), Tone.WAIT),
}


def _declare(key: str, order: int) -> None:
    label, tone = LABELS[key]
    query = COUNTED[key][1]
    declare_figure(
        Figure(
            f"customers_{key}",
            label,
            right=READ,
            order=order,
            count=lambda actor: tally(actor)[key],
            url=lambda actor: f"{reverse('customers')}?{query()}",
            tone=tone,
        )
    )


for place, name in enumerate(COUNTED):
    _declare(name, 50 + place)
declare_home_panel(
    HomePanel(
        "classes",
        _("Customers by class"),
        right=READ,
        load=lambda actor: {},
        template="pages/home_classes.html",
        order=50,
    )
)
