"""SQL and the one reader accept the same texts and give them the same values."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kefen.running.duckdb.conversions import (
    DAY,
    REFUSED,
    RawValue,
    converted,
    first_digits,
    verdict,
)
from kefen.running.duckdb.workspace import Workspace
from kefen.running.options import Options
from kefen.spelling import NotAccepted, convert_to, to_day
from kefen.values import NO_WORDS, TEXT
from kefen.vocabulary import FactSpec

GIVEN = RawValue("x", "VARCHAR")
DIGITS = first_digits(FactSpec("n", NO_WORDS, TEXT, check="resident_id"), GIVEN)
ODD = [
    "", " ", "0", "-0", "+5", "-5", "5.", ".5", "00012", "5.50", "5.500", "5.505", "1e3", "1_000", "1,000", "NaN", "inf",
    "10%", "10 %", "12.5%", "100%%", "１２", "12 ", " 12", "\u300012", "12\u00a0", "999999999999999", "1000000000000000",
    "9999999999999999.99", "99999999999999999", "0.00000001", "0.000000001", "123456789012.123456", "0x10", "true", "True",
    "TRUE", "t", "是", "否", " 是", "有", "无", "Y", "y", "2026-01-31", "2026-02-30", "2026/1/31", "2026.1.31", "2026年1月31日",
    "20260131", "2026131", "2026-1-3", "2026-01-31 00:00:00", "2026-01-31T00:00", "2026-01-31 10:00", "0001-01-01",
    "0000-01-01", "10000-01-01", "9999-12-31", "infinity", "epoch", "today", "2024-02-29", "2023-02-29", "本科", "bachelor",
    "BACHELOR", " bachelor", "21", "90", "lawyer;auditor", "lawyer、律师", "lawyer,", "none", "lawyer|unknown_thing", "NNN",
    "N" * 24, "N" * 25, "n", "N?#", "/*C", "NORMAL", "正常", "11010519491231002X", "11010519491231002x", "110105194912310021",
    "１１０１０５１９４９１２３１００２X", "4405241880010100 14", "=1+1", '="00123"', "'", "#REF!", "#N/A", "NULL", "\\N", "n/a", "-", "—", "不详", "未知", "None", "9.199E+17", "1E5", "２０２６年１月３１日",
    "2024-12", "202412", "2024年12", "2024年12月", "2024.12", "2026/1-31", "20260131103000", "2026-01-31 25:00", "2026-01-31T20:00:00Z",
    "￥310,000.00", "310，000元", "¥-5", "3,10,000", "20万", "1.0", "0.00", "T", "f", "2.0", "C-1", "C-1\u200b", "C 1", "\ufeffC-1", "A'1",
    "张三", "91350100M000100Y43", "91350100m000100y43", "91350100MO00100Y43", "N2350100M000100Y4J", "110105491231002", "110105194902290010", "000000198001010013", "1.10105E+17", "\"", "\\", "%", "_", "\t5", "5\n",
]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(ODD),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
    st.integers(-(10**17), 10**17).map(str),
    st.dates().map(str),
    st.text("0123456789-/.年月日% +", max_size=12),
    st.text("N?/*1234567CDZGB#x", max_size=26),
    st.text(max_size=6),
)


@pytest.fixture(scope="module")
def space(tmp_path_factory):
    with Workspace(Path(tmp_path_factory.mktemp("space") / "x"), Options()) as made:
        yield made


@pytest.fixture(scope="module")
def columns(space, classes, grades):
    """For each kind of fact: what it is, its reader, and its value and its refusal in SQL."""
    specs: dict[object, FactSpec] = {"day": DAY}
    for decider in (classes, grades):
        for one in decider.program.plan.inputs:
            if one.spec is not None:
                spec = one.spec
                specs.setdefault(
                    (spec.kind, spec.low, spec.high, spec.negative, spec.check, spec.key), spec
                )
    made = []
    for spec in specs.values():
        convert = to_day if spec is DAY else convert_to(spec)
        given = GIVEN._replace(digits="d") if first_digits(spec, GIVEN) else GIVEN
        inside = converted(space, spec, convert, given)
        fails = f"{verdict(space, spec, convert, GIVEN, f'({inside})')} = {REFUSED}"
        made.append((spec, convert, inside, fails))
    return made


def read(convert, text):
    """The value the reader gives, or that it refuses."""
    try:
        return convert(text), False
    except NotAccepted:
        return None, True


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(TEXTS, min_size=1, max_size=60))
def test_sql_and_the_reader_agree_on_any_text(space, columns, texts):
    check(space, columns, texts)


def test_sql_and_the_reader_agree_on_odd_texts_and_all_spellings(space, columns):
    words = {word for spec, *_ in columns if spec.kind.domain for word in spec.kind.domain.places}
    check(space, columns, [*ODD, *sorted(words)])


def check(space, columns, texts):
    texts = [text for text in texts if "\x00" not in text]
    space.do(
        f"CREATE OR REPLACE TABLE texts AS SELECT x, {DIGITS} AS d FROM UNNEST($1::VARCHAR[]) u(x)",
        [texts],
    )
    for spec, convert, inside, fails in columns:
        found = space.rows(f"SELECT x, {inside}, COALESCE({fails}, FALSE) FROM texts")
        for text, value, fail in found:
            assert (spec.name, text, (value, fail)) == (spec.name, text, read(convert, text))


def test_a_native_value_is_bounded_like_a_text(space, classes):
    specs = {one.name: one.spec for one in classes.program.plan.inputs if one.spec}
    age = converted(space, specs["age"], convert_to(specs["age"]), RawValue("x", "INTEGER"))
    rows = space.rows(f"SELECT {age} FROM (VALUES (-1), (0), (120), (121), (NULL)) v(x)")
    assert [row[0] for row in rows] == [None, 0, 120, None, None]
