"""Practice cards: what one partnership learned, for the others to read and to use, with credit."""

import pgtrigger
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor
from commonground.plan.models.action import Action
from commonground.plan.rules import READ_PLAN, READ_PRACTICE, WRITE_PRACTICE
from commonground.plan.terms import ActionState, CostBand

STEPS = (("draft", "shared"), ("shared", "withdrawn"))
"""The database refuses any other."""

WORDS = ("title", "problem", "what_was_done", "place_type", "staffing", "evidence", "what_did_not_work")
"""What a search looks through."""

FROZEN = (
    "title", "problem", "what_was_done", "place_type", "cost_band", "staffing", "approach", "evidence",
    "what_did_not_work", "contact", "template", "serves", "written_by_id", "edited_by_id", "partnership_id",
)  # fmt: skip
"""What never changes once it is shared: whoever approved it approved these words."""


class PracticeCards(models.QuerySet["PracticeCard"]):
    def seen_by(self, actor: Actor) -> "PracticeCards":
        """What any partnership shares; of the own table, the others too for those who write or share them."""
        if not READ_PRACTICE.allows(actor):
            return self.none()
        seen = Q(state="shared")
        if WRITE_PRACTICE.allows(actor) or READ_PLAN.allows(actor):
            seen |= Q(partnership=actor.partnership)
        return self.filter(seen)

    def owned_by(self, seat: Membership) -> "PracticeCards":
        """Drafts that the person in the seat wrote: somebody else has to finish them."""
        return self.filter(written_by=seat, state="draft")

    def saying(self, words: str) -> "PracticeCards":
        """Those in which all the words stand, in any of their forms."""
        asked = SearchQuery(words, config="english", search_type="websearch")
        return self.annotate(words=SearchVector(*WORDS, config="english")).filter(words=asked)


@remembered()
class PracticeCard(models.Model):
    """One thing that was tried: the problem, what was done, what it took, what is known of it, what did not work."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SHARED = "shared", "Shared"
        WITHDRAWN = "withdrawn", "Withdrawn"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="practice_cards")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    title = models.CharField(max_length=200)
    problem = models.TextField()
    what_was_done = models.TextField()
    place_type = models.CharField(max_length=120, blank=True)
    cost_band = models.CharField(max_length=10, choices=CostBand.choices, default=CostBand.UNKNOWN)
    staffing = models.TextField(blank=True)
    approach = models.CharField(max_length=120, blank=True, help_text="Its name in the Toolkit, where it has one.")
    evidence = models.TextField(blank=True, help_text="What is known of whether it helped, and what is not.")
    what_did_not_work = models.TextField()
    contact = models.EmailField(help_text="A team’s mailbox, never a person’s.")
    template = models.CharField(max_length=60, blank=True, help_text="The key of the template that the refs are of.")
    serves = models.JSONField(default=list, help_text="Refs of the standards and options that it can serve.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    written_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="practice_cards")
    written_at = models.DateTimeField(auto_now_add=True)
    edited_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="practice_cards_edited", help_text="Who wrote in it last."
    )
    shared_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="practice_cards_shared"
    )
    shared_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="practice_cards_withdrawn"
    )
    withdrawn_why = models.TextField(blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(PracticeCards), partnership="partnership")

    class Meta:
        ordering = ("title", "id")
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="practice_card_with_partnership"),
            models.CheckConstraint(condition=~Q(what_did_not_work=""), name="card_says_what_did_not_work"),
            models.CheckConstraint(
                condition=Q(state="draft")
                | (
                    Q(shared_by__isnull=False, shared_at__isnull=False)
                    & ~Q(shared_by=F("written_by"))
                    & ~Q(shared_by=F("edited_by"))
                ),
                name="card_is_shared_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="card_is_withdrawn_with_a_reason",
            ),
        )
        triggers = (
            pgtrigger.FSM(name="card_steps", field="state", transitions=[*STEPS]),
            pgtrigger.Trigger(
                name="shared_words_never_change",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"OLD.state <> 'draft' AND ROW({', '.join(f'OLD.{c}' for c in FROZEN)}) "
                    f"IS DISTINCT FROM ROW({', '.join(f'NEW.{c}' for c in FROZEN)})"
                ),
                func="RAISE EXCEPTION 'a practice card that is shared never changes';",
            ),
            pgtrigger.Protect(
                name="shared_cards_are_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__shared_at__isnull=False),  # type: ignore[call-arg]
            ),
        )

    def __str__(self) -> str:
        return self.title


class Adoptions(models.QuerySet["Adoption"]):
    def seen_by(self, actor: Actor) -> "Adoptions":
        """The own table’s."""
        return self.filter(partnership=actor.partnership) if READ_PLAN.allows(actor) else self.none()

    def in_use(self) -> "Adoptions":
        """Those whose action was not dropped."""
        return self.exclude(action__state=ActionState.DROPPED)


@remembered()
class Adoption(models.Model):
    """A partnership took an action from a card. Others count it; its name is said only where it chose so."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="adoptions")
    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="adoption")
    card = models.CharField(max_length=12, db_index=True, help_text="The identifier of the card.")
    named = models.BooleanField(default=False, help_text="Whether the card says which partnership this is.")
    adopted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="adoptions")
    adopted_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Adoptions), partnership="partnership")

    class Meta:
        ordering = ("-adopted_at", "-id")

    def __str__(self) -> str:
        return f"{self.action} from {self.card}"
