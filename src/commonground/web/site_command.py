"""A command of the site: Django is set up when it is called, and what a person can mend is said in one sentence."""

import os
from typing import Any

import click


class SiteCommand(click.Command):
    """A command that needs the site’s settings and database."""

    def invoke(self, ctx: click.Context) -> Any:
        from django.core.exceptions import ImproperlyConfigured
        from django.db import InterfaceError, OperationalError, ProgrammingError

        from commonground.web.own_postgres import NotStarted

        try:
            self.set_up(ctx)
            return super().invoke(ctx)
        except NotStarted as error:
            raise click.ClickException(str(error)) from None
        except ImproperlyConfigured as error:
            raise click.ClickException(_mended(str(error))) from None
        except (OperationalError, InterfaceError) as error:
            raise click.ClickException(
                f"The database does not answer: {_first_line(error)} Is DATABASE_URL right? Is the server on?"
            ) from None
        except ProgrammingError as error:
            if "does not exist" not in str(error):
                raise
            raise click.ClickException("The database is not made yet: call ‘commonground migrate’.") from None

    def set_up(self, ctx: click.Context) -> None:
        """Read the settings and start what they need."""
        set_up()


def set_up() -> None:
    """Read the settings. Raises click.ClickException where the environment says something impossible."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonground.web.settings")
    try:
        django.setup()
    except ValueError as error:  # what the environment says is read by our own settings, which answer in a sentence
        raise click.ClickException(str(error)) from None


def _first_line(error: Exception) -> str:
    line = (str(error).splitlines() or ["no reason is given"])[0].strip()
    return line if line.endswith(".") else line + "."


def _mended(error: str) -> str:
    if "SECRET_KEY" in error:
        return "COMMONGROUND_SECRET is not set: give the site a long random secret, the same at every start."
    return error
