"""Random policies in the language itself: conditions of every operator over facts of every kind."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from kefen.checking import check
from kefen.diagnostics import Diagnostics
from kefen.errors import KefenError
from kefen.policy import Policy
from kefen.reading.draft import Draft
from kefen.reading.markdown import read_document
from kefen.reading.yaml_text import read_yaml
from kefen.source import Source

VOCABULARY = """
scales:
  class: {label: {zh: 类, en: Class}, best: first, values: [A, B, C, D]}
  level: {label: {zh: 级, en: Level}, best: last, values: [low, middle, high, top]}
choices:
  colour: {label: {zh: 色, en: Colour}, values: [red, green, blue]}
  code: {label: {zh: 码, en: Code}, values: ["N", "1", "2", "3", "C"]}
lists:
  loans:
    label: {zh: 贷款, en: Loans}
    fields:
      balance: {label: {zh: 余额, en: Balance}, kind: money}
      rank: {label: {zh: 等, en: Rank}, kind: scale level}
      open: {label: {zh: 未结清, en: Open}, kind: flag}
      months: {label: {zh: 月, en: Months}, kind: history of code}
      left: {label: {zh: 剩余, en: Left}, kind: integer, range: "[1..360]"}
reference_lists:
  named: {label: {zh: 名录, en: Named}}
facts:
  p: {kind: flag}
  q: {kind: flag}
  r: {kind: flag}
  n: {kind: integer}
  m: {kind: integer}
  x: {kind: money}
  y: {kind: money, negative: true}
  d: {kind: decimal}
  loan: {kind: money, range: "[0..9999999999]"}
  fee: {kind: rate, range: "[0..1]"}
  term: {kind: integer, range: "[1..480]"}
  rate: {kind: rate}
  born: {kind: date}
  age: {kind: integer, is: "full_years(born, as_of)", cites: law 第一条, negative: true}
  since: {kind: date}
  tint: {kind: choice colour}
  grade: {kind: scale level}
  other: {kind: scale level}
  tags: {kind: set of colour}
  text: {kind: text}
  past: {kind: history of code}
"""
_FRONT = """---
policy: random
version: one
in_force: [2000-01-01, null]
instrument: law
decides: class
---
# 第一条 随机
"""
_OPERATORS = ["=", "!=", "<", "<=", ">", ">="]


def policy_of(text: str, vocabulary: str = VOCABULARY, used: Policy | None = None) -> Policy:
    """A sound policy from its text, which may use another; ``PolicyError`` otherwise."""

    def library(name: str, day: object) -> Policy:
        if used is None:
            raise KefenError(f"no policy {name} on {day}")
        return used

    found = Diagnostics()
    document = read_document(Source("random.md", text), found)
    entries = {"": read_yaml(Source("vocabulary.yaml", vocabulary), found)}
    sources = read_yaml(
        Source("sources.yaml", "law: {title: 法, in_force: [1990-01-01, null]}"), found
    )
    return check(Draft("random", "", (document,), entries, sources, found=found), document, library)


def random_policy(chance: Random) -> Policy:
    """Criteria, definitions and every kind of conclusion, at random."""
    criteria = [f"criterion 1.{i}  条件\n  {flag(chance, 3)}\n" for i in range(1, 25)]
    ids = [f"1.{i}" for i in range(1, 25)]
    conclusions = chance.choice([ladder, floors, scores])(chance, ids)
    return policy_of(_FRONT + "```policy\n" + "\n".join(criteria + conclusions) + "```\n")


def random_policy_for_each(chance: Random) -> Policy:
    """A policy that reads another's result for each item of a list, among other things of the item."""
    scale, values = chance.choice([("class", "ABCD"), ("level", _LEVELS)])
    rules = [f"criterion 1.{i}  条件\n  {plain_flag(chance)}\n" for i in range(1, 9)]
    rules.append("criterion 1.9  所读\n  p or n >= edge or age > 3\n")
    ids = [f"1.{i}" for i in range(1, 9)]
    ends = chance.choice([_ladder_of, _floors_of])(chance, ids, values)
    front = _FRONT.replace("decides: class", f"decides: {scale}")
    parameter = "parameter edge  界\n  integer\n  30 from 2000-01-01 cites law 第一条\n"
    inner = policy_of(front + "```policy\n" + "\n".join([parameter, *rules, *ends]) + "```\n")
    use = "uses: [{policy: inner, as: loans.result, for_each: loans}]\n---\n"
    criteria = [
        f"criterion 1.{i}  条件\n  {flag_for_each(chance, tuple(values))}\n" for i in range(1, 25)
    ]
    outer = [f"1.{i}" for i in range(1, 25)]
    conclusions = chance.choice([ladder, floors, scores])(chance, outer)
    text = "```policy\n" + "\n".join(criteria + conclusions) + "```\n"
    return policy_of(_FRONT.replace("---\n#", f"{use}#") + text, used=inner)


