"""The few exceptions for programmers.

::

    KefenError
    ├── PolicyError        a policy has errors; carries all its diagnostics
    ├── NoVersionError     no version of the policy is in force on that day
    ├── FactsError         a subject's facts cannot be read; carries every problem found
    └── InputError         a file given by a user cannot be used; one clear line
        └── TermsError     the terms of a loan cannot be calculated with; in ``calculating``
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kefen.diagnostics import Diagnostic


class KefenError(Exception):
    """Anything Kefen raises on purpose."""


class PolicyError(KefenError):
    """A policy text has errors; nothing was compiled."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(map(str, self.diagnostics)))


class NoVersionError(KefenError):
    """No version of the policy speaks on the as-of day."""


class InputError(KefenError):
    """A file, table or argument that cannot be used, said in one line."""


@dataclass(frozen=True)
class Problem:
    """Why a value was not accepted: which fact, the value as given, the reason by code."""

    fact: str
    value: object
    reason: str
    detail: str = ""


class FactsError(KefenError):
    """A subject's facts cannot be read: the row belongs in quarantine."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.fact}: {p.reason} {p.detail}".strip() for p in problems))
