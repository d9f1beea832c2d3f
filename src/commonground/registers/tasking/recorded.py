"""The rule of places: a place is described by recorded crime, and by nothing that shows where the police looked."""

from collections.abc import Iterable
from typing import Any

from commonground.evidence.edition import Edition
from commonground.report.document import figures_of

RECORDED = frozenset({
    "mps_borough", "mps_ward", "mps_lsoa", "mps_lsoa_annual", "police_street", "police_points", "police_incidents",
})  # fmt: skip
"""Sources of recorded offences. Searches, custody, intelligence and outcomes are none of them."""
REFERENCE = ("boundaries", "lookup_")
"""How the keys of look-ups and outlines begin: they count nothing."""


class NotRecordedCrime(Exception):
    """A figure that describes a place was read from something else than recorded crime."""


def recorded_only(blocks: Iterable[Any], editions: Iterable[Edition]) -> None:
    """Raises NotRecordedCrime unless every figure of these blocks comes from recorded crime."""
    sources = {edition.id: edition.source for edition in editions}
    for figure in figures_of(tuple(blocks)):
        for edition in figure.editions:
            source = sources.get(edition, edition)
            if source not in RECORDED and not source.startswith(REFERENCE):
                raise NotRecordedCrime(f"{figure.method} of a place is read from {source}")
