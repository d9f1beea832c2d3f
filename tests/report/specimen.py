"""A specimen document with every kind of block: real recorded crime of Lewisham, and some invented."""

import json
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq
import shapely

from commonground.evidence.figure import Figure
from commonground.report import charts, maps
from commonground.report.blocks import (
    Bullets,
    Caveat,
    Definitions,
    Heading,
    KeyFigure,
    KeyFigures,
    Notice,
    Paragraph,
    Statement,
    Table,
)  # fmt: skip
from commonground.report.charts.values import written
from commonground.report.document import Document, Section

DATA = Path(__file__).parents[2] / "data"
SECRET = (
    987_123  # stands for a number that must never be seen: a withheld figure may still carry it by mistake
)
VIOLENCE = "VIOLENCE AGAINST THE PERSON"


def figure(value: float, shown: str | None = None) -> Figure:
    return Figure(value, shown or written(value), "specimen", (), ("mps_borough-2026-04",))


HIDDEN = Figure(SECRET, "withheld", "specimen", (), ("mps_borough-2026-04",), withheld="small number")


@cache
def recorded() -> tuple[list[date], dict[str, list[int]]]:
    """Violence against the person by borough and month, from the file published in April 2026."""
    folder = DATA / "mps-recorded-crime-borough" / "published-2026-04-home-office-2024-classification"
    table = pq.read_table(next(folder.glob("*historical*.parquet")))
    names = table.column_names[3:]
    boroughs: dict[str, list[int]] = {}
    for row in table.to_pylist():
        borough = row["boroughname"]
        if (
            (row["majortext"] or "").upper() == VIOLENCE
            and "Unknown" not in borough
            and "Heathrow" not in borough
        ):
            before = boroughs.setdefault(borough, [0] * len(names))
            boroughs[borough] = [a + int(row[n] or 0) for a, n in zip(before, names, strict=True)]
    return [date(int(n[:4]), int(n[4:]), 1) for n in names], dict(sorted(boroughs.items()))


@cache
def boroughs() -> list[maps.Shape]:
    features = json.loads((DATA / "boundaries-london" / "london_ltla24_boroughs.geojson").read_text())[
        "features"
    ]
    codes = [next(v for v in f["properties"].values() if str(v).startswith("E0")) for f in features]
    names = [next(v for v in f["properties"].values() if not str(v).startswith("E0")) for f in features]
    wkb = [shapely.to_wkb(shapely.from_geojson(json.dumps(f["geometry"]))) for f in features]
    return maps.shapes(codes, names, wkb, ["EPSG:4326"] * len(features))


def some_charts() -> dict[str, charts.monthly]:
    """Each kind of chart once, by key."""
    months, series = recorded()
    lewisham: list[charts.Value] = [figure(n) for n in series["Lewisham"]]
    lewisham[30] = HIDDEN
    average = [None if i < 11 else sum(series["Lewisham"][i - 11 : i + 1]) / 12 for i in range(len(months))]
    year = {b: sum(v[-12:]) for b, v in series.items()}
    before = {b: sum(v[-24:-12]) for b, v in series.items()}
    change = [100 * (year[b] / before[b] - 1) for b in series]
    sizes = [150_000.0 + 5_000 * i for i in range(51)]
    codes = {s.name: s.code for s in boroughs()}
    quarters = ["April to June 2023", "July to September 2023", "October to December 2023"]
    tails = [series["Lewisham"][-11:-8], series["Lewisham"][-8:-5], series["Lewisham"][-5:-2]]
    earlier = [series["Lewisham"][-23:-20], series["Lewisham"][-20:-17], series["Lewisham"][-17:-14]]
    hours = [[20 + 3 * d + (h * 7) % 24 for h in range(24)] for d in range(7)]
    made = [
        charts.monthly(
            "violence-by-month", "Violence against the person by month, Lewisham", months, lewisham,
            what="offences of violence against the person recorded each month in Lewisham", average=average,
            band=charts.Band([a and a * 0.9 for a in average], [a and a * 1.1 for a in average]),
            breaks=[charts.Break(date(2013, 4, 1), "MPS recording rules"),
                    charts.Break(date(2024, 2, 1), "move to CONNECT")],
            source=("Source: Metropolitan Police Service, recorded crime, published April 2026.",),
        ),
        charts.quarterly(
            "violence-by-quarter", "Violence against the person by quarter, Lewisham", quarters,
            [figure(sum(q)) for q in tails], [figure(sum(q)) for q in earlier[:2]] + [HIDDEN],
            what="offences of violence against the person recorded each quarter",
        ),
        charts.small_multiples(
            "boroughs-by-month", "Violence against the person by month, neighbouring boroughs", months[-48:],
            {b: series[b][-48:] for b in ("Lewisham", "Southwark", "Greenwich", "Bromley", "Croydon")},
            what="offences recorded each month", highlight="Lewisham",
        ),
        charts.ranking(
            "change-by-borough", "Change in violence against the person, London boroughs", list(series),
            change, [c - 3 for c in change], [c + 3 for c in change], highlight="Lewisham", unit="%",
            what="change in recorded offences on the year before, per cent, with its 95% interval",
        ),
        charts.funnel(
            "funnel", "Rates of violence and the size of boroughs (invented records)",
            ["Ashby", "Lewisham", "Elm"],
            [180_000, 300_000, 390_000], [30.0, HIDDEN, 26.0],
            charts.Limits(sizes, [26] * 51, [30] * 51, [25] * 51, [31] * 51, 28),
            what="offences per 1,000 residents",
            size_label="residents", highlight="Ashby", outside=["Elm"],
        ),
        charts.breakdown(
            "age", "Victims by age and sex (invented records)",
            ["0 to 9", "10 to 17", "18 to 24", "25 and over"],
            {"male": [HIDDEN, 120, 210, 340], "female": [10, 60, 110, None]}, what="victims", of="Age",
        ),
        charts.heat_map(
            "hours", "Offences by hour and day (invented records)",
            [[HIDDEN if (d, h) == (2, 4) else hours[d][h] for h in range(24)] for d in range(7)],
            what="offences",
        ),
        charts.concentration(
            "concentration", "Share of places with half of the harm (invented records)",
            [i / 100 for i in range(101)], [1 - (1 - i / 100) ** 3 for i in range(101)],
            what="concentration of harm",
            of="small areas", half=0.21,
        ),
        maps.choropleth(
            "map", "Violence against the person, London boroughs", boroughs(),
            {codes[b]: (HIDDEN if b == "Sutton" else figure(n)) for b, n in year.items() if b in codes},
            what="offences recorded in the 12 months to February 2024", of="Borough", year=2024,
        ),
    ]  # fmt: skip
    return {chart.key: chart for chart in made}


