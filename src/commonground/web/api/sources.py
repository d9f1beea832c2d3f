"""Sources and editions: what the numbers are made from, how fresh that is, and under which licence."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from commonground.sources import Source, sources
from commonground.web.api.figures import Delivered
from commonground.web.api.listed import Limit, Offset, Stretch, stretch
from commonground.web.api.measures import KEY
from commonground.web.api.problem import Refused
from commonground.web.reading_room import evidence_for

router = Router(tags=["Sources and editions"])
Chosen = Annotated[str | None, Query(None, pattern=KEY, description="Only the editions of the source with this key.")]
Id = Annotated[str, Path(pattern=r"^[a-z0-9_.-]{1,120}$", description="The edition’s id.")]


class Dataset(Schema):
    """One dataset, as its publisher delivers it."""

    key: str
    title: str
    publisher: str
    about: str
    licence: str
    licence_url: str | None
    attribution: str = Field(description="The words that the licence asks you to print beside every use.")
    is_open: bool
    caveats: list[str]
    editions: int = Field(description="How many are loaded.")
    newest: str | None = Field(description="When the newest edition was published.")
    to: str | None = Field(description="The last month that any edition reports on.")


class Datasets(Stretch):
    """Sources in a list."""

    items: list[Dataset]


class Editions(Stretch):
    """Editions in a list."""

    items: list[Delivered]


@router.get("/sources", response=Datasets, url_name="sources", summary="List the sources")
def listed(request: HttpRequest, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """Every dataset that can be loaded, with its licence and how fresh what is loaded is."""
    held = evidence_for(request.actor.partnership).editions  # type: ignore[attr-defined]
    return stretch([*sources().values()], limit, offset, lambda source: _described(source, held))


@router.get("/editions", response=Editions, url_name="editions", summary="List the editions that are loaded")
def editions(request: HttpRequest, source: Chosen = None, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """Each delivered file that is loaded, with its hash."""
    held = evidence_for(request.actor.partnership).editions  # type: ignore[attr-defined]
    wanted = sorted((e for e in held if source in (None, e.source)), key=lambda e: e.id)
    return stretch(wanted, limit, offset, Delivered.of)


@router.get("/editions/{id}", response=Delivered, url_name="edition", summary="Describe one edition")
def edition(request: HttpRequest, id: Id) -> Delivered:
    """One delivered file."""
    held = evidence_for(request.actor.partnership).editions  # type: ignore[attr-defined]
    found = next((e for e in held if e.id == id), None)
    if found is None:
        raise Refused(404, f"There is no edition “{id}” here; the list of editions names them all.")
    return Delivered.of(found)


def _described(source: Source, held: Any) -> dict[str, Any]:
    own = [e for e in held if e.source == source.key]
    ends = [end for e in own for _, end in e.periods]
    return {
        "key": source.key, "title": source.title, "publisher": source.publisher, "about": source.about,
        "licence": source.licence.name, "licence_url": source.licence.url or None,
        "attribution": source.attribution, "is_open": source.is_open, "caveats": list(source.caveats),
        "editions": len(own), "newest": max((e.published for e in own if e.published), default=None),
        "to": f"{max(ends):%Y-%m}" if ends else None,
    }  # fmt: skip
