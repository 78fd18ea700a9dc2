"""What a policy takes for granted: assumptions with their sides, parameters with their values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape

from kefen.policy import Assumption, ParameterSpec
from kefen.publishing.woven import Woven, anchor
from kefen.reading.draft import Statement
from kefen.saying.values import say_day, say_value
from kefen.values import Words


@dataclass(frozen=True)
class WovenValues:
    """The assumptions and parameters of a page."""

    woven: Woven

    def assumption(self, assumption: Assumption, statement: Statement | None = None) -> str:
        sides = "".join(
            self.side(key, words, holds=assumption.holds == (key == "on"))
            for key, words in (("on", assumption.on), ("off", assumption.off))
        )
        place = self.woven.cited(statement.line("cites")) if statement else ""
        return (
            f'<article id="{anchor("assume " + assumption.name)}" class="assume">'
            f'<h5><b class="place">{escape(place or assumption.article)}</b> <em>{self.woven.say("page assumption")}</em> '
            f"<span>{self.woven.said(assumption.title)}</span> <code>{escape(assumption.name)}</code></h5>"
            f"<dl>{sides}<div><dt>{self.woven.say('because')}</dt><dd>{self.woven.said(assumption.because)}</dd></div></dl></article>"
        )

    def side(self, key: str, words: Words, *, holds: bool) -> str:
        mark = ' class="chosen"' if holds else ""
        chosen = f" <em>{self.woven.say('chosen')}</em>" if holds else ""
        side = self.woven.say(f"switched {key}")
        return f"<div{mark}><dt>{side}{chosen}</dt><dd>{self.woven.said(words)}</dd></div>"

    def parameter(self, parameter: ParameterSpec) -> str:
        rows = "".join(self.parameter_rows(parameter))
        if not rows:
            rows = f'<tr><td colspan="3">{self.woven.say("page no value")}</td></tr>'
        return (
            f'<article id="{anchor("parameter " + parameter.name)}" class="parameter">'
            f"<h5><em>{self.woven.say('parameter')}</em> <span>{self.woven.said(parameter.title)}</span> "
            f'<code>{escape(parameter.name)}</code></h5><table class="values"><tbody>{rows}</tbody></table></article>'
        )

    def parameter_rows(self, parameter: ParameterSpec) -> Iterator[str]:
        for dated in parameter.values:
            since = (
                self.woven.say("page always")
                if dated.since == date.min
                else say_day(dated.since, self.woven.lang)
            )
            until = (
                self.woven.say("until", day=say_day(dated.until, self.woven.lang))
                if dated.until
                else ""
            )
            now = dated.since <= self.woven.weaving.as_of and (
                dated.until is None or self.woven.weaving.as_of < dated.until
            )
            value = escape(say_value(dated.value, parameter.kind, self.woven.lang))
            mark = (
                ' class="now"'
                if now and dated.value == parameter.on(self.woven.weaving.as_of)
                else ""
            )
            yield (
                f"<tr{mark}><td>{value}</td><td>{self.woven.say('since', day=since)}{until}</td>"
                f"<td>{escape(self.woven.cited(dated.cites))}</td></tr>"
            )
