"""Templates as the database holds them: a version never changes; another version takes its place."""

import pgtrigger
from django.db import models
from django.db.models import Q

from commonground.partnership.models import Partnership
from commonground.partnership.models.identifier import opaque
from commonground.partnership.rule import Actor
from commonground.plan.terms import Prevention, Tier

KEPT = pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update)


class TemplateVersions(models.QuerySet["TemplateVersion"]):
    def seen_by(self, actor: Actor) -> "TemplateVersions":
        """Those that come with Common Ground, the table’s own, and those of the groups that it is in."""
        if actor.membership is None:
            return self.none()
        theirs = Q(owner=actor.partnership) | Q(owner__groupings__partnership=actor.partnership)
        return self.filter(Q(owner=None) | theirs).distinct()


class TemplateVersion(models.Model):
    """The form that a plan takes: its themes in order, minimum standards and options."""

    owner = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, null=True, blank=True, related_name="templates",
        help_text="Who added it. Nobody, for those that come with Common Ground.",
    )  # fmt: skip
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    succeeds = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors",
        help_text="The version that it takes the place of.",
    )  # fmt: skip
    document = models.JSONField(help_text="All of it, in the published form of a template.")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = models.Manager.from_queryset(TemplateVersions)()

    class Meta:
        ordering = ("key", "id")
        constraints = (
            models.UniqueConstraint(fields=("key", "owner"), name="one_version_of_a_key", nulls_distinct=False),
        )
        triggers = (KEPT,)

    def __str__(self) -> str:
        return self.title


class Theme(models.Model):
    """A part of the template, such as supporting victims."""

    version = models.ForeignKey(TemplateVersion, on_delete=models.CASCADE, related_name="themes")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    number = models.PositiveSmallIntegerField(help_text="Its place, from 1.")

    class Meta:
        ordering = ("version", "number")
        constraints = (models.UniqueConstraint(fields=("version", "key"), name="one_theme_of_a_key"),)
        triggers = (KEPT,)

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """A minimum standard, or an option of the menu."""

    version = models.ForeignKey(TemplateVersion, on_delete=models.CASCADE, related_name="items")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="items")
    ref = models.CharField(max_length=12)
    tier = models.CharField(max_length=8, choices=Tier.choices)
    number = models.PositiveSmallIntegerField(help_text="Its place in the template, from 1.")
    text = models.TextField()
    prevention = models.CharField(max_length=9, choices=Prevention.choices, blank=True)
    approach = models.CharField(max_length=120, blank=True, help_text="Its name in the Toolkit, where it has one.")
    details = models.JSONField(default=dict, help_text="The whole item, in the published form of a template.")

    class Meta:
        ordering = ("version", "number")
        constraints = (models.UniqueConstraint(fields=("version", "ref"), name="one_item_of_a_ref"),)
        triggers = (KEPT,)

    def __str__(self) -> str:
        return f"{self.ref}: {self.text[:80]}"
