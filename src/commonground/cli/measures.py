"""``commonground measures``: what can be measured, of what, and from which loaded editions."""

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from commonground.evidence.measure import Measure
    from commonground.evidence.run import Evidence


def measure_called(name: str) -> "Measure":
    """The measure of this key or title, however it is spelt; a beginning is enough. Raises ClickException."""
    from commonground.evidence import measure

    try:
        return measure.measure_called(name)
    except measure.UnknownMeasure as unknown:
        raise click.ClickException(f"{unknown.args[0]} ‘commonground measures’ lists them all.") from None


@click.command("measures", short_help="What can be measured, and from which sources.")
@click.argument("measure", required=False)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for a program to read.")
def command(measure: str | None, as_json: bool) -> None:
    """List the measures, or show one whole: what it counts, from what, how far back, and what limits it.

    \b
        commonground measures
        commonground measures "knife crime with injury"
        commonground measures homicide --json

    A measure is named by its key or title; case, hyphens and underscores do not matter.
    """
    from commonground.evidence.measure import measures
    from commonground.evidence.run import Evidence
    from commonground.evidence.store import Store

    evidence = Evidence(Store())
    listed = [measure_called(measure)] if measure else list(measures().values())
    if as_json:
        plain = [described(evidence, m) for m in listed]
        click.echo(json.dumps(plain[0] if measure else {"measures": plain}, ensure_ascii=False, indent=1))
    elif measure:
        _show_one(evidence, listed[0])
    else:
        _show_all(evidence, listed)


def described(evidence: "Evidence", measure: "Measure") -> dict[str, Any]:
    """A measure in plain JSON types, with the editions it can be counted from."""
    from commonground.evidence.breaks import breaks_of
    from commonground.evidence.choice import choices

    broken = dict.fromkeys(b for count in measure.counts for b in breaks_of(measure, count))
    return {
        "key": measure.key, "title": measure.title, "definition": measure.definition,
        "version": measure.version,
        "unit": measure.unit, "polarity": measure.polarity, "limits": measure.limits or None,
        "flagged_by": measure.flagged_by or None, "population": measure.population,
        "rate_per": measure.rate_per if measure.population else None,
        "comparable_from": measure.comparable_from and measure.comparable_from.isoformat(),
        "breaks": [{"key": b.key, "title": b.title, "sentence": b.sentence} for b in broken],
        "sources": list(dict.fromkeys(count.source for count in measure.counts)),
        "counts": [
            {"source": c.source, "classification": c.classification, "where": [str(w) for w in c.where],
             "of": [str(w) for w in c.of], "by": list(c.by)}
            for c in measure.counts
        ],
        "loaded": [
            {
                "source": choice.count.source, "classification": choice.classification,
                "editions": [e.id for e in choice.editions],
                "areas": sorted({kind for e in choice.editions for kind in e.area_types}),
                "from": f"{choice.periods[0][0]:%Y-%m}" if choice.periods else None,
                "to": f"{choice.periods[-1][1]:%Y-%m}" if choice.periods else None,
            }
            for choice in choices(measure, evidence.editions)
        ],
        "missing": evidence.missing(measure), "caveats": list(measure.caveats),
    }  # fmt: skip


def _show_all(evidence: "Evidence", listed: "list[Measure]") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from commonground.cli.screen import console

    screen = console()
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in ("Measure", "Unit", "Loaded"):
        table.add_column(heading, overflow="fold", no_wrap=heading != "Unit")
    for measure in listed:
        loaded = described(evidence, measure)["loaded"]
        stretches = [one for one in loaded if one["from"]]
        reach = (
            f"{min(o['from'] for o in stretches)} to {max(o['to'] for o in stretches)}" if stretches else "–"
        )
        table.add_row(measure.key.replace("_", "-"), measure.unit, reach, style=None if stretches else "dim")
    screen.print(table)
    screen.print(
        "\n‘commonground measures NAME’ shows one whole: its title, definition, sources and limits.",
        style="dim",
    )


def _show_one(evidence: "Evidence", measure: "Measure") -> None:
    from commonground.cli.screen import bullets, console, heading, pairs
    from commonground.sources import sources

    screen, told = console(), described(evidence, measure)
    heading(screen, measure.title, measure.key)
    screen.print(measure.definition)
    screen.print()
    per = f"per {measure.rate_per:,} residents, {measure.population}" if measure.population else "none"
    facts = {
        "Unit": measure.unit, "Definition": measure.version, "Limits": measure.limits,
        "Flagged by": measure.flagged_by,
        "Rate": per, "Comparable from": told["comparable_from"] or "", "Reads as": measure.polarity,
    }  # fmt: skip
    pairs(screen, {name: said for name, said in facts.items() if said})
    heading(screen, "What is loaded")
    if told["missing"]:
        screen.print(told["missing"])
    for one in told["loaded"]:
        kinds = ", ".join(kind.replace("_", " ") for kind in one["areas"])
        words = (
            f"{sources()[one['source']].title} · {one['classification'] or 'one classification'} · {kinds}"
        )
        bullets(screen, [f"{words} · {one['from']} to {one['to']}" if one["from"] else words])
        screen.print("    " + ", ".join(one["editions"]), style="dim")
    if told["breaks"]:
        heading(screen, "Breaks in the series")
        bullets(screen, [b["sentence"] for b in told["breaks"]])
    if told["caveats"]:
        heading(screen, "What limits it")
        bullets(screen, told["caveats"])