_LEVELS = ("top", "high", "middle", "low")


def _ladder_of(chance: Random, ids: list[str], values: Sequence[str]) -> list[str]:
    made = [f"grade {v} {v}\n  when {mixed(chance, ids)}\n" for v in values[:3]]
    return [*made, chance.choice(["otherwise refuse\n", f"otherwise {values[3]}\n"])]


def _floors_of(chance: Random, ids: list[str], values: Sequence[str]) -> list[str]:
    made = [f"base {values[0]}\n"]
    for number in range(chance.randint(1, 4)):
        value = chance.choice(values)
        made.append(f"at least {value} 2.{number} 限\n  when {mixed(chance, ids)}\n")
    if chance.random() < 0.3:
        made.append(f"ban 9 禁\n  when {mixed(chance, ids)}\n")
    return made


def plain_flag(chance: Random) -> str:
    """A condition that runs over no list of records."""
    while True:
        text = chance.choice(
            [flag(chance, 2), f"n {chance.choice(_OPERATORS)} edge", "age >= edge"]
        )
        if "loans" not in text:
            return text


def flag_for_each(chance: Random, values: Sequence[str]) -> str:
    """A condition on the results for the items of a list."""
    value, other = chance.sample(values, 2)
    compared = f"{chance.choice(_OPERATORS)} {value}"
    several = f"{chance.choice(['in', 'not in'])} ({value}, {other})"
    test = chance.choice([compared, several])
    kept = chance.choice(["", "", f"[result {test}]", "[open]", "[balance > 100 or p]"])
    which = chance.choice(["worst", "best"])
    body = chance.choice(["a.result", "a.result", f"if a.open then a.result else {other}"])
    extreme = f"{which}(for a in loans{kept} return {body}, {other})"
    return chance.choice(
        [
            f"({chance.choice(['some', 'every'])} a in loans{kept} satisfies a.result {test})",
            f"(count(loans[result {test}]) {chance.choice(['<', '<=', '>', '>='])} {chance.randint(0, 3)})",
            f"(sum(for a in loans[result {test}] return a.balance) > {chance.randint(0, 1000)})",
            f"({extreme} {test})",
            f"({extreme} {test})",
            f"(known {extreme})",
            f"(some a in loans satisfies a.age > {chance.randint(0, 40)} and not known a.result)",
            f"(every a in loans{kept} satisfies a.n >= 30 or a.result {compared})",
            flag(chance, 1),
        ]
    )


def mixed(chance: Random, ids: list[str]) -> str:
    one, two, three = chance.sample(ids, 3)
    return chance.choice(
        [one, f"{one} and {two}", f"{one} or not {two}", f"{one} and any of ({two}, {three})"]
    )


def ladder(chance: Random, ids: list[str]) -> list[str]:
    made = [f"grade {v} {v}\n  when {mixed(chance, ids)}\n" for v in "ABC"]
    made.append(chance.choice(["otherwise refuse\n", "otherwise D\n"]))
    for number in range(chance.randrange(3)):
        way = chance.choice(["down 1", "down 2", "up 1", "down 1 from A, B"])
        made.append(f"adjust {way} 2.{number} 调\n  when {mixed(chance, ids)}\n")
    if chance.random() < 0.3:
        made.append(f"ban 9 禁\n  when {mixed(chance, ids)}\n")
    return made


def floors(chance: Random, ids: list[str]) -> list[str]:
    made = ["base A\n"]
    for number in range(chance.randint(1, 5)):
        act = chance.choice(["at least", "at least", "at most", "exactly"])
        made.append(f"{act} {chance.choice('ABCD')} 2.{number} 限\n  when {mixed(chance, ids)}\n")
    return made


def scores(chance: Random, ids: list[str]) -> list[str]:
    made = [
        f"points {chance.randint(-20, 40)} for f{number % 3} 2.{number} 分\n  when {mixed(chance, ids)}\n"
        for number in range(8)
    ]
    made += ["band A from 60\n", "band B from 40\n", "band C from 20.5\n"]
    return [*made, chance.choice(["otherwise D\n", "otherwise refuse\n"])]


# --- expressions by kind ------------------------------------------------------------------------------


def flag(chance: Random, depth: int) -> str:
    if depth == 0:
        return chance.choice(["p", "q", "r", "true", "p"])
    return chance.choice(_FLAGS)(chance, depth - 1)


