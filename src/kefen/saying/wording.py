"""The one catalogue: every phrase in Chinese and English, every value as people write it.

Nothing outside this module holds a word that a reader sees, except the policy's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from kefen.compiling.to_python import FOREVER
from kefen.errors import Problem
from kefen.language.operators import OPERATORS
from kefen.language.operators.row import Predicate
from kefen.policy import Citation, FactSpec, Policy, Vocabulary, number_from
from kefen.values import NO_WORDS, Domain, Kind, Words

LANGUAGES = ("zh", "en")
_CHINESE, _LATIN, _DAY = "\u4e00-\u9fff", "A-Za-z0-9%", "年月日"
_BORDER = re.compile(
    f"(?<=[{_CHINESE}])(?<![{_DAY}])(?=[{_LATIN}-])|(?<=[{_LATIN}])(?=[{_CHINESE}])(?![{_DAY}])"
)

PHRASES: Mapping[str, Words] = {
    # --- outcomes -------------------------------------------------------------------------
    "decided": Words("{scale}：{result}", "{scale}: {result}"),
    "provisional better": Words(
        "{scale}：暂定{result}，证据补齐后可能更好", "{scale}: {result} for now, may become better"
    ),
    "provisional worse": Words(
        "{scale}：暂定{result}，证据补齐后可能更差", "{scale}: {result} for now, may become worse"
    ),
    "undetermined": Words(
        "{scale}：无法认定，所需证据不足", "{scale}: cannot be decided, evidence is missing"
    ),
    "undetermined by the text": Words(
        "{scale}：无法认定，制度没有规定这一情形",
        "{scale}: cannot be decided, the policy has no rule for this case",
    ),
    "refused": Words("{scale}：{result}", "{scale}: {result}"),
    "on visible": Words("{told}（按可见事实）", "{told} (on the visible facts)"),
    "visible": Words("按可见事实", "on the visible facts"),
    "all": Words("按全部事实", "on all facts"),
    "no class": Words("不予分类", "no class"),
    "admitted": Words("准入", "admitted"),
    "not admitted": Words("不予准入", "not admitted"),
    "possible": Words("可能的结果：{items}", "Possible: {items}"),
    "proposed": Words(
        "建议（不能确定的从低，{place}）：{result}；这是建议，不是认定结论",
        "Proposed (in doubt the lower, {place}): {result}; a proposal, not a decision",
    ),
    "score": Words("得分：{low}", "Score: {low}"),
    "score range": Words("得分：{low} 至 {high}", "Score: {low} to {high}"),
    "but for": Words("若无此项，可为{result}", "but for this it would be {result}"),
    "as of": Words("数据日期：{day}", "As of {day}"),
    # --- headings -------------------------------------------------------------------------
    "decisive": Words("决定性条款", "Decisive clause"),
    "lacking": Words("未达到：{clause}", "not met: {clause}"),
    "why": Words("理由", "Why"),
    "why not": Words("为何不是{result}", "Why not {result}"),
    "still possible": Words("仍有可能为{result}，待查", "{result} is still possible, open"),
    "bans": Words("禁止事项", "Bans"),
    "adjustments": Words("等级调整", "Adjustments"),
    "bounds": Words("下限与上限", "Floors and ceilings"),
    "points": Words("评分", "Points"),
    "missing": Words("缺少的证据", "Missing"),
    "gaps": Words("制度没有规定的情形", "Gaps of the policy"),
    "assumptions": Words("结论依据的假设", "Assumptions it rests on"),
    "stale": Words("已过期、按未知处理的证据", "Too old, treated as unknown"),
    "supplied": Words("直接给出、未经推导的数值", "Given, not worked out"),
    "values": Words("数值", "Values"),
    "measures": Words("管理措施", "Measures"),
    "bring": Words("补充证据", "Bring"),
    "change": Words("可以改变", "Change"),
    "wait": Words("等待", "Wait"),
    "holds": Words("仅因时间经过的变化", "How long it holds"),
    # --- how parts are joined -------------------------------------------------------------
    "other instrument": Words("《{title}》{place}", "{title}, {place}"),
    "reason": Words("{place} {title}：{text}", "{place} {title}: {text}"),
    "none of": Words(
        "{count} 项均不具备，最接近的是：", "none of the {count} items is met; nearest:"
    ),
    "none of these": Words("{items}均不具备", "none of these is met: {items}"),
    "open of these": Words("{items}均未证明", "none of these is proven: {items}"),
    "open among": Words(
        "{count} 项中尚未证明有一项具备，待查：", "none of the {count} items is proven; open:"
    ),
    "fewer than": Words(
        "须具备 {count} 项中的 {number} 项：", "{number} of the {count} items are needed:"
    ),
    "any of": Words("具备其一即可：", "any of these will do:"),
    "all of": Words("须同时具备：", "all of these are needed:"),
    "or else": Words("，或", ", or "),
    "must not hold": Words("不应符合", "must not be met"),
    "not applicable": Words("不适用，{text}", "does not apply: {text}"),
    "third party true": Words("涉及{who}的一项条件成立", "a condition of {who} holds"),
    "third party false": Words("涉及{who}的一项条件不成立", "a condition of {who} does not hold"),
    "third party unknown": Words("涉及{who}的一项条件不明", "a condition of {who} is not settled"),
    "third party fact": Words("涉及{who}的一项事实", "a fact of {who}"),
    "third party changed": Words("涉及{who}的一项事实有变化", "a fact of {who} changed"),
    "by rules": Words("按本行有关规定认定", "by the bank's own rules"),
    "always": Words("无条件", "always"),
    # --- one comparison: subject, then what is asked or found -----------------------------
    "fact number": Words("{subject} {value}", "{subject} {value}"),
    "fact word": Words("{subject}为{value}", "{subject}: {value}"),
    "fact flag": Words("{subject}：{value}", "{subject}: {value}"),
    "fact unknown": Words("{subject}未知", "{subject} unknown"),
    "fact open": Words("{subject}可能为{value}", "{subject} may be {value}"),
    "and asked": Words("{fact}，{asked}", "{fact}, {asked}"),
    "whether": Words("是否{asked}不明", "not known whether it is {asked}"),
    "not loaded": Words("{name}未加载或已过期", "{name} is not loaded or too old"),
    "no value": Words("{name}（未设定）", "{name} (not set)"),
    "worked out": Words("{name}（{value}）", "{name} ({value})"),
    # --- what is asked ("must") and what is found ("is") ----------------------------------
    "must": Words("应{stem}", "must be {stem}"),
    "must not": Words("不应{stem}", "must not be {stem}"),
    "must verb": Words("应{stem}", "must {stem}"),
    "must not verb": Words("不应{stem}", "must not {stem}"),
    "other than": Words("{items}以外的状态", "something other than {items}"),
    "run": Words("{first}至{last}各种状态", "anything from {first} to {last}"),
    "flag": Words("为{value}", "{value}"),
    "test": Words("{subject}{stem}", "{subject} {stem}"),
    "filtered": Words("{what}的{source}", "{source} with {what}"),
    "grouped": Words("（{text}）", "({text})"),
    "led list": Words("{lead}：{items}", "{lead}: {items}"),
    "when": Words("{x}的", "if {x}"),
    "else": Words("否则", "otherwise"),
    "if then": Words("{condition}，{then}", "{condition}, {then}"),
    "not met": Words("不符合：{clause}", "not met: {clause}"),
    "never": Words("永不", "never"),
    "assumed on": Words("采用假设“{x}”", "the assumption “{x}” is made"),
    "assumed off": Words("不采用假设“{x}”", "the assumption “{x}” is not made"),
    "one or other": Words("{one}或{other}", "{one} or {other}"),
    "the item": Words("其值", "its value"),
    "assumed": Words("假设“{title}”：{side}", "assumption “{title}”: {side}"),
    # --- expressions ----------------------------------------------------------------------
    "items by result": Words("逐笔{label}：{counts}", "{label} of each: {counts}"),
    "items of result": Words("{result} {count} 笔", "{count} {result}"),
    "as_of": Words("数据日期", "the as-of day"),
    # --- values ---------------------------------------------------------------------------
    "yes": Words("是", "yes"),
    "nay": Words("否", "no"),
    "unknown": Words("未知", "unknown"),
    "none of a set": Words("无", "none"),
    "yuan": Words("元", "yuan"),
    "date": Words("{y}年{m}月{d}日", "{iso}"),
    "range": Words("{low} 至 {high}", "{low} to {high}"),
    "at least so many": Words("至少 {low}", "at least {low}"),
    "records": Words("{count} 条", "{count} records"),
    # --- what to do -----------------------------------------------------------------------
    "missing fact": Words("{label}", "{label}"),
    "missing fact from": Words("{label}（{source}）", "{label} ({source})"),
    "missing for": Words("{label}（用于认定{used}）", "{label} (for {used})"),
    "gap": Words(
        "{place}的表没有适用于此的一行，{label}按条文未知",
        "the table of {place} has no row for this: {label} is unknown by the text",
    ),
    "missing parameter": Words("参数“{label}”未设定", "the parameter “{label}” is not set"),
    "missing list": Words("名录“{label}”未加载或已过期", "the list “{label}” is not loaded"),
    "need": Words("{subject}{source}如{stem}", "{subject}{source}, if {stem}"),
    "need none": Words(
        "{subject}{source}如经查没有{stem}", "{subject}{source}, if there are none{stem}"
    ),
    "need months": Words(
        "{subject}{source}如未知的各月全部为{stem}（各月相同）",
        "{subject}{source}, if all unknown months are alike and are {stem}",
    ),
    "need by": Words(
        "{subject}{source}如能证明{what}{stem}", "{subject}{source}, if it proves {what} {stem}"
    ),
    "need change": Words("{subject}现为{old}，如{stem}", "{subject}, now {old}, if {stem}"),
    "in brackets": Words("（{text}）", " ({text})"),
    "proposal": Words("{needs}，则为{outcome}", "{needs}: then {outcome}"),
    "then": Words("，且", ", and "),
    "wait until": Words("{day}起：为{outcome}", "from {day}: {outcome}"),
    "wait for": Words("{day}起，{text}：为{outcome}", "from {day}, {text}: {outcome}"),
    "outcome decided": Words("{result}", "{result}"),
    "outcome provisional": Words("暂定{result}", "{result} for now"),
    "outcome undetermined": Words("无法认定（可能：{items}）", "undecided (possible: {items})"),
    # --- time -----------------------------------------------------------------------------
    "holds until": Words(
        "到{day}，仅因时间经过，结论变为：{outcome}", "on {day} time alone makes it: {outcome}"
    ),
    "holds until third party": Words(
        "仅因时间经过，涉及{who}的一项条件会使结论改变",
        "time alone turns a condition of {who}, and with it the result",
    ),
    "holds to end": Words("到{day}本版制度失效", "on {day} this version of the policy ends"),
    "holds forever": Words("不因时间经过而改变", "time alone does not change it"),
    "not followed": Words(
        "{label}是直接给出的，无法随时间推算", "{label} was given and cannot be followed in time"
    ),
    # --- assumptions and sides ------------------------------------------------------------
    "assumption": Words(
        "{title}——{switch}：{side}（理由：{because}）", "{title} — {switch}: {side} ({because})"
    ),
    # --- values shown with the decision ---------------------------------------------------
    "value": Words("{label}：{value}", "{label}: {value}"),
    "value open": Words("{label}：可能为{value}", "{label}: may be {value}"),
    # --- measures -------------------------------------------------------------------------
    "allow granted": Words("准予：{label}", "allowed: {label}"),
    "allow denied": Words("不准予：{label}", "not allowed: {label}"),
    "allow open": Words("尚不能准予：{label}", "not yet allowed: {label}"),
    "require granted": Words("要求：{label}", "required: {label}"),
    "require open": Words(
        "要求（条件待查，从严适用）：{label}", "required until disproved: {label}"
    ),
    "require denied": Words("不要求：{label}", "not required: {label}"),
    "forbid granted": Words("禁止：{label}", "forbidden: {label}"),
    "forbid open": Words(
        "禁止（条件待查，从严适用）：{label}", "forbidden until disproved: {label}"
    ),
    "forbid denied": Words("不禁止：{label}", "not forbidden: {label}"),
    "do granted": Words("应办：{label}", "to do: {label}"),
    "do open": Words("待定：{label}", "open: {label}"),
    "do denied": Words("不须办：{label}", "not to do: {label}"),
    "limit granted": Words("限额：{label}{bound}", "limit: {label} {bound}"),
    "limit open": Words(
        "限额（条件待查，从严适用）：{label}{bound}", "limit until disproved: {label} {bound}"
    ),
    "limit denied": Words("限额不适用：{label}{bound}", "limit does not apply: {label} {bound}"),
    "limit third party": Words(
        "限额：{label}的限额取决于涉及{who}的一项条件", "limit: {label}, by a condition of {who}"
    ),
    "limit third party denied": Words(
        "限额不适用：{label}，取决于涉及{who}的一项条件",
        "limit does not apply: {label}, by a condition of {who}",
    ),
    "looser limit": Words("另有较宽的", "also, looser: "),
    "limit unknown": Words("限额：{label}未知，其上限无法确定", "limit: {label} unknown"),
    # --- states, marked -------------------------------------------------------------------
    "state true": Words("√", "+"),
    "state false": Words("×", "-"),
    "state unknown": Words("？", "?"),
    # --- two decisions --------------------------------------------------------------------
    "result changed": Words("结论由“{old}”变为“{new}”", "the outcome went from “{old}” to “{new}”"),
    "result same": Words("结论不变：{new}", "the outcome stays: {new}"),
    "fact changed": Words("{label}：{old} → {new}", "{label}: {old} → {new}"),
    "criterion changed": Words("{clause}：{old} → {new}", "{clause}: {old} → {new}"),
    "holds true": Words("符合", "met"),
    "holds false": Words("不符合", "not met"),
    "holds unknown": Words("不明", "unknown"),
    "parameter changed": Words(
        "参数“{label}”：{old} → {new}", "parameter “{label}”: {old} → {new}"
    ),
    "switch changed": Words("假设“{label}”：{old} → {new}", "assumption “{label}”: {old} → {new}"),
    "day changed": Words("数据日期：{old} → {new}", "as-of day: {old} → {new}"),
    "version changed": Words("制度版本：{old} → {new}", "policy version: {old} → {new}"),
    "on": Words("采用", "on"),
    "off": Words("不采用", "off"),
    # --- punctuation ----------------------------------------------------------------------
    "list comma": Words("、", ", "),
    "sentence comma": Words("；", "; "),
    "colon": Words("：", ": "),
}

PROBLEMS: Mapping[str, Words] = {
    "mapping": Words(
        "对应文件的规则是“{detail}”，这个值不合；请改正值或对应文件",
        "the rule of the mapping is `{detail}`, and the value does not keep it; correct the value or the mapping",
    ),
    "not a value": Words(
        "不是一个值；请直接写值，或写 value 和 date 两项",
        "not a value; write the value itself, or `value` and `date`",
    ),
    "not one value": Words(
        "不止一个值；这里只能填写一个", "more than one value; only one can stand here"
    ),
    "not a flag": Words("不是“是”或“否”；请填写是或否", "neither yes nor no; write yes or no"),
    "not in domain": Words(
        "不在可选值之内；请改用词表中的值{near}", "not one of the values; use one that is{near}"
    ),
    "not a set": Words(
        "不是一组值；请用顿号或分号隔开", "not a set of values; separate them by semicolons"
    ),
    "too long": Words(
        "超过 {detail} 个月；请只保留最近 {detail} 个月",
        "longer than {detail} months; keep the latest {detail}",
    ),
    "not whole": Words("不是整数；请填写整数", "not a whole number; write a whole number"),
    "too many digits": Words("位数过多；请核对单位", "too many digits; check the unit"),
    "too many places": Words(
        "小数超过 {detail} 位；请四舍五入后填写", "more than {detail} decimal places; round it"
    ),
    "not a number": Words("不是数字；请去掉单位和文字", "not a number; leave out units and words"),
    "ten thousands": Words(
        "以万为单位；请改写为元，或在映射中写明 unit: [万元, 万], times: 10000",
        "in ten thousands; write it in yuan, or say `times: 10000` in the mapping, and the unit's word by `unit:`",
    ),
    "percent": Words(
        "不是比率，不能写 %；请填写数字本身", "% stands only behind a rate; write the number itself"
    ),
    "negative": Words("不能为负；请核对符号", "may not be negative; check the sign"),
    "too small": Words("小于下限 {detail}；请核对", "below the least value {detail}; check it"),
    "too large": Words("大于上限 {detail}；请核对", "above the greatest value {detail}; check it"),
    "check digit": Words(
        "校验位不符；请对照证件重新录入",
        "its check digit is wrong; enter it again from the document",
    ),
    "length": Words(
        "不是 {detail} 位；请对照证件重新录入",
        "not {detail} characters long; enter it again from the document",
    ),
    "old number": Words(
        "只有 15 位，是旧号码；请填写 18 位号码", "15 digits: the old form; give the 18 digits"
    ),
    "letters": Words(
        "含有这种号码不会有的字符；请核对（字母 O 与数字 0，字母 I 与数字 1）",
        "holds a character that no such number has; check it (letter O or zero, letter I or one)",
    ),
    "first digit": Words(
        "第一位不会是 0；请对照证件重新录入",
        "never begins with 0; enter it again from the document",
    ),
    "born inside": Words(
        "其中的出生日期不存在；请对照证件重新录入",
        "there is no such day of birth as it holds; enter it again from the document",
    ),
    "blank inside": Words(
        "中间有空格、引号或不可见的字符；请去掉",
        "holds a blank, a quotation mark or an unseen character inside; take it out",
    ),
    "excel digits": Words(
        "是科学计数法，后面的位数可能已经丢失；请从原系统按文本重新导出，在 Excel 里先把该列设为文本格式再录入",
        "written with an exponent, so its last digits may be lost: export it as text, or format the column as text in Excel"
        " and enter it again",
    ),
    "error cell": Words(
        "单元格里是错误值 {detail}；请在原表中更正",
        "the cell holds {detail}; correct it in its table",
    ),
    "formula": Words(
        "是公式，没有保存的结果；请填写值本身",
        "a formula, its value is not stored; write the value itself",
    ),
    "nothing": Words(
        "表示没有值；请留空，或在映射的 values 中把它写成 null",
        "a word for no value; leave it empty, or list it in the mapping's `values` as null",
    ),
    "none": Words(
        "表示“没有”；请在映射的 values 中写明它的含义",
        "says that there is none; say in the mapping's `values` what that means",
    ),
    "merged": Words(
        "在合并的单元格 {detail} 里，属于哪一行说不清；请取消合并，逐格填写",
        "in the merged cell {detail}, so nobody can say to which row it belongs; undo the merge and fill in each cell",
    ),
    "shown": Words(
        "单元格里的值与显示的不同；请把单元格格式改为常规，再写上要用的值",
        "the cell shows another value than it holds; set its format to General and write the value that is meant",
    ),
    "month without day": Words(
        "只有年月，没有日；请写成 2026-01-31 的形式",
        "a month without a day; write it like 2026-01-31",
    ),
    "future": Words(
        "晚于认定日期 {detail}；请核对", "dated after the day of the decision, {detail}; check it"
    ),
    "given twice": Words(
        "已用另一名称“{detail}”给出；请只保留一个",
        "already given as `{detail}`; keep only one of them",
    ),
    "no such fact": Words("没有这项事实；请核对名称{near}", "no such fact; check its name{near}"),
    "not a date": Words(
        "不是日期；请写成 2026-01-31 的形式", "not a date; write it like 2026-01-31"
    ),
    "no such day": Words(
        "没有这一天；请对照证件核对", "there is no such day; check it with the document"
    ),
    "not a list": Words(
        "不是逐条记录的清单；请每条写成一行", "not a list of records; give one record each"
    ),
    "contradiction": Words(
        "与由其他事实推出的 {detail} 矛盾；请更正其中一个，或只提供一个",
        "contradicts {detail}, worked out from other facts; correct one of them, or give only one",
    ),
    "rule": Words("请核对有关各项", "check the facts concerned"),
}


def phrase(key: str, lang: str, **gaps: object) -> str:
    """A phrase of the catalogue with its gaps filled."""
    return filled(PHRASES[key], lang, **gaps)


def filled(words: Words, lang: str, *numbered: object, **gaps: object) -> str:
    """Words with their gaps filled; Chinese and digits are set apart by a space."""
    text = words.said(lang).format(*numbered, **gaps)
    return spaced(text) if lang == "zh" else text


def spaced(text: str) -> str:
    """A space between Chinese and Latin letters or digits, but none within a day."""
    return _BORDER.sub(" ", text)


def listed(items: Sequence[str], lang: str) -> str:
    """Several things in a row."""
    return PHRASES["list comma"].said(lang).join(items)


# --- values -------------------------------------------------------------------------------


def say_value(value: Any, kind: Kind, lang: str, unit: Words = NO_WORDS) -> str:
    """An inside value of a kind as people write it."""
    if value is None:
        return phrase("unknown", lang)
    if kind.name in ("integer", "decimal", "money"):
        return _amount(value, kind, lang, unit)
    say = _SAYERS.get(kind.name)
    return say(value, kind, lang) if say else str(value)


def _amount(value: Any, kind: Kind, lang: str, unit: Words) -> str:
    said = unit.said(lang) or (phrase("yuan", lang) if kind.name == "money" else "")
    return f"{say_number(value)} {said}".strip()


def say_predicate(operator: str, spec: FactSpec, lang: str, **gaps: str) -> str:
    """What an operator says of a fact, its gaps filled: 不少于 3 次, 不早于…, 不差于…, 在…至…之间."""
    words = OPERATORS[operator].words
    assert isinstance(words, Predicate)
    return filled(words.of(spec.kind, spec.unit), lang, **gaps)


def say_number(value: int | Decimal) -> str:
    """A number with thousands separators and no idle zeros."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rate(value: Any, kind: Kind, lang: str) -> str:
    return f"{say_number(Decimal(value) * 100)}%"


