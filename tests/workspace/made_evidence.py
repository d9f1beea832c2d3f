"""Figures that an example needs: two invented years of violence with injury on the partnership’s own shelf."""

from invented_editions import month, put, row
from people import Table

from commonground.partnership.shelves import shelves_of


def overview(table: Table) -> str:
    """The overview, with one measure on it."""
    shelf = shelves_of(table.partnership).own
    if not any(edition.source == "mps_borough" for edition in shelf.editions()):
        months = [month(year, n) for year in (2024, 2025) for n in range(1, 13)]
        kind = {"major": "Violence Against the Person", "minor": "Violence with Injury"}
        rows = [row(table.partnership.area_code, span, 200 + n, **kind) for n, span in enumerate(months)]
        put(shelf, rows, published=f"2026-{table.partnership.pk % 12 + 1:02}")  # another edition than any other table’s
    return "overview"
