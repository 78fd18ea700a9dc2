"""Signs between the columns of a text that nobody looks for: named on the command line, or told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.packs import CommandLine

HEADER, ROW = ("customer_id", "card_history", "loan_history"), ("A", "3", "N")
SIGNS = [("\x01", "\\001"), ("^", "^"), ("~", "~"), ("!", "!")]


@pytest.fixture
def table(tmp_path: Path):
    def written(sign: str) -> str:
        path = tmp_path / "in.txt"
        path.write_text("".join(f"{sign.join(row)}\n" for row in (HEADER, ROW)))
        return str(path)

    return written


@pytest.mark.parametrize(("sign", "told"), [*SIGNS, ("\t", "\\t"), (":", ":")])
def test_a_sign_that_is_named_parts_the_columns(
    kefen: CommandLine, table, tmp_path: Path, sign: str, told: str
) -> None:
    out = tmp_path / "o.csv"
    run = kefen("run", "credit-grade", table(sign), "-o", str(out), "--delimiter", told)
    assert not run.code, run.err
    assert "SUBSTANDARD" in out.read_text()
    draft = kefen("facts", "credit-grade", "--map", table(sign), "--delimiter", told)
    assert '"loan_history": loan_history' in draft.out


@pytest.mark.parametrize(("sign", "told"), SIGNS)
def test_a_header_of_one_column_says_which_sign_may_part_it(
    kefen: CommandLine, table, tmp_path: Path, sign: str, told: str
) -> None:
    said = kefen("run", "credit-grade", table(sign), "-o", str(tmp_path / "o.csv"))
    assert f"--delimiter '{told}'" in said.err


@pytest.mark.parametrize("text", ["||", "a", '"', "\\002x"])
def test_what_is_no_sign_is_refused(kefen: CommandLine, table, tmp_path: Path, text: str) -> None:
    said = kefen("run", "credit-grade", table("^"), "-o", str(tmp_path / "o.csv"), "--delimiter", text)  # fmt: skip
    assert text in str(said)
