"""What is said of a run: headers of its files, reasons that concern a whole row, warnings, the lines of its summary."""

from __future__ import annotations

from kefen.values import Words

RUNS: dict[str, Words] = {
    # --- why a whole row is set aside
    "row no key": Words("没有编号；请补上后重新提交", "it names no subject; give the key"),
    "row double": Words(
        "同一编号出现多次，各行均不认定；请只保留一行",
        "its key is given more than once; keep one row",
    ),
    "row month rows": Words(
        "每人每月一行（列“{month}”），不能逐行认定；请把这个文件作为逐月记录（histories 的 key、month、status），"
        "另给每人一行的表",
        "one row per customer and month (column `{month}`): use a history from rows, and give a table with one row each",
    ),
    "row listed": Words(
        "清单中它的记录有错，或可能是它的记录编号不同；见清单的行",
        "a record of its lists is wrong, or one of another key may be its own; see the lines of the list",
    ),
    "row total": Words(
        "编号是合计、制表人一类的字样：不是客户；请删去这一行",
        "a row of totals or a note on the table, not a subject; delete it",
    ),
    "row header again": Words(
        "又一次出现的表头；请删去这一行", "the header once more; delete this line"
    ),
    "row below another header": Words(
        "在第 {other} 行的另一个表头之下，那里各列的次序不同；请把那以后的行存成另一个文件",
        "below the header in line {other}, of another order; save it and what follows as a file of its own",
    ),
    "row columns": Words(
        "有 {count} 列，表头有 {columns} 列；请检查引号和分隔符",
        "{count} columns, while the header has {columns}; check quotes and delimiters",
    ),
    "row quotes": Words(
        "引号没有成对：这一行从哪里到哪里说不清；去掉多余的引号，或者把它写两遍",
        "a quotation mark is not closed, so nobody can say where its text ends; take it out or write it twice",
    ),
    "row run together": Words(
        "第 {first} 至 {last} 行被引号连成一行，而其中有的行本身就是完整的一行；请检查这几行的引号",
        "lines {first} to {last} are run together by quotation marks, though one of them is a row by itself;"
        " check their quotes",
    ),
    "row bytes": Words(
        "有的字节不是 {encoding}；请从原系统重新导出，或改正这一行",
        "some bytes are not {encoding}; export it again or correct the line",
    ),
    "row long": Words(
        "一行超过一百万字；请检查引号和换行", "longer than a million characters; check its quotes"
    ),
    "row json: not json": Words(
        "从第 {column} 个字符起不是 JSON；每行写一个完整的 JSON 对象",
        "no JSON from character {column} on; write one whole object on each line",
    ),
    "row json: given twice": Words(
        "“{key}”在一个对象里出现两次；请只保留一个",
        "`{key}` is given twice in one object; keep one",
    ),
    "row json: no such number": Words(
        "“{key}”不是数；不知道就写 null", "`{key}` is no number; write null when nobody knows"
    ),
    "row json: too nested": Words("嵌套太深；请拆开", "nested too deep; take it apart"),
    "row no object": Words(
        "不是 JSON 对象；每行写一个完整的 JSON 对象",
        "no JSON object; write one whole object on each line",
    ),
    "row no character": Words(
        "有空字符，或只有半个代理对；请从原系统重新导出",
        "it holds a NUL, or half of a surrogate pair; export it again",
    ),
    "row no list": Words(
        "这一行没有清单“{name}”，而其他行有：不知道它有没有记录；没有就写 []",
        "the list `{name}` is missing in this line, though others have it; write [] if there are none",
    ),
    "row no owner": Words(
        "表中没有这个编号，记录未使用；请改正编号，或用 --list-covers-more 说明清单不止这张表的客户",
        "no row of the table has this key, so the record is not used; correct it, or say --list-covers-more"
        " when the list holds others too",
    ),
    "row near": Words(
        "表中没有这个编号，但有“{near}”：去掉空格、前面的零等以后相同；两处请写得一样",
        "no row of the table has this key, but one has `{near}`, which differs in blanks, zeros in front or the like;"
        " write both alike",
    ),
    "row given twice": Words(
        "“{near}”在同一主体的清单里出现不止一次；请只保留一条",
        "`{near}` stands more than once in the list of one subject; keep one",
    ),
    # --- headers of the decisions and of the quarantine file; in Parquet they are the keys themselves
    "header label": Words("{scale}", "{scale}_label"),
    "header result": Words("{scale}代码", "{scale}"),
    "header status": Words("认定状态", "status"),
    "header marked": Words("可能变化", "marked"),
    "header possible": Words("可能的结果", "possible"),
    "header basis": Words("认定口径", "basis"),
    "header decisive": Words("决定性条款编号", "decisive"),
    "header decisive_place": Words("决定性条款", "decisive_place"),
    "header decisive_title": Words("条款名称", "decisive_title"),
    "header allow": Words("准予", "allow"),
    "header require": Words("要求", "require"),
    "header do": Words("应办", "do"),
    "header open": Words("待定", "open"),
    "header shown": Words("{label}代码", "{label}"),
    "header shown_label": Words("{label}", "{label}_label"),
    "header at_most": Words("{label}不超过", "{label}_at_most"),
    "header at_least": Words("{label}不低于", "{label}_at_least"),
    "header holds until": Words("结论保持到（不含）", "holds_until"),
    "header missing": Words("缺少的证据", "missing"),
    "header gaps": Words("制度空白", "gaps"),
    "header reasons": Words("理由", "reasons"),
    "header line": Words("行号", "line"),
    "header key": Words("编号", "key"),
    "header column": Words("列", "column"),
    "header value": Words("值", "value"),
    "header reason": Words("原因代码", "reason"),
    "header words": Words("原因", "explanation"),
    # --- statuses
    "status decided": Words("已认定", "decided"),
    "status refused": Words("不予认定", "refused"),
    "status provisional": Words("暂定", "provisional"),
    "status undetermined": Words("无法认定", "undetermined"),
    # --- how a provisional result may move
    "marked better": Words("可能更好", "may be better"),
    "marked worse": Words("可能更差", "may be worse"),
    # --- what a run passes over
    "warning strange": Words(
        "列“{header}”不是本制度的事实，未读取", "the column `{header}` is no fact and is not read"
    ),
    "warning strange near": Words(
        "列“{header}”不是本制度的事实，未读取；最接近的名称是“{near}”",
        "the column `{header}` is no fact and is not read; the nearest name is `{near}`",
    ),
    "warning of another": Words(
        "列“{header}”在“{above}”之下，说的是另一个人，未读取；确是本人的，用对应文件写明",
        "the column `{header}` stands below `{above}`, so it is about another person and is not read;"
        " if it is about the subject, say so in a mapping",
    ),
    "warning absent": Words("没有{zh}列：各行均为未知", "no column for {en}: unknown in every row"),
    "warning absent in list": Words(
        "清单“{list}”没有{zh}列：每条均为未知",
        "the list `{list}` has no column for {en}: unknown in every record",
    ),
    "warning month rows": Words(
        "这张表每人每月一行（列“{month}”）：{count} 行都已隔离；请用对应文件把它作为逐月记录（histories 的 key、month、"
        "status），另给每人一行的表",
        "the table has one row per customer and month (column `{month}`): {count} rows are quarantined; use a history"
        " from rows (`histories` of a mapping with key, month and status), and give a table with one row each",
    ),
    "warning shared number": Words(
        "{count} 个{zh}各有不止一个编号（如 {keys}）：同一人开了两户，或号码录错，请核对；各行照常认定",
        "{en}: {count} with more than one key (such as {keys}): one person twice, or a number typed wrongly;"
        " check them, the rows are decided as they stand",
    ),
    "warning in wan": Words(
        "列“{header}”像是万元，而对应文件按元读作 {fact}：请核对，是万元的加 times: 10000",
        "the column `{header}` seems to be in ten thousands of yuan and is read as {fact} in yuan: if so, say times: 10000",
    ),
    "warning by month": Words(
        "列“{header}”像是按月的金额，而 {fact} 是一年的：请核对，是每月的加 times: 12",
        "the column `{header}` seems to be by the month, and {fact} is of a year: if it is, say times: 12",
    ),
    "warning instalments": Words(
        "列“{header}”是期数，而 {fact} 是天数：请核对，用 values 逐期写明天数，或不读这一列",
        "the column `{header}` counts instalments, and {fact} counts days: say the days of each in values, or leave it out",
    ),
    "warning old months": Words(
        "“{fact}”最近的月份是 {newest}，已超过时效，按未知处理",
        "the newest month of `{fact}` is {newest}, which is too old: it counts as unknown",
    ),
    "warning few newest": Words(
        "“{fact}”最近的月份 {newest} 只有 {has} 个主体有（共 {all} 个）；没有的，第一个月为未知。有误的，用 newest 写明",
        "only {has} of {all} subjects have {newest}, the newest month of `{fact}`; for all others the first"
        " month is unknown. If it is wrong, say `newest`",
    ),
    "warning empty sheet": Words(
        "工作表“{sheet}”没有记录，按没有给出处理；确无记录的，用 --list {list}=文件 给出只有表头的清单",
        "the sheet `{sheet}` has no records and counts as not given; if there are none,"
        " give --list {list}=FILE with a header alone",
    ),
    "warning doubtful encoding": Words(
        "{file} 按 {encoding} 读入；它也可以按 UTF-8 读，但那样没有汉字；如有不对，用 --encoding utf-8",
        "{file} is read as {encoding}; it is good UTF-8 too, but without Chinese characters;"
        " if that is right, say --encoding utf-8",
    ),
    "warning incomplete list": Words(
        "清单 {list} 对谁都不算完整，按没有给出处理：第 {lines} 行看不出是谁的记录；请改正后重新运行",
        "the list {list} is complete for nobody and counts as not given, for nobody can say whose record stands in"
        " line {lines}; correct it and run again",
    ),
    "warning mixed dates": Words(
        "{file} 的列“{header}”有 {real} 个日期，另有 {texts} 个文本写的日期（如“{example}”）：请核对两种写法的月和日",
        "the column `{header}` of {file} holds {real} dates and {texts} texts that look like one (such as `{example}`):"
        " check month and day of both",
    ),
    "warning swapped dates": Words(
        "{file} 的列“{header}”有 {real} 个日期，没有一个的日大于 12，另有 {texts} 个文本写的日期（如“{example}”）："
        "Excel 很可能把月和日对调了；请从原系统按文本重新导出",
        "the column `{header}` of {file} holds {real} dates, none of a day beyond 12, and {texts} texts that look like one"
        " (such as `{example}`): Excel has probably swapped day and month; export it again as text",
    ),
    # --- the lines of a summary
    "summary title": Words(
        "{title}（{policy} {version}），数据日期 {as_of}",
        "{title} ({policy} {version}), as of {as_of}",
    ),
    "summary visible": Words("{title}，按可见事实", "{title}, on the visible facts"),
    "summary rows": Words(
        "读入 {rows} 行 = 认定 {decided} 行 + 隔离 {quarantined} 行",
        "{rows} rows in = {decided} decisions + {quarantined} quarantined",
    ),
    "summary list rows": Words(
        "清单 {name}：读入 {rows} 行 = 使用 {used} 行 + 隔离 {quarantined} 行",
        "list {name}: {rows} rows in = {used} used + {quarantined} quarantined",
    ),
    "summary list rows of others": Words(
        "清单 {name}：读入 {rows} 行 = 使用 {used} 行 + 隔离 {quarantined} 行 + 不在本表的 {elsewhere} 行",
        "list {name}: {rows} rows in = {used} used + {quarantined} quarantined + {elsewhere} of others",
    ),
    "summary list rows idle": Words(
        "清单 {name}：读入 {rows} 行 = 隔离 {quarantined} 行 + 未使用 {idle} 行（清单不完整）",
        "list {name}: {rows} rows in = {quarantined} quarantined + {idle} not used, for the list is not complete",
    ),
    "summary nothing": Words("按未知处理的词：{columns}", "words taken as unknown: {columns}"),
    "summary comma": Words("，", ", "),
    "summary read": Words("读自 {file}{details}", "read: {file}{details}"),
    "summary sheet": Words("工作表“{sheet}”", "sheet `{sheet}`"),
    "summary delimiter": Words("分隔符“{delimiter}”", "delimiter `{delimiter}`"),
    "summary header line": Words("表头在第 {line} 行", "header in line {line}"),
    "summary tab": Words("制表符", "tab"),
    "summary no result": Words("（没有结果）", "(no result)"),
    "summary total": Words("合计", "total"),
    "summary decisive": Words("决定性条款", "Decisive clauses"),
    "summary missing": Words("最常缺少的证据", "Most often missing"),
    "summary gaps": Words(
        "制度没有规定的情形：表中没有适用的一行",
        "Gaps of the policy: tables that have no row for these",
    ),
    "summary settles": Words(
        "值得收集的证据：仅补这一项就能定下来的{subject}数",
        "Evidence worth collecting: decisions that this one fact alone would settle",
    ),
    "summary nothing settles": Words("没有哪一项单独就能定下来", "no single fact would settle one"),
    "summary more": Words("另有 {count} 项", "{count} more"),
    "summary output": Words("结果：{path}", "decisions: {path}"),
    "summary quarantine": Words("隔离：{path}", "quarantine: {path}"),
    "summary warning": Words("注意：{text}", "warning: {text}"),
    "summary subject": Words("客户", "customer"),
}
