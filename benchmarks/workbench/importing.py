"""Import a file of 100,000 customers with facts: taken, checked, submitted, applied by a second person.

    python benchmarks/workbench/importing.py [--rows 100000]

The bank is the one of the environment, best a fresh demo bank: what is imported stays in it. Of the rows 1 % are
wrong and 1 % stand twice; afterwards every row is accounted for, and the same file again changes nothing.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from opening import machine, make_ready, say, verdict

make_ready()

from workbench.accounts.models import Branch, Holding  # noqa: E402
from workbench.accounts.posts import Post  # noqa: E402
from workbench.accounts.queries import actor_for  # noqa: E402
from workbench.common import clock  # noqa: E402
from workbench.customers.actions.imports import (  # noqa: E402
    Upload,
    check_file,
    submit_file,
    take_file,
)
from workbench.customers.models import (  # noqa: E402
    CustomerRow,
    Fact,
    ImportKind,
    ImportRow,
    ImportSession,
    Party,
    PartyNow,
)
from workbench.reviews.checking import pass_proposal  # noqa: E402
from workbench.reviews.models import Proposal  # noqa: E402

MOST_SECONDS = 60
WHY = "a benchmark counts"
HEAD = "姓名,身份证号,手机号,年收入,学历,婚姻状况\n"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def main() -> None:
    """Imports, counts, prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(700_000))
    chosen = parser.parse_args()
    with clock.moment(clock.read_clock()):
        say(machine())
        text, good = file_of(chosen.rows, chosen.seed)
        before = counted()
        wall, cpu = time.perf_counter(), time.process_time()
        session = imported(text)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        say(
            f"{chosen.rows:,} rows: {wall:.1f} s, {cpu:.1f} s of this process (at most {MOST_SECONDS} s)"
        )
        problems = accounted(session, chosen.rows, good, before)
        verdict(
            [
                *problems,
                *([f"{wall:.0f} s for {chosen.rows:,} rows"] if wall > MOST_SECONDS else []),
            ]
        )


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Says how long a step took."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    say(
        f"  {what}: {time.perf_counter() - wall:.1f} s, {time.process_time() - cpu:.1f} s of this process"
    )


def imported(text: str) -> ImportSession:
    """By a manager of a sub-branch, and its head of department."""
    branch = Branch.objects.filter(level="sub_branch").order_by("path")[0]
    maker, checker = (_actor(branch, post) for post in (Post.ACCOUNT_MANAGER, Post.DEPARTMENT_HEAD))
    with timed("taken"):
        session = take_file(
            by=maker,
            reason="",
            branch=branch,
            kind=ImportKind.CUSTOMERS,
            file=Upload("customers.csv", text.encode("gb18030")),
            business_on=clock.today(),
        )
    with timed("checked"):
        check_file(session, by=maker, reason="")
    with timed("submitted"):
        submit_file(session, by=maker, reason="the branch's sheet")
    proposal = Proposal.objects.unscoped(WHY).get(kind="import", subject_key=str(session.pk))
    with timed("applied"):
        pass_proposal(
            proposal, by=checker, reason="sample checked", digest=bytes(proposal.digest).hex()
        )
    session.refresh_from_db()
    return session


def _actor(branch: Branch, post: Post) -> Any:
    held = Holding.objects.filter(branch=branch, post=post).select_related("staff").order_by("pk")
    return actor_for(held[0].staff)


def file_of(rows: int, seed: int) -> tuple[str, int]:
    """A file as a branch sends it, and how many of its rows are right."""
    draw = random.Random(seed)
    lines, good = [HEAD], 0
    for number in range(rows):
        line = _line(draw, seed, number)
        kind = number % 100
        if kind == 50:
            line = line.replace(",", ",X", 1)  # a wrong number
        elif kind == 75:
            line = lines[-1]  # stands twice
        else:
            good += 1
        lines.append(line)
    return "".join(lines), good


def _line(draw: random.Random, seed: int, number: int) -> str:
    income = draw.randrange(30_000, 400_000, 100)
    study = draw.choice(("本科", "硕士", "大专", ""))
    married = draw.choice(("未婚", "已婚", ""))
    return f"客{number:06d},{_resident(seed, number)},139{number:08d},{income},{study},{married}\n"


def _resident(seed: int, number: int) -> str:
    """A number of its own: the region by the seed, day and order by the number."""
    day, order = divmod(number, 900)
    body = f"{120_000 + seed % 700_000:06d}19{60 + day // 336:02d}{day // 28 % 12 + 1:02d}{day % 28 + 1:02d}{order + 50:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def counted() -> tuple[int, ...]:
    """Parties, rows of what is known, rows of lists, facts."""
    rows = (Party.objects.unscoped(WHY), PartyNow.objects, CustomerRow.objects.unscoped(WHY), Fact.objects.unscoped(WHY))  # fmt: skip
    return tuple(one.count() for one in rows)


def accounted(session: ImportSession, rows: int, good: int, before: tuple[int, ...]) -> list[str]:
    """What does not add up."""
    made = [now - then for now, then in zip(counted(), before, strict=True)]
    say(f"  {session.counts}; made {made[0]:,} customers, {made[3]:,} facts")
    held = ImportRow.objects.filter(session=session)
    sums = {
        "every row is counted": sum(session.counts.values()) == rows == held.count(),
        "every right row is a customer": made[:3] == [good] * 3
        and session.counts["create"] == good,
        "every other is rejected with a reason": held.exclude(problems=[]).count() == rows - good,
        "what is known now is what was recorded": _now_agrees(session, good),
    }
    return [f"not so: {what}" for what, holds in sums.items() if not holds]


def _now_agrees(session: ImportSession, good: int) -> bool:
    """A sample of the customers made: what is known of them is what their rows of facts say."""
    from workbench.customers.rows import rebuilt_now

    parties = Party.objects.unscoped(WHY).order_by("-pk")[: min(good, 50)]
    for party in parties:
        now = PartyNow.objects.get(party=party)
        if {"facts": now.facts, "secrets": now.secrets} != rebuilt_now(party):
            return False
    return True


if __name__ == "__main__":
    main()
