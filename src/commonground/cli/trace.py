"""``commonground trace``: where each number of a report comes from, worked out again."""

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from commonground.evidence.edition import Edition
    from commonground.evidence.figure import Figure
    from commonground.evidence.run import Evidence


KEPT = ("source", "file", "sha256")
"""What is told of an edition beside its id."""


@dataclass(frozen=True)
class Traced:
    """One number of the report, what the evidence gives for it now, and how the two stand."""

    where: str
    figure: "Figure"
    again: int | float | None
    outcome: str  # "agrees", "differs", "withheld", or why it cannot be worked out


@click.command("trace", short_help="Where each number of a report comes from, worked out again.")
@click.argument("report", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for a program to read.")
@click.option("--only", metavar="WORDS", help="Only the figures whose place or method has these words.")
def command(report: Path, as_json: bool, only: str | None) -> None:
    """List every number of a report with its source, edition, hash, filter and method, and work it out again.

    \b
        commonground trace out/lewisham/assessment.json
        commonground trace out/lewisham/assessment.docx --only summary

    The figures stand in the .json file beside the report. The exit status is 1 if any number differs from
    what the store gives now, or cannot be worked out because its edition is not loaded.
    """
    from commonground.evidence.run import Evidence
    from commonground.evidence.store import Store

    evidence = Evidence(Store())
    traced = [
        trace(where, figure, evidence) for where, figure in figures_of(report) if _asked(only, where, figure)
    ]
    if as_json:
        click.echo(json.dumps(to_json(traced, evidence), ensure_ascii=False, indent=1))
    else:
        _show(traced, evidence)
    if any(t.outcome not in ("agrees", "withheld") for t in traced):
        sys.exit(1)


def _asked(only: str | None, where: str, figure: "Figure") -> bool:
    return only is None or only.lower() in f"{where} {figure.method} {dict(figure.arguments)}".lower()


def figures_of(report: Path) -> "list[tuple[str, Figure]]":
    """The figures of a report, with where each stands. Raises ClickException for what is no report."""
    from commonground.evidence.figure import Figure

    written = report if report.suffix == ".json" else report.with_suffix(".json")
    try:
        listed = json.loads(written.read_text("utf-8"))["figures"]
        return [
            (
                str(one.get("where", "")),
                Figure(one["value"], one["shown"], one["method"], tuple(one["arguments"].items()),
                       tuple(one["editions"]), one.get("withheld")),
            )
            for one in listed
        ]  # fmt: skip
    except FileNotFoundError:
        raise click.ClickException(
            f"{written}: there is no such file; a report has its .json beside it."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        raise click.ClickException(f"{written}: this is not the list of figures of a report.") from None


def trace(where: str, figure: "Figure", evidence: "Evidence") -> Traced:
    """Work the figure out again."""
    from commonground.evidence import recipes
    from commonground.evidence.reading import Untraceable

    if figure.withheld or figure.value is None:
        return Traced(where, figure, None, "withheld")
    try:
        again = recipes.recompute(figure, evidence)
    except Untraceable as error:
        return Traced(where, figure, None, str(error))
    return Traced(where, figure, again, "agrees" if recipes.agrees(figure, again) else "differs")


def _filter(figure: "Figure", evidence: "Evidence") -> str:
    """The rows that were counted, in words: the conditions of the measure and of the breakdown."""
    from commonground.evidence import recipes
    from commonground.evidence.measure import measures

    told = dict(figure.arguments)
    measure = measures().get(str(told.get("measure")))
    conditions: list[str] = []
    for count in measure.counts if measure else ():
        if (count.source, count.classification or told.get("classification")) == (
            told.get("source"), told.get("classification"),
        ):  # fmt: skip
            conditions = [str(w) for w in (*count.where, *count.of)]
            break
    known = recipes.ARGUMENTS
    return "; ".join(
        [*conditions, *(f"{name} is {value}" for name, value in told.items() if name not in known)]
    )


def to_json(traced: list[Traced], evidence: "Evidence") -> dict[str, Any]:
    """Everything that was traced, in plain JSON types."""
    editions = {e.id: e for e in evidence.editions}
    return {
        "figures": len(traced),
        "agree": sum(t.outcome == "agrees" for t in traced),
        "withheld": sum(t.outcome == "withheld" for t in traced),
        "differ": sum(t.outcome not in ("agrees", "withheld") for t in traced),
        "traced": [
            {
                "where": t.where, "shown": t.figure.shown, "value": t.figure.value, "again": t.again,
                "outcome": t.outcome, "method": t.figure.method, "arguments": dict(t.figure.arguments),
                "filter": _filter(t.figure, evidence), "withheld": t.figure.withheld,
                "editions": [
                    {"id": i} | {key: getattr(editions.get(i), key, None) for key in KEPT}
                    for i in t.figure.editions
                ],
            }
            for t in traced
        ],
    }  # fmt: skip


def _kept(edition: "Edition", figures: int) -> str:
    counted = "1 figure" if figures == 1 else f"{figures:,} figures"
    return f"{edition.source} · {edition.file} · sha256 {edition.sha256[:16]}… · {counted}"


def _show(traced: list[Traced], evidence: "Evidence") -> None:
    from commonground.cli.screen import console, heading, pairs
    from commonground.evidence import recipes

    screen = console()
    editions = {e.id: e for e in evidence.editions}
    place = None
    for t in traced:
        if t.where != place:
            place = t.where
            heading(screen, place or "Report")
        about = (
            recipes.RECIPES[t.figure.method].about if t.figure.method in recipes.RECIPES else t.figure.method
        )
        arguments = ", ".join(f"{name} {value}" for name, value in t.figure.arguments if value is not None)
        said = {
            "agrees": "agrees",
            "differs": f"differs: {t.again} now",
            "withheld": f"withheld: {t.figure.withheld}",
        }
        screen.print(f"  {t.figure.shown}", style="bold", end="  ")
        outcome = said.get(t.outcome, t.outcome)
        screen.print(outcome, style=None if t.outcome in said and t.outcome != "differs" else "bold red")
        screen.print(f"    {about}", style="dim")
        screen.print(f"    {t.figure.method}: {arguments}", style="dim")
        if rows := _filter(t.figure, evidence):
            screen.print(f"    rows: {rows}", style="dim")
        screen.print(f"    {', '.join(t.figure.editions) or 'no edition'}", style="dim")
    used = Counter(i for t in traced for i in t.figure.editions)
    heading(screen, "Editions")
    pairs(
        screen,
        {
            i: _kept(editions[i], n) if i in editions else "not in the store"
            for i, n in sorted(used.items())
        },
    )  # fmt: skip
    agree, withheld = (sum(t.outcome == outcome for t in traced) for outcome in ("agrees", "withheld"))
    rest = len(traced) - agree - withheld
    screen.print()
    screen.print(
        f"{len(traced):,} figures: {agree:,} agree, {withheld:,} are withheld, {rest:,} differ or cannot "
        "be worked out.",
        style="bold",
    )
