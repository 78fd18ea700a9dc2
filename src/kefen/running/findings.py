"""What was found wrong with rows, and the words that tell a person what to correct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from kefen.errors import Problem
from kefen.running.matching import AT, FactColumn, TableSpec
from kefen.running.reshaping import unmarked
from kefen.running.tables import Reject
from kefen.saying.phrases import say
from kefen.saying.problems import say_problem
from kefen.spelling import NotAccepted, convert_to, to_day
from kefen.vocabulary import Vocabulary

#: why a row is set aside; the words of those that have no words for a row come from the reader or the policy
UNREAD, NO_KEY, DOUBLE, CONFLICT, LISTED = "unread", "no key", "double", "conflict", "listed"
MONTH_ROWS, TOTAL = "month rows", "total"
#: why a record of a list is not used
NO_OWNER, NEAR, TWICE, ELSEWHERE = "no owner", "near", "given twice", "elsewhere"
#: what stands in the key of a row that adds up others, and of one that says something of the table
_SUM = "(合计|总计|小计|共计|累计|总数)"
_NOTE = "(制表|填表|填报|审核|复核|打印|导出|备注|说明|数据来源|以下空白|本页|第[0-9]+页)"
TOTALS_EN = tuple(
    word + colon
    for word in ("Total", "TOTAL", "total", "Totals", "Subtotal", "Sum")
    for colon in ("", ":")
)


def totals(han: str) -> str:
    """The pattern of Chinese keys of rows that are no subject; ``han`` is the class of Chinese signs."""
    return rf"^{_SUM}|{_SUM}([(（].*)?$|^{_NOTE}|^[{han} ]{{1,12}}[:：]"


class Finding(NamedTuple):
    """One thing wrong with one row."""

    line: int
    key: str
    column: str
    value: str
    reason: str
    words: str


@dataclass(frozen=True)
class Teller:
    """Tells findings in a language."""

    vocabulary: Vocabulary
    lang: str

    def of_row(self, why: str, /, **gaps: object) -> str:
        """What is wrong with a row as a whole."""
        return say(self.lang, f"row {why}", **gaps)

    def of_problem(self, problem: Problem) -> str:
        """What the reader or the policy refuses, as it is told of one customer."""
        return say_problem(problem, self.vocabulary, self.lang)

    def of_reject(self, one: Reject) -> str:
        """Why a line is no row."""
        if not one.column:
            return self.of_row(one.why, **one.gaps)
        detail = str(one.gaps.get("detail", ""))
        return self.of_problem(Problem(one.column, one.text, one.why, detail))

    def of_value(self, spec: TableSpec, given: FactColumn, value: str) -> tuple[Problem, str]:
        """What is wrong with a value; a field of a list is told by its label."""
        problem = problem_of(spec, given, value)
        if spec.listed:
            label = spec.facts[given.fact].label.said(self.lang)
            return problem, self.of_problem(replace(problem, fact=label))
        return problem, self.of_problem(problem)


def problem_of(spec: TableSpec, given: FactColumn, value: str) -> Problem:
    """What the reader says of a value, or the mapping of one that breaks its rule."""
    text, rule = unmarked(value)
    if rule:
        return Problem(given.name, text, "mapping", rule)
    convert = to_day if given.name.endswith(AT) else convert_to(spec.facts[given.name])
    try:
        convert(value)
    except NotAccepted as error:
        return Problem(given.name, value, error.reason, error.detail)
    return Problem(given.name, value, "future", str(spec.as_of))


def each_once(found: Iterable[Finding]) -> Iterator[Finding]:
    """A fault of one cell once, whatever facts are read from it."""
    seen = set()
    for one in found:
        if (one.column, one.reason) not in seen:
            seen.add((one.column, one.reason))
            yield one
