"""A bank's overlay fills a policy, and the policies it uses, from a day on; what is wrong with it is said at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kefen.checking.overlay_folder import read_overlay
from kefen.checking.overlays import apply_overlay, apply_overlay_to_each, policy_with
from kefen.deciding import Decider
from kefen.errors import PolicyError
from kefen.loading import load, load_policy
from kefen.policy import Policy
from tests.policies.packs import HERE, make_pack

DAY = date(2026, 1, 1)
LISTED = HERE / "good" / "reference-lists.md"
USING = HERE / "good" / "used-packs.md"
MEASURES = HERE / "good" / "measures.md"
HEAD = "overlay: {bank: 某行, issued: 2025-01-01, cites: 行发7号}\n"

Overlay = Callable[..., Path]


@pytest.fixture
def overlay(tmp_path: Path) -> Overlay:
    """A folder with an overlay, and perhaps with lists."""

    def write(text: str, encoding: str = "utf-8", **lists: str) -> Path:
        folder = tmp_path / "bank"
        folder.mkdir(exist_ok=True)
        (folder / "overlay.yaml").write_text(text, encoding="utf-8")
        for name, rows in lists.items():
            (folder / f"{name}.csv").write_text(rows, encoding=encoding)
        return folder

    return write


def policy(path: Path, tmp_path: Path) -> Policy:
    return load_policy(make_pack(path, tmp_path), as_of=DAY)


def errors(folder: Path, onto: Policy) -> list[str]:
    with pytest.raises(PolicyError) as raised:
        apply_overlay(onto, read_overlay(folder))
    return [f"{item.code} {item.span.line}: {item.message}" for item in raised.value.diagnostics]


LIST = HEAD + "lists: {named_firms: {file: firms.csv, dated: 2026-01-01}}\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("header", ["", "code,from,until\n", "企业代码\n", "统一社会信用代码,起\n"])
def test_a_list_is_complete_with_and_without_a_header(
    overlay: Overlay, tmp_path: Path, encoding: str, header: str
) -> None:
    folder = overlay(
        LIST, encoding, firms=f"{header}甲公司,,\n0123,2026-01-01,2027-01-01\n9,2027-01-01,\n"
    )
    decider = load(make_pack(LISTED, tmp_path), as_of=DAY, overlay=folder, audience="staff")
    results = {
        code: decider.decide({"firm": code, "employed": True}).result
        for code in ("甲公司", "0123", "9", "123")
    }
    assert results == {"甲公司": "A", "0123": "A", "9": "B", "123": "B"}


def test_an_entry_holds_from_its_first_day_to_the_day_before_its_until(
    overlay: Overlay, tmp_path: Path
) -> None:
    folder = overlay(LIST, firms="X,2026-01-02,2026-01-05\nY\n")
    decider = load(make_pack(LISTED, tmp_path), as_of=DAY, overlay=folder, audience="staff")
    facts = {"firm": "X", "employed": True}
    days = [DAY + timedelta(n) for n in range(6)]
    assert [decider.decide(facts, day).result for day in days] == ["B", "A", "A", "A", "B", "B"]


def test_a_list_too_old_is_not_loaded(overlay: Overlay, tmp_path: Path) -> None:
    folder = overlay(LIST.replace("2026-01-01", "2024-12-31"), firms="X\n")
    decider = load(make_pack(LISTED, tmp_path), as_of=DAY, overlay=folder, audience="staff")
    facts = {"firm": "X", "employed": True}
    assert decider.decide(facts).status == "provisional"
    assert decider.decide(facts, DAY - timedelta(1)).status == "decided"


def test_a_list_of_a_day_to_come_is_not_loaded_yet(overlay: Overlay, tmp_path: Path) -> None:
    folder = overlay(LIST.replace("2026-01-01", "2026-01-02"), firms="X\n")
    decider = load(make_pack(LISTED, tmp_path), as_of=DAY, overlay=folder, audience="staff")
    facts = {"firm": "Y", "employed": True}
    assert decider.decide(facts).status == "provisional"
    assert decider.decide(facts, DAY + timedelta(1)).status == "decided"


@pytest.mark.parametrize("rows", ["", "code,from,until\n", "\n\u3000\n", "企业代码\n,,\n"])
def test_a_list_without_a_code_is_refused(overlay: Overlay, tmp_path: Path, rows: str) -> None:
    folder = overlay(LIST, firms=rows)
    assert errors(folder, policy(LISTED, tmp_path)) == [
        "R003 1: the list `named_firms` holds no code"
    ]


@pytest.mark.parametrize(
    "row",
    ["9.199E+17", "A 1", "#N/A", "=A1", "NULL", "未知", "无", ",2026-01-01", "'A1", "A\u30001"],
)
def test_a_list_with_a_line_that_cannot_be_a_code_is_refused_with_the_line(
    overlay: Overlay, tmp_path: Path, row: str
) -> None:
    folder = overlay(LIST, firms=f"code\nA1\n{row}\n")
    [told] = errors(folder, policy(LISTED, tmp_path))
    shown = f"T002 3: `{row.partition(',')[0]}` cannot be a code of the list `named_firms`: "
    assert told.startswith(shown)


def test_the_first_wrong_lines_of_a_list_are_told_and_the_others_counted(
    overlay: Overlay, tmp_path: Path
) -> None:
    folder = overlay(LIST, firms="A1\n" + "A 1\n" * 10)
    told = errors(folder, policy(LISTED, tmp_path))
    assert told[-1] == "T002 11: 7 more lines cannot be codes of the list `named_firms`"
    assert len(told) == 4


@pytest.mark.parametrize("spelled", [" X1", "X1\t", "\u3000X1\u00a0", "\ufeffX1", "Ｘ１", '="X1"'])
def test_a_code_is_found_however_list_and_fact_are_padded(
    overlay: Overlay, tmp_path: Path, spelled: str
) -> None:
    line = '"' + spelled.replace('"', '""') + '"'
    folder = overlay(LIST, firms=f"{line}\nB2\n")
    decider = load(make_pack(LISTED, tmp_path), as_of=DAY, overlay=folder, audience="staff")
    assert decider.decide({"firm": "X1", "employed": True}).result == "A"
    assert decider.decide({"firm": spelled, "employed": True}).result == "A"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("91990000000000001", "length 18"),
        ("9199O0000000000018", "letters"),
        ("919900000000000019", "check digit"),
        ("中央企业", "length 18"),
    ],
)
def test_a_list_of_credit_codes_says_which_check_fails(
    overlay: Overlay, code: str, reason: str
) -> None:
    classes = load_policy("psbc-customer-class", as_of=DAY)
    folder = overlay(
        HEAD + "lists: {sasac_list: {file: s.csv, dated: 2026-01-01}}\n", s=f"{code}\n"
    )
    assert errors(folder, classes) == [
        f"T002 1: `{code}` cannot be a code of the list `sasac_list`: {reason}"
    ]


def test_a_value_holds_from_its_day_or_from_the_day_of_issue(
    overlay: Overlay, tmp_path: Path
) -> None:
    base = policy(MEASURES, tmp_path)
    dated = overlay(HEAD + "parameters: {ceiling: {value: 7, from: 2025-06-01}}\n")
    assert values(apply_overlay(base, read_overlay(dated))) == [300000, 300000, 7]
    plain = overlay(HEAD + "parameters: {ceiling: 8}\n")
    assert values(apply_overlay(base, read_overlay(plain))) == [300000, 8, 8]


def values(of: Policy) -> list[int]:
    days = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 1))
    return [int(of.parameters["ceiling"].on(day)) for day in days]


@pytest.mark.parametrize("name", ["strict", "other/strict"])
def test_a_switch_reaches_the_policies_used(overlay: Overlay, tmp_path: Path, name: str) -> None:
    laid = apply_overlay(
        policy(USING, tmp_path), read_overlay(overlay(HEAD + f"assumptions: {{{name}: off}}\n"))
    )
    facts = {"income": 6000, "debt": 5, "spouse.income": 6000, "spouse.debt": 5}
    assert Decider.of(laid, DAY).decide(facts).result == "A"


def test_each_of_several_policies_takes_what_it_knows(overlay: Overlay, tmp_path: Path) -> None:
    both = [policy(MEASURES, tmp_path), policy(LISTED, tmp_path)]
    given = read_overlay(overlay(HEAD + "parameters: {ceiling: 8}\n"))
    measures, listed = apply_overlay_to_each(both, given)
    assert measures == apply_overlay(both[0], given)
    assert listed == both[1]


def test_a_name_that_none_of_several_policies_knows_is_an_error(
    overlay: Overlay, tmp_path: Path
) -> None:
    both = [policy(MEASURES, tmp_path), replace(policy(LISTED, tmp_path), name="lists")]
    given = read_overlay(overlay(HEAD + "parameters: {celing: 8}\n"))
    with pytest.raises(PolicyError, match="no parameter `celing` in any of the policies"):
        apply_overlay_to_each(both, given)


def test_what_does_not_fit_several_policies_is_said_once(overlay: Overlay, tmp_path: Path) -> None:
    given = read_overlay(overlay(HEAD + "parameters: {ceiling: much}\n"))
    with pytest.raises(PolicyError) as raised:
        apply_overlay_to_each([policy(MEASURES, tmp_path)] * 2, given)
    assert len(raised.value.diagnostics) == 1


def test_a_switch_of_one_policy_leaves_the_others(tmp_path: Path) -> None:
    chosen = policy_with(policy(USING, tmp_path), parameters={"other/floor": 7000})
    assert [use.policy.parameters["floor"].on(DAY) for use in chosen.uses] == [7000, 7000]


def test_values_and_switches_of_an_overlay_are_part_of_the_digest(
    overlay: Overlay, tmp_path: Path
) -> None:
    base = policy(MEASURES, tmp_path)
    given = [HEAD + f"parameters: {{ceiling: {value}}}\n" for value in (5, 6)]
    laid = [apply_overlay(base, read_overlay(overlay(text))) for text in given]
    assert len({base.digest, *(one.digest for one in laid)}) == 3


def test_a_reference_list_has_a_digest_of_its_own(overlay: Overlay, tmp_path: Path) -> None:
    base = policy(LISTED, tmp_path)
    firms = ("X\nZ\n", "Z\nX\n", "Y\n")
    one, same, other = (apply_overlay(base, read_overlay(overlay(LIST, firms=f))) for f in firms)
    assert one.digest == other.digest == base.digest
    assert base.lists_loaded == ()
    assert [one.lists_loaded[0].digest == laid.lists_loaded[0].digest for laid in (same, other)] == [True, False]  # fmt: skip


def test_what_is_wrong_in_the_files_is_said_at_once(overlay: Overlay, tmp_path: Path) -> None:
    text = "parametres: {}\nlists:\n  named_firms: {file: firms.csv}\n  other: {file: gone.csv, dated: 2026-01-01}\n"
    folder = overlay(text, firms="X,2026-02-30\n")
    assert errors(folder, policy(LISTED, tmp_path)) == [
        "D004 1: `X,2026-02-30` has a date that is none",
        "R001 1: there is no such file",
        "R003 1: `parametres` is not a part of an overlay",
        "C001 1: the overlay cites nothing",
        "D004 3: the list `named_firms` is not `dated`",
    ]


def test_what_does_not_fit_the_policy_is_said_at_once(overlay: Overlay, tmp_path: Path) -> None:
    text = """overlay: {cites: 行发7号}
