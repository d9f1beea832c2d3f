"""``commonground analyse``: one question put to a table that somebody has; each analysis declares its own command."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from commonground.report.analysis import Analysis, Column, Given, Option


class Analyses(click.Group):
    """The commands, read from the catalogue of analyses."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from commonground import catalogue

        return [key.replace("_", "-") for key in catalogue.keys("commonground.report.analyses")]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        from commonground.report.analysis import analyses

        declared = analyses().get(name.replace("-", "_"))
        return command_of(declared) if declared else None


@click.group("analyse", cls=Analyses)
def command() -> None:
    """Put a question to a table of your own: near repeats, alarms, hot spots, disparity and more.

    Each analysis says in a sentence what it found and how sure it is, and what it cannot say. The file is a CSV, a
    workbook or Parquet; nothing of it is kept or sent anywhere.

    \b
        commonground analyse concentration --help
        commonground analyse concentration docs/examples/concentration.csv --column count=offences
    """


def command_of(analysis: "Analysis") -> click.Command:
    """The click command of a declared analysis."""
    parameters: list[click.Parameter] = []
    if analysis.files != "none":
        parameters.append(click.Argument(["files"], nargs=1 if analysis.files == "one" else -1, required=True, metavar=(
            "FILE" if analysis.files == "one" else "FILES..."), type=click.Path(path_type=Path)))  # fmt: skip
        parameters.append(click.Option(
            ["--column", "columns"], multiple=True, metavar="KEY=HEADING", help="What a column is called in the file."
        ))  # fmt: skip
    parameters += [_parameter(option) for option in analysis.options]
    if analysis.random:
        parameters.append(click.Option(
            ["--seed"], type=click.IntRange(0), default=1, show_default=True,
            help="Where the random numbers start: the same seed gives the same answer.",
        ))  # fmt: skip
    parameters += [
        click.Option(["--out"], multiple=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help=(
            "Write the answer: .svg or .png (chart), .csv (table), .json, .html, .pdf, .docx. As often as you like.")),
        click.Option(["--json", "as_json"], is_flag=True, help="Answer in JSON, for a program to read."),
    ]  # fmt: skip

    def callback(**given: Any) -> None:
        answer(analysis, **given)

    return click.Command(
        analysis.command, params=parameters, callback=callback, help=_help(analysis), short_help=analysis.question
    )


def _parameter(option: "Option") -> click.Option:
    kinds: Mapping[str, Any] = {
        "number": float, "whole": int, "text": str, "numbers": str, "date": click.DateTime(["%Y-%m-%d"]),
        "file": click.Path(path_type=Path),
    }  # fmt: skip
    name = f"--{option.key.replace('_', '-')}"
    if option.kind == "yes or no":
        return click.Option([name, option.key], is_flag=True, default=bool(option.default), help=option.about)
    kind = click.Choice(option.choices) if option.choices else kinds[option.kind]
    default = option.default
    if option.kind == "numbers" and default is not None:
        default = ",".join(f"{number:g}" for number in default)
    return click.Option(
        [name, option.key], type=kind, default=default, show_default=default is not None, help=option.about,
        metavar="N,N,..." if option.kind == "numbers" else None,
    )  # fmt: skip


def _help(analysis: "Analysis") -> str:
    columns = [*analysis.columns, *(column for option in analysis.options for column in option.columns)]
    parts = [analysis.question, f"Method: {analysis.method}"]
    if columns:
        parts.append("\b\nColumns:\n" + "\n".join(
            f"  {c.key}: {c.about}{'' if c.required else ' (may be left out)'}" for c in columns
        ))  # fmt: skip
    parts.append("\b\nIt cannot say:\n" + "\n".join(f"  * {said}" for said in analysis.cannot_say))
    parts.append(f"\b\nExample:\n  commonground analyse {analysis.command} {analysis.example}")
    return "\n\n".join(parts)


