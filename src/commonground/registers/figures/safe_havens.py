"""What the register of safe havens says: which are in force, where they are, and what they keep of the charter."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.registers.figures.amounts import none_of, standing
from commonground.registers.figures.loaded import ward_names
from commonground.report.blocks import Block, Caveat, Paragraph, Statement, Table

PROMISES = {
    "reports_crime": "Report all crime", "takes_in": "Take in any young person in danger",
    "keeps_in_touch": "Keep in touch with neighbours and police", "sends_to_training": "Send staff to training",
    "refuses_sales": "Refuse to sell alcohol or knives to the under-age or drunk",
}  # fmt: skip


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    listed = standing(rows, end)
    if not listed:
        return none_of("safe havens", start, end)
    force = [row for row in listed if is_in_force(row, end)]
    lapsed = [row for row in listed if row.details.checked_on is not None and row.due < end]
    trained = [row for row in force if row.details.staff_trained]
    kept = tuple(
        ((words,), (f"{sum(getattr(row.details, name) for row in force)} of {len(force)}",))
        for name, words in PROMISES.items()
    )
    return [
        Statement((f"On {end:%-d %B %Y} {len(force)} of {len(listed)} listed havens are in force.",)),
        Paragraph((
            f"{len(lapsed)} lapsed, {len(listed) - len(force) - len(lapsed)} have not signed or were never checked. "
            f"{sum(row.details.public for row in force)} of those in force are on the public map, "
            f"{sum(row.details.late for row in force)} are open after 8pm on some days, and {len(trained)} have "
            "trained staff.",
        )),
        Table("The five promises, as the last checks of havens in force saw them kept", ("Promise", "Havens"), kept),
        *_wards(rows, listed, force),
        Caveat(("A haven says where help is offered. It does not say that an area is safe, or that it is not.",)),
    ]  # fmt: skip


def is_in_force(row: Any, day: date) -> bool:
    """Signed, checked, and not lapsed on the day."""
    haven = row.details
    signed = haven.charter_on is not None and haven.charter_on <= day
    return (
        signed and haven.checked_on is not None and haven.checked_on <= day and row.due is not None and row.due >= day
    )


def _wards(rows: Any, listed: Sequence[Any], force: Sequence[Any]) -> list[Block]:
    names = ward_names(rows)
    codes = {row.ward for row in listed if row.ward}
    every = sorted(names, key=names.__getitem__) if codes <= names.keys() and names else sorted(codes)
    if not every:
        return []
    body = tuple(
        ((names.get(code, code),), (str(sum(row.ward == code for row in force)),),
         (str(sum(row.ward == code for row in listed)),))
        for code in every
    )  # fmt: skip
    return [Table("Safe havens by ward", ("Ward", "In force", "Listed"), body)]
