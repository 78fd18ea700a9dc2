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
    "month rows": Words(
        "每人每月一行（列“{month}”），不能逐行认定；请把这个文件作为逐月记录（histories 的 key、month、status），"
        "另给每人一行的表",
        "one row per customer and month (column `{month}`): use a history from rows, and give a table with one row each",
    ),
    "listed": Words(
        "清单中它的记录有错，或可能是它的记录编号不同；见清单的行",
        "a record of its lists is wrong, or one of another key may be its own; see the lines of the list",
    ),
    "total": Words(
        "编号是合计、制表人一类的字样：不是客户；请删去这一行",
        "a row of totals or a note on the table, not a subject; delete it",
    ),
    "header again": Words(
        "又一次出现的表头；请删去这一行", "the header once more; delete this line"
    ),
    "below another header": Words(
        "在第 {other} 行的另一个表头之下，那里各列的次序不同；请把那以后的行存成另一个文件",
        "below the header in line {other}, of another order; save it and what follows as a file of its own",
    ),
    "columns": Words(
        "有 {count} 列，表头有 {columns} 列；请检查引号和分隔符",
        "{count} columns, while the header has {columns}; check quotes and delimiters",
    ),
    "quotes": Words(
        "引号没有成对：这一行从哪里到哪里说不清；去掉多余的引号，或者把它写两遍",
        "a quotation mark is not closed, so nobody can say where its text ends; take it out or write it twice",
    ),
    "run together": Words(
        "第 {first} 至 {last} 行被引号连成一行，而其中有的行本身就是完整的一行；请检查这几行的引号",
        "lines {first} to {last} are run together by quotation marks, though one of them is a row by itself;"
        " check their quotes",
    ),
    "bytes": Words(
        "有的字节不是 {encoding}；请从原系统重新导出，或改正这一行",
        "some bytes are not {encoding}; export it again or correct the line",
    ),
    "long": Words(
        "一行超过一百万字；请检查引号和换行", "longer than a million characters; check its quotes"
    ),
    "json: not json": Words(
        "从第 {column} 个字符起不是 JSON；每行写一个完整的 JSON 对象",
        "no JSON from character {column} on; write one whole object on each line",
    ),
    "json: given twice": Words(
        "“{key}”在一个对象里出现两次；请只保留一个",
        "`{key}` is given twice in one object; keep one",
    ),
    "json: no such number": Words(
        "“{key}”不是数；不知道就写 null", "`{key}` is no number; write null when nobody knows"
    ),
    "json: too nested": Words("嵌套太深；请拆开", "nested too deep; take it apart"),
    "no object": Words(
        "不是 JSON 对象；每行写一个完整的 JSON 对象",
        "no JSON object; write one whole object on each line",
    ),
    "no character": Words(
        "有空字符，或只有半个代理对；请从原系统重新导出",
        "it holds a NUL, or half of a surrogate pair; export it again",
    ),
    "no list": Words(
        "这一行没有清单“{name}”，而其他行有：不知道它有没有记录；没有就写 []",
        "the list `{name}` is missing in this line, though others have it; write [] if there are none",
    ),
    "no owner": Words(
        "表中没有这个编号，记录未使用；请改正编号，或用 --list-covers-more 说明清单不止这张表的客户",
        "no row of the table has this key, so the record is not used; correct it, or say --list-covers-more"
        " when the list holds others too",
    ),
    "near": Words(
        "表中没有这个编号，但有“{near}”：去掉空格、前面的零等以后相同；两处请写得一样",
        "no row of the table has this key, but one has `{near}`, which differs in blanks, zeros in front or the like;"
        " write both alike",
    ),
    "given twice": Words(
        "“{near}”在同一主体的清单里出现不止一次；请只保留一条",
        "`{near}` stands more than once in the list of one subject; keep one",
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
    "basis": Words("认定口径", "basis"),
    "decisive": Words("决定性条款编号", "decisive"),
    "decisive_place": Words("决定性条款", "decisive_place"),
    "decisive_title": Words("条款名称", "decisive_title"),
    "allow": Words("准予", "allow"),
    "require": Words("要求", "require"),
    "do": Words("应办", "do"),
    "open": Words("待定", "open"),
    "shown": Words("{label}代码", "{label}"),
    "shown_label": Words("{label}", "{label}_label"),
    "at_most": Words("{label}不超过", "{label}_at_most"),
    "at_least": Words("{label}不低于", "{label}_at_least"),
    "missing": Words("缺少的证据", "missing"),
    "gaps": Words("制度空白", "gaps"),
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
    "of another": Words(
        "列“{header}”在“{above}”之下，说的是另一个人，未读取；确是本人的，用对应文件写明",
        "the column `{header}` stands below `{above}`, so it is about another person and is not read;"
        " if it is about the subject, say so in a mapping",
    ),
    "absent": Words("没有{zh}列：各行均为未知", "no column for {en}: unknown in every row"),
    "absent in list": Words(
        "清单“{list}”没有{zh}列：每条均为未知",
        "the list `{list}` has no column for {en}: unknown in every record",
    ),
    "month rows": Words(
        "这张表每人每月一行（列“{month}”）：{count} 行都已隔离；请用对应文件把它作为逐月记录（histories 的 key、month、"
        "status），另给每人一行的表",
        "the table has one row per customer and month (column `{month}`): {count} rows are quarantined; use a history"
        " from rows (`histories` of a mapping with key, month and status), and give a table with one row each",
    ),
    "shared number": Words(
        "{count} 个{zh}各有不止一个编号（如 {keys}）：同一人开了两户，或号码录错，请核对；各行照常认定",
        "{en}: {count} with more than one key (such as {keys}): one person twice, or a number typed wrongly;"
        " check them, the rows are decided as they stand",
    ),
    "in wan": Words(
        "列“{header}”像是万元，而对应文件按元读作 {fact}：请核对，是万元的加 times: 10000",
        "the column `{header}` seems to be in 万元, and is read as {fact} in yuan: if it is, say times: 10000",
    ),
    "by month": Words(
        "列“{header}”像是按月的金额，而 {fact} 是一年的：请核对，是每月的加 times: 12",
        "the column `{header}` seems to be by the month, and {fact} is of a year: if it is, say times: 12",
    ),
    "instalments": Words(
        "列“{header}”是期数，而 {fact} 是天数：请核对，用 values 逐期写明天数，或不读这一列",
        "the column `{header}` counts instalments, and {fact} counts days: say the days of each in values, or leave it out",
    ),
    "old months": Words(
        "“{fact}”最近的月份是 {newest}，已超过时效，按未知处理",
        "the newest month of `{fact}` is {newest}, which is too old: it counts as unknown",
    ),
    "few newest": Words(
        "“{fact}”最近的月份 {newest} 只有 {has} 个主体有（共 {all} 个）；没有的，第一个月为未知。有误的，用 newest 写明",
        "only {has} of {all} subjects have {newest}, the newest month of `{fact}`; for all others the first"
        " month is unknown. If it is wrong, say `newest`",
    ),
    "empty sheet": Words(
        "工作表“{sheet}”没有记录，按没有给出处理；确无记录的，用 --list {list}=文件 给出只有表头的清单",
        "the sheet `{sheet}` has no records and counts as not given; if there are none,"
        " give --list {list}=FILE with a header alone",
    ),
    "doubtful encoding": Words(
        "{file} 按 {encoding} 读入；它也可以按 UTF-8 读，但那样没有汉字；如有不对，用 --encoding utf-8",
        "{file} is read as {encoding}; it is good UTF-8 too, but without Chinese characters;"
        " if that is right, say --encoding utf-8",
    ),
    "incomplete list": Words(
        "清单 {list} 对谁都不算完整，按没有给出处理：第 {lines} 行看不出是谁的记录；请改正后重新运行",
        "the list {list} is complete for nobody and counts as not given, for nobody can say whose record stands in"
        " line {lines}; correct it and run again",
    ),
    "mixed dates": Words(
        "{file} 的列“{header}”有 {real} 个日期，另有 {texts} 个文本写的日期（如“{example}”）：请核对两种写法的月和日",
        "the column `{header}` of {file} holds {real} dates and {texts} texts that look like one (such as `{example}`):"
        " check month and day of both",
    ),
    "swapped dates": Words(
        "{file} 的列“{header}”有 {real} 个日期，没有一个的日大于 12，另有 {texts} 个文本写的日期（如“{example}”）："
        "Excel 很可能把月和日对调了；请从原系统按文本重新导出",
        "the column `{header}` of {file} holds {real} dates, none of a day beyond 12, and {texts} texts that look like one"
        " (such as `{example}`): Excel has probably swapped day and month; export it again as text",
    ),
}

