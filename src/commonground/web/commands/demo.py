"""``commonground demo``: the site with London data and invented partnerships, on this machine."""

import os
from pathlib import Path

import click

from commonground.web.site_command import SiteCommand


class Demonstration(SiteCommand):
    """The settings of the demonstration."""

    def set_up(self, ctx: click.Context) -> None:
        from commonground.web.keeping import taken

        if busy := taken("127.0.0.1", ctx.params["port"]):
            raise click.ClickException(busy)
        os.environ["COMMONGROUND_DEMONSTRATION"] = "1"
        super().set_up(ctx)


@click.command("demo", cls=Demonstration)
@click.option("--port", type=int, default=8000, show_default=True, help="The port to listen on, on this machine alone.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data"),
    show_default=True,
    help="The folder of published files to load.",
)
@click.option("--prepare", is_flag=True, help="Only make what is missing, and stop.")
def command(port: int, data: Path, prepare: bool) -> None:
    """Open the site with London data and invented partnerships.

    The figures are real; partnerships, people and what they wrote are invented, and every page says so. You
    choose who you are without a password, so it listens on this machine alone. Everything it makes is in
    .commonground/; delete that folder and it begins anew.
    """
    from django.conf import settings

    from commonground.web import demonstration
    from commonground.web.demonstration import assessment, london, report, tasking
    from commonground.web.keeping import Keeper, web_server, worker
    from commonground.web.schema import bring_up_to_date

    _refuse_real_records()
    bring_up_to_date()
    london.load(data, Path(settings.HOME), click.echo)
    if not demonstration.is_made():
        click.echo("Making invented partnerships and their plans; this takes up to a minute, and only the first time.")
    made = demonstration.make()
    click.echo(f"Made {made} invented records." if made else "The invented partnerships are there.")
    if assessment.ask():
        click.echo("The assessment of Lewisham is built in the background once the site is open.")
    if report.ask():
        click.echo("A committee report of Lewisham is made in the background, too.")
    if tasking.ask():
        click.echo("So is the briefing of its next tasking meeting.")
    if prepare:
        return
    log = Path(settings.HOME) / "site.log"
    log.unlink(missing_ok=True)
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    keeper = Keeper(
        {"web server": web_server("127.0.0.1", port, processes=1, threads=8), "worker": worker()},
        os.environ,
        lambda line: click.echo(line, err=True),
        log=log,
    )
    keeper.keep(lambda: click.echo(WELCOME.format(port=port)))
    click.echo("Stopped.")


WELCOME = """
Common Ground is open: http://localhost:{port}/demonstration/

Choose who you are there, with no password: an analyst explores the evidence, an information governance lead sees
who looked at what, an administrator invites people. Everything but the figures is invented.

Ctrl-C stops it; make run opens it again as you left it."""


def _refuse_real_records() -> None:
    """Nobody may choose to be a real person."""
    from django.db import ProgrammingError
    from django_scopes import scopes_disabled

    from commonground.partnership.models import Partnership

    try:
        with scopes_disabled():
            real = Partnership.objects.filter(demonstration=False).count()
    except ProgrammingError:  # an empty database
        return
    if real:
        raise click.ClickException(
            "this database holds a real partnership; the demonstration needs a COMMONGROUND_HOME of its own."
        )
