"""What an entry is linked to: an action of the plan, a standard or an option, another entry, a tasking decision."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django_scopes import ScopedManager

from commonground.partnership.models import Partnership
from commonground.partnership.remembered import remembered
from commonground.plan.models import Action, Answer
from commonground.registers.models.details import OfEntries
from commonground.registers.models.entry import Entry
from commonground.registers.models.tasking import TaskingDecision

ENDS = ("action", "answer", "other", "decision")


def one_end() -> Q:
    """That a link has one of its ends, and no entry is linked to itself."""
    found = Q()
    for name in ENDS:
        found |= Q(**{f"{end}__isnull": end != name for end in ENDS})
    return found & (Q(other=None) | ~Q(other=F("entry")))


@remembered()
class Link(models.Model):
    """An entry and one other thing. A decision asked for the entry: the patrols, the sweep, the visit."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="entry_links")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="links")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, null=True, blank=True, related_name="entry_links")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, null=True, blank=True, related_name="entry_links")
    other = models.ForeignKey(Entry, on_delete=models.CASCADE, null=True, blank=True, related_name="links_here")
    decision = models.ForeignKey(
        TaskingDecision, on_delete=models.CASCADE, null=True, blank=True, related_name="entry_links"
    )

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfEntries), partnership="partnership")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("entry", "action"), name="entry_serves_an_action_once"),
            models.UniqueConstraint(fields=("entry", "answer"), name="entry_serves_an_answer_once"),
            models.UniqueConstraint(fields=("entry", "other"), name="entry_stands_beside_another_once"),
            models.UniqueConstraint(fields=("entry", "decision"), name="a_decision_asks_for_an_entry_once"),
            models.CheckConstraint(condition=one_end(), name="entry_link_has_one_end"),
        )

    def __str__(self) -> str:
        return f"{self.entry}: {self.action or self.answer or self.other or self.decision}"


def asked_for() -> Q:
    """Entries that a decision of the tasking meeting asked for."""
    return Q(Exists(Link._base_manager.exclude(decision=None).filter(entry=OuterRef("pk"))))
