"""Conditions in words, where a sentence could say more or less than is asked."""

import pytest

from kefen.checking.expressions import check_expression
from kefen.checking.scope import Scope
from kefen.diagnostics import Diagnostics
from kefen.saying.expressions import Speaker
from kefen.saying.naming import Names
from kefen.source import Source, Span
from kefen.values import FLAG
from tests.language.evaluation import Evaluation
from tests.saying.examples import vocabulary


def said(text: str, lang: str, *, wanted: bool = True) -> str:
    span = Span(Source("example", text), 0, len(text))
    node = check_expression(span, FLAG, Scope(vocabulary(), found=Diagnostics()))
    assert node is not None
    speaker = Speaker(Names(Evaluation([]).program.policy, lang))
    return speaker.inline(speaker.condition(node, wanted=wanted))


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("1 + 2 + 3 - (4 + 5) > 0", "1 加 2 加 3 减（4 加 5）超过 0", "1 加 2 加 3 减（4 加 5）不超过 0"),
        ("(1 + 2) * 3 > 0", "（1 加 2）乘以 3 超过 0", "（1 加 2）乘以 3 不超过 0"),
        ("3 < count(accounts)", "Accounts 的数目超过 3", "Accounts 的数目不超过 3"),
        ("skills includes all of (law, tax)", "Skills 同时包括 law、tax", "Skills 不同时包括 law、tax"),
        ("grade in (good, fair)", "Quality of the subject 为 good、fair 之一", "Quality of the subject 不为 good、fair"),
        ("(true or grade = fair) and known grade", "（无条件或 Quality of the subject 为 fair）且 Quality of the subject 有记录",
         "（永不且 Quality of the subject 不为 fair）或 Quality of the subject 没有记录"),
        ("some a in accounts satisfies a.balance * 2 > a.days", "Accounts 中有 Balance 乘以 2 超过 Days past due 的",
         "Accounts 中没有 Balance 乘以 2 超过 Days past due 的"),
    ],
)  # fmt: skip
def test_a_condition_and_its_contrary_say_what_they_ask(text: str, yes: str, no: str) -> None:
    assert (said(text, "zh"), said(text, "zh", wanted=False)) == (yes, no)


def test_a_field_is_called_as_its_own_list_calls_it() -> None:
    nested = "some a in accounts satisfies count(a.months[item = N]) > a.days"
    assert said(nested, "en") == (
        "there is one in Accounts with months of Status by month with N above Days past due"
    )
