"""The reading room: the evidence of each partnership, made once for each state of its shelves and kept in memory."""

import os
import threading
from collections import OrderedDict
from pathlib import Path

from commonground.evidence.run import Evidence
from commonground.partnership.models import Partnership
from commonground.partnership.shelves import shelves_of

KEPT = 6
"""States of shelves held in memory at once. Partnerships without files of their own share one."""

State = tuple[tuple[str, str], ...]


class ReadingRoom:
    """Evidence by the state of the shelves it was made from; the one longest unread makes room."""

    def __init__(self, kept: int = KEPT) -> None:
        self.kept = kept
        self._alone = threading.Lock()
        self._held: OrderedDict[tuple[str, State, State], Evidence] = OrderedDict()

    def evidence_for(self, partnership: Partnership) -> Evidence:
        """What the partnership may read, as the shelves stand now. Any number of threads may ask."""
        shelves = shelves_of(partnership)
        own, shared = editions_on(shelves.own.folder), editions_on(shelves.shared.folder)
        state = (str(shelves.own.folder) if own else str(shelves.shared.folder), own, shared)
        with self._alone:
            if state not in self._held:
                self._held[state] = Evidence(shelves if own else shelves.shared)
            self._held.move_to_end(state)
            while len(self._held) > self.kept:
                self._held.popitem(last=False)
            return self._held[state]


def editions_on(shelf: Path) -> State:
    """The names of the editions on a shelf, which tell one state of it from another."""
    return tuple(sorted((source, edition) for source in _visible(shelf) for edition in _visible(shelf / source)))


def _visible(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in os.scandir(folder) if not entry.name.startswith(".")]
    except (FileNotFoundError, NotADirectoryError):
        return []


_ROOM = ReadingRoom()
evidence_for = _ROOM.evidence_for
