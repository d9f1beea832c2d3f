"""``commonground work``: the worker alone."""

import click

from commonground.web.site_command import SiteCommand


@click.command("work", cls=SiteCommand)
@click.option("--once", is_flag=True, help="Do the jobs that are there, and stop.")
def command(once: bool) -> None:
    """Do what pages ask for and what the clock asks for: check files, build assessments, seal the log.

    ‘commonground serve’ runs one beside the web server. Another may run on the same machine, with the same
    COMMONGROUND_HOME; a job is never done by both.
    """
    from commonground.web.jobs import work

    work(wait=not once)


if __name__ == "__main__":
    command()
