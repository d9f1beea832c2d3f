"""How many people there may be of whom no agency knows, from the overlaps of partners’ lists."""

from commonground.evidence.recipe import recipe

ARGUMENTS = frozenset({"model"})
HELD_BACK = 4
"""A count from 1 to this is a small number, and is not given: of patterns of lists none is given at all."""


@recipe
def people_on_lists(evidence, editions, *, area, area_type, of="seen"):
    """The people on at least one of the lists, or (``of`` on_two) on two of them or more."""
    found = _estimated(evidence, editions, area, area_type)
    number = None if found is None else getattr(found, of)
    return None if number is None or 1 <= number <= HELD_BACK else number


@recipe
def people_estimated(evidence, editions, *, area, area_type, of="estimate", model=None):
    """The people on any list or on none, by one model; or the lowest or the highest of all answers."""
    from math import isfinite

    found = _estimated(evidence, editions, area, area_type)
    if found is None or found.refused:
        return None
    number = getattr(found if model is None else found.approach(model), of)
    return round(number) if isfinite(number) else None


def _estimated(evidence, editions, area, area_type):
    from commonground.evidence.overlapping import estimated
    from commonground.evidence.reading import place

    return estimated(evidence, place(area, area_type), editions)
