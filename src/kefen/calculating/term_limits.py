"""The longest term: age and term together stay within a limit, and the product has a cap of its own.

An age in years counts as completed years, as the exam paper adds them: limit − age whole years. With dates of birth
the term is counted in months up to the birthday at which the limit is reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kefen.calculating.months import birthday, months_within
from kefen.calculating.terms import TermsError
from kefen.values import Words

BY_AGE = Words(
    "按周岁整年计算：上限减去周岁，折合月数",
    "by completed years: the limit less the age in whole years, as months",
)
BY_BIRTH = Words(
    "按足月计算：自放款日至达到年龄上限的生日",
    "by full months: from the start of the loan to the birthday at the limit",
)


#: 银发〔2026〕171号: the longest housing loan, for loans of this day and later; older loans keep what they had
LONGER_HOUSING_SINCE = date(2026, 8, 28)
HOUSING_MONTHS = 480
HOUSING_MONTHS_BEFORE = 360


@dataclass(frozen=True)
class TermRule:
    """Limits of age plus term, in years; class 0 stands for a customer of none of the five classes.

    ``product_months`` is the product's longest term; left out, that of housing loans on the day the loan starts.
    """

    limit: int = 65
    higher_limit: int = 70
    higher_for: frozenset[int] = frozenset({1, 2})
    younger_for: frozenset[int] = frozenset({1, 2, 3})
    product_months: int | None = None

    def limit_of(self, customer_class: int) -> int:
        """The limit for a class."""
        return self.higher_limit if customer_class in self.higher_for else self.limit

    def cap_on(self, start: date | None) -> int:
        """The product's longest term in months for a loan that starts on a day; without a day the shorter."""
        if self.product_months is not None:
            return self.product_months
        return HOUSING_MONTHS if start and start >= LONGER_HOUSING_SINCE else HOUSING_MONTHS_BEFORE


HOUSING_RULE = TermRule()


@dataclass(frozen=True)
class Person:
    """A borrower: the age in completed years, or the date of birth."""

    age: int | None = None
    born: date | None = None

    def __post_init__(self) -> None:
        if (self.age is None) == (self.born is None):
            raise TermsError(
                "每人写周岁或出生日期，二者取一",
                "each person has an age or a date of birth, one of them",
            )
        if self.age is not None and not 0 <= self.age <= 150:
            raise TermsError(f"年龄不可能是 {self.age}", f"no one is {self.age} years old")

    def months_to(self, limit: int, start: date | None) -> int:
        """Months until the limit is reached; negative when it is behind."""
        if self.age is not None:
            return 12 * (limit - self.age)
        if self.born is None or start is None:
            raise TermsError(
                "按出生日期计算须有放款日", "dates of birth need the start of the loan"
            )
        return months_within(start, birthday(self.born, limit))


@dataclass(frozen=True)
class Borrowers:
    """Who borrows: the main borrower with the valid class on file, and co-borrowers."""

    customer_class: int
    main: Person
    others: tuple[Person, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.customer_class <= 5:
            raise TermsError(
                f"客户类别为 1 到 5，0 为不属于五类：{self.customer_class}",
                f"classes are 1 to 5, and 0 for none of them: {self.customer_class}",
            )


@dataclass(frozen=True)
class LongestTerm:
    """The longest term in months; ``whose`` age counted, what bound it, and the convention."""

    months: int
    limit: int
    whose: Literal["only", "younger", "older"]
    bound_by: Literal["age", "product"]
    convention: Words

    @property
    def years(self) -> int:
        """Whole years of it."""
        return self.months // 12


def longest_term(
    borrowers: Borrowers, rule: TermRule = HOUSING_RULE, start: date | None = None
) -> LongestTerm:
    """The longest term. The older borrower's age counts, the younger's for the classes of the rule.

    >>> longest_term(Borrowers(2, Person(58), (Person(55),))).years
    15
    """
    people = (borrowers.main, *borrowers.others)
    limit = rule.limit_of(borrowers.customer_class)
    rooms = [person.months_to(limit, start) for person in people]
    younger = borrowers.customer_class in rule.younger_for
    room = max(0, max(rooms) if younger else min(rooms))
    cap = rule.cap_on(start)
    return LongestTerm(
        min(room, cap),
        limit,
        "only" if len(people) == 1 else "younger" if younger else "older",
        "product" if cap < room else "age",
        BY_BIRTH if any(person.born for person in people) else BY_AGE,
    )


__all__ = [
    "BY_AGE",
    "BY_BIRTH",
    "HOUSING_MONTHS",
    "HOUSING_MONTHS_BEFORE",
    "HOUSING_RULE",
    "LONGER_HOUSING_SINCE",
    "Borrowers",
    "LongestTerm",
    "Person",
    "TermRule",
    "longest_term",
]
