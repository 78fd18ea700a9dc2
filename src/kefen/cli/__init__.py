"""The command line. It alone reads the clock."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kefen.cli.screen import Screen

DONE, ERRORS, WRONG_USAGE, QUARANTINED, SIGNALLED = 0, 1, 2, 3, 128

#: what the loader of libraries says where there is no room for one
_NOT_LOADED = "failed to map segment from shared object"
#: a pack becomes some hundred thousand objects that all stay: looking for rubbish every 700 is a tenth of a command's time
_OBJECTS = 100_000


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(_OBJECTS)
    code = run_command(sys.argv[1:])
    gc.freeze()  # what is left goes with the process
    sys.exit(code)


def run_command(args: Sequence[str]) -> int:
    """Run a command. 0 done, 1 input or policy has errors, 2 wrong usage, 3 done with quarantined rows."""
    _settle_streams()
    received = _heed_signals()
    try:
        code = _invoke(list(args))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _show_end(received[-1] if received else signal.SIGINT, _screen(args))
    except BrokenPipeError:
        _close_quietly()
        return SIGNALLED + signal.SIGPIPE
    except Exception as error:  # noqa: BLE001 - the outermost edge
        return _show(error, _screen(args))
    return code


def _screen(args: Sequence[str]) -> Screen:
    """Where faults are told. Nothing is loaded before an interrupt is heard."""
    from kefen.cli.screen import screen_for
    from kefen.cli.words import chosen_language

    return screen_for(chosen_language(args), sys.stderr)


def _show_end(number: int, screen: Screen) -> int:
    """What the system, or a person, ended."""
    from kefen.cli.words import say

    key = "interrupted" if number == signal.SIGINT else "terminated"
    screen.line(say(screen.lang, key, name=signal.Signals(number).name))
    return SIGNALLED + number


def _heed_signals() -> list[int]:
    """End as by Ctrl-C when the system asks to end: what was begun is taken back. The signals that came are noted."""
    received: list[int] = []

    def end(number: int, _: object) -> None:
        received.append(number)
        raise KeyboardInterrupt

    if threading.current_thread() is threading.main_thread():
        if signal.getsignal(signal.SIGINT) == signal.SIG_DFL:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, end)
    return received


def _invoke(args: list[str]) -> int:
    from click.exceptions import Exit

    from kefen.cli.app import app

    try:
        with app.make_context("kefen", args or ["--help"]) as context:
            code = app.invoke(context)
    except Exit as end:  # --help and --version have said all
        return end.exit_code
    return code if isinstance(code, int) else DONE


def _settle_streams() -> None:
    """A character the terminal cannot show becomes a question mark, not a fault."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _close_quietly() -> None:
    """Nobody reads on, or there is no room: what is still to be written goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _show(error: Exception, screen: Screen) -> int:
    """An exception in words, and the exit code it stands for."""
    from kefen.cli.inputs import WrongUsageError
    from kefen.cli.messages import in_words, show_error, show_kefen_error
    from kefen.cli.words import say
    from kefen.errors import KefenError

    if isinstance(error, KefenError):
        show_kefen_error(screen, error)
        return ERRORS
    if isinstance(error, WrongUsageError):
        _show_usage(screen, str(error), error.command)
        return WRONG_USAGE
    if hasattr(error, "format_message"):
        _show_usage(screen, _usage_in_words(error, screen.lang), _command_of(error))
        return WRONG_USAGE
    if isinstance(error, OSError) and error.strerror:
        why = in_words(error.strerror, screen.lang)
        if error.filename:
            show_error(screen, say(screen.lang, "cannot read", name=error.filename, why=why))
        else:
            show_error(screen, say(screen.lang, "cannot print", why=why))
            _close_quietly()
        return ERRORS
    if os.environ.get("KEFEN_DEBUG"):
        raise error
    if isinstance(error, MemoryError) or _NOT_LOADED in str(error):
        show_error(screen, say(screen.lang, "no memory"))
        return ERRORS
    show_error(screen, say(screen.lang, "unexpected", text=f"{type(error).__name__}: {error}"))
    return ERRORS


def _show_usage(screen: Screen, text: str, command: str) -> None:
    from kefen.cli.words import say

    screen.line(say(screen.lang, "wrong usage", text=text))
    screen.line(f"  {say(screen.lang, 'see help', command=command)}")


def _command_of(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    return str(context.command_path) if context is not None else "kefen"


def _usage_in_words(error: Exception, lang: str) -> str:
    """The command-line framework's own complaints; the frequent ones in both languages."""
    from kefen.cli.messages import in_words
    from kefen.cli.words import say

    name = type(error).__name__
    if name == "MissingParameter" and getattr(error, "param", None) is not None:
        parameter = error.param  # type: ignore[attr-defined]
        shown = (
            parameter.opts[-1] if parameter.param_type_name == "option" else parameter.name.upper()
        )
        return say(lang, "missing parameter", name=shown)
    if name == "NoSuchOption":
        return say(lang, "no such option", name=error.option_name)  # type: ignore[attr-defined]
    return in_words(str(error.format_message()), lang)  # type: ignore[attr-defined]


__all__ = ["DONE", "ERRORS", "QUARANTINED", "WRONG_USAGE", "main", "run_command"]
