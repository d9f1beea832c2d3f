"""Measures by subject, in the order in which a partnership reads them. A test holds that each has one subject."""

from collections.abc import Mapping
from dataclasses import dataclass

from commonground.evidence.measure import Measure, measures
from commonground.evidence.run import Evidence

KINDS = ("local_authority", "ward", "lsoa", "force", "region")
"""The kinds of area that a measure may be loaded for."""

SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "Violence": (
        "violence_with_injury",
        "violence_without_injury",
        "violence_against_the_person",
        "violence_against_women_and_girls",
        "homicide",
        "homicide_victims",
        "homicide_accused",
    ),
    "Knives and other weapons": (
        "knife_crime",
        "knife_crime_with_injury",
        "knife_injury_victims_1_24",
        "knife_injury_victims_1_24_non_domestic",
        "domestic_knife_victims",
        "homicide_with_a_knife",
        "knife_crime_by_force",
        "possession_of_weapons",
        "possession_of_article_with_blade_or_point",
        "street_level_weapons",
    ),
    "Robbery": (
        "robbery_of_personal_property",
        "knife_crime_with_injury_in_robbery",
        "robbery_with_a_knife",
        "street_level_robbery",
    ),
    "Health": ("assault_attendances", "sharp_object_admissions"),
    "Children and young people": (
        "children_in_need_criminal_exploitation",
        "children_in_need_sexual_exploitation",
        "children_in_need_gangs",
        "children_in_need_missing",
        "first_time_entrants",
        "permanent_exclusions",
        "suspensions",
    ),
    "Police powers": ("stop_and_search", "stop_and_search_find_rate", "section_60_searches"),
}


def by_subject() -> dict[str, list[Measure]]:
    """Every measure under its subject."""
    return {subject: [measures()[key] for key in keys] for subject, keys in SUBJECTS.items()}


@dataclass(frozen=True)
class Listed:
    """A measure, and for which kinds of area it is loaded; or why it is not."""

    measure: Measure
    kinds: tuple[str, ...]
    missing: str


def listed(evidence: Evidence, words: str = "", subject: str = "") -> dict[str, list[Listed]]:
    """The measures by subject; with ``words``, those that have every one of them in title or definition."""
    wanted = words.casefold().split()
    found = {
        title: [_listed(evidence, m) for m in some if all(w in f"{m.title} {m.definition}".casefold() for w in wanted)]
        for title, some in by_subject().items()
        if subject in ("", title)
    }
    return {title: some for title, some in found.items() if some}


def _listed(evidence: Evidence, measure: Measure) -> Listed:
    kinds = tuple(kind for kind in KINDS if evidence.choices(measure, kind))
    return Listed(measure, kinds, "" if kinds else evidence.missing(measure) or "Nothing is loaded to count it from.")
