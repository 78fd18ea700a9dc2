"""The help texts of commands and their arguments, in Chinese and in English."""

from __future__ import annotations

import sys

from kefen.cli.words import chosen_language
from kefen.values import Words

_HELPS: dict[str, tuple[str, str]] = {
    "kefen": (
        "客分：按银行自己的书面制度给客户分类，并说明为什么。",
        "Kefen: classifies customers by a bank's own written policies, and says why.",
    ),
    "new": (
        "写出一份可以检查和测试的制度包样稿。",
        "Write a skeleton of a pack that checks and tests green.",
    ),
    "check coverage": (
        "另外逐句对照依据：每一句话由哪些条款体现，或者为什么没有。",
        "Check the sources sentence by sentence too: which clauses state each, or why none does.",
    ),
    "check map": (
        "另外清点条文对照：每个版本有多少行、多少有条款。",
        "Count the maps too: how many rows of each version, how many with a clause.",
    ),
    "check": ("检查制度包：错误、警告、假设。", "Check packs: errors, warnings, assumptions."),
    "test": (
        "执行制度包的案例，并列出案例没有触及之处。",
        "Run the cases of packs, and list what they leave untouched.",
    ),
    "decide": (
        "认定一位客户：结论、理由、还缺什么、怎样改善。",
        "Decide one subject: the decision, its reasons, what is missing, what would lift it.",
    ),
    "interview": (
        "逐项询问起作用的事实，直到可以认定。",
        "Ask for the facts that matter, one by one, until the decision is settled.",
    ),
    "interview facts": (
        "已知的事实，JSON 或 YAML 文件；询问由此开始",
        "what is known already, a file of JSON or YAML; the interview starts from it",
    ),
    "recheck": (
        "重新计算一份保存的结论：相同，或者哪里不同。",
        "Recompute a stored decision: the same, or where it differs.",
    ),
    "run": (
        "认定整张表：CSV、Excel、Parquet、逐行 JSON；有问题的行进入隔离文件。",
        "Decide a whole table: CSV, Excel, Parquet, lines of JSON; rows with problems go to quarantine.",
    ),
    "runs": (
        "列出写入文件、文件夹或数据库表的各批：完成的，和中断的。",
        "List the runs into a file, a folder or a table of a database: finished, and stopped half-way.",
    ),
    "explain run": (
        "事后说明一批认定中的一位客户，并与写出的一行核对。",
        "Tell the decision of a run on one subject in full, and hold it against the row that was written.",
    ),
    "run told": ("批次写出的文件，或其 .run.json", "the file that a run wrote, or its .run.json"),
    "subject": ("客户的编号", "the key of the subject"),
    "bundles": ("存放各时文本的文件夹", "the folder where texts are kept by their digests"),
    "explain pack": (
        "制度包在别处时指明；默认按批次所记的名称查找",
        "where the pack is, if not under the name that the run tells",
    ),
    "target": (
        "写入的文件、它们所在的文件夹，或 postgresql://…#表",
        "the file they wrote, the folder it is in, or postgresql://…#TABLE",
    ),
    "facts": (
        "列出制度包的事实；写出可填的 Excel 表；草拟列名对应。",
        "List a pack's facts; write an Excel sheet to fill in; draft a mapping of columns.",
    ),
    "sql": ("把制度打印为 SQL。", "Print a policy as SQL."),
    "weave": (
        "把制度写成一页文件：条文旁边是条款。",
        "Write the policy as one document, clause beside article.",
    ),
    "demo": (
        "生成一家虚构银行的客户，全部认定，每种状态展示一例。",
        "Build a synthetic bank, decide all its customers, show one decision of each status.",
    ),
    "serve": ("打开客分工作台。", "Open the workbench."),
    # --- arguments
    "host": ("在哪个地址提供", "the address to serve on"),
    "port": ("端口", "the port"),
    "serve demo": (
        "还没有银行时，建立一家演示银行",
        "found a demo bank where there is no bank yet",
    ),
    "new pack": ("新制度包的文件夹", "the folder of the new pack"),
    "run packs": (
        "一次按几个制度包认定，以逗号隔开，不写 PACK；OUTPUT 为文件夹，每个制度包各有一个文件",
        "several packs in one pass, parted by commas, in place of PACK; OUTPUT is a folder with a file for each",
    ),
    "packs": (
        "制度包的名称或文件夹；不写则为全部随附的",
        "a pack's name or folder; all shipped ones if left out",
    ),
    "pack": ("制度包的名称或文件夹", "a shipped pack's name, or a folder"),
    "as of": ("数据日期，默认今天", "the day as of which, today if left out"),
    "with": (
        "银行的覆盖层文件夹；分行的再写一次",
        "the bank's overlay, a folder; again for a branch's",
    ),
    "audience": (
        "给谁看：customer 客户，restricted 无保密权限的员工（默认），staff 有权限的员工；前两者按可见事实认定",
        "for whom: customer, restricted (staff without the right to secrets, the default), staff; the first"
        " two get the decision on the visible facts",
    ),
    "json": ("以 JSON 输出", "print JSON"),
    "lang": ("语言：zh 或 en", "language: zh or en"),
    "version": ("显示版本", "show the version"),
    "facts file": (
        "事实文件，JSON 或 YAML；- 为标准输入",
        "facts as JSON or YAML; - for standard input",
    ),
    "set": (
        "假如某事实为某值，可多次；空值为未知",
        "what if this fact were so; may be repeated; an empty value is unknown",
    ),
    "decision file": ("`decide --json` 保存的文件", "a file saved from `decide --json`"),
    "recheck pack": (
        "制度包在别处时指明；默认按结论中的名称查找",
        "where the pack is, if not under the name in the decision",
    ),
    "template": ("写出 Excel 模板", "write an Excel sheet to fill in"),
    "map input": ("按银行文件的表头草拟对应", "draft a mapping from the headers of a bank's file"),
    "dialect": ("为哪个引擎写", "which engine it is written for"),
    "output": ("写到哪里", "where to write"),
    "all": (
        "全部随附的制度包的每个版本，连同目录，写成一个文件夹",
        "every version of all shipped packs with an index, as a folder",
    ),
    "table": (
        "CSV、Excel、Parquet 或逐行 JSON 文件，Parquet 的文件夹，duckdb:///文件#表，或 postgresql://…#表",
        "a CSV, Excel or Parquet file, lines of JSON, a folder of Parquet, duckdb:///FILE#TABLE, or postgresql://…#TABLE",
    ),
    "decisions": (
        "认定结果：CSV、Excel 或 Parquet，或同一数据库的 postgresql://…#表",
        "the decisions: CSV, Excel or Parquet, or postgresql://…#TABLE in the same database",
    ),
    "mapping": ("列名和代码的对应文件", "a file that maps a bank's columns and codes"),
    "list": (
        "客户名下的列表，另一个文件，如 accounts=accounts.csv；同一工作簿里与列表同名的表自动读取",
        "a list of the subjects in a second file, such as accounts=accounts.csv;"
        " sheets of INPUT called like a list are read without it",
    ),
    "list covers more": (
        "清单不止这张表的客户：编号不在表中的记录只计数，不隔离",
        "the lists hold other subjects too: records of keys that are not in the table are counted, not quarantined",
    ),
    "sheet": (
        "Excel 工作表名，默认第一张可见的",
        "the Excel sheet, the first visible one if left out",
    ),
    "skip lines": ("表头以上有几行不读", "how many lines stand above the header"),
    "encoding": (
        "文本的编码，如 gb18030；默认看全文判断",
        "the encoding of texts, such as gb18030; judged by the whole file if left out",
    ),
    "delimiter": (
        "文本的分隔符，如 ^；制表符写 \\t，Hive 的写 \\001；默认看表头判断",
        "the sign between columns of texts, such as ^; a tab is \\t, that of Hive \\001; judged by the header if left out",
    ),
    "input format": (
        "标准输入（INPUT 写 -）的格式，默认 csv",
        "the format of standard input (INPUT is -): csv if left out, or jsonl, xlsx, parquet, csv.gz",
    ),
    "output format": (
        "标准输出（OUTPUT 写 -）的格式，默认 csv",
        "the format of standard output (OUTPUT is -): csv if left out, or jsonl, xlsx, parquet, csv.gz",
    ),
    "memory": ("计算最多用多少内存，如 2GiB", "how much memory the engine may take, such as 2GiB"),
    "threads": ("最多用几个线程", "how many threads the engine may use"),
    "anew": (
        "上一次中断的这一批作废，从头做起",
        "give up a run into this target that stopped half-way, and begin anew",
    ),
    "engine": (
        "用哪个引擎：spark（来源和结果是 Parquet 文件夹）",
        "which engine: spark (source and target are folders of Parquet)",
    ),
    "master": ("Spark 的主节点，如 local[2]", "the master of Spark, such as local[2]"),
    "explain": ("每行附上理由", "add the reasons to every row"),
    "holds until": (
        "每行附上只因时间推移而结论改变的第一天",
        "add the first day on which time alone makes the decision another",
    ),
    "flags": ("每个条款一列", "a column for every clause"),
    "quarantine": ("隔离文件", "where rows with problems go"),
    "customers": ("客户数", "how many customers"),
    "folder": ("写到哪个文件夹", "where the book is written"),
}


def help_of(key: str) -> str:
    """A help text in the language of this process."""
    return Words(*_HELPS[key]).said(chosen_language(sys.argv[1:]))
