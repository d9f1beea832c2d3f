"""Every kind of number that an output shows, as a named function of the evidence.

A figure carries the name of its recipe and the arguments, so that ``recompute`` can work it out again from
the editions it names. Arguments are plain: a measure by key, an area by code and type, periods as
``2018-04..2018-09`` (several, with commas, where a mean is taken). Any argument a recipe does not know
keeps one class of a breakdown, as in ``sex="female"``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonground.evidence import standing
from commonground.evidence.figure import Argument, Figure
from commonground.evidence.measure import measures
from commonground.evidence.reading import (
    Kind,
    Untraceable,
    Value,
    chosen,
    difference,
    kind_of,
    mean,
    place,
    read,
    read_tallies,
    tested,
    windows,
)  # fmt: skip
from commonground.evidence.shown import made

if TYPE_CHECKING:
    from commonground.evidence.run import Evidence


@dataclass(frozen=True)
class Recipe:
    """How one kind of number is worked out."""

    name: str
    work: Callable[..., Value]

    @property
    def about(self) -> str:
        """What the number is, in one line."""
        return (self.work.__doc__ or "").strip().splitlines()[0]


RECIPES: dict[str, Recipe] = {}
ARGUMENTS = frozenset(
    {"measure", "area", "area_type", "group", "period", "baseline", "source", "classification", "edition",
     "of", "per", "year", "ages", "end", "within", "half"}
)  # fmt: skip
"""What recipes take; any other argument is a column of a breakdown."""


def recipe(work: Callable[..., Value]) -> Callable[..., Value]:
    """Keep the function as a recipe under its own name."""
    RECIPES[work.__name__] = Recipe(work.__name__, work)
    return work


# Figures.


def figure(evidence: "Evidence", method: str, editions: Sequence[str], /, **arguments: Argument) -> Figure:
    """The figure, worked out. Raises Untraceable."""
    return made(method, _work(evidence, method, tuple(editions), arguments), editions, **arguments)


def recompute(figure: Figure, evidence: "Evidence") -> Value:
    """The figure's value, worked out anew from the editions it names. Raises Untraceable."""
    return _work(evidence, figure.method, figure.editions, dict(figure.arguments))


def agrees(shown: Figure, again: Value) -> bool:
    """Is the value worked out again the one shown? A withheld figure has nothing to disagree with."""
    if shown.withheld or shown.value is None or again is None:
        return bool(shown.withheld) or shown.value is again
    return shown.value == again or abs(shown.value - again) <= 1e-9 * max(abs(shown.value), abs(again))


def _work(
    evidence: "Evidence", method: str, editions: tuple[str, ...], arguments: Mapping[str, Argument]
) -> Value:
    if method not in RECIPES:
        raise Untraceable(f"there is no recipe called {method}")
    held = {e.id for e in evidence.editions}
    if gone := [e for e in editions if e not in held]:
        raise Untraceable(f"edition {', '.join(gone)} is not in the store: load its file again")
    return RECIPES[method].work(evidence, editions, **arguments)


# Rows that are named.


@recipe
def named_rows(evidence, editions, *, rows, plan):
    """How many rows of a plan there are: those that are named here."""
    return len([row for row in str(rows).split(";") if row.strip()])


# Counts and their change.


@recipe
def count(evidence, editions, *, measure, area, area_type, period, source, classification=None, **where):
    """The count in one area and period; over several periods, their mean."""
    known, choice = chosen(evidence, editions, measure, area_type, source, classification)
    over = windows(period)
    found = read(evidence, known, choice, place(area, area_type), over, **where)
    return None if found.value is None else mean(found.value, over)


@recipe
def share(evidence, editions, *, measure, area, area_type, period, source, classification=None, **where):
    """A share in per cent, such as the searches that found something."""
    known, choice = chosen(evidence, editions, measure, area_type, source, classification)
    return read(evidence, known, choice, place(area, area_type), windows(period), **where).share


