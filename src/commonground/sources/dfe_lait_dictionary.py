"""What the indicators of the Local Authority Interactive Tool are, and which kind of year each reports on."""

from commonground.sources import OGL3, Column, Source
from commonground.sources.families import dfe

SOURCE = Source(
    key="dfe_lait_dictionary",
    title="DfE Local Authority Interactive Tool: data dictionary",
    publisher=dfe.PUBLISHER,
    licence=OGL3,
    attribution=dfe.ATTRIBUTION,
    about="Title, topic, description, kind of year, polarity and owner of each indicator of the tool.",
    delivery=(
        Column("topic", ("Topic",), blank=False),
        Column("measure_title", ("Measure",), blank=False),
        Column("chart_title", ("Chart_title",)),
        Column("measure_short", ("Measure_short",), blank=False),
        Column("polarity", ("Polarity",)),
        Column("axis", ("y_axis_name",)),
        Column("description", ("Description",)),
        Column("owner", ("Data Owner (DO) /Supplier and Contact Details",)),
        Column("methodology", ("Methodology",)),
        Column("links", ("Hyperlink(s)",)),
        Column("decimals", ("dps",)),
        Column("year_type", ("Year_Type",)),
    ),
    columns={
        "indicator": "VARCHAR",
        "topic": "VARCHAR",
        "title": "VARCHAR",
        "chart_title": "VARCHAR",
        "polarity": "VARCHAR",
        "unit": "VARCHAR",
        "year_type": "VARCHAR",
        "description": "VARCHAR",
        "methodology": "VARCHAR",
        "owner": "VARCHAR",
        "links": "VARCHAR",
        "decimals": "INTEGER",
    },
    tidy="""
        select trim(measure_short) as indicator, trim(topic) as topic, trim(measure_title) as title,
               trim(chart_title) as chart_title,
               case lower(trim(polarity)) when 'high' then 'higher is better' when 'low'
               then 'lower is better'
                    else 'neither' end as polarity,
               trim(axis) as unit, trim(year_type) as year_type, trim(description) as description,
               trim(methodology) as methodology, trim(owner) as owner, trim(links) as links,
               try_cast(decimals as integer) as decimals
        from delivered
    """,
    holds="reference",
    caveats=("One indicator can stand under several topics, on a row each.",),
)