#: what a policy decides about that does not say it
SUBJECT = Words("客户", "customer")

SUMMARY: Mapping[str, Words] = {
    "title": Words(
        "{title}（{policy} {version}），数据日期 {as_of}",
        "{title} ({policy} {version}), as of {as_of}",
    ),
    "visible": Words("{title}，按可见事实", "{title}, on the visible facts"),
    "rows": Words(
        "读入 {rows} 行 = 认定 {decided} 行 + 隔离 {quarantined} 行",
        "{rows} rows in = {decided} decisions + {quarantined} quarantined",
    ),
    "list rows": Words(
        "清单 {name}：读入 {rows} 行 = 使用 {used} 行 + 隔离 {quarantined} 行",
        "list {name}: {rows} rows in = {used} used + {quarantined} quarantined",
    ),
    "list rows of others": Words(
        "清单 {name}：读入 {rows} 行 = 使用 {used} 行 + 隔离 {quarantined} 行 + 不在本表的 {elsewhere} 行",
        "list {name}: {rows} rows in = {used} used + {quarantined} quarantined + {elsewhere} of others",
    ),
    "list rows idle": Words(
        "清单 {name}：读入 {rows} 行 = 隔离 {quarantined} 行 + 未使用 {idle} 行（清单不完整）",
        "list {name}: {rows} rows in = {quarantined} quarantined + {idle} not used, for the list is not complete",
    ),
    "nothing": Words("按未知处理的词：{columns}", "words taken as unknown: {columns}"),
    "comma": Words("，", ", "),
    "read": Words("读自 {file}{details}", "read: {file}{details}"),
    "sheet": Words("工作表“{sheet}”", "sheet `{sheet}`"),
    "delimiter": Words("分隔符“{delimiter}”", "delimiter `{delimiter}`"),
    "header line": Words("表头在第 {line} 行", "header in line {line}"),
    "tab": Words("制表符", "tab"),
    "no result": Words("（没有结果）", "(no result)"),
    "total": Words("合计", "total"),
    "decisive": Words("决定性条款", "Decisive clauses"),
    "missing": Words("最常缺少的证据", "Most often missing"),
    "gaps": Words(
        "制度没有规定的情形：表中没有适用的一行",
        "Gaps of the policy: tables that have no row for these",
    ),
    "settles": Words(
        "值得收集的证据：仅补这一项就能定下来的{subject}数",
        "Evidence worth collecting: decisions that this one fact alone would settle",
    ),
    "nothing settles": Words("没有哪一项单独就能定下来", "no single fact would settle one"),
    "more": Words("另有 {count} 项", "{count} more"),
    "output": Words("结果：{path}", "decisions: {path}"),
    "quarantine": Words("隔离：{path}", "quarantine: {path}"),
    "warning": Words("注意：{text}", "warning: {text}"),
}

#: what a run is doing
STAGES: Mapping[str, Words] = {
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
