"""Wrong usage, dialects that do not exist yet, and faults of our own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.packs import CommandLine
from tests.signals import hears


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["chek"], "chek"),
        (["check", "--jsn"], "没有选项 --jsn"),
        (["decide", "car-loan"], "缺少 --facts"),
        (["decide"], "缺少 PACK"),
        (["decide", "car-loan", "--facts", "facts.json", "--as-of", "2026-13-01"], "`2026-13-01` 不是日期"),
        (["decide", "car-loan", "--facts", "facts.json", "--lang", "fr"], "没有语言 `fr`"),
        (["sql", "car-loan", "--dialect", "oracle"], "没有方言 `oracle`"),
        (["weave", "car-loan"], "缺少 --output"),
        (["weave", "-o", "site"], "要写 PACK，或者写 --all"),
        (["weave", "car-loan", "--all", "-o", "site"], "PACK 和 --all 不能一起写"),
    ],
)  # fmt: skip
def test_wrong_usage_ends_with_2_and_points_to_help(
    kefen: CommandLine, args: list[str], said: str
) -> None:
    told = kefen(*args)
    assert told.code == 2
    assert told.out == ""
    assert said in told.err
    assert "--help`" in told.err


def test_without_a_command_the_commands_are_listed(kefen: CommandLine) -> None:
    told = kefen()
    assert told.code == 0
    for command in ("check", "test", "decide", "run", "facts", "sql", "weave", "recheck", "demo"):
        assert f"  {command} " in told.out


def test_a_fault_of_our_own_is_a_short_message_and_no_stack(
    kefen: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*args: object, **more: object) -> int:
        raise ZeroDivisionError("x")

    monkeypatch.setattr("kefen.cli.decide.decide_subject", fall)
    told = kefen("decide", "car-loan", "--facts", "facts.json")
    assert told.code == 1
    assert "内部出错" in told.err
    assert "Traceback" not in told.err


PIPED = [
    ["check", "psbc-customer-class"],
    ["facts", "psbc-customer-class", "--json"],
    ["sql", "psbc-customer-class"],
    ["decide", "credit-grade", "--facts", "many.json", "--json"],
    ["run", "credit-grade", "many.csv", "-o", "-"],
]


@pytest.mark.parametrize("args", PIPED, ids=lambda args: args[0])
def test_a_reader_who_stops_reading_ends_a_command_without_a_word(
    kefen: CommandLine, args: list[str]
) -> None:
    kefen.write("many.json", '{"card_history": "4"}')
    kefen.write(
        "many.csv", "customer_id,card_history\n" + "".join(f"C{n},4\n" for n in range(5000))
    )
    before = sorted(kefen.folder.iterdir())
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "kefen", *args]
    done = subprocess.run(
        command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False, env={**os.environ, "KEFEN_LANG": "en"}
    )  # fmt: skip
    os.close(writer)
    said = [line for line in done.stderr.splitlines() if not line.startswith(("warning", " "))]
    assert (done.returncode, said) == (141, [])
    assert sorted(kefen.folder.iterdir()) == before


WAITS = """
import importlib, os, signal, sys
class Interrupting:
    def find_spec(self, name, *_):
        if name == sys.argv[1]:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
from kefen.cli import run_command
sys.exit(run_command(["check", "credit-grade", "--lang", "en"]))
"""


@pytest.mark.parametrize("module", ["click", "kefen.policy", "kefen.checking"])
def test_an_interrupt_while_the_command_loads_is_one_line(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WAITS, module],
        capture_output=True, text=True, check=False, preexec_fn=hears,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (130, "interrupted\n")


def test_help_is_in_english_when_asked(kefen: CommandLine) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kefen", "decide", "--help", "--lang", "en"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Decide one subject" in done.stdout


def test_deciding_loads_no_engine_for_tables() -> None:
    code = (
        "import sys; from kefen.cli import run_command; run_command(['decide', 'credit-grade', '--facts', '-']);"
        "print(sorted({'duckdb', 'sqlglot', 'rich', 'xlsxwriter', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input="{}", capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_output_that_finds_no_room_is_one_clear_line() -> None:
    with Path("/dev/full").open("w") as full:
        told = subprocess.run(
            [sys.executable, "-m", "kefen", "facts", "credit-grade", "--lang", "en"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert told.stderr == "error: the output cannot be written: No space left on device\n"
    assert told.returncode == 1
