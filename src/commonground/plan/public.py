"""What anyone may read of plans: the one that each partnership has published, and the comments that are shown."""

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Max

from commonground.partnership.models import Partnership
from commonground.plan.models import Publication, PublicComment
from commonground.plan.models.publication import Publications, PublicComments
from commonground.plan.public_form import How, PublicAction, PublicAnswer, PublicPlan, PublicResponse, PublicTheme
from commonground.plan.reviewed import public_responses
from commonground.plan.terms import Tier

WAITING_MOST = 200
"""How many comments may wait at one table: a flood is stopped there, and nobody has to read it."""


def published_plans(partnership: str | None = None) -> "list[Published]":
    """Every published plan, by the name of its partnership, without its document; or that of one partnership."""
    found = Publications(Publication).published().light().select_related("plan").order_by("partnership__name")
    return [Published(one) for one in (found.filter(partnership__slug=partnership) if partnership else found)]


def plan_of(partnership: str) -> "Published | None":
    """The published plan of a partnership, by its slug; none where it is asked for, withdrawn or never was."""
    found = Publications(Publication).published().filter(partnership__slug=partnership)
    one = found.select_related("partnership", "plan").first()
    return Published(one) if one else None


@dataclass(frozen=True)
class Published:
    """A published plan as the public sees it."""

    publication: Publication

    @property
    def partnership(self) -> Partnership:
        return self.publication.partnership

    @property
    def published_at(self) -> datetime:
        approved = self.publication.approved_at
        assert approved is not None, "what is published was approved"
        return approved

    @cached_property
    def plan(self) -> PublicPlan:
        """The frozen plan, with the day it was published and the responses that are published now."""
        told = tuple(PublicResponse(**asdict(one)) for one in public_responses(self.partnership.slug))
        return self.publication.shown.model_copy(update={"published": self.published_at.date(), "responses": told})

    @property
    def comments(self) -> PublicComments:
        """Those that are shown, the newest first: of this plan, also of its earlier reviews."""
        rows = PublicComments(PublicComment).shown().filter(publication__plan=self.publication.plan_id)
        return rows.select_related("publication__snapshot").defer("publication__document")

    def changed_at(self) -> datetime:
        """When the plan or a comment beside it last changed."""
        newest = self.comments.aggregate(at=Max("decided_at"))["at"]
        return max(filter(None, (self.published_at, newest)))

    def takes_comments(self) -> bool:
        """Whether another can wait."""
        return PublicComments(PublicComment).waiting().filter(partnership=self.partnership).count() < WAITING_MOST


@dataclass(frozen=True)
class ShownTheme:
    """A theme of the public page, with all that is in it."""

    theme: PublicTheme
    standards: tuple[PublicAnswer, ...]
    chosen: tuple[PublicAnswer, ...]
    others: tuple[PublicAnswer, ...]
    actions: tuple[PublicAction, ...]


def by_theme(plan: PublicPlan) -> list[ShownTheme]:
    """The plan by theme: its standards, the options that were chosen, the others, and the actions."""
    return [
        ShownTheme(
            theme,
            tuple(one for one in plan.answers if one.theme == theme.key and one.tier == Tier.MINIMUM),
            tuple(one for one in _options(plan, theme) if one.standing in ("adopted", "adapted")),
            tuple(one for one in _options(plan, theme) if one.standing not in ("adopted", "adapted")),
            tuple(one for one in plan.actions if one.theme == theme.key),
        )
        for theme in plan.themes
    ]


def _options(plan: PublicPlan, theme: PublicTheme) -> list[PublicAnswer]:
    return [one for one in plan.answers if one.theme == theme.key and one.tier == Tier.OPTION]


def counted(plan: PublicPlan) -> list[tuple[How, int]]:
    """How many actions stand how; a word that none stands at is left out."""
    found = [(how, sum(one.how == how for one in plan.actions)) for how in How]
    return [one for one in found if one[1]]
