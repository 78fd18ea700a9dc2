"""An empty sheet to fill in: one column for each fact, with drop-downs, formats, limits and notes.

The headings are the labels of the vocabulary, so that ``kefen run`` reads the sheet back as it is.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from kefen.compiling import plan_policy
from kefen.compiling.plan import Input
from kefen.policy import Policy
from kefen.publishing.fact_words import FactWords
from kefen.publishing.sheets import sheet_name
from kefen.saying.expressions import Speaker
from kefen.saying.naming import Names
from kefen.values import Words
from kefen.vocabulary import FactSpec, ListSpec

ROWS = 5000
_FORMATS = {
    "date": "yyyy-mm-dd",
    "money": "#,##0.00",
    "integer": "0",
    "decimal": "0.######",
    "rate": "0.00####%",
}
_SHEETS = {
    "guide": Words("说明", "Guide"),
    "values": Words("取值", "Values"),
    "yes": Words("是", "yes"),
    "no": Words("否", "no"),
    "not allowed": Words("不在可选值之内", "Not one of the values"),
    "see note": Words("见表头批注和“说明”表", "See the note on the heading and the guide sheet"),
}
_GUIDE = (
    Words("名称", "Label"),
    Words("英文名称", "Chinese label"),
    Words("代码", "Id"),
    Words("类型", "Kind"),
    Words("取值", "Values"),
    Words("单位", "Unit"),
    Words("出处", "Source"),
    Words("时效", "Not older than"),
    Words("谁能改变", "Changed by"),
    Words("备注", "Remarks"),
)
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)


def write_template(policy: Policy, path: Path, lang: str = "zh") -> None:
    """Write the sheet for a policy: a row for each subject, a sheet for each list, a guide."""
    options = {
        "default_date_format": _FORMATS["date"],
        "strings_to_formulas": False,
        "in_memory": True,
    }
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, options) as book:
        book.set_properties({"title": policy.title.said(lang), "created": _midnight(policy.since)})
        _Template(book, policy, lang).write()
    path.write_bytes(packed.getvalue())


def template_facts(policy: Policy) -> list[FactSpec]:
    """The facts of the sheet in order: the key, what is to be given, what the policy can work out itself."""
    inputs = [given for given in plan_policy(policy).inputs if given.spec is not None]
    return [given.spec for given in sorted(inputs, key=_rank) if given.spec is not None]


def template_lists(policy: Policy) -> list[ListSpec]:
    """The lists of records that the policy reads of a subject."""
    names = [given.name for given in plan_policy(policy).inputs if given.is_list]
    return [policy.vocabulary.lists[name] for name in names]


def _rank(given: Input) -> tuple[bool, bool, bool]:
    spec = given.spec
    assert spec is not None
    return (not spec.key, given.derived, "." in spec.name)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a property of the file, not a moment


@dataclass
class _Template:
    book: Any
    policy: Policy
    lang: str
    ranges: dict[str, str] = field(default_factory=dict)

    def write(self) -> None:
        self.words = FactWords(Speaker(Names(self.policy, self.lang)))
        self.plan = plan_policy(self.policy)
        facts, lists = template_facts(self.policy), template_lists(self.policy)
        main = self.book.add_worksheet(
            self.sheet_name(self.policy.subject.said(self.lang) or "data")
        )
        sheets = [
            self.book.add_worksheet(self.sheet_name(spec.label.said(self.lang))) for spec in lists
        ]
        guide = self.book.add_worksheet(_SHEETS["guide"].said(self.lang))
        self.write_values([*facts, *(f for spec in lists for f in spec.fields.values())])
        self.write_facts(main, facts, self.plan.derived)
        key = self.policy.vocabulary.key
        for sheet, spec in zip(sheets, lists, strict=True):
            fields = list(spec.fields.values())
            self.write_facts(sheet, [key, *fields] if key else fields, self.derived_in(spec))
        self.write_guide(guide, facts, lists)
        main.activate()

    def sheet_name(self, text: str) -> str:
        """The name of a sheet."""
        return sheet_name(text)

    # --- a sheet to fill ------------------------------------------------------------------------------

    def derived_in(self, listing: ListSpec) -> frozenset[str]:
        """The fields of a list that other policies work out."""
        work = self.plan.item_work.get(listing.name)
        return frozenset() if work is None else work.derived

    def write_facts(self, sheet: Any, facts: Sequence[FactSpec], derived: frozenset[str]) -> None:
        for column, spec in enumerate(facts):
            label = spec.label.said(self.lang)
            sheet.set_column(column, column, max(11, 2.1 * len(label)), self.cell_format(spec))
            is_derived = spec.name in derived
            sheet.write_string(0, column, label, self.head_format(spec, derived=is_derived))
            sheet.write_comment(
                0, column, self.note(spec, derived=is_derived), {"x_scale": 2.4, "y_scale": 1.6}
            )
            rule = self.rule(spec)
            if rule:
                sheet.data_validation(1, column, ROWS, column, rule)
        sheet.set_row(0, 30)
        sheet.freeze_panes(1, 1)

    def head_format(self, spec: FactSpec, *, derived: bool) -> Any:
        colour = "#DDE3EA"
        if spec.required or spec.key:
            colour = "#F2D9B3"
        elif derived:
            colour = "#EFEFEF"
        return self.book.add_format({
            "bold": not derived, "italic": derived,
            "bg_color": colour, "border": 1, "border_color": "#B5B5B5", "text_wrap": True,
            "valign": "vcenter", "align": "center",
        })  # fmt: skip

    def cell_format(self, spec: FactSpec) -> Any:
        return self.book.add_format({"num_format": _FORMATS.get(spec.kind.name, "@")})

    def note(self, spec: FactSpec, *, derived: bool) -> str:
        """What a person filling the column should know."""
        other = spec.label.said("en" if self.lang == "zh" else "zh")
        lines = [f"{other}  [{spec.name}]", self.words.kind(spec)]
        lines += self.words.particulars(spec, derived=derived)
        return "\n".join(line for line in lines if line)

    # --- what may be entered ------------------------------------------------------------------------------

    def rule(self, spec: FactSpec) -> dict[str, Any] | None:
        """What Excel lets in: the same as Kefen would accept."""
        kind = spec.kind.name
        made: dict[str, Any] | None = None
        if kind == "flag":
            made = {
                "validate": "list",
                "source": [_SHEETS[word].said(self.lang) for word in ("yes", "no")],
            }
        elif kind in ("choice", "scale", "outcome"):
            made = {"validate": "list", "source": self.ranges[self.domain_name(spec)]}
        elif kind == "date":
            made = {"validate": "date", "criteria": "between", "minimum": _FIRST, "maximum": _LAST}
        elif spec.kind.is_number:
            made = self.number_rule(spec)
        elif kind == "history":
            made = {"validate": "length", "criteria": "<=", "value": 24}
        elif spec.check == "resident_id":
            made = {"validate": "length", "criteria": "==", "value": 18}
        if made is not None:
            made |= {
                "error_title": _SHEETS["not allowed"].said(self.lang),
                "error_message": _SHEETS["see note"].said(self.lang),
            }
        return made

    def number_rule(self, spec: FactSpec) -> dict[str, Any]:
        low = 0 if spec.low is None and not spec.negative else spec.low
        made: dict[str, Any] = {"validate": "integer" if spec.kind.name == "integer" else "decimal"}
        if low is not None and spec.high is not None:
            return made | {
                "criteria": "between",
                "minimum": float(low),
                "maximum": float(spec.high),
            }
        if low is not None:
            return made | {"criteria": ">=", "value": float(low)}
        limit = float(spec.high) if spec.high is not None else 1e15
        return made | {"criteria": "<=", "value": limit}

    def domain_name(self, spec: FactSpec) -> str:
        assert spec.kind.domain is not None
        return spec.kind.domain.name

    def write_values(self, facts: Sequence[FactSpec]) -> None:
        """The words of every drop-down on a sheet of their own: Excel takes only short lists in place."""
        sheet = self.book.add_worksheet(_SHEETS["values"].said(self.lang))
        head = self.book.add_format({"bold": True})
        domains = {s.kind.domain.name: s.kind.domain for s in facts if s.kind.domain is not None}
        for column, (name, domain) in enumerate(domains.items()):
            labels = [term.label.said(self.lang) for term in domain.terms]
            sheet.write_string(0, column, domain.label.said(self.lang) or name, head)
            sheet.write_column(1, column, labels)
            sheet.set_column(column, column, 18)
            letter = xl_col_to_name(column, col_abs=True)
            self.ranges[name] = f"='{sheet.get_name()}'!{letter}$2:{letter}${len(labels) + 1}"
        sheet.freeze_panes(1, 0)

    # --- the guide ---------------------------------------------------------------------------------------

    def write_guide(self, sheet: Any, facts: Sequence[FactSpec], lists: Sequence[ListSpec]) -> None:
        head = self.book.add_format({"bold": True, "bg_color": "#DDE3EA", "border": 1})
        wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_row(0, 0, [words.said(self.lang) for words in _GUIDE], head)
        rows = list(self.guide_rows(facts, lists))
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row, wrapped)
        for column, size in enumerate((24, 38, 26, 12, 50, 8, 28, 12, 12, 60)):
            sheet.set_column(column, column, size)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.autofilter(0, 0, len(rows), len(_GUIDE) - 1)

    def guide_rows(
        self, facts: Sequence[FactSpec], lists: Sequence[ListSpec]
    ) -> Iterator[list[str]]:
        for spec in facts:
            yield self.guide_row(spec, "", derived=spec.name in self.plan.derived)
        for listing in lists:
            owner, derived = f"{listing.label.said(self.lang)} · ", self.derived_in(listing)
            for spec in listing.fields.values():
                yield self.guide_row(spec, owner, derived=spec.name in derived)

    def guide_row(self, spec: FactSpec, owner: str, *, derived: bool) -> list[str]:
        words = self.words
        return [
            owner + spec.label.said(self.lang),
            spec.label.said("en" if self.lang == "zh" else "zh"),
            spec.name,
            words.kind_name(spec),
            words.values(spec),
            spec.unit.said(self.lang),
            spec.source.said(self.lang),
            words.age(spec),
            words.changed_by(spec),
            words.remark(spec, derived=derived),
        ]
