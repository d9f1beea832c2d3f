"""What a backup says of itself."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FORM = 1
NAME = "manifest.json"
DATABASE = "database.dump"
HOME = "home"  # the folder with what stands in the home folder of the site
PIECE = 1024 * 1024


class Unfit(Exception):
    """A backup that cannot be made or put back. The sentence says why and what to do."""


@dataclass
class Manifest:
    """The backup’s contents: hashes of files, counts of tables, and the last hash of the access log’s chain."""

    made_at: str
    version: str
    postgres: str
    head: str
    migrations: list[str]
    tables: dict[str, int]
    files: dict[str, str] = field(default_factory=dict)
    form: int = FORM

    def written(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """The manifest in the folder. Raises Unfit where there is none that this version can read."""
        try:
            told: dict[str, Any] = json.loads((folder / NAME).read_text("utf-8"))
            if told["form"] > FORM:
                raise Unfit("this backup was made by a later version of Common Ground: put it back with that one.")
            return cls(**told)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise Unfit(f"{folder} holds no backup: its {NAME} cannot be read.") from error


def pieces(path: Path) -> Iterator[bytes]:
    """The bytes of a file, some at a time."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def hash_of(path: Path) -> str:
    """The file’s SHA-256."""
    digest = hashlib.sha256()
    for piece in pieces(path):
        digest.update(piece)
    return digest.hexdigest()
