"""Which source a delivery is of, told from its content."""

import re
from collections.abc import Sequence

import pyarrow as pa

from commonground.sources import Column, Source, sources
from commonground.sources.readers.delivery import Delivery
from commonground.sources.readers.personal import presentable
from commonground.sources.readers.refusal import Refusal

TABLES = ("csv", "parquet", "xml")  # formats whose header is that of a table
NEAR = 0.34  # the share of required columns that may be missing where a source is named as the nearest


def spelt(header: str | None) -> str:
    """A header for comparison: no BOM, no outer spaces, no case."""
    return (header or "").strip().lstrip("\ufeff").strip().strip('"').strip().lower()


def places_of(source: Source, header: Sequence[str | None]) -> dict[str, int]:
    """Our column names and where each stands in the header; the first of several spellings wins."""
    spelled = [spelt(h) for h in header]
    found = {}
    for column in source.delivery:
        for spelling in column.spelled:
            if spelt(spelling) in spelled:
                found[column.name] = spelled.index(spelt(spelling))
                break
    return found


def headings_of(source: Source, header: Sequence[str | None]) -> dict[int, str]:
    """Where the wide columns stand, and the heading of each: the pattern's first group, or all of it."""
    if source.wide is None:
        return {}
    pattern = re.compile(source.wide, re.IGNORECASE)
    matches = {at: pattern.fullmatch((h or "").strip().lstrip("\ufeff").strip()) for at, h in enumerate(header)}
    return {at: m.group(1 if pattern.groups else 0) for at, m in matches.items() if m}


def missing_from(source: Source, header: Sequence[str | None]) -> list[Column]:
    """The required columns that the header has not."""
    found = places_of(source, header)
    return [c for c in source.delivery if c.required and c.name not in found]


def fits(source: Source, header: Sequence[str | None]) -> bool:
    """Has the header every required column and, of a wide source, some wide one?"""
    if not source.delivery or missing_from(source, header):
        return False
    return source.wide is None or bool(headings_of(source, header))


def heading_row(source: Source, delivery: Delivery) -> int | None:
    """Which of a sheet's first rows is its header for this source, counted from nought."""
    return next((i for i, row in enumerate(delivery.extra.get("top", ())) if fits(source, row)), None)


def recognise(delivery: Delivery) -> Source:
    """The one source that the delivery is of; the most demanding where several are.

    Raises Refusal for an unknown file, naming the missing columns of the nearest source.
    """
    candidates = [(score, source) for source in sources().values() if (score := _score(source, delivery))]
    if candidates:
        return max(candidates, key=lambda scored: scored[0])[1]
    nearest = [
        (len(missing) / len(required), source, missing)
        for source in sources().values()
        if not source.unfold
        and not source.sheets
        and (required := [c for c in source.delivery if c.required])
        and (missing := missing_from(source, delivery.header)) is not None
        and len(missing) < len(required)
    ]
    if nearest and (least := min(nearest, key=lambda near: (near[0], len(near[2]))))[0] <= NEAR:
        _, source, missing = least
        named = ", ".join(f"“{c.spelled[0]}”" for c in missing) or "of periods"
        raise Refusal(
            delivery.shown,
            f"looks like {source.title}, but has no column {named}; check that it is as published.",
        )
    named = ", ".join(f"“{h[:30]}”" for h in presentable(delivery.header[:6]) if h.strip()) or "none"
    raise Refusal(
        delivery.shown,
        f"is not a file that is known here (its columns: {' '.join(named.split())}); "
        "“commonground sources” lists what can be loaded.",
    )


def _score(source: Source, delivery: Delivery) -> int:
    """How much of the delivery the source explains; nought if it is not of it."""
    if source.sheets and delivery.sheet is not None and not re.fullmatch(source.sheets, delivery.sheet):
        return 0
    if source.recognises is not None:
        return 1000 if source.recognises(delivery) else 0
    if delivery.sheet is not None and not source.unfold:
        at = heading_row(source, delivery)
        return 0 if at is None else len(places_of(source, delivery.extra["top"][at]))
    if fits(source, delivery.header) and (source.unfold or delivery.format in TABLES):
        return len(places_of(source, delivery.header))
    if source.unfold and delivery.format not in TABLES and (source.sheets or delivery.sheet is None):
        table = unfolded(source, delivery)
        return 0 if table is None else len(places_of(source, table.column_names))
    return 0


def unfolded(source: Source, delivery: Delivery) -> pa.Table | None:
    """What the source makes of a presentation layout; None if it is not laid out as the source expects."""
    made = delivery.extra.setdefault("unfolded", {})
    if source.key not in made:
        assert source.unfold is not None
        try:
            table = source.unfold(delivery)
        except (Refusal, LookupError, ValueError, TypeError, AttributeError, AssertionError, StopIteration):
            table = None
        made[source.key] = table if table is not None and fits(source, table.column_names) else None
    return made[source.key]
