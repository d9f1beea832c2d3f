"""What was delivered in schools: programmes, sessions and pupils reached, by year group and by evidence."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.plan.terms import Rating
from commonground.registers.figures.amounts import days, none_of
from commonground.registers.register import registers
from commonground.report.blocks import Block, Caveat, Statement, Table
from commonground.report.charts.distribution import breakdown


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    found = list(rows.during(start, end))
    if not found:
        return none_of("school programmes", start, end)
    details = [row.details for row in found]
    sessions = sum(one.sessions or 0 for one in details)
    told = [one.pupils_reached for one in details if one.pupils_reached is not None]
    schools = len({row.about_id for row in found})
    years = _year_groups(details)
    return [
        Statement((f"From {days(start, end)}: {len(found)} programmes in {schools} schools, {sessions:,} sessions, "
                   f"{sum(told):,} pupils reached in the {len(told)} programmes that counted them.",)),
        Caveat(("A pupil in two programmes is counted twice, and groups of fewer than five are not counted.",)),
        *([breakdown("school-programmes-years", "Programmes by year group", [name for name, _ in years],
                     {"Programmes": [number for _, number in years]}, what="programmes that took in the year group",
                     of="Year group")] if years else []),
        Table("What was delivered", ("Programme", "Schools", "Sessions", "Pupils reached"), _delivered(found)),
        _rated(details),
        Caveat(("A rating of the Youth Endowment Fund’s Toolkit says what was found elsewhere. It does not say what a "
                "programme did here.",)),
    ]  # fmt: skip


def _year_groups(details: Sequence[Any]) -> list[tuple[str, int]]:
    choices = registers()["school_programmes"].choices("year_groups")
    counts = ((words, sum(key in one.year_groups for one in details)) for key, words in choices.items())
    return [(words, number) for words, number in counts if number]


def _delivered(found: Sequence[Any]) -> tuple[tuple[tuple[str], ...], ...]:
    body = []
    for name in sorted({row.details.programme for row in found}):
        these = [row for row in found if row.details.programme == name]
        told = [row.details.pupils_reached for row in these if row.details.pupils_reached is not None]
        pupils = f"{sum(told):,}" if told else "not counted"
        sessions = sum(row.details.sessions or 0 for row in these)
        body.append(((name,), (str(len({row.about_id for row in these})),), (f"{sessions:,}",), (pupils,)))
    return tuple(body)


def _rated(details: Sequence[Any]) -> Table:
    rows = [(str(label), [one for one in details if one.rating == key]) for key, label in Rating.choices]
    rows.append(("No rating entered", [one for one in details if not one.rating]))
    body = tuple(((label,), (str(len(these)),)) for label, these in rows if these)
    return Table("Programmes by evidence rating", ("Rating", "Programmes"), body)
