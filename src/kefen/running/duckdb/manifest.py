"""What is known of a run beside the file it writes: a run that was cut off goes on where it stood, nothing is done twice.

``NAME.run.json`` tells of the run that wrote a file. While a run of several parts goes on, a folder ``.NAME.parts`` holds
what it is, and of each part that is done its answers, its findings, and, written last, a note of its counts and checksum.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from kefen.errors import InputError
from kefen.running.files.outputs import Outputs
from kefen.running.files.several import files_of, is_several
from kefen.running.findings import Finding
from kefen.running.known_runs import Identity, KnownRun, another_run, newest_first
from kefen.running.sql.done import Done, done_of

_TOLD = ".run.json"
_MANIFEST = "manifest.json"


def told_of(output: Path) -> Path:
    """The file that tells of the run that wrote an output."""
    return output.with_name(output.name + _TOLD)


def _parts_of(output: Path) -> Path:
    return output.with_name(f".{output.name}.parts")


# --- one run at a time ----------------------------------------------------------------------------


@contextlib.contextmanager
def held(output: Path) -> Iterator[None]:
    """Hold a target while its run goes on. ``InputError`` while another run holds it."""
    path = output.with_name(f".{output.name}.lock")
    file = _locked(path, output)
    while not _is_at(path, file):  # the run before took it away after it was opened here
        file.close()
        file = _locked(path, output)
    with file:
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _locked(path: Path, output: Path) -> IO[bytes]:
    """A lock file, held."""
    try:
        file = path.open("ab")
    except OSError as error:
        raise InputError(f"cannot write in {output.parent}: {error.strerror}") from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise another_run(output.name) from None
    except OSError:
        pass  # locks are not held in this place at all
    return file


def _is_at(path: Path, file: IO[bytes]) -> bool:
    with contextlib.suppress(OSError):
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    return False


# --- what is read ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sources:
    """The files that a run reads, which must stay as they are while it does."""

    paths: tuple[Path, ...]
    seen: dict[Path, dict[Path, tuple[int, int]]] = field(default_factory=dict)

    def note(self) -> None:
        """Remember what they are before they are read."""
        self.seen.update({path: _states(path) for path in self.paths})

    def fingerprint(self) -> str:
        """A digest of what stands in them."""
        return " ".join(map(_digest_of_all, self.paths))

    def refuse_changed(self) -> None:
        """``InputError`` if one is not what it was, if one is gone, or there is one more."""
        for path, states in self.seen.items():
            now = _states(path)
            for file in now.keys() | states.keys():
                if now.get(file) != states.get(file):
                    raise InputError(f"{file.name} changed while it was read: run again")


def _states(path: Path) -> dict[Path, tuple[int, int]]:
    """What the files are that a name stands for."""
    return {file: _state(file) for file in files_of(path)}


def _state(path: Path) -> tuple[int, int]:
    """Its size, and when it was written; nothing of a file that is gone."""
    with contextlib.suppress(OSError):
        found = path.stat()
        return found.st_size, found.st_mtime_ns
    return -1, 0


def _digest_of_all(path: Path) -> str:
    """A digest of a file; of several, with their names."""
    if not is_several(path):
        return _digest(path)
    told = "".join(f"{file.name} {_digest(file)}\n" for file in files_of(path))
    return hashlib.sha256(told.encode()).hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- parts ----------------------------------------------------------------------------------------


@dataclass
class Manifest:
    """The run into a file: what it is, when it was begun, in parts of how many rows, what is done of it."""

    output: Path
    identity: Identity
    of: int = 1
    rows: int = 0
    #: the options, of which one subject can be read again as the run read it
    read_with: dict[str, Any] = field(default_factory=dict)
    started: str = field(default_factory=lambda: _now())
    done: dict[int, Done] = field(default_factory=dict)
    checksums: dict[int, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return _parts_of(self.output)

    def resume(self) -> bool:
        """Go on with the run that stopped, if there is one. ``InputError`` if it is another."""
        found = _read(self.folder / _MANIFEST)
        if found is None:
            self.forget()
            return False
        Identity(**found["identity"]).refuse_changed(self.output.name, self.identity)
        self.of, self.rows, self.started = found["of"], found["rows"], found["started"]
        for place in range(self.of):
            note = _read(self.note_of(place))
            answers = self.answers_of(place)
            if note and self.findings_of(place).exists() and _is(answers, note["checksum"]):
                self.done[place], self.checksums[place] = done_of(note["counts"]), note["checksum"]
        return True

    def begin(self, of: int, rows: int) -> None:
        """A new run in parts of so many rows."""
        self.of, self.rows = of, rows
        if of > 1:
            self.folder.mkdir()
            head = {
                "identity": asdict(self.identity),
                "of": of,
                "rows": rows,
                "started": self.started,
            }
            _write(self.folder / _MANIFEST, head)

    def answers_of(self, place: int) -> Path:
        return self.folder / f"{place}.parquet"

    def findings_of(self, place: int) -> Path:
        return self.folder / f"{place}.findings"

    def note_of(self, place: int) -> Path:
        return self.folder / f"{place}.json"

    def note(self, place: int, done: Done) -> None:
        """A part is done: its files are whole on the disk, then it is written down."""
        answers = self.answers_of(place)
        for path in (answers, self.findings_of(place)):
            _to_disk(path)
        self.done[place], self.checksums[place] = done, _digest(answers)
        _write(self.note_of(place), {"counts": done.as_json(), "checksum": self.checksums[place]})

    def keep_findings(self, place: int, findings: Iterable[Finding]) -> None:
        with self.findings_of(place).open("w", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(one, ensure_ascii=False)}\n" for one in findings)

    def findings(self) -> Iterator[Finding]:
        """What was found in all parts."""
        for place in range(self.of):
            with self.findings_of(place).open(encoding="utf-8") as file:
                yield from (Finding(*json.loads(line)) for line in file)

    def forget(self) -> None:
        """Give up what stands half done."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def leave(self) -> None:
        """A run that stops before a part is done leaves nothing."""
        if not self.done:
            self.forget()

    def tell(self, outputs: Outputs, written: Path) -> None:
        """Tell of a run that is finished, in a file of its own; ``written`` are its decisions."""
        parts = [
            {"part": place, "rows": one.rows, "decided": one.tally.decided, "quarantined": one.aside,
             "checksum": self.checksums.get(place)}
            for place, one in sorted(self.done.items())
        ]  # fmt: skip
        told = {
            "output": self.output.name, **self.identity.told(), "started": self.started, "finished": _now(),
            "read_with": self.read_with, "checksum": _digest(written), "parts": parts,
        }  # fmt: skip
        _write(outputs.beside(told_of(self.output)), told)


