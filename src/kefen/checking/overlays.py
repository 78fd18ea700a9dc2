"""A bank's own values laid over a policy: parameters, switches, lists; cited, dated, digested."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, TypeVar

from kefen.checking.numbers import spelled, value_advice
from kefen.checking.overlay_folder import Listed, LoadedList, Overlay
from kefen.checking.scope import said
from kefen.diagnostics import Diagnostics, did_you_mean
from kefen.errors import PolicyError
from kefen.policy import DatedValue, ParameterSpec, Policy
from kefen.reading.yaml_text import Entry
from kefen.source import NOWHERE, Span
from kefen.spelling import NotAccepted, convert_to, to_code
from kefen.values import TEXT
from kefen.vocabulary import FactSpec, ReferenceList

ParameterChange = Callable[[ParameterSpec], ParameterSpec]
ListChange = Callable[[ReferenceList], ReferenceList]
Made = TypeVar("Made")

_MOST_TOLD = 3


@dataclass(frozen=True)
class Changes:
    """What becomes of parameters, switches and lists, by name or by ``policy/name``."""

    parameters: Mapping[str, ParameterChange] = field(default_factory=dict)
    assumptions: Mapping[str, bool] = field(default_factory=dict)
    lists: Mapping[str, ListChange] = field(default_factory=dict)


def apply_overlay(policy: Policy, overlay: Overlay) -> Policy:
    """The policy with the bank's values, and so the policies it uses.

    ``PolicyError`` when a name is unknown or a value does not fit.
    """
    found = Diagnostics()
    _check_overlay([policy], overlay, found)
    laid = _laid(policy, _changes(overlay, found), overlay.digest)
    if found.errors:
        raise PolicyError(found.sorted())
    return laid


def apply_overlay_to_each(policies: Sequence[Policy], overlay: Overlay) -> list[Policy]:
    """The policies, each with those of the bank's values that it knows; one that knows none stays as it is.

    ``PolicyError`` when none of them knows a name, or a value does not fit.
    """
    found = Diagnostics()
    _check_overlay(policies, overlay, found)
    changes = _changes(overlay, found)
    laid = [_with_known(policy, overlay, changes) for policy in policies]
    if found.errors:
        raise PolicyError(list(dict.fromkeys(found.sorted())))
    return laid


def apply_known(policy: Policy, overlay: Overlay) -> Policy:
    """The policy with those values of an overlay that it knows; those of other policies are passed over."""
    found = Diagnostics()
    laid = _with_known(policy, overlay, _changes(overlay, found))
    if found.errors:
        raise PolicyError(found.sorted())
    return laid


def with_lists(policy: Policy, lists: Mapping[str, ReferenceList]) -> Policy:
    """The policy with reference lists as they were loaded once."""

    def loaded(once: ReferenceList, listed: ReferenceList) -> ReferenceList:
        return replace(listed, entries=once.entries, dated=once.dated, cites=once.cites)

    return _laid(policy, Changes(lists={name: partial(loaded, one) for name, one in lists.items()}))


def _with_known(policy: Policy, overlay: Overlay, changes: Changes) -> Policy:
    """The digest of the overlay is part of the policy's only if it says something of its values."""
    values = _known(policy, "parameter").keys() & overlay.parameters
    switches = _known(policy, "assumption").keys() & overlay.assumptions
    return _laid(policy, changes, overlay.digest if values or switches else "")


def _check_overlay(policies: Sequence[Policy], overlay: Overlay, found: Diagnostics) -> None:
    for what, places in (
        ("parameter", {name: entry.where for name, entry in overlay.parameters.items()}),
        ("assumption", {name: entry.where for name, entry in overlay.assumptions.items()}),
        ("reference list", {name: listed.span for name, listed in overlay.lists.items()}),
    ):
        _check_names(policies, what, places, found)


def _changes(overlay: Overlay, found: Diagnostics) -> Changes:
    parameters, lists = overlay.parameters.items(), overlay.lists.items()
    return Changes(
        {name: partial(_with_value, entry, overlay, found) for name, entry in parameters},
        {name: _switch(entry, found) for name, entry in overlay.assumptions.items()},
        {name: partial(_loaded, listed, found) for name, listed in lists},
    )


def _switch(entry: Entry, found: Diagnostics) -> bool:
    if entry.text not in ("on", "off", "true", "false"):
        found.error("T002", f"`{entry.text}` is neither `on` nor `off`", entry.span)
    return entry.text in ("on", "true")


def _loaded(given: LoadedList, found: Diagnostics, listed: ReferenceList) -> ReferenceList:
    entries = tuple(_codes(given.entries, listed, found))
    return replace(listed, entries=entries, dated=given.dated, cites=given.cites)


def _codes(
    given: Sequence[Listed], listed: ReferenceList, found: Diagnostics
) -> Iterator[tuple[str, date | None, date | None]]:
    """The entries as the facts that are looked up in the list are read; the first few that are no codes are told."""
    convert = convert_to(FactSpec(listed.name, listed.label, TEXT, check=listed.check))
    wrong = 0
    for entry in given:
        reason = "no code"
        try:
            code = convert(entry.text) if to_code(entry.text) else None
        except NotAccepted as refused:
            code, reason = None, f"{refused.reason} {refused.detail}".strip()
        if code is not None:
            yield code, entry.since, entry.until
        elif (wrong := wrong + 1) <= _MOST_TOLD:
            message = f"`{entry.text}` cannot be a code of the list `{listed.name}`: {reason}"
            advice = "correct the line, or take it out; a list of names or of damaged codes is none"
            found.error("T002", message, entry.span, advice)
    if wrong > _MOST_TOLD:
        message = f"{wrong - _MOST_TOLD} more lines cannot be codes of the list `{listed.name}`"
        found.error("T002", message, given[-1].span)


