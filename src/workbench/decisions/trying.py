"""What-if: facts as a form, all scales decided as one types. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django import forms

from kefen import FactsError
from kefen.calculating.instalments import instalment
from kefen.calculating.terms import LoanTerms, Method, TermsError
from kefen.exact import percent
from kefen.saying.problems import say_problem
from workbench.common.errors import RefusedError
from workbench.common.languages import language
from workbench.customers.models import PartyKind
from workbench.decisions.asking import field_for
from workbench.decisions.gathering import Asked, facts_for, plain
from workbench.decisions.telling import Told
from workbench.decisions.wording import headline_of
from workbench.policies.queries import texts_of
from workbench.policies.scales import Scale, Subject, scale_of, scales_of

PREFIX = "try-"


@dataclass(frozen=True)
class OtherLine:
    """Another scale with the same facts: its result only."""

    scale: str
    headline: str
    pack: str


@dataclass(frozen=True)
class Tried:
    """The open scale in full, the others by their results, and what was not accepted, in words."""

    told: Told | None
    others: tuple[OtherLine, ...]
    problems: tuple[str, ...]
    sums: Sums | None = None


@dataclass(frozen=True)
class Sums:
    """A loan tried beside the facts: instalment and both income ratios. None is unknown."""

    instalment: Decimal
    own_ratio: str | None
    all_ratio: str | None
    error: str = ""


@dataclass(frozen=True)
class Trial:
    """What is tried: a party, the scale that is open, values typed over those on record, a loan beside."""

    asked: Asked
    pack: str
    typed: Mapping[str, Any] = field(default_factory=dict)
    loan: Mapping[str, str] = field(default_factory=dict)


def facts_form(trial: Trial, data: Any = None) -> forms.Form:
    """A field for every fact of the open scale that can be typed, with the values on record."""
    asked = trial.asked
    decider = texts_of(asked.day, asked.party.branch).decider(trial.pack, asked.day, "restricted")
    given = decider.reader.read(facts_for(asked), asked.day, strict=False)
    known = decider.reader.outside(given.values)
    form = forms.Form(data, prefix="try", initial=_written(known) | _written(dict(trial.typed)))
    for one in decider.reader.inputs:
        if one.spec is not None and not one.derived and one.spec.kind.name != "history":
            form.fields[one.name] = field_for(one.spec)
    for name in [name for name, spec in decider.policy.vocabulary.facts.items() if spec.key]:
        form.fields.pop(name, None)
    return form


def read_trial(asked: Asked, pack: str, data: Any) -> Trial:
    """What a form sent: a value left empty is tried as unknown."""
    names = {key.removeprefix(PREFIX) for key in data if key.startswith(PREFIX)}
    typed = {name: _sent(data.getlist(PREFIX + name)) for name in names}
    return Trial(asked, pack, typed, {name: data.get(name, "") for name in LOAN})


LOAN = ("amount", "annual_rate", "months", "fee", "income", "debts")


def tried(trial: Trial) -> Tried:
    """Decides the typed facts on all scales of the party; the open one is explained."""
    asked = trial.asked
    texts = texts_of(asked.day, asked.party.branch)
    facts = facts_for(asked)
    facts = {name: value for name, value in facts.items() if _base(name) not in trial.typed}
    facts = plain(facts | {name: value for name, value in trial.typed.items() if value is not None})
    company = asked.party.kind != PartyKind.PERSON
    told: Told | None = None
    others: list[OtherLine] = []
    problems: list[str] = []
    for scale in scales_of(Subject.COMPANY if company else Subject.PERSON):
        decider = texts.decider(scale.pack, asked.day, "restricted")
        try:
            decision = decider.decide(facts, asked.day, strict=False)
        except FactsError as error:
            words = decider.policy.vocabulary
            problems += [say_problem(one, words, language()) for one in error.problems]
            continue
        if scale.pack == trial.pack:
            told = Told(decision, "restricted", asked.party)
        else:
            scale_label = decision.policy.decides.label if decision.policy.decides else None
            name = (scale_label or decision.policy.title).said(language())
            others.append(OtherLine(name, headline_of(decision, language()), scale.pack))
    return Tried(told, tuple(others), tuple(dict.fromkeys(problems)), sums_of(trial.loan))


def open_scale(asked: Asked, pack: str) -> Scale:
    """The scale that is tried; `RefusedError` for one that is not of such a party."""
    found = scale_of(pack)
    subject = Subject.COMPANY if asked.party.kind != PartyKind.PERSON else Subject.PERSON
    if found is None or found.subject is not subject:
        raise RefusedError("", field="pack")
    return found


def sums_of(loan: Mapping[str, str]) -> Sums | None:
    """Instalment and ratios of a loan; None while amount, rate or term is missing."""
    numbers = {name: _number(loan.get(name, "")) for name in LOAN}
    amount, rate, months = (numbers[name] for name in ("amount", "annual_rate", "months"))
    if amount is None or rate is None or months is None:
        return None
    try:
        monthly = instalment(LoanTerms(amount, rate / 100, int(months), Method.EQUAL_INSTALMENT))
    except TermsError as error:
        return Sums(Decimal(0), None, None, str(error))
    own = monthly + (numbers["fee"] or 0)
    debts = numbers["debts"]
    return Sums(
        monthly,
        _ratio(own, numbers["income"]),
        None if debts is None else _ratio(own + debts, numbers["income"]),
    )


def _ratio(part: Decimal, income: Decimal | None) -> str | None:
    if not income or income < 0:
        return None
    return str(percent(Fraction(part) / Fraction(income)))


def _number(text: str) -> Decimal | None:
    with suppress(InvalidOperation):
        found = Decimal(text.replace(",", "").strip())
        return found if found.is_finite() else None
    return None


def _base(name: str) -> str:
    return name.removesuffix("@")


def _sent(values: list[str]) -> Any:
    kept = [value for value in values if value != ""]
    if len(kept) > 1:
        return kept
    return kept[0] if kept else None


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    """As a field shows them."""
    shown = {True: "true", False: "false"}
    return {
        name: shown[value] if isinstance(value, bool) else value
        for name, value in values.items()
        if not isinstance(value, dict) and value is not None
    }
