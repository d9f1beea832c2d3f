"""People, and rates of them."""

from commonground.evidence.reading import place
from commonground.evidence.recipe import recipe
from commonground.evidence.recipes.counts import count


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
