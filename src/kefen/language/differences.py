"""A minus between two fixed numbers, which mostly means a range or a day."""

from __future__ import annotations

from decimal import Decimal

from kefen.language.stream import Stream
from kefen.language.syntax import Number


def refuse_difference(stream: Stream, left: Number, right: Number) -> None:
    """``22-60`` means a range and ``2014-01-01`` a day; a difference stands with blanks, and is not negative."""
    span = left.span.to(right.span)
    low, high = left.digits, right.digits
    if any(blank in span.text for blank in " \u3000\n") and _falls(low, high):
        return
    advice = f"a range is written `[{low}..{high}]`, a difference with blanks"
    if stream.at("-") and len(low) == 4:
        stream.take()
        span = left.span.to(stream.next.span)
        advice = f'write `date("{span.text}")`'
    raise stream.stop("L003", f"`{span.text}` is a difference of fixed numbers", span, advice)


def _falls(low: str, high: str) -> bool:
    one, two = (Decimal(text.rstrip("%")) if text.count(".") < 2 else None for text in (low, high))
    return one is None or two is None or one >= two
