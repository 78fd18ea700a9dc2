"""The form of a policy's text: articles, quotations, notes, fences, tables."""

from __future__ import annotations

import pytest

from kefen.citation import Citation
from kefen.diagnostics import Diagnostics
from kefen.reading.draft import Document, Statement
from kefen.reading.markdown import read_document
from kefen.source import Source

TEXT = """---
policy: little
---
# 办法

第一段
第二段

## 第八条 三类客户

> 年满二十五周岁
> 的公民。

> **解释 2026-01-01** 含本数。

```policy
criterion 8.1  年龄 | Age
  age >= 25   # a comment

limit amount <= (2 * income) 8.2  上限
```

### 一、细目

> 另有规定。

```policy
adjust down 2 from 甲, 乙 1.1  下调
  when citizen
  cites law 第九条
```

## 说明

```policy
points -5.5 for age 1.2  扣分
  when citizen
```

```python
print("not a policy")
```
"""


def read(text: str) -> tuple[Document, list[str]]:
    found = Diagnostics()
    document = read_document(Source("a.md", text), found)
    return document, [f"{item.code} {item.span.line}: {item.message}" for item in found.items]


def statements(text: str = TEXT) -> list[Statement]:
    document, said = read(text)
    assert said == []
    return list(document.statements)


def test_blocks_are_those_of_the_document_in_order() -> None:
    document, _ = read(TEXT)
    forms = ["heading", "prose", "heading", "quote", "note", "policy", "heading", "quote", "policy"]
    assert [block.form for block in document.blocks] == [*forms, "heading", "policy", "code"]
    assert document.blocks[3].text == "年满二十五周岁\n的公民。"


def test_a_clause_stands_under_its_article_with_its_quotation() -> None:
    first, _, third, fourth = statements()
    assert (first.article.label, first.article.title) == ("第八条", "三类客户")
    assert first.quote == "年满二十五周岁\n的公民。"
    assert (third.article.label, third.quote) == ("一", "另有规定。")
    assert fourth.article is None


def test_the_words_of_a_head_line_keep_their_places() -> None:
    _, limit, adjust, points = statements()
    assert limit.parts == {
        "name": "amount",
        "comparison": "<=",
        "bound": "(2 * income)",
        "id": "8.2",
    }
    assert limit.places["bound"].text == "(2 * income)"
    assert adjust.parts == {"way": "down", "amount": "2", "among": "甲, 乙", "id": "1.1"}
    assert (adjust.title.zh, adjust.line("cites")) == ("下调", "law 第九条")
    assert points.parts == {"amount": "-5.5", "factor": "age", "id": "1.2"}


def test_a_title_may_speak_two_languages() -> None:
    first = statements()[0]
    assert (first.title.zh, first.title.en) == ("年龄", "Age")


def test_an_expression_is_where_it_stands() -> None:
    expression = statements()[0].expression
    assert expression is not None
    assert (expression.text, expression.line) == ("age >= 25   # a comment", 18)


@pytest.mark.parametrize(
    ("heading", "label", "title"),
    [
        ("## 第八条之一 甲", "第八条之一", "甲"),
        ("## 第二十五条", "第二十五条", ""),
        ("## 第12条 乙", "第12条", "乙"),
        ("# 附件一 表", "附件一", "表"),
        ("### 三、丙", "三", "丙"),
        ("## Article 8 Classes", "Article 8", "Classes"),
    ],
)
def test_a_heading_that_begins_with_a_number_is_an_article(
    heading: str, label: str, title: str
) -> None:
    text = f"---\na: b\n---\n{heading}\n\n```policy\nban 1.1\n  when citizen\n```\n"
    (statement,) = statements(text)
    assert (statement.article.label, statement.article.title) == (label, title)


@pytest.mark.parametrize(
    ("article", "items", "place"),
    [
        ("第八条", ("2", "3"), "第八条(二)3"),
        ("第八条", ("11", "3", "2"), "第八条(十一)3(2)"),
        ("第八条之一", ("1",), "第八条之一(一)"),
        ("附件一", ("1",), "附件一(1)"),
        ("一", ("2", "3"), "一(二)3"),
        ("Article 8", ("2", "3"), "Article 8(2)3"),
        ("第八条", ("a",), "第八条(a)"),
        ("第八条", (), "第八条"),
    ],
)
def test_a_place_is_told_as_law_is_cited(article: str, items: tuple[str, ...], place: str) -> None:
    assert Citation("law", article, items).place == place


