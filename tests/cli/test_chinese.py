"""Every message of the library has its Chinese: all places that raise or collect one are walked."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kefen
from kefen.checking.scope import _SAID
from kefen.cli.chinese import codes, in_chinese, sentences
from kefen.cli.messages import in_words
from kefen.diagnostics import CODES
from kefen.language.refused import REFUSED
from kefen.reading.yaml_slips import FINDERS, GIVEN_UP
from kefen.saying.phrases.problems import PROBLEMS
from tests.cli.packs import CommandLine
from tests.policies.packs import HERE, fence

SOURCE = Path(kefen.__file__).parent
#: these speak both languages themselves
_SPEAK = ("cli", "calculating", "explaining", "publishing")
_COLLECT = (
    "error",
    "warn",
    "note",
    "fail",
    "stop",
    "refuse",
    "_wrong",
    "check_keys",
    "_check_keys",
    "one_of",
)
_RAISE = ("Diagnostic", "InputError", "NoVersionError", "CaseResult")


def templates(node: ast.AST) -> Iterator[str]:
    """A text with its gaps as ``{}``; both sides of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.Constant) else "{}" for p in node.values)
        yield "".join(map(str, parts))
    elif isinstance(node, ast.IfExp):
        yield from (*templates(node.body), *templates(node.orelse))
    elif isinstance(node, ast.Tuple):
        yield from (text for part in node.elts for text in templates(part))


def added(node: ast.expr) -> list[ast.expr]:
    """The parts of a text put together by ``+``."""
    if isinstance(node, ast.BinOp):
        return [*added(node.left), *added(node.right)]
    return [node]


def named(function: ast.AST, name: str) -> Iterator[str]:
    """What a name is set to within a function."""
    for node in ast.walk(function):
        if isinstance(node, (ast.Assign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(one, ast.Name) and one.id == name for one in targets):
                yield from templates(node.value)


def said_in(function: ast.AST, path: Path) -> Iterator[str]:
    """The messages that a function raises, collects or yields."""
    for node in ast.walk(function):
        given: list[ast.expr] = []
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in _COLLECT or called in _RAISE:
                given = [*node.args, *(word.value for word in node.keywords)]
        elif isinstance(node, ast.Yield) and node.value and path.parent.name == "verifying":
            given = [node.value]
        for value in [part for one in given for part in added(one)]:
            names = named(function, value.id) if isinstance(value, ast.Name) else ()
            yield from (*templates(value), *names)


def messages() -> Iterator[str]:
    for path in sorted(SOURCE.rglob("*.py")):
        if path.relative_to(SOURCE).parts[0] not in _SPEAK:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for function in ast.walk(tree):
                if isinstance(function, ast.FunctionDef):
                    yield from said_in(function, path)


def is_said(text: str) -> bool:
    """Whether a text has words of its own, not only a code, a place or a key of a case."""
    return " " in text and bool(re.search("[a-z]{2}", text.replace("quarantined:", "")))


ALL = sorted({text.removeprefix("; ") for text in messages() if is_said(text)})
KINDS = [
    f"{words} `7`" if words.endswith((" of", " on", " list")) else words for words in _SAID.values()
]
#: what fills the gaps of a message that is put together from words
FILLED = {"{}: {} is {}": "meets: 3.1 is true"}


def english_left(text: str) -> list[str]:
    """Words outside backticks that are neither names of files nor of keys."""
    plain = re.sub(r"`[^`]*`", "", text)
    return re.findall(r"(?<![\w.`/-])[a-z]{2,}(?![\w.:：-])", plain)


def test_the_walk_finds_the_messages() -> None:
    assert len(ALL) > 250


SLIPS = [text for _, *texts in (*FINDERS, *GIVEN_UP) for text in texts]


@pytest.mark.parametrize("text", [*ALL, *REFUSED.values(), *KINDS, *SLIPS])
def test_a_message_is_said_in_chinese(text: str) -> None:
    said = in_chinese(FILLED.get(text, text.replace("{}", "7")))
    assert re.search("[\u4e00-\u9fff]", said)
    assert english_left(said) == []


ODD = ["", "`", "7`8", "7\n8", "7；8", "7 8", "7: 8", "`7`", "7; 8", "{}", "\\1"]


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_a_message_is_said_in_chinese_whatever_an_author_wrote(odd: str) -> None:
    """What stands between backticks is the author's: it may be empty, or hold what the catalogue uses itself."""
    quoted = [text for text in {*ALL, *sentences()} if "`{}`" in text and text not in FILLED]
    told = {text: text.replace("`{}`", f"`{odd}`").replace("{}", "7") for text in quoted}
    said = {text: in_words(filled, "zh").replace(f"`{odd}`", "") for text, filled in told.items()}
    assert [text for text in quoted if english_left(said[text])] == []
    assert [text for text in quoted if not re.search("[\u4e00-\u9fff]", said[text])] == []


@pytest.mark.parametrize("path", sorted((HERE / "bad").glob("*.md")), ids=lambda path: path.stem)
def test_what_a_bad_policy_gets_is_said_in_chinese(path: Path) -> None:
    told = fence(path.read_text(encoding="utf-8"), "diagnostics").splitlines()
    texts = [
        re.sub(r"^(  help |\w+ \w\d+ [^ ]+: )", "", line) for line in told if line[2:6] != "see "
    ]
    assert [text for text in texts if not re.search("[\u4e00-\u9fff]", in_chinese(text))] == []


@pytest.mark.parametrize("english", sentences())
def test_both_languages_have_the_same_gaps(english: str) -> None:
    assert english.count("{}") == len(re.findall(r"\{\d*\}", sentences()[english]))


def test_every_code_and_every_reason_has_its_chinese() -> None:
    assert set(codes()) == set(CODES)
    assert [
        key for key in PROBLEMS if in_chinese(f"年龄: {key.removeprefix('problem ')} 7").isascii()
    ] == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("in.csv has no column `a`; did you mean `b`?", "in.csv 没有列 `a`；是不是 `b`？"),
        ("m.yaml:3: `x` is not a part of a mapping", "m.yaml:3：`x` 不是对应文件的部分"),
        ("expected a flag, found a value of `a rate`", "这里须是是或否，读到的是 `a rate` 的取值"),
        ("the parameter `a flag` is never used", "参数 `a flag` 从未使用"),
        ("`a` means both `b` and `c` of the list `d`", "`a` 在清单 `d` 里既指 `b` 又指 `c`"),
        ("`a` means both `b` and `c` in `d`", "`a` 在 `d` 里既指 `b` 又指 `c`"),
        ("Catalog Error: no such table", "Catalog Error: no such table"),
    ],
)
def test_a_message_is_said_with_what_fills_it(english: str, chinese: str) -> None:
    assert in_chinese(english) == chinese


