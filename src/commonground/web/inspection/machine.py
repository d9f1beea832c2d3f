"""What stands on this machine: evidence, room on the disk, backups, mail, and what PDF needs."""

import ctypes.util
import shutil
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from commonground.evidence.store import Store
from commonground.sources.readers.refusal import Refusal
from commonground.web.inspection import Answer, note, right, wrong

LITTLE_ROOM = 2 * 1024**3
BACKUP_EVERY = timedelta(days=2)
DRILL_EVERY = timedelta(days=100)


def evidence() -> Answer:
    """Read the manifest of every edition on every shelf."""
    home = Path(settings.HOME)
    shelves = [home, *(place for place in sorted((home / "partnerships").glob("*")) if place.is_dir())]
    count, damaged = 0, []
    for shelf in shelves:
        for manifest in sorted((shelf / "evidence").glob("[!.]*/[!.]*/manifest.json")):
            count += 1
            if fault := _damage(Store(shelf), manifest):
                damaged.append(fault)
    if damaged:
        more = f" ({len(damaged)} in all)" if len(damaged) > 1 else ""
        return wrong(f"{damaged[0]}{more} Load the file again, or take the backup.")
    if not count:
        return note("Nothing is loaded: ‘commonground load FOLDER’ adds published files.")
    return right(f"{count} editions, all readable.")


def _damage(store: Store, manifest: Path) -> str:
    try:
        store.edition(manifest.parent.name)
    except (Refusal, LookupError, ValueError, OSError) as fault:
        return f"The edition {manifest.parent.name} is damaged: {str(fault).rstrip('.')}."
    return "" if any(manifest.parent.glob("*.parquet")) else f"The edition {manifest.parent.name} has lost its table."


def disk() -> Answer:
    left = shutil.disk_usage(settings.HOME).free
    said = f"{left / 1024**3:,.1f} GB free where {settings.HOME} is."
    return wrong(f"Only {said} Make room.") if left < LITTLE_ROOM else right(said)


def backup() -> Answer:
    return _lately("backup", BACKUP_EVERY, "‘commonground backup FOLDER’ makes one; let it run every night")


def drill() -> Answer:
    return _lately(
        "drill", DRILL_EVERY, "put a backup back on another machine with ‘commonground restore’ each quarter"
    )


def _lately(kind: str, often: timedelta, how: str) -> Answer:
    at = last(kind)
    if at is None:
        return note(f"None is recorded here: {how}.")
    if datetime.now(UTC) - at > often:
        return wrong(f"The last was on {at:%-d %B %Y}: {how}.")
    return right(f"The last was on {at:%-d %B %Y at %H:%M} UTC.")


def last(kind: str) -> datetime | None:
    """When the last backup or drill ended, as it was marked in the home folder."""
    try:
        return datetime.fromisoformat(_mark(kind).read_text("utf-8").strip())
    except (OSError, ValueError):
        return None


def mark(kind: str) -> None:
    """Write down that a backup or a drill has just ended."""
    _mark(kind).write_text(datetime.now(UTC).isoformat(timespec="seconds") + "\n", "utf-8")


def _mark(kind: str) -> Path:
    return Path(settings.HOME) / f"last-{kind}"


def mail() -> Answer:
    """Whether somebody takes letters. Where nobody does, work goes on and letters wait."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return note("No mail leaves this machine.")
    try:
        socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=3).close()
    except OSError as error:
        why = error.strerror or str(error)
        return wrong(
            f"No mail server answers at {settings.EMAIL_HOST}:{settings.EMAIL_PORT} ({why}): "
            "name one in COMMONGROUND_MAIL_HOST. Work goes on meanwhile; invitations go by link."
        )
    return right(f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} answers.")


def pango() -> Answer:
    if ctypes.util.find_library("pango-1.0") and ctypes.util.find_library("pangoft2-1.0"):
        return right("Pango is here.")
    return note(
        "The text library Pango is missing, so assessments come without PDF: on Debian, apt-get install libpango-1.0-0 "
        "libpangoft2-1.0-0 libharfbuzz-subset0."
    )
