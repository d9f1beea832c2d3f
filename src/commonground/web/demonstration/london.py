"""The London data of the demonstration: loaded once, with progress, and again only when the files have changed."""

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

from commonground.evidence.store import Store


def load(data: Path, home: Path, say: Callable[[str], None]) -> None:
    """Load what is in the folder into the shared store."""
    marker, state = home / "demonstration-data", _state(data)
    if marker.exists() and marker.read_text("utf-8") == state and Store(home).folder.is_dir():
        say("The London data are loaded.")
        return
    if not state:
        say(f"There is no folder {data}, so the site opens without figures.")
        return
    say("Loading the London data; this takes a minute or two, and only the first time.")
    _load(data, Store(home), say)
    marker.write_text(state, "utf-8")


def _load(data: Path, store: Store, say: Callable[[str], None]) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from commonground.evidence.loading import load as loading

    columns = (TextColumn("Loading"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[file]}"))
    files, rows = 0, 0
    quiet = not sys.stderr.isatty()
    console = Console(stderr=True)
    with Progress(*columns, TimeElapsedColumn(), console=console, disable=quiet, transient=True) as progress:
        task = progress.add_task("load", total=_count(data), file="")
        for outcome in loading([data], store):
            progress.update(task, advance=1, file=outcome.file[-50:])
            if outcome.error:
                say(outcome.error)
            elif outcome.edition:
                files, rows = files + 1, rows + outcome.edition.rows_loaded
                if quiet and files % 25 == 0:
                    say(f"  {files} files")
    say(f"Loaded {rows:,} rows from {files} files.")


def _count(data: Path) -> int:
    return sum(path.is_file() for path in data.rglob("*"))


def _state(data: Path) -> str:
    """A name of the files as they are now; nothing where there is no folder."""
    if not data.is_dir():
        return ""
    digest = hashlib.sha256()
    for path in sorted(data.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(data)} {path.stat().st_size}\n".encode())
    return digest.hexdigest()
