"""What a user names on the command line: packs, days, files of facts, settings. Each fault is one clear line."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kefen.cli.kept_policies import policy_on
from kefen.cli.messages import show_warning
from kefen.cli.screen import screen_for
from kefen.cli.words import say
from kefen.compiling.audience import AUDIENCES, Audience
from kefen.deciding import Decider
from kefen.diagnostics import Diagnostics, nearest
from kefen.errors import InputError, NoVersionError
from kefen.reading.folders import find_pack, shadowed, shipped_packs
from kefen.reading.json_text import JsonFault, json_of
from kefen.spelling import BLANKS, NotAccepted, to_day
from kefen.vocabulary import Vocabulary

_SIGNS = {"\\t": "\t", "\\001": "\x01", "\\x01": "\x01"}
_NO_DELIMITERS = "\"'\r\n\0\\-+"
_UNKNOWN_WORDS = {"unknown", "未知", "null"}


class WrongUsageError(Exception):
    """Something on the command line that cannot be read. ``command`` is the one to ask for help."""

    def __init__(self, text: str, command: str = "kefen") -> None:
        self.command = command
        super().__init__(text)


@dataclass(frozen=True)
class Request:
    """The policy a command asks for: a pack, a day, the overlays of the bank and of a branch, for whom."""

    pack: str
    as_of: date
    overlays: tuple[str, ...] = ()
    audience: Audience = "restricted"
    lang: str = field(default="zh", compare=False)

    def decider(self) -> Decider:
        """The decider, or one clear line in the user's language."""
        check_pack(self.pack, self.lang)
        overlay = [overlay_folder(name, self.lang) for name in self.overlays]
        try:
            policy = policy_on(self.pack, self.as_of)
        except NoVersionError:
            raise NoVersionError(self._no_version()) from None
        if overlay:
            from kefen.loading import laid_over

            policy = laid_over(policy, overlay)
        return Decider.of(policy, self.as_of, self.audience)

    def _no_version(self) -> str:
        from kefen.checking.dates import read_period
        from kefen.reading.pack import read_pack

        draft = read_pack(find_pack(self.pack))
        periods = [read_period(d.front.get("in_force"), Diagnostics()) for d in draft.documents]
        shown = ", ".join(f"{since} – {until or '…'}" for since, until in periods)
        return say(self.lang, "no version", pack=draft.name, day=self.as_of, periods=shown)


def read_audience(text: str, lang: str) -> Audience:
    """For whom, from the command line."""
    for audience in AUDIENCES:
        if text == audience:
            return audience
    raise WrongUsageError(say(lang, "not an audience", text=text))


def read_day(text: str, lang: str) -> date:
    """A day from the command line; today when nothing is said. The only clock of Kefen."""
    if not text:
        return date.today()  # noqa: DTZ011 - the day on the user's own calendar
    try:
        day = to_day(text)
    except NotAccepted:
        day = None
    if day is None:
        raise WrongUsageError(say(lang, "not a day", text=text))
    return day


def read_delimiter(text: str, lang: str) -> str:
    """One sign from the command line; ``\\t`` is a tab, ``\\001`` the sign of Hive."""
    sign = _SIGNS.get(text, text)
    if len(sign) > 1 or sign.isalnum() or (sign and sign in _NO_DELIMITERS):
        raise WrongUsageError(say(lang, "not a delimiter", text=text))
    return sign


def check_pack(name: str, lang: str) -> None:
    """``InputError`` with the shipped packs and the nearest name, unless the pack is there."""
    if Path(name).is_file():
        raise InputError(say(lang, "not a pack", name=name))
    try:
        find_pack(name)
        if shadowed(name) is not None:
            show_warning(screen_for(lang, sys.stderr), say(lang, "shipped is meant", name=name))
    except InputError:
        known = shipped_packs()
        text = say(lang, "no pack", name=name, known=", ".join(known))
        near = nearest(name, known)
        hint = f"  {say(lang, 'did you mean', name=near)}" if near else ""
        raise InputError(text + hint) from None


