"""What the command line says, in Chinese and in English."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from kefen.values import Words

LANGUAGES = ("zh", "en")

_WORDS: dict[str, tuple[str, str]] = {
    # --- interview
    "interview how": (
        "逐项回答；不写值也可以回答：{passes}。直接回车表示尚未取得。",
        "Answer one by one; instead of a value you may answer: {passes}. An empty line means not yet.",
    ),
    "interview source": ("来源：{source}", "source: {source}"),
    "interview list": (
        "列表，写成 JSON，没有则写 []",
        "a list, written as JSON; [] if there are none",
    ),
    "interview settled": (
        "问了 {n} 项即可认定；本制度可能要问 {of} 项。",
        "Settled after {n} questions of {of} that the policy may ask.",
    ),
    "interview open": (
        "问了 {n} 项，仍不能认定；本制度可能要问 {of} 项。",
        "Still open after {n} questions of {of} that the policy may ask.",
    ),
    "interview colon": ("：", ": "),
    "interview comma": ("、", ", "),
    "answer not yet": ("尚未取得", "not yet"),
    "answer cannot be known": ("无法得知", "cannot be known"),
    "answer refused": ("拒绝提供", "refused"),
    # --- diagnostics
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "note": ("提示", "note"),
    "help": ("帮助", "help"),
    "see also": ("另见", "see also"),
    "sound": ("可以运行", "sound"),
    "not sound": ("有错误", "has errors"),
    "errors": ("{n} 个错误", "{n} errors"),
    "warnings": ("{n} 个警告", "{n} warnings"),
    "clauses": ("{n} 条条款", "{n} clauses"),
    "assumptions": ("{n} 项假设", "{n} assumptions"),
    "coverage heading": ("逐句对照", "The sources, sentence by sentence"),
    "coverage source": ("依据", "source"),
    "coverage statements": ("句", "statements"),
    "coverage in_whole": ("有条款", "stated"),
    "coverage in_part": ("部分", "in part"),
    "coverage nowhere": ("有理由", "reasons"),
    "coverage unasked": ("没有哪一句要求的条款：{n}", "clauses that no statement asks for: {n}"),
    "maps heading": ("条文对照", "Maps of the sources"),
    "map pack": ("制度包", "pack"),
    "map version": ("版本", "version"),
    "map rows": ("行", "rows"),
    "map stated": ("有条款", "stated"),
    "map reasons": ("有理由", "reasons"),
    "map neither": ("都没有", "neither"),
    "map not_yet": ("尚未实现", "not yet"),
    "map clauses": ("条款", "clauses"),
    "map without_row": ("未入对照", "without a row"),
    "map total": ("合计", "total"),
    "assumptions heading": (
        "假设：源文本没有写明，采用了下列读法",
        "Assumptions: readings the text does not settle",
    ),
    "assumption": ("假设", "assumption"),
    "side": ("取", "side"),
    "article": ("条文", "article"),
    "reading": ("现在的读法", "what holds now"),
    "reason": ("理由", "reason"),
    "on": ("开", "on"),
    "off": ("关", "off"),
    # --- errors of use
    "wrong usage": ("用法有误：{text}", "wrong usage: {text}"),
    "see help": ("看 `{command} --help`", "see `{command} --help`"),
    "missing parameter": ("缺少 {name}", "missing {name}"),
    "no such option": ("没有选项 {name}", "no option {name}"),
    "did you mean": ("是不是 `{name}`？", "did you mean `{name}`?"),
    "not a day": ("`{text}` 不是日期；写成 2026-01-31", "`{text}` is not a day; write 2026-01-31"),
    "not a language": (
        "没有语言 `{text}`；可选 zh、en",
        "no language `{text}`; there are zh and en",
    ),
    "not a delimiter": (
        "`{text}` 不能作分隔符：写一个符号，如 ^；制表符写 \\t，Hive 的写 \\001",
        "`{text}` is no delimiter: give one sign such as ^, \\t for a tab, \\001 for that of Hive",
    ),
    "not an audience": (
        "没有受众 `{text}`；可选 customer、restricted、staff",
        "no audience `{text}`; there are customer, restricted and staff",
    ),
    "list table": (
        "{name}：每条一行，没有的客户即没有；{columns}",
        "{name}: a row for each item, complete for every subject; {columns}",
    ),
    "factor table": (
        "annuity factors：先算好的年金系数（{columns}；{types}），含下面查询的每一对年利率、月数；没有的一对视为未知",
        "annuity factors: made beforehand ({columns}; {types}), a row for each pair that the query below"
        " gives; a pair without one is unknown",
    ),
    "pack or all": ("要写 PACK，或者写 --all", "name a PACK, or write --all"),
    "pack and all": ("PACK 和 --all 不能一起写", "PACK and --all exclude each other"),
    "pack and packs": (
        "写了 --packs，就不写 PACK，只写 INPUT",
        "with --packs no PACK is named, only the INPUT",
    ),
    "no input": ("没有写要认定的表 INPUT", "no INPUT is named: the table to decide"),
    "not a dialect": ("没有方言 `{text}`；可选 {known}", "no dialect `{text}`; there are {known}"),
    "not a setting": ("`{text}` 不是 事实=值", "`{text}` is not FACT=VALUE"),
    "problem column": (
        "{column}：不为 0 的行自相矛盾，不算认定，写出时去掉",
        "{column}: a row where it is not 0 contradicts itself and is not decided; leave it out when writing",
    ),
    "no engine": ("没有引擎 {name}：只有 spark", "there is no engine {name}: it can be spark"),
    "no memory": (
        "内存不足，没有产生结果",
        "not enough memory, nothing was produced",
    ),
    "unexpected": (
        "程序内部出错，结果没有产生：{text}\n请连同命令、制度包版本报告；设 KEFEN_DEBUG=1 可以看到完整的调用栈。",
        "a fault inside Kefen, nothing was produced: {text}\n"
        "Please report it with the command and the pack's version; KEFEN_DEBUG=1 shows the full stack.",
    ),
    "interrupted": ("已中断", "interrupted"),
    "terminated": ("已被系统终止（{name}）", "ended by {name}"),
    "too nested": ("`{name}` 嵌套太深", "`{name}` is nested too deep"),
    # --- packs and versions
    "no pack": (
        "没有制度包 `{name}`。随附的有 {known}；也可以给出一个文件夹",
        "no pack `{name}`: shipped packs are {known}; a folder will do as well",
    ),
    "new pack": ("已写出制度包 {name}：", "wrote the pack {name}:"),
    "new pack next": (
        "接着：kefen check {name}，kefen test {name}；再把样稿换成本行的办法",
        "next: kefen check {name}, kefen test {name}; then put your own articles in place of the sample",
    ),
    "not a pack name": (
        "`{name}` 不能作制度包的名称：只用字母、数字、`_` 和 `-`",
        "`{name}` cannot be the name of a pack: letters, digits, `_` and `-` only",
    ),
    "reserved name": (
        "`{name}` 不能作制度包的名称：它在 YAML 或 Windows 里另有含义；请另取一个",
        "`{name}` cannot be the name of a pack: it means something else in YAML or on Windows; choose another",
    ),
    "name is shipped": (
        "`{name}` 是随附制度包的名称：请另取一个",
        "`{name}` is the name of a shipped pack: choose another",
    ),
    "pack exists": (
        "`{name}` 已经存在，没有写任何文件",
        "`{name}` exists already; nothing was written",
    ),
    "shipped is meant": (
        "`{name}` 指随附的制度包；要用这里的文件夹，写 `./{name}`",
        "`{name}` means the shipped pack; for the folder here write `./{name}`",
    ),
    "not a pack": ("`{name}` 是文件；制度包是一个文件夹", "`{name}` is a file; a pack is a folder"),
    "no version": (
        "{pack} 在 {day} 没有施行的版本；已有 {periods}",
        "no version of {pack} speaks on {day}; there are {periods}",
    ),
    "no overlay": ("没有覆盖层文件夹 `{name}`", "no overlay folder `{name}`"),
    # --- what a run is doing
    "pace": ("每秒 {rows} 行，还需 {left}", "{rows} rows per second, {left} left"),
    "stage reading": ("读入", "reading"),
    "stage deciding": ("认定", "deciding"),
    "stage weighing": ("查找缺少的证据", "looking for what is missing"),
    "stage holding": ("推算结论保持到哪天", "looking how long decisions hold"),
    "stage explaining": ("说明理由", "explaining"),
    "stage writing": ("写出", "writing"),
    # --- facts
    "no file": ("没有文件 `{name}`", "no file `{name}`"),
    "a folder": ("`{name}` 是文件夹，不是文件", "`{name}` is a folder, not a file"),
    "cannot read": ("读不出 `{name}`：{why}", "`{name}` cannot be read: {why}"),
    "cannot print": ("输出写不出：{why}", "the output cannot be written: {why}"),
    "cannot write": ("写不进 `{name}`：{why}", "`{name}` cannot be written: {why}"),
    "not of a site": (
        "`{name}` 不是以前 `weave --all` 写的，不覆盖；请移走它，或者换一个文件夹",
        "`{name}` was not written by `weave --all` and is not covered; move it away or choose another folder",
    ),
    "no workbench": (
        "没有安装工作台：pip install 'kefen[workbench]'",
        "the workbench is not installed: pip install 'kefen[workbench]'",
    ),
    "empty file": ("`{name}` 是空的", "`{name}` is empty"),
    "not text": (
        "`{name}` 不是文本文件；`decide` 读一位客户的 JSON 或 YAML，表格用 `kefen run`",
        "`{name}` is not a text file; `decide` reads one subject as JSON or YAML, `kefen run` reads tables",
    ),
    "not json": (
        "`{name}` 第 {line} 行第 {column} 列不是 JSON：{why}",
        "`{name}` is not JSON at line {line}, column {column}: {why}",
    ),
    "not yaml": (
        "`{name}` 第 {line} 行第 {column} 列不是 YAML：{why}",
        "`{name}` is not YAML at line {line}, column {column}: {why}",
    ),
    "not one subject": (
        "`{name}` 应当是一位客户的事实（名称: 值）；成批的用 `kefen run`",
        "`{name}` should hold one subject's facts (name: value); `kefen run` reads many",
    ),
    "set twice": ("`--set` 给出 `{key}` 两次", "`--set` gives `{key}` twice"),
    "given twice": ("`{name}` 里的 `{key}` 出现两次", "`{key}` is given twice in `{name}`"),
    "no such number": ("`{name}` 里的 `{key}` 不是数", "`{key}` in `{name}` is not a number"),
    "aliases": (
        "`{name}` 用了 YAML 引用，这里不读",
        "`{name}` uses a YAML alias, which is not read here",
    ),
    "not a list": ("`{text}` 不是 名称=文件", "`{text}` is not NAME=FILE"),
    "no fact": ("没有事实 `{name}`", "no fact `{name}`"),
    "not read": (
        "本制度不读取 `{name}`，设了也不起作用",
        "this policy does not read `{name}`, it has no effect",
    ),
    "not accepted": (
        "这些事实不能接受，没有认定：",
        "these facts cannot be accepted, nothing was decided:",
    ),
    # --- decisions
    "what if": ("假如", "what if"),
    "not a record": (
        "`{name}` 不是保存的结论；用 `kefen decide --json` 保存",
        "`{name}` is not a stored decision; `kefen decide --json` writes one",
    ),
    "recheck same": ("相同", "same"),
    "recheck same answer": ("结论相同，其他有出入", "the same answer, the rest differs"),
    "recheck engine": ("结论相同，引擎版本不同", "the same answer, by another engine"),
    "recheck differs": ("不同", "differs"),
    "explain changed": (
        "这一批开始之后，其数据又写过：以下按现在的数据",
        "what the run read was written again after it began: this is told by what stands there now",
    ),
    "explain files": (
        "只有写到文件的批次可以事后说明",
        "only runs on files can be explained later",
    ),
    "explain no run": (
        "{name} 旁边没有记载是怎样写成的：请写批次写出的文件，旁边须有它的 .run.json",
        "nothing beside {name} tells of the run that wrote it: name a file that a run wrote, with its .run.json",
    ),
    "explain standard": (
        "这一批读的是标准输入，无法再读",
        "this run read standard input, which cannot be read again",
    ),
    "explain other policy": (
        "{pack} 现在不是这一批所用的文本或名单（{digest}）：用 --pack、--with 指明，或用 --bundles 指明存放文本的文件夹",
        "{pack} is not the text, or has not the lists, of this run ({digest}): name it by --pack and --with,"
        " or where texts are kept by --bundles",
    ),
    "explain aside": ("没有认定，在隔离文件中：", "Not decided, in quarantine:"),
    "explain same": ("与这一批写出的一行相同", "The same as the row that the run wrote"),
    "explain differs": ("与这一批写出的一行不同：", "The run wrote another row:"),
    "explain not compared": (
        "没有与这一批写出的一行核对（它是给 {audience} 认定的）",
        "The row that the run wrote (for {audience}) was not compared",
    ),
    "runs none": ("没有写入 {name} 的批次", "no run wrote {name}"),
    "runs begun": ("开始", "begun"),
    "runs target": ("写入", "into"),
    "runs policy": ("制度", "policy"),
    "runs as of": ("数据日期", "as of"),
    "runs rows": ("行数", "rows"),
    "runs aside": ("隔离", "in quarantine"),
    "runs state": ("状态", "state"),
    "runs finished": ("完成", "finished"),
    "runs half": (
        "中断：{parts} 段中完成 {done} 段；再运行一次即可接着做",
        "stopped: {done} of {parts} parts are done; run it again to go on",
    ),
    "place": ("何处", "where"),
    "place policy": ("制度", "policy"),
    "place uses": ("引用的制度", "used policies"),
    "place reference_lists": ("参照名单", "reference lists"),
    "place schema": ("格式", "schema"),
    "place input_digest": ("所问事项的指纹", "digest of what was asked"),
    "place before": ("设定之前", "before what was set"),
    "place facts": ("事实", "facts"),
    "place status": ("状态", "status"),
    "place result": ("结果", "result"),
    "place marked": ("可能变化", "marked"),
    "place possible": ("可能的结果", "possible"),
    "place decisive": ("决定性条款", "decisive"),
    "place assumptions": ("依据的假设", "assumptions"),
    "place switches": ("假设", "switches"),
    "place parameters": ("参数", "parameters"),
    "place flags": ("条款", "flags"),
    "place values": ("数值", "values"),
    "place subject": ("编号", "subject"),
    "place as_of": ("数据日期", "as_of"),
    "place audience": ("受众", "audience"),
    "place basis": ("口径", "basis"),
    "place stale": ("过期的事实", "stale"),
    "place dates": ("事实的日期", "dates"),
    "place confidential": ("保密事实", "confidential"),
    "place engine": ("引擎", "engine"),
    "place explanation": ("说明文字", "explanation"),
    "place record": ("记录中多出", "record"),
    "stored": ("保存的", "stored"),
    "now": ("现在", "now"),
    # --- tests
    "cases": ("案例", "cases"),
    "held": ("{n} 例，全部符合", "{n} cases, all hold"),
    "some failed": ("{n} 例，{bad} 例不符", "{n} cases, {bad} fail"),
    "no cases": ("没有案例", "no cases"),
    "no policy": ("没有可以运行的版本，案例没有执行", "no version is sound, so no case was run"),
    "criteria covered": ("条款", "clauses"),
    "conclusions covered": ("结论", "outcomes"),
    "assumptions covered": ("假设", "assumptions"),
    "thresholds covered": ("阈值", "thresholds"),
    "criteria summary": (
        "{n} 条，{met} 条有案例满足，{missed} 条有案例仅因它不满足",
        "{n}: {met} met by a case, {missed} missed by a case for that clause alone",
    ),
    "conclusions summary": ("{n} 种，{reached} 种有案例到达", "{n}: {reached} reached by a case"),
    "assumptions summary": (
        "{n} 项，{both} 项两面都有案例为之改变结论",
        "{n}: {both} decide a case on both sides",
    ),
    "thresholds summary": (
        "{n} 处，{whole} 处上下都有案例",
        "{n}: {whole} with cases on, below and above",
    ),
    "never met": ("没有案例满足", "no case meets it"),
    "never missed": ("没有案例仅因它不满足", "no case misses it by this clause alone"),
    "never reached": ("没有案例到达", "no case reaches it"),
    "no case with side": ("没有案例在“{side}”时为之改变结论", "no case rests on it when {side}"),
    "no case at": ("没有案例取 {values}", "no case at {values}"),
    "untouched": ("没有触及：", "untouched:"),
    "seconds": ("{n} 秒", "{n} s"),
    "below": ("低于", "below"),
    "above": ("高于", "above"),
    "refused": ("不予认定", "refused"),
    "decided": ("已认定", "decided"),
    "provisional": ("暂定", "provisional"),
    "undetermined": ("无法认定", "undetermined"),
    "admitted": ("准入", "admitted"),
    # --- facts
    "fact": ("事实", "fact"),
    "label": ("名称", "label"),
    "kind": ("类型", "kind"),
    "unit": ("单位", "unit"),
    "source": ("出处", "source"),
    "derived": ("推定", "derived"),
    "values": ("取值", "values"),
    "lists": ("名录", "reference lists"),
    "wrote": ("已写出 {name}", "wrote {name}"),
    "wrote site": ("已写出 {name}，{n} 页", "wrote {name}: {n} pages"),
    "facts count": (
        "{n} 项事实，{given} 项要给出，{derived} 项由其他事实推定",
        "{n} facts: {given} to be given, {derived} derived from others",
    ),
    "derived heading": (
        "可以由其他事实推定，不必给出",
        "Worked out from other facts, need not be given",
    ),
    "by overlay": ("由银行在覆盖层中加载", "loaded by a bank's overlay"),
    "not xlsx": ("`{name}` 应以 .xlsx 结尾", "`{name}` should end in .xlsx"),
    # --- demo
    "building": ("正在生成 {n} 位虚构客户……", "building {n} synthetic customers …"),
    "deciding": ("正在认定……", "deciding …"),
    "one of each": ("每种状态各一例", "One decision of each status"),
}


def say(lang: str, key: str, /, **values: Any) -> str:
    """A phrase of the catalogue in a language."""
    return Words(*_WORDS[key]).said(lang).format(**values)


def chosen_language(args: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """``--lang``, else ``KEFEN_LANG``, else English in an English locale, else Chinese."""
    for place, arg in enumerate(args):
        if arg.startswith("--lang="):
            return _known(arg.removeprefix("--lang="))
        if arg == "--lang" and place + 1 < len(args):
            return _known(args[place + 1])
    if environment.get("KEFEN_LANG"):
        return _known(environment["KEFEN_LANG"])
    named = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((value for value in named if value), "")
    return "en" if locale.startswith("en") else "zh"


def _known(text: str) -> str:
    return "en" if text.lower().startswith("en") else "zh"
