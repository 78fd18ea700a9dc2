"""Who has signed in, as the frame of every page tells it."""

from __future__ import annotations

from django.http import HttpRequest

from workbench.accounts.models import Branch, Staff
from workbench.accounts.posts import Post
from workbench.common.context import declare_frame
from workbench.common.routing import actor_of


def branch_name(request: HttpRequest) -> str:
    """Of the branch at which the person, or whom he stands in for, holds his first post."""
    found = Branch.objects.filter(path=actor_of(request).branch_path)
    return found.values_list("name", flat=True).first() or ""


def post_labels(request: HttpRequest) -> list[str]:
    return [str(Post(post).label) for post in actor_of(request).posts]


def principal_name(request: HttpRequest) -> str:
    """Of whom he stands in for; "" where he acts as himself."""
    number = actor_of(request).principal
    found = Staff.objects.filter(number=number) if number else Staff.objects.none()
    return found.values_list("name", flat=True).first() or ""


declare_frame("branch", branch_name)
declare_frame("posts", post_labels)
declare_frame("principal", principal_name)
