"""Published plans: which partnerships have one, and what each says, in the form of its published schema."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Router, Schema
from pydantic import Field

from commonground.plan.public import Published, plan_of, published_plans
from commonground.plan.public_form import PublicPlan
from commonground.web.api.listed import Limit, Offset, Stretch, stretch
from commonground.web.api.problem import Refused

router = Router(tags=["Plans"])
Slug = Annotated[
    str, Path(pattern=r"^[a-z0-9-]{1,50}$", description="The partnership’s name in addresses.", examples=["lewisham"])
]


class PlanInBrief(Schema):
    """A published plan in a list."""

    partnership: str
    partnership_slug: str
    title: str
    as_of: str = Field(description="The day of the closed review that it is from.")
    published_at: str
    invented: bool = Field(description="Whether it was made for a demonstration.")
    page: str = Field(description="The address of its page.")
    json_file: str = Field(description="The same plan for anyone, without a key.")


class PlanList(Stretch):
    """Published plans in a list."""

    items: list[PlanInBrief]


@router.get("", response=PlanList, url_name="plans", summary="List the published plans")
def listed(request: HttpRequest, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """Of every partnership that has one on the public page, by name. What is not published is not here."""
    return stretch(published_plans(), limit, offset, _brief)


@router.get("/{slug}", response=PublicPlan, url_name="plan", summary="Read one published plan")
def one(request: HttpRequest, slug: Slug) -> PublicPlan:
    """As it stood at its last published review: standards, options, actions and how they stood. It names nobody."""
    found = plan_of(slug)
    if found is None:
        raise Refused(404, "This partnership has no published plan.")
    return found.plan


def _brief(found: Published) -> dict[str, Any]:
    table, publication = found.partnership, found.publication
    return {
        "partnership": table.name, "partnership_slug": table.slug, "title": publication.plan.title,
        "as_of": publication.snapshot.as_of.isoformat(), "published_at": found.published_at.isoformat(),
        "invented": table.demonstration, "page": reverse("published_plan", args=(table.slug,)),
        "json_file": reverse("published_plan_json", args=(table.slug,)),
    }  # fmt: skip
