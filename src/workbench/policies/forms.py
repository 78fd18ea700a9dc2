"""What is typed of bundles and reference lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch
from workbench.common.languages import language
from workbench.policies.texts import reference_lists


class ListForm(forms.Form):
    """A whole list as it stands from a day on."""

    name = forms.ChoiceField(label=_("List"))
    since = forms.DateField(
        label=_("Stands from"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    source_page = forms.CharField(label=_("Taken from (page, number)"), max_length=200)
    codes = forms.CharField(
        label=_("Codes, one a line; from and until may follow"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = language()
        names = [(name, one.label.said(lang)) for name, one in reference_lists().items()]
        self.fields["name"] = forms.ChoiceField(label=_("List"), choices=names)


class BundleForm(forms.Form):
    """The installed packs for a branch and below, perhaps with values of its own."""

    title = forms.CharField(label=_("Title"), max_length=80)
    branch = forms.ModelChoiceField(label=_("For branch and below"), queryset=Branch.objects.none())
    filed_as = forms.CharField(label=_("Filed as (number)"), max_length=80, required=False)
    overlay = forms.CharField(
        label=_("Values of its own (overlay.yaml)"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["branch"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Branch.objects.filter(closed_on=None)
