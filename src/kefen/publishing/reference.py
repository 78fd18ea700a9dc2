"""Pages of the reference that are made from tables: operators and diagnostics."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from types import EllipsisType

from kefen.diagnostics import CODES
from kefen.language.examples import EXAMPLE_FACTS, EXAMPLE_LISTS, EXAMPLE_VOCABULARY
from kefen.language.operators import OPERATORS
from kefen.language.operators.row import Operator
from kefen.language.refused import REFUSED

STAGES = {
    "R": "Reading: the form of files",
    "L": "Language: the form of expressions",
    "N": "Names",
    "T": "Types",
    "C": "Citations",
    "D": "Dates",
    "M": "The map of the source",
    "P": "The policy as a whole",
    "S": "The sources, sentence by sentence",
}
_UNKNOWN = {
    "propagates": "an unknown part makes it unknown",
    "kleene": "Kleene: unknown when the known parts do not settle it",
    "observes": "never unknown: it looks at the gap itself",
    "interval": "an interval, when items are unknown",
}
_KINDS = {
    "flag": "flag",
    "integer": "whole number",
    "number": "number",
    "count": "count",
    "date": "date",
    "text": "text",
    "scale": "value of a scale",
    "list": "list or history",
    "set": "set of choices",
    "any": "anything",
    "alike": "alike",
    "ordered": "ordered",
    "values": "fixed values",
    "codes": "reference list",
    "money": "money",
    "widest": "the widest of them",
}
_OPERATORS = """# Operators

Made from the operator table (`kefen.language.operators`). Each example is a test, in Python and in SQL.
*Alike* are values of one kind; a bare word beside one is read as a value of its kind. *Ordered* are alike and have an
order: numbers, dates, values of a scale. `…` repeats what stands before it.

| form | takes | gives | unknowns | examples |
| --- | --- | --- | --- | --- |
{rows}

- An `if` with an unknown condition is unknown, whatever its branches say.
- `x in [a..b]` is two comparisons joined by `and`; a round bracket leaves its end out.
- `ratio(a, b) <= t` means `a <= t * b`. There is no division; the base may not be negative.
- Kinds of number stand beside each other. The widest holds the others: whole number, money, decimal, rate.
- `instalment` is the regular payment of a loan repaid in equal instalments: each month a twelfth of the yearly rate,
  rounded once to the cent, a half going up. The text must show that the amount is not negative and has at most 12 digits,
  the rate lies between 0 and 1 with at most 8 places, the months between 1 and 600: by the `range` of a fact, or by `min`
  and `max`.
- A count is compared with a number, or added to another count.
- `worst` and `best` go by the order of the scale and state their value for no items.
- Over a history `some`, `every` and `count` run; a condition on a month compares its code with fixed values.
- A day is reached on its anniversary; 29 February is reached on 1 March in common years.

## What the examples speak of

A fact or list that is not among the facts below is unknown, and so are a month written `?` and a field that is not
there. The list `loaded_list` holds {loaded}; `empty_list` is loaded and holds nothing.

```yaml
{vocabulary}
```

```json
{facts}
```

## FEEL that is left out, and habits from elsewhere

| not in the language | instead |
| --- | --- |
{refused}
"""
_DIAGNOSTICS = """# Diagnostics

Made from the table of codes (`kefen.diagnostics`). All diagnostics of a pack are shown at once, each with its line, its
article, a line of help and the nearest name; a contradiction shows both places. With an error nothing is compiled; a
warning and a note let the policy run. Each code has bad little policies of its own in `tests/policies/bad`.
"""


def operators_page() -> str:
    """Every operator an author can write, what its examples speak of, and the FEEL left out."""
    rows = (row for row in OPERATORS.values() if row.form)
    refused = (f"| `{_cell(word)}` | {instead} |" for word, instead in REFUSED.items())
    return _OPERATORS.format(
        rows="\n".join(map(_row, rows)),
        loaded=" and ".join(f"`{code}`" for code in EXAMPLE_LISTS["loaded_list"]),
        vocabulary=EXAMPLE_VOCABULARY.strip(),
        facts=json.dumps(EXAMPLE_FACTS, ensure_ascii=False, indent=2),
        refused="\n".join(refused),
    )


def _row(row: Operator) -> str:
    takes = ", ".join(_taken(row))
    examples = "<br>".join(f"`{_cell(line.replace(' => ', ' ⟶ '))}`" for line in row.examples)
    unknown = _UNKNOWN[row.unknown]
    return f"| `{_cell(row.form)}` | {takes} | {_KINDS[row.gives]} | {unknown} | {examples} |"


def _taken(row: Operator) -> Iterator[str]:
    for word in row.takes:
        yield "…" if isinstance(word, EllipsisType) else _KINDS[word]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def diagnostics_page() -> str:
    """Every code with what it says, by stage."""
    lines = [_DIAGNOSTICS.rstrip()]
    for letter, stage in STAGES.items():
        codes = [f"| {code} | {text} |" for code, text in CODES.items() if code[0] == letter]
        lines += ["", f"## {stage}", "", "| code | what it says |", "| --- | --- |", *codes]
    return "\n".join([*lines, ""])


#: file of docs/reference -> the function that makes it
PAGES: dict[str, Callable[[], str]] = {
    "operators.md": operators_page,
    "diagnostics.md": diagnostics_page,
}
