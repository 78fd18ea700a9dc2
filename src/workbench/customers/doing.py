"""A deed: what somebody does on a page, as a form, an action, a right, and the tab to which it leads back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from workbench.common.acting import Actor
from workbench.customers import forms
from workbench.customers.models import Party

Typed = dict[str, Any]


@dataclass(frozen=True)
class Deed:
    """`do` gets the thing, the actor, what was typed; a text that it answers is shown once and kept nowhere."""

    key: str
    title: Any
    right: str
    form: type[forms.DeedForm]
    do: Callable[[Any, Actor, Typed], Any]
    tab: str = ""
    of: type[models.Model] = Party
    says: Any = ""

    @property
    def route(self) -> str:
        return f"{self.of._meta.model_name}_{self.key}"

    @property
    def pattern(self) -> str:
        """A file by its number, other things by their key."""
        if self.of is Party:
            return f"customers/<str:number>/{self.key}/"
        return f"customers/{self.of._meta.model_name}/<int:pk>/{self.key}/"


def plain(action: Callable[..., Any]) -> Callable[[Any, Actor, Typed], Any]:
    """An action whose inputs are called as the fields are."""
    return lambda thing, by, typed: action(thing, by=by, **typed)