def _date(value: date, kind: Kind, lang: str) -> str:
    return say_day(value, lang)


def say_day(day: date, lang: str) -> str:
    """A day: 2026年1月31日, 2026-01-31."""
    text = PHRASES["date"].said(lang)
    return text.format(y=day.year, m=day.month, d=day.day, iso=day.isoformat())


def _flag(value: bool, kind: Kind, lang: str) -> str:
    return phrase("yes" if value else "nay", lang)


def _term(value: Any, kind: Kind, lang: str) -> str:
    assert kind.domain is not None
    if isinstance(value, frozenset):
        return listed([kind.domain.said(place, lang) for place in sorted(value)], lang)
    return kind.domain.said(value, lang)


def _mask(value: int, kind: Kind, lang: str) -> str:
    assert kind.domain is not None
    return listed(say_mask(value, kind.domain, lang), lang) or phrase("none of a set", lang)


def say_mask(mask: int, domain: Domain, lang: str) -> list[str]:
    """The labels of the values in a bit mask, and of a refusal."""
    places = range(len(domain.terms))
    labels = [domain.said(place, lang) for place in places if mask >> place & 1]
    return [*labels, phrase("no class", lang)] if mask & domain.refusal else labels


def _records(value: Any, kind: Kind, lang: str) -> str:
    return phrase("records", lang, count=len(value))


