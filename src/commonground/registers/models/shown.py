"""What of its registers a partnership shows to anyone; nothing, until its plan owner says so."""

from django.db import models
from django_scopes import ScopedManager

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor
from commonground.registers.rules import READ_REGISTERS


class PublicPagesOf(models.QuerySet["PublicPages"]):
    def seen_by(self, actor: Actor) -> "PublicPagesOf":
        """The own table’s: anyone can see for themselves what is public."""
        return self.filter(partnership=actor.partnership) if READ_REGISTERS.allows(actor) else self.none()


@remembered()
class PublicPages(models.Model):
    """Three switches of one partnership."""

    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT, related_name="public_pages")
    havens = models.BooleanField("safe havens in force", default=False)
    services = models.BooleanField("directory of services", default=False)
    worries = models.BooleanField("report a worry", default=False)
    changed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(PublicPagesOf), partnership="partnership")

    class Meta:
        verbose_name_plural = "public pages"

    def __str__(self) -> str:
        return "Public pages of the registers"
