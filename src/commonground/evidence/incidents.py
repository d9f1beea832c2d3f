"""Incidents: the offences of a partner's extract with their points and times, as arrays that methods take.

They are held for counting and never shown one by one. Each month, and each part of the source, is read from the
latest edition that has it; rows with one reference are one incident.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonground.evidence import observe, periods
from commonground.evidence.choice import Choice
from commonground.evidence.edition import Edition
from commonground.evidence.finding import Area
from commonground.evidence.measure import Count
from commonground.evidence.periods import Period

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from commonground.evidence.run import Evidence

SOURCE = "police_incidents"
COLUMNS = ("incident", "offence", "earliest", "latest", "easting", "northing", "start")


@dataclass(frozen=True, eq=False)
class Incidents:
    """One element an incident, in order of time: easting and northing in metres of the British National Grid (nan:
    no point), earliest and latest to the minute (NaT: no latest time), and what the police called it."""

    easting: "NDArray[np.float64]"
    northing: "NDArray[np.float64]"
    earliest: "NDArray[np.datetime64]"
    latest: "NDArray[np.datetime64]"
    offence: "NDArray[np.object_]"
    editions: tuple[Edition, ...]

    def __len__(self) -> int:
        return len(self.offence)


def choice(evidence: "Evidence", among: Sequence[str] | None = None) -> Choice | None:
    """The editions of the extract, the latest published last, all or those ``among``; None where there is none."""
    loaded = [e for e in evidence.editions if e.source == SOURCE and e.periods]
    wanted = tuple(e for e in loaded if among is None or e.id in among)
    if not wanted:
        return None
    return Choice(
        Count(source=SOURCE, value=None), None, tuple(sorted(wanted, key=lambda e: (e.published or "", e.id)))
    )


def latest(evidence: "Evidence", area: Area, months: int = 12) -> Period | None:
    """The last months, at most so many and without a gap, that extracts of the area hold; None where none does."""
    held = choice(evidence)
    if held is None:
        return None
    run: list[Period] = []
    named = ("", area.code) if area.type == "local_authority" else tuple(held.parts)
    for month in sorted({Period(*span) for (span, part) in held.taken_from if part in named}, reverse=True):
        if len(run) == months or (run and month.shifted(1) != run[-1]):
            break
        run.append(month)
    return periods.span(run[-1], run[0]) if run else None


def incidents(
    evidence: "Evidence",
    area: Area,
    period: Period,
    offences: Sequence[str] = (),
    among: Sequence[str] | None = None,
) -> Incidents | None:
    """The incidents of an area in a period, of these offences (as the police word them, any case) or of all.

    None where no edition, or none ``among`` these ids, covers the period. An incident stands in the month in which it
    was recorded, where the extract says so.
    """
    held = choice(evidence, among)
    if held is None or not held.covers(period):
        return None
    found = [_rows(evidence, edition, starts, area) for edition, starts in _taken(held, period).items()]
    return _arrays(found, {offence.lower() for offence in offences}, held.used(period))


def _taken(held: Choice, period: Period) -> dict[Edition, dict[str, list]]:
    """Which months each edition is read for, by part."""
    taken: dict[Edition, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    spans = set(held.tiling(period) or ())
    for (span, part), edition in held.taken_from.items():
        if span in spans:
            taken[edition][part].append(span[0])
    return taken


def _rows(evidence: "Evidence", edition: Edition, starts: dict[str, list], area: Area):
    import narwhals as nw

    placed = evidence.engine.scan([evidence.placing.placed(edition)])
    rows = observe.in_areas(observe.within(placed, starts), area.type, placed=True)
    if len(edition.parts) > 1:  # several boroughs in one file, each read from the latest that has it
        rows = observe.within(rows, starts, "local_authority_code")
    return evidence.engine.collect(rows.filter(nw.col("area_code") == area.code).select(*COLUMNS))


def _arrays(tables: Sequence, offences: set[str], editions: tuple[Edition, ...]) -> Incidents:
    import numpy as np

    parts: dict[str, list[NDArray]] = {name: [] for name in COLUMNS}
    for table in tables:
        columns = {name: table[name].to_numpy() for name in COLUMNS}
        wanted = [not offences or said.lower() in offences for said in columns["offence"]]
        kept = {name: column[np.array(wanted, bool)] for name, column in columns.items()}
        first = np.unique(kept["incident"], return_index=True)[1]  # a second row of an incident is not a second event
        for name, column in kept.items():
            parts[name].append(column[first])
    whole = {name: np.concatenate(columns) for name, columns in parts.items()}
    order = np.lexsort((whole["northing"], whole["easting"], whole["earliest"]))
    minute = "datetime64[m]"
    return Incidents(
        whole["easting"][order].astype(float),
        whole["northing"][order].astype(float),
        whole["earliest"][order].astype(minute),
        whole["latest"][order].astype(minute),
        whole["offence"][order],
        editions,
    )
