"""``commonground begin``: a new partnership and its first administrator."""

import click

from commonground.web.site_command import SiteCommand

KINDS = {"partnership": "partnership", "policing-unit": "policing_unit", "region": "region"}
AGENCIES = {"partnership": "council", "policing-unit": "police", "region": "outside"}


def _area(ctx: click.Context, option: click.Parameter, value: str) -> tuple[str, str]:
    code, _, name = value.strip().partition(" ")
    if value and not (len(code) == 9 and code[1:].isdigit() and name.strip()):
        raise click.BadParameter("give the code and the name of the area, as in “E09000023 Lewisham”.")
    return code.upper(), name.strip()


@click.command("begin", cls=SiteCommand)
@click.argument("slug")
@click.option("--name", required=True, help="What the partnership is called: “Safer Lewisham Partnership”.")
@click.option("--area", default="", callback=_area, help="Code and name of its area: “E09000023 Lewisham”.")
@click.option("--kind", type=click.Choice(list(KINDS)), default="partnership", show_default=True)
@click.option("--in", "groups", multiple=True, metavar="SLUG", help="A policing unit or region that it belongs to.")
@click.option("--agency", required=True, help="The agency of the first administrator: “Lewisham Council”.")
@click.option("--person", required=True, help="The name of the first administrator.")
@click.option("--email", required=True, help="Their address.")
def command(
    slug: str,
    name: str,
    area: tuple[str, str],
    kind: str,
    groups: tuple[str, ...],
    agency: str,
    person: str,
    email: str,
) -> None:
    """Set up a partnership under the address SLUG, and print the link that invites its first administrator.

    The link is printed once and kept nowhere: give it to that person yourself. They invite everybody else, and
    set up the other agencies, on the pages of the site.

    \b
        commonground begin lewisham --name "Safer Lewisham Partnership" --area "E09000023 Lewisham" \\
            --agency "Lewisham Council" --person "Their name" --email name@example.org
    """
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.db import transaction
    from django.urls import reverse

    from commonground.partnership.changes.beginning import begin, invite_first
    from commonground.partnership.rule import Actor

    by = Actor.of_system("commonground begin")
    try:
        with transaction.atomic():
            made = begin(slug, name, KINDS[kind], area, groups, by=by)
            by = Actor.of_system("commonground begin", made)
            secret = invite_first(made, agency=agency, kind=AGENCIES[kind], email=email, name=person, by=by)
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from None
    site = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost"
    scheme = "https" if settings.HTTPS else "http"
    click.echo(f"{name} is set up. The first administrator takes their seat at:")
    click.echo(f"{scheme}://{site}{reverse('accept', args=[secret])}")
