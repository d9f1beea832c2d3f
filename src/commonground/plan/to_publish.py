"""What would be published, what somebody has to read before it is, and what a table has asked for and been told."""

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible
from commonground.plan.giveaways import Giveaway, Text, giveaways
from commonground.plan.models import Publication, PublicComment, Snapshot
from commonground.plan.models.publication import Publications, PublicComments
from commonground.plan.public_form import PublicPlan
from commonground.plan.reducing import Chosen, reduced, texts_of


def closed_reviews(partnership: Partnership) -> list[Snapshot]:
    """The last closed review of the partnership’s plan, and the one before it of the same plan, if there are any."""
    found = Snapshot.objects.filter(partnership=partnership, reason=Snapshot.Reason.REVIEWED).exclude(
        document__review=None
    )
    last = found.first()
    return [last, *found.filter(plan=last.plan_id).exclude(pk=last.pk)[:1]] if last else []


def as_public(partnership: Partnership, chosen: Chosen) -> tuple[Snapshot, PublicPlan]:
    """The last closed review as the public would read it. Raises NotPossible where there is none."""
    reviews = closed_reviews(partnership)
    if not reviews:
        raise NotPossible("No review of this plan is closed yet, and only a closed one is published: close one first.")
    before = reviews[1].written if len(reviews) > 1 else None
    return reviews[0], reduced(reviews[0].written, before, chosen)


def to_read_in(plan: PublicPlan, partnership: Partnership) -> list[Giveaway]:
    """What somebody has to read before the plan is public: what looks like a person, or like a count of a few."""
    return giveaways(texts_of(plan), names_at(partnership))


def to_read_of(comment: PublicComment) -> list[Giveaway]:
    """What looks like a person in a comment."""
    words = [Text("name", "Name", comment.name), Text("text", "Comment", comment.text)]
    return giveaways(words, names_at(comment.partnership))


def names_at(partnership: Partnership) -> list[str]:
    """The names of everybody who sits, or sat, at the table."""
    return list(Membership.objects.filter(partnership=partnership).values_list("user__name", flat=True).distinct())


def publications_for(actor: Actor) -> Publications:
    """Every publication that the actor may read, the latest first, without the documents."""
    people = ("asked_by__user", "approved_by__user", "returned_by__user", "withdrawn_by__user")
    return Publications(Publication).seen_by(actor).light().select_related(*people)


def comments_for(actor: Actor) -> PublicComments:
    """Every comment that the actor may decide on or has decided on, the latest first."""
    found = PublicComments(PublicComment).seen_by(actor).select_related("decided_by__user", "replied_by__user")
    return found.select_related("partnership", "publication__snapshot").defer(
        "publication__document", "publication__snapshot__document"
    )
