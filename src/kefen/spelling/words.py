"""Words: yes and no, values of closed domains, sets of them, repayment histories, results of other policies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from kefen.diagnostics import nearest
from kefen.memo import Memo
from kefen.spelling.cleaning import BLANKS, NONE, Convert, NotAccepted, bare, narrow, refuse_nothing
from kefen.values import MONTHS, REFUSAL, UNKNOWN_MONTH, Domain, Kind

_YES = ("true", "yes", "y", "t", "on", "是", "有")
_NO = ("false", "no", "n", "f", "off", "否", "无")
#: what is a flag without a second look
FLAG_WORDS: dict[Any, bool] = {
    spelled: side
    for side, words in ((True, ("1", "1.0", *_YES)), (False, ("0", "0.0", *_NO)))
    for word in words
    for spelled in (word, word.upper(), word.capitalize())
} | {True: True, False: False}
_ONE_OR_ZERO = re.compile(r"([01])(?:\.0+)?", re.A)
_BETWEEN = re.compile(r"[;；,，、|]")


def word_of(kind: Kind) -> Convert:
    """The reader of a kind whose values are words."""
    domain = kind.domain
    if domain is None:
        return FLAGS.__getitem__
    if kind.name == "set":
        return partial(_set, domain)
    if kind.name == "history":
        return _history_of(domain)
    if kind.name == "outcome":
        return _one_or_several(partial(_outcome, domain))
    return Memo(partial(_term, domain), str).__getitem__


def _flag(value: Any) -> bool | None:
    text = narrow(bare(value))
    if not text:
        return None
    number = _ONE_OR_ZERO.fullmatch(text)
    found = FLAG_WORDS.get(number[1] if number else text.lower())
    if found is None:
        refuse_nothing(text)
        raise NotAccepted("not a flag")
    return found


FLAGS = Memo(_flag, str)
FLAGS.update(FLAG_WORDS)


def _term(domain: Domain, value: Any) -> int | None:
    """A word's place; nothing for an empty one, and for a code that says the value is not known."""
    text = bare(value)
    for word in (text, narrow(text)):
        place = domain.places.get(word)
        if place is not None:
            return place
        if not word or word in domain.unknown:
            return None
    refuse_nothing(text)
    raise NotAccepted("not in domain", nearest(text, domain.places))


def _one_or_several(convert: Convert) -> Convert:
    """Remembers what single words mean."""
    words = Memo(convert, str)
    return lambda value: words[value] if type(value) is str else convert(value)


def _outcome(domain: Domain, value: Any) -> int | None:
    """A known result, or the results still possible, as a bit mask; at least one is."""
    mask = 0
    for word in value if isinstance(value, list | tuple) else (value,):
        if REFUSAL not in domain.places and bare(word) == REFUSAL:
            mask |= domain.refusal
            continue
        place = _term(domain, word)
        if place is None:
            return None
        mask |= 1 << place
    if not mask:
        raise NotAccepted("not in domain")
    return mask


def _set(domain: Domain, value: Any) -> int | None:
    """A bit for each word; not known at all as soon as one of them is not."""
    if isinstance(value, str):
        text = bare(value)
        if not text:
            return None
        words: Any = [word for word in _BETWEEN.split(text) if word.strip(BLANKS)] or (text,)
    else:
        words = value
    if not isinstance(words, list | tuple | set | frozenset):
        raise NotAccepted("not a set")
    return _mask(domain, words)


def _mask(domain: Domain, words: Any) -> int | None:
    mask = 0
    for word in words:
        if _says_none(word):
            if len(words) > 1:
                raise NotAccepted("not a set")
            return 0
        place = _term(domain, "null" if word is None else word)
        if place is None:
            return None
        mask |= 1 << place
    return mask


def _says_none(word: Any) -> bool:
    return isinstance(word, str) and word.strip(BLANKS).casefold() in NONE


def _history_of(domain: Domain) -> Convert:
    alphabet = frozenset(term.id for term in domain.terms) | {UNKNOWN_MONTH}
    unknown = str.maketrans(
        dict.fromkeys((c for c in domain.unknown if len(c) == 1), UNKNOWN_MONTH)
    )
    return partial(_history, alphabet, unknown)


def _history(alphabet: frozenset[str], unknown: Mapping[int, str], value: Any) -> str | None:
    """A code a month, the newest first; months that are not written are unknown."""
    text = str(value).translate(unknown)
    if not text or len(text) > MONTHS or not alphabet.issuperset(text):
        text = bare(value)
        if not alphabet.issuperset(text.translate(unknown)):
            text = narrow(text)
        text = text.translate(unknown)
    if not alphabet.issuperset(text):
        refuse_nothing(text)
        raise NotAccepted("not in domain")
    if len(text) > MONTHS:
        raise NotAccepted("too long", str(MONTHS))
    return text.ljust(MONTHS, UNKNOWN_MONTH) if text else None


def outside_of(value: Any, kind: Kind) -> Any:
    """A value of a kind in the form people write it."""
    domain = kind.domain
    if value is None or domain is None or kind.name == "history":
        return value
    if kind.name == "set":
        return domain.ids(value)
    if kind.name == "outcome":
        ids = domain.ids(value)
        return ids[0] if len(ids) == 1 else ids
    return domain.terms[value].id
