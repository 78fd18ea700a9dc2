"""``kefen facts``: the vocabulary of a policy, a sheet to fill in, a draft of a mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kefen.cli.inputs import Request
from kefen.cli.json_out import write_json
from kefen.cli.messages import in_words
from kefen.cli.screen import Column, Screen
from kefen.cli.words import say
from kefen.compiling import Plan, plan_policy
from kefen.errors import InputError
from kefen.policy import Policy
from kefen.publishing.fact_words import FactWords
from kefen.saying.expressions import Speaker
from kefen.saying.naming import Names
from kefen.vocabulary import FactSpec

_FEW = 56


def show_facts(request: Request, screen: Screen, *, as_json: bool) -> int:
    """The facts the policy reads: what is to be given first, what it can work out itself last."""
    policy = request.decider().policy
    if as_json:
        write_json(screen, _as_data(policy))
        return 0
    lang = screen.lang
    words = FactWords(Speaker(Names(policy, lang)))
    rows = list(_rows(policy, words, lang))
    names = ("label", "fact", "kind", "source")
    columns = [Column(say(lang, name), wraps=name in ("kind", "source")) for name in names]
    screen.table(columns, [row for derived, row in rows if not derived])
    inferred = [row for derived, row in rows if derived]
    if inferred:
        screen.line()
        screen.line(screen.paint(say(lang, "derived heading"), "bold"))
        screen.table([Column(), Column(), Column(wraps=True)], inferred)
    _show_lists(policy, screen)
    screen.line()
    given = len(rows) - len(inferred)
    screen.line(say(lang, "facts count", n=len(rows), given=given, derived=len(inferred)))
    return 0


def _rows(policy: Policy, words: FactWords, lang: str) -> Iterator[tuple[bool, list[str]]]:
    for given in plan_policy(policy).inputs:
        spec = given.spec
        if spec is None:
            continue
        label = spec.label.said(lang) + (" *" if spec.required or spec.key else "")
        if given.derived:
            cites = f" ({spec.cites})" if spec.cites else ""
            yield True, [label, spec.name, words.inference(spec) + cites]
        else:
            limit = words.age(spec)
            source = spec.source.said(lang) + (f" ≤ {limit}" if limit else "")
            yield False, [label, spec.name, _kind(spec, words), source]


def _kind(spec: FactSpec, words: FactWords) -> str:
    """The kind, and the values where they are few: the sheet and the JSON have all."""
    values = "" if spec.kind.name in ("flag", "history") else words.values(spec)
    shown = values if len(values) <= _FEW else f"{values[:_FEW]} …"
    return f"{words.kind_name(spec)}  {shown}" if shown else words.kind_name(spec)


def _show_lists(policy: Policy, screen: Screen) -> None:
    lang = screen.lang
    plan = plan_policy(policy)
    rows = []
    for given in plan.inputs:
        if given.is_list:
            spec = policy.vocabulary.lists[given.name]
            fields = ", ".join(f"{f.label.said(lang)} ({f.name})" for f in spec.fields.values())
            rows.append([spec.label.said(lang), spec.name, fields])
    for listed in plan.reference_lists.values():
        rows.append([listed.label.said(lang), listed.name, say(lang, "by overlay")])
    if rows:
        screen.line()
        screen.line(screen.paint(say(lang, "lists"), "bold"))
        screen.table([Column(), Column(), Column(wraps=True)], rows)


# --- as data ----------------------------------------------------------------------------------------


def _as_data(policy: Policy) -> dict[str, Any]:
    plan = plan_policy(policy)
    return {
        "policy": policy.name,
        "version": policy.version,
        "facts": [_fact(g.spec, derived=g.derived) for g in plan.inputs if g.spec is not None],
        "lists": [
            {
                "name": given.name,
                "label": policy.vocabulary.lists[given.name].label._asdict(),
                "fields": [
                    _fact(f, derived=f.name in _derived(plan, given.name))
                    for f in policy.vocabulary.lists[given.name].fields.values()
                ],
            }
            for given in plan.inputs
            if given.is_list
        ],
        "reference_lists": [
            {
                "name": listed.name,
                "label": listed.label._asdict(),
                "loaded": listed.entries is not None,
            }
            for listed in plan.reference_lists.values()
        ],
    }


def _derived(plan: Plan, listed: str) -> frozenset[str]:
    """The fields of a list that other policies work out."""
    work = plan.item_work.get(listed)
    return frozenset() if work is None else work.derived


def _fact(spec: FactSpec, *, derived: bool) -> dict[str, Any]:
    domain, age = spec.kind.domain, spec.max_age
    return {
        "name": spec.name,
        "label": spec.label._asdict(),
        "also": list(spec.also),
        "kind": spec.kind.name,
        "values": None
        if domain is None
        else [
            {"id": term.id, **term.label._asdict(), "also": list(term.also)}
            for term in domain.terms
        ],
        "unit": spec.unit._asdict(),
        "source": spec.source._asdict(),
        "max_age": None if age is None else {"months": age.months, "days": age.days},
        "low": spec.low,
        "high": spec.high,
        "negative": spec.negative,
        "check": spec.check,
        "changed_by": spec.changed_by,
        "key": spec.key,
        "required": spec.required,
        "confidential": spec.confidential,
        "derived": derived,
        "cites": spec.cites,
    }


# --- a sheet, a mapping -------------------------------------------------------------------------------


def write_sheet(request: Request, output: str, screen: Screen) -> int:
    """An empty Excel sheet with drop-downs and notes."""
    from kefen.publishing.template import write_template

    path = Path(output)
    if path.suffix.lower() != ".xlsx":
        raise InputError(say(screen.lang, "not xlsx", name=output))
    policy = request.decider().policy
    beside = path.with_name(f".{path.name}.part")
    try:
        write_template(policy, beside, screen.lang)
        beside.replace(path)
    except OSError as error:
        why = in_words(str(error.strerror or error), screen.lang)
        raise InputError(say(screen.lang, "cannot write", name=output, why=why)) from None
    finally:
        beside.unlink(missing_ok=True)
    screen.line(say(screen.lang, "wrote", name=output))
    return 0


def write_mapping(request: Request, source: str, how: Mapping[str, Any], screen: Screen) -> int:
    """A draft that says which column of a bank's file is which fact: on standard output, to be kept and corrected.

    ``how`` the file is read: its sheet, encoding and the lines above its header, as in a run.
    """
    from kefen.cli.run import check_table
    from kefen.running import Options, draft_mapping

    check_table(source, screen.lang)
    options = Options(lang="en" if screen.lang == "en" else "zh", **how)
    screen.out.write(draft_mapping(Path(source), request.decider(), options))
    return 0
