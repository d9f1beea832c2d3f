"""``commonground verify-log``: whether the access log is as it was written."""

import click

from commonground.web.site_command import SiteCommand

SHOWN = 20


@click.command("verify-log", cls=SiteCommand)
@click.option("--head", metavar="HASH", default="", help="A hash that was sent out or written down earlier.")
def command(head: str) -> None:
    """Find rows of the access log that were changed, deleted or added late, and seals that were removed.

    With --head it also finds a log that was made anew. The exit status is 1 if anything is wrong.
    """
    from commonground.partnership import access_log

    verdict = access_log.verify(head.strip().lower())
    seals = f"{verdict.seals:,} {'seal' if verdict.seals == 1 else 'seals'}"
    click.echo(f"Rows under {seals}: {verdict.rows:,}. Rows that wait for the next seal: {verdict.waiting:,}.")
    for fault in verdict.faults[:SHOWN]:
        click.echo(fault)
    if len(verdict.faults) > SHOWN:
        click.echo(f"And {len(verdict.faults) - SHOWN:,} more faults.")
    if verdict.seals:
        click.echo(f"Last hash: {verdict.head}")
    click.echo("The log is as it was written." if verdict else "The log is NOT as it was written.")
    raise SystemExit(0 if verdict else 1)
