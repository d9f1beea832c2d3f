"""When somebody last opened a register: what was added since is new to them, and nobody else is told."""

from django.db import models
from django_scopes import ScopedManager

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.rule import Actor


class LastLooks(models.QuerySet["LastLook"]):
    def seen_by(self, actor: Actor) -> "LastLooks":
        """One’s own, and nobody else’s."""
        return self.filter(seat=actor.membership) if actor.membership else self.none()


class LastLook(models.Model):
    """One seat and one register. It is no record of who looked: that is the access log, used for its purposes alone."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="last_looks")
    seat = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="last_looks")
    register = models.CharField(max_length=40, help_text="The key of the register.")
    at = models.DateTimeField(help_text="When the register was last opened.")
    before = models.DateTimeField(null=True, help_text="When it was opened before this sitting.")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(LastLooks), partnership="partnership")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("seat", "register"), name="one_last_look_of_a_seat"),)

    def __str__(self) -> str:
        return f"{self.seat} at {self.register}"
