"""Who is searched: per resident by ethnic group and age, what searches found, for what, under which power, over years.

What the equality section of the assessment says is said here by the same recipes, with more beside it. A verdict is a
reading of an interval; nothing here says why a disparity exists.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from commonground.evidence import profile
from commonground.evidence.choice import Choice
from commonground.evidence.figure import Argument, Figure, Text
from commonground.evidence.measures.section_60_searches import SECTION_60
from commonground.evidence.periods import Period
from commonground.evidence.reading import written
from commonground.report import passages
from commonground.report.blocks import Block, Bullets, Caveat, Heading, Paragraph, Statement, Table
from commonground.report.charts.disparity import Row, forest
from commonground.report.desk import Desk
from commonground.report.pages.asked import Asked
from commonground.report.pages.freshness import Freshness, freshness
from commonground.report.pages.page import Page
from commonground.report.sections.equality import BESIDE, GROUPS, by_finds

SEARCHES, ACTION, AUTHORISED = "stop_and_search", "stop_and_search_find_rate", "section_60_searches"
WEAPONS = ("Offensive weapons", "Firearms", "Anything to threaten or harm anyone")
OBJECTS = (*WEAPONS, "Controlled drugs", "Stolen goods", "Articles for use in criminal damage")
LAWS = {
    "Misuse of Drugs Act (section 23)": "Misuse of Drugs Act 1971 (section 23)",
    "Police and Criminal Evidence Act (section 1)": "Police and Criminal Evidence Act 1984 (section 1)",
}
AGES = (("10-17", "10-17"), ("18-24", "18-24"), ("25-34", "25-34"), ("over 34", "35+"))  # of a search; of residents
YEARS = 3
CAUTION = "Residents are not the people available to be stopped, and a disparity does not show why it exists."
LIMITS = (
    "A rate per resident counts everybody searched here, also those who live elsewhere, and divides by those who live "
    "here, also those who are never out: in a town centre it says little of the residents.",
    "The ethnic group of a person searched is as the officer saw it; that of residents is as they gave it in the "
    "Census of 2021. Officers record four groups: Mixed is none of them, so no rate of it, or of Other, can be told.",
    "About a quarter of the Met’s published searches have no place and are counted in no borough.",
    "There is no identifier of a person: somebody searched ten times counts ten times.",
    "A disparity does not show why it exists, or that anybody was treated unfairly: it asks to be explained.",
)


@dataclass(frozen=True, kw_only=True)
class SearchedPage(Page):
    """The page, and how old its figures are."""

    fresh: Freshness | None = None


@dataclass(frozen=True)
class _Of:
    """The searches of one year and way of counting, and what figures of them are made with."""

    desk: Desk
    period: Period
    choice: Choice

    @property
    def used(self) -> tuple[str, ...]:
        return tuple(edition.id for edition in self.choice.used(self.period))

    @property
    def way(self) -> dict[str, Argument]:
        area = self.desk.area
        return {"area": area.code, "area_type": area.type, "period": written(self.period),
                "source": self.choice.count.source}  # fmt: skip

    def figure(self, method: str, measure: str = SEARCHES, *more: str, **arguments: Argument) -> Figure:
        return self.desk.figure(method, (*self.used, *more), measure=measure, **self.way, **arguments)


def build(desk: Desk, asked: Asked) -> SearchedPage:
    """Who is searched in one area, in the newest 12 months or those asked for."""
    desk = replace(desk, edition=asked.edition)
    period = asked.period or desk.latest(SEARCHES) or desk.reported(SEARCHES)
    choice = period and desk.choice(SEARCHES, period)
    title = f"Stop and search in {desk.area.name}"
    if not period or not choice:
        missing = passages.missing(desk, desk.measure(SEARCHES))
        return SearchedPage(kind="searched", asked=asked, title=title, blocks=(missing,))
    of = _Of(desk, period, choice)
    return SearchedPage(
        kind="searched", asked=asked, title=title, blocks=tuple(_blocks(of)), measure=desk.measure(SEARCHES),
        period=period, fresh=freshness(choice, period, desk.today),
    )  # fmt: skip


def _blocks(of: _Of) -> Iterator[Block]:
    desk, census = of.desk, profile.edition_of(of.desk.evidence, "census_ethnicity")
    if found := desk.finding(SEARCHES, of.period):
        yield Statement(found.statement, found.verdict)
    if census:
        yield Statement(_said(of, census, "Black", "Black"))
        yield Statement(_said(of, census, "Asian", "Asian"))
    yield Heading("Searches per resident, by ethnic group")
    yield _by_group(of, census)
    if census:
        yield _drawn(of, census)
    yield Heading("Searches per resident, by age")
    yield _by_age(of)
    yield Heading("What searches found")
    yield from by_finds(desk, of.period)
    yield Heading("What was looked for")
    yield _by_object(of)
    if census:
        yield _for_weapons(of, census)
    yield Heading("Under section 60, and under other powers")
    yield from _authorised(of, census)
    if census:
        yield Heading("Over the years")
        yield from _trend(of, census)
    yield Heading("What limits these figures")
    yield Bullets(tuple((limit,) for limit in LIMITS))


def _ratio(
    of: _Of, census: str, officer: str, start: str, measure: str = SEARCHES, **where: Argument
) -> tuple[Figure, Figure, Figure]:
    """A group’s searches per resident over those of White people, and both ends of the interval."""
    ends = ("disparity", "disparity_lower", "disparity_upper")
    middle, lower, upper = (
        of.figure(end, measure, census, residents=start, officer_defined_ethnicity=officer, **where) for end in ends
    )
    return middle, lower, upper


def reading(lower: Figure, upper: Figure) -> str:
    """What the interval of a ratio bears out, in words."""
    if lower.value is None or upper.value is None:
        return "not shown" if lower.withheld or upper.withheld else "not known"
    if lower.value > 1:
        return "searched more"
    return "searched less" if upper.value < 1 else "no clear difference"


def _said(of: _Of, census: str, officer: str, start: str) -> Text:
    ratio, lower, upper = _ratio(of, census, officer, start)
    where = f"In {of.desk.area.name} in {of.period.name}"
    if ratio.value is None:
        return (f"{where} how often {officer} people were searched beside White people cannot be shown.",)
    verdict = reading(lower, upper)
    if verdict == "no clear difference":
        tell = f" {officer} and White people were searched about as often per resident, with no clear difference: "
        return (f"{where}{tell}", ratio, " times (95% interval ", lower, " to ", upper, ").")
    return (f"{where} {officer} people were searched ", ratio, " times as often per resident as White people (95% "
            "interval ", lower, " to ", upper, ").")  # fmt: skip


def _by_group(of: _Of, census: str | None) -> Table:
    rows: list[tuple[Text, ...]] = []
    for officer, start in GROUPS:
        searched = of.figure("count", officer_defined_ethnicity=officer, classification=of.choice.classification)
        if not census:
            rows.append(((officer,), (searched,), *((("not known",),) * 5)))
            continue
        here = {"area": of.desk.area.code, "area_type": of.desk.area.type}
        people = of.desk.figure("residents_like", (census,), **here, living=start)
        rate, *limits = (
            of.figure(end, SEARCHES, census, living=start, officer_defined_ethnicity=officer)
            for end in ("search_rate", "search_rate_lower", "search_rate_upper")
        )
        beside: tuple[Text, ...] = (("compared with",), ("",), ("",))
        if officer != BESIDE:
            ratio, lower, upper = _ratio(of, census, officer, start)
            beside = ((ratio,), (lower, " to ", upper), (reading(lower, upper),))
        rows.append(((officer,), (searched,), (people,), (rate, " (", limits[0], " to ", limits[1], ")"), *beside))
    for name, value in (("Other", "Other"), ("Not recorded", "none")):
        searched = of.figure("count", officer_defined_ethnicity=value, classification=of.choice.classification)
        rows.append(((name,), (searched,), ("no group to compare",), ("",), ("",), ("",), ("",)))
    return Table(
        caption=f"Searches in {of.desk.area.name} in {of.period.name} by ethnic group, as the officer saw it",
        head=("Ethnic group", "Searches", "Residents", "Per 1,000 residents (95% interval)",
              "Times the rate of White people", "95% interval", "Reading"),
        rows=tuple(rows),
        note=(*passages.origin(of.choice, [of.period]), f" Residents: {_census(of, census)}. {CAUTION}"),
    )  # fmt: skip


def _census(of: _Of, census: str | None) -> str:
    named = next((e for e in of.desk.evidence.editions if e.id == census), None)
    if named is None:
        return "not loaded"
    told = f"Census 2021 (Office for National Statistics), edition {named.id}"
    return f"{told}. A reading is taken before numbers are rounded"


def _drawn(of: _Of, census: str) -> Block:
    rows = []
    for officer, start in GROUPS:
        if officer != BESIDE:
            ratio, lower, upper = _ratio(of, census, officer, start)
            rows.append(Row(f"{officer} people", ratio, lower, upper, reading(lower, upper)))
    return forest(
        "searched", f"Searches per resident, as times those of {BESIDE} people", rows,
        what=f"times as often searched per resident as {BESIDE} people", even=f"as {BESIDE} people", source=(CAUTION,),
    )  # fmt: skip


def _by_age(of: _Of) -> Table:
    rows: list[tuple[Text, ...]] = []
    editions: dict[str, None] = {}
    for band, ages in AGES:
        searched = of.figure("count", age_range=band, classification=of.choice.classification)
        people = of.desk.evidence.population(of.desk.area, of.period.end.year, ages)
        name = band.replace("-", " to ").capitalize()
        if people is None:
            rows.append(((name,), (searched,), ("not known",), ("",)))
            continue
        held = tuple(edition.id for edition in people.editions)
        editions |= dict.fromkeys(held)
        living = of.desk.figure("population", held, area=of.desk.area.code, area_type=of.desk.area.type,
                                year=of.period.end.year, ages=ages)  # fmt: skip
        rate, lower, upper = (
            of.figure(end, SEARCHES, *held, age_range=band, year=of.period.end.year, ages=ages)
            for end in ("rate", "rate_lower", "rate_upper")
        )
        rows.append(((name,), (searched,), (living,), (rate, " (", lower, " to ", upper, ")")))
    unknown = of.figure("count", age_range="none", classification=of.choice.classification)
    rows.append((("Not recorded",), (unknown,), ("no group to compare",), ("",)))
    return Table(
        caption=f"Searches in {of.desk.area.name} in {of.period.name} by age band",
        head=("Age", "Searches", "Residents", "Per 1,000 residents (95% interval)"),
        rows=tuple(rows),
        note=(*passages.origin(of.choice, [of.period]),
              f" Residents: {', '.join(editions) or 'not loaded'}. {CAUTION}"),
    )


def _action(of: _Of, **where: Argument) -> tuple[Text, Text]:
    share, lower, upper = (of.figure(end, ACTION, **where) for end in ("share", "share_lower", "share_upper"))
    return (share,), (lower, " to ", upper)


def _by_object(of: _Of) -> Table:
    rows = tuple(
        ((f"{'Weapons: ' if name in WEAPONS else ''}{name[:1].lower() if name in WEAPONS else name[:1]}{name[1:]}",),
         (of.figure("count", object_of_search=name, classification=of.choice.classification),),
         *_action(of, object_of_search=name))
        for name in OBJECTS
    )  # fmt: skip
    return Table(
        caption=f"Searches in {of.desk.area.name} in {of.period.name} by what was looked for",
        head=("Looked for", "Searches", "Action followed", "95% interval"),
        rows=rows,
        note=(*passages.origin(of.choice, [of.period]), " “Anything to threaten or harm anyone” stands for section 60. "
              "The action need not be about what was looked for."),
    )  # fmt: skip


def _ratios(of: _Of, census: str, caption: str, measure: str = SEARCHES, **where: Argument) -> Table:
    rows: list[tuple[Text, ...]] = []
    for officer, start in GROUPS:
        searched = of.figure("count", measure, officer_defined_ethnicity=officer, **where)
        beside: tuple[Text, ...] = (("compared with",), ("",), ("",))
        if officer != BESIDE:
            ratio, lower, upper = _ratio(of, census, officer, start, measure, **where)
            beside = ((ratio,), (lower, " to ", upper), (reading(lower, upper),))
        rows.append(((officer,), (searched,), *beside))
    head = ("Ethnic group", "Searches", "Times the rate of White people", "95% interval", "Reading")
    return Table(caption, head, tuple(rows), note=(*passages.origin(of.choice, [of.period]), f" {CAUTION}"))


def _for_weapons(of: _Of, census: str) -> Table:
    caption = f"Searches for offensive weapons in {of.desk.area.name} in {of.period.name}, per resident"
    return _ratios(of, census, caption, object_of_search=WEAPONS[0])


def _authorised(of: _Of, census: str | None) -> Iterator[Block]:
    powers: dict[str, tuple[Figure, dict[str, Argument]]] = {
        "Section 60 (no suspicion needed)": (of.figure("count", AUTHORISED), {"legislation": SECTION_60}),
    }
    for name, law in LAWS.items():
        own = of.figure("count", legislation=law, classification=of.choice.classification)
        powers[name] = (own, {"legislation": law})
    powers["Any power"] = (of.figure("count", classification=of.choice.classification), {})
    yield Table(
        caption=f"Searches in {of.desk.area.name} in {of.period.name} by power",
        head=("Power", "Searches", "Action followed", "95% interval"),
        rows=tuple(((name,), (count,), *_action(of, **where)) for name, (count, where) in powers.items()),
        note=passages.origin(of.choice, [of.period]),
    )
    if census:
        caption = f"Searches under section 60 in {of.desk.area.name} in {of.period.name}, per resident"
        yield _ratios(of, census, caption, AUTHORISED)
    yield Caveat((" ".join(of.desk.measure(AUTHORISED).caveats),))


def _trend(of: _Of, census: str) -> Iterator[Block]:
    """The ratios of the last years. Two are told apart only where their intervals do not meet, which errs to noise."""
    years = [of.period.shifted(-12 * back) for back in range(YEARS - 1, -1, -1)]
    covered = [replace(of, period=year) for year in years if of.choice.covers(year)]
    if len(covered) < 2 or of.period.months != 12:
        yield Paragraph(("There are not two years to set beside each other.",))
        return
    for officer, start in GROUPS:
        if officer == BESIDE:
            continue
        told = [(one.period, *_ratio(one, census, officer, start)) for one in covered]
        rows = [
            Row(f"12 months to {period.end:%b %Y}", ratio, lower, upper, reading(lower, upper))
            for period, ratio, lower, upper in told
        ]
        yield Statement((f"{officer} people beside White people: {_moved(told[0][2:], told[-1][2:])}",))
        yield forest(
            f"searched-{officer.lower()}", f"Searches of {officer} people per resident, as times those of White people",
            rows, what=f"times as often searched per resident as {BESIDE} people", even=f"as {BESIDE} people",
            source=(f"The residents of every year are those of the Census of 2021. {CAUTION}",),
        )  # fmt: skip


def _moved(first: tuple[Figure, ...], last: tuple[Figure, ...]) -> str:
    (before, ceiling), (floor, after) = (tuple(figure.value for figure in pair) for pair in (first, last))
    if None in (before, ceiling, floor, after):
        return "a year is not shown, so nothing is said of a change."
    if floor > ceiling:  # type: ignore[operator]
        return "the ratio is larger in the last year than in the first, by more than chance explains."
    if after < before:  # type: ignore[operator]
        return "the ratio is smaller in the last year than in the first, by more than chance explains."
    return "no clear change over these years."
