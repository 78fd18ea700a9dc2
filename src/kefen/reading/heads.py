"""The head lines of statements: which words begin one, and what must follow them."""

from __future__ import annotations

import re

_NUMBER = r"\d+(?:\.[0-9a-z]+)*"
_ID = rf"(?:(?P<id>{_NUMBER})(?=\s|$))?"
_TITLE = r"\s*(?P<title>.*)"
_NAMED = r"(?P<name>\S+)" + _TITLE
_NUMBERED = rf"(?P<id>{_NUMBER})(?=\s|$)" + _TITLE
_VALUED = r"(?P<value>\S+)\s*" + _ID + _TITLE
_MEASURE = r"(?P<name>\S+)\s*" + _ID + _TITLE
_AMONG = r"(?:\s+from\s+(?P<among>[^\s,，]+(?:\s*[,，]\s*[^\s,，]+)*))?\s*"
_WORD = r"[^\s()（）*×+-]"
_BRACKETS = r"[(（](?:[^()（）]|[(（][^()（）]*[)）])*[)）]"
_TERM = rf"-?(?:{_WORD}*{_BRACKETS}|{_WORD}+)"
_BOUND = rf"(?P<bound>{_TERM}(?:\s*[*×+-]\s*{_TERM})*)\s*"
HEADS = {
    "criterion": _NUMBERED,
    "ban": _NUMBERED,
    "define": _NAMED,
    "value": _NAMED,
    "parameter": _NAMED,
    "assume": _NAMED,
    "table": _NAMED,
    "scorecard": _NAMED,
    "grade": _VALUED,
    "at least": _VALUED,
    "at most": _VALUED,
    "exactly": _VALUED,
    "otherwise": _VALUED,
    "base": _VALUED,
    "adjust": r"(?P<way>down|up)\s+(?P<amount>\d+)(?=\s|$)" + _AMONG + _ID + _TITLE,
    "points": r"(?P<amount>-?\d+(?:\.\d+)?)(?=\s|$)(?:\s+for\s+(?P<factor>\S+))?\s*" + _ID + _TITLE,
    "band": r"(?P<value>\S+)\s+from\s+(?P<amount>-?\d+(?:\.\d+)?)(?=\s|$)\s*" + _ID + _TITLE,
    "allow": _MEASURE,
    "require": _MEASURE,
    "do": _MEASURE,
    "limit": r"(?P<name>\S+)\s*(?P<comparison><=|>=|≤|≥)\s*" + _BOUND + _ID + _TITLE,
}
#: a unit after a number would be read as the title, and what follows it lost
UNIT = re.compile(r"(?:[万亿千百元％%岁年月天日倍成分级档步]|个月|万元|亿元)(?=\s|$)")
MEASURED = ("adjust", "points", "band", "limit")
HEAD = re.compile(rf"({'|'.join(sorted(HEADS, key=len, reverse=True))})(?=\s|$)\s*")


def matched_head(line: str) -> tuple[str, re.Match[str] | None]:
    """The keyword a line begins with, and the parts of its head if they are whole; ``""`` without a keyword."""
    head = HEAD.match(line)
    if head is None:
        return "", None
    keyword = head.group(1)
    return keyword, re.compile(HEADS[keyword]).fullmatch(line, head.end())
