"""What the register of shops says: agreements in force and lapsed, visits, and what was seen on them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from commonground.registers.figures.amounts import none_of, standing
from commonground.report.blocks import Block, Caveat, Heading, Paragraph, Statement, Table

YEAR, SOON = timedelta(days=365), timedelta(days=90)
SEEN = {
    "trained": "Written staff training records", "refusals_book": "Refusals book", "stored_safely": "Safe storage",
    "signs": "Challenge 25 signs", "till_prompt": "Till prompt for age", "guide_given": "Good practice guide given",
    "knows_police": "Staff know when and how to contact police",
}  # fmt: skip


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    shops = [row.details for row in standing(rows, end)]
    if not shops:
        return none_of("shops", start, end)
    signed = [shop for shop in shops if shop.signed_on is not None and shop.signed_on <= end]
    lapsed = [shop for shop in signed if shop.lapses_on is not None and shop.lapses_on < end]
    soon = [s for s in signed if s not in lapsed and s.lapses_on is not None and s.lapses_on - end <= SOON]
    new = sum(start <= shop.signed_on for shop in signed)
    return [
        Paragraph((f"Shops that sell knives, as the register has them on {end:%-d %B %Y}.",)),
        Statement((f"{len(signed) - len(lapsed)} of {len(shops)} shops have an agreement in force.",)),
        Table(
            "Responsible Retailer Agreements", ("How it stands", "Shops"),
            (
                (("In force",), (str(len(signed) - len(lapsed)),)),
                (("of those, lapsing within 90 days",), (str(len(soon)),)),
                (("Lapsed",), (str(len(lapsed)),)),
                (("Never signed",), (str(len(shops) - len(signed)),)),
                (("Signed in these days",), (str(new),)),
            ),
        ),
        *_visits(shops, end),
    ]  # fmt: skip


def _visits(shops: Sequence[Any], end: date) -> list[Block]:
    visited = [shop for shop in shops if shop.visited_on is not None and shop.visited_on <= end]
    lately = [shop for shop in visited if end - shop.visited_on <= YEAR]
    rows = tuple(
        ((words,), (f"{sum(getattr(shop, name) for shop in visited)} of {len(visited)}",))
        for name, words in SEEN.items()
    )
    blocks: list[Block] = [
        Heading("Visits"),
        Paragraph((f"{len(lately)} of {len(shops)} shops were visited in the 12 months to {end:%-d %B %Y}.",)),
    ]
    if visited:
        blocks.append(Table("Seen on the last visit, of shops ever visited", ("What was seen", "Shops"), rows))
        blocks.append(Caveat(("A visit says what was to be seen on one day, and only of shops that were visited.",)))
    return blocks
