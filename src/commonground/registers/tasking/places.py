"""Hot places, described: what is recorded in each neighbourhood that stands out, and which ward it lies in."""

from commonground.evidence import periods
from commonground.evidence.figure import Text
from commonground.evidence.finding import Area
from commonground.evidence.hot_places import hot_places
from commonground.report import passages
from commonground.report.blocks import Block, Caveat, Paragraph, Statement, Table
from commonground.report.desk import Desk
from commonground.report.sections import hot_places as section

STANDS = section.KEY
KINDS = (STANDS, "robbery_of_personal_property", "possession_of_weapons")
MOST = 15
LOOKUP = "lookup_lsoa21_ward24_ltla24"
ONLY = (
    "Places are described by recorded crime alone: never by searches, arrests or intelligence, which show where the "
    "police looked. Choose a street or a square within a neighbourhood together with those who know it, and say what "
    "was recorded there."
)


def build(desk: Desk) -> list[Block]:
    """How many neighbourhoods stand out, and what is recorded in each. What stood out years ago is for reports."""
    how_many = [Statement(one.text) for one in section.now(desk, "lsoa") if isinstance(one, Paragraph)]
    if not how_many:
        return [section.missing(desk)]
    return [*how_many, *_described(desk), section.MEANS, section.BEAR_IN_MIND, Caveat((ONLY,))]


def _described(desk: Desk) -> list[Block]:
    areas = desk.evidence.gazetteer.within(desk.area, "lsoa")
    period = desk.latest(STANDS, area=areas[0]) if areas else None
    standing = [area for area in areas if area.code in _codes(desk, areas, period)] if period else []
    if not period or not standing:
        return []
    wards = _wards(desk)
    rows: list[tuple[Text, ...]] = []
    for area in standing[:MOST]:
        counts = [desk.counts(key, [period], area=area)[0] for key in KINDS]
        cells: list[Text] = [(figure,) if figure is not None else ("not known",) for figure in counts]
        rows.append(((f"{area.name}, {wards.get(area.code, 'ward not known')}",), *cells))
    choice = desk.choice(STANDS, period, area=areas[0])
    more = f" The first {MOST} of {len(standing)}." if len(standing) > MOST else ""
    titles = tuple(desk.measure(key).title for key in KINDS)
    return [
        Table(
            caption=f"What is recorded in the neighbourhoods that stood out, {period.name}",
            head=("Neighbourhood (LSOA) and ward", *titles), rows=tuple(rows),
            note=(*(passages.origin(choice, [period]) if choice else ()), more),
        )
    ]  # fmt: skip


def _codes(desk: Desk, areas: list[Area], period: periods.Period) -> tuple[str, ...]:
    """The neighbourhoods that stand out, worked out once for both passes."""
    choice = desk.choice(STANDS, period, *periods.same_period_last_year(period), area=areas[0])
    if choice is None:
        return ()
    asked = ("hot places of a briefing", desk.area, period)
    found = desk.evidence.once(
        asked, lambda: hot_places(desk.evidence, desk.measure(STANDS), choice, areas, period, None)
    )
    return found.codes if found is not None else ()


def _wards(desk: Desk) -> dict[str, str]:
    """The ward of each neighbourhood, by its code, as the look-up of the newest codes has it."""
    import pyarrow.parquet as pq  # known to the engine anyway; the pages of tasking need none of it

    held = [edition for edition in desk.evidence.editions if edition.source == LOOKUP]
    if not held:
        return {}
    rows = pq.read_table(held[-1].rows, columns=["lsoa21_code", "ward24_name"]).to_pylist()
    return {row["lsoa21_code"]: row["ward24_name"] for row in rows}