def _with_value(
    entry: Entry, overlay: Overlay, found: Diagnostics, parameter: ParameterSpec
) -> ParameterSpec:
    """The parameter with a new value from a day on; earlier days keep theirs."""
    value = entry.get("value") if isinstance(entry.value, Mapping) else entry
    given = entry.get("from")
    since = given.day if given.value is not None else overlay.issued
    if since is None:
        message = f"the value of `{parameter.name}` has no day it begins"
        advice = "write `from: 2026-01-01`, or `issued` under `overlay`"
        found.error("D004", message, entry.where, advice)
        return parameter
    try:
        made = spelled(value.text, parameter.kind)
    except ValueError:
        one = bool(value.spelled)
        advice = value_advice(value.text, parameter.kind) if one else "write one value"
        message = f"`{value.text or parameter.name}` is not {said(parameter.kind)}"
        found.error("T002", message, value.span, advice)
        return parameter
    dated = DatedValue(made, since, None, entry.get("cites").text or overlay.cites)
    kept = tuple(old for old in parameter.values if old.since < since)
    return replace(parameter, values=(*kept, dated))


def policy_with(
    policy: Policy,
    assumptions: Mapping[str, Any] | None = None,
    parameters: Mapping[str, Any] | None = None,
    lists: Mapping[str, Any] | None = None,
) -> Policy:
    """The policy with switches, values or list entries replaced: for cases and what-if."""
    found = Diagnostics()
    chosen = {"assumption": assumptions, "parameter": parameters, "reference list": lists}
    for what, named in chosen.items():
        _check_names([policy], what, dict.fromkeys(named or {}, NOWHERE), found)
    changes = Changes(
        {n: partial(_always, value, found) for n, value in (parameters or {}).items()},
        {name: on in (True, "on", "true") for name, on in (assumptions or {}).items()},
        {name: partial(_listing, codes, found) for name, codes in (lists or {}).items()},
    )
    laid = _laid(policy, changes)
    if found.errors:
        raise PolicyError(found.sorted())
    return laid


def _always(value: Any, found: Diagnostics, parameter: ParameterSpec) -> ParameterSpec:
    try:
        made = spelled(str(value), parameter.kind)
    except ValueError:
        message = f"`{value}` is not {said(parameter.kind)}, as `{parameter.name}` must be"
        found.error("T002", message, NOWHERE)
        return parameter
    return replace(parameter, values=(DatedValue(made, date.min, None),))


def _listing(
    codes: Iterable[Any] | None, found: Diagnostics, listed: ReferenceList
) -> ReferenceList:
    given = None if codes is None else [Listed(str(c), None, None, NOWHERE) for c in codes]
    entries = None if given is None else tuple(_codes(given, listed, found))
    return replace(listed, max_age=None, entries=entries, dated=None)


# --- a policy and those it uses -------------------------------------------------------------------


def family(policy: Policy) -> Iterator[Policy]:
    """The policy and all that it uses."""
    yield policy
    for use in policy.uses:
        yield from family(use.policy)


def _known(policy: Policy, what: str) -> dict[str, None]:
    """What can be named of a kind, plainly or as ``policy/name``, in the policy and all that it uses."""
    known: dict[str, None] = {}
    for member in family(policy):
        names: Iterable[str] = {
            "parameter": member.parameters,
            "assumption": member.assumptions,
            "reference list": member.vocabulary.reference_lists,
        }[what]
        known |= dict.fromkeys(word for name in names for word in (name, f"{member.name}/{name}"))
    return known


def _check_names(
    policies: Sequence[Policy], what: str, named: Mapping[str, Span], found: Diagnostics
) -> None:
    known = {name: None for policy in policies for name in _known(policy, what)}
    names = {policy.name for policy in policies}
    where = names.pop() if len(names) == 1 else "any of the policies"
    for name, span in named.items():
        if name not in known:
            found.error("N001", f"no {what} `{name}` in {where}", span, did_you_mean(name, known))


def _of(policy: Policy, named: Mapping[str, Made]) -> dict[str, Made]:
    """What is said of a policy's names, by their plain form; ``policy/name`` goes before."""
    prefix = f"{policy.name}/"
    own = {name.removeprefix(prefix): made for name, made in named.items() if prefix in name}
    return {name: made for name, made in named.items() if "/" not in name} | own


def _laid(policy: Policy, changes: Changes, digest: str = "") -> Policy:
    """The policy changed, and so all that it uses; a new digest if there is something to add."""
    parameters = dict(policy.parameters)
    for name, change in _of(policy, changes.parameters).items():
        if name in parameters:
            parameters[name] = change(parameters[name])
    assumptions = dict(policy.assumptions)
    for name, holds in _of(policy, changes.assumptions).items():
        if name in assumptions:
            assumptions[name] = replace(assumptions[name], holds=holds)
    lists = dict(policy.vocabulary.reference_lists)
    for name, relist in _of(policy, changes.lists).items():
        if name in lists:
            lists[name] = relist(lists[name])
    joined = hashlib.sha256(f"{policy.digest}\n{digest}".encode()).hexdigest()
    return replace(
        policy,
        parameters=parameters,
        assumptions=assumptions,
        vocabulary=replace(policy.vocabulary, reference_lists=lists),
        uses=tuple(replace(use, policy=_laid(use.policy, changes, digest)) for use in policy.uses),
        digest=joined if digest else policy.digest,
    )
