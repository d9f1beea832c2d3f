"""Practice cards as they are read and handed on: the list, who uses one, its credit, and the card as a file."""

from collections.abc import Iterable

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from commonground.partnership.models import Partnership
from commonground.partnership.rule import Actor
from commonground.plan.models import Adoption, PracticeCard
from commonground.plan.models.practice import Adoptions, PracticeCards
from commonground.plan.templates.approaches import what_is_known
from commonground.plan.written_card import WrittenCard


def to_json(card: PracticeCard) -> bytes:
    """A shared card, read with ``cards_for``, as a file."""
    return written(card).model_dump_json(indent=1).encode() + b"\n"


def written(card: PracticeCard) -> WrittenCard:
    """A shared card as a value."""
    assert card.shared_at is not None, "only what is shared is handed on"
    known = what_is_known(card.approach) if card.approach else None
    return WrittenCard(
        id=card.public_id, title=card.title, partnership=card.partnership.name, shared_on=card.shared_at.date(),
        problem=card.problem, what_was_done=card.what_was_done, place_type=card.place_type, cost_band=card.cost_band,
        staffing=card.staffing, approach=card.approach, rating=known.rating if known else None,
        rating_says=f"{known.sentence} {known.dated}".strip() if known else "", evidence=card.evidence,
        what_did_not_work=card.what_did_not_work, contact=card.contact, template=card.template,
        serves=tuple(card.serves), used_by=card.users, invented=card.partnership.demonstration,  # type: ignore[attr-defined]
    )  # fmt: skip


def cards_for(actor: Actor) -> PracticeCards:
    """The cards that the actor may read, each with how many partnerships use it as ``users``."""
    using = Adoptions(Adoption).in_use().filter(card=OuterRef("public_id")).order_by().values("card")
    counted = using.annotate(number=Count("partnership", distinct=True)).values("number")
    found = PracticeCards(PracticeCard).seen_by(actor).select_related("partnership", "written_by__user")
    return found.annotate(users=Coalesce(Subquery(counted), 0))


def said_by(card: PracticeCard) -> list[Partnership]:
    """The partnerships that use it and chose that the card says so, by name."""
    named = Adoptions(Adoption).in_use().filter(card=card.public_id, named=True)
    return list(Partnership.objects.filter(pk__in=named.values("partnership")).order_by("name"))


def own_adoptions(actor: Actor, card: PracticeCard) -> QuerySet[Adoption]:
    """What the actor’s own table took from it."""
    return Adoptions(Adoption).seen_by(actor).filter(card=card.public_id).select_related("action")


def authors(actor: Actor) -> list[Partnership]:
    """The partnerships with a card that the actor may read, by name."""
    return list(Partnership.objects.filter(pk__in=PracticeCards(PracticeCard).seen_by(actor).values("partnership")))


def rated(cards: Iterable[PracticeCard], rating: str) -> list[PracticeCard]:
    """Those whose approach has the rating in the Toolkit; “none” for those without one."""
    return [one for one in cards if (_rating(one) or "none") == rating]


def credits(identifiers: Iterable[str]) -> dict[str, str]:
    """What is said of an action that was taken from a card, by the card; also of one that was withdrawn since."""
    asked = {one for one in identifiers if one}
    if not asked:
        return {}
    rows = PracticeCards(PracticeCard).filter(public_id__in=asked, shared_at__isnull=False)
    named = rows.values_list("public_id", "title", "partnership__name")
    return {key: f"From the practice card “{title}” of {name}" for key, title, name in named}


def is_shared(identifier: str) -> bool:
    """Whether the card can be read at every table."""
    return bool(identifier) and PracticeCards(PracticeCard).filter(public_id=identifier, state="shared").exists()


def _rating(card: PracticeCard) -> str:
    known = what_is_known(card.approach).rating if card.approach else None
    return str(known) if known else ""
