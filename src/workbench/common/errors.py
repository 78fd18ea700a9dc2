"""What can go wrong for a user or a programmer of the workbench.

WorkbenchError
├── DeniedError      the right is missing (403)
├── NotFoundError    outside the scope, or not there: the two are not told apart (404)
├── RefusedError     the bank's rules or the state of the thing refuse it (409 or 422), with a sentence
│   └── StaleError   what was approved is no longer what stands there (412)
└── OutsideError     a programmer's fault: no moment, no scope, no action
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class WorkbenchError(Exception):
    """Base of all errors of the workbench."""


class DeniedError(WorkbenchError):
    """The actor lacks the right `right`."""

    def __init__(self, right: str) -> None:
        super().__init__(right)
        self.right = right


class NotFoundError(WorkbenchError):
    """The thing does not exist for this actor."""


class RefusedError(WorkbenchError):
    """The rules refuse it. `sentence` is a lazy translation told to the user; `field` the field that it is about."""

    def __init__(self, sentence: Any, *, field: str = "") -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.field = field


class StaleError(RefusedError):
    """What the user looked at has changed since."""


class OutsideError(WorkbenchError):
    """A programmer's fault: something was asked outside a moment, a scope or an action."""


def is_allowed(guard: Callable[..., Any], *given: Any) -> bool:
    """Whether a guard of an action lets it pass: pages ask it before they offer what the action would refuse."""
    try:
        guard(*given)
    except WorkbenchError:
        return False
    return True
