"""What the Youth Endowment Fund's Toolkit says of an approach, in words that are plain and polite.

A rating is theirs, never ours. Where none was confirmed the row is blank, and a blank is said. The strength of the
evidence and the cost were not confirmed for any, so that nothing is said of them.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from commonground.plan.terms import Rating

TOOLKIT = "https://youthendowmentfund.org.uk/toolkit/"
GOOD_FOR = timedelta(days=365)

EFFECT = (
    "The Youth Endowment Fund’s Toolkit rates “{name}” as having a %s effect: on average, the studies it draws on "
    "found %s less violence. What was found elsewhere need not happen here."
)
SENTENCES = {
    Rating.HIGH: EFFECT % ("high", "30% or more"),
    Rating.MODERATE: EFFECT % ("moderate", "10% to 30%"),
    Rating.LOW: EFFECT % ("low", "2% to 9%"),
    Rating.UNCLEAR: "The Youth Endowment Fund’s Toolkit finds no clear evidence that “{name}” reduces violence. That "
    "does not say that it cannot help, only that nobody can yet tell. If you choose it, say why, and how you will "
    "learn whether it helps.",
    Rating.HARMFUL: "The Youth Endowment Fund’s Toolkit rates “{name}” as harmful: the studies it draws on found more "
    "violence, not less. Please think again before you choose it, however well it is meant.",
    None: "We have not confirmed a rating for “{name}”; look it up on the Toolkit before you rely on it.",
}
UNKNOWN = "“{name}” is not an approach that we know from the Toolkit; look it up there before you rely on it."
UNDATED = "The page that we read it on has no date: look it up on the Toolkit before you rely on it."


@dataclass(frozen=True)
class Known:
    """A rating, as it was on a day: ``sentence`` says it, ``dated`` of when it is. No rating: nothing was confirmed."""

    approach: str
    rating: Rating | None = None
    note: str = ""
    as_of: date | None = None
    source: str = ""
    listed: bool = True

    @property
    def band(self) -> str:
        """The rating as a label."""
        return str(self.rating.label) if self.rating else "Rating not confirmed"

    @property
    def sentence(self) -> str:
        return (SENTENCES[self.rating] if self.listed else UNKNOWN).format(name=self.approach)

    @property
    def dated(self) -> str:
        if not self.rating:
            return ""
        return f"Read on {self.as_of:%-d %B %Y}." if self.as_of else UNDATED

    def is_due(self, today: date) -> bool:
        """Whether somebody should look it up again: it has no rating, no date, or is over a year old."""
        return not self.rating or self.as_of is None or today - self.as_of > GOOD_FOR


def what_is_known(approach: str) -> Known:
    """What the Toolkit says of an approach by its name there; that nothing is known is an answer, too."""
    name = " ".join(approach.split())
    return approaches().get(name.casefold(), Known(name, listed=False))


@cache
def approaches() -> Mapping[str, Known]:
    """Every approach we know by name, by the name in small letters."""
    text = (files(__package__) / "toolkit.csv").read_text("utf-8")
    known = [_known(row) for row in csv.DictReader(io.StringIO(text, newline=""))]
    return MappingProxyType({one.approach.casefold(): one for one in known})


def _known(row: Mapping[str, str]) -> Known:
    return Known(
        approach=row["approach"],
        rating=Rating(row["rating"]) if row["rating"] else None,
        note=row["note"],
        as_of=date.fromisoformat(row["as_of"]) if row["as_of"] else None,
        source=row["source"],
    )
