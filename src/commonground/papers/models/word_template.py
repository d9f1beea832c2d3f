"""The council’s own Word template for a kind of report. The latest is in use; earlier ones are kept."""

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from commonground.papers.rules import GIVE_TEMPLATE, READ_REPORTS
from commonground.partnership.models import Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor


class WordTemplates(models.QuerySet["WordTemplate"]):
    def seen_by(self, actor: Actor) -> "WordTemplates":
        """Those of the own table, for whoever reads its reports or gives its templates."""
        allowed = READ_REPORTS.allows(actor) or GIVE_TEMPLATE.allows(actor)
        return self.filter(partnership=actor.partnership) if allowed else self.none()

    def in_use(self) -> "WordTemplates":
        return self.filter(retired_at=None)


@remembered()
class WordTemplate(models.Model):
    """A Word file with places in it that a report fills."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="word_templates")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    kind = models.SlugField(max_length=40)
    name = models.CharField(max_length=200, help_text="Of the file as it was sent.")
    kept = models.CharField(max_length=40, unique=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    given_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="word_templates_given")
    given_at = models.DateTimeField(auto_now_add=True)
    retired_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="word_templates_retired"
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(WordTemplates), partnership="partnership")

    class Meta:
        ordering = ("kind", "-id")
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="word_template_with_partnership"),
            models.UniqueConstraint(
                fields=("partnership", "kind"), condition=Q(retired_at=None), name="one_word_template_in_use"
            ),
        )

    def __str__(self) -> str:
        return self.name
