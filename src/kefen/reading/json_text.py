"""JSON as facts come in it: numbers with every digit as written, each name of an object once."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn


class JsonFault(ValueError):  # noqa: N818 - what is wrong with a text, said by its reason
    """A text that is not read. ``reason`` is "not json", "given twice", "no such number" or "too nested".

    ``gaps`` are what the words of it want to know: ``line``, ``column`` and ``why``, or the ``key`` concerned.
    """

    def __init__(self, reason: str, **gaps: object) -> None:
        self.reason = reason
        self.gaps = gaps
        super().__init__(reason)


def json_of(text: str) -> Any:
    """What a text says. ``JsonFault`` when it is no JSON, gives a name twice, or holds a number that is none."""
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        gaps = {"line": error.lineno, "column": error.colno, "why": error.msg}
        raise JsonFault("not json", **gaps) from None
    except RecursionError:
        raise JsonFault("too nested") from None


def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The names and values of an object; ``JsonFault`` when a name is given twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise JsonFault("given twice", key=next(name for name in names if names.count(name) > 1))
    return found


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:  # thousands of digits
        return _refused(f"{text[:20]}…")


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent of dozens of digits
        return _refused(f"{text[:20]}…")


def _refused(text: str) -> NoReturn:
    raise JsonFault("no such number", key=text)


_DECODER = json.JSONDecoder(
    parse_float=_decimal, parse_int=_whole, parse_constant=_refused, object_pairs_hook=each_once
)