@cache
def document(invented: bool = False) -> Document:
    """Every block at least once, as a section would put them."""
    _, series = recorded()
    now, then = sum(series["Lewisham"][-12:]), sum(series["Lewisham"][-24:-12])
    shown = some_charts()
    change = f"{100 * (now / then - 1):+.1f}%".replace("-", "−")
    sentence = (
        "Police recorded ", figure(now), " offences of violence against the person in Lewisham in the 12 "
        "months to February 2024, ",
        figure(now - then, f"{abs(now - then):,} fewer" if now < then else f"{now - then:,} more"),
        " than the year before (", figure(now / then - 1, change), ").",
    )  # fmt: skip
    cards = (
        KeyFigure("Violence against the person", (figure(now),), "rose",
                  ("offences in the 12 months to February 2024; ", figure(then), " the year before")),
        KeyFigure("Knife crime with injury", (HIDDEN,), "cannot be compared",
                  ("fewer than five in one period",)),
        KeyFigure("Robbery of personal property", (figure(812),), "no clear change",
                  ("invented, to show the card",)),
        KeyFigure("Homicide", (figure(3),), "fell", ("invented, to show the card",)),
    )  # fmt: skip
    summary = (
        Paragraph(("What the records of the police, hospitals and schools show about serious violence in "
                   "Lewisham, and how sure we can be of it.",)),
        KeyFigures(cards),
        Bullets((("Most measures show ", "no clear change", " on the year before."),
                 ("Recorded crime is not all crime: a fall in it is not a fall in violence.",))),
        Notice("officer", "What this means for Lewisham", ("Two or three sentences from the officer who "
               "knows the borough. Write them in summary.md.",)),
    )  # fmt: skip
    kinds = (
        Paragraph(("This section sets out the kinds of violence that police record.",)),
        Statement(sentence, "rose"),
        shown["violence-by-month"],
        Caveat(("The move to CONNECT in February 2024 changed how offences are recorded.",)),
        Heading("By quarter"),
        shown["violence-by-quarter"],
        shown["boroughs-by-month"],
        shown["change-by-borough"],
        Caveat(("Ranks of boroughs whose intervals overlap mean little.",)),
        shown["funnel"],
    )
    who = (
        Statement(("Records show more male victims than female.",)),
        shown["age"],
        Heading("When"),
        shown["hours"],
        Heading("What is missing", 4),
        Notice("missing", "No hospital data has been loaded", ("Ask the trust for its ISTV extract.",)),
        Notice("warning", "Two classifications", ("The Home Office changed its list in 2024.",)),
        Notice("note", "How to read this", ("An interval is the range that chance allows.",)),
    )
    where = (shown["map"], shown["concentration"], Table(
        "Editions used", ("Source", "Published", "Rows"),
        ((("Recorded crime by borough",), ("April 2026",), (figure(1404),)),
         (("Homicide victims",), ("June 2025",), (HIDDEN,))),
        note=("Rows as loaded.",),
    ), Definitions((("Knife crime", ("Selected offences in which a knife was used or threatened.",)),
                    ("Rate", ("Offences per 1,000 residents.",)))))  # fmt: skip
    return Document(
        name="lewisham-specimen",
        title="Serious violence in Lewisham",
        subtitle="Strategic assessment for the Safer Lewisham Partnership",
        area="Lewisham",
        period="the 12 months to February 2024",
        published=date(2024, 4, 30),
        organisation="London Borough of Lewisham",
        status="Specimen",
        invented=invented,
        summary=summary,
        sections=(
            Section("Kinds of violence", "kinds", kinds),
            Section("Who is harmed, and when", "who", who),
            Section("Where", "where", where),
        ),
        sources=(
            "Contains public sector information licensed under the Open Government Licence v3.0.",
            maps.ATTRIBUTION + " 2024.",
        ),
    )
