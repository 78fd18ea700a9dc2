"""Codes that prove themselves: a resident's number, a firm's."""

from __future__ import annotations

from kefen.language.operators.row import Operator, Predicate
from kefen.values import Words

RESIDENT_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
#: a first digit of 1 to 9, a day of 1800 to 2199 that there was, check digit last; no table of regions, they change
RESIDENT_ID_SHAPE = (
    "[1-9][0-9]{5}((18|19|20|21)[0-9]{2}((0[13578]|1[02])(0[1-9]|[12][0-9]|3[01])"
    "|(0[469]|11)(0[1-9]|[12][0-9]|30)|02(0[1-9]|1[0-9]|2[0-8]))"
    "|((18|19|20|21)(0[48]|[2468][048]|[13579][26])|2000)0229)[0-9]{3}[0-9Xx]"
)
_SQL_RESIDENT_ID = (
    f"(LENGTH({{0}}) = 18 AND {{matches}}({{0}}, '^{RESIDENT_ID_SHAPE.replace('{', '{{').replace('}', '}}')}')"
    " AND SUBSTRING('10X98765432', 1 + CAST(("
    + " + ".join(
        f"(ASCII(SUBSTRING({{0}}, {place}, 1)) - 48) * {weight}"
        for place, weight in enumerate(RESIDENT_ID_WEIGHTS, 1)
    )
    + ") % 11 AS INTEGER), 1) = UPPER(SUBSTRING({0}, 18, 1)))"
)
_PY_RESIDENT_ID = (
    "(len({0}) == 18 and {0}[:17].isdecimal() and {0}[:17].isascii() and {0}[0] != '0'"
    " and {0}[6:8] in ('18', '19', '20', '21') and 1 <= (month := int({0}[10:12])) <= 12"
    " and 1 <= int({0}[12:14]) <= 30 + (month + month // 8) % 2 - (month == 2) * (2"
    " - ((year := int({0}[6:10])) % 4 == 0 and (year % 100 != 0 or year == 2000)))"
    " and (digits := {0}.encode()) is not None and '10X98765432'[("
    + " + ".join(f"digits[{i}] * {w}" for i, w in enumerate(RESIDENT_ID_WEIGHTS))
    + f" - {ord('0') * sum(RESIDENT_ID_WEIGHTS)}) % 11] == {{0}}[17].upper())"
)
#: the eight digits of a day: by its parts, since a date as text is as the session of a server has it
_SQL_DAY = (
    "LPAD(CAST(EXTRACT(YEAR FROM {1}) * 10000 + EXTRACT(MONTH FROM {1}) * 100"
    " + EXTRACT(DAY FROM {1}) AS VARCHAR(8)), 8, '0')"
)
#: without the letters that look like digits
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (*(3**place % 31 for place in range(17)), 1)
_SQL_USCC = (
    f"(LENGTH({{0}}) = 18 AND {{matches}}({{0}}, '^[{USCC_ALPHABET[1:]}][{USCC_ALPHABET}]{{{{17}}}}') AND ("
    + " + ".join(
        f"(POSITION(SUBSTRING({{0}}, {place}, 1) IN '{USCC_ALPHABET}') - 1) * {weight}"
        for place, weight in enumerate(_USCC_WEIGHTS, 1)
    )
    + ") % 31 = 0)"
)
_PY_USCC = (
    f"(len({{0}}) == 18 and {{0}}[0] != '0' and not {{0}}.strip('{USCC_ALPHABET}') and ("
    + " + ".join(f"'{USCC_ALPHABET}'.find({{0}}[{i}]) * {w}" for i, w in enumerate(_USCC_WEIGHTS))
    + ") % 31 == 0)"
)

CODES = (
    Operator(
        "resident_id", "resident_id(x)", ("text",), "flag", "propagates",
        _PY_RESIDENT_ID, _SQL_RESIDENT_ID,
        (
            'resident_id("11010519491231002X") => true',
            'resident_id("11010519491231002x") => true',
            'resident_id("110105194912310021") => false',
            'resident_id("440524188001010014") => true',
            'resident_id("1101") => false',
            'resident_id("110105194902290013") => false',
            'resident_id("000000198001010013") => false',
            "resident_id(unknown) => unknown",
        ),
        words=Predicate(Words("为有效的居民身份证号码", "a valid resident number")),
    ),
    Operator(
        "born_on", "born_on(resident number, date)", ("text", "date"), "flag", "propagates",
        "{0}[6:14] == {1}.isoformat().replace('-', '')",
        f"SUBSTRING({{0}}, 7, 8) = {_SQL_DAY}",
        (
            'born_on("11010519491231002X", date("1949-12-31")) => true',
            'born_on("11010519491231002X", date("1990-12-31")) => false',
            'born_on("1101", date("1990-12-31")) => false',
            'born_on("11010519491231002X", unknown) => unknown',
        ),
        words=Predicate(
            Words("与出生日期（{x}）相符", "of a person born on {x}"),
            contrary=Words("与出生日期（{x}）不符", "not of a person born on {x}"),
        ),
    ),
    Operator(
        "born_after", "born_after(resident number, date)", ("text", "date"), "flag", "propagates",
        "{0}[6:14] > {1}.isoformat().replace('-', '')",
        f"SUBSTRING({{0}}, 7, 8) > {_SQL_DAY}",
        (
            'born_after("11010519491231002X", date("1949-12-30")) => true',
            'born_after("11010519491231002X", date("1949-12-31")) => false',
            'born_after(unknown, date("1949-12-31")) => unknown',
        ),
        words=Predicate(Words("载有晚于{x}的出生日期", "of a person born after {x}")),
    ),
    Operator(
        "of_sex", "of_sex(resident number, male)", ("text", "flag"), "flag", "propagates",
        "({0}[16:17] in ('1', '3', '5', '7', '9')) == {1}",
        "((SUBSTRING({0}, 17, 1) IN ('1', '3', '5', '7', '9')) = {1})",
        (
            'of_sex("11010519491231002X", false) => true',
            'of_sex("440524188001010014", false) => false',
            'of_sex("440524188001010014", true) => true',
            "of_sex(unknown, true) => unknown",
        ),
        words=Predicate(
            Words("与性别（男：{x}）相符", "of a person of this sex (male: {x})"),
            contrary=Words("与性别（男：{x}）不符", "not of a person of this sex (male: {x})"),
        ),
    ),
    Operator(
        "uscc", "uscc(x)", ("text",), "flag", "propagates", _PY_USCC, _SQL_USCC,
        (
            'uscc("91350100M000100Y43") => true',
            'uscc("91350100M000100Y44") => false',
            'uscc("N2350100M000100Y4X") => false',
            'uscc("91350100MO00100Y43") => false',
            'uscc("000000000000000000") => false',
            'uscc("91350100") => false',
            "uscc(unknown) => unknown",
        ),
        words=Predicate(Words("为有效的统一社会信用代码", "a valid unified social credit code")),
    ),
)  # fmt: skip
