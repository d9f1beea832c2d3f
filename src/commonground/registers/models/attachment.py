"""Files beside an entry: a photograph, a poster, minutes. They are sent as downloads, and never shown in a page."""

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.remembered import remembered
from commonground.registers.models.details import OfEntries
from commonground.registers.models.entry import Entry


class Attachments(OfEntries):
    def waiting(self) -> "Attachments":
        """Those that the scanner has not let through, of every partnership, with what an act upon them needs."""
        return self.filter(clean=False).select_related("entry", "partnership").order_by("pk")


@remembered()
class Attachment(models.Model):
    """A file, kept under a name that tells nothing."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="attachments")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    kept = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    clean = models.BooleanField(default=False, help_text="Whether the scanner let it through; it waits until then.")
    added_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="attachments")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Attachments), partnership="partnership")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    @property
    def waits(self) -> bool:
        """Whether it is still in quarantine: there is a scanner, and it has not let it through."""
        return bool(settings.SCANNER) and not self.clean
