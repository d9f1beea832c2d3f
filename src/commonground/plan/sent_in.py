"""A file with somebody’s own plan, checked and read as soon as it arrives. The file itself is not kept."""

from collections.abc import Iterable

from commonground.partnership.spreadsheets import sent
from commonground.plan.moving.limits import PLAN
from commonground.plan.moving.opening import read
from commonground.plan.moving.tables import Tables

WANTED = "Excel (.xlsx), OpenDocument (.ods), CSV or Word (.docx), or what you exported here"


def read_sent(name: str, chunks: Iterable[bytes]) -> Tables:
    """What the file holds. Raises Refusal, with one sentence, for one that is not taken."""
    return sent.read_sent(name, chunks, PLAN, read)
