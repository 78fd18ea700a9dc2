"""The processes: a parent that holds the port, web workers that share it, one worker for tasks and jobs."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from waitress.server import create_server

STOP_SECONDS = 10.0
THREADS = 6
SERVER_NAME = "Kefen"


class PortError(Exception):
    """The port cannot be had; the message says why."""


def serve(host: str, port: int, *, workers: int, opening: Callable[[], None]) -> int:
    """Until SIGTERM or SIGINT; a child that dies is started again. Gives the exit code.

    The port is held before `opening`, so that a second start beside a bank that is open touches nothing.
    """
    with _listening(host, port) as door:
        opening()
        os.set_inheritable(door.fileno(), True)
        children = {
            name: _start(name, door) for name in (*(f"web-{n}" for n in range(workers)), "work")
        }
        _keep(children, door)
    return 0


def web(descriptor: int) -> None:
    """One web worker on the parent's socket."""
    # ``wsgi`` makes Django ready, which the other needs
    from workbench.config.wsgi import application  # isort: split
    from workbench.config.warming import warm_up

    follow_parent()
    door = socket.socket(fileno=descriptor)
    server = create_server(application, sockets=[door], threads=THREADS, ident=SERVER_NAME)
    warm_up()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server.run()


def follow_parent() -> None:
    """Ends this process when its parent is gone: no child serves on after a parent that was killed."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def _keep(children: dict[str, subprocess.Popen[bytes]], door: socket.socket) -> None:
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while not stopping:
        time.sleep(0.2)
        for name, child in children.items():
            if child.poll() is not None and not stopping:
                time.sleep(1)  # one that dies at once is not started in a rush
                children[name] = _start(name, door)
    for child in children.values():
        child.terminate()
    for child in children.values():
        _wait(child)


def _wait(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()


def _start(name: str, door: socket.socket) -> subprocess.Popen[bytes]:
    # a session of its own: Ctrl-C reaches the parent alone, which ends the children in order
    command = [sys.executable, "-m", "workbench"]
    command += ["work"] if name == "work" else ["web", str(door.fileno())]
    return subprocess.Popen(command, pass_fds=(door.fileno(),), start_new_session=True)


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as error:
            raise PortError(
                f"port {port} of {host}: {error.strerror}. Choose another: --port"
            ) from error
        door.listen(128)
        yield door
