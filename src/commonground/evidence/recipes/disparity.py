"""Searches per resident of one ethnic group over another’s."""

from commonground.evidence.reading import chosen, place, read, windows
from commonground.evidence.recipe import recipe


def _disparity(
    evidence, editions, *, measure, area, area_type, period, source, residents, officer_defined_ethnicity
):
    from commonground.evidence import profile
    from commonground.methods import two_counts

    known, choice = chosen(evidence, editions, measure, area_type, source, None)
    groups = profile.ethnic_groups(evidence, evidence.area(area, area_type), editions)
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
