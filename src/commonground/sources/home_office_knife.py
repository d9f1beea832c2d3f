"""Knife or sharp instrument offences by police force and quarter, 2008/09 to 2018/19."""

from commonground.sources import OGL3, Check, Column, Source
from commonground.sources.families import dfe, home_office

_CELLS = ("knife_enabled", "violence_with_injury", "homicide_and_serious_injury", "knife_crime")

SOURCE = Source(
    key="home_office_knife",
    title="Home Office knife or sharp instrument offences by force and quarter",
    publisher=home_office.PUBLISHER,
    licence=OGL3,
    attribution=home_office.ATTRIBUTION,
    about="Knife crime and its three parts by police force and quarter of the financial year.",
    delivery=(
        Column("force", ("Force Name",), blank=False),
        Column("financial_year", ("Financial Year",), blank=False),
        Column("quarter", ("Financial Quarter",), blank=False),
        Column("knife_enabled", ("Knife enabled",), "number"),
        Column("violence_with_injury", ("Violence with Injury",), "number"),
        Column("homicide_and_serious_injury", ("Homicide and serious injury",), "number"),
        Column("knife_crime", ("Knife Crime",), "number"),
    ),
    checks=(
        Check("the financial year and quarter are not a quarter", f"{home_office.QUARTER_START} is null"),
    ),
    columns={
        "area_type": "VARCHAR",
        "area_code": "VARCHAR",
        "area_name": "VARCHAR",
        "subtype": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "count": "BIGINT",
        "mark": "VARCHAR",
    },
    # The columns RateKE to ZScoreKC were worked out by somebody unknown and are not read.
    tidy=f"""
        select 'force' as area_type, place_code(force, 'force') as area_code, trim(force) as area_name,
               replace(heading, '_', ' ') as subtype, {home_office.QUARTER_START} as start,
               {home_office.QUARTER_END} as "end", whole(cell) as count, {dfe.BLANK_OR_MARK} as mark
        from {dfe.long(("force", "financial_year", "quarter"), _CELLS)}
    """,
    absent="unknown",
    caveats=(
        "Knife crime is the sum of the other three: they are never added to it.",
        "Greater Manchester is known to have recorded too few knife offences before December 2017.",
        "A number can be below nought, where offences of an earlier quarter were taken off.",
        "The City of London Police and the British Transport Police are not among the 42 forces.",
        "Flagged by hand: forces moved to the computer-assisted method (NDQIS) later and at different times.",
    ),
    breaks=("recording_2014", "gmp_knife_2018", "ndqis"),
)
