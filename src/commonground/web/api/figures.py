"""How a number, a month and an edition look in JSON: always with where they come from and how sure they are."""

from ninja import Schema
from pydantic import Field

from commonground.evidence import periods
from commonground.evidence.edition import Edition
from commonground.evidence.figure import Figure
from commonground.evidence.finding import Area
from commonground.evidence.periods import Period


class Recipe(Schema):
    """How a number is worked out: a named recipe and what it is called with."""

    method: str = Field(description="The name of the recipe; ‘commonground trace’ works the number out again.")
    arguments: dict[str, str | int | float | bool | None]


class Number(Schema):
    """One number as it may be shown. A number that is withheld is null, and ‘withheld’ says why."""

    value: float | None = Field(description="The number; null where it is withheld or has no end.")
    shown: str = Field(description="As it is written on a page.")
    withheld: str | None = Field(description="Why there is no number, such as “small number”; null where there is one.")
    editions: list[str] = Field(description="The editions that it is read from.")
    recipe: Recipe

    @classmethod
    def of(cls, figure: Figure) -> "Number":
        """The figure, which a guard has seen."""
        recipe = Recipe(method=figure.method, arguments=dict(figure.arguments))
        return cls(
            value=_finite(figure.value), shown=figure.shown, withheld=figure.withheld,
            editions=list(figure.editions), recipe=recipe,
        )  # fmt: skip

    @classmethod
    def or_none(cls, figure: Figure | None) -> "Number | None":
        """The figure, if there is one."""
        return cls.of(figure) if figure is not None else None


class Months(Schema):
    """A stretch of whole months, both ends within it."""

    first: str = Field(description="The first month, as 2018-04.")
    last: str = Field(description="The last month, as 2018-09.")
    name: str = Field(description="In words, as “April to September 2018”.")

    @classmethod
    def of(cls, period: Period) -> "Months":
        return cls(first=period.from_month, last=period.to_month, name=period.name)


class Place(Schema):
    """An area with its code of the Office for National Statistics."""

    code: str
    name: str
    type: str = Field(description="local_authority, force, region, country, ward, msoa or lsoa.")
    within: str | None = Field(default=None, description="The code of the local authority that a ward or LSOA lies in.")

    @classmethod
    def of(cls, area: Area, within: str | None = None) -> "Place":
        return cls(code=area.code, name=area.name, type=area.type, within=within)


class Delivered(Schema):
    """One delivered file of a source, as it is loaded."""

    id: str
    source: str
    classification: str | None = Field(description="The set of categories it is published in, where there are several.")
    published: str | None = Field(description="The month or day it was published; null where the file does not say.")
    file: str = Field(description="The name of the file.")
    sha256: str
    rows_read: int
    rows_loaded: int
    rows_rejected: int
    covers: Months | None = Field(description="From its first whole month to its last; null for a reference table.")
    area_types: list[str]

    @classmethod
    def of(cls, edition: Edition) -> "Delivered":
        spans = edition.periods
        whole = periods.span(Period(*spans[0]), Period(*spans[-1])) if spans else None
        return cls(
            id=edition.id, source=edition.source, classification=edition.classification,
            published=edition.published, file=edition.name, sha256=edition.sha256, rows_read=edition.rows_read,
            rows_loaded=edition.rows_loaded, rows_rejected=edition.rows_rejected,
            covers=Months.of(whole) if whole else None, area_types=list(edition.area_types),
        )  # fmt: skip


def _finite(value: float | None) -> float | None:
    """JSON has no infinity: an interval without an upper end has null."""
    return None if value is None or abs(value) == float("inf") else value
