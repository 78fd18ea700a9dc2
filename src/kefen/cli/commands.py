"""Commands from the signatures of functions: what stands in ``Annotated`` is an argument or an option.

A command is read when it is asked for, so that starting one does not pay for the others.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar, get_args, get_type_hints

import click

Function = TypeVar("Function", bound=Callable[..., int])

HELP = {"help_option_names": ["-h", "--help"]}


@dataclass(frozen=True)
class Declared:
    """An option by its names, or without any an argument."""

    help: str
    metavar: str | None
    names: tuple[str, ...] = ()


class Commands(click.Group):
    """A group of commands, each made of a function when it is run or listed."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(context_settings=HELP, **settings)
        self.functions: dict[str, tuple[Callable[..., int], str]] = {}
        self.groups: dict[str, Callable[[], click.Group]] = {}

    def command_of(self, name: str, help_: str) -> Callable[[Function], Function]:
        """Make a command of a function."""

        def keep(function: Function) -> Function:
            self.functions[name] = function, help_
            return function

        return keep

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they stand."""
        return [*self.functions, *self.groups]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        if cmd_name in self.groups:
            return self.groups[cmd_name]()
        if cmd_name not in self.functions:
            return None
        function, help_ = self.functions[cmd_name]
        params = list(_parameters(function))
        return click.Command(cmd_name, HELP, function, params, help_)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A command that is nearly written is named."""
        near = get_close_matches(args[0], self.list_commands(ctx))
        if near and args[0] not in near:
            ctx.fail(f"No such command '{args[0]}'. Did you mean {', '.join(map(repr, near))}?")
        return super().resolve_command(ctx, args)


def _parameters(function: Callable[..., int]) -> Iterator[click.Parameter]:
    hints = get_type_hints(function, include_extras=True)
    for name, parameter in inspect.signature(function).parameters.items():
        kind, declared = get_args(hints[name])
        yield _parameter(name, kind, declared, parameter.default)


def _parameter(name: str, kind: Any, declared: Declared, default: Any) -> click.Parameter:
    """What is a list may be said several times; what has no default must be said."""
    several = kind not in (str, int, bool)
    needed = default is inspect.Parameter.empty
    settings: dict[str, Any] = {
        "help": declared.help,
        "metavar": declared.metavar,
        "required": needed,
    }
    if several:
        settings["callback"] = _listed
    elif not needed:
        settings["default"] = default
    if not declared.names:
        return click.Argument([name], nargs=-1 if several else 1, **settings)
    if kind is bool:
        return click.Option([*declared.names, name], is_flag=True, **settings)
    settings["type"] = str if several else kind
    return click.Option([*declared.names, name], multiple=several, **settings)


def _listed(_context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]) -> list[str]:  # fmt: skip
    return list(value)