def overlay_folder(name: str, lang: str) -> Path:
    """The folder of an overlay."""
    folder = Path(name)
    if not folder.is_dir():
        raise InputError(say(lang, "no overlay", name=name))
    return folder


# --- files ---------------------------------------------------------------------------------------


def read_bytes(name: str, lang: str) -> bytes:
    """A file's bytes, or those of standard input for ``-``."""
    if name == "-":
        return sys.stdin.buffer.read()
    path = Path(name)
    if path.is_dir():
        raise InputError(say(lang, "a folder", name=name))
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(say(lang, "no file", name=name)) from None
    except OSError as error:
        raise InputError(say(lang, "cannot read", name=name, why=error.strerror or error)) from None


def text_of(content: bytes, name: str, lang: str) -> str:
    """UTF-8 with or without BOM, UTF-16 with one, else GB18030."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not content.startswith(b"PK\x03\x04"):
            return text
    raise InputError(say(lang, "not text", name=name))


def _text(name: str, lang: str) -> str:
    """The text of a file that is not empty."""
    text = text_of(read_bytes(name, lang), name, lang)
    if not text.strip():
        raise InputError(say(lang, "empty file", name=name))
    return text


def read_json(name: str, lang: str) -> Any:
    """What a file of JSON holds, numbers with every digit as written, every key once."""
    with _faults_in_words(name, lang):
        return json_of(_text(name, lang))


@contextmanager
def _faults_in_words(name: str, lang: str) -> Iterator[None]:
    """One line for a text that cannot be read."""
    try:
        yield
    except JsonFault as fault:
        raise InputError(say(lang, fault.reason, name=name, **fault.gaps)) from None
    except RecursionError:
        raise InputError(say(lang, "too nested", name=name)) from None


def read_facts(name: str, lang: str) -> dict[str, Any]:
    """One subject's facts from JSON or YAML, numbers with every digit as written."""
    text = _text(name, lang)
    is_json = name.endswith(".json") or text.lstrip()[0] in "{["
    with _faults_in_words(name, lang):
        facts = json_of(text) if is_json else _yaml_of(text, name, lang)
    if not isinstance(facts, dict):
        raise InputError(say(lang, "not one subject", name=name))
    return facts


def _yaml_of(text: str, name: str, lang: str) -> Any:
    from kefen.cli.yaml_facts import YamlFacts

    return YamlFacts(name, lang).read(text)


# --- settings --------------------------------------------------------------------------------------


def read_settings(texts: list[str], vocabulary: Vocabulary, lang: str) -> dict[str, Any]:
    """``FACT=VALUE`` by the fact's id; an empty value, or the word for it, makes the fact unknown.

    What is withheld from the reader is passed over without a word, as if it were not there.
    """
    settings: dict[str, Any] = {}
    names, withheld = vocabulary.names, vocabulary.withheld.get("", ())
    for text in texts:
        word, equals, value = text.partition("=")
        if not equals:
            raise WrongUsageError(say(lang, "not a setting", text=text), "kefen decide")
        word = word.strip(BLANKS)
        if word in withheld:
            continue
        if word not in names:
            raise InputError(unknown_fact(word, names, lang))
        if names[word] in settings:
            raise InputError(say(lang, "set twice", key=names[word]))
        plain = value.strip(BLANKS)
        known = plain and plain not in _UNKNOWN_WORDS
        settings[names[word]] = _setting(value, word, lang) if known else None
    return settings


def _setting(text: str, fact: str, lang: str) -> Any:
    """A text as it stands; a list of records may be written as JSON."""
    if text.strip()[0] not in "[{":
        return text
    try:
        return json_of(text)
    except JsonFault as fault:
        if fault.reason == "not json":
            return text
        raise InputError(say(lang, fault.reason, name=fact, **fault.gaps)) from None


def unknown_fact(word: str, names: Mapping[str, str], lang: str, key: str = "no fact") -> str:
    """A line about a name that means nothing, with the nearest that does."""
    near = nearest(word, names)
    hint = f"  {say(lang, 'did you mean', name=near)}" if near else ""
    return say(lang, key, name=word) + hint
