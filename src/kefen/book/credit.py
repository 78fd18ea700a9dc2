"""Credit records: a latent risk drives monthly repayment states, and from them follows the rest.

Each customer, and each spouse, has a chain for cards and one for loans. A chain goes through
0 (paid) to 7 (more than 180 days late), at most one step worse a month. The history is the chain
with accidents written over it: months before the account was opened, months in which nothing was
due, settlement, bad debt, months the report does not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kefen.book.draws import (
    Array,
    Block,
    Codes,
    Draws,
    Facts,
    Flags,
    Reals,
    band,
    codes,
    known_where,
)
from kefen.book.people import People
from kefen.book.words import ACCOUNT_KIND, ACCOUNT_STATE, CREDIT_GRADE
from kefen.book.work import Employment

MONTHS = 24
History = NDArray[np.uint8]

# Chance a month that a paid-up borrower falls behind, from the best of eight risks to the worst.
FALLS_BEHIND = (0.0005, 0.0015, 0.0035, 0.0075, 0.0160, 0.033, 0.062, 0.110)
# Out of 1 to 7 payments behind, a month later: paid up, one better, the same; the rest one worse.
LATER = (
    (0.720, 0.00, 0.060),
    (0.340, 0.08, 0.100),
    (0.520, 0.12, 0.080),
    (0.140, 0.04, 0.080),
    (0.090, 0.03, 0.060),
    (0.060, 0.02, 0.040),
    (0.030, 0.00, 0.970),
)
PAYS_UP_FIRST = 0.65
"""Share of borrowers who are paid up in the newest month whatever went before: they want a loan."""
_RISK_EDGES = (-1.3, -0.6, 0.0, 0.6, 1.2, 1.8, 2.4)
_BURN_IN = 8

_NEVER = np.uint8(ord("?"))
_NO_ACCOUNT, _NOT_DUE, _PAID = (np.uint8(ord(c)) for c in "/*N")
_CLOSED, _BAD_DEBT, _LEFT_OPEN, _GUARANTOR, _ASSETS = (np.uint8(ord(c)) for c in "CBGDZ")
ADJUSTMENT_BASES = ("非恶意逾期，已结清并附凭证", "年费欠款，发卡行已说明", "助学贷款逾期，已补缴")
ADJUSTERS = ("分行审贷会", "分行风险总监")
_WITHOUT_APPROVER = 0.06
"""Share of adjustments of which nobody has written down who approved them: they do not count."""


@dataclass(frozen=True)
class Record:
    """The credit record of a person: two histories, and what else reports and registers say."""

    card: History
    loan: History
    frozen: Flags
    banned: Flags
    here: Flags
    elsewhere: Flags
    good_social: Flags

    @property
    def abnormal(self) -> Flags:
        """A frozen card, or bad debt in the newest month."""
        bad_debt: Flags = (self.card[:, 0] == _BAD_DEBT) | (self.loan[:, 0] == _BAD_DEBT)
        return self.frozen | bad_debt

    @property
    def grade(self) -> Codes:
        """The grade by the standard of the credit-grade policy."""
        return _grade(self)


@dataclass(frozen=True)
class Credit:
    """The facts written, and the customers' own records for the accounts."""

    facts: Facts
    record: Record


def draw_credit(block: Block, people: People, work: Employment) -> Credit:
    """Credit records of the customers of a block and of their spouses."""
    draws = block.draws("credit")
    own_risk = _risk(draws, people, work)
    record = _draw_record(draws, own_risk)
    spouse_draws = block.draws("spouse")
    spouse_risk = 0.5 * own_risk + 0.87 * spouse_draws.normal() - 0.20
    spouse = _draw_record(spouse_draws, spouse_risk)
    married = people.married
    spouse_facts = _facts_of(spouse_draws, spouse, block.as_of_day)
    return Credit(
        {
            **_facts_of(draws, record, block.as_of_day),
            **{f"spouse.{name}": _only(married, fact) for name, fact in spouse_facts.items()},
        },
        record,
    )


def _only(condition: Flags, fact: Array) -> Array:
    """A fact where a condition holds; a history that is not there has no characters."""
    if fact.ndim == 2:
        return np.where(condition[:, None], fact, np.uint8(0))
    return known_where(condition, fact)


