"""What the register of schools says: whose plans include knife crime, and where there is no plan or no programme."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from commonground.registers.figures.amounts import none_of, standing
from commonground.registers.figures.loaded import Loaded, loaded_for
from commonground.registers.models.entry import Entry
from commonground.registers.terms import Phase
from commonground.report.blocks import Block, Caveat, Heading, Statement, Table
from commonground.report.charts.distribution import breakdown

YEAR = timedelta(days=365)
ANSWERS = {"yes": "Includes it", "no": "Does not", "": "Not known"}


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    listed = standing(rows, end)
    if not listed:
        return none_of("schools", start, end)
    loaded = loaded_for(rows)
    have = sum(row.details.in_plan == "yes" for row in listed)
    unknown = sum(row.details.in_plan == "" for row in listed)
    return [
        Statement((f"On {end:%-d %B %Y} the safeguarding plan of {have} of {len(listed)} listed schools includes knife "
                   f"crime and youth violence; of {unknown} it is not known.",)),
        _plans(listed),
        *_share_of_all(listed, loaded),
        Heading("Gaps"),
        *_gaps(rows, listed, loaded, end),
    ]  # fmt: skip


def _plans(listed: Sequence[Any]) -> Block:
    phases = [(key, label) for key, label in Phase.choices if any(row.details.phase == key for row in listed)]
    groups = {
        words: [sum((row.details.phase, row.details.in_plan) == (phase, said) for row in listed) for phase, _ in phases]
        for said, words in ANSWERS.items()
    }
    return breakdown(
        "schools-plans", "Safeguarding plans that include knife crime, by phase", [label for _, label in phases],
        groups, what="listed schools", of="Phase",
    )  # fmt: skip


def _share_of_all(listed: Sequence[Any], loaded: Loaded | None) -> list[Block]:
    """Beside how many schools there are, where a publication that is loaded counts them."""
    counted = loaded.schools_counted() if loaded else None
    own = "Shares are of the schools in this register, which need not have them all: no count of all is loaded."
    if counted is None:
        return [Caveat((own,))]
    rows = []
    for phase in (Phase.PRIMARY, Phase.SECONDARY, Phase.SPECIAL):
        here = [row for row in listed if row.details.phase == phase]
        number = counted.number(phase, "schools")
        yes = sum(row.details.in_plan == "yes" for row in here)
        share = f"{yes} of {len(here)} ({100 * yes / len(here):.0f}%)" if here else "none listed"
        rows.append(
            ((str(phase.label),), (share,), (str(len(here)),), ("not known" if number is None else str(number),))
        )
    year = counted.year
    return [
        Table(
            "Schools in the register beside the schools that the Department for Education counted",
            ("Phase", "Plan includes it, of those listed", "Listed here", f"Counted, {year}"), tuple(rows),
        ),
        Caveat((f"The Department counted state-funded schools in {year}; schools have opened, closed and changed "
                "since, and all-through schools are counted with secondary ones. Those not listed here are not known, "
                "not without a plan.",)),
    ]  # fmt: skip


def _gaps(rows: Any, listed: Sequence[Any], loaded: Loaded | None, end: date) -> list[Block]:
    had = _with_programme(rows, end)
    names = {ward.code: ward.name for ward in loaded.wards} if loaded else {}
    phases = dict(Phase.choices)
    by_phase = _gap_rows(listed, had, lambda row: phases[row.details.phase])
    by_ward = _gap_rows(listed, had, lambda row: names.get(row.ward, row.ward) or "Ward not entered")
    head = ("Schools", "Plan does not include it, or not known", "No programme in 12 months", "Both gaps")
    return [
        Table("Gaps by phase", ("Phase", *head), by_phase),
        Table("Gaps by ward", ("Ward", *head), by_ward),
        Caveat(("A programme that nobody entered counts as none. A gap is something to ask a school about.",)),
    ]


def _with_programme(rows: Any, end: date) -> set[int]:
    """Schools with a programme in the 12 months to a day."""
    about = Entry.objects.filter(register="school_programmes", withdrawn_on=None, about__in=rows.order_by())
    return set(about.during(end - YEAR, end).values_list("about_id", flat=True))


def _gap_rows(listed: Sequence[Any], had: set[int], of: Callable[[Any], str]) -> tuple[tuple[tuple[str], ...], ...]:
    found = []
    for name in sorted({of(row) for row in listed}):
        here = [row for row in listed if of(row) == name]
        plan = {row.pk for row in here if row.details.in_plan != "yes"}
        none = {row.pk for row in here} - had
        found.append(((name,), *((str(number),) for number in (len(here), len(plan), len(none), len(plan & none)))))
    return tuple(found)
