"""Lines that are nearly a fence, a heading or a clause: read as prose, they would drop out of the policy in silence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher, get_close_matches

from kefen.citation import ARTICLE, chinese_number
from kefen.reading.heads import HEADS, matched_head

#: what is written for a fence that runs
POLICY = "policy"
_ALIKE = 0.7
_ALSO = ("制度", "政策", "规则", "条款", "kefen", "客分")
_LEAD = r"(?:[>*+-]\s*|\d+[.)、]\s*)*"
#: the key of the backtick gives `·` while Chinese is typed; quotes and tildes look alike
_MARKS = re.compile(rf"\s*{_LEAD}[`~·'‘’“”\"｀～•]{{2,}}\s*([^\s`~·]*)")
_DIGITS = r"一二三四五六七八九十百零〇\d壹贰叁肆伍陆柒捌玖拾佰两"
_BANKERS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰两", "一二三四五六七八九十百二")
_AFTER = "之"
_ARTICLE_MARK = re.compile(
    r"(?P<hashes>#*)\s*(?P<bold>[*_]*)\s*[(（【\[「《〔]*"
    rf"(?P<label>第\s*[{_DIGITS}]+(?:\s*[{_DIGITS}])*\s*[条條](?:\s*之\s*[{_DIGITS}]+)?"
    r"|附\s*件\s*[一二三四五六七八九十\d]*(?![\w])|art(?:icle)?\.?\s*\d+(?!\w))"
    r"[)）】\]」》〕]*\s*(?P<end>[*_]*)\s*(?P<title>.*)",
    re.IGNORECASE,
)
_LINK = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])|<[^>]*>")
_LONGEST_HEADING = 30
_WITH_WHEN = (
    "grade", "at least", "at most", "exactly", "adjust", "points", "allow", "require", "do", "limit",
)  # fmt: skip
_BODIES = {
    "define": re.compile(r".*[=<>()（）*+_]"),
    "value": re.compile(r".*[=<>()（）*+_]"),
    "parameter": re.compile(r"[a-z]+( of)?( \w+)?$"),
    "assume": re.compile(r"(default|on|off|because)\s"),
    **dict.fromkeys(_WITH_WHEN, re.compile(r"when\W")),
}
_MARKED = re.compile(rf"^\s*[|#]*\s*{_LEAD}[*_`]*")
_NEAR = 0.75
_LIKE = re.compile(
    r"(?P<word>[A-Za-z]+(?: (?:least|most|down|up))?)\s*:?\s*(?P<id>\d+(?:\.[0-9a-z]+)*)(?P<title>\D.*|)"
)
_TITLED = re.compile(r"\s*[\u3400-\u9fff]|\s{2,}\S|.*\S\s*\|")
_TESTED = re.compile(r"when\W|.*[=<>]|.*\bin\s*[(\[]", re.IGNORECASE)
_WHEN = re.compile(r"when\W", re.IGNORECASE)
#: a condition whose indentation was lost; a sentence that goes on with `when` has none of these
_CONDITION = re.compile(r"(?i:when)\W.*[\d(_=<>\u3400-\u9fff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_TITLE_SIGNS = re.compile(r"\s=\s|\bin\s*[(\[]|\b(?:and|or)$|\bfrom\s+\d", re.ASCII)
_TITLE_WORDS = re.compile(r"\b(?:and|or|not|when|unless|until|if|cites)\b", re.ASCII)
_TITLE_WHEN = re.compile(r"\b(?:when|unless|until|if)\b|[<>≤≥≠]=?")
# case is left out of account for words alone: compiling `[\u3400-\u9fff]` without regard to case takes 20 ms
_HAN_WHEN = re.compile(r"[\u3400-\u9fff].*\b(?i:when)\b")
_DECIDES = re.compile(
    r"(?i:and|or|not|unless|when|if|except|until|且|或|并且|或者|除非)(?=[\s(\d]|$)"
    r"|.*[<>≤≥≠]|.*\S\s*=\s*\S|\S+\s+(?i:from)\s+\d|.*\b(?i:in)\s*[(\[]"
    r"|&|.*[\u3400-\u9fff]\s+(?i:and|or)\s|.*\s(?i:and|or|unless)\s+[\u3400-\u9fff]"
)


#: a soft line break of a word processor, and what has no width: a line that holds one is not the line that people see
UNSEEN = re.compile(r"[\r\v\f\x85\u2028\u2029\u200b\u200c\u2060\ufeff\u00ad]")


def is_nearly_policy(language: str) -> bool:
    """Whether the word after the marks of a fence is meant to be ``policy``."""
    word = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", language)).casefold()
    if word in _ALSO:
        return True
    return bool(word) and SequenceMatcher(None, word, POLICY).ratio() >= _ALIKE


def wide_mark(line: str) -> str:
    """The mark of Markdown that a wide one at the beginning of a line is meant to be."""
    return {"＞": ">", "》": ">", "｜": "|"}.get(line.lstrip()[:1], "")


def opens_no_fence(line: str) -> bool:
    """Whether a line of prose or of a quotation would open a policy fence, were it written right."""
    marks = _MARKS.match(line)
    return marks is not None and is_nearly_policy(marks.group(1))


def nearly_heading(line: str) -> str:
    """The heading of an article that a line of prose is meant to be, written right; else nothing.

    A sentence that begins with an article (``第三条所称…``) is none: it goes on without a blank, or ends.
    """
    match = _ARTICLE_MARK.fullmatch(_unlinked(line.strip().lstrip("\\")))
    if match is None:
        return ""
    marked = match["hashes"] or (match["bold"] and match["end"])
    title = match["title"].strip("*_ \t#")
    if not marked and not _stands_alone(line, match["title"]):
        return ""
    return f"{match['hashes'][:6] or '##'} {_plain_label(match['label'])} {title}".rstrip()


def nearly_article(text: str) -> str:
    """The text of a heading whose article is nearly one, written right; else nothing."""
    known = ARTICLE.match(text)
    if known is not None and not known.group(2).startswith(_AFTER):
        return ""
    match = _ARTICLE_MARK.fullmatch(_unlinked(text.strip()))
    if match is None:
        return ""
    return f"{_plain_label(match['label'])} {match['title'].strip('*_ ')}".rstrip()


def _unlinked(text: str) -> str:
    """The narrow letters of a text, of its links and anchors only what is shown."""
    return _LINK.sub(r"\1", unicodedata.normalize("NFKC", text))


def _stands_alone(line: str, title: str) -> bool:
    plain = unicodedata.normalize("NFKC", line.strip())
    apart = not title or plain[: -len(title)].endswith(" ")
    return apart and len(plain) <= _LONGEST_HEADING and not re.search(r"[。.;；:：,，]\s*$", plain)


def _plain_label(label: str) -> str:
    plain = re.sub(r"\s+", "", label).replace("條", "条").translate(_BANKERS)
    if plain[0] in "第附":
        whole, after, number = plain.partition(_AFTER)
        return whole + after + (chinese_number(int(number)) if number.isdecimal() else number)
    return "Article " + re.sub(r"\D", "", plain)


def clauses_among(lines: Sequence[str]) -> Iterator[int]:
    """The lines (from 0) that would begin a statement, and whose next line bears it out.

    They may stand in a list, a quotation, a heading or a cell, begin with a capital or be misspelt.
    """
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else ""
        deeper = _indent(following) > _indent(line) or _CONDITION.match(following)
        text, body = _bare(line), following.strip() if deeper else ""
        if _is_clause(text, body) or _is_like_clause(text, body):
            yield place


def _bare(line: str) -> str:
    """A line without the marks of Markdown, its letters and digits narrow."""
    plain = unicodedata.normalize("NFKC", line)
    return _MARKED.sub("", plain).replace("**", "").strip("*_`| \t")


def _is_clause(text: str, body: str) -> bool:
    keyword, match = matched_head(text)
    if match is None:
        return False
    if keyword in ("criterion", "ban"):
        return True
    known = _BODIES.get(keyword)
    return known is not None and known.match(body) is not None


def _is_like_clause(text: str, body: str) -> bool:
    """A keyword that is nearly one, an id, and what prose has not: a Chinese title, wide gaps, a condition."""
    if text.casefold().rstrip(".。") == "otherwise refuse":
        return True
    like = _LIKE.fullmatch(text)
    if like is None or not get_close_matches(like["word"].casefold(), HEADS, n=1, cutoff=_NEAR):
        return False
    tested = bool(_WHEN.match(body)) if body else bool(_HAN_WHEN.search(like["title"]))
    titled = like["word"].isupper() or _TITLED.match(like["title"]) or _TESTED.match(body)
    return tested or ("." in like["id"] and bool(titled))


def decides(line: str) -> bool:
    """Whether a further line of a note reads as a part of a condition, or as a dated value."""
    return _DECIDES.match(unicodedata.normalize("NFKC", line)) is not None


def stray_in_title(title: str, *, conditional: bool) -> str:
    """A word or sign of a condition in the title of a statement, where it would only be told.

    A ``conditional`` statement lacks something without a condition below: `≤ 55%` and an English `when` are words.
    """
    plain = unicodedata.normalize("NFKC", title)
    zh = plain.partition("|")[0]
    signs = _TITLE_SIGNS.search(plain)
    words = _TITLE_WORDS.search(zh) if _HAN.search(zh) else None
    when = None if conditional else _TITLE_WHEN.search(plain)
    found = signs or words or when
    return found.group().strip() if found else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def begins_statement(line: str) -> bool:
    """Whether a line at the left margin begins with a word of a statement."""
    return bool(matched_head(line)[0])
