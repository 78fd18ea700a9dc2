"""Texts kept: a decision of last spring is decided and told by the text of last spring, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import kefen
from kefen.bundles import BundleStore
from kefen.policy import Policy
from kefen.reading.folders import find_pack

DAY = date(2026, 3, 31)
FACTS = {"annual_income": 520_000, "credit_grade": "NORMAL", "annual_contribution": 5_000}
VALUES = "overlay: {bank: A bank, issued: 2025-01-01, cites: note 1}\nparameters: {high_income: 550000}\n"
LIST = "lists: {sasac_list: {file: firms.csv, dated: 2026-01-01}}\n"
CODE = "919900000000000018"
Decided = Callable[..., tuple[kefen.Decider, dict[str, Any]]]


@pytest.fixture
def store(tmp_path: Path) -> BundleStore:
    return BundleStore(tmp_path / "store")


def overlay(folder: Path, text: str, firms: str = "") -> Path:
    folder.mkdir()
    (folder / "overlay.yaml").write_text(text, "utf-8")
    (folder / "firms.csv").write_text(firms, "utf-8")
    return folder


def test_a_decision_is_made_and_told_again_by_the_values_of_its_day(
    store: BundleStore, tmp_path: Path
) -> None:
    spring = overlay(tmp_path / "spring", VALUES)
    store.keep(["value-tier"], overlay=spring)
    decision = kefen.load("value-tier", as_of=DAY, overlay=spring).decide(FACTS)
    store.keep(
        ["value-tier"], overlay=overlay(tmp_path / "autumn", VALUES.replace("550000", "500000"))
    )
    record = decision.record()
    decider = store.decider_of(record)
    again = kefen.of_record(record, lambda pack, day: decider)
    assert again == decision
    assert kefen.explain(again, "en").headline == kefen.explain(decision, "en").headline


def test_a_decision_by_a_text_that_was_not_kept_is_refused(
    store: BundleStore, tmp_path: Path
) -> None:
    store.keep(["value-tier"])
    other = kefen.load("value-tier", as_of=DAY, overlay=overlay(tmp_path / "bank", VALUES))
    with pytest.raises(kefen.InputError, match="holds value-tier as it stood"):
        store.decider_of(other.decide(FACTS).record())


def test_the_same_texts_are_kept_once_and_other_values_are_another_bundle(
    store: BundleStore, tmp_path: Path
) -> None:
    one, same = store.keep(["value-tier"]), store.keep(["value-tier"])
    other = store.keep(["value-tier"], overlay=overlay(tmp_path / "bank", VALUES))
    assert one == same != other
    assert set(store.bundles()) == {one, other}


def test_a_renewed_list_is_no_new_bundle_and_each_decision_finds_its_own(
    store: BundleStore, tmp_path: Path
) -> None:
    head = VALUES.splitlines()[0] + "\n"
    facts = {"employer.code": CODE, "employer_kind": "enterprise"}
    kept, decisions = set(), []
    for name, firms in (("old", CODE), ("new", "91990000000000002B")):
        bank = overlay(tmp_path / name, head + LIST, firms)
        kept.add(store.keep(["psbc-customer-class"], overlay=bank))
        decisions.append(kefen.load("psbc-customer-class", as_of=DAY, overlay=bank).decide(facts))
    assert len(kept) == 1
    states = [one.record()["reference_lists"] for one in decisions]
    assert states[0] != states[1]
    for one in decisions:
        assert store.decider_of(one.record()).decide(facts) == one


@pytest.mark.parametrize("audience", ["customer", "restricted", "staff"])
def test_each_audience_finds_the_lists_it_knows(
    store: BundleStore, tmp_path: Path, audience: str
) -> None:
    bank = overlay(tmp_path / "bank", VALUES.splitlines()[0] + "\n" + LIST, CODE)
    store.keep(["psbc-customer-class"], overlay=bank)
    decider = kefen.load("psbc-customer-class", as_of=DAY, overlay=bank, audience=audience)
    record = decider.decide({}).record()
    assert store.decider_of(record, audience).decide({}).record() == record


def test_a_bundle_means_its_own_packs_not_those_shipped_today(
    store: BundleStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bundle = store.keep(["psbc-customer-class"])
    monkeypatch.setattr("kefen.reading.pack.policies_folder", lambda: tmp_path / "nothing")
    policy: Policy = bundle.policy("psbc-customer-class", DAY)
    assert [use.policy.name for use in policy.uses] == ["credit-grade", "credit-grade"]


def test_a_bundle_that_was_touched_is_refused(store: BundleStore) -> None:
    bundle = store.keep(["value-tier"])
    with (bundle.folder / "packs" / "value-tier" / "model.md").open("a") as text:
        text.write("\n")
    with pytest.raises(kefen.InputError, match="was touched"):
        bundle.policy("value-tier", DAY)


def test_a_pack_of_the_bank_is_kept_with_those_shipped(store: BundleStore, tmp_path: Path) -> None:
    own = tmp_path / "own-tier"
    shutil.copytree(find_pack("value-tier"), own)
    (own / "model.md").write_text((own / "model.md").read_text("utf-8").replace("policy: value-tier", "policy: own-tier"), "utf-8")  # fmt: skip
    assert store.keep([own]).policy("own-tier", DAY).name == "own-tier"


def test_a_bundle_decides_with_the_lists_of_the_day(store: BundleStore) -> None:
    bundle = store.keep(["psbc-customer-class"])
    listed = kefen.load_policy("psbc-customer-class", as_of=DAY).vocabulary.reference_lists
    known = replace(listed["sasac_list"], entries=((CODE, None, None),), dated=DAY, cites="page 1")
    decider = store.decider(
        bundle.digest, "psbc-customer-class", DAY, lists={"sasac_list": known, "strange": known}
    )
    assert [one.name for one in decider.policy.lists_loaded] == ["sasac_list"]
    assert store.lists(decider.policy.lists_digest)["sasac_list"].entries == known.entries
