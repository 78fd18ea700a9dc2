"""Diagnostics and errors as a reader sees them: the place, the line, a marker, one help line."""

from __future__ import annotations

from collections.abc import Sequence

from kefen.cli.screen import Screen
from kefen.cli.words import say
from kefen.diagnostics import Diagnostic
from kefen.errors import KefenError, PolicyError
from kefen.saying.widths import pad, width
from kefen.source import Span

_SHOWN_AT_MOST = 30


def show_error(screen: Screen, text: str, help: str = "") -> None:
    """One clear line for each fault, and perhaps one more that helps."""
    for line in text.split("\n"):
        screen.line(f"{screen.paint(say(screen.lang, 'error'), 'error')}: {line}")
    if help:
        screen.line(f"  {screen.paint(say(screen.lang, 'help'), 'note')}: {help}")


def show_warning(screen: Screen, text: str, help: str = "") -> None:
    """A line about something that was passed over."""
    tail = f"  ({help})" if help else ""
    screen.line(f"{screen.paint(say(screen.lang, 'warning'), 'warning')}: {text}{tail}")


def show_kefen_error(screen: Screen, error: KefenError) -> None:
    """What the library raised on purpose, each kind in its own form."""
    if isinstance(error, PolicyError):
        show_diagnostics(screen, [d for d in error.diagnostics if d.severity != "note"])
    else:
        show_error(screen, in_words(str(error), screen.lang))


def in_words(text: str, lang: str) -> str:
    """What the library said, in the language of the reader."""
    if lang != "zh":
        return text
    from kefen.cli.chinese import in_chinese

    said = [(line, in_chinese(line)) for line in text.split("\n")]
    whole = in_chinese(text) if len(said) > 1 and any(a == b for a, b in said) else text
    return whole if whole != text else "\n".join(chinese for _, chinese in said)


def show_diagnostics(screen: Screen, items: Sequence[Diagnostic]) -> None:
    """Each with its place and line; a flood is cut short."""
    for item in items[:_SHOWN_AT_MOST]:
        show_diagnostic(screen, item)
    if len(items) > _SHOWN_AT_MOST:
        screen.line(f"… +{len(items) - _SHOWN_AT_MOST}")


def show_diagnostic(screen: Screen, item: Diagnostic) -> None:
    """One diagnostic as a good compiler shows it."""
    lang = screen.lang
    message, advice = in_words(item.message, lang), in_words(item.help, lang)
    code = screen.paint(f"{say(lang, item.severity)} {item.code}", item.severity)
    strange = lang == "zh" and message == item.message
    title = f" {screen.paint(_said_code(item.code), 'bold')}" if strange else ""
    screen.line(f"{code}{title}: {message}")
    margin = len(str(max(item.span.line, item.other.line if item.other else 0)))
    _show_place(screen, item.span, margin, item.article, item.severity)
    if item.other is not None:
        screen.line(f"{' ' * margin} {screen.paint('…', 'dim')} {say(lang, 'see also')}")
        _show_place(screen, item.other, margin, "", "note")
    if advice:
        screen.line(f"{' ' * margin} {screen.paint('=', 'dim')} {say(lang, 'help')}: {advice}")
    screen.line()


def _said_code(code: str) -> str:
    from kefen.cli.chinese import codes

    return codes().get(code, "")


def _show_place(screen: Screen, span: Span, margin: int, article: str, style: str) -> None:
    blank = " " * margin
    where = f"{span}:{span.column}" if span.source.text else span.source.path
    screen.line(f"{blank} {screen.paint('-->', 'dim')} {where}{f'  {article}' if article else ''}")
    if not span.source.text:
        return
    line = span.source.line(span.line)
    bar = screen.paint("|", "dim")
    lead, marked = line[: span.column - 1], line[span.column - 1 :][: max(1, span.end - span.start)]
    screen.line(f"{screen.paint(str(span.line).rjust(margin), 'dim')} {bar} {line}")
    carets = "^" * max(1, width(marked.rstrip()))
    screen.line(f"{blank} {bar} {pad('', width(lead))}{screen.paint(carets, style)}")
