"""``commonground sources``: what can be loaded, and what has been."""

import json

import click


@click.command("sources", short_help="What can be loaded, and what has been.")
@click.argument("key", metavar="[SOURCE]", required=False)
@click.option("--loaded", is_flag=True, help="Only the sources with an edition in the store.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for a program to read.")
def command(key: str | None, loaded: bool, as_json: bool) -> None:
    """List the sources that are known, and the editions of each in the store.

    \b
        commonground sources
        commonground sources --loaded
        commonground sources mps_borough

    With the name of a SOURCE: what it holds, its columns, its licence and its caveats.
    """
    from commonground.evidence.store import Store
    from commonground.sources import sources

    known = sources()
    if key is not None and key not in known:
        raise click.UsageError(f"there is no source “{key}”; “commonground sources” lists them.")
    editions: dict[str, list] = {}
    for edition in Store().editions(key):
        editions.setdefault(edition.source, []).append(edition)
    chosen = [s for s in known.values() if key in (None, s.key) and (editions.get(s.key) or not loaded)]
    if as_json:
        answer = [_plain(source, editions.get(source.key, [])) for source in chosen]
        click.echo(json.dumps({"sources": answer}, ensure_ascii=False, indent=1))
    elif key is not None:
        _tell(chosen[0], editions.get(key, [])) if chosen else click.echo(f"No edition of {key} is loaded.")
    else:
        for source in chosen:
            click.echo(f"{source.key}: {source.title}, {source.publisher}")
            for edition in editions.get(source.key, []):
                click.echo(f"    {_line(edition)}")
        count = sum(map(len, editions.values()))
        held = (
            f"{count} {'edition' if count == 1 else 'editions'} of {len(editions)} sources" if count else "no edition"
        )
        click.echo(f"{len(known)} sources can be loaded; the store has {held}.")


def _line(edition) -> str:
    said = f"{edition.id}: {edition.rows_loaded:,} {'row' if edition.rows_loaded == 1 else 'rows'}"
    if edition.classification:
        said += f", {edition.classification}"
    if edition.periods:
        said += f", {edition.periods[0][0]:%Y-%m} to {edition.periods[-1][1]:%Y-%m}"
    return said


def _tell(source, editions: list) -> None:
    click.echo(f"{source.title} ({source.key})\n{source.about}\n")
    click.echo(f"Publisher: {source.publisher}\nLicence: {source.licence.name}\nAttribution: {source.attribution}\n")
    click.echo("Columns:")
    for column in source.delivery:
        click.echo(f"    {' or '.join(column.spelled)}{'' if column.required else ' (may be missing)'}")
    if source.wide:
        click.echo("    and one column for each period")
    if source.caveats:
        click.echo("\nTo be known:" + "".join(f"\n    {caveat}" for caveat in source.caveats))
    click.echo("\nLoaded:" + ("".join(f"\n    {_line(edition)}" for edition in editions) or " nothing yet."))


def _plain(source, editions: list) -> dict:
    return {
        "source": source.key,
        "title": source.title,
        "publisher": source.publisher,
        "licence": source.licence.name,
        "open": source.is_open,
        "holds": source.holds,
        "editions": [edition.to_json() for edition in editions],
    }