def _risk(draws: Draws, people: People, work: Employment) -> Reals:
    """The latent risk: no column of the book, but everything below follows it."""
    young = np.where(people.age < 28, 0.25, 0.0)
    schooling = np.array([0.22, 0.0, -0.2, -0.35])[people.schooling]
    owner = np.where(work.at("own_business"), 0.30, 0.0)
    jobless = np.where(work.at("no_employer"), 0.55, 0.0)
    public = np.where(work.at("government", "public_institution", "public_school"), -0.35, 0.0)
    risk: Reals = draws.normal() + young + schooling + owner + jobless + public - 0.12
    return risk


def planted_effects() -> dict[str, float]:
    """What a study of the histories finds again before the newest month: cured, one step worse."""
    effects = {}
    for state, (cured, better, same) in enumerate(LATER[:6], start=1):
        effects[f"cured_from_{state}"] = cured + (better if state == 1 else 0.0)
        effects[f"worse_from_{state}"] = round(1 - cured - better - same, 6)
    return effects


@lru_cache(maxsize=1)
def next_states() -> NDArray[np.uint8]:
    """For each risk, state and sixteen random bits: the state a month later."""
    table = np.empty((len(FALLS_BEHIND), 8, 2**16), dtype=np.uint8)
    for risk, entry in enumerate(FALLS_BEHIND):
        table[risk, 0] = _spread([(1, entry)], otherwise=0)
        for state, (cured, better, same) in enumerate(LATER, start=1):
            shares = [(0, cured), (state - 1, better), (state, same)]
            table[risk, state] = _spread(shares, otherwise=min(state + 1, 7))
    return table.reshape(-1)


def _spread(shares: list[tuple[int, float]], otherwise: int) -> NDArray[np.uint8]:
    """Sixteen bits' worth of states in these shares."""
    states = np.full(2**16, otherwise, dtype=np.uint8)
    start = 0
    for state, share in shares:
        end = start + round(share * 2**16)
        states[start:end] = state
        start = end
    return states


def draw_chain(draws: Draws, risk: Reals) -> History:
    """States month by month, the newest first."""
    table = next_states()
    base = band(risk, *_RISK_EDGES) * (8 * 2**16)
    steps = MONTHS + _BURN_IN
    bits = draws.stream.integers(0, 2**16, size=(steps, draws.size), dtype=np.uint16)
    state = np.zeros(draws.size, dtype=np.uint8)
    months = np.empty((MONTHS, draws.size), dtype=np.uint8)
    for step in range(steps):
        state = table[base + state.astype(np.int64) * 2**16 + bits[step]]
        if step >= _BURN_IN:
            months[steps - 1 - step] = state
    return np.ascontiguousarray(months.T)


def _draw_record(draws: Draws, risk: Reals) -> Record:
    """A record from a risk."""
    card_chain, loan_chain = draw_chain(draws, risk), draw_chain(draws, risk - 0.15)
    has_card, has_loan = draws.chance(0.74), draws.chance(0.68)
    card = _history(draws, card_chain, has_card)
    loan = _history(draws, loan_chain, has_loan)
    _end_badly(draws, card, "BG")
    _end_badly(draws, loan, "BDZ")
    _settle(draws, loan)
    frozen = np.isin(card[:, 0], [_NOT_DUE, _PAID]) & draws.chance(0.0008)
    card_now, loan_now = _behind(card), _behind(loan)
    card_here, loan_here = draws.chance(0.35), draws.chance(0.5)
    fresh = draws.chance(0.0006)
    record = Record(
        card=card,
        loan=loan,
        frozen=frozen,
        banned=draws.chance(0.0008),
        here=card_now & card_here | loan_now & loan_here | fresh,
        elsewhere=card_now & ~card_here | loan_now & ~loan_here,
        good_social=~draws.chance(0.0015 * np.exp(0.5 * risk)),
    )
    _lose_months(draws, card)
    return record


