"""数据截至: until which day each feed has come, at the foot of every page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Max
from django.http import HttpRequest

from workbench.common.context import declare_frame
from workbench.customers.models import Feed, Source

FEEDS = (Source.LOAN_FEED, Source.PAYROLL_FEED)


def fed_until(request: HttpRequest) -> list[tuple[Any, date | None]]:
    """Each feed with the newest business date that was accepted; None where nothing has come yet."""
    came = Feed.objects.filter(source__in=FEEDS, accepted=True).values("source")
    days = dict(came.annotate(day=Max("business_on")).values_list("source", "day"))
    return [(source.label, days.get(source)) for source in FEEDS]


declare_frame("fed_until", fed_until)
