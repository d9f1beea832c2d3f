"""Partnerships, and groups of them: a policing unit of three boroughs, a Violence Reduction Unit of a city."""

from django.db import models
from django.db.models import Q


class Partnership(models.Model):
    """A table that agencies sit at. A policing unit or a region is one too, and groups others."""

    class Kind(models.TextChoices):
        PARTNERSHIP = "partnership", "Community safety partnership"
        POLICING_UNIT = "policing_unit", "Policing unit"
        REGION = "region", "Violence reduction unit"

    class Colour(models.TextChoices):
        BLUE = "blue", "Blue"
        TEAL = "teal", "Teal"
        GREEN = "green", "Green"
        PURPLE = "purple", "Purple"
        BURGUNDY = "burgundy", "Burgundy"
        SLATE = "slate", "Slate"

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.PARTNERSHIP)
    area_code = models.CharField(max_length=9, blank=True, help_text="The code of its area, as in E09000023.")
    area_name = models.CharField(max_length=80, blank=True)
    colour = models.CharField(max_length=12, choices=Colour.choices, default=Colour.BLUE)
    demonstration = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("name",), name="one_partnership_of_a_name"),)

    def __str__(self) -> str:
        return self.name


class Grouping(models.Model):
    """A partnership's place in a group of them."""

    group = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="groupings")
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="groups")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "partnership"), name="grouped_once"),
            models.CheckConstraint(condition=~Q(group=models.F("partnership")), name="no_group_of_itself"),
        )

    def __str__(self) -> str:
        return f"{self.partnership} in {self.group}"
