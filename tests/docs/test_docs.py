"""What the documents say is run, and what they point to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kefen.reading.folders import shipped_packs
from tests.docs.blocks import ROOT, Story, WrongBlockError, blocks, documents, matches, run

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
_FENCED = re.compile(r"^(`{3,}).*?^\1", re.M | re.S)
_SELF_PRAISE = re.compile(
    r"\b(simply|just|obviously|powerful|elegant|robust|seamless|blazing|cutting-edge)\b", re.I
)


def _name(document: Path) -> str:
    return str(document.relative_to(ROOT))


def _prose(document: Path) -> str:
    return _FENCED.sub("", document.read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", documents(), ids=_name)
def test_every_block_of_a_document_runs(document: Path, tmp_path: Path) -> None:
    story = Story(tmp_path)
    try:
        for block in blocks(document):
            run(block, story)
    except WrongBlockError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.mark.parametrize("document", documents(), ids=_name)
def test_a_link_leads_to_a_file(document: Path) -> None:
    targets = [link[1] for link in _LINK.finditer(_prose(document))]
    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", documents(), ids=_name)
def test_prose_is_plain(document: Path) -> None:
    assert _SELF_PRAISE.findall(_prose(document)) == []


def test_both_readmes_show_the_same_parts() -> None:
    english, chinese = (
        [block.language for block in blocks(ROOT / name)]
        for name in ("README.md", "README.zh-CN.md")
    )
    assert english == chinese


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_names_every_shipped_pack(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert [pack for pack in shipped_packs() if f"| `{pack}` |" not in text] == []


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("a\n…\nd\n", "a\nd\n", True),
        ("took … s\n", "took 0.3 s\n", True),
        ("took … s\n", "took 0.3 s\nmore\n", False),
        ("a\n", "b\n", False),
    ],
)
def test_an_ellipsis_stands_for_what_an_output_leaves_out(
    expected: str, printed: str, same: bool
) -> None:
    assert matches(expected, printed) is same