parameters:
  cieling: 5
  ceiling: {value: viel, from: 2026-01-01}
assumptions: {strict: off}
lists: {nobody: {file: x.csv, dated: 2026-01-01}}
"""
    assert errors(overlay(text, x="1\n"), policy(MEASURES, tmp_path)) == [
        "N001 3: no parameter `cieling` in little",
        "T002 4: `viel` is not an amount of money",
        "N001 5: no assumption `strict` in little",
        "N001 6: no reference list `nobody` in little",
    ]
    undated = overlay("overlay: {cites: 行发7号}\nparameters: {ceiling: 5}\n")
    assert errors(undated, policy(MEASURES, tmp_path)) == [
        "D004 2: the value of `ceiling` has no day it begins"
    ]


def test_what_if_names_are_checked(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="no assumption `nobody`"):
        policy_with(policy(LISTED, tmp_path), assumptions={"nobody": True})
    with pytest.raises(PolicyError, match="`viel` is not an amount of money"):
        policy_with(policy(MEASURES, tmp_path), parameters={"ceiling": "viel"})


@pytest.mark.parametrize(
    "spelled", ["1,000.00", "１０００", "1000元", "￥1,000", " 1000 ", "1000.0"]
)
def test_a_value_is_read_as_facts_are(overlay: Overlay, tmp_path: Path, spelled: str) -> None:
    folder = overlay(HEAD + f"parameters: {{ceiling: {{value: '{spelled}'}}}}\n")
    laid = apply_overlay(policy(MEASURES, tmp_path), read_overlay(folder))
    assert laid.parameters["ceiling"].values[-1].value == 1000


@pytest.mark.parametrize(
    ("name", "spelled"),
    [("ceiling", "6万"), ("ceiling", "20%"), ("ceiling", "1,00"), ("ceiling", "NULL")],
)
def test_what_is_not_certainly_a_number_is_refused(
    overlay: Overlay, tmp_path: Path, name: str, spelled: str
) -> None:
    folder = overlay(HEAD + f"parameters: {{{name}: {{value: '{spelled}'}}}}\n")
    (told,) = errors(folder, policy(MEASURES, tmp_path))
    assert f"`{spelled}` is not" in told


def test_an_overlay_under_another_ending_is_named(tmp_path: Path) -> None:
    (tmp_path / "overlay.yml").write_text(HEAD, encoding="utf-8")
    with pytest.raises(PolicyError) as raised:
        read_overlay(tmp_path)
    assert [item.help for item in raised.value.diagnostics] == [
        "`overlay.yml` lies there: make the two names alike"
    ]


def test_a_day_may_stand_in_quotation_marks(overlay: Overlay, tmp_path: Path) -> None:
    folder = overlay(LIST.replace("dated: 2026-01-01", 'dated: "2026-01-01"'), firms="X1\n")
    assert read_overlay(folder).lists["named_firms"].dated == date(2026, 1, 1)


def test_an_overlay_issued_on_no_day_is_told(overlay: Overlay, tmp_path: Path) -> None:
    folder = overlay(HEAD.replace("2025-01-01", "明年"))
    assert errors(folder, policy(MEASURES, tmp_path)) == ["D004 1: `明年` is not a day"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "parameters: {floor: {value: 7, form: 2027-01-01}}\n",
            "R003 2: `form` is not known in `parameters`",
        ),
        (
            "parameters: {floor: {value: 7, until: 2027-01-01}}\n",
            "R003 2: `until` is not known in `parameters`",
        ),
        ("assumptions: {reading: {value: on}}\n", "R003 2: `value` is not known in `assumptions`"),
        (
            "lists: {named_firms: {file: l.csv, dated: 2026-01-01, form: 2027-01-01}}\n",
            "R003 2: `form` is not known in `lists`",
        ),
        (
            "parameters: [{floor: 7}]\n",
            "R003 2: `parameters` lists names, each with its properties",
        ),
    ],
)
def test_nothing_an_overlay_says_is_passed_over(overlay: Overlay, text: str, said: str) -> None:
    with pytest.raises(PolicyError) as raised:
        read_overlay(overlay(HEAD + text, l="0123\n"))
    told = [f"{item.code} {item.span.line}: {item.message}" for item in raised.value.diagnostics]
    assert told == [said]


def test_what_is_said_of_an_overlay_is_known(overlay: Overlay) -> None:
    with pytest.raises(PolicyError, match="`isued` is not said of an overlay"):
        read_overlay(overlay("overlay: {bank: 某行, isued: 2025-01-01, cites: 行发7号}\n"))