def test_the_table_after_a_statement_is_its_own() -> None:
    fence = "```policy\ntable size\nbase A\n```\n\n"
    text = (
        "---\na: b\n---\n"
        + fence
        + "Prose.\n\n| 年龄 | 结果 |\n| :-- | --: |\n| >= 18 | 大\n| - | 小 |\n\n| x |\n| - |\n"
    )
    table = statements(text)[0].table
    assert table is not None
    assert [[cell.text for cell in row] for row in table.rows] == [[">= 18", "大"], ["-", "小"]]
    assert table.rows[0][0].span.text == ">= 18"


def test_a_line_that_only_looks_like_a_heading_is_prose() -> None:
    document, said = read("---\na: b\n---\n#八\n####### 七\n``x``\n## 第九条\n")
    assert said == []
    assert [block.form for block in document.blocks] == ["prose", "heading"]


def test_a_hash_in_a_text_is_no_comment() -> None:
    text = '---\na: b\n---\n```policy\nban 1.1  标题 # c\n  when code = "a #b" # d\n  note 甲#乙 # e\n```\n'
    (ban,) = statements(text)
    assert (ban.title.zh, ban.line("note")) == ("标题", "甲#乙")
    assert ban.expression is not None
    assert ban.expression.text.strip() == 'code = "a #b" # d'


@pytest.mark.parametrize(
    "opening", ["```policy", "````policy", "~~~policy", "``` policy", "```policy title"]
)
def test_every_form_of_a_policy_fence_runs(opening: str) -> None:
    marks = opening.partition("p")[0].strip()
    (ban,) = statements(f"---\na: b\n---\n{opening}\nban 1.1  x\n  when citizen\n{marks}\n")
    assert ban.parts["id"] == "1.1"


def test_a_fence_without_an_end_is_told() -> None:
    _, said = read("---\na: b\n---\n```policy\nban 1.1  x\n  when citizen\n")
    assert said == ["R004 4: the fence is not closed"]


@pytest.mark.parametrize(
    "line",
    ["```Policy", "```POLICY", "```polic", "```policies", "```plicy", "```polcy", "```policy:", "```{policy}", "```ｐｏｌｉｃｙ",
     "```制度", "```kefen", "~~~polici", "``policy", "···policy", "’’’policy", "｀｀｀policy", " ```policy", "\t```policy",
     "> ```policy", "- ```policy", "1. ```policy"],
)  # fmt: skip
def test_a_fence_near_policy_is_told(line: str) -> None:
    _, said = read(f"---\na: b\n---\n{line}\n条件\n{'~~~' if line[0] == '~' else '```'}\n")
    assert said[0].startswith("R008 4: ")


@pytest.mark.parametrize(
    "fence",
    ["```text\nvalue of the house\n  is high\n```", "```sql\nlimit 10\n```", '```json\n{"grade": 1}\n```', "```python\ndo = 1\n```",
     "```yaml\nvalue:\n  when: x\n```", "```\n+---+\n```", "```mermaid\ngraph LR\n```", "````markdown\n```policy\nban 1.1  x\n  when y\n```\n````"],
)  # fmt: skip
def test_a_fence_of_another_language_is_silent(fence: str) -> None:
    assert read(f"---\na: b\n---\n{fence}\n")[1] == []


@pytest.mark.parametrize("unseen", ["\v", "\r", "\u2028", "\x85", "\u200b", "\ufeff", "\u00ad"])
@pytest.mark.parametrize("place", ["## 第八条", "  age >= 25", "> 的公民"])
def test_a_character_that_nobody_sees_is_told(unseen: str, place: str) -> None:
    _, said = read(TEXT.replace(place, unseen + place))
    told = "a soft line break or a character that nobody sees stands in this line"
    assert any(told in message for message in said)
