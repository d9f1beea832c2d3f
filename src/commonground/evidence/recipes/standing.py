"""Where an area stands among others, and whether neighbouring windows and editions say the same."""

from commonground.evidence import standing
from commonground.evidence.measure import measures
from commonground.evidence.reading import chosen, place, windows
from commonground.evidence.recipe import recipe


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
