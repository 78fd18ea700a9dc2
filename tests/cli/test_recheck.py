"""``kefen recheck``: a stored decision is the same, or here is where it differs."""

from __future__ import annotations

import json

import pytest

from kefen.cli.words import say
from kefen.deciding.rechecking import _ASKED
from tests.cli.packs import CommandLine

DAY = ("--as-of", "2026-06-01")


def store(kefen: CommandLine, *more: str) -> str:
    told = kefen("decide", "car-loan", "--facts", "facts.json", *DAY, "--json", *more)
    return kefen.write("stored.json", told.out)


def test_a_stored_decision_comes_out_the_same(kefen: CommandLine) -> None:
    told = kefen("recheck", store(kefen))
    assert told.code == 0
    assert told.out.startswith("相同  车贷类别：乙类（B）")


def test_the_answer_to_a_what_if_can_be_stored_too(kefen: CommandLine) -> None:
    told = kefen("recheck", store(kefen, "--set", "annual_income=200000"))
    assert (told.code, "甲类" in told.out) == (0, True)


def test_a_changed_policy_is_found_out_even_if_the_answer_stays(kefen: CommandLine) -> None:
    store(kefen)
    kefen.change("car-loan/2026.md", "120000 from", "130000 from")
    told = kefen("recheck", "stored.json")
    assert told.code == 1
    assert "制度 digest" in told.out
    assert "class_a_income" in told.out


def test_a_changed_fact_shows_what_it_turns(kefen: CommandLine) -> None:
    store(kefen)
    kefen.change("stored.json", "90000.50", "130000")
    told = kefen("recheck", "stored.json", "--lang", "en")
    assert told.code == 1
    assert told.out.startswith("differs")
    assert "result" in told.out


def test_an_overlay_is_part_of_what_is_compared(kefen: CommandLine) -> None:
    kefen.write(
        "ours/overlay.yaml",
        "overlay: {cites: 1号}\nparameters: {class_a_income: {value: 90000, from: 2026-01-01}}\n",
    )
    store(kefen, "--with", "ours")
    assert kefen("recheck", "stored.json", "--with", "ours").code == 0
    assert kefen("recheck", "stored.json").code == 1


def test_a_pack_that_lies_elsewhere_can_be_named(kefen: CommandLine) -> None:
    store(kefen)
    (kefen.folder / "packs").mkdir()
    (kefen.folder / "car-loan").rename(kefen.folder / "packs" / "car-loan")
    assert kefen("recheck", "stored.json").code == 1
    assert kefen("recheck", "stored.json", "--pack", "packs/car-loan").code == 0


def test_the_comparison_as_json(kefen: CommandLine) -> None:
    data = json.loads(kefen("recheck", store(kefen), "--json").out)
    assert data == {"same": True, "same_answer": True, "holds": True, "deviations": []}


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"schema": 1}', '{"schema": 9, "as_of": "2026-06-01"}',
     '{"schema": 1, "as_of": "2026-06-01", "policy": {"name": "car-loan"}, "facts": {}}',
     '{"schema": 1, "as_of": "2026-06-01", "policy": "car-loan", "facts": {}}',
     '{"schema": 1, "as_of": "soon", "policy": {"name": "car-loan"}, "facts": {}}'],
)  # fmt: skip
def test_what_is_no_stored_decision_is_one_clear_line(kefen: CommandLine, text: str) -> None:
    kefen.write("stored.json", text)
    told = kefen("recheck", "stored.json")
    assert told.code == 1
    assert told.err.count("\n") == 1
    assert "内部出错" not in told.err


def test_a_decision_by_a_pack_nobody_has_says_so(kefen: CommandLine) -> None:
    store(kefen)
    kefen.change("stored.json", '"name": "car-loan"', '"name": "bus-loan"')
    told = kefen("recheck", "stored.json")
    assert told.code == 1
    assert "没有制度包 `bus-loan`" in told.err


def test_every_part_of_a_record_has_words(kefen: CommandLine) -> None:
    store(kefen, "--set", "annual_income=200000")
    record = json.loads((kefen.folder / "stored.json").read_text(encoding="utf-8"))
    for what in (*record, *_ASKED):
        assert say("zh", f"place {what}") != say("en", f"place {what}")


