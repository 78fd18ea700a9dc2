"""A new version of Kefen brings its texts as a draft; what it changes stands on a page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.workbench.conftest import Bank
from tests.workbench.policies.test_bundles import OVERLAY
from workbench.journal.models import Entry
from workbench.journal.recording import recording
from workbench.policies.changes import changes, predecessor
from workbench.policies.models import Bundle, BundleState
from workbench.policies.offering import offer_shipped
from workbench.policies.queries import bundle_for
from workbench.policies.store import overlays_in, store

DAY = date(2026, 11, 30)


@pytest.fixture
def older(bank: Bank, texts: Bundle) -> Bundle:
    """In force is a bundle of one pack, as an older version might have shipped it."""
    digest = store().keep(["value-tier"]).digest
    Bundle.objects.filter(pk=texts.pk).update(digest=digest)
    texts.refresh_from_db()
    return texts


def test_the_installed_texts_are_offered_once_and_count_for_nobody(older: Bundle) -> None:
    (draft,) = offer_shipped()
    assert (draft.state, draft.runs_from) == (BundleState.DRAFT, None)
    assert bundle_for(DAY) == older
    assert offer_shipped() == []
    assert Entry.objects.get(key=draft.journal_key).actor == "rule:wheel"


def test_where_the_texts_are_known_nothing_is_offered(texts: Bundle) -> None:
    assert offer_shipped() == []


def test_a_branch_keeps_its_values(bank: Bank, older: Bundle, tmp_path: Path) -> None:
    (tmp_path / "overlay.yaml").write_text(OVERLAY, encoding="utf-8")
    city = bank.branch("C1")
    with recording():
        Bundle.objects.create(
            digest=store().keep(["value-tier"], overlay=tmp_path).digest,
            title="甲市",
            branch=city,
            state=BundleState.RELEASED,
            runs_from=date(2026, 1, 1),
            filed_as="备1",
        )
    (draft,) = (one for one in offer_shipped() if one.branch == city)
    assert draft.filed_as == "备1"
    (values,) = overlays_in(draft)
    assert "480000" in (values / "overlay.yaml").read_text("utf-8")


def test_the_page_of_a_bundle_says_what_it_changes(bank: Bank, older: Bundle) -> None:
    (draft,) = offer_shipped()
    assert predecessor(draft) == older
    found = {one.name: one for one in changes(older, draft, "zh")}
    assert found["psbc-customer-class"].sign == "+"
    assert "value-tier" not in found
    page = bank.browser("1006").get(f"/policies/bundles/{draft.pk}/").content.decode()
    assert found["psbc-customer-class"].title in page
