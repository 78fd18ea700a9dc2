"""Ways of writing that come from a keyboard, a contract or another language, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from kefen.language.refused import REFUSED

_NUMBER = r"\d+(?:\.\d+)?%?"
_BETWEEN = r"(?:~+|～+|—+|–|―|至|到|\.{3,}|…+|。{2,})"
_TIMES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

#: comparisons in words, the longest first: what they are in the language
SPOKEN = {
    "大于等于": ">=", "大于或等于": ">=", "不小于": ">=", "不低于": ">=", "不少于": ">=", "至少": ">=",
    "小于等于": "<=", "小于或等于": "<=", "不大于": "<=", "不高于": "<=", "不超过": "<=", "至多": "<=",
    "不等于": "!=", "大于": ">", "高于": ">", "超过": ">", "小于": "<", "低于": "<", "等于": "=",
    "不属于": "not in", "属于": "in", "包含": "includes", "并且": "and", "或者": "or", "且": "and", "或": "or",
}  # fmt: skip


def _range(match: re.Match[str]) -> str:
    return f"a range is written `[{match['low']}..{match['high']}]`"


def _bracketed(match: re.Match[str]) -> str:
    inner = re.sub(r"\s", "", match["inner"])
    return f"a range is written `[{inner}]`" if ".." in inner else f"write `({match['inner']})`"


def _grouped(match: re.Match[str]) -> str:
    plain = match["grouped"].replace(",", "")
    return f"write `{plain}`; two values are parted by a comma and a blank"


def _with_unit(match: re.Match[str]) -> str:
    digits, unit = match["digits"], match["unit"]
    times = _TIMES.get(unit[0])
    if times is not None:
        return f"write `{Decimal(digits) * times:f}`".replace(".0`", "`")
    spoken = next((word for word in SPOKEN if unit.startswith(word)), "")
    if spoken:
        return f"write `{digits} {SPOKEN[spoken]} {unit.removeprefix(spoken)}".rstrip() + "`"
    return f"a number has no unit: write `{digits}`; a word that begins with a digit is quoted"


_SLIPS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (rf"(?P<low>{_NUMBER})\s*{_BETWEEN}\s*(?P<high>{_NUMBER})", _range),
    (r"[{【〔「『《](?P<inner>[^{}【】〔〕「」『』《》\n]+)[}】〕」』》]", _bracketed),
    (r"(?P<grouped>\d{1,3}(?:,\d{3})+(?:\.\d+)?)(?![\d,])", _grouped),
    (r"(?P<digits>\d+(?:\.\d+)*)(?P<unit>[\u4e00-\u9fff]+)", _with_unit),
)
_OPERATORS = r"==|=>|=<|<>|&&|\|\||<<|>>|>-|》=|《="
#: words of the language in another case; a value of a choice spelled so is quoted
_SHOUTED = r"(?:AND|And|OR|Or|NOT|Not|IN|BETWEEN|Between|IF|If|THEN|Then|ELSE|Else|TRUE|True|FALSE|False|KNOWN|Known)\b"
#: what the lexer takes for one refused token
SLIP = "|".join([*(re.sub(r"\?P<\w+>", "?:", text) for text, _ in _SLIPS), _OPERATORS, _SHOUTED])


def advice_about(word: str) -> str:
    """What to write instead of a refused word; nothing when nobody can know."""
    if word in REFUSED:
        return REFUSED[word]
    if re.fullmatch(_SHOUTED, word):
        return f"write `{word.lower()}`"
    for pattern, said in _SLIPS:
        match = re.fullmatch(pattern, word)
        if match is not None:
            return said(match)
    return "" if word.isprintable() else "an invisible character: delete it"


_CHINESE_NUMBER = re.compile(
    r"(?:百分之|第)?[零〇一二两三四五六七八九十百千万亿点]+(?:元|岁|年|个月|成|倍)?"
)


def spoken_advice(word: str, known: Callable[[str], bool]) -> str:
    """``年龄大于18`` is read as one name: how to write it, if it begins with a known name."""
    if _CHINESE_NUMBER.fullmatch(word):
        return "write the number in digits"
    for spoken, symbol in SPOKEN.items():
        name, found, rest = word.partition(spoken)
        if found and known(name):
            return f"write `{name} {symbol} {rest}".rstrip() + "`"
    return ""
