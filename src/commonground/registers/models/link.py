"""What an entry stands beside: an action of the plan, a standard or an option, or an entry of another register."""

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from commonground.partnership.models import Partnership
from commonground.partnership.remembered import remembered
from commonground.plan.models import Action, Answer
from commonground.registers.models.details import OfEntries
from commonground.registers.models.entry import Entry


@remembered()
class Link(models.Model):
    """An entry beside one other thing."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="entry_links")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="links")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, null=True, blank=True, related_name="entry_links")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, null=True, blank=True, related_name="entry_links")
    other = models.ForeignKey(Entry, on_delete=models.CASCADE, null=True, blank=True, related_name="links_here")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfEntries), partnership="partnership")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("entry", "action"), name="entry_serves_an_action_once"),
            models.UniqueConstraint(fields=("entry", "answer"), name="entry_serves_an_answer_once"),
            models.UniqueConstraint(fields=("entry", "other"), name="entry_stands_beside_another_once"),
            models.CheckConstraint(
                condition=Q(action__isnull=False, answer=None, other=None)
                | Q(action=None, answer__isnull=False, other=None)
                | Q(action=None, answer=None, other__isnull=False) & ~Q(other=F("entry")),
                name="entry_link_has_one_end",
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry}: {self.action or self.answer or self.other}"
