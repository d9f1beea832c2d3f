"""What a place is like: who lives there, and how deprived it is."""

from commonground.evidence.recipe import recipe


@recipe
def residents_of_group(evidence, editions, *, area, area_type, ethnicity):
    """The residents of one ethnic group at the Census of 2021."""
    from commonground.evidence import profile

    return profile.ethnic_groups(evidence, evidence.area(area, area_type), editions).get(ethnicity)


@recipe
def share_of_group(evidence, editions, *, area, area_type, ethnicity):
    """The share of residents in one ethnic group at the Census of 2021."""
    from commonground.evidence import profile

    groups = profile.ethnic_groups(evidence, evidence.area(area, area_type), editions)
    return 100 * groups[ethnicity] / sum(groups.values()) if ethnicity in groups else None


@recipe
def lsoas_in_decile(evidence, editions, *, area, area_type, decile):
    """The neighbourhoods in one tenth of England by deprivation (2025)."""
    from commonground.evidence import profile

    return profile.deciles(evidence, evidence.area(area, area_type), editions).get(decile)