def _pair(
    evidence, editions, *, measure, area, area_type, period, baseline, source, classification=None, **where
):
    """Both numbers of a comparison, the windows of each, and what kind they are."""
    known, choice = chosen(evidence, editions, measure, area_type, source, classification)
    spot, after, before = place(area, area_type), windows(period), windows(baseline)
    later, earlier = (read(evidence, known, choice, spot, over, **where) for over in (after, before))
    return later, earlier, after, before, kind_of(choice.count)


@recipe
def change(evidence, editions, **arguments):
    """The number in the period less that in the baseline."""
    return difference(*_pair(evidence, editions, **arguments))


@recipe
def change_in_points(evidence, editions, **arguments):
    """The share in the period less that in the baseline, in percentage points."""
    return difference(*_pair(evidence, editions, **arguments))


CHANGES: Mapping[Kind, str] = {"count": "change", "share": "change_in_points", "value": "change"}


def _compared(evidence, editions, **arguments):
    return tested(*_pair(evidence, editions, **arguments))


@recipe
def change_percent(evidence, editions, **arguments):
    """The change from the baseline in per cent, month for month."""
    found = _compared(evidence, editions, **arguments)
    return None if found is None else float(found.change_percent)


@recipe
def lower_percent(evidence, editions, **arguments):
    """The lower end of the exact 95% interval of the change in per cent."""
    found = _compared(evidence, editions, **arguments)
    return None if found is None else float(found.lower_percent)


@recipe
def upper_percent(evidence, editions, **arguments):
    """The upper end of the exact 95% interval of the change in per cent."""
    found = _compared(evidence, editions, **arguments)
    return None if found is None else float(found.upper_percent)


@recipe
def p_value(evidence, editions, **arguments):
    """The two-sided p value of the exact conditional test of two counts."""
    found = _compared(evidence, editions, **arguments)
    return None if found is None else float(found.p_value)


@recipe
def sum_of_areas(
    evidence, editions, *, measure, group, area_type, period, source, classification=None, **where
):
    """The count of a group of areas together."""
    known, choice = chosen(evidence, editions, measure, area_type, source, classification)
    (window,) = windows(period)
    tallies = evidence.tallies(known, evidence.areas(group), window, choice, **where)
    return read_tallies(list(tallies.values()), choice).value


# The limits within which a count usually varies.


def _usual(evidence, editions, *, measure, area, area_type, period, source, classification=None):
    """Worked out once for all the numbers that are said of it, from the very months or quarters named."""
    from commonground.evidence import usual

    known, choice = chosen(evidence, editions, measure, area_type, source, classification)
    spot, over = place(area, area_type), windows(period)
    asked = ("usual", tuple(editions), measure, spot, over, source, classification)
    return evidence.once(
        asked, lambda: usual.limits(over, [read(evidence, known, choice, spot, (w,)).value for w in over])
    )


@recipe
def usual_mean(evidence, editions, **arguments):
    """The mean of the months or quarters named, around which their usual limits lie."""
    found = _usual(evidence, editions, **arguments)
    return None if found is None else found.mean


@recipe
def usual_lower(evidence, editions, **arguments):
    """The lower limit of usual variation (XmR: mean less 2.66 mean moving ranges), never below nought."""
    found = _usual(evidence, editions, **arguments)
    return None if found is None else found.lower


@recipe
def usual_upper(evidence, editions, **arguments):
    """The upper limit of usual variation (XmR: mean and 2.66 mean moving ranges)."""
    found = _usual(evidence, editions, **arguments)
    return None if found is None else found.upper


# People, and rates of them.


def _people(evidence, editions, area, area_type, year, ages):
    """The population as those editions gave it, or as they give it when others have been added since."""
    found = evidence.population(place(area, area_type), year, ages)
    if found is None or {e.id for e in found.editions} <= set(editions):
        return found
    from commonground.evidence.population import Populations

    only = [e for e in evidence.editions if e.id in editions]
    return Populations(only, evidence.engine).of(place(area, area_type), year, ages)