def _is(path: Path, checksum: str) -> bool:
    return path.exists() and _digest(path) == checksum


def _now() -> str:
    return datetime.now().astimezone().isoformat(" ", "seconds")


def _read(path: Path) -> dict[str, Any] | None:
    """What stands in a file of this module; nothing if it is not there, or was cut off."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _write(path: Path, told: dict[str, Any]) -> None:
    """A file, whole or not at all."""
    partial = path.with_name(f"{path.name}.new")
    partial.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _to_disk(partial)
    partial.replace(path)


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def told_run(place: Path) -> dict[str, Any] | None:
    """What is told of the run that wrote a file, asked for by that file or by the one that tells; nothing if none is."""
    path = place if place.name.endswith(_TOLD) else told_of(place)
    return _read(path)


# --- what is known --------------------------------------------------------------------------------


def runs_beside(place: Path) -> list[KnownRun]:
    """The runs into the files of a folder, or into one file, the newest first."""
    if place.is_dir() and not told_of(place).exists():  # one that Spark wrote is a folder too
        finished = [*place.glob(f"*{_TOLD}")]
        half = [*place.glob(".*.parts")]
    else:
        finished, half = [told_of(place)], [_parts_of(place)]
    found = [*map(_finished, finished), *map(_half, half)]
    return newest_first([one for one in found if one is not None])


def _finished(path: Path) -> KnownRun | None:
    told = _read(path)
    return None if told is None else _known(told["output"], told, len(told["parts"]), told["parts"])


def _half(folder: Path) -> KnownRun | None:
    head = _read(folder / _MANIFEST)
    if head is None:
        return None
    notes = (_read(folder / f"{place}.json") for place in range(head["of"]))
    done = [done_of(note["counts"]) for note in notes if note]
    parts = [
        {"rows": one.rows, "decided": one.tally.decided, "quarantined": one.aside} for one in done
    ]
    name = folder.name.removeprefix(".").removesuffix(".parts")
    return _known(name, head["identity"] | {"started": head["started"]}, head["of"], parts)


def _known(target: str, told: dict[str, Any], of: int, parts: list[dict[str, int]]) -> KnownRun:
    counted = ("rows", "decided", "quarantined")
    rows, decided, quarantined = (sum(part[name] for part in parts) for name in counted)
    return KnownRun(
        target=target,
        started=told["started"],
        finished=told.get("finished"),
        policy=told["policy"],
        version=told["version"],
        digest=told["digest"],
        audience=told["audience"],
        as_of=told["as_of"],
        source=told["source"],
        parts=of,
        parts_done=len(parts),
        rows=rows,
        decided=decided,
        quarantined=quarantined,
    )
