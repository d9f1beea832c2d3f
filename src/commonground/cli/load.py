"""``commonground load``: add published files and partner extracts to the evidence store."""

import json
import re
import sys
from pathlib import Path

import click


def _publication(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?", value):
        raise click.BadParameter(f"“{value}” is not a month or day such as 2019-02 or 2019-02-14.")
    return value


@click.command("load", short_help="Add published files and partner extracts to the evidence store.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--published",
    metavar="YYYY-MM[-DD]",
    callback=_publication,
    help="When the files were published, where they do not say it themselves.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for a program to read.")
def command(paths: tuple[Path, ...], published: str | None, as_json: bool) -> None:
    """Add files, folders or zip archives to the evidence store.

    Each file is recognised by its content, checked in every cell, and loaded whole or not at all, as an
    edition that keeps where it came from. What was loaded before is not loaded again. Read-me files and
    licences are passed over.

    \b
        commonground load data/
        commonground load 2023-01-metropolitan-street.csv
        commonground load latest.zip --published 2023-03
        commonground load "MPS Borough Level Crime.csv" --published 2019-02 --json

    A folder named published-2019-02 says the same as --published 2019-02 for the files in it. The exit status
    is 2 if any file could not be loaded; the others are loaded all the same.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from commonground.evidence.loading import load, title
    from commonground.evidence.store import Store

    outcomes = []
    console = Console(stderr=True)
    quiet = as_json or not sys.stderr.isatty()
    with Progress(
        TextColumn("Loading"),
        BarColumn(),
        TextColumn("{task.completed} files  {task.fields[file]}"),
        TimeElapsedColumn(),
        console=console,
        disable=quiet,
        transient=True,
    ) as progress:
        task = progress.add_task("load", total=None, file="")
        for outcome in load(paths, Store(), published):
            outcomes.append(outcome)
            progress.update(task, advance=1, file=outcome.file[-60:])
            if not as_json:
                if outcome.error:
                    click.echo(outcome.error, err=True)
                elif outcome.edition:
                    click.echo(_line(outcome, title(outcome.edition)))
    if as_json:
        click.echo(json.dumps({"files": [outcome.to_json() for outcome in outcomes]}, ensure_ascii=False, indent=1))
    else:
        _sum_up(outcomes)
    if any(outcome.error for outcome in outcomes):
        sys.exit(2)


def _line(outcome, title: str) -> str:
    edition = outcome.edition
    if outcome.unchanged:
        return f"{outcome.file}: was loaded before as {edition.id}; nothing has changed."
    said = f"{outcome.file}: {_rows(edition.rows_loaded)} of {title}"
    if edition.rows_rejected:
        reasons = "; ".join(f"{count:,} {reason}" for reason, count in edition.rejections)
        said += f", {edition.rows_rejected:,} rejected ({reasons})"
    if edition.classification:
        said += f", classification {edition.classification}"
    said += f", published {edition.published}." if edition.published else "."
    spoken = [w for w in edition.warnings if not w.startswith("the file does not say when")]
    return said + "".join(f"\n  note: {warning}" for warning in spoken)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _sum_up(outcomes: list) -> None:
    new = [o for o in outcomes if o.edition and not o.unchanged]
    refused = [o for o in outcomes if o.error]
    undated = [o for o in new if o.edition.published is None and any("--published" in w for w in o.edition.warnings)]
    if undated:
        click.echo(f"{len(undated)} of the files do not say when they were published: --published YYYY-MM tells it.")
    if len(outcomes) > 1:
        rows = sum(o.edition.rows_loaded for o in new)
        same = sum(o.unchanged for o in outcomes)
        click.echo(f"{len(new)} loaded ({rows:,} rows), {same} loaded before, {len(refused)} not loaded.")
