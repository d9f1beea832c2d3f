"""Partnerships, and groups of them: a policing unit of three boroughs, a Violence Reduction Unit of a city."""

from django.db import models
from django.db.models import Q

from commonground.partnership.remembered import remembered
from commonground.partnership.rule import Actor


class Partnerships(models.QuerySet["Partnership"]):
    def seen_by(self, actor: Actor) -> "Partnerships":
        """The actor’s own, and those that its own groups."""
        if actor.membership is None:
            return self.none()
        return self.filter(Q(pk=actor.partnership.pk) | Q(groups__group=actor.partnership)).distinct()  # type: ignore[union-attr]

    def grouped_for(self, actor: Actor) -> "Partnerships":
        """Those that the actor’s own partnership groups."""
        return self.seen_by(actor).filter(groups__group=actor.partnership)


class Groupings(models.QuerySet["Grouping"]):
    def seen_by(self, actor: Actor) -> "Groupings":
        """Which partnerships the actor’s own groups, and which groups it is in."""
        if actor.membership is None:
            return self.none()
        return self.filter(Q(group=actor.partnership) | Q(partnership=actor.partnership))


@remembered()
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

    objects = Partnerships.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("name",), name="one_partnership_of_a_name"),)

    def __str__(self) -> str:
        return self.name

    @property
    def is_group(self) -> bool:
        """Whether it groups others."""
        return self.kind != self.Kind.PARTNERSHIP


@remembered()
class Grouping(models.Model):
    """A partnership's place in a group of them."""

    group = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="groupings")
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="groups")

    objects = Groupings.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "partnership"), name="grouped_once"),
            models.CheckConstraint(condition=~Q(group=models.F("partnership")), name="no_group_of_itself"),
        )

    def __str__(self) -> str:
        return f"{self.partnership} in {self.group}"
