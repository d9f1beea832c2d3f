"""``commonground redraw``: the draw of a scrutiny panel, made again from its list and its seed."""

from pathlib import Path

import click


@click.command("redraw", short_help="Make the draw of a scrutiny panel again, from its list and its seed.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--seed", type=int, required=True, help="The seed that the chair of the panel gave.")
@click.option("--draw", "size", type=int, help="How many records were drawn, if not by class.")
@click.option("--by", metavar="COLUMN", help="The column by whose classes was drawn.")
@click.option("--quota", "quotas", multiple=True, metavar="CLASS=N", help="How many of a class; once for each class.")
@click.option("--digest", metavar="SHA256", help="The digest that was shown before the draw; refused if another.")
def command(
    file: Path, seed: int, size: int | None, by: str | None, quotas: tuple[str, ...], digest: str | None
) -> None:
    """Print the SHA-256 of a list and the references drawn from it, in the order of the draw.

    The list is the CSV file that the page “Check the draw” gives, or any CSV with a column “reference”: it is put in
    order first. The same list and seed give the same records on any computer.

    \b
        commonground redraw list.csv --seed 20260312 --draw 12
        commonground redraw list.csv --seed 20260312 --by ethnicity --quota Black=4 --quota White=4
    """
    from commonground.registers.scrutiny import draw
    from commonground.sources.readers.refusal import Refusal

    try:
        records = draw.as_written(file.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise Refusal(str(file), "does not exist.") from None
    except (OSError, UnicodeDecodeError, draw.CannotDraw) as wrong:
        raise Refusal(file.name, f"cannot be read as a list: {wrong}") from None
    if (size is None) == (by is None):
        raise click.UsageError("Say how many were drawn (--draw 12), or by which classes (--by COLUMN --quota A=4).")
    found = draw.digest(records)
    if digest and digest.lower() != found:
        raise Refusal(file.name, f"is another list: its digest is {found}.")
    asked = draw.Asked(size or 0) if by is None else draw.Asked(0, by, _quotas(quotas))
    try:
        drawn = draw.drawn(records, asked, seed)
    except draw.CannotDraw as wrong:
        raise Refusal(file.name, str(wrong)) from None
    click.echo(f"{len(records)} references; SHA-256 {found}")
    for reference in drawn:
        click.echo(reference)


def _quotas(given: tuple[str, ...]) -> dict[str, int]:
    found = {}
    for one in given:
        name, _, number = one.rpartition("=")
        if not number.isdigit():
            raise click.UsageError(f"--quota {one}: say a class and a number, such as --quota Black=4.")
        found[name] = int(number)
    if not found:
        raise click.UsageError("Say how many of each class were drawn: --quota Black=4.")
    return found
