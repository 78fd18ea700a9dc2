"""What is known of a run beside its target, on files and in a database: what it was, how far it came, when it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from kefen.compiling.audience import Audience, basis_of
from kefen.deciding.record import ENGINE
from kefen.errors import InputError
from kefen.running.engines import Order, P


@dataclass(frozen=True)
class Identity:
    """What makes two runs the same: with all of it equal, one goes on where the other stood."""

    policy: str
    version: str
    digest: str
    lists_digest: str
    audience: Audience
    as_of: str
    chosen: str
    source: str
    fingerprint: str

    def told(self) -> dict[str, str]:
        """What stays written of a run that is finished.

        A decision on the visible facts is kept with nothing that other facts in the source would change.
        """
        hidden = {} if basis_of(self.audience) == "all" else {"fingerprint": ""}
        return asdict(self) | hidden

    def refuse_changed(self, target: str, now: Identity) -> None:
        """``InputError`` unless the run that is asked for now is the one that stopped; one thing that changed is told."""
        for name, value in vars(self).items():
            if value != vars(now)[name]:
                raise InputError(
                    f"a run into {target} stopped half-way, and since then {_TOLD[name]} changed:"
                    " run again with --anew"
                )


#: the parts of an identity as a person calls them
_TOLD = {
    "policy": "the policy",
    "version": "the policy",
    "digest": "the policy",
    "lists_digest": "the reference lists",
    "audience": "the audience",
    "as_of": "the day",
    "chosen": "the options",
    "source": "the source",
    "fingerprint": "the source",
}


def identity_of(order: Order[P], source: str, fingerprint: str, *more: Any) -> Identity:
    """What a run is; ``more`` is chosen beside what every engine knows."""
    policy, options = order.decider.policy, order.options
    mapping = sha256(options.mapping.read_bytes()).hexdigest() if options.mapping else ""
    chosen = (options.missing, options.flags, options.lang, options.list_covers_more, *more)
    return Identity(
        policy.name, policy.version, policy.digest, policy.lists_digest or "", order.decider.audience,
        str(order.decider.as_of), " ".join(map(str, (ENGINE, *chosen, mapping))), source, fingerprint,
    )  # fmt: skip


def another_run(target: str) -> InputError:
    """A target has one run at a time."""
    return InputError(f"another run writes {target}: wait until it ends")


class KnownRun(NamedTuple):
    """A run: when it was begun and finished (nothing while it is not), of what, in how many parts, what is done so far."""

    target: str
    started: str
    finished: str | None
    policy: str
    version: str
    digest: str
    audience: str
    as_of: str
    source: str
    parts: int
    parts_done: int
    rows: int
    decided: int
    quarantined: int


def newest_first(runs: Sequence[KnownRun]) -> list[KnownRun]:
    """By when they were begun."""
    return sorted(runs, key=lambda one: one.started, reverse=True)
