"""``kefen weave``: the policy as a document."""

from __future__ import annotations

from pathlib import Path

from kefen.cli.inputs import Request
from kefen.cli.screen import Screen
from kefen.cli.words import say
from kefen.diagnostics import Diagnostics
from kefen.errors import InputError
from kefen.loading import load_versions
from kefen.publishing.weave import weave
from kefen.publishing.woven import Weaving
from kefen.reading.folders import find_pack
from kefen.reading.pack import read_pack
from kefen.verifying import CaseRunner, read_cases


def weave_pack(request: Request, output: str, screen: Screen) -> int:
    """Write the version in force as one page of HTML."""
    policy = request.decider().policy
    draft = read_pack(find_pack(request.pack))
    document = next(d for d in draft.documents if d.front.get("version").text == policy.version)
    runner = CaseRunner([one.policy for one in load_versions(request.pack) if one.policy])
    cases = [case for case in read_cases(draft, Diagnostics()) if runner.decides(policy, case)]
    page = weave(Weaving(policy, document, cases, request.as_of, draft.changelog), screen.lang)
    write_text(output, page, screen.lang)
    screen.line(say(screen.lang, "wrote", name=output))
    return 0


def write_text(name: str, text: str, lang: str) -> None:
    """Write beside, then rename, so that a full disk leaves the old file whole."""
    path = Path(name)
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise InputError(
            say(lang, "cannot write", name=name, why=error.strerror or error)
        ) from None
