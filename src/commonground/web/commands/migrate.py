"""``commonground migrate``: bring the database to this version."""

import click

from commonground.web.site_command import SiteCommand


@click.command("migrate", cls=SiteCommand)
@click.option("--check", is_flag=True, help="Only say what is pending; the exit status is 1 if anything is.")
def command(check: bool) -> None:
    """Bring the database to this version.

    Everything that is stored stays. Make a backup first: ‘commonground backup FOLDER’.
    """
    from commonground.web.schema import bring_up_to_date, pending

    waiting = pending()
    if check:
        for name in waiting:
            click.echo(name)
        raise SystemExit(1 if waiting else 0)
    bring_up_to_date()
    click.echo(f"{len(waiting)} changes made to the database." if waiting else "The database is up to date.")
