"""Common Ground from a terminal: one module per command, imported only when it is called."""

import sys
from importlib import import_module

import click

COMMANDS = {
    "sources": "What can be loaded, and what has been.",
    "load": "Add published files and partner extracts to the evidence store.",
    "forget": "Take an edition out of the store again.",
    "measures": "What can be measured, and from which sources.",
    "compare": "Compare one measure in one area over two periods.",
    "assess": "Write the strategic assessment of an area.",
    "trace": "Where each number of a report comes from, worked out again.",
}


class Lazy(click.Group):
    """A group whose commands are read from COMMANDS, so that --help imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        return import_module(f"{__name__}.{name}").command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


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