def _history(draws: Draws, chain: History, has: Flags) -> History:
    """A chain as a report writes it: opened some months ago, sometimes not used."""
    text = np.where(chain > 0, chain + np.uint8(ord("0")), _PAID)
    idle = np.flatnonzero(draws.chance(0.10))
    unused = (draws.stream.random((idle.size, MONTHS)) < 0.7) & (chain[idle] == 0)
    text[idle] = np.where(unused, _NOT_DUE, text[idle])
    opened = np.where(has, np.exp(3.6 + 0.8 * draws.normal()), 0.0)
    text[draws.chance(PAYS_UP_FIRST), 0] = _PAID
    text[np.arange(MONTHS) >= opened[:, None]] = _NO_ACCOUNT
    return text


def _end_badly(draws: Draws, history: History, endings: str) -> None:
    """Some of those far behind end in bad debt or worse, in the newest month."""
    ends = (history[:, 0] >= ord("6")) & (history[:, 0] <= ord("7")) & draws.chance(0.35)
    marks = np.frombuffer(endings.encode(), dtype=np.uint8)
    chosen = marks[(draws.uniform() * len(marks)).astype(np.int64)]
    history[ends, 0] = chosen[ends]


def _settle(draws: Draws, loan: History) -> None:
    """One loan in eight was settled on time in the two years; after that there is no account."""
    month = (draws.uniform() * 8 * MONTHS).astype(np.int64)
    then = loan[np.arange(draws.size), np.minimum(month, MONTHS - 1)]
    on_time = np.isin(then, [_PAID, _NOT_DUE])
    settled = (month < MONTHS) & on_time & (loan[:, 0] <= _PAID)
    place = np.arange(MONTHS)
    loan[settled[:, None] & (place == month[:, None])] = _CLOSED
    loan[settled[:, None] & (place < month[:, None])] = _NO_ACCOUNT


def _behind(history: History) -> Flags:
    """Whether the newest month is overdue or ended badly."""
    newest = history[:, 0]
    return ((newest >= ord("1")) & (newest <= ord("7"))) | np.isin(newest, [_BAD_DEBT, _LEFT_OPEN])


def _lose_months(draws: Draws, history: History) -> None:
    """Months the report does not know, for a few."""
    few = draws.chance(0.0015)
    month = (draws.uniform() * MONTHS).astype(np.int64)
    history[few, month[few]] = _NEVER


def _grade(record: Record) -> Codes:
    """NORMAL to BANNED; months nobody knows are taken as paid."""
    grade = codes(record.banned.size, CREDIT_GRADE["NORMAL"])
    both = np.hstack([record.card, record.loan])
    marked = np.flatnonzero(_MARKED[both].any(axis=1))
    grade[marked] = _grade_of(both[marked])
    grade[record.abnormal | record.banned] = CREDIT_GRADE["BANNED"]
    return grade


_MARKED = np.zeros(256, dtype=np.bool_)
_MARKED[list(b"1234567DZGB")] = True


def _grade_of(both: History) -> Codes:
    """The grade of cards and loans side by side that are not all in order."""
    late = (both >= ord("1")) & (both <= ord("7"))
    worst = np.where(late, both, 0).max(axis=1)
    banned = (worst >= ord("4")) | (_MARKED[both] & ~late).any(axis=1)
    for half in (slice(0, MONTHS), slice(MONTHS, None)):
        banned |= late[:, half].sum(axis=1) > 8
        banned |= (both[:, half] == ord("3")).sum(axis=1) > 2
    grade = codes(worst.size, CREDIT_GRADE["BLEMISHED"])
    grade[worst == ord("3")] = CREDIT_GRADE["SUBSTANDARD"]
    grade[banned] = CREDIT_GRADE["BANNED"]
    return grade


def _facts_of(draws: Draws, record: Record, as_of_day: int) -> Facts:
    """A record as facts. The grade itself stands in the book where the bank has graded before."""
    grade = record.grade
    graded = draws.chance(0.12) & ~(record.card == _NEVER).any(axis=1)
    only_grade = graded & draws.chance(0.2)
    return {
        "card_history": _only(~only_grade, record.card),
        "loan_history": _only(~only_grade, record.loan),
        "abnormal_account": known_where(~only_grade, record.abnormal),
        "declared_banned": record.banned.astype(np.int8),
        "credit_grade": known_where(graded, grade),
        **_adjustment(draws, grade, as_of_day),
        "arrears_here": record.here.astype(np.int8),
        "arrears_elsewhere": record.elsewhere.astype(np.int8),
        "good_social_record": record.good_social.astype(np.int8),
    }