def test_a_diagnostic_is_shown_in_chinese_with_its_help(kefen: CommandLine) -> None:
    kefen.change("car-loan/2026.md", "and annual_income >= 60000", "and anual_income >= 60000")
    lines = kefen("check", "car-loan").out.splitlines()
    assert lines[0] == "错误 N001: 未知的名称 `anual_income`"
    assert lines[4].endswith("帮助: 是不是 `annual_income`？")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("chek",), "没有命令 `chek`；是不是 'check', 'recheck'？"),
        (("check", "car-loan", "--lang"), "选项 --lang 要有值"),
        (("decide", "car-loan", "--facts", "f", "y"), "多出参数 y"),
        (("demo", "--customers", "x"), "--customers 的值不对：`x` 不是整数"),
    ],
)
def test_wrong_usage_is_told_in_chinese(
    kefen: CommandLine, args: tuple[str, ...], said: str
) -> None:
    assert kefen(*args).err.splitlines()[0] == f"用法有误：{said}"


def test_what_a_case_lacks_is_told_in_chinese(kefen: CommandLine) -> None:
    kefen.change("car-loan/cases/classes.yaml", 'only_misses: "3.2"', 'misses: ["3.1"]')
    kefen.change("car-loan/cases/classes.yaml", 'decisive: "4.1"', "result: A")
    told = kefen("test", "car-loan").out
    assert "misses：3.1 成立" in told
    assert "result：应为 A，得到 无" in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "m.yaml:2: a tab indents this line; indent with blanks",
            "m.yaml:2：这一行用制表符缩进；用空格缩进",
        ),
        (
            "m.yaml:1: `key` is given twice; delete one, or name it otherwise",
            "m.yaml:1：`key` 给出了两次；删去一个，或改用别的名称",
        ),
    ],
)
def test_a_sentence_and_its_help_in_one_line_are_both_in_chinese(text, said):
    assert in_words(text, "zh") == said
