"""Every page that somebody can open, by a walk along the links: how long the server takes, the slowest first.

    python benchmarks/workbench/every_page.py [--each 2] [--most 100] [--posts account_manager,reviewer]

One person of every post signs in and follows every link, `--each` addresses of a kind of page; each is asked twice,
and the second time counts. In one process, without a network, on the bank of the environment: best a demo bank of
20,000 customers on SQLite. Files (papers, exports, evidence) are no pages.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, deque
from html import unescape
from statistics import median
from typing import Any

from opening import browser, machine, make_ready, measure, say, say_table, verdict

make_ready()

from django.urls import Resolver404, resolve  # noqa: E402

from workbench.accounts.models import Staff  # noqa: E402
from workbench.demo.tree import demo_plan, sign_ins  # noqa: E402

_LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)"')
_NOT_ASKED = ("/static/", "/sign-out/", "/api/", "/language/")


def main() -> None:
    """Walks, prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--each", type=int, default=2)
    parser.add_argument("--most", type=float, default=100)
    parser.add_argument("--posts", default="")
    chosen = parser.parse_args()
    say(machine())
    took: dict[str, list[tuple[float, float, int, str, str]]] = {}
    failed: list[str] = []
    for one in sign_ins(demo_plan()):
        if chosen.posts and str(one.post) not in chosen.posts.split(","):
            continue
        staff = Staff.objects.get(number=one.number)
        walk(staff, chosen.each, took, failed, str(one.post))
    slowest = sorted((max(found), kind) for kind, found in took.items())[::-1]
    rows: list[tuple[object, ...]] = [
        ("page", "ms", "processor, ms", "statements", "post", "address")
    ]
    rows += [
        (kind, f"{1000 * wall:.0f}", f"{1000 * cpu:.0f}", queries, post, path)
        for (wall, cpu, queries, post, path), kind in slowest[:40]
    ]
    say_table(rows)
    pages = sum(len(found) for found in took.values())
    say(f"{pages} pages of {len(took)} kinds, the slowest {1000 * slowest[0][0][0]:.0f} ms")
    slow = [
        f"{kind}: {1000 * found[0]:.0f} ms"
        for found, kind in slowest
        if 1000 * found[0] > chosen.most
    ]
    verdict([*failed, *slow])


def walk(
    staff: Staff,
    each: int,
    took: dict[str, list[tuple[float, float, int, str, str]]],
    failed: list[str],
    post: str,
) -> None:
    """All that one person can reach from home."""
    client = browser(staff.number)
    waiting, seen, kinds = deque(["/"]), {"/"}, Counter[str]()
    while waiting:
        path = waiting.popleft()
        kind = kind_of(path)
        if not kind or kinds[kind] >= each:
            continue
        kinds[kind] += 1
        answer, wall, cpu, queries = asked(client, path)
        if answer.status_code >= 500:
            failed.append(f"{path}: {answer.status_code}")
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        took.setdefault(kind, []).append((wall, cpu, queries, post, path))
        for link in map(unescape, _LINK.findall(answer.content.decode())):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def kind_of(path: str) -> str:
    """The name of its route, with the tab and the telling that it shows; "" for what is no page."""
    if path.startswith(_NOT_ASKED):
        return ""
    where, _mark, query = path.partition("?")
    try:
        name = resolve(where).url_name or ""
    except Resolver404:
        return ""
    shown = re.search(r"(?:^|&)((?:tab|told)=\w+)", query)
    return f"{name} {shown[1]}" if shown else name


def asked(client: Any, path: str) -> tuple[Any, float, float, int]:
    """The second answer, its seconds of the clock and of the processor, and its statements."""
    answers: list[Any] = []
    cost = measure(lambda _turn: answers.append(client.get(path)), 1, warm=1)
    return answers[-1], median(cost.wall), median(cost.cpu), cost.queries


if __name__ == "__main__":
    main()
