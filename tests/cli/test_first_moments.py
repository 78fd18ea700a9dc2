"""What ends a command before it has loaded."""

from __future__ import annotations

import signal
import subprocess
import sys

ENDED = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a command in the background is born deaf
from importlib.abc import MetaPathFinder

class Impatient(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "kefen.cli":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Impatient())
import kefen.__main__
"""


def test_an_interrupt_while_the_command_loads_ends_it_without_a_word() -> None:
    ended = subprocess.run([sys.executable, "-c", ENDED], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (-signal.SIGINT, "", "")


def test_where_not_even_the_engine_can_be_loaded_memory_is_named(tmp_path) -> None:
    (tmp_path / "in.csv").write_text("customer_id,card_history\nA,4\n")
    command = f"ulimit -v 100000; {sys.executable} -m kefen run credit-grade in.csv -o out.csv"
    told = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True)
    assert told.stderr.splitlines()[-1] == "错误: 内存不足，没有产生结果"
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
