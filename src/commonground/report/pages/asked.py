"""What a reader asks of a page, as a value that a link carries: read from a query string, and written as one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args
from urllib.parse import urlencode

from commonground.evidence import periods
from commonground.evidence.areas import UnknownArea
from commonground.evidence.choice import narrowed
from commonground.evidence.finding import Area
from commonground.evidence.measure import Measure, UnknownMeasure, measure_called, measures
from commonground.evidence.periods import AGAINST, Baseline, Period, UnreadablePeriod
from commonground.evidence.reading import written
from commonground.evidence.run import Evidence
from commonground.evidence.store import UnknownEdition

View = Literal["month", "quarter", "rolling", "year"]
By = Literal["local_authority", "ward", "lsoa"]
VIEWS: Mapping[View, str] = {
    "month": "Month by month",
    "quarter": "Quarter by quarter",
    "rolling": "12 months, rolling",
    "year": "Year by year",
}
MAPPED: Mapping[By, str] = {"local_authority": "Boroughs", "ward": "Wards", "lsoa": "Neighbourhoods (LSOAs)"}
SAME = "same-period-last-year"
BASELINES: Mapping[str, str] = {
    SAME: "The same months a year before",
    "previous-period": "As many months, just before",
    "three-year-average": "The average of the same months in the three years before",
}


@dataclass(frozen=True)
class Fault:
    """One value that cannot be understood: the field it stood in, and what would be."""

    field: str
    sentence: str


class Unclear(ValueError):
    """Something in a question cannot be understood; ``faults`` has one sentence for each wrong value."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(" ".join(fault.sentence for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Asked:
    """A question to a page. What is None or as below is not said in the link."""

    area: Area
    measure: str = ""
    period: Period | None = None  # None: the newest that can be compared
    against: str = SAME  # a key of periods.AGAINST, or months as 2016-04..2016-09
    edition: str | None = None  # None: the newest
    beside: Area | None = None  # another area to set beside the first
    by: By = "local_authority"  # what a map is divided into
    view: View = "month"

    @property
    def counted(self) -> Measure | None:
        """The measure asked for."""
        return measures().get(self.measure)

    def baseline(self, period: Period) -> Baseline:
        """What the period is set against."""
        return periods.against(self.against, period)

    @property
    def query(self) -> str:
        """As the query string of a link that gives the same page again."""
        said = {
            "area": self.area.code,
            "measure": self.measure,
            "period": written(self.period) if self.period else "",
            "against": "" if self.against == SAME else self.against,
            "edition": self.edition or "",
            "beside": self.beside.code if self.beside else "",
            "by": "" if self.by == "local_authority" else self.by,
            "view": "" if self.view == "month" else self.view,
        }
        return urlencode({name: value for name, value in said.items() if value}, safe="/")


def parse(evidence: Evidence, given: Mapping[str, str], default: Area) -> Asked:
    """The question that the fields of a form or a link ask. Raises Unclear, with a sentence for each wrong value.

    Fields that are empty, or of no meaning here, are passed over. A period may be given as ``from`` and ``to``.
    """
    form = _Form(given)
    area = form.read("area", evidence.area, default)
    measure = form.read("measure", lambda name: measure_called(name).key, "")
    period = form.read("period", periods.parse, None) or _from_to(form)
    by = form.read("by", lambda word: _offered(word, get_args(By), "divide a map by"), "local_authority")
    asked = Asked(
        area=area,
        measure=measure,
        period=period,
        against=form.read("against", lambda words: _against(words, period), SAME),
        edition=form.read("edition", lambda id: _edition(evidence, id, measure, (area.type, by)), None),
        beside=form.read("beside", lambda name: _beside(evidence, name, area), None),
        by=by,
        view=form.read("view", lambda word: _offered(word, get_args(View), "lay out a series by"), "month"),
    )
    if form.faults:
        raise Unclear(tuple(form.faults))
    return asked


class _Form:
    """What was given, read field by field, with a sentence kept for each that cannot be read."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = {name: str(value).strip() for name, value in given.items() if str(value).strip()}
        self.faults: list[Fault] = []

    def read(self, field: str, reader: Callable[[str], Any], otherwise: Any) -> Any:
        """The field's value, or ``otherwise`` where it is not given or cannot be read."""
        if field not in self.given:
            return otherwise
        try:
            return reader(self.given[field])
        except REFUSALS as wrong:
            self.faults.append(Fault(field, _sentence(str(wrong.args[0]))))
            return otherwise


class NotOffered(ValueError):
    """The word is none of those offered."""


REFUSALS = (UnknownArea, UnknownMeasure, UnknownEdition, UnreadablePeriod, NotOffered)


def _offered(word: str, offered: tuple[str, ...], to: str) -> str:
    if word not in offered:
        raise NotOffered(f"“{word}” is not something to {to}: choose {', '.join(offered[:-1])} or {offered[-1]}")
    return word


def _from_to(form: _Form) -> Period | None:
    ends = {field: form.read(field, periods.parse, None) for field in ("from", "to")}
    if None not in ends.values():
        return form.read("to", lambda _: periods.span(ends["from"], ends["to"]), None)
    for field, other in (("from", "to"), ("to", "from")):
        if field in form.given and other not in form.given:
            form.faults.append(Fault(other, f"Say the {LAST[other]} month too, such as 2018-09."))
    return None


LAST = {"from": "first", "to": "last"}


def _against(words: str, period: Period | None) -> str:
    """A baseline in its one spelling. Raises UnreadablePeriod."""
    key = words.lower().replace(" ", "-").replace("_", "-")
    windows = periods.against(words, period or periods.starting(2020, 4, 12))
    return key if key in AGAINST else written(windows)


def _edition(evidence: Evidence, id: str, measure: str, kinds: tuple[str, str]) -> str:
    """The edition as it was named, if it has the measure for one of these kinds of area. Raises UnknownEdition."""
    if not measure:
        if not narrowed(evidence.editions, id):
            raise UnknownEdition(f"there is no edition “{id}” here: the data page lists those that are loaded")
        return id
    try:
        evidence.choices(measures()[measure], kinds[0], id)
    except UnknownEdition:
        evidence.choices(measures()[measure], kinds[1], id)
    return id


def _beside(evidence: Evidence, name: str, area: Area) -> Area | None:
    """Another area of the same type; None if it is the first over again. Raises UnknownArea."""
    found = evidence.area(name, area.type)
    return None if found == area else found


def _sentence(words: str) -> str:
    """With a capital letter and a full stop."""
    words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "?", "!")) else f"{words}."
