"""The one door for writes: an action checks the right, changes, and writes one entry, in one transaction.

    @action("branch.opened", right="branch.change", says=_("opened branch {code}"))
    def open_branch(parent: Branch, *, by: Actor, reason: str, code: str, name: str) -> Branch: ...

The first parameter is the object (a model), or there is none; `by` and `reason` are keyword-only, and so are the
inputs. Words of the sentence are inputs by name, and `object` and `result`. Screens, API, imports and rules call
the same function; the API operation is made from its signature. Every `Recorded` row made inside takes the key of
its entry.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from workbench.common.acting import Actor
from workbench.common.errors import NotFoundError, RefusedError
from workbench.journal.recording import recording
from workbench.journal.sentences import Label, declare_sentence
from workbench.journal.writing import About, Act, write

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Action:
    """A row of the registry. `rules` may do it without the right; `needs_reason` refuses an empty reason."""

    code: str
    right: str
    function: Callable[..., Any]
    signature: inspect.Signature
    rules: frozenset[str]
    needs_reason: bool
    api: bool
    unsaid: frozenset[str] = frozenset()

    @property
    def object_parameter(self) -> inspect.Parameter | None:
        """What is acted on; None when something is made from nothing."""
        first = next(iter(self.signature.parameters.values()), None)
        return first if first and first.kind is not inspect.Parameter.KEYWORD_ONLY else None

    @property
    def inputs(self) -> tuple[inspect.Parameter, ...]:
        """What is given besides object, actor and reason."""
        own = (p for p in self.signature.parameters.values() if p.kind is p.KEYWORD_ONLY)
        return tuple(p for p in own if p.name not in ("by", "reason"))


ACTIONS: dict[str, Action] = {}

Guard = Callable[[Action, Actor, Any], None]
GUARDS: list[Guard] = []


def declare_guard(guard: Guard) -> None:
    """Asked before every action of a person, with the thing that it is on: raises what refuses it, whatever his rights."""
    GUARDS.append(guard)


def action(
    code: str,
    *,
    right: str,
    says: Any,
    rules: tuple[str, ...] = (),
    secret: tuple[str, ...] = (),
    needs_reason: bool = False,
    api: bool = True,
    unsaid: tuple[str, ...] = (),
    told_to: str = "",
    labels: Mapping[str, Label] | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declares an action and its sentence.

    `rules` are names of rules that may do it; `secret` words are sealed in the journal, `unsaid` inputs (passwords)
    are not kept at all. With `told_to`, only readers with that right too learn that it was done. Words that are choices
    are told by their labels; `labels` are those of other codes.
    """

    def made(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function, eval_str=True)
        told = {**_of_choices(signature), **(labels or {})}
        declare_sentence(code, says, secret=frozenset(secret), told_to=told_to, labels=told)
        row = Action(
            code, right, function, signature, frozenset(rules), needs_reason, api, frozenset(unsaid)
        )

        @wraps(function)
        def done(*args: P.args, **kwargs: P.kwargs) -> R:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            return _do(row, bound, lambda: function(*args, **kwargs))

        ACTIONS[code] = replace(row, function=done)
        return done

    return made


def _of_choices(signature: inspect.Signature) -> dict[str, Label]:
    """The labels of inputs that are choices."""
    return {
        p.name: partial(_labelled, p.annotation)
        for p in signature.parameters.values()
        if isinstance(p.annotation, type) and issubclass(p.annotation, models.TextChoices)
    }


def _labelled(choices: type[models.TextChoices], word: str) -> Any:
    return choices(word).label if word in choices.values else word


def _do(row: Action, bound: inspect.BoundArguments, function: Callable[[], R]) -> R:
    by: Actor = bound.arguments["by"]
    reason: str = bound.arguments.get("reason", "")
    thing = bound.arguments[row.object_parameter.name] if row.object_parameter else None
    _demand(row, by, thing)
    if row.needs_reason and not reason.strip():
        raise RefusedError(_("Say why."), field="reason")
    with transaction.atomic(), recording() as key:
        result = function()
        about = about_of(thing if thing is not None else result)
        write(Act(row.code, about, _words(row, bound, thing, result), reason), by=by, key=key)
    return result


def _demand(row: Action, by: Actor, thing: Any) -> None:
    if by.is_rule:
        if by.key.removeprefix("rule:") not in row.rules:
            by.demand(row.right)
        return
    by.demand(row.right, getattr(thing, "branch_path", None))
    if isinstance(thing, models.Model):
        _demand_reached(row, by, thing)
    for guard in GUARDS:
        guard(row, by, thing)


def _demand_reached(row: Action, by: Actor, thing: models.Model) -> None:
    """Who has only a portfolio at a branch does nothing to what lies outside it, by whatever door."""
    path = getattr(thing, "branch_path", None)
    seen_by = getattr(type(thing)._default_manager, "seen_by", None)
    if path is None or seen_by is None or by.scope(row.right).reaches(path):
        return
    if not seen_by(by, row.right).filter(pk=thing.pk).exists():
        raise NotFoundError(type(thing).__name__)


def about_of(thing: Any) -> About:
    """Kind and key of a thing; the branch is its `branch_path`, "" where it has none."""
    if not isinstance(thing, models.Model):
        return About()
    kind = thing._meta.model_name or ""
    return About(kind, str(thing.pk), str(getattr(thing, "branch_path", "")))


def _words(row: Action, bound: inspect.BoundArguments, thing: Any, result: Any) -> dict[str, str]:
    words = {
        p.name: str(bound.arguments[p.name])
        for p in row.inputs
        if p.name not in row.unsaid and bound.arguments[p.name] not in (None, "")
    }
    if thing is not None:
        words["object"] = str(thing)
    if isinstance(result, models.Model):
        words["result"] = str(result)
    return words
