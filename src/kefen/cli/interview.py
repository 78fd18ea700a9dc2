"""``kefen interview``: the facts that matter asked one by one, until the decision is settled."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kefen.cli.decide import show_decision, show_refused
from kefen.cli.inputs import Request, read_facts, read_settings
from kefen.cli.screen import Screen
from kefen.cli.words import say
from kefen.deciding import Decider, Decision
from kefen.deciding.missing import askable
from kefen.errors import FactsError, InputError
from kefen.explaining.next_fact import NextFact, next_facts
from kefen.publishing.fact_words import FactWords
from kefen.saying.expressions import Speaker
from kefen.saying.naming import Names

#: what may be answered instead of a value; an empty line is the first
PASSES = ("answer not yet", "answer cannot be known", "answer refused")


def interview(request: Request, facts: str, screen: Screen) -> int:
    """Ask on standard input, starting from the facts of a file if there is one; then show the decision."""
    decider = request.decider()
    given = read_facts(facts, screen.lang) if facts else {}
    try:
        talk = Interview(decider, screen, given, decider.decide(given))
    except FactsError as error:
        return show_refused(error, decider, screen)
    screen.paragraph(say(screen.lang, "interview how", passes=talk.passes))
    talk.ask_all()
    show_decision(talk.decision, screen)
    screen.line()
    for line in talk.told():
        screen.paragraph(line)
    return 0


@dataclass
class Interview:
    """What was asked and answered so far, and the decision it leads to."""

    decider: Decider
    screen: Screen
    given: dict[str, Any]
    decision: Decision
    asked: int = 0
    #: for each answer without a value the facts that got it
    passed: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def words(self) -> FactWords:
        return FactWords(Speaker(Names(self.decider.policy, self.screen.lang)))

    @property
    def passes(self) -> str:
        """What may be answered instead of a value, in the language of the screen."""
        return " / ".join(say(self.screen.lang, key) for key in PASSES)

    def ask_all(self) -> None:
        """Ask until the decision is settled, nothing that matters is left, or the input ends."""
        while (fact := self.next()) is not None:
            self.show(fact)
            while (text := self.answer()) is not None and not self.accepts(fact.name, text):
                pass
            if text is None:
                return

    def next(self) -> NextFact | None:
        """The fact to ask for; nothing when there is none."""
        gone = {fact for facts in self.passed.values() for fact in facts}
        return next(iter(next_facts(self.decision, gone)), None)

    def show(self, fact: NextFact) -> None:
        """The question: what the fact is called, its kind with choices and unit, its source."""
        lang, spec = self.screen.lang, self.decider.policy.vocabulary.facts.get(fact.name)
        self.asked += 1
        self.screen.line()
        head = f"{self.asked}. {fact.label.said(lang)}"
        self.screen.paragraph(self.screen.paint(head, "bold"), "", "   ")
        if spec is None:
            self.screen.paragraph(say(lang, "interview list"), "   ", "   ")
            return
        parts = (self.words.kind_name(spec), spec.unit.said(lang), self.words.values(spec))
        self.screen.paragraph("  ".join(filter(None, parts)), "   ", "   ")
        if fact.source.said(lang):
            source = say(lang, "interview source", source=fact.source.said(lang))
            self.screen.paragraph(source, "   ", "   ")

    def answer(self) -> str | None:
        """A line of the input; nothing at its end."""
        self.screen.out.write("   > ")
        self.screen.out.flush()
        line = sys.stdin.readline()
        if not sys.stdin.isatty():
            self.screen.line(line.rstrip("\n"))
        return line.strip() if line else None

    def accepts(self, fact: str, text: str) -> bool:
        """Whether a text is an answer; if it is none, why is told."""
        key = self.pass_of(text, fact)
        if key is not None:
            self.passed.setdefault(key, []).append(fact)
            return True
        try:
            read = read_settings(
                [f"{fact}={text}"], self.decider.policy.vocabulary, self.screen.lang
            )
            self.decision = self.decider.decide({**self.given, **read})
        except FactsError as error:
            show_refused(error, self.decider, self.screen)
            return False
        except InputError as error:
            self.screen.line(f"   {error}")
            return False
        self.given |= read
        return True

    def pass_of(self, text: str, fact: str) -> str | None:
        """Which answer without a value a text is; ``refused`` may also be the result of another policy."""
        spec = self.decider.policy.vocabulary.facts.get(fact)
        for key in PASSES:
            result = spec is not None and spec.kind.name == "outcome" and text == "refused"
            if not result and text in (say("zh", key), say("en", key)):
                return key
        return PASSES[0] if not text else None

    def told(self) -> Iterator[str]:
        """After how many questions of how many it ended, and what was not answered."""
        lang, labels = self.screen.lang, self.decider.policy.vocabulary.label_of
        key = "interview open" if self.decision.outcome.is_open else "interview settled"
        yield say(lang, key, n=self.asked, of=len(askable(self.decider)))
        for answer, facts in self.passed.items():
            named = [label.said(lang) if (label := labels(fact)) else fact for fact in facts]
            yield f"{say(lang, answer)}{say(lang, 'interview colon')}{say(lang, 'interview comma').join(named)}"
