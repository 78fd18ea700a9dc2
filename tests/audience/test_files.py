"""What a file says below a hidden header, or above one that nobody knows, reaches no reader without the right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from tests.cli.packs import CommandLine

OTHERS = ("customer", "restricted")


def ran(kefen: CommandLine, *more: str, audience: str = "restricted") -> tuple[Any, ...]:
    """What is printed, and both files."""
    how = ("--as-of", "2026-06-01", "--audience", audience, "-o", "o.csv", "--lang", "en")
    files = [kefen.folder / name for name in ("o.csv", "o.quarantine.csv")]
    for file in files:
        file.unlink(missing_ok=True)
    told = kefen("run", "quiet-loan", "in.csv", *how, *more)
    return (told.code, told.out, told.err, *(f.read_bytes() if f.exists() else b"" for f in files))


def give(kefen: CommandLine, text: str | bytes, name: str = "in.csv") -> None:
    (kefen.folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def twins(kefen: CommandLine, texts: Iterable[str | bytes], *more: str) -> list[tuple[Any, ...]]:
    """What comes of each of several tables that differ in a secret alone."""
    told = []
    for text in texts:
        give(kefen, text)
        told.append(ran(kefen, *more))
    return told


# --- lines that are no rows ---------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", OTHERS)
@pytest.mark.parametrize("line", ["2,50,YES!,x,x", '2,50,x,"YES!', "2,YES!"])
def test_a_line_that_is_no_row_is_told_by_its_number_where_a_column_is_hidden(
    kefen: CommandLine, audience: str, line: str
) -> None:
    give(kefen, f"no,income,密旗,密类\n1,50,是,密查甲\n{line}\n")
    assert b"YES!" not in b"".join(map(bytes, ran(kefen, audience=audience)[3:]))
    assert b"\n3," in ran(kefen, audience=audience)[4]
    assert b"YES!" in ran(kefen, audience="staff")[4]


@pytest.mark.parametrize("header", ["密诈骗", "hushed_fraud", "密旗"])
def test_so_is_a_line_of_a_list(kefen: CommandLine, header: str) -> None:
    give(kefen, "no,income,密类\n1,50,密查甲\n")
    give(kefen, f"no,balance,{header}\n1,5,YES!,x\n", "loans.csv")
    assert b"YES!" not in ran(kefen, "--list", "loans=loans.csv")[4]
    assert b"YES!" in ran(kefen, "--list", "loans=loans.csv", audience="staff")[4]


def test_so_is_a_line_whose_hidden_column_only_the_mapping_names(kefen: CommandLine) -> None:
    give(kefen, "no,income,F7,密类\n1,50,是,密查甲\n2,50,YES!,x,x\n")
    kefen.write("map.yaml", "columns: {F7: hushed_flag}\n")
    assert b"YES!" not in ran(kefen, "--map", "map.yaml")[4]
    assert b"YES!" in ran(kefen, "--map", "map.yaml", audience="staff")[4]


def test_a_line_of_a_file_without_a_hidden_column_is_told_as_it_stands(kefen: CommandLine) -> None:
    give(kefen, "no,income\n1,50\n2,50,more\n")
    assert b'"2,50,more"' in ran(kefen)[4]


def test_whether_a_record_without_a_key_says_anything_does_not_hang_on_a_secret(kefen: CommandLine) -> None:  # fmt: skip
    give(kefen, "no,income\n1,5000\n")
    told = []
    for secret in ("", "是"):
        give(kefen, f"no,balance,密诈骗\n,,{secret}\n", "loans.csv")
        told.append(ran(kefen, "--list", "loans=loans.csv"))
    assert told[0] == told[1]


@pytest.mark.parametrize("line", ["1,5,{},x,y", ",,{},"])
def test_nor_does_whose_a_line_is_that_is_no_row(kefen: CommandLine, line: str) -> None:
    give(kefen, "no,income\n1,5000\n2,5000\n")
    told = []
    for secret in ("是", "2", ""):
        give(kefen, f"no,balance,密诈骗\n{line.format(secret)}\n", "loans.csv")
        told.append(ran(kefen, "--list", "loans=loans.csv"))
    assert told == [told[0]] * 3


# --- months -------------------------------------------------------------------------------------------------


def test_months_are_not_looked_for_in_a_hidden_column(kefen: CommandLine) -> None:
    rows = "no,income,密日\n1,50,{}\n1,50,{}\n2,50,{}\n2,50,{}\n"
    months, days = ("2026-01", "2026-02") * 2, ("a", "a", "b", "b")
    told = twins(kefen, [rows.format(*months), rows.format(*days)])
    assert told[0] == told[1]
    assert "密日" not in str(told)
    drafts = []
    for text in (rows.format(*months), rows.format(*days)):
        give(kefen, text)
        drafts.append(kefen("facts", "quiet-loan", "--as-of", "2026-06-01", "--map", "in.csv"))
    assert drafts[0] == drafts[1]
    give(kefen, rows.format(*months).replace(",密日", ",密类"))
    assert "密类" in ran(kefen, audience="staff")[2]


# --- the encoding -------------------------------------------------------------------------------------------

WORDS = [b"", b"yes", "是".encode(), "是".encode("gbk"), "é".encode(), "é".encode("latin-1"), b"\xff\xfe", "女".encode("gbk") * 9]  # fmt: skip
TABLES = {
    "ascii": (b"no,income,hushed_flag\n1,5000,%s\n2,50,no\n", "UTF-8"),
    "utf-8": ("no,income,hushed_flag,名\n1,5000,%s,张\n2,50,no,李\n".encode(), "UTF-8"),
    "utf-8 below": ("no,income,hushed_flag,n\n1,5000,%s,张\n2,50,no,李\n".encode(), "UTF-8"),
    "gbk": ("no,income,hushed_flag,名\n1,5000,%s,张\n2,50,no,李\n".encode("gbk"), "GB18030"),
    "gbk below": ("no,income,hushed_flag,n\n1,5000,%s,女\n2,50,no,硕\n".encode("gbk"), "GB18030"),
    "gbk quoted": (
        '"no","income","密旗","n"\n"1","5000","%s","女"\n"2","50","no","x"\n'.encode("gbk"),
        "GB18030",
    ),
    "returns": ("no,income,hushed_flag,n\r\n1,5000,%s,张\n2,50,no,李\r\n".encode(), "UTF-8"),
}


@pytest.mark.parametrize("table", TABLES)
def test_a_word_in_a_hidden_column_has_no_part_in_the_encoding(
    kefen: CommandLine, table: str
) -> None:
    text, name = TABLES[table]
    told = twins(kefen, [text.replace(b"%s", word) for word in WORDS])
    assert told == [told[0]] * len(WORDS)
    assert "decisions + 0 quarantined" in told[0][1]
    assert f"in.csv, {name}" in told[0][1]


def test_nor_in_whether_a_row_is_in_the_encoding_that_was_asked_for(kefen: CommandLine) -> None:
    text, _ = TABLES["utf-8"]
    tables = [text.replace(b"%s", word) for word in WORDS]
    told = twins(kefen, tables, "--encoding", "utf-8")
    assert told == [told[0]] * len(WORDS)


def test_a_damaged_byte_in_a_column_that_may_be_seen_sets_its_row_aside_alone(
    kefen: CommandLine,
) -> None:
    text = "no,income,hushed_flag,n\n1,50,%s,张\n2,50,no,?\n3,50,no,李\n4,50,no,王\n".encode()
    tables = [text.replace(b"%s", word).replace(b"?", b"\xff") for word in WORDS]
    told = twins(kefen, tables)
    assert told == [told[0]] * len(WORDS)
    assert told[0][4].count(b"bytes") == 2  # the reason and its words
    assert b"\n3," in told[0][4]


def test_staff_are_told_of_the_bytes_of_every_column(kefen: CommandLine) -> None:
    give(
        kefen, "no,income,密类\n1,50,?\n2,50,密查甲\n3,50,密查甲\n".encode().replace(b"?", b"\xff")
    )
    assert b"bytes" in ran(kefen, audience="staff")[4]
    assert b"bytes" not in ran(kefen)[4]


# --- a row that is taken for the header ---------------------------------------------------------------------


@pytest.mark.parametrize("audience", OTHERS)
@pytest.mark.parametrize("rows", ["1,50,YES!\n2,50,NO\n", "1,YES!,YES!\n2,50,NO\n"])
def test_a_row_that_is_taken_for_the_header_is_not_quoted(
    kefen: CommandLine, audience: str, rows: str
) -> None:
    give(kefen, rows)
    code, *told = ran(kefen, audience=audience)
    assert code == 1
    assert "YES!" not in str(told)
    assert "YES!" in str(ran(kefen, audience="staff"))


@pytest.mark.parametrize("audience", OTHERS)
def test_nor_is_it_proposed_as_what_a_mapping_may_mean(kefen: CommandLine, audience: str) -> None:
    give(kefen, "1,50,F6\n2,50,F8\n")
    kefen.write("map.yaml", "columns: {F7: income}\n")
    assert "F6" not in str(ran(kefen, "--map", "map.yaml", audience=audience))
    assert "F6" in str(ran(kefen, "--map", "map.yaml", audience="staff"))
    give(kefen, "no,F6\n2,50\n")
    assert "did you mean `F6`" in str(ran(kefen, "--map", "map.yaml", audience=audience))


# --- lines of JSON -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "secret",
    ['"Q": []', '"Q": ["a"]', '"Q": {"value": "x", "date": "2026-01-01"}', '"Q": {"a": {"b": 1}}',
     '"Q.value": "x"', '"Q@": "2026-01-01"', '"密旗.value": true', '"密旗@": "2026-01-01"'],
)  # fmt: skip
def test_what_stands_below_a_hidden_name_of_a_line_is_passed_over(
    kefen: CommandLine, secret: str
) -> None:
    kefen.write("m.yaml", "columns: {Q: hushed_flag}\n")
    told = []
    for one in ('"Q": null', secret):
        give(kefen, f'{{"no": "1", "income": 50, {one}}}\n', "in.jsonl")
        how = ("--as-of", "2026-06-01", "-o", "o.csv", "--map", "m.yaml", "--lang", "en")
        done = kefen("run", "quiet-loan", "in.jsonl", *how)
        told.append((done.code, done.out, done.err, (kefen.folder / "o.csv").read_bytes()))
    assert told[0] == told[1]


@pytest.mark.parametrize("audience", ["restricted", "staff"])
@pytest.mark.parametrize("asked", OTHERS)
def test_a_run_is_explained_later_alike_for_twins(
    kefen: CommandLine, audience: str, asked: str
) -> None:
    told = []
    for secret in ("是", "否"):
        give(kefen, f"no,income,密旗,密类\n1,50,{secret},密查甲\n2,60,{secret},密查甲\n")
        ran(kefen, audience=audience)
        told += [kefen("explain", "o.csv", "1", "--audience", asked, "--lang", "en")]
        told += [kefen("explain", "o.csv", "1", "--audience", asked, "--lang", "en", "--json")]
    assert told[0].out
    assert told[:2] == told[2:]
