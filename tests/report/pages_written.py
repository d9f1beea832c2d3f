"""Evidence with planted numbers, and everything that pages show of it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from invented_editions import month, put, row

from commonground.evidence.areas import london_boroughs
from commonground.evidence.disclosure import Key
from commonground.evidence.disclosure.rules import rule_of
from commonground.evidence.figure import Figure
from commonground.evidence.finding import Area
from commonground.evidence.measure import measures
from commonground.evidence.periods import Period
from commonground.evidence.reading import kind_of
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.report.document import figures_of
from commonground.report.pages.asked import VIEWS, Asked
from commonground.report.pages.kept import pages_of

TODAY = date(2026, 7, 1)
LEWISHAM = next(area for area in london_boroughs() if area.name == "Lewisham")
VAP = "Violence Against the Person"
PLANTED = {"2025-09": 3, "2024-12": 2, "2022-05": 1}
"""Months of Lewisham with so few offences of violence with injury, among thousands."""
WINDOWS = ("2025", "2024", "2025/26-Q1", "2025-09", "2025-08..2025-10", "2025-04..2025-09", "2025-04..2025-08",
           "2024/25")  # fmt: skip


def planted(store: Store) -> Evidence:
    """Invented violence of all boroughs, in thousands, but for the planted months of Lewisham; and homicides, few."""
    rows, n = [], 0
    for borough in london_boroughs():
        for span in [month(y, m) for y in range(2020, 2026) for m in range(1, 13)]:
            n += 1
            few = PLANTED.get(f"{span[0]:%Y-%m}") if borough == LEWISHAM else None
            for minor, count in (
                ("Violence with Injury", few or 1000 + 37 * n % 1009),
                ("Violence without Injury", 2000 + 41 * n % 1013),
                ("Homicide", n % 3),
            ):
                rows.append(row(borough.code, span, count, major=VAP, minor=minor))
    put(store, rows)
    return Evidence(store)


def figures(evidence: Evidence, area: Area, keys: Iterable[str], windows: Iterable[str] = ()) -> list[Figure]:
    """Every figure that any page of these measures shows of the area."""
    from commonground.evidence.periods import parse

    pages, found = pages_of(evidence), []
    found += shown(pages.page("overview", Asked(area), TODAY))
    for key in keys:
        asked = Asked(area, key)
        questions = [replace(asked, view=view) for view in VIEWS]
        questions += [replace(asked, period=parse(words)) for words in windows]
        for question in questions:
            found += shown(pages.page("measure", question, TODAY))
        for kind in ("boroughs", "sensitivity", "mapped"):
            found += shown(pages.page(kind, asked, TODAY))
    return list(dict.fromkeys(found))


def shown(page: object) -> Iterator[Figure]:
    """The figures of a page wherever they stand: in blocks, findings, sparklines and lists."""
    return figures_of(page)


def small(evidence: Evidence, area: Area, keys: Iterable[str]) -> list[Key]:
    """Every small count of the area in the shortest periods that are published."""
    found = []
    for key in keys:
        measure = measures()[key]
        for choice in evidence.choices(measure, area.type):
            rule = rule_of(choice.count.source)
            if kind_of(choice.count) == "value" or rule.rounded_to:
                continue
            for span in map(lambda s: Period(*s), choice.periods):
                count = evidence.tally(measure, area, span, choice).count
                if count is not None and rule.is_small(int(count)):
                    found.append(Key(key, area.code, span, (), choice.classification or "None"))
    return list(dict.fromkeys(found))
