"""Education, social care and offending: what share of pupils had which experience, by local authority."""

from collections.abc import Iterator

import pyarrow as pa

from commonground.sources import OGL3, Check, Column, Source
from commonground.sources.families.presentation import Rows, first_of, sheets, text_table
from commonground.sources.readers.delivery import Delivery

PUPILS = "group"
BREAKDOWNS = (
    "cincla",
    "csc_subset",
    "gender",
    "ethnicgroupmajor",
    "offencestartage",
    "subject",
    "absence",
    "susexcl",
    "sen_type",
)
TIMINGS = ("timing", "time", "time_group", "grouped_overall")
IGNORED = ("la", "indicator", "rank")  # rank is the order of the bars of a chart
COLUMNS = ("sheet", "LA", "indicator", "pupils", "breakdown", "timing", "statistic", "cell")


def unfold(delivery: Delivery) -> pa.Table:
    """Every sheet as rows of text, one a cell: some sheets have a row a cell and some a column a
    statistic.
    """
    lines = (line for sheet, rows in sheets(delivery, _laid_out) for line in _lines(sheet, rows))
    return text_table(COLUMNS, lines)


def _laid_out(rows: Rows) -> bool:
    return bool(rows) and {"LA", "indicator"} <= set(rows[0])


def _lines(sheet: str, rows: Rows) -> Iterator[tuple[str | None, ...]]:
    header = [(cell or "").strip() for cell in rows[0]]
    at = {name.lower(): i for i, name in enumerate(header) if name}
    kept = {*BREAKDOWNS, *TIMINGS, *IGNORED, PUPILS}
    breakdowns, timings = ([at[n] for n in names if n in at] for names in (BREAKDOWNS, TIMINGS))
    statistics = [i for name, i in at.items() if name not in kept]
    for row in rows[1:]:
        if not any(row):
            continue
        said = [", ".join(row[i] or "" for i in part) or None for part in (breakdowns, timings)]
        pupils = row[at[PUPILS]] if PUPILS in at else None
        for i in statistics:
            yield sheet, row[at["la"]], row[at["indicator"]], pupils, *said, header[i].lower(), row[i]


SOURCE = Source(
    key="dfe_education_and_offending",
    title="DfE and MoJ education, children's social care and offending",
    publisher="Department for Education and Ministry of Justice",
    licence=OGL3,
    attribution=(
        "Contains Department for Education and Ministry of Justice data licensed under the Open "
        "Government Licence "
        "v3.0."
    ),
    about=(
        "Shares of all pupils, of those cautioned or sentenced, and for serious violence, by local authority."
    ),
    delivery=(
        Column("sheet", ("sheet",), blank=False),
        Column("la_name", ("LA",), blank=False),
        Column("place_of", ("indicator",), blank=False),
        Column("pupils", ("pupils",)),
        Column("breakdown", ("breakdown",)),
        Column("timing", ("timing",)),
        Column("statistic", ("statistic",), blank=False),
        Column("cell", ("cell",)),
    ),
    checks=(
        Check(
            "the cell is neither a number, nor a number with its per cent, nor blank",
            "coalesce(trim(cell), '') <> '' and not regexp_matches(trim(cell), '^-?[0-9]+([.][0-9]+)?( "
            "[(]-?[0-9]+%[)])?$')",
        ),
    ),
    columns={
        "area_type": "VARCHAR",
        "area_code": "VARCHAR",
        "area_name": "VARCHAR",
        "sheet": "VARCHAR",
        "place": "VARCHAR",
        "pupils": "VARCHAR",
        "breakdown": "VARCHAR",
        "timing": "VARCHAR",
        "statistic": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "count": "BIGINT",
        "value": "DOUBLE",
        "mark": "VARCHAR",
    },
    # "776 (6%)" is a number and its per cent in one cell; "all" is a number; everything else is a per cent.
    tidy="""
        select if(la_name = 'England', 'country', 'local_authority') as area_type,
               if(la_name = 'England', 'E92000001',
                  place_code(replace(la_name, 'Medway Towns', 'Medway'), 'local_authority')) as area_code,
               trim(la_name) as area_name, sheet, lower(trim(place_of)) as place, pupils, breakdown, timing,
               statistic, date '2012-09-01' as start, date '2018-08-31' as "end",
               case when statistic = 'all' then whole(cell)
                    else whole(regexp_extract(cell, '^(.*) [(].*%[)]$', 1)) end as count,
               case when statistic = 'all' then null
                    when cell like '%\\%)' escape '\\' then number(regexp_extract(cell, '[(](.*)%[)]$', 1))
                    else number(cell) end as value,
               if(coalesce(trim(cell), '') = '', 'blank', null) as mark
        from delivered
    """,
    unfold=unfold,
    recognises=lambda delivery: first_of(delivery, _laid_out),
    parts="sheet",
    published="nullif(regexp_extract(file_name(), '(20[0-9]{2}-[01][0-9])_', 1), '')",
    absent="unknown",
    disclosure="dfe",
    caveats=(
        "Pupils who reached the end of key stage 4 between 2012/13 and 2017/18, taken together: there "
        "is no trend.",
        "Per cents are rounded to whole numbers; a blank is a small number withheld, not a nought.",
        "Experiences that offenders share are not causes: most pupils with the same experience never "
        "offended.",
        "Place is the authority of the pupil's home or of the school; a figure is made from one of them.",
    ),
)
