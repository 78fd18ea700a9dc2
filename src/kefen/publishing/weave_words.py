"""The labels of a woven page, in Chinese and in English."""

from __future__ import annotations

from kefen.values import Words

_LABELS: dict[str, tuple[str, str]] = {
    "kicker": ("客分 · 制度文本与条款", "Kefen · the policy and its clauses"),
    "remark": (
        "左栏转述条文的要求，“解释”“假设”注明怎样读它；右栏是据此执行的条款，由可执行文本生成。",
        "At the left, what the article demands and how it was read; "
        "at the right, the clause that runs, written out from its text.",
    ),
    "contents": ("目录", "Contents"),
    "instrument": ("文件", "Instrument"),
    "number": ("文号", "Number"),
    "issuer": ("发布机构", "Issued by"),
    "in force": ("施行", "In force"),
    "from until": ("{since}起，至{until}", "from {since} until {until}"),
    "further notice": ("另行通知", "further notice"),
    "version": ("版本", "Version"),
    "decides": ("认定", "Decides"),
    "digest": ("指纹", "Digest"),
    "comma": ("、", ", "),
    "colon": ("：", ": "),
    "sentence comma": ("，", ", "),
    "joint all": ("，且", ", and "),
    "joint any": ("，或者", ", or "),
    "assumption": ("假设", "Assumption"),
    "assumptions": ("假设一览", "Assumptions"),
    "how to switch": (
        "每项假设都可以由银行在覆盖层中切换（assumptions: 名称: on 或 off），切换后制度指纹随之改变，依据它的结论会写明。",
        "A bank may switch each one in its overlay (assumptions: NAME: on or off); "
        "the digest changes with it, and decisions that rest on it say so.",
    ),
    "side": ("取", "Side"),
    "reading": ("现在的读法", "What holds now"),
    "because": ("理由", "Reason"),
    "chosen": ("现用", "in use"),
    "on": ("开", "on"),
    "off": ("关", "off"),
    "parameter": ("参数", "Parameter"),
    "parameters": ("参数一览", "Parameters"),
    "value on": ("{day}的值", "Value on {day}"),
    "no value": ("尚未给出，由银行在覆盖层中填写", "not given; a bank gives it in its overlay"),
    "since": ("{day}起", "from {day}"),
    "until": ("，至{day}", " until {day}"),
    "always": ("一直", "always"),
    "cases": ("案例", "Cases"),
    "not met": ("未达到：{case}", "not met: {case}"),
    "more cases": ("另有 {n} 例", "{n} more"),
    "index": ("条文与条款对照", "From article to clause"),
    "article": ("条文", "Article"),
    "clause": ("条款", "Clause"),
    "sources": ("依据文件", "Sources"),
    "cited as": ("引用名", "Cited as"),
    "effective": ("施行日", "Effective"),
    "provenance": ("文本出处", "Provenance of the text"),
    "changes": ("变更记录", "Changes"),
    "table below": (
        "取值见下表，自上而下取第一个符合的行。",
        "By the table below: the first row that holds.",
    ),
    "points below": ("得分见下表。", "Points by the table below."),
    "define": ("{target}，指：", "{target} means:"),
    "value": ("{target}：", "{target}:"),
    "grade": ("认定为{value}，须：", "{value}, when:"),
    "otherwise": ("其余认定为{value}。", "Otherwise {value}."),
    "otherwise refuse": ("各类都不符合的，不予认定。", "Whoever meets none is refused."),
    "base": ("从{value}开始。", "Starts from {value}."),
    "at least": ("至少降到{value}，当：", "At least {value}, when:"),
    "at most": ("至多为{value}，当：", "At most {value}, when:"),
    "exactly": ("定为{value}，当：", "Exactly {value}, when:"),
    "adjust down": ("由{among}下调 {amount} 级，当：", "Down {amount} from {among}, when:"),
    "adjust up": ("由{among}上调 {amount} 级，当：", "Up {amount} from {among}, when:"),
    "any grade": ("各级", "any grade"),
    "ban": ("禁止，当：", "Banned, when:"),
    "points": ("{amount} 分，当：", "{amount} points, when:"),
    "band": ("{amount} 分以上为{value}。", "{value} from {amount} points."),
    "allow": ("准予{target}，当：", "Allowed: {target}, when:"),
    "require": ("要求{target}，当：", "Required: {target}, when:"),
    "do": ("应办{target}，当：", "To do: {target}, when:"),
    "limit": ("{target}限于 {bound}，当：", "{target} limited to {bound}, when:"),
}


def say(lang: str, key: str, **gaps: object) -> str:
    """A label in a language."""
    return Words(*_LABELS[key]).said(lang).format(**gaps)
