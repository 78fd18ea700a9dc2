"""Twenty people at once, each thinking 1 to 3 seconds between two pages: what 95 of 100 answers take at most.

    python benchmarks/workbench/users.py [--people 20] [--minutes 3] [--turns 3] [--workers 2] [--port 8046]

Starts the server of the workbench with two workers on the bank of the environment, warms it up, lets the people work
for the minutes of a turn, and takes the median of the turns. Over loopback, whole bodies read. Prints the memory that
each worker came to. Best on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from opening import browser, machine, make_ready, say, say_table, verdict

make_ready()

import asking  # noqa: E402
from asking import Request  # noqa: E402
from django.conf import settings  # noqa: E402

from workbench.accounts.models import Staff  # noqa: E402
from workbench.accounts.posts import Post  # noqa: E402
from workbench.common import clock  # noqa: E402

MOST_MS = {"list": 200, "search": 200, "customer page": 200, "decision page": 150, "what-if": 100}
MOST_MIB = 250
THINK = (1.0, 3.0)
WARM_SECONDS = 45
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Person:
    """Somebody at a browser: his session, and what he asks for, over and over."""

    cookie: str
    work: list[tuple[str, Request]]
    draw: random.Random
    took: dict[str, list[float]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


def main() -> None:
    """Serves, asks, prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    for name, value in (("people", 20), ("minutes", 3.0), ("turns", 3), ("workers", 2), ("port", 8046)):  # fmt: skip
        parser.add_argument(f"--{name}", type=type(value), default=value)
    chosen = parser.parse_args()
    say(machine())
    people = list(people_of(chosen.people))
    with served(chosen.port, chosen.workers) as server:
        at_work(people, chosen.port, WARM_SECONDS)
        turns = [at_work(people, chosen.port, 60 * chosen.minutes) for _turn in range(chosen.turns)]
        memory = memory_of(server)
    failed = [one for person in people for one in person.failed]
    verdict([*said(turns), *said_memory(memory), *failed[:5]])


def people_of(count: int) -> Iterator[Person]:
    """Half of them managers, the others reviewers, approvers and risk managers."""
    posts = [Post.ACCOUNT_MANAGER, Post.REVIEWER, Post.ACCOUNT_MANAGER, Post.RISK_MANAGER]
    with clock.moment(clock.read_clock()):
        for place in range(count):
            post = posts[place % len(posts)]
            staff = asking.person_of(post, place * 3)
            client = browser(staff.number)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            yield Person(cookie, list(work_of(staff, post)), random.Random(place))


def work_of(staff: Staff, post: Post) -> Iterator[tuple[str, Request]]:
    """A morning: lists, searches, customers one after the other with their decisions."""
    own = staff if post == Post.ACCOUNT_MANAGER else None
    path = staff.branch_path
    parties = [one for one in asking.customers_of(own, 400) if one.branch_path.startswith(path)]
    for turn, party in enumerate(parties[:40]):
        yield "list", asking.list_page(1 + turn % 7)
        yield "search", asking.searches(party)[turn % 4]
        yield "customer page", asking.customer_page(party)
        yield "decision page", asking.decision_page(party)
        yield "what-if", asking.what_if(party, turn)


# --- working --------------------------------------------------------------------------------------------


def at_work(people: list[Person], port: int, seconds: float) -> dict[str, list[float]]:
    """Everybody at once for so long; milliseconds of each kind of page."""
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=work, args=(one, port, until)) for one in people]
    for person in people:
        person.took = {}
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        kind: [1000 * one for person in people for one in person.took.get(kind, [])]
        for kind in MOST_MS
    }


def work(person: Person, port: int, until: float) -> None:
    """One person: thinks, asks, reads."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    place = person.draw.randrange(len(person.work))
    token = ""
    while True:
        time.sleep(person.draw.uniform(*THINK))
        if time.monotonic() > until:
            return
        kind, request = person.work[place % len(person.work)]
        place += 1
        if (
            request.data is not None
        ):  # the form was opened before; that it loads is counted with no kind
            token = token or token_of(ask(line, person, Request(request.path), ""))
        begun = time.perf_counter()
        ask(line, person, request, token)
        person.took.setdefault(kind, []).append(time.perf_counter() - begun)


def ask(line: http.client.HTTPConnection, person: Person, request: Request, token: str) -> bytes:
    """The body of the answer."""
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={person.cookie}", "Host": "localhost"}
    body = None
    if request.data is not None:
        headers |= {"HX-Request": "true", "X-CSRFToken": token}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(request.data)
    line.request("POST" if body else "GET", request.path, body, headers)
    answer = line.getresponse()
    read = answer.read()
    if answer.status != 200:
        person.failed.append(f"{request.path}: {answer.status}")
    return read


def token_of(page: bytes) -> str:
    """That a form sends back."""
    found = _TOKEN.search(page)
    return found[1].decode() if found else ""


# --- serving --------------------------------------------------------------------------------------------


@contextmanager
def served(port: int, workers: int) -> Iterator[int]:
    """The server as it is started in earnest; its process."""
    command = [sys.executable, "-m", "workbench", "serve", "--port", str(port), "--workers", str(workers)]  # fmt: skip
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield server.pid
    finally:
        server.terminate()
        server.wait(120)


def _wait(port: int) -> None:
    for _second in range(240):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            line.request("GET", "/sign-in/", headers={"Host": "localhost"})
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(1)
        finally:
            line.close()
    raise SystemExit("the server does not answer")


def memory_of(server: int) -> list[float]:
    """MiB that each web worker holds."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "status").read_text()
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"\nPPid:\t{server}\n" in status and b"web" in words:
            found.append(int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024)  # type: ignore[index]
    return found


# --- telling --------------------------------------------------------------------------------------------


def said(turns: list[dict[str, list[float]]]) -> list[str]:
    """Prints the 95th of 100 of each kind; gives those over their bound."""
    rows: list[tuple[str, ...]] = [("page", "answers", "median, ms", "p95, ms", "at most")]
    failed = []
    for kind, most in MOST_MS.items():
        high = median(_at(turn[kind], 95) for turn in turns)
        middle = median(_at(turn[kind], 50) for turn in turns)
        answers = sum(len(turn[kind]) for turn in turns)
        rows.append((kind, f"{answers:,}", f"{middle:.0f}", f"{high:.0f}", str(most)))
        if high > most:
            failed.append(f"{kind}: {high:.0f} ms")
    say_table(rows)
    return failed


def said_memory(memory: list[float]) -> list[str]:
    """Prints the memory of each worker; gives those over the bound."""
    say(
        f"memory of the workers: {', '.join(f'{one:.0f} MiB' for one in memory)} (at most {MOST_MIB})"
    )
    return [f"a worker of {one:.0f} MiB" for one in memory if one > MOST_MIB]


def _at(took: list[float], share: int) -> float:
    ordered = sorted(took)
    return ordered[min(len(ordered) * share // 100, len(ordered) - 1)] if ordered else float("nan")


if __name__ == "__main__":
    main()
