"""A fact of the vocabulary in words: its kind, its values, where it comes from, how old it may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kefen.policy import FactSpec
from kefen.saying.expressions import Speaker
from kefen.values import Words

_WORDS: dict[str, tuple[str, str]] = {
    "flag": ("是/否", "yes/no"),
    "integer": ("整数", "whole number"),
    "decimal": ("小数", "decimal"),
    "money": ("金额", "money"),
    "rate": ("比率", "rate"),
    "date": ("日期", "date"),
    "text": ("文本", "text"),
    "choice": ("单选", "choice"),
    "scale": ("等级", "scale"),
    "set": ("多选", "set of choices"),
    "history": ("逐月状态", "monthly history"),
    "outcome": ("等级", "scale"),
    "list": ("列表", "list"),
    "customer": ("客户", "customer"),
    "bank": ("银行", "bank"),
    "time": ("时间", "time"),
    "nobody": ("不能改变", "nobody"),
    "month": ("{n} 个月", "{n} months"),
    "day": ("{n} 天", "{n} days"),
    "comma": ("、", ", "),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "several": ("多个值以分号隔开：{values}", "several, set apart by semicolons: {values}"),
    "history form": (
        "每月一个字符，最近的在前，不知道的月份写 ?：{values}",
        "a character a month, newest first, ? for a month nobody knows: {values}",
    ),
    "resident id": ("18 位，含校验位", "18 digits with check digit"),
    "source": ("出处：{x}", "source: {x}"),
    "unit": ("单位：{x}", "unit: {x}"),
    "age": ("时效：{x}", "not older than {x}"),
    "derived": ("可以不填：{x}（{cites}）", "may be left empty: {x} ({cites})"),
    "derived plain": ("可以不填，由其他事实推定", "may be left empty, derived from others"),
    "required": ("必填", "required"),
    "key": ("主键，不得重复", "key, must not repeat"),
    "confidential": ("保密：不对客户说明", "confidential: not told to the customer"),
    "between": ("{low} 至 {high}", "{low} to {high}"),
    "from": ("{low} 以上", "from {low}"),
    "up to": ("{high} 以下", "up to {high}"),
}


@dataclass(frozen=True)
class FactWords:
    """Says facts in one language."""

    words: Speaker

    def say(self, key: str, **gaps: object) -> str:
        """A phrase of this module."""
        return Words(*_WORDS[key]).said(self.words.lang).format(**gaps)

    def kind_name(self, spec: FactSpec) -> str:
        """The kind in one word."""
        return self.say(spec.kind.name)

    def kind(self, spec: FactSpec) -> str:
        """The kind with its values, or its limits."""
        values = self.values(spec)
        return f"{self.kind_name(spec)}  {values}" if values else self.kind_name(spec)

    def values(self, spec: FactSpec) -> str:
        """What may be entered."""
        if spec.kind.name == "flag":
            return self.say("comma").join((self.say("yes"), self.say("no")))
        if spec.kind.domain is not None:
            return self._terms(spec)
        if spec.check == "resident_id":
            return self.say("resident id")
        return self._limits(spec)

    def _terms(self, spec: FactSpec) -> str:
        domain, lang = spec.kind.domain, self.words.lang
        assert domain is not None
        if spec.kind.name == "history":
            codes = [f"{term.id} {term.label.said(lang)}" for term in domain.terms]
            return self.say("history form", values=self.say("comma").join(codes))
        values = self.say("comma").join(term.label.said(lang) for term in domain.terms)
        return self.say("several", values=values) if spec.kind.name == "set" else values

    def _limits(self, spec: FactSpec) -> str:
        low, high = spec.low, spec.high
        if low is not None and high is not None:
            return self.say("between", low=low, high=high)
        if low is not None:
            return self.say("from", low=low)
        return self.say("up to", high=high) if high is not None else ""

    def age(self, spec: FactSpec) -> str:
        """How old it may be."""
        limit = spec.max_age
        if limit is None:
            return ""
        return self.say("day", n=limit.days) if limit.days else self.say("month", n=limit.months)

    def changed_by(self, spec: FactSpec) -> str:
        """Who can change it."""
        return self.say(spec.changed_by) if spec.changed_by in _WORDS else spec.changed_by

    def inference(self, spec: FactSpec) -> str:
        """How the policy works it out, in words; nothing when that takes more than a sentence."""
        node, words = spec.definition, self.words
        if node is None or getattr(node, "operator", "") == "first":
            return ""
        if spec.kind.name == "flag":
            return words.inline(words.condition(node))
        return words.noun(node)

    def derivation(self, spec: FactSpec) -> str:
        """That it may be left empty, and how it is worked out."""
        text = self.inference(spec)
        return self.say("derived", x=text, cites=spec.cites) if text else self.say("derived plain")

    def remark(self, spec: FactSpec, *, derived: bool) -> str:
        """Key, required, confidential, derived."""
        parts = [self.say(key) for key in ("key", "required", "confidential") if getattr(spec, key)]
        if derived:
            parts.append(self.derivation(spec))
        return self.say("comma").join(parts)

    def particulars(self, spec: FactSpec, *, derived: bool) -> Iterator[str]:
        """Unit, source, age and remarks, a line each."""
        lang = self.words.lang
        if spec.unit.said(lang):
            yield self.say("unit", x=spec.unit.said(lang))
        if spec.source.said(lang):
            yield self.say("source", x=spec.source.said(lang))
        if self.age(spec):
            yield self.say("age", x=self.age(spec))
        remark = self.remark(spec, derived=derived)
        if remark:
            yield remark
