"""The screens of hand-overs: list, page with three signatures, form."""
