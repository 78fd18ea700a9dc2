"""``kefen interview``: the facts that matter, asked one by one."""

from __future__ import annotations

from io import StringIO

import pytest

from tests.cli.packs import CommandLine

DAY = ("--as-of", "2026-06-01")


@pytest.fixture
def answer(kefen: CommandLine, monkeypatch: pytest.MonkeyPatch):
    """An interview with the lines of its input."""

    def told(*lines: str, lang: str = "zh"):
        monkeypatch.setattr("sys.stdin", StringIO("".join(f"{line}\n" for line in lines)))
        return kefen("interview", "car-loan", *DAY, "--lang", lang)

    return told


def test_it_ends_as_soon_as_the_decision_is_settled(answer) -> None:
    told = answer("是", "never asked for")
    assert "1. 有拖欠\n   是/否  是、否" in told.out
    assert "\n2. " not in told.out
    assert "问了 1 项即可认定；本制度可能要问 7 项。" in told.out


def test_it_ends_with_the_input(answer) -> None:
    assert "问了 1 项，仍不能认定" in answer().out


def test_it_starts_from_what_is_known(kefen: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(""))
    facts = kefen.write("known.json", '{"customer_id": "C1", "birth_date": "1960-01-01"}')
    told = kefen("interview", "car-loan", "--facts", facts, *DAY, "--lang", "en")
    assert "Settled after 0 questions" in told.out


def test_a_value_that_is_not_accepted_is_asked_again(answer) -> None:
    told = answer("nonsense", "", lang="en")
    assert "these facts cannot be accepted" in told.err
    assert told.out.count("\n1. ") == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_not_answered_is_told_by_its_reason(answer, lang: str) -> None:
    words = {
        "zh": ("尚未取得", "无法得知", "拒绝提供"),
        "en": ("not yet", "cannot be known", "refused"),
    }
    told = answer(*words[lang], lang=lang)
    assert all(f"\n{word}" in told.out for word in words[lang])


def test_no_fact_is_asked_twice(answer) -> None:
    told = answer(*["not yet"] * 60, lang="en")
    asked = [line.partition(". ")[2] for line in told.out.splitlines() if line[:1].isdigit()]
    assert len(asked) == len(set(asked)) > 3
    assert f"Still open after {len(asked)} questions" in told.out
