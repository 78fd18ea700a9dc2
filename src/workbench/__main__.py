"""``python -m workbench``: opens the bank.

serve [--host H] [--port P] [--workers N] [--demo]   migrate, found the demo bank if asked and there is none, serve
manage backup FOLDER | restore FOLDER                the bank into a folder, and from it into an empty home
manage rotate-keys | verify-journal                  a new data key; whether the journal is as it was written
manage …                                             a command of Django: migrate, check --deploy, shell
web, work                                            what `serve` starts
"""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial

from workbench.config.secret import demand_keyring

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.config.settings")


def main(arguments: list[str]) -> int:
    """Gives the exit code; a fault of the surroundings is one line."""
    try:
        if arguments[:1] == ["manage"]:
            return _manage(arguments[1:])
        chosen = _parser().parse_args(arguments)
        return int(chosen.run(chosen))
    except _faults() as error:
        print(f"workbench: {error}", file=sys.stderr)  # noqa: T201 -- the edge
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("workbench", description="Opens the bank.")
    commands = parser.add_subparsers(required=True)
    serve = commands.add_parser("serve", help="serve the workbench")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument(
        "--workers", type=int, default=1, help="web processes (two or more need PostgreSQL)"
    )
    serve.add_argument("--demo", action="store_true", help="found a demo bank where there is none")
    serve.set_defaults(run=_serve)
    web = commands.add_parser("web")
    web.add_argument("descriptor", type=int)
    web.set_defaults(run=_web)
    commands.add_parser("work").set_defaults(run=_work)
    return parser


def _serve(chosen: argparse.Namespace) -> int:
    from workbench.config.opening import open_bank
    from workbench.config.processes import serve

    opening = partial(open_bank, demo=chosen.demo, address=f"http://{chosen.host}:{chosen.port}")
    return serve(chosen.host, chosen.port, workers=chosen.workers, opening=opening)


def _web(chosen: argparse.Namespace) -> int:
    from workbench.config.processes import web

    web(chosen.descriptor)
    return 0


def _work(_chosen: argparse.Namespace) -> int:
    import django

    django.setup()
    from workbench.config.processes import follow_parent
    from workbench.config.worker import work

    follow_parent()
    work()
    return 0


def _manage(arguments: list[str]) -> int:
    from django.core.management import execute_from_command_line

    command = [word.replace("-", "_") for word in arguments[:1]]
    if command == ["restore"]:
        demand_keyring()
    execute_from_command_line(["workbench", *command, *arguments[1:]])
    return 0


def _faults() -> tuple[type[Exception], ...]:
    from workbench.common.errors import WorkbenchError
    from workbench.config.processes import PortError

    return (WorkbenchError, PortError)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
