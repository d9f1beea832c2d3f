"""What a partnership lets its groups compare, and the actions that a group offers to its partnerships."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django_scopes import ScopedManager

from commonground.partnership.models import Grouping, Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor
from commonground.plan.models.action import Action
from commonground.plan.models.plan import Plan
from commonground.plan.rules import COMPARE_BOROUGHS, READ_PLAN


class Sharings(models.QuerySet["Sharing"]):
    def seen_by(self, actor: Actor) -> "Sharings":
        """The own table’s choices; at a group’s, what the partnerships that are in it now chose for it."""
        if actor.membership is None:
            return self.none()
        seen = Q(pk__in=())
        if READ_PLAN.allows(actor):
            seen |= Q(partnership=actor.partnership)
        if COMPARE_BOROUGHS.allows(actor):
            grouped = Grouping.objects.filter(group=OuterRef("group"), partnership=OuterRef("partnership"))
            seen |= Q(Exists(grouped), group=actor.partnership)
        return self.filter(seen)


@remembered()
class Sharing(models.Model):
    """What one group may compare of one plan. Nothing, until somebody chooses it; who is accountable, never."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="sharings")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sharings")
    group = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="shared_with_it")
    answers = models.BooleanField(
        default=False, help_text="How you stand to each standard and option: met, partly met, adopted and so on."
    )
    narratives = models.BooleanField(
        default=False, help_text="The local position in words, the reasons, and the commentary under each theme."
    )
    actions = models.BooleanField(
        default=False, help_text="Each action: title, description, agency, what success looks like, and what it serves."
    )
    rag = models.BooleanField(
        "RAG", default=False, help_text="How each action goes. It is only of use together with the actions."
    )
    costs = models.BooleanField(
        default=False, help_text="Cost band, funder and end of funding. Only of use together with the actions."
    )
    chosen_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="sharings")
    chosen_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Sharings), partnership="partnership")

    class Meta:
        ordering = ("plan", "group__name")
        constraints = (models.UniqueConstraint(fields=("plan", "group"), name="one_choice_for_a_group"),)

    def __str__(self) -> str:
        return f"What {self.group} may compare"

    @property
    def fields(self) -> frozenset[str]:
        """The parts that are shared."""
        return frozenset(name for name in SHARED if getattr(self, name))


SHARED = ("answers", "narratives", "actions", "rag", "costs")
"""The parts of a plan that can be shared, each by itself."""


class Offers(models.QuerySet["Offer"]):
    def seen_by(self, actor: Actor) -> "Offers":
        """The own table’s; at a partnership’s, those that stand of the groups it is in."""
        if actor.membership is None:
            return self.none()
        seen = Q(pk__in=())
        if READ_PLAN.allows(actor) or COMPARE_BOROUGHS.allows(actor):
            seen |= Q(partnership=actor.partnership)
        if READ_PLAN.allows(actor):
            seen |= Q(partnership__groupings__partnership=actor.partnership, withdrawn_at=None)
        return self.filter(seen).distinct()

    def standing(self) -> "Offers":
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)


@remembered()
class Offer(models.Model):
    """An action of a group’s plan that its partnerships may take up, in the words in which it was offered."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="offers")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="offers")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    ref = models.CharField(max_length=20)
    theme_key = models.SlugField(max_length=60)
    theme_title = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    success = models.TextField(blank=True)
    offered_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="offers")
    offered_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Offers), partnership="partnership")

    class Meta:
        ordering = ("partnership", "action__theme__number", "ref")
        constraints = (
            models.UniqueConstraint(fields=("action",), condition=Q(withdrawn_at=None), name="offered_once_at_a_time"),
        )

    def __str__(self) -> str:
        return self.title
