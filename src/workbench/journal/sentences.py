"""The registry of sentences: what the journal says of each code, told in the reader's language when it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.common.errors import OutsideError

#: what a code that an entry keeps as a word is called in the reader's language
Label = Callable[[str], Any]


@dataclass(frozen=True)
class Sentence:
    """`text` is a lazy translation with `{name}` for each word; `secret` names the words that are sealed.

    A word that is a code is told by its label: `labels` has one for the name of each such word.
    With `told_to`, that there is such an entry is told only to whoever has that right as well.
    """

    code: str
    text: Any
    secret: frozenset[str] = frozenset()
    told_to: str = ""
    labels: Mapping[str, Label] = field(default_factory=dict)


SENTENCES: dict[str, Sentence] = {}


def declare_sentence(
    code: str,
    text: Any,
    *,
    secret: frozenset[str] = frozenset(),
    told_to: str = "",
    labels: Mapping[str, Label] | None = None,
) -> Sentence:
    """A new sentence. `code` is noun.past_participle."""
    if code in SENTENCES:
        raise OutsideError(f"the journal's code {code} is declared twice")
    SENTENCES[code] = Sentence(code, text, secret, told_to, labels or {})
    return SENTENCES[code]
