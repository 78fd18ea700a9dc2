"""Fields as every form draws them."""

from typing import Any

from django import forms
from django.template import Context, Template


class Asked(forms.Form):
    kind = forms.ChoiceField(choices=[("a", "A")])
    word = forms.ChoiceField(choices=[("", ""), ("a", "A")], required=False)
    needed = forms.ChoiceField(choices=[("", ""), ("a", "A")])
    several = forms.MultipleChoiceField(
        choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, required=False
    )
    none = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    sure = forms.BooleanField()


def drawn(name: str) -> Any:
    return Template("{% form_field field %}").render(Context({"field": Asked()[name]}))


def test_the_empty_line_of_a_drop_down_is_a_word() -> None:
    assert ">不填</option>" in drawn("word")
    assert ">请选择</option>" in drawn("needed")
    assert "不填" not in drawn("kind")


def test_several_boxes_stand_under_one_heading_and_one_box_beside_its_label() -> None:
    assert "<fieldset>" in drawn("several")
    assert "form-check " not in drawn("several")
    assert "form-check" in drawn("sure")


def test_nothing_to_choose_is_said() -> None:
    assert "尚无可选项" in drawn("none")
    assert "<input" not in drawn("none")