def _count(value: tuple[int, int], kind: Kind, lang: str) -> str:
    low, high = value
    if low == high:
        return str(low)
    if high >= FOREVER:
        return phrase("at least so many", lang, low=low)
    return phrase("range", lang, low=low, high=high)


_SAYERS = {
    "rate": _rate,
    "date": _date,
    "flag": _flag,
    "choice": _term,
    "scale": _term,
    "set": _mask,
    "outcome": _mask,
    "list": _records,
    "count": _count,
}


# --- places -------------------------------------------------------------------------------

_NUMERAL = "[零〇一二三四五六七八九十百0-9]+"
_CHINESE_WORDS = re.compile(f"[{_CHINESE}]+")
_SECTIONS = {"条": "Article", "章": "Chapter", "节": "Section", "项": "item", "款": "paragraph"}


def _numbered_place(found: re.Match[str]) -> str:
    """第十二条之一 as Article 12-1."""
    below = f"-{number_from(found[3])}" if found[3] else ""
    return f" {_SECTIONS[found[2]]} {number_from(found[1])}{below} "


def _plain_numbers(found: re.Match[str]) -> str:
    """三 as Part 3, 一、二、三 as Part 1, 2, 3."""
    return "Part " + ", ".join(str(number_from(one)) for one in found[0].split("、"))


