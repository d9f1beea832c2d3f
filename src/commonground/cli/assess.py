"""commonground assess: the strategic assessment of an area, as HTML, PDF and Word."""

import json
import sys
from datetime import date, datetime
from pathlib import Path

import click

FORMATS = ("html", "pdf", "docx")


@click.command("assess")
@click.argument("area")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    show_default=True,
    help="Folder to write to; the assessment goes into a folder in it named for the area.",
)
@click.option(
    "--texts",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of officers' texts, one .md or .txt file each: recommendations.md, delivered.md ...",
)
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS), help="Only these formats.")
@click.option(
    "--date", "today", type=click.DateTime(["%Y-%m-%d"]), help="The date on the front page; today by default."
)
@click.option("--json", "as_json", is_flag=True, help="Say what was written as JSON.")
def command(
    area: str, out: Path, texts: Path | None, formats: tuple[str, ...], today: datetime | None, as_json: bool
) -> None:
    """Write the strategic assessment of AREA from what is loaded.

    Three documents with the same content are written, and a ledger of every figure in them that
    ‘commonground trace’ reads. Sections for which nothing is loaded say so and are short; what an officer
    has still to write is marked. Load data first: ‘commonground load data’.

    \b
    Examples:
        commonground assess Lewisham
        commonground assess Hackney --texts words/hackney --format docx
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from commonground.evidence.areas import UnknownArea
    from commonground.evidence.run import Evidence
    from commonground.evidence.store import Store, home
    from commonground.report import assessment
    from commonground.report.render import render
    from commonground.report.section import sections

    evidence = Evidence(Store())
    if not evidence.editions:
        raise click.ClickException(
            f"nothing is loaded in {home()}: load published data first, as in ‘commonground load data’."
        )
    try:
        place = evidence.area(area, "local_authority")
    except UnknownArea as unknown:
        raise click.ClickException(str(unknown)) from None
    wanted = formats or FORMATS
    folder = out / place.name.lower().replace(" ", "-")
    folder.mkdir(parents=True, exist_ok=True)
    console = Console(stderr=True, quiet=as_json)
    written: list[Path] = []
    problems: list[str] = []
    columns = (TextColumn("{task.description:<44}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not sys.stderr.isatty() or as_json) as progress:
        task = progress.add_task("Reading the evidence", total=2 * len(sections()) + len(wanted) + 1)

        def step(name: str) -> None:
            progress.update(task, advance=1, description=name)

        document = assessment.write(
            evidence,
            place,
            today=today.date() if today else date.today(),
            texts=assessment.officers_texts(texts),
            step=step,
        )
        written.append(assessment.save_ledger(document, evidence, folder))
        for format in wanted:
            step(f"Writing {format.upper()}")
            written += render(document, folder, (format,), say=problems.append)
        step("Done")
    figures = sum(1 for _ in document.figures)
    if as_json:
        click.echo(
            json.dumps(
                {
                    "area": {"code": place.code, "name": place.name},
                    "files": [str(p) for p in written],
                    "figures": figures,
                    "problems": problems,
                },
                indent=1,
            )
        )
    else:
        for path in written:
            click.echo(f"{path}")
        click.echo(f"{figures:,} figures, each of which ‘commonground trace {written[0]}’ works out again.")
        for problem in problems:
            click.echo(problem, err=True)
