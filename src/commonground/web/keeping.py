"""Keeping the site’s processes running: the web server and, beside it, the worker. One that dies is started again."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

FAREWELL = 70  # seconds in which a process may finish what it does
SHORT_LIFE = 10  # seconds; one that lives shorter is started again later each time
LONGEST_PAUSE = 30


def web_server(host: str, port: int, processes: int, threads: int, certificate: tuple[str, ...] = ()) -> list[str]:
    """The command of the web server."""
    command = [
        sys.executable, "-m", "gunicorn", "commonground.web.wsgi:application", "--bind", f"{host}:{port}",
        "--worker-class", "gthread", "--workers", str(processes), "--threads", str(threads), "--timeout", "120",
        "--graceful-timeout", "30", "--keep-alive", "5", "--log-level", "warning", "--no-control-socket",
        "--forwarded-allow-ips", os.environ.get("COMMONGROUND_PROXIES", "127.0.0.1,::1"),
    ]  # fmt: skip
    if certificate:
        command += ["--certfile", certificate[0], "--keyfile", certificate[-1]]
    return command


def worker() -> list[str]:
    """The command of the worker, which does jobs and what is due by the clock."""
    return [sys.executable, "-m", "commonground.web.commands.work"]


def taken(host: str, port: int) -> str:
    """Why the port cannot be used; nothing if it can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            return f"Port {port} needs more rights than this user has: choose one above 1023, as in --port 8000."
        except OverflowError:
            return f"There is no port {port}: choose one from 1024 to 65535."
        except OSError as error:
            if error.errno == 98 or "in use" in str(error):
                return f"Port {port} is taken by another program: choose another, as in --port {port + 1}."
            return f"The site cannot listen on {host}, port {port}: {error.strerror or error}."
    return ""


@dataclass
class Kept:
    """A process that is kept running."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    begun: float = 0.0
    pause: float = 0.0
    due: float = 0.0


@dataclass
class Keeper:
    """Starts the processes, starts again those that die, and stops them all when it is told to."""

    commands: Mapping[str, list[str]]
    environment: Mapping[str, str]
    say: Callable[[str], None]
    log: Path | None = None
    _kept: list[Kept] = field(default_factory=list)
    _stopping: int = 0  # how often it was told to

    def keep(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Keep them running until a signal says stop. ``meanwhile`` is called once, at the start."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        self._kept = [Kept(name, command) for name, command in self.commands.items()]
        try:
            for one in self._kept:
                self._start(one)
            meanwhile()
            while not self._stopping:
                for one in self._kept:
                    self._look_after(one)
                time.sleep(0.2)
        finally:
            self._end()

    def _stop(self, *_: object) -> None:
        self._stopping += 1

    def _start(self, one: Kept) -> None:
        out = self.log.open("a") if self.log else None
        try:
            one.process = subprocess.Popen(
                one.command, env=dict(self.environment), stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                start_new_session=True, preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )  # fmt: skip
        finally:
            if out:
                out.close()
        one.begun = time.monotonic()

    def _look_after(self, one: Kept) -> None:
        now = time.monotonic()
        if one.process is None:
            if now >= one.due:
                self._start(one)
            return
        status = one.process.poll()
        if status is None:
            return
        one.pause = min(max(1.0, one.pause * 2), LONGEST_PAUSE) if now - one.begun < SHORT_LIFE else 0.0
        one.process, one.due = None, now + one.pause
        self.say(f"The {one.name} ended with {status} and is started again.")

    def _end(self) -> None:
        """Let each finish what it does; told twice to stop, wait for none. A job that is broken off is done again."""
        running = [one.process for one in self._kept if one.process and one.process.poll() is None]
        for process in running:
            process.terminate()
        begun, told = time.monotonic(), self._stopping
        patient = False
        while any(process.poll() is None for process in running):
            waited = time.monotonic() - begun
            if waited > 3 and not patient:
                patient = True
                self.say("Stopping when the job in hand is done; Ctrl-C stops at once.")
            if waited > FAREWELL or self._stopping > max(told, 1):
                for process in running:
                    process.kill()
            time.sleep(0.1)


def _end_with_parent() -> None:
    """On Linux a child is told to end when its parent is gone, even if that was killed."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)
