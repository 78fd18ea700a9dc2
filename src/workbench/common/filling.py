"""A form that was sent, and what an action refuses of it: both are told at the field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.forms import BaseForm

from workbench.common.errors import RefusedError, StaleError


@contextmanager
def filled(form: BaseForm) -> Iterator[dict[str, Any] | None]:
    """What a bound and valid form says, else None. A refusal inside becomes an error of its field, or of the form.

    The body returns when all went well; falling out of the block, the page shows the form again.
    """
    sent = form.cleaned_data if form.is_bound and form.is_valid() else None
    try:
        yield sent
    except StaleError:
        raise
    except RefusedError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.sentence))
