"""The library as a site: every page is there, every link leads somewhere, the index tells what is derived."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from kefen.cli import run_command, weave_all
from kefen.reading.folders import policies_folder, shipped_packs, version_files
from tests.cli.packs import CommandLine
from tests.publishing.test_weave import Outline

Pages = dict[str, str]
DAY = "2026-11-23"
LEASE = """\
---
policy: car-lease
version: "1"
title: {zh: 租车准入, en: Admission to a lease}
in_force: [2026-01-01, null]
subject: {zh: 租车申请, en: lease application}
decides: lease
instrument: lease-2026
uses:
  - {policy: car-loan, as: class_now}
---

# 租车办法

## 第一条 租车

```policy
grade yes  可以租
  when class_now = 甲类
otherwise no
```
"""
VOCABULARY = """\
scales:
  lease:
    label: {zh: 租车结论, en: Lease}
    best: first
    values: [{id: "yes", zh: 甲类租车, en: Class A lease}, {id: "no", zh: 不租, en: None}]
"""


def read(folder: Path) -> Pages:
    """The pages by their place."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in files}


@pytest.fixture
def site(kefen: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Pages:
    """The site of two packs: one in two versions, and one that reads it."""
    old = (kefen.folder / "car-loan/2026.md").read_text("utf-8").replace('"2026"', '"2025 旧"')
    kefen.write("car-loan/2025.md", old.replace("[2026-01-01, null]", "[2025-01-01, 2026-01-01]"))
    sources = (kefen.folder / "car-loan/sources.yaml").read_text("utf-8")
    kefen.write("car-lease/1.md", LEASE)
    kefen.write("car-lease/vocabulary.yaml", VOCABULARY)
    kefen.write("car-lease/sources.yaml", sources.replace("car-2026", "lease-2026"))
    kefen.write("coverage/1.yaml", COVERAGE)
    monkeypatch.setattr(weave_all, "policies_folder", lambda: kefen.folder)
    monkeypatch.setattr(weave_all, "shipped_packs", lambda: ["car-lease", "car-loan"])
    told = kefen("weave", "--all", "-o", "site", "--as-of", DAY)
    assert told.err == ""
    return read(kefen.folder / "site")


COVERAGE = """\
source: car-2026
title: {zh: 车贷客户办法, en: Measures for car-loan customers}
statements:
  - {place: 第三条, says: 二十二至六十周岁的公民, clauses: [car-loan 3.1]}
  - {place: 第三条, says: 大专以上学历, clauses: [car-loan 3.2, car-loan fact education], part: 附件缺失}
  - {place: 第九条, says: 解释权, why: 不决定任何一位客户}
"""


def plain(part: str) -> str:
    return re.sub(r"<[^>]*>", "", part)


def index_of(site: Pages, name: str) -> str:
    """What the index says of a pack."""
    return plain(site["index.html"].split(f'id="p-{name}"')[1].split("</section>")[0])


def check_links(site: Pages) -> None:
    outlines = {place: Outline(page) for place, page in site.items()}
    for place, outline in outlines.items():
        assert outline.open == []
        for found in outline.links:
            address, anchor = urldefrag(found)
            here = Path("/") / place
            target = here.parent / unquote(address) if address else here
            there = str(target.resolve().relative_to("/"))
            assert there in outlines, (place, found)
            assert not anchor or anchor in outlines[there].ids, (place, found)


def test_the_links_of_names_with_spaces_lead_somewhere(site: Pages) -> None:
    assert list(site) == ["car-lease/1.html", "car-loan/2025-旧.html", "car-loan/2026.html", "index.html", "sources.html"]  # fmt: skip
    check_links(site)


def test_a_page_leads_back_and_to_what_it_reads_and_what_reads_it(site: Pages) -> None:
    lease, loan = site["car-lease/1.html"], site["car-loan/2026.html"]
    assert '<a href="../index.html">← 制度一览</a>' in lease
    assert '<dt>引用</dt><dd><a href="../car-loan/2026.html">' in lease
    assert '<dt>被引用</dt><dd><a href="../car-lease/1.html">' in loan


def test_a_version_of_the_past_says_so_and_leads_to_the_one_in_force(site: Pages) -> None:
    old, new = site["car-loan/2025-旧.html"], site["car-loan/2026.html"]
    assert "在 2026年11月23日不施行，现行的是 2026。所示的参数值是 2025年1月1日的。" in plain(old)
    assert "不施行" not in new
    assert "2026（现行）、2025 旧" in plain(new)


def test_the_index_tells_what_a_pack_decides_and_holds(site: Pages) -> None:
    told = index_of(site, "car-loan")
    assert "车贷类别，由好到差：甲类、乙类、丙类；可不予认定" in told
    assert "被引用租车准入" in told
    clauses, assumptions, parameters, cases = 6, 1, 1, 3
    counted = f"{clauses}{assumptions}{parameters}{cases}"
    assert f"2026 现行2026年1月1日起，至另行通知车贷客户办法{counted}" in told


def test_the_index_groups_packs_by_what_they_decide_on(site: Pages) -> None:
    index = site["index.html"]
    places = [index.index(f'id="{id}"') for id in ("customers", "p-car-loan", "applications", "p-car-lease")]  # fmt: skip
    assert places == sorted(places)


def test_words_that_several_scales_share_are_named(site: Pages) -> None:
    rows = site["index.html"].split('id="scales"')[1].split("<tr>")
    assert plain(rows[2]).startswith("车贷类别甲类、乙类、丙类客户车贷客户分类租车结论：甲类租车")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_shipped_library_is_woven_whole(tmp_path: Path, lang: str) -> None:
    args = ["weave", "--all", "-o", str(tmp_path), "--as-of", DAY, "--lang", lang]
    assert run_command(args) == 0
    site = read(tmp_path)
    versions = [
        path for name in shipped_packs() for path in version_files(policies_folder() / name)
    ]
    assert len(site) == len(versions) + 2
    check_links(site)
    assert not [
        page for page in site.values() if re.search(r'<script|url\(|(src|href)="\w+:', page)
    ]


def test_each_sentence_of_a_source_leads_to_its_clauses_or_says_why_there_are_none(
    site: Pages,
) -> None:
    page = site["sources.html"]
    assert "依据逐句对照：3 句" in plain(site["index.html"])
    rows = [plain(row) for row in re.findall(r"<tr>.*?</tr>", page, re.S)]
    assert any(
        row.startswith("1.1第三条二十二至六十周岁的公民年龄与公民 car-loan 3.1") for row in rows
    )
    assert any("解释权不决定任何一位客户" in row for row in rows)
    assert any(row.endswith("年龄与公民 car-loan 3.11.1") for row in rows)
    assert 'href="car-loan/2026.html#c-3.1"' in page
