"""A change of someone’s role: asked for by one person, decided by another."""

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from commonground.partnership.models.identifier import opaque
from commonground.partnership.models.people import Membership
from commonground.partnership.models.place import Partnership
from commonground.partnership.remembered import remembered
from commonground.partnership.roles import ROLES
from commonground.partnership.rule import Actor
from commonground.partnership.rules import APPROVE_ROLES, INVITE


class RoleChanges(models.QuerySet["RoleChange"]):
    def seen_by(self, actor: Actor) -> "RoleChanges":
        """Those of the actor’s own table, for those who may ask for one or decide."""
        if not (INVITE.allows(actor) or APPROVE_ROLES.allows(actor)):
            return self.none()
        return self.filter(partnership=actor.partnership)

    def waiting(self) -> "RoleChanges":
        """Those that nobody has decided."""
        return self.filter(decided_at__isnull=True)


@remembered()
class RoleChange(models.Model):
    """A new role for a seat. The database itself refuses that one person asks and approves, or approves their own."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="role_changes")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="role_changes")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    role = models.CharField(max_length=20, choices=[(role.key, role.title) for role in ROLES.values()])
    reason = models.CharField(max_length=400)
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="role_changes_asked")
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="role_changes_decided")
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(default=False)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(RoleChanges), partnership="partnership")

    class Meta:
        ordering = ("-asked_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("membership"))),
                name="another_person_decides_on_a_role",
            ),
            models.CheckConstraint(
                condition=Q(approved=False) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="an_approved_role_has_an_approver",
            ),
            models.UniqueConstraint(
                fields=("membership",), condition=Q(decided_at__isnull=True), name="one_waiting_role_change_of_a_seat"
            ),
        )

    def __str__(self) -> str:
        return f"{self.membership.user} to {self.get_role_display()}"
