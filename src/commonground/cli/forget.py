"""``commonground forget``: take an edition out of the store again."""

import click


@click.command("forget", short_help="Take an edition out of the store again.")
@click.argument("edition", metavar="EDITION")
def command(edition: str) -> None:
    """Take an edition out of the evidence store. The file it was loaded from is not touched.

    EDITION is its id, or enough of the start of it to be the only one; “commonground sources” lists them.

    \b
        commonground forget mps_borough-2019-02-3fa1b2c4
        commonground forget mps_borough-2019
    """
    from commonground.evidence.store import Store, UnknownEdition

    try:
        gone = Store().forget(edition)
    except UnknownEdition as error:
        raise click.UsageError(str(error)) from None
    rows = "1 row" if gone.rows_loaded == 1 else f"{gone.rows_loaded:,} rows"
    click.echo(f"{gone.id} is out of the store: {rows}, from {gone.file}.")
