"""What someone has typed and not yet saved, kept for them alone."""

from datetime import datetime

from django.db import models
from django_scopes import ScopedManager

from commonground.partnership.models.identifier import opaque
from commonground.partnership.models.people import User
from commonground.partnership.models.place import Partnership
from commonground.partnership.rule import Actor


class Drafts(models.QuerySet["Draft"]):
    def seen_by(self, actor: Actor) -> "Drafts":
        """One's own, and nobody else's."""
        return self.filter(user=actor.user) if actor.user else self.none()

    def kept(self, now: datetime) -> "Drafts":
        """Those whose time has not come."""
        return self.filter(expires_at__gt=now)


class Draft(models.Model):
    """The fields of one form as one person left them, until they save, discard or forget them."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, null=True, related_name="drafts")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    page = models.CharField(max_length=300, help_text="The address of the form.")
    title = models.CharField(max_length=120, help_text="What is being written, in words.")
    fields = models.JSONField(help_text="Each name with the values it had.")
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Drafts), partnership="partnership")

    class Meta:
        ordering = ("-saved_at",)
        constraints = (models.UniqueConstraint(fields=("user", "page"), name="one_draft_of_a_person_for_a_page"),)

    def __str__(self) -> str:
        return f"{self.title}, by {self.user}"

    @property
    def initial(self) -> dict[str, str | list[str]]:
        """The fields as a form takes them: one value as itself, several as a list."""
        return {name: values[0] if len(values) == 1 else values for name, values in self.fields.items()}