@recipe
def population(evidence, editions, *, area, area_type, year, ages="all ages"):
    """The people resident in an area in the middle of a year."""
    found = _people(evidence, editions, area, area_type, year, ages)
    return None if found is None else found.people


def _rate(evidence, editions, *, area, area_type, period, year, ages="all ages", per=1000, **rest):
    from commonground.methods import rates

    found = count(evidence, editions, area=area, area_type=area_type, period=period, **rest)
    people = _people(evidence, editions, area, area_type, year, ages)
    return None if found is None or people is None else rates.crude_rate(found, people.people, per)


@recipe
def rate(evidence, editions, **arguments):
    """The count per so many residents over the period."""
    found = _rate(evidence, editions, **arguments)
    return None if found is None else float(found.value)


@recipe
def rate_lower(evidence, editions, **arguments):
    """The lower end of the 95% interval of a rate: exact under 10, Byar's from there."""
    found = _rate(evidence, editions, **arguments)
    return None if found is None else float(found.lower)


@recipe
def rate_upper(evidence, editions, **arguments):
    """The upper end of the 95% interval of a rate: exact under 10, Byar's from there."""
    found = _rate(evidence, editions, **arguments)
    return None if found is None else float(found.upper)


@recipe
def rows_loaded(evidence, editions):
    """The rows that the editions hold together."""
    return sum(e.rows_loaded for e in evidence.editions if e.id in editions)


# Where an area stands among others.


def _stand(
    evidence, editions, *, measure, group, area_type, period, baseline, source, classification=None, **where
):
    known, choice = chosen(evidence, editions, measure, area_type, source, classification)
    areas = evidence.areas(group)
    return standing.standing(evidence, known, choice, areas, windows(period), windows(baseline), **where)


@recipe
def areas_compared(evidence, editions, **arguments):
    """The areas of a group whose counts can be compared."""
    return len(_stand(evidence, editions, **arguments).compared)


@recipe
def areas_fell(evidence, editions, **arguments):
    """The areas of a group with a lower count than in the baseline."""
    return len(_stand(evidence, editions, **arguments).fell)


@recipe
def areas_rose(evidence, editions, **arguments):
    """The areas of a group with a higher count than in the baseline."""
    return len(_stand(evidence, editions, **arguments).rose)


@recipe
def areas_clear_fell(evidence, editions, **arguments):
    """The areas of a group whose count fell by more than chance alone would give."""
    return len(_stand(evidence, editions, **arguments).clear_fell)


@recipe
def areas_clear_rose(evidence, editions, **arguments):
    """The areas of a group whose count rose by more than chance alone would give."""
    return len(_stand(evidence, editions, **arguments).clear_rose)


@recipe
def rank(evidence, editions, *, area, **arguments):
    """The place of an area in its group by change in per cent; 1st is the largest fall."""
    return _stand(evidence, editions, **arguments).rank(area)


@recipe
def areas_outside(evidence, editions, *, measure, group, period, of):
    """The areas whose rate is higher, or lower, than the spread of their group would lead one to expect."""
    from commonground.evidence.spread import funnel

    (window,) = windows(period)
    found = funnel(evidence, measures()[measure], window, group, only=frozenset(editions))
    if found is None:
        return None
    return len(found.places) if of == "areas" else sum(p.stands == of for p in found.places)


def _sensitivity(evidence, editions, measure, area, area_type, period, baseline, group, edition):
    """Worked out once for all the numbers that are said of it."""
    from commonground.evidence.sensitivity import sensitivity

    (window,) = windows(period)
    asked = ("sensitivity", editions, measure, area, area_type, period, baseline, group, edition)
    return evidence.once(asked, lambda: sensitivity(
        evidence, measures()[measure], place(area, area_type), window, windows(baseline), edition=edition,
        among=group, only=frozenset(editions),
    ))  # fmt: skip