def number(chance: Random, depth: int) -> str:
    simple = [
        "n",
        "m",
        "x",
        "y",
        "d",
        "(rate * 1)",
        "0",
        "1",
        "12",
        "0.1",
        "0.5",
        "1000000",
        "999999.99",
        "-3",
    ]
    if depth <= 0 or chance.random() < 0.5:
        return chance.choice(simple)
    return chance.choice(
        [
            f"({number(chance, 0)} + {number(chance, depth - 1)})",
            f"({number(chance, 0)} - min({number(chance, 0)}, {number(chance, depth - 1)}))",
            f"({chance.choice(['x', 'n', 'y'])} * {chance.choice(['rate', '10%', 'd', '3'])})",
            f"min({number(chance, 0)}, {number(chance, depth - 1)})",
            f"max({number(chance, 0)}, {number(chance, depth - 1)})",
            f"(if {flag(chance, 0)} then {number(chance, 0)} else {number(chance, 0)})",
            "full_years(born, as_of)",
            "full_months(since, as_of)",
            "days(born, since)",
            "sum(for a in loans[open] return a.balance)",
            "instalment(loan, fee, term)",
            f"instalment(min(x, 1000000), {chance.choice(['fee', '3.85%', '0'])}, {chance.choice(['term', '360', '1'])})",
            "sum(for a in loans[open] return instalment(min(a.balance, 99999), 4.2%, a.left))",
            "max(for a in loans return instalment(min(a.balance, 99999), 0.5%, a.left), instalment(loan, 3%, 12))",
        ]
    )


def day(chance: Random) -> str:
    return chance.choice(["born", "since", "as_of", 'date("2000-02-29")'])


def level(chance: Random) -> str:
    return chance.choice(
        [
            "grade",
            "other",
            "worst(for a in loans return a.rank, top)",
            "best(for a in loans[open] return a.rank, low)",
        ]
    )


_FLAGS = [
    lambda c, d: f"({flag(c, d)} and {flag(c, d)})",
    lambda c, d: f"({flag(c, d)} or {flag(c, d)})",
    lambda c, d: f"not ({flag(c, d)})",
    lambda c, d: f"(if {flag(c, d)} then {flag(c, d)} else {flag(c, 0)})",
    lambda c, d: f"at least {c.randint(1, 3)} of ({flag(c, d)}, {flag(c, 0)}, {flag(c, 0)})",
    lambda c, d: f"({number(c, d)} {c.choice(_OPERATORS)} {number(c, d)})",
    lambda c, d: f"({number(c, d)} {c.choice(_OPERATORS)} {number(c, d)})",
    lambda c, d: f"(n in [{c.randint(0, 30)}..{c.randint(30, 60)}))",
    lambda c, d: f"(n not in (1, {c.randint(0, 60)}, 30))",
    lambda c, d: (
        f"(ratio(x, {c.choice(['n', 'x', 'd'])}) {c.choice(_OPERATORS)} {c.choice(['rate', '50%', '2'])})"
    ),
    lambda c, d: f"({day(c)} {c.choice(_OPERATORS)} {day(c)})",
    lambda c, d: f"(tint {c.choice(['=', '!='])} {c.choice(['red', 'green', 'blue'])})",
    lambda c, d: "(tint not in (red, blue))",
    lambda c, d: f"({level(c)} {c.choice(_OPERATORS)} {c.choice(['middle', 'top', 'grade'])})",
    lambda c, d: (
        f"(tags includes {c.choice(['red', 'any of (red, green)', 'all of (green, blue)'])})"
    ),
    lambda c, d: "(text in named)",
    lambda c, d: f"(known {c.choice(['n', 'x', 'grade', 'past', 'tags'])})",
    lambda c, d: (
        f'(count(past[item in ("2", "3")]) {c.choice(["<", "<=", ">", ">="])} {c.randint(0, 9)})'
    ),
    lambda c, d: f'({c.choice(["some", "every"])} k in past satisfies k != "{c.choice("N1C")}")',
    lambda c, d: (
        f"({c.choice(['some', 'every'])} a in loans satisfies a.balance > {c.randint(0, 1000)} and a.open)"
    ),
    lambda c, d: f"({c.choice(['some', 'every'])} a in loans[rank >= middle] satisfies a.open)",
    lambda c, d: (
        f"(count(loans[balance >= 1000]) {c.choice(['<', '<=', '>', '>='])} {c.randint(0, 3)})"
    ),
    lambda c, d: (
        f'(sum(for a in loans[open] return count(a.months[item = "1"])) {c.choice(["<", ">="])} {c.randint(0, 9)})'
    ),
    lambda c, d: f"(sum(for a in loans return a.balance) {c.choice(_OPERATORS)} {number(c, 0)})",
    lambda c, d: "resident_id(text)",
]
