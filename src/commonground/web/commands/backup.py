"""``commonground backup``: copy database, evidence and files."""

from pathlib import Path

import click

from commonground.web.site_command import SiteCommand


@click.command("backup", cls=SiteCommand)
@click.argument("target", metavar="FOLDER|FILE.tar", type=click.Path(path_type=Path))
def command(target: Path) -> None:
    """Copy the database, the evidence and the files, as they are at this moment.

    Into a folder that is there goes a new folder named by the hour; any other name is the name of the backup
    itself, and one that ends in .tar is a single file. The site may run meanwhile. The backup holds
    everything that the site holds: keep it encrypted, and on another machine.

    \b
        commonground backup /srv/backups
        commonground backup /srv/backups/tonight.tar
    """
    from commonground.web.backup.making import make
    from commonground.web.backup.manifest import Unfit

    try:
        place, manifest = make(target)
    except Unfit as unfit:
        raise click.ClickException(str(unfit)) from None
    except OSError as error:
        raise click.ClickException(f"the backup could not be written: {error.strerror or error}.") from None
    rows, tables = sum(manifest.tables.values()), len(manifest.tables)
    click.echo(f"{place}: {rows:,} rows of {tables} tables, {len(manifest.files) - 1:,} files.")
    if manifest.head:
        click.echo(f"The access log ends with seal {manifest.head[:16]}.")
