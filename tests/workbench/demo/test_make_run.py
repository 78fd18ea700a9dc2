"""`make run` in a fresh clone with a home of its own: it starts, answers a person and a program, stops, and keeps."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener, urlopen

import pytest

from workbench.common import clock
from workbench.demo.tree import PASSWORD

ROOT = Path(__file__).resolve().parents[3]
CUSTOMERS = 40

pytestmark = pytest.mark.skipif(
    not (ROOT / ".git").exists() or not shutil.which("git") or not shutil.which("make"),
    reason="no checkout of git to clone, or no make",
)


def _with_jar() -> OpenerDirector:
    return build_opener(HTTPCookieProcessor(CookieJar()))


@dataclass
class Served:
    """A bank that `make run` serves, and somebody's browser."""

    process: subprocess.Popen[str]
    base: str
    browser: OpenerDirector = field(default_factory=_with_jar)
    said: list[str] = field(default_factory=list)

    def wait(self) -> None:
        """Until it says where it is."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if self.base in line:
                return
        raise AssertionError("\n".join(self.said))

    def get(self, path: str) -> str:
        with self.browser.open(self.base + path, timeout=60) as answer:
            return str(answer.read().decode())

    def post(self, path: str, **fields: object) -> str:
        form = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
        assert token is not None
        sent = {"csrfmiddlewaretoken": token[1], **fields}
        body = urlencode(sent, doseq=True).encode()
        request = Request(self.base + path, body, {"Referer": self.base + path})
        with self.browser.open(request, timeout=60) as answer:
            return str(answer.read().decode())

    def ask(self, path: str, secret: str) -> dict[str, object]:
        request = Request(self.base + path, headers={"Authorization": f"Bearer {secret}"})
        with urlopen(request, timeout=60) as answer:
            found: dict[str, object] = json.load(answer)
        return found

    def number_of(self, post: str) -> str:
        """The printed sign-in of a post."""
        return next(line.split()[0] for line in self.said if f"  {post}  " in line)

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(30)
        if self.process.stdout is not None:
            self.process.stdout.close()


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The last commit in a folder of its own, with what is installed here."""
    folder = tmp_path_factory.mktemp("fresh") / "kefen"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    venv = folder / ".venv"
    venv.mkdir()
    (venv / "bin").symlink_to(Path(sys.executable).parent)
    for stamp in (".made", ".base", ".workbench"):
        (venv / stamp).touch()
    return folder


@pytest.fixture(scope="module")
def environ(clone: Path) -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("KEFEN_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    home = clone.parent / "home"
    home.mkdir()
    return {
        **kept,
        "HOME": str(home),
        "PYTHONPATH": str(clone / "src"),
        "KEFEN_DEMO_CUSTOMERS": str(CUSTOMERS),
    }


def _run(clone: Path, environ: dict[str, str]) -> Served:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=clone,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    served = Served(process, f"http://127.0.0.1:{port}")
    served.wait()
    return served


@pytest.fixture(scope="module")
def served(clone: Path, environ: dict[str, str]) -> Iterator[Served]:
    found = _run(clone, environ)
    yield found
    if found.process.poll() is None:
        found.stop()


def test_it_starts_answers_stops_and_keeps(
    clone: Path, environ: dict[str, str], served: Served
) -> None:
    manager = served.number_of("信贷客户经理")
    assert "我的" in served.post("/sign-in/", number=manager, password=PASSWORD)
    found = re.search(r"/customers/(\d{10})/", served.get("/customers/"))
    assert found is not None
    number = found[1]
    assert number in served.get(f"/customers/{number}/")
    assert "认定" in served.get(f"/customers/{number}/decisions/psbc-customer-class/")
    until = datetime.now(tz=clock.CHINA).date() + timedelta(days=30)
    made = served.post("/me/tokens/new/", name="核心系统", until=until, rights=["customer.read"])
    secret = re.search(r"kefen_[\w-]+", made)
    assert secret is not None
    assert served.ask(f"/api/v1/customers/{number}", secret[0])["number"] == number

    served.stop()
    again = _run(clone, environ)
    try:
        assert not any(line.endswith(" s") or " s  " in line for line in again.said)
        assert again.ask(f"/api/v1/customers/{number}", secret[0])["number"] == number
    finally:
        again.stop()
