"""The words of a run: headers of its files, reasons that concern a whole row, the lines of its summary."""

from __future__ import annotations

from collections.abc import Mapping

from kefen.values import Words

ROW_PROBLEMS: Mapping[str, Words] = {
    "no key": Words("没有编号；请补上后重新提交", "it names no subject; give the key"),
    "double": Words(
        "同一编号出现多次，各行均不认定；请只保留一行",
        "its key is given more than once; keep one row",
    ),
    "listed": Words(
        "逐户清单中有错误的记录；见清单的行",
        "a record of its lists is wrong; see the lines of the list",
    ),
    "columns": Words(
        "列数与表头不符；请检查引号和分隔符", "not as many columns as the header; check its quotes"
    ),
}

#: between the words of a list in one cell
SPACED: Mapping[str, str] = {"zh": "、", "en": "; ", "": "|"}

#: headers of the decisions and of the quarantine file; in Parquet they are the keys themselves
HEADERS: Mapping[str, Words] = {
    "label": Words("{scale}", "{scale}_label"),
    "result": Words("{scale}代码", "{scale}"),
    "status": Words("认定状态", "status"),
    "marked": Words("可能变化", "marked"),
    "possible": Words("可能的结果", "possible"),
    "decisive": Words("决定性条款编号", "decisive"),
    "decisive_place": Words("决定性条款", "decisive_place"),
    "decisive_title": Words("条款名称", "decisive_title"),
    "allow": Words("准予", "allow"),
    "require": Words("要求", "require"),
    "do": Words("应办", "do"),
    "open": Words("待定", "open"),
    "at_most": Words("{label}不超过", "{label}_at_most"),
    "at_least": Words("{label}不低于", "{label}_at_least"),
    "missing": Words("缺少的证据", "missing"),
    "reasons": Words("理由", "reasons"),
    "line": Words("行号", "line"),
    "key": Words("编号", "key"),
    "column": Words("列", "column"),
    "value": Words("值", "value"),
    "reason": Words("原因代码", "reason"),
    "words": Words("原因", "explanation"),
}

STATUS_WORDS: Mapping[str, Words] = {
    "decided": Words("已认定", "decided"),
    "refused": Words("不予认定", "refused"),
    "provisional": Words("暂定", "provisional"),
    "undetermined": Words("无法认定", "undetermined"),
}
MARK_WORDS: Mapping[str, Words] = {
    "": Words("", ""),
    "better": Words("可能更好", "may be better"),
    "worse": Words("可能更差", "may be worse"),
}

#: about a table as a whole; they stop nothing
WARNINGS: Mapping[str, Words] = {
    "strange": Words(
        "列“{header}”不是本制度的事实，未读取", "the column `{header}` is no fact and is not read"
    ),
    "strange near": Words(
        "列“{header}”不是本制度的事实，未读取；最接近的名称是“{near}”",
        "the column `{header}` is no fact and is not read; the nearest name is `{near}`",
    ),
    "absent": Words("没有{zh}列：各行均为未知", "no column for {en}: unknown in every row"),
    "absent in list": Words(
        "清单“{list}”没有{zh}列：每条均为未知",
        "the list `{list}` has no column for {en}: unknown in every record",
    ),
    "empty sheet": Words(
        "工作表“{sheet}”没有记录，按没有给出处理；确无记录的，用 --list {list}=文件 给出只有表头的清单",
        "the sheet `{sheet}` has no records and counts as not given; if there are none,"
        " give --list {list}=FILE with a header alone",
    ),
    "no owner": Words(
        "清单“{list}”中有 {count} 条记录的编号不在表中，未使用",
        "the list `{list}` has {count} records of subjects that are not in the table; they are not used",
    ),
}

#: what a policy decides about that does not say it
SUBJECT = Words("客户", "customer")

SUMMARY: Mapping[str, Words] = {
    "title": Words(
        "{title}（{policy} {version}），数据日期 {as_of}",
        "{title} ({policy} {version}), as of {as_of}",
    ),
    "rows": Words(
        "读入 {rows} 行 = 认定 {decided} 行 + 隔离 {quarantined} 行",
        "{rows} rows in = {decided} decisions + {quarantined} quarantined",
    ),
    "no result": Words("（没有结果）", "(no result)"),
    "total": Words("合计", "total"),
    "decisive": Words("决定性条款", "Decisive clauses"),
    "missing": Words("最常缺少的证据", "Most often missing"),
    "settles": Words(
        "值得收集的证据：仅补这一项就能定下来的{subject}数",
        "Evidence worth collecting: decisions that this one fact alone would settle",
    ),
    "nothing settles": Words("没有哪一项单独就能定下来", "no single fact would settle one"),
    "more": Words("另有 {count} 项", "{count} more"),
    "output": Words("结果：{path}", "decisions: {path}"),
    "quarantine": Words("隔离：{path}", "quarantine: {path}"),
    "warning": Words("注意：{text}", "warning: {text}"),
    "reading": Words("读入", "reading"),
    "deciding": Words("认定", "deciding"),
    "weighing": Words("查找缺少的证据", "looking for what is missing"),
    "explaining": Words("说明理由", "explaining"),
    "writing": Words("写出", "writing"),
}


def said(words: Words, lang: str, **gaps: object) -> str:
    """Words in a language with their gaps filled."""
    return words.said(lang).format(**gaps) if gaps else words.said(lang)


def warning(name: str, **gaps: object) -> Words:
    """A warning in both languages."""
    words = WARNINGS[name]
    return Words(words.zh.format(**gaps), words.en.format(**gaps))
