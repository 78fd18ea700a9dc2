"""Every word of a screen has its Chinese, once; what is compiled is what is written."""

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from tools import messages

APPS = [app for app in messages.apps() if messages.po_file(app).exists()]


@pytest.mark.parametrize("app", APPS)
def test_every_word_has_its_chinese_and_no_word_is_unused(app: str) -> None:
    wanted = {(message.id, message.context) for message in messages.wanted(app) if message.id}
    held = {(message.id, message.context) for message in messages.held(app) if message.id}
    assert wanted == held
    assert messages.untold(messages.held(app)) == []
    assert not messages.held(app).obsolete


@pytest.mark.parametrize("app", APPS)
def test_what_is_compiled_is_what_is_written(app: str) -> None:
    with messages.po_file(app).with_suffix(".mo").open("rb") as file:
        compiled = told(read_mo(file))
    assert compiled == told(messages.held(app))


def told(catalog: Catalog) -> set[tuple[str, ...]]:
    return {
        (str(message.context), *_texts(message.id), *_texts(message.string))
        for message in catalog
        if message.id
    }


def _texts(said: object) -> tuple[str, ...]:
    return tuple(said) if isinstance(said, list | tuple) else (str(said),)


def test_no_word_is_told_in_two_ways() -> None:
    assert messages.differing() == []
