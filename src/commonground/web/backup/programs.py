"""PostgreSQL’s own programs, asked about the database of the site. Passwords go by the environment, not the command."""

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from django.db import connection

from commonground.web.backup.manifest import Unfit
from commonground.web.own_postgres import NotStarted, binaries

SPELLED = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}


def program(name: str) -> str:
    """The program’s path: one that is not older than the server. Raises Unfit."""
    connection.ensure_connection()
    needed = connection.pg_version // 10000
    found = [path for path in (_carried(name), shutil.which(name)) if path]
    fit = [path for path in found if _major(path) >= needed]
    if not fit:
        raise Unfit(f"{name} of PostgreSQL {needed} or later is needed: on Debian, apt-get install postgresql-client.")
    return fit[0]


def _carried(name: str) -> str | None:
    try:
        path = binaries() / name
    except NotStarted:
        return None
    return str(path) if path.exists() else None


@cache
def _major(path: str) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\b(\d+)(\.|beta|rc|\b)", said)
    return int(found[1]) if found else 0


def environment() -> dict[str, str]:
    """What tells the programs where the database is."""
    told = connection.settings_dict
    named = {
        "PGHOST": told["HOST"],
        "PGPORT": told["PORT"],
        "PGUSER": told["USER"],
        "PGPASSWORD": told["PASSWORD"],
        "PGDATABASE": told["NAME"],
        **{SPELLED[key]: value for key, value in told.get("OPTIONS", {}).items() if key in SPELLED},
    }
    return os.environ | {key: str(value) for key, value in named.items() if value}


def dump(snapshot: str, to: Path) -> None:
    """Write the database as the snapshot sees it."""
    command = [program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    ran = subprocess.run([*command, f"--file={to}"], env=environment(), capture_output=True, text=True, check=False)
    if ran.returncode:
        raise Unfit(f"the database could not be copied: {last_line(ran.stderr)}")


def load(dump: Path, first: str = "") -> None:
    """Put a dump into the database, all of it or nothing, after the statements that come first."""
    read = subprocess.Popen(
        [program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(dump)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    write = subprocess.Popen(
        [program("psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
         "--output=/dev/null"],
        env=environment(), stdin=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert read.stdout and read.stderr and write.stdin and write.stderr
    try:
        write.stdin.write(first.encode())
        for number, line in enumerate(read.stdout):
            if number < 60 and line.startswith(b"SET transaction_timeout"):  # servers before 17 do not know it
                continue
            write.stdin.write(line)
        write.stdin.close()
    except BrokenPipeError:
        read.kill()
    said = write.stderr.read().decode(errors="replace")
    faults = (write.wait(), read.wait())
    if any(faults):
        raise Unfit(f"the database could not be put back: {last_line(said or read.stderr.read().decode())}")


def last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "ERROR" in line or "error:" in line] or lines
    return telling[0] if telling else "it does not say why."