@recipe
def sensitivity_count(
    evidence, editions, *, measure, area, area_type, period, baseline, of, group=None, edition=None
):
    """How many neighbouring windows and editions bear a claim out; ``of`` names what is counted."""
    from commonground.evidence.sensitivity import COUNTED

    found = _sensitivity(evidence, editions, measure, area, area_type, period, baseline, group, edition)
    return None if found.claim is None else COUNTED[of](found.others, found.claim)


# What a place is like, and how its harm lies.


def _place(evidence, area, area_type):
    return evidence.area(area, area_type)


@recipe
def residents_of_group(evidence, editions, *, area, area_type, ethnicity):
    """The residents of one ethnic group at the Census of 2021."""
    from commonground.evidence import profile

    return profile.ethnic_groups(evidence, _place(evidence, area, area_type), editions).get(ethnicity)


@recipe
def share_of_group(evidence, editions, *, area, area_type, ethnicity):
    """The share of residents in one ethnic group at the Census of 2021."""
    from commonground.evidence import profile

    groups = profile.ethnic_groups(evidence, _place(evidence, area, area_type), editions)
    return 100 * groups[ethnicity] / sum(groups.values()) if ethnicity in groups else None


@recipe
def lsoas_in_decile(evidence, editions, *, area, area_type, decile):
    """The neighbourhoods in one tenth of England by deprivation (2025)."""
    from commonground.evidence import profile

    return profile.deciles(evidence, _place(evidence, area, area_type), editions).get(decile)


@recipe
def places_with_half(evidence, editions, *, of="holding", **arguments):
    """How few places of a group hold half of the events; ``of`` names what else is known of them."""
    found = _concentrated(evidence, editions, **arguments)
    return None if found is None else getattr(found, of)


@recipe
def share_of_places(evidence, editions, *, of="per_cent", **arguments):
    """The share of a group's places that hold half of the events; or would by chance, or still do."""
    found = _concentrated(evidence, editions, **arguments)
    return None if found is None else getattr(found, of)


def _concentrated(
    evidence, editions, *, measure, group, area_type, period, baseline=None, source, classification=None
):
    """Worked out once for all the numbers that are said of it."""
    from commonground.evidence.concentrated import concentrated

    known, choice = chosen(evidence, editions, measure, area_type, source, classification)
    (window,) = windows(period)
    before = windows(baseline)[0] if baseline else None
    asked = ("concentrated", editions, measure, group, area_type, window, before, source, classification)
    return evidence.once(
        asked, lambda: concentrated(evidence, known, choice, evidence.areas(group), window, before)
    )


def _disparity(
    evidence, editions, *, measure, area, area_type, period, source, residents, officer_defined_ethnicity
):
    from commonground.evidence import profile
    from commonground.methods import two_counts

    known, choice = chosen(evidence, editions, measure, area_type, source, None)
    groups = profile.ethnic_groups(evidence, _place(evidence, area, area_type), editions)
    searched = [
        read(
            evidence, known, choice, place(area, area_type), windows(period), officer_defined_ethnicity=group
        ).value
        for group in (officer_defined_ethnicity, "White")
    ]
    people = [
        sum(n for name, n in groups.items() if name.startswith(start)) for start in (residents, "White")
    ]
    of_group, of_white = searched
    if of_group is None or of_white is None or 0 in people:
        return None
    return two_counts.exact(of_group, of_white, people[0], people[1])


@recipe
def disparity(evidence, editions, **arguments):
    """Searches per resident of one ethnic group over the White group's, as the officer saw the person."""
    found = _disparity(evidence, editions, **arguments)
    return None if found is None else float(found.ratio)


@recipe
def disparity_lower(evidence, editions, **arguments):
    """The lower end of the exact 95% interval of a disparity."""
    found = _disparity(evidence, editions, **arguments)
    return None if found is None else float(found.lower)


@recipe
def disparity_upper(evidence, editions, **arguments):
    """The upper end of the exact 95% interval of a disparity."""
    found = _disparity(evidence, editions, **arguments)
    return None if found is None else float(found.upper)
