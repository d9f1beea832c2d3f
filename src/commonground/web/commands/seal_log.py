"""``commonground seal-log``: seal what was written since the last seal."""

import click

from commonground.web.site_command import SiteCommand


@click.command("seal-log", cls=SiteCommand)
def command() -> None:
    """Seal every row of the access log that has no seal yet.

    The worker does this every ten minutes; call it where no worker runs, or before a backup.
    """
    from commonground.partnership import access_log

    count = access_log.seal()
    click.echo(f"{count:,} {'row' if count == 1 else 'rows'} sealed." if count else "Every row was sealed already.")
