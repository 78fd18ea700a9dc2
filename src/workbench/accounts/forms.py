"""Fields of the pages on people: types and labels. What may be is the actions' matter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workbench.accounts.limits import PASSWORD_LENGTH
from workbench.accounts.models import Branch, Staff
from workbench.accounts.posts import Post
from workbench.accounts.staffing import RECORDED


def day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"})
    )


def secret(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, help_text=help_text, strip=False)


class PasswordForm(forms.Form):
    present = secret(_("Present password"), "current-password")
    wanted = secret(
        _("New password"),
        "new-password",
        format_lazy(
            _("At least {length} characters; several words are best."), length=PASSWORD_LENGTH
        ),
    )
    again = secret(_("New password again"), "new-password")

    def clean(self) -> dict[str, Any]:
        """Both new ones are the same."""
        found = super().clean() or {}
        if found.get("wanted") != found.get("again"):
            self.add_error("again", _("The two are not the same."))
        return found


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Six digits from your telephone"),
        max_length=7,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What it is for"), max_length=40)
    rights = forms.MultipleChoiceField(label=_("Rights"))
    until = day(_("Until (the first day without)"))

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rights"].choices = choices  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class TakeOnForm(forms.Form):
    number = forms.CharField(label=_("Staff number"), max_length=12)
    name = forms.CharField(label=_("Name"), max_length=40)
    branch = forms.ModelChoiceField(Branch.objects.none(), label=_("Branch"))
    password = forms.CharField(
        label=_("First password"), help_text=_("He changes it at the first sign-in.")
    )


class StateForm(forms.Form):
    state = forms.ChoiceField(
        label=_("State"), choices=[(state.value, state.label) for state in RECORDED]
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)


class LeaveForm(forms.Form):
    on = day(_("Last day, the first without"))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class SuspendForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sealed: only the auditor reads it. Neither he nor his colleagues are told."),
    )


class GivePasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New first password"), help_text=_("He changes it at the next sign-in.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)


class PostForm(forms.Form):
    post = forms.ChoiceField(label=_("Post"), choices=Post.choices)
    branch = forms.ModelChoiceField(Branch.objects.none(), label=_("Branch"))
    since = day(_("From"))
    until = day(_("Until (the first day without)"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class EndForm(forms.Form):
    on = day(_("The first day without"))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class DeputyForm(forms.Form):
    deputy = forms.ModelChoiceField(Staff.objects.none(), label=_("Deputy"))
    since = day(_("From"))
    until = day(_("Until (the first day without)"))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class AuthorityForm(forms.Form):
    kind = forms.ChoiceField(label=_("For"))
    value = forms.CharField(
        label=_("Only for the class or kind"),
        max_length=40,
        required=False,
        help_text=_("Empty: for all."),
    )
    branch = forms.ModelChoiceField(Branch.objects.none(), label=_("At the branch and below"))
    since = day(_("From"))
    until = day(_("Until (the first day without)"), required=False)
    document = forms.CharField(label=_("Document no."), max_length=80)
    reason = forms.CharField(label=_("Reason"), max_length=200)
