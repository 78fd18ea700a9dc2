"""Operations from the registry of actions: path, body and answer come from the signature, nothing is written twice."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from pydantic import ConfigDict, create_model, model_validator

from workbench.api.finding import find, key_of
from workbench.api.keys import demand_match, once
from workbench.common.acting import Actor
from workbench.common.routing import actor_of, list_operation
from workbench.journal.actions import ACTIONS, Action


class Strict(Schema):
    """A field that is not known is refused: a typing error must not pass as unknown."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def of_plain_text(cls, given: Any) -> Any:
        """Refuses characters that no text of a bank has and no database keeps."""
        for text in _texts(given):
            if "\0" in text or (
                not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text)
            ):
                raise ValueError(_("A text holds a character that cannot be kept."))
        return given


class Done(Schema):
    """What an action gives back: what was made or changed, and the entry of the journal that tells of it."""

    kind: str
    id: str
    ids: list[str] = []  # where several were made
    state: str | None = None
    journal: str | None = None


@dataclass(frozen=True)
class Operation:
    """An action as the API offers it."""

    action: Action
    thing: type[models.Model] | None
    body: type[Schema]

    @property
    def name(self) -> str:
        return "api_" + self.action.code.replace(".", "_")

    @property
    def path(self) -> str:
        """`/party/{key}/record-facts`, or `/record-facts` where something is made from nothing."""
        verb = self.action.function.__name__.replace("_", "-")
        return f"/{self.thing._meta.model_name}/{{key}}/{verb}" if self.thing else f"/{verb}"


def operations() -> list[Operation]:
    """One for every action that says so, in the order of their codes."""
    return [_operation(row) for code, row in sorted(ACTIONS.items()) if row.api]


def add_operations(api: NinjaAPI) -> None:
    """Registers them all."""
    for one in operations():
        api.default_router.add_api_operation(
            one.path,
            ["POST"],
            _view(one),
            response=Done,
            operation_id=one.name,
            summary=one.action.code,
            description=inspect.getdoc(one.action.function),
            tags=[one.action.code.split(".")[0]],
            url_name=one.name,
        )
        list_operation(f"api/v1{one.path}", name=one.name, right=one.action.right)


def _operation(row: Action) -> Operation:
    first = row.object_parameter
    thing = _model_of(first.annotation) if first else None
    fields: dict[str, Any] = {one.name: _field(one) for one in row.inputs}
    fields["reason"] = (str, ... if row.needs_reason else "")
    return Operation(row, thing, create_model(f"{_camel(row.code)}In", __base__=Strict, **fields))


def _field(parameter: inspect.Parameter) -> tuple[Any, Any]:
    model = _model_of(parameter.annotation)
    kind: Any = parameter.annotation if model is None else str
    if model is not None and type(None) in typing.get_args(parameter.annotation):
        kind = str | None
    return kind, ... if parameter.default is parameter.empty else parameter.default


def _model_of(annotation: Any) -> type[models.Model] | None:
    """The model of an annotation, also when it may be None."""
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        found = [_model_of(part) for part in typing.get_args(annotation)]
        return next((one for one in found if one), None)
    return (
        annotation if inspect.isclass(annotation) and issubclass(annotation, models.Model) else None
    )


def _view(operation: Operation) -> Callable[..., HttpResponse | Done]:
    def on_thing(request: HttpRequest, key: str, body: Any) -> Any:
        return once(request, body, lambda: _act(operation, request, key, body))

    def from_nothing(request: HttpRequest, body: Any) -> Any:
        return once(request, body, lambda: _act(operation, request, None, body))

    view = on_thing if operation.thing else from_nothing
    view.__annotations__["body"] = operation.body
    view.__name__ = operation.action.function.__name__
    return view


def _act(operation: Operation, request: HttpRequest, key: str | None, body: Schema) -> Done:
    actor, row = actor_of(request), operation.action
    given = {one.name: _given(one, getattr(body, one.name), actor, row.right) for one in row.inputs}
    arguments = []
    if operation.thing is not None:
        thing = find(operation.thing, key or "", actor, row.right)
        demand_match(request, thing)
        arguments.append(thing)
    result = row.function(*arguments, by=actor, reason=getattr(body, "reason", ""), **given)
    return answer(result)


def answer(result: Any) -> Done:
    """Of whatever an action gives back."""
    if isinstance(result, list | tuple) and all(isinstance(one, models.Model) for one in result):
        kinds = {one._meta.model_name for one in result}
        return Done(kind=",".join(sorted(kinds)), id="", ids=[key_of(one) for one in result])
    if not isinstance(result, models.Model):
        return Done(kind="", id="")
    state, journal = getattr(result, "state", None), getattr(result, "journal_key", None)
    return Done(
        kind=result._meta.model_name or "",
        id=key_of(result),
        state=str(state) if state is not None else None,
        journal=str(journal) if journal else None,
    )


def _given(parameter: inspect.Parameter, value: Any, actor: Actor, right: str) -> Any:
    model = _model_of(parameter.annotation)
    return value if model is None or value is None else find(model, str(value), actor, right)


def _texts(given: Any) -> Iterator[str]:
    if isinstance(given, str):
        yield given
    elif isinstance(given, Mapping):
        for name, value in given.items():
            yield from (*_texts(name), *_texts(value))
    elif isinstance(given, list):
        for value in given:
            yield from _texts(value)


def _camel(code: str) -> str:
    return "".join(part.capitalize() for part in code.replace(".", "_").split("_"))
