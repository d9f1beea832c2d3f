"""Common Ground from a terminal: one module per command, imported only when it is called.

What a package upstairs lends stands in the entry-point group ``commonground.commands``: each entry names a dictionary
of command names and what they do, and the module of a command stands beside it. So the terminal knows none of them.
"""

import sys
from importlib import import_module, util
from importlib.metadata import entry_points

import click

COMMANDS = {
    "sources": "What can be loaded, and what has been.",
    "load": "Add published files and partner extracts to the evidence store.",
    "forget": "Take an edition out of the store again.",
    "measures": "What can be measured, and from which sources.",
    "compare": "Compare one measure in one area over two periods.",
    "analyse": "Put a question to a table of your own: near repeats, alarms, hot spots and more.",
    "fingerprint": "Turn a list of people into keyed hashes before it is sent.",
    "assess": "Write the strategic assessment of an area.",
    "redraw": "Make the draw of a scrutiny panel again, from its list and its seed.",
    "trace": "Where each number of a report comes from, worked out again.",
}


GROUP = "commonground.commands"


def lent() -> dict[str, tuple[str, str]]:
    """Commands that other packages lend: for each name its module, and what it does."""
    return {
        name: (f"{entry.module}.{name.replace('-', '_')}", does)
        for entry in entry_points(group=GROUP)
        for name, does in entry.load().items()
    }


class Lazy(click.Group):
    """A group whose commands are read from dictionaries, so that --help imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS, *lent()]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in COMMANDS:
            return import_module(f"{__name__}.{name}").command
        if name not in lent():
            return None
        if util.find_spec("django") is None:
            raise click.ClickException(
                f"‘{name}’ belongs to the site, which is not installed: pip install 'commonground[web]' brings it."
            )
        return import_module(lent()[name][0]).command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))
        if site := [(name, does) for name, (_, does) in lent().items()]:
            with formatter.section("Commands of the site (with the extra ‘web’)"):
                formatter.write_dl(site)


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="commonground")
def commonground() -> None:
    """Honest evidence on serious violence for a Community Safety Partnership.

    Load what is published, compare it fairly, write the assessment, and trace every number in it:

    \b
        commonground load data/
        commonground compare violence_against_the_person --area Lewisham --from 2018-04 --to 2018-09
        commonground assess Lewisham
        commonground trace out/lewisham/assessment.json

    The evidence store is .commonground/ in the current folder, or the folder named by COMMONGROUND_HOME.
    """


def main() -> None:
    """Run the command line; what a person can mend is said in one sentence, with exit status 2."""
    from commonground.sources.readers.refusal import Refusal

    try:
        commonground(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(2)
