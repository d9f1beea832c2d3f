"""Searches per resident of one ethnic group over another’s, and how often action followed."""

from commonground.evidence.reading import chosen, place, read, windows
from commonground.evidence.recipe import recipe

ARGUMENTS = frozenset({"residents", "beside", "living"})
"""``residents`` and ``living`` are how the census names the group begins, for a ratio and for a rate; ``beside`` is the
group that a find rate is set beside. What is made of two groups needs both to be guarded."""


def _disparity(
    evidence, editions, *, measure, area, area_type, period, source, residents, officer_defined_ethnicity, **where
):
    from commonground.methods import two_counts

    known, choice = chosen(evidence, editions, measure, area_type, source, None)
    searched = [
        read(
            evidence, known, choice, place(area, area_type), windows(period), officer_defined_ethnicity=group, **where
        ).value
        for group in (officer_defined_ethnicity, "White")
    ]
    people = [_residents(evidence, editions, area, area_type, start) for start in (residents, "White")]
    of_group, of_white = searched
    if of_group is None or of_white is None or 0 in people:
        return None
    return two_counts.exact(of_group, of_white, people[0], people[1])


def _residents(evidence, editions, area, area_type, start):
    from commonground.evidence import profile

    groups = profile.ethnic_groups(evidence, evidence.area(area, area_type), editions)
    return sum(n for name, n in groups.items() if name.startswith(start))


def _searches(evidence, editions, *, measure, area, area_type, period, source, living, per=1000, **where):
    from commonground.methods import rates

    known, choice = chosen(evidence, editions, measure, area_type, source, None)
    people = _residents(evidence, editions, area, area_type, living)
    searched = read(evidence, known, choice, place(area, area_type), windows(period), **where).value
    return rates.crude_rate(searched, people, per) if searched is not None and people else None


@recipe
def search_rate(evidence, editions, **arguments):
    """Searches per 1,000 residents of an ethnic group at the Census of 2021, as the officer saw the person."""
    found = _searches(evidence, editions, **arguments)
    return None if found is None else float(found.value)


@recipe
def search_rate_lower(evidence, editions, **arguments):
    """The lower end of the 95% interval of a search rate: exact under 10, Byar's from there."""
    found = _searches(evidence, editions, **arguments)
    return None if found is None else float(found.lower)


@recipe
def search_rate_upper(evidence, editions, **arguments):
    """The upper end of the 95% interval of a search rate: exact under 10, Byar's from there."""
    found = _searches(evidence, editions, **arguments)
    return None if found is None else float(found.upper)


@recipe
def residents_like(evidence, editions, *, area, area_type, living):
    """The residents of the ethnic groups whose name in the Census of 2021 begins so."""
    return _residents(evidence, editions, area, area_type, living) or None


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


def _found(evidence, editions, *, measure, area, area_type, period, source, officer_defined_ethnicity, beside, **where):
    """Searches with a known outcome, and those that action followed, of a group and the one beside it."""
    known, choice = chosen(evidence, editions, measure, area_type, source, None)
    over = windows(period)
    return [
        read(evidence, known, choice, place(area, area_type), over, officer_defined_ethnicity=group, **where)
        for group in (officer_defined_ethnicity, beside)
    ]


def _rate(evidence, editions, arguments):
    from commonground.methods import rates

    group, _ = _found(evidence, editions, **arguments)
    return None if group.value is None or not group.of else rates.proportion(group.value, group.of)


@recipe
def find_rate_lower(evidence, editions, **arguments):
    """The lower end of the 95% interval (Wilson) of how often action followed a group's searches, in per cent."""
    found = _rate(evidence, editions, arguments)
    return None if found is None else float(found.lower)


@recipe
def find_rate_upper(evidence, editions, **arguments):
    """The upper end of the 95% interval (Wilson) of how often action followed a group's searches, in per cent."""
    found = _rate(evidence, editions, arguments)
    return None if found is None else float(found.upper)


@recipe
def outcome_test_p(evidence, editions, *, measure, officer_defined_ethnicity, beside, **arguments):
    """The p value of the outcome test: whether searches of two groups are as often followed by action."""
    from commonground.methods import disparity

    pair = _found(
        evidence, editions, measure=measure, officer_defined_ethnicity=officer_defined_ethnicity, beside=beside,
        **arguments,
    )  # fmt: skip
    if any(one.value is None or not one.of for one in pair):
        return None
    names = (officer_defined_ethnicity, beside)
    searched, finds = [one.of for one in pair], [one.value for one in pair]
    found = disparity.disparity(names, searched, [1, 1], finds, beside=beside, fewest=0)
    p = float(found.outcome_p[0])
    return None if p != p else p  # nan where nothing, or everything, was followed by action


def _action(evidence, editions, *, measure, area, area_type, period, source, **where):
    from commonground.methods import rates

    known, choice = chosen(evidence, editions, measure, area_type, source, None)
    found = read(evidence, known, choice, place(area, area_type), windows(period), **where)
    return None if found.value is None or not found.of else rates.proportion(found.value, found.of)


@recipe
def share_lower(evidence, editions, **arguments):
    """The lower end of the 95% interval (Wilson) of a share, in per cent."""
    found = _action(evidence, editions, **arguments)
    return None if found is None else float(found.lower)


@recipe
def share_upper(evidence, editions, **arguments):
    """The upper end of the 95% interval (Wilson) of a share, in per cent."""
    found = _action(evidence, editions, **arguments)
    return None if found is None else float(found.upper)
