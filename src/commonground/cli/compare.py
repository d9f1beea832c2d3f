"""``commonground compare``: one measure in one area over two periods, and what may be said of it."""

import json
from typing import TYPE_CHECKING, Any

import click

from commonground.cli.measures import measure_called

if TYPE_CHECKING:
    from commonground.evidence.finding import Finding
    from commonground.evidence.periods import Period
    from commonground.evidence.sensitivity import Sensitivity

WAYS = ("month", "quarter", "year", "rolling", "financial_year_to_date", "period")


@click.command("compare", short_help="Compare one measure in one area over two periods.")
@click.argument("measure")
@click.option(
    "--area", required=True, metavar="NAME", help="The area, by name or GSS code: Lewisham, E09000023."
)
@click.option(
    "--area-type", metavar="TYPE", help="local_authority, ward, lsoa, force ... where the name is not enough."
)
@click.option("--from", "from_", metavar="YYYY-MM", help="First month of the period.")
@click.option("--to", metavar="YYYY-MM", help="Last month of the period, within it.")
@click.option("--month", metavar="YYYY-MM", help="One month.")
@click.option("--quarter", metavar="YYYY-Qn", help="A calendar quarter, or a financial one: 2018/19-Q1.")
@click.option("--year", metavar="YYYY[/YY]", help="A calendar year, or a financial year: 2018/19.")
@click.option("--rolling", metavar="YYYY-MM", help="The 12 months to this month.")
@click.option("--financial-year-to-date", metavar="YYYY-MM", help="From April to this month.")
@click.option("--period", metavar="WORDS", help="Any other stretch of months: 2018-04..2018-09.")
@click.option(
    "--against", default="same-period-last-year", show_default=True, metavar="WHAT",
    help="same-period-last-year, previous-period, three-year-average, or months such as 2016-04..2016-09.",
)  # fmt: skip
@click.option(
    "--edition", metavar="ID", help="Read only this publication: an edition's id, its beginning, or a date."
)
@click.option(
    "--among", metavar="GROUP", help="Where the area stands: london-boroughs, similar, ‘wards of Lewisham’."
)
@click.option(
    "--sensitivity", is_flag=True, help="The same claim over neighbouring windows and all loaded editions."
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for a program to read.")
def command(measure: str, area: str, area_type: str | None, against: str, edition: str | None, among: str |
None,
            sensitivity: bool, as_json: bool, **named: str | None) -> None:  # fmt: skip
    """Compare a measure in an area over two periods, and say no more than the numbers allow.

    Months are whole and both ends are within the period. The answer is a count for each period, the change
    with its 95% interval, and a verdict: fell, rose, or no clear change where chance alone could give the
    difference. Both periods are read from one source in one classification; where that cannot be, the
    answer says why.

    \b
        commonground compare violence_against_the_person --area Lewisham --from 2018-04 --to 2018-09
        commonground compare knife-crime --area Lewisham --quarter 2024-Q2 --among london-boroughs
        commonground compare homicide --area Lewisham --year 2023/24 --against three-year-average
        commonground compare "violence with injury" --area Lewisham --rolling 2023-11 --sensitivity
        commonground compare violence_against_the_person --area Lewisham --from 2018-04 --to 2018-09 \\
            --edition 2019-02 --among london-boroughs --json
    """
    from commonground.evidence import comparison, periods
    from commonground.evidence.areas import UnknownArea
    from commonground.evidence.run import Evidence
    from commonground.evidence.sensitivity import sensitivity as tried
    from commonground.evidence.store import Store, UnknownEdition

    asked = measure_called(measure)
    try:
        period = _period(named)
        windows = periods.against(against, period)
        evidence = Evidence(Store())
        place = evidence.area(area, area_type)
        group = _group(among, place.name)
        finding = comparison.compare(evidence, asked, place, period, windows, edition=edition, among=group)
        claim = (
            tried(evidence, asked, place, period, windows, edition=edition, among=group or "london-boroughs")
            if sensitivity else None
        )  # fmt: skip
    except (UnknownArea, UnknownEdition, periods.UnreadablePeriod) as error:
        raise click.ClickException(str(error.args[0])) from None
    if as_json:
        click.echo(json.dumps(to_json(finding, claim), ensure_ascii=False, indent=1))
    else:
        _show(finding, asked.title, claim)


def _period(named: dict[str, str | None]) -> "Period":
    """The one period that the options name. Raises click.UsageError and UnreadablePeriod."""
    from commonground.evidence import periods

    given = [way for way in WAYS if named[way]]
    first, last = named["from_"], named["to"]
    if len(given) + bool(first or last) != 1 or bool(first) != bool(last):
        raise click.UsageError(
            "Say which months: --from YYYY-MM with --to YYYY-MM, or one of --month, --quarter, --year, "
            "--rolling, --financial-year-to-date, --period."
        )
    if first and last:
        return periods.span(periods.parse(first), periods.parse(last))
    read = periods.parse(str(named[given[0]]))
    lengths = {"month": 1, "quarter": 3, "year": 12, "rolling": 1, "financial_year_to_date": 1}
    if lengths.get(given[0], read.months) != read.months:
        raise periods.UnreadablePeriod(
            f"--{given[0].replace('_', '-')} takes {_takes(given[0])}, not {read.name}"
        )
    if given[0] == "rolling":
        return periods.rolling(read)
    return periods.financial_year_to_date(read) if given[0] == "financial_year_to_date" else read


def _takes(way: str) -> str:
    return {"quarter": "a quarter such as 2018-Q2", "year": "a year such as 2018 or 2018/19"}.get(
        way, "a month such as 2018-04"
    )


def _group(among: str | None, area: str) -> str | None:
    """The group's name as the evidence knows it: ``similar`` is similar to the area."""
    if among is None:
        return None
    words = " ".join(among.split())
    if " of " in words or " to " in words:  # wards of Lewisham, similar to Lewisham
        return words
    name = words.lower().replace("_", "-").replace(" ", "-")
    return f"similar to {area}" if name == "similar" else name


# In JSON.


def _months(period: "Period") -> dict[str, str]:
    return {"from": period.from_month, "to": period.to_month}


def _edition(edition: Any) -> dict[str, Any]:
    return {
        "id": edition.id, "source": edition.source, "classification": edition.classification,
        "published": edition.published, "file": edition.file, "sha256": edition.sha256,
    }  # fmt: skip


def to_json(finding: "Finding", claim: "Sensitivity | None" = None) -> dict[str, Any]:
    """A finding in plain JSON types. A number that is withheld is null, and ``withheld`` says why."""
    from commonground.evidence.figure import plain

    figures = {
        "count": finding.count, "baseline_count": finding.baseline_count, "change": finding.change,
        "change_percent": finding.change_percent, "lower_percent": finding.lower_percent,
        "upper_percent": finding.upper_percent,
    }  # fmt: skip
    among, rate = finding.among, finding.rate
    found: dict[str, Any] = {
        "measure": finding.measure,
        "area": {"code": finding.area.code, "name": finding.area.name, "type": finding.area.type},
        "period": _months(finding.period),
        "baseline": _months(finding.baseline),
        **{name: _finite(figure.value) for name, figure in figures.items()},
        "p_value": finding.p_value,
        "verdict": finding.verdict,
        "statement": plain(finding.statement),
        "among": among and {
            "group": among.group, "areas": among.areas, "fell": among.fell, "rose": among.rose,
            "rank": among.rank,
            "clear_fell": among.clear_fell, "clear_rose": among.clear_rose,
            "names_fell": list(among.names_fell),
            "names_rose": list(among.names_rose), "withheld": among.withheld,
            "statement": plain(finding.among_statement),
        },
        "edition": _edition(finding.edition) if finding.edition else None,
        "caveats": list(finding.caveats),
        "windows": [_months(window) for window in finding.windows],
        "editions": [_edition(edition) for edition in finding.editions],
        "breaks": list(finding.breaks),
        "method": finding.method,
        "withheld": {name: figure.withheld for name, figure in figures.items() if figure.withheld},
        "rate": rate and {
            "value": rate.value, "lower": finding.rate_lower and finding.rate_lower.value,
            "upper": finding.rate_upper and finding.rate_upper.value, "of": finding.rate_of,
        },
    }  # fmt: skip
    if claim is not None:
        found["sensitivity"] = {
            "statement": plain(claim.statement),
            "variants": [
                {
                    "period": _months(v.period), "baseline": [_months(w) for w in v.windows],
                    "classification": v.classification, "published": v.published,
                    "editions": list(v.editions),
                    "count": v.count.value, "baseline_count": v.baseline_count.value,
                    "change_percent": v.change_percent.value, "verdict": v.verdict, "alike": v.alike,
                    "areas": v.areas,
                    "is_claim": v.is_claim,
                }
                for v in claim.variants
            ],
            "left_out": claim.left_out,
        }  # fmt: skip
    return found


def _finite(value: float | None) -> float | None:
    """JSON has no infinity: an interval without an upper end has null."""
    return None if value is None or value in (float("inf"), float("-inf")) else value


# On the screen.


def _show(finding: "Finding", title: str, claim: "Sensitivity | None") -> None:
    from commonground.cli.screen import bullets, console, heading, pairs
    from commonground.evidence import periods, wording
    from commonground.evidence.figure import plain

    screen = console()
    heading(screen, f"{title} · {finding.area.name}")
    screen.print(f"{finding.period.name} against {periods.name(finding.windows)}", style="dim")
    screen.print()
    screen.print(finding.verdict.capitalize(), style="bold cyan")
    screen.print(plain(finding.statement))
    if finding.edition:
        screen.print()
        pairs(screen, _numbers(finding), right=True)
    if finding.among:
        heading(screen, f"Among {wording.group_name(finding.among.group)}")
        screen.print(plain(finding.among_statement))
        if finding.among.rank:
            screen.print(
                f"By change in per cent, {finding.area.name} is {wording.ordinal(finding.among.rank)} of "
                f"{finding.among.areas}; 1st is the largest fall."
            )
    if finding.caveats:
        heading(screen, "What limits this")
        bullets(screen, finding.caveats)
    if finding.editions:
        heading(screen, "Read from")
        pairs(screen, {e.id: _published(e) for e in finding.editions})
    if claim is not None:
        _show_sensitivity(screen, claim)


def _numbers(finding: "Finding") -> dict[str, str]:
    from commonground.evidence import periods, wording

    rows = {
        _start_large(finding.period.name): str(finding.count),
        _start_large(periods.name(finding.windows)): str(finding.baseline_count),
    }
    if finding.change.value is not None:
        rows["Change"] = str(finding.change)
    if finding.change_percent.value is not None:
        rows["Change in per cent"] = str(finding.change_percent)
        rows["95% interval"] = f"{finding.lower_percent} to {finding.upper_percent}"
    if finding.p_value is not None:
        rows["p value"] = wording.p_value(finding.p_value)
    if finding.rate and finding.rate.value is not None:
        rows[_start_large(finding.rate_of)] = str(finding.rate)
        rows["its 95% interval"] = f"{finding.rate_lower} to {finding.rate_upper}"
    return rows


def _start_large(words: str) -> str:
    return words[:1].upper() + words[1:]


def _published(edition: Any) -> str:
    from commonground.sources import sources

    of = sources()[edition.source].title
    told = [of, edition.classification, f"published {edition.published}" if edition.published else "undated"]
    return " · ".join(part for part in told if part)


def _show_sensitivity(screen: Any, claim: "Sensitivity") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from commonground.cli.screen import heading
    from commonground.evidence.figure import plain

    heading(screen, "Would other months, or another edition, say the same?")
    screen.print(plain(claim.statement))
    if claim.left_out:
        screen.print(
            f"Left out: {claim.left_out} more, whose counts are small or not known, or would give a small one away."
        )
    if not claim.variants:
        return
    way = {-1: "Lower", 1: "Higher"}.get(claim.claim.direction if claim.claim else 0, "Alike")
    for classification, published in dict.fromkeys((v.classification, v.published) for v in claim.variants):
        screen.print()
        screen.print(
            f"{classification or 'Loaded editions'}, published {published or 'on an unknown date'}",
            style="bold",
        )
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for name in ("Months", "Count", "Before", "Change", f"{way} in", "Verdict"):
            table.add_column(name, justify="left" if name in ("Months", "Verdict") else "right")
        for v in claim.variants:
            if (v.classification, v.published) == (classification, published):
                table.add_row(
                    f"{v.period.short}{' (the claim)' if v.is_claim else ''}", str(v.count),
                    str(v.baseline_count),
                    str(v.change_percent) if v.change_percent.value is not None else "few",
                    "" if v.alike is None else f"{v.alike} of {v.areas}", v.verdict,
                    style="bold" if v.is_claim else None,
                )  # fmt: skip
        screen.print(table)