def _adjustment(draws: Draws, grade: Codes, as_of_day: int) -> Facts:
    """A few grades were adjusted by one step, each on a stated basis, most by a named approver."""
    behind = (grade == CREDIT_GRADE["SUBSTANDARD"]) & draws.chance(0.10)
    behind |= (grade == CREDIT_GRADE["BANNED"]) & draws.chance(0.04)
    basis = (draws.uniform() * len(ADJUSTMENT_BASES)).astype(np.int8)
    approver = (draws.uniform() * len(ADJUSTERS)).astype(np.int8)
    days_before = np.floor(draws.uniform() * 90).astype(np.int32)
    return {
        "adjusted_credit_grade": known_where(behind, (grade - 1).astype(np.int8)),
        "credit_adjustment_basis": known_where(behind, basis),
        "credit_adjustment_approver": known_where(
            behind & ~draws.chance(_WITHOUT_APPROVER), approver
        ),
        "credit_adjusted_on": known_where(behind, (as_of_day - days_before).astype(np.int32)),
    }


@dataclass(frozen=True)
class Accounts:
    """Credit accounts: the row of the customer in the block, and the facts of each account."""

    owner: Array
    kind: Codes
    state: Codes
    history: History


def draw_accounts(block: Block, record: Record) -> Accounts:
    """The accounts behind the histories: the worst of each month is the customer's history."""
    draws = block.draws("accounts")
    parts = [
        _accounts_of(draws, record, record.card, "credit_card"),
        _accounts_of(draws, record, record.loan, "loan"),
    ]
    owner = np.concatenate([part.owner for part in parts])
    order = np.argsort(owner, kind="stable")
    return Accounts(
        owner[order],
        *(
            np.concatenate([getattr(part, name) for part in parts])[order]
            for name in ("kind", "state", "history")
        ),
    )


def _accounts_of(draws: Draws, record: Record, history: History, kind: str) -> Accounts:
    """The first account carries the customer's history; the others are younger and in order."""
    has = (history != _NO_ACCOUNT).any(axis=1)
    more = np.where((history == _CLOSED).any(axis=1), 0, draws.stream.poisson(0.55, draws.size))
    count = np.where(has, 1 + np.minimum(more, 5), 0)
    owner = np.repeat(np.arange(draws.size), count)
    first = np.concatenate([[True], owner[1:] != owner[:-1]]) if owner.size else has[:0]
    text = history[owner]
    late = ~np.isin(text, [_NO_ACCOUNT, _NOT_DUE, _PAID, _NEVER])
    text[late & ~first[:, None]] = _PAID
    opened = draws.stream.exponential(30.0, owner.size)
    text[~first[:, None] & (np.arange(MONTHS) >= np.maximum(opened, 1)[:, None])] = _NO_ACCOUNT
    kinds = codes(owner.size, ACCOUNT_KIND[kind])
    states = _states(text)
    if kind == "credit_card":
        kinds[draws.stream.random(owner.size) < 0.02] = ACCOUNT_KIND["semi_credit_card"]
        states[first & record.frozen[owner]] = ACCOUNT_STATE["frozen"]
    return Accounts(owner, kinds, states, text)


def _states(text: History) -> Codes:
    """The state of an account by its newest month."""
    newest = text[:, 0]
    settled = (text == _CLOSED).any(axis=1)
    state = codes(newest.size, ACCOUNT_STATE["active"])
    state[(newest >= ord("1")) & (newest <= ord("7"))] = ACCOUNT_STATE["overdue"]
    state[np.isin(newest, [_LEFT_OPEN, _ASSETS, _GUARANTOR])] = ACCOUNT_STATE["closed"]
    state[settled] = ACCOUNT_STATE["settled"]
    state[newest == _BAD_DEBT] = ACCOUNT_STATE["bad_debt"]
    return state
