"""Little policies whose floors are the examples of an operator, and everything that is told of them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import kefen
from kefen.checking.expressions import check_expression
from kefen.checking.scope import Scope
from kefen.checking.vocabulary import read_vocabularies
from kefen.deciding import Decider
from kefen.deciding.trace import trace
from kefen.diagnostics import Diagnostics
from kefen.explaining import explain, to_dict, to_lines
from kefen.explaining.telling import Teller
from kefen.language.examples import EXAMPLE_VOCABULARY
from kefen.language.operators.row import Operator
from kefen.reading.yaml_text import read_yaml
from kefen.saying.expressions import Speaker
from kefen.saying.naming import Names
from kefen.source import Source, Span
from kefen.values import FLAG
from kefen.vocabulary import Vocabulary
from tests.language.evaluation import AS_OF

FORMS = (
    "{}",
    "not ({})",
    "some q in accounts satisfies ({})",
    "({}) or grade = fair",
    "if grade = fair then ({}) else false",
)
#: the subject's grade is a secret, the accounts are somebody else's
VOCABULARY = EXAMPLE_VOCABULARY.replace(
    "subject, kind: scale quality", "subject, kind: scale quality, confidential: true"
).replace("label: Accounts\n", "label: Accounts\n    third_party: true\n")
POLICY = """---
policy: p
version: one
in_force: [2020-01-01, null]
instrument: law
decides: quality
---

## 第一条 A

> x

```policy
base good
"""


@cache
def vocabulary() -> Vocabulary:
    entries = {"v": read_yaml(Source("v", VOCABULARY), found := Diagnostics())}
    return read_vocabularies(entries, found).sealed()


def is_sound(text: str) -> bool:
    span = Span(Source("example", text), 0, len(text))
    return check_expression(span, FLAG, Scope(vocabulary(), found=Diagnostics())) is not None


def conditions(row: Operator) -> Iterator[str]:
    """Every example of a row as a condition in every form."""
    for line in row.examples:
        expression = line.rpartition(" => ")[0]
        whole = next(filter(is_sound, (expression, f"({expression}) > 0")), "")
        yield from filter(is_sound, (form.format(whole) for form in FORMS if whole))


def decider(folder: Path, row: Operator) -> Decider:
    """A policy whose floors are the examples of a row."""
    clauses = [
        f"at least poor 1.{number}  No\n  when {condition}\n"
        for number, condition in enumerate(conditions(row), 1)
    ]
    texts = {
        "vocabulary.yaml": VOCABULARY,
        "sources.yaml": "law: {title: Law, in_force: [1990-01-01, null]}\n",
        "one.md": "\n".join([POLICY, *clauses, "```\n"]),
    }
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return kefen.load(folder, as_of=AS_OF, audience="staff")


def told(decider: Decider, facts: dict, lang: str) -> Iterator[str]:
    """An explanation, each clause asked for and denied, and the woven text."""
    decision = decider.decide({"subject": "s", **facts})
    explained = explain(decision, lang)
    yield from to_lines(explained)
    yield from map(str, to_dict(explained)["why"])
    tree, woven = trace(decision), Speaker(Names(decider.policy, lang, AS_OF))
    for clause in decider.policy.acts("at least"):
        for wanted in (True, False):
            reason = Teller(tree, lang).tell(tree.clause(clause.id, wanted), "must")
            yield from (one.said(lang) for one in reason.walk()) if reason else ()
            yield woven.inline(woven.condition(clause.test, wanted=wanted)) if clause.test else ""
