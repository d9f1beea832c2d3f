"""``commonground restore``: put back what a backup holds."""

from pathlib import Path

import click

from commonground.web.site_command import SiteCommand


@click.command("restore", cls=SiteCommand)
@click.argument("source", metavar="BACKUP", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Throw away what is here now.")
def command(source: Path, replace: bool) -> None:
    """Put back what a backup holds, and verify it.

    Every file is held to its hash before anything is touched. The database and the home folder must be empty,
    unless --replace is said. Afterwards the rows of each table are counted and the chain of the access log is
    verified; everyone has to sign in again. Stop the site first. The exit status is 1 if something is not as
    it was.
    """
    from commonground.web.backup.manifest import Unfit
    from commonground.web.backup.restoring import restore

    try:
        done = restore(source, replace)
    except Unfit as unfit:
        raise click.ClickException(str(unfit)) from None
    click.echo(f"Put back the backup of {done.manifest.made_at}: {done.rows:,} rows, {done.files:,} files.")
    if done.faults:
        for fault in done.faults:
            click.echo(f"  WRONG  {fault}", err=True)
        raise SystemExit(1)
    click.echo(f"Every table has its rows, and the access log is as it was sealed ({done.sealed:,} rows).")
