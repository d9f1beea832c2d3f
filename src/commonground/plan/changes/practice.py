"""A practice card is written, shared by a second person, withdrawn; and others take an action from it, with credit."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.models import Partnership, User
from commonground.partnership.rule import Actor
from commonground.plan.changes.actions import ActionValues, add_action
from commonground.plan.changes.parts import serve
from commonground.plan.changes.possible import NotPossible, assigned, fits, unchanged_since
from commonground.plan.models import Action, Adoption, Plan, PracticeCard, Theme
from commonground.plan.models.practice import STEPS
from commonground.plan.terms import ActionKind, CostBand

Kind = access_log.Kind


@dataclass(frozen=True, kw_only=True)
class CardValues:
    """What a practice card says."""

    title: str
    problem: str
    what_was_done: str
    what_did_not_work: str
    contact: str
    place_type: str = ""
    cost_band: str = CostBand.UNKNOWN
    staffing: str = ""
    approach: str = ""
    evidence: str = ""
    template: str = ""
    serves: list[str] = field(default_factory=list)


@transaction.atomic
def write_card(partnership: Partnership, values: CardValues, *, by: Actor) -> PracticeCard:
    """Begin a card, as a draft of the own table."""
    made = PracticeCard(partnership=partnership, written_by=by.membership, edited_by=by.membership, **asdict(values))
    _whole(made)
    made.save()
    access_log.record(Kind.COLLECTION, made, by=by)
    return made


@transaction.atomic
def edit_card(card: PracticeCard, values: CardValues, *, begun: str | None = None, by: Actor) -> PracticeCard:
    """Change a draft. ``begun`` is the ``edition`` of the card that the form was begun from."""
    found = PracticeCard.objects.select_for_update().get(pk=card.pk)
    if found.state != PracticeCard.State.DRAFT:
        raise NotPossible("A card that was shared stays as it was approved: withdraw it, and write another.")
    unchanged_since(found, begun, "Somebody changed the card while you were writing.")
    if changed := assigned(found, asdict(values)):
        _whole(found)
        found.edited_by = by.membership  # type: ignore[assignment]
        found.save(update_fields=[*changed, "edited_by"])
        access_log.record(Kind.ALTERATION, found, by=by, fields=changed)
    return found


@transaction.atomic
def share_card(card: PracticeCard, *, by: Actor) -> PracticeCard:
    """Share it with every partnership here. Whoever wrote in it cannot."""
    found = _stepping(card, "shared")
    if by.user is not None and by.user.pk in {found.written_by.user_id, found.edited_by.user_id}:
        raise NotPossible("You wrote in this card, so somebody else has to share it.")
    found.shared_by, found.shared_at = by.membership, timezone.now()
    _stepped(found, "shared", by)
    access_log.record(Kind.DISCLOSURE, found, by=by, recipient="every partnership here", purpose="shared")
    return found


@transaction.atomic
def withdraw_card(card: PracticeCard, why: str, *, by: Actor) -> PracticeCard:
    """Share it no more. Actions that were taken from it keep its credit."""
    if not why.strip():
        raise NotPossible("Say why the card is withdrawn.")
    found = _stepping(card, "withdrawn")
    found.withdrawn_by, found.withdrawn_why = by.membership, why
    return _stepped(found, "withdrawn", by, purpose=why[:400])


@transaction.atomic
def adopt(card: PracticeCard, plan: Plan, theme: Theme, *, named: bool = False, by: Actor) -> Action:
    """Make a developing action from a shared card, which it credits; ``named`` lets the card say who uses it."""
    if card.state != PracticeCard.State.SHARED:
        raise NotPossible("This card is not shared, so no action can be taken from it.")
    values = ActionValues(
        title=card.title, theme=theme, kind=ActionKind.DEVELOPING, description=card.what_was_done,
        practice_card=card.public_id,
    )  # fmt: skip
    made = add_action(plan, values, by=by)
    if plan.version.key == card.template:
        serve(made, plan.answers.filter(item__version=plan.version_id, item__ref__in=card.serves), by=by)
    Adoption.objects.create(
        partnership=plan.partnership, action=made, card=card.public_id, named=named, adopted_by=by.membership
    )
    access_log.record(Kind.ALTERATION, made, by=by, concerns=[made, card], what="taken from a practice card")
    return made


@transaction.atomic
def name_adoption(adoption: Adoption, named: bool, *, by: Actor) -> Adoption:
    """Choose whether the card says that the own partnership uses it."""
    found = Adoption.objects.select_for_update().get(pk=adoption.pk)
    if assigned(found, {"named": named}):
        found.save(update_fields=["named"])
        access_log.record(Kind.ALTERATION, f"practicecard:{found.card}", by=by, named=named)
    return found


def _whole(card: PracticeCard) -> None:
    """Raises NotPossible for the first thing that the card lacks."""
    asked = {
        "title": "a title", "problem": "the problem", "what_was_done": "what was done",
        "what_did_not_work": "what did not work (say so if nothing is known)", "contact": "a team’s mailbox",
    }  # fmt: skip
    for name, words in asked.items():
        if not getattr(card, name).strip():
            raise NotPossible(f"The card lacks {words}: write it.")
    fits(card, "The card")
    if User.objects.of_address(card.contact) is not None:
        raise NotPossible(f"{card.contact} is the address of a person here: give the mailbox of a team.")


def _stepping(card: PracticeCard, to: str) -> PracticeCard:
    rows = PracticeCard.objects.select_for_update(of=("self",)).select_related("written_by", "edited_by")
    found = rows.get(pk=card.pk)
    if (found.state, to) not in STEPS:
        stands, wanted = found.get_state_display().lower(), PracticeCard.State(to).label.lower()
        raise NotPossible(f"This card is in the state “{stands}”, so it cannot become “{wanted}”.")
    return found


def _stepped(found: PracticeCard, to: str, by: Actor, **said: Any) -> PracticeCard:
    before, found.state = found.state, to
    found.save(update_fields=["state", "shared_by", "shared_at", "withdrawn_by", "withdrawn_why"])
    access_log.record(Kind.ALTERATION, found, by=by, was=before, became=to, **said)
    return found
