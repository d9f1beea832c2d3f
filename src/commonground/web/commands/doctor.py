"""``commonground doctor``: what is wrong with an installation."""

import json

import click

from commonground.web.site_command import SiteCommand

SIGNS = {"right": ("  ok   ", "green"), "note": ("  note ", "yellow"), "wrong": ("  WRONG", "red")}


@click.command("doctor", cls=SiteCommand)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for a program to read.")
def command(as_json: bool) -> None:
    """Say what is wrong with this installation, in plain words.

    The exit status is 0 if nothing is wrong, and 1 if something is.
    """
    from commonground.web.inspection import inspect

    found = []
    for check, answer in inspect():
        found.append({"key": check.key, "title": check.title, "state": answer.state, "sentence": answer.sentence})
        if not as_json:
            sign, colour = SIGNS[answer.state]
            click.echo(click.style(sign, fg=colour) + f"  {check.title}: {answer.sentence}")
    faults = sum(one["state"] == "wrong" for one in found)
    if as_json:
        click.echo(json.dumps({"wrong": faults, "checks": found}, ensure_ascii=False, indent=1))
    else:
        click.echo(
            "\nNothing is wrong." if not faults else f"\n{faults} {'thing is' if faults == 1 else 'things are'} wrong."
        )
    raise SystemExit(1 if faults else 0)
