"""Why a value was not accepted, in a sentence."""

from __future__ import annotations

from kefen.errors import Problem
from kefen.saying.phrases import PHRASES, say
from kefen.values import Words
from kefen.vocabulary import Vocabulary


def say_problem(problem: Problem, vocabulary: Vocabulary, lang: str = "zh") -> str:
    """Why a value was not accepted and what to do, in one sentence."""
    if problem.reason == "rule":
        message = Words(problem.fact, problem.detail).said(lang)
        return f"{message}{say(lang, 'sentence comma')}{say(lang, 'problem rule')}"
    near = f"{say(lang, 'colon')}{problem.detail}" if problem.detail else ""
    words = PHRASES[f"problem {problem.reason}"].said(lang)
    said = words.format(detail=problem.detail, near=near)
    label = _label(problem.fact, vocabulary).said(lang)
    return say(lang, "value refused", label=label, value=problem.value, why=said)


def _label(name: str, vocabulary: Vocabulary) -> Words:
    known = vocabulary.names.get(name.partition("@")[0], name.partition("@")[0])
    return vocabulary.label_of(known) or Words(name, name)