def test_a_key_that_stands_twice_is_refused(kefen: CommandLine) -> None:
    store(kefen)
    kefen.change("stored.json", '"result": "B"', '"result": "A", "result": "B"')
    told = kefen("recheck", "stored.json")
    assert (told.code, told.out) == (1, "")
    assert "`result`" in told.err


def test_the_answer_before_what_was_set_is_decided_again_too(kefen: CommandLine) -> None:
    store(kefen, "--set", "annual_income=200000")
    record = json.loads((kefen.folder / "stored.json").read_text(encoding="utf-8"))
    assert record["before"]["result"] == "B"
    for forged in ({**record["before"], "result": "C"}, {"result": "C"}, "absent", None, []):
        kefen.write("forged.json", json.dumps({**record, "before": forged}))
        assert kefen("recheck", "forged.json").code == 1


def test_a_value_of_another_type_is_told_as_what_it_is(kefen: CommandLine) -> None:
    store(kefen)
    for text, shown in (("1", "1 "), ('"true"', '"true"')):
        record = (kefen.folder / "stored.json").read_text(encoding="utf-8")
        kefen.write("forged.json", record.replace(": true", f": {text}", 1))
        told = kefen("recheck", "forged.json", "--lang", "en")
        assert (told.code, shown in told.out, "true" in told.out, "True" in told.out) == (1, True, True, False)  # fmt: skip


def test_words_that_are_gone_are_told(kefen: CommandLine) -> None:
    store(kefen)
    record = json.loads((kefen.folder / "stored.json").read_text(encoding="utf-8"))
    kefen.write("null.json", json.dumps({**record, "explanation": None}))
    del record["explanation"]
    kefen.write("none.json", json.dumps(record))
    told = {name: kefen("recheck", f"{name}.json", "--lang", "en") for name in ("none", "null")}
    assert [one.code for one in told.values()] == [1, 1]
    assert told["none"].out.startswith("the same answer, the rest differs")
    assert told["null"].out.startswith("differs")
    assert "explanation" in told["none"].out


def test_a_name_of_the_policy_that_was_touched_is_told_though_the_pack_is_named(
    kefen: CommandLine,
) -> None:
    store(kefen)
    kefen.change("stored.json", '"name": "car-loan"', '"name": "bus-loan"')
    assert kefen("recheck", "stored.json", "--pack", "car-loan").code == 1


def test_words_that_were_touched_are_another_answer(kefen: CommandLine) -> None:
    store(kefen)
    kefen.change("stored.json", '"headline": "车贷类别：乙类', '"headline": "车贷类别：甲类')
    told = kefen("recheck", "stored.json")
    assert (told.code, told.out.split()[0]) == (1, "不同")
    assert "说明文字 headline" in told.out


def test_a_newer_engine_that_comes_to_the_same_is_no_difference(kefen: CommandLine) -> None:
    store(kefen)
    kefen.change("stored.json", '"engine": "kefen 0.1.0"', '"engine": "kefen 0.0.9"')
    told = kefen("recheck", "stored.json", "--lang", "en")
    assert told.code == 0
    assert told.out.startswith("the same answer, by another engine")
    assert "kefen 0.0.9" in told.out


@pytest.mark.parametrize(("reader", "code"), [("customer", 1), ("restricted", 1), ("staff", 0)])
def test_a_record_of_staff_is_for_those_with_the_right(
    kefen: CommandLine, reader: str, code: int
) -> None:
    stored = store(kefen, "--audience", "staff")
    told = kefen("recheck", stored, "--audience", reader)
    assert (told.code, bool(told.out)) == (code, not code)
    assert ("受众 `staff`" in told.err) is bool(code)


def test_a_record_for_others_rechecks_as_what_it_is_for_staff_too(kefen: CommandLine) -> None:
    told = kefen("recheck", store(kefen, "--audience", "customer"), "--audience", "staff")
    assert told.code == 0
    assert "（按可见事实）" in told.out


def test_an_audience_that_is_none_is_wrong_usage(kefen: CommandLine) -> None:
    told = kefen("decide", "car-loan", "--facts", "facts.json", *DAY, "--audience", "everyone")
    assert (told.code, "customer、restricted、staff" in told.err) == (2, True)
