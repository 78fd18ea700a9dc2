"""Bad little policies: each file holds a policy and every diagnostic it must get.

A diagnostic reads ``SEVERITY CODE PLACE: MESSAGE``; the place is a line of the policy, or ``FILE:LINE``. Below it may
stand ``  see PLACE``, the other place of a contradiction, and ``  help …``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kefen.diagnostics import CODES, Diagnostic
from kefen.errors import PolicyError
from kefen.loading import load_versions
from kefen.source import Span
from tests.policies.packs import HERE, fence, make_pack

BAD = sorted((HERE / "bad").glob("*.md"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_policy_gets_its_diagnostics(path: Path, tmp_path: Path) -> None:
    pack = make_pack(path, tmp_path)
    expected = fence(path.read_text(encoding="utf-8"), "diagnostics")
    assert told(diagnostics_of(pack), pack) == expected


def diagnostics_of(pack: Path) -> list[Diagnostic]:
    """Everything that is said of a pack; nothing bad is compiled."""
    try:
        checked = load_versions(pack)
    except PolicyError as error:
        return list(error.diagnostics)
    items = list(dict.fromkeys(item for one in checked for item in one.diagnostics))
    errors = [
        item for item in items if item.severity == "error" and "/cases" not in item.span.source.path
    ]
    assert all(one.policy is None for one in checked if set(errors) & set(one.diagnostics))
    return items


def told(items: list[Diagnostic], pack: Path) -> str:
    """Diagnostics as the files write them."""
    lines = []
    for item in items:
        lines.append(f"{item.severity} {item.code} {place(item.span, pack)}: {item.message}")
        lines += [f"  see {place(item.other, pack)}"] if item.other else []
        lines += [f"  help {_shortened(item.help, pack)}"] if item.help else []
    return "".join(f"{line}\n" for line in lines)


def _shortened(text: str, pack: Path) -> str:
    """Without what changes from day to day: the folder, and which packs are shipped."""
    return text.replace(f"{pack.parent}/", "").partition(": shipped packs are")[0]


def place(span: Span, pack: Path) -> str:
    """A line of the policy, or a file beside it with its line."""
    name = Path(span.source.path)
    if name.name == "policy.md" and name.parent == pack:
        return str(span.line)
    shown = name.relative_to(pack) if name.is_relative_to(pack) else name.name
    return f"{shown}:{span.line}"


#: what is said of the sources beside the packs
NOT_OF_POLICIES = "S"


def test_every_code_has_a_bad_policy() -> None:
    texts = [fence(path.read_text(encoding="utf-8"), "diagnostics") for path in BAD]
    shown = {line.split()[1] for text in texts for line in text.splitlines() if line[0] != " "}
    assert shown == {code for code in CODES if code[0] not in NOT_OF_POLICIES}


def test_there_are_many() -> None:
    assert len(BAD) >= 45