#: how the parts of a place read in English, in this order
_PLACES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(f"^{_NUMERAL}(?:、{_NUMERAL})*(?=[(（]|$)"), _plain_numbers),
    (re.compile(f"第({_NUMERAL})([条章节项款])(?:之({_NUMERAL}))?"), _numbered_place),
    (re.compile(f"附件({_NUMERAL})"), lambda found: f" Annex {number_from(found[1])} "),
    (re.compile(f"\\(({_NUMERAL})\\)"), lambda found: f"({number_from(found[1])})"),
    (re.compile("（条号未核对?）"), " (number not checked)"),
    (re.compile("（条文未见）|（未见原文）"), " (text not seen)"),
)


def say_place(citation: Citation, policy: Policy, lang: str, own: str = "") -> str:
    """Where a clause stands; the instrument is named unless it is the pack's ``own``."""
    instrument = policy.instruments.get(citation.instrument)
    place = citation.place
    if lang == "en":
        place = place_in_english(place, instrument.places if instrument else {})
    if instrument is None or citation.instrument == (own or policy.instrument):
        return place
    title = instrument.title.said(lang)
    return PHRASES["other instrument"].said(lang).format(title=title, place=place)


def place_in_english(place: str, words: Mapping[str, str]) -> str:
    """第八条(二)2 as Article 8 (2) 2; a word of the instrument by its English, where that is known."""
    for pattern, said in _PLACES:
        place = pattern.sub(said, place)
    place = _CHINESE_WORDS.sub(lambda found: f" {words.get(found[0], found[0])} ", place)
    place = re.sub(r"(?<=\))(?=\w)|(?<=\w)(?=\()", " ", place)
    return re.sub(r"\s+(?=,)|(?<=\s)\s+", "", place).strip()


# --- problems -----------------------------------------------------------------------------


def say_problem(problem: Problem, vocabulary: Vocabulary, lang: str = "zh") -> str:
    """Why a value was not accepted and what to do, in one sentence."""
    colon = PHRASES["colon"].said(lang)
    if problem.reason == "rule":
        message = Words(problem.fact, problem.detail).said(lang)
        return f"{message}{PHRASES['sentence comma'].said(lang)}{PROBLEMS['rule'].said(lang)}"
    near = f"{colon}{problem.detail}" if problem.detail else ""
    text = PROBLEMS[problem.reason].said(lang).format(detail=problem.detail, near=near)
    label = _label(problem.fact, vocabulary).said(lang)
    quoted = f"“{problem.value}”"
    return f"{label}{quoted}{colon}{text}" if lang == "zh" else f"{label} {quoted}{colon}{text}"


def _label(name: str, vocabulary: Vocabulary) -> Words:
    known = vocabulary.names.get(name.partition("@")[0], name.partition("@")[0])
    return vocabulary.label_of(known) or Words(name, name)
