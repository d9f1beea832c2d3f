"""The jobs of this package. Their arguments are identifiers alone; what they do can be done twice.

What builds a report is imported by the job that needs it: charts and numerics take longer to import than all the rest.
"""

from typing import Any

from procrastinate.contrib.django import app

from commonground.partnership.access_log import acting
from commonground.partnership.rule import Actor

TRIES = 3


@app.task(name="papers.build", pass_context=True)
def build(context: Any, assessment: str) -> None:
    """Build an assessment that was asked for."""
    from commonground.papers import building

    with acting(Actor.of_system(building.WORKER)):
        if context.job.attempts >= TRIES:
            building.give_up(assessment, TRIES)
        else:
            building.build(assessment)


@app.task(name="papers.print")
def print_published(assessment: str) -> None:
    """Make the files of an assessment that was published."""
    from commonground.papers import building

    building.print_published(assessment)


@app.task(name="papers.build_report", pass_context=True)
def build_report(context: Any, report: str) -> None:
    """Work out a report that was asked for."""
    from commonground.papers import report_building

    with acting(Actor.of_system(report_building.WORKER)):
        if context.job.attempts >= TRIES:
            report_building.give_up(report, TRIES)
        else:
            report_building.build(report)


@app.task(name="papers.print_report")
def print_report(copy: str) -> None:
    """Make the files of a copy of a report."""
    from commonground.papers import report_building

    report_building.print_copy(copy)
