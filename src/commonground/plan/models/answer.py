"""What a plan says to each standard and option of its template, and under each theme."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.plan.models.plan import OfTheTable, Plan
from commonground.plan.models.template import Item, Theme
from commonground.plan.terms import ANSWERS, NEEDS_REASON, Standing, Tier


def _fits() -> Q:
    """A standard is answered, an option is chosen: never the one in the words of the other."""
    return Q(standing="") | Q(
        *(Q(tier=tier, standing__in=[str(s) for s in allowed]) for tier, allowed in ANSWERS.items()), _connector=Q.OR
    )


@remembered()
class ThemeText(models.Model):
    """The local commentary under a theme, and what the public page says of it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="theme_texts")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="theme_texts")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="texts")
    commentary = models.TextField(blank=True)
    plain_summary = models.TextField(blank=True)
    edited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="theme_texts")
    edited_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfTheTable), partnership="partnership")

    class Meta:
        ordering = ("plan", "theme__number")
        constraints = (models.UniqueConstraint(fields=("plan", "theme"), name="one_text_of_a_theme"),)

    def __str__(self) -> str:
        return f"Commentary on {self.theme}"


@remembered()
class Answer(models.Model):
    """How the partnership stands to a standard or an option. A standard’s row cannot be dropped."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="answers")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="answers")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    tier = models.CharField(max_length=8, choices=Tier.choices, help_text="The item’s.")
    standing = models.CharField(max_length=14, choices=Standing.choices, blank=True)
    reason = models.TextField(blank=True, help_text="Why not applicable, adapted or declined.")
    narrative = models.TextField(blank=True, help_text="The local position, in words.")
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to",
        help_text="The answer in the earlier version of the template that it was taken from.",
    )  # fmt: skip
    answered_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="answers")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfTheTable), partnership="partnership")

    class Meta:
        ordering = ("plan", "item__number")
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="answer_with_partnership"),
            models.UniqueConstraint(fields=("plan", "item"), name="one_answer_to_an_item"),
            models.CheckConstraint(condition=_fits(), name="answered_in_the_words_of_its_tier"),
            models.CheckConstraint(
                condition=~Q(standing__in=[str(s) for s in NEEDS_REASON]) | ~Q(reason=""), name="answer_has_its_reason"
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="standards_are_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__tier="minimum"),  # type: ignore[call-arg]
            ),
        )

    def __str__(self) -> str:
        return f"{self.item.ref}: {self.get_standing_display() or 'not answered yet'}"