def answer(
    analysis: "Analysis", *, out: tuple[Path, ...], as_json: bool, files: Any = (), columns: tuple[str, ...] = (),
    seed: int = 1, **options: Any,
) -> None:  # fmt: skip
    """Read, analyse and say; what cannot be done is one sentence."""
    import sys

    import numpy as np
    from rich.console import Console
    from rich.progress import Progress

    from commonground.cli import analysed
    from commonground.report.analysis import Asked

    for path in out:
        if path.suffix.lower() not in analysed.WRITES:
            raise click.UsageError(f"--out {path}: the ending must be one of {', '.join(analysed.WRITES)}.")
    paths = [files] if isinstance(files, Path) else list(files)
    named = _named(columns, analysis)
    tables = tuple(_table(path, analysis.columns, named) for path in paths)
    for option in analysis.options:
        options[option.key] = _value(option, options[option.key])
    console = Console(stderr=True)
    with Progress(console=console, disable=as_json or not sys.stderr.isatty(), transient=True) as progress:
        task = progress.add_task(analysis.title, total=None)

        def step(done: int, of: int) -> None:
            progress.update(task, completed=done, total=of)

        try:
            outcome = analysis.work(Asked(tables, options, np.random.default_rng(seed), step))
        except ValueError as error:
            where = f"{', '.join(path.name for path in paths)}: " if paths else ""
            said = str(error)
            raise click.ClickException(where + said + ("" if said.endswith(".") else ".")) from None
    told = analysed.Answer(
        analysis, outcome, tuple(path.name for path in paths), _plain(options), seed if analysis.random else None,
        few=any(_holds_few(analysis.columns, table) for table in tables),
    )  # fmt: skip
    for path in out:
        analysed.write(told, path)
    if as_json:
        click.echo(json.dumps(analysed.to_json(told), ensure_ascii=False, indent=1))
    else:
        analysed.show(told, out)


def _named(columns: Sequence[str], analysis: "Analysis") -> dict[str, str]:
    known = {c.key for c in analysis.columns} | {c.key for o in analysis.options for c in o.columns}
    named = {}
    for pair in columns:
        key, equals, heading = pair.partition("=")
        if not equals or key not in known:
            raise click.UsageError(
                f"--column {pair}: say KEY=HEADING, where KEY is one of {', '.join(sorted(known)) or 'none'}."
            )
        named[key] = heading
    return named


def _table(path: Path, wanted: Sequence["Column"], named: Mapping[str, str]) -> "Given":
    """The table with the columns that are wanted. Raises Refusal with one sentence."""
    from commonground.report.analysis import Given
    from commonground.sources.readers import columns
    from commonground.sources.readers.refusal import Refusal

    sheet = columns.sheet(path)
    as_kind: Mapping[str, Callable[..., Any]] = {
        "number": columns.numbers, "count": columns.counts, "date": columns.days, "time": columns.times,
        "text": columns.words, "yes or no": columns.answers,
    }  # fmt: skip
    spelt = {heading.casefold(): heading for heading in sheet.cells}
    found, taken = {}, set()
    for column in wanted:
        heading = spelt.get(named.get(column.key, column.key).casefold())
        if heading is not None:
            found[column.key] = as_kind[column.kind](sheet, heading, column.blank)
            taken.add(heading)
        elif column.required or column.key in named:
            asked = named.get(column.key, column.key)
            raise Refusal(
                sheet.name,
                f"has no column “{asked}” ({column.about}). It has {', '.join(sheet.cells)}. "
                f"Name it with --column {column.key}=HEADING.",
            )
    return Given(sheet.name, found, {h: cells for h, cells in sheet.cells.items() if h not in taken})


def _value(option: "Option", said: Any) -> Any:
    if said is None:
        return None
    if option.kind == "numbers":
        try:
            return tuple(float(part) for part in said.split(","))
        except ValueError:
            raise click.UsageError(
                f"--{option.key.replace('_', '-')} {said}: give numbers with commas between them, such as 0,200,400."
            ) from None
    if option.kind == "date":
        return said.date()
    return _table(said, option.columns, {}) if option.kind == "file" else said


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options as they are written down again."""
    from commonground.report.analysis import Given

    plain = {}
    for key, value in options.items():
        if value is not None:
            plain[key] = value.name if isinstance(value, Given) else list(value) if isinstance(value, tuple) else value
    return plain


def _holds_few(wanted: Sequence["Column"], table: "Given") -> bool:
    counted = [c.key for c in wanted if c.kind == "count" and c.key in table]
    return any(bool(((table[key] >= 1) & (table[key] <= 4)).any()) for key in counted)
