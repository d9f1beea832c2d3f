"""``commonground lost-second-step``: for someone who has lost phone, key and codes."""

import click

from commonground.web.site_command import SiteCommand


@click.command("lost-second-step", cls=SiteCommand)
@click.argument("address")
@click.option("--why", required=True, help="Who vouches that it is this person, and how: it stands in the access log.")
def command(address: str, why: str) -> None:
    """Take away the second steps of the person with this e-mail ADDRESS, who then sets up a new one.

    Make sure first that it is this person: see them, or call them at a number that you had before. Their password
    stays as it is; every session of theirs ends.
    """
    from commonground.partnership.changes.sessions import forget_second_steps
    from commonground.partnership.models import User
    from commonground.partnership.rule import Actor

    user = User.objects.of_address(address)
    if user is None:
        raise click.ClickException(f"nobody has the address {address}.")
    count = forget_second_steps(user, by=Actor.of_system("commonground lost-second-step"), why=why)
    what = "second step was" if count == 1 else "second steps were"
    click.echo(f"{count} {what} taken away. At the next sign-in {user.name} sets up another.")
