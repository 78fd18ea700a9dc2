"""Policies as pages: the woven document under the strict content policy, lists, bundles, the provider table."""

from __future__ import annotations

import re

import pytest

from tests.workbench.conftest import Bank
from tests.workbench.policies.test_lists import FIRM
from workbench.policies.documents import woven_style
from workbench.policies.models import Bundle, BundleState, ListVersion

PACK = "value-tier"


def test_every_pack_in_force_is_listed(bank: Bank, texts: Bundle) -> None:
    text = bank.browser("3003").get("/policies/").content.decode()
    assert text.count('href="/policies/') >= 18


def test_versions_are_told_in_the_language_of_the_reader(bank: Bank, texts: Bundle) -> None:
    text = bank.browser("3003").get("/policies/").content.decode()
    assert "<td>2014 试行</td>" in text
    assert not re.search(r"<td>(\d{4}-)?[a-z]+</td>", text)


def test_the_document_stands_in_our_page_without_style_or_script_of_its_own(
    bank: Bank, texts: Bundle
) -> None:
    text = bank.browser("3003").get(f"/policies/{PACK}/").content.decode()
    assert 'class="pair' in text
    assert not re.search(r"<style|<script(?![^>]* src=)|\sstyle=|\son\w+=", text)
    assert text.count("<main") == 1
    assert text.count("<h1") == 1


@pytest.mark.parametrize("part", ["assumptions", "cases", "coverage"])
def test_its_parts_open(bank: Bank, texts: Bundle, part: str) -> None:
    assert bank.browser("1004").get(f"/policies/{PACK}/?part={part}").status_code == 200


def test_a_pack_that_is_not_there_is_not_found(bank: Bank, texts: Bundle) -> None:
    assert bank.browser("3003").get("/policies/no-such-pack/").status_code == 404


def test_the_style_of_the_document_holds_in_it_alone() -> None:
    style = woven_style()
    assert style.count("{") == style.count("}")
    for rule in re.findall(r"([^{}]+)\{[^{}]*\}", style):
        for selector in re.split(r",(?![^(]*\))", rule):
            assert selector.strip().startswith(".woven"), selector


def test_the_provider_table_counts_every_fact(bank: Bank, texts: Bundle) -> None:
    browser = bank.browser("3003")
    for keeping in ("typed", "provided", "not_kept"):
        text = browser.get(f"/policies/facts/?keeping={keeping}").content.decode()
        assert "<code>" in text


def test_a_keeper_drafts_a_list_and_a_second_person_confirms_it(bank: Bank, texts: Bundle) -> None:
    sent = {
        "name": "sasac_list",
        "since": "2026-01-01",
        "source_page": "公告",
        "codes": "91110000100000008",
    }
    keeper = bank.browser("2005")
    refused = keeper.post("/policies/lists/", sent)
    assert refused.status_code == 422
    sent["codes"] = FIRM
    assert keeper.post("/policies/lists/", sent).status_code == 302
    version = ListVersion.objects.get()
    url = f"/policies/lists/{version.pk}/act/"
    assert keeper.post(url, {"act": "confirm"}).status_code == 403
    assert bank.browser("2002").post(url, {"act": "confirm"}).status_code == 302


def test_a_bundle_is_drafted_proposed_and_released_by_two(bank: Bank, texts: Bundle) -> None:
    owner, leader = bank.browser("1006"), bank.browser("1003")
    branch = bank.branch("C1").pk
    assert owner.post("/policies/bundles/", {"title": "甲市", "branch": branch}).status_code == 302
    draft = Bundle.objects.get(title="甲市")
    act = f"/policies/bundles/{draft.pk}/act/"
    sent = {"act": "propose", "day": "2026-12-01", "document": "发1号"}
    assert leader.post(act, sent).status_code == 403
    assert owner.post(act, sent).status_code == 302
    assert owner.post(act, {"act": "release"}).status_code == 403
    assert leader.post(act, {"act": "release"}).status_code == 302
    assert Bundle.objects.get(pk=draft.pk).state == BundleState.RELEASED
