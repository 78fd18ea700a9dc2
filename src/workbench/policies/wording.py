"""Sentences that several modules say."""

from django.utils.translation import gettext_lazy as _

NO_BUNDLE = _("No bundle of policies is in force on that day. The policy owner releases one first.")
