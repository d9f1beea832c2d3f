"""Areas: the places that anything can be asked of."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router

from commonground.evidence.areas import UnknownArea, places
from commonground.evidence.finding import Area
from commonground.evidence.run import Evidence
from commonground.web.api.figures import Place
from commonground.web.api.listed import Limit, Offset, Stretch, stretch
from commonground.web.api.problem import Refused
from commonground.web.reading_room import evidence_for

router = Router(tags=["Areas"])
CODE = r"^[A-Z][0-9]{8}$"
Kind = Literal["local_authority", "force", "region", "country", "ward", "lsoa"]
Type = Annotated[Kind, Query("local_authority", description="Which kind of area.")]
Within = Annotated[
    str | None, Query(None, pattern=CODE, description="Of wards and LSOAs: the code of their local authority.")
]
Code = Annotated[str, Path(pattern=CODE, description="The code of the area.", examples=["E09000023"])]


class Places(Stretch):
    """Areas in a list."""

    items: list[Place]


@router.get("", response=Places, url_name="areas", summary="List the areas of one type")
def listed(
    request: HttpRequest, type: Type = "local_authority", within: Within = None, limit: Limit = 100, offset: Offset = 0
) -> dict[str, Any]:
    """Local authorities, forces, regions and countries are always known; wards and LSOAs once look-ups are loaded."""
    evidence = evidence_for(request.actor.partnership)  # type: ignore[attr-defined]
    known = [(area, parent) for area, parent in _every(evidence, type) if within in (None, parent)]
    return stretch(known, limit, offset, lambda one: Place.of(*one))


@router.get("/{code}", response=Place, url_name="area", summary="Describe one area")
def one(request: HttpRequest, code: Code) -> Place:
    """Its name and type; for a ward or LSOA the local authority it lies in."""
    evidence = evidence_for(request.actor.partnership)  # type: ignore[attr-defined]
    try:
        area = evidence.area(code)
    except UnknownArea as unknown:
        raise Refused(404, str(unknown.args[0])) from None
    parent = evidence.gazetteer.parent(area)
    return Place.of(area, parent.code if parent else None)


def _every(evidence: Evidence, kind: str) -> list[tuple[Area, str | None]]:
    """The areas of the kind, each with what it lies in, by name."""
    if kind in ("ward", "lsoa"):
        small = [s for s in evidence.gazetteer.small if s.area.type == kind]
        newest = max((s.vintage for s in small), default="")
        found: list[tuple[Area, str | None]] = [(s.area, s.parent) for s in small if s.vintage == newest]
    else:
        found = [(area, None) for area in places() if area.type == kind]
    return sorted(found, key=lambda one: (one[0].name, one[0].code))
