"""``commonground serve``: the site for real use."""

import os

import click

from commonground.web.site_command import SiteCommand


@click.command("serve", cls=SiteCommand)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=int, default=8000, show_default=True, help="The port to listen on.")
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True, help="Web server processes.")
@click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True, help="Threads in each.")
@click.option("--check", is_flag=True, help="Only say whether it would start.")
def command(host: str, port: int, processes: int, threads: int, check: bool) -> None:
    """Run the site for real use, with the worker beside it.

    It does not start with debug mode, a weak or missing secret, the access log off, a log that waits for its seal,
    invented people, a database that is not up to date, or nothing that says how HTTPS reaches it. All reasons
    are given at once. It is told what it needs by the environment: see docs/how-to/host.md.
    """
    from django.conf import settings
    from django.core.management import call_command

    from commonground.web.inspection import inspect
    from commonground.web.keeping import Keeper, taken, web_server, worker

    reasons = [answer.sentence for _, answer in inspect(only_blocking=True) if answer.state == "wrong"]
    reasons += [busy] if (busy := taken(host, port)) else []
    if reasons:
        raise click.ClickException("the site does not start.\n" + "\n".join(f"  * {reason}" for reason in reasons))
    if check:
        click.echo("Nothing speaks against serving.")
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    commands = {
        "web server": web_server(host, port, processes, threads, settings.CERTIFICATE),
        "worker": worker(),
    }
    keeper = Keeper(commands, os.environ, lambda line: click.echo(line, err=True))
    keeper.keep(lambda: click.echo(f"Common Ground listens on {host}, port {port}. Ctrl-C stops it."))
