"""Agencies and their people: a user is a person, a membership the seat that person has at a table."""

from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django_scopes import ScopedManager

from commonground.partnership.models.identifier import opaque
from commonground.partnership.models.place import Partnership
from commonground.partnership.remembered import remembered
from commonground.partnership.roles import ROLES
from commonground.partnership.rule import Actor
from commonground.partnership.rules import INVITE


class Users(BaseUserManager["User"]):
    """Users are found by e-mail address, whatever its case."""

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)

    def of_address(self, email: str) -> "User | None":
        """The person with this e-mail address, if there is one."""
        return self.filter(email__iexact=email).first()

    def seen_by(self, actor: Actor) -> models.QuerySet["User"]:
        """Those with a seat at the actor’s own table, past ones too, and the actor."""
        if actor.user is None:
            return self.none()
        known = Q(pk=actor.user.pk)
        if actor.membership:
            known |= Q(pk__in=Membership.objects.seen_by(actor).values("user"))
        return self.filter(known)


@remembered(without=("password", "last_login"))
class User(AbstractBaseUser):
    """A person who signs in. Everything they may do comes from their memberships."""

    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    demonstration = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)  # a step up ends every session there is

    objects = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ("name",)

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must carry to be this person’s: it changes with the password and when sessions are ended."""
        said = f"{self.password}:{self.sessions_ended}"
        return salted_hmac("commonground.session", said, secret=secret, algorithm="sha256").hexdigest()


class Agencies(models.QuerySet["Agency"]):
    def seen_by(self, actor: Actor) -> "Agencies":
        """Every agency at the actor's own table."""
        return self.filter(partnership=actor.partnership) if actor.membership else self.none()

    def whose_contact_is(self, actor: Actor) -> "Agencies":
        """The agencies whose people the actor confirms each quarter."""
        return self.seen_by(actor).filter(contact=actor.membership)


@remembered()
class Agency(models.Model):
    """An agency at one table. The same force sits at many tables, as one agency at each."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        POLICE = "police", "Police"
        HEALTH = "health", "Health"
        PROBATION = "probation", "Probation"
        YOUTH_JUSTICE = "youth_justice", "Youth justice"
        FIRE = "fire", "Fire and rescue"
        SCHOOLS = "schools", "Schools and colleges"
        CHARITY = "charity", "Charity or community group"
        OUTSIDE = "outside", "Outside body"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="agencies")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    contact = models.ForeignKey(
        "partnership.Membership", on_delete=models.SET_NULL, null=True, blank=True, related_name="contact_of"
    )

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Agencies), partnership="partnership")

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "agencies"
        constraints = (
            models.UniqueConstraint(fields=("partnership", "name"), name="one_agency_of_a_name_at_a_table"),
            models.UniqueConstraint(fields=("id", "partnership"), name="agency_with_partnership"),
        )

    def __str__(self) -> str:
        return self.name


STANDINGS = ("has access", "not trained", "not confirmed", "to come", "ended")


class Memberships(models.QuerySet["Membership"]):
    def current(self, on: date) -> "Memberships":
        """Seats that give access on the day: begun, not ended, trained and confirmed."""
        return self.filter(
            Q(start__lte=on),
            Q(end__isnull=True) | Q(end__gt=on),
            trained_until__gte=on,
            confirmed_until__gte=on,
            user__is_active=True,
        )

    def seen_by(self, actor: Actor) -> "Memberships":
        """Every seat at the actor's own table, past ones too."""
        return self.filter(partnership=actor.partnership) if actor.membership else self.none()

    def open(self, on: date) -> "Memberships":
        """Seats that have not ended, whether they give access now or not."""
        return self.filter(Q(end__isnull=True) | Q(end__gt=on))

    def standing(self, standing: str, on: date) -> "Memberships":
        """Seats that stand as ``Membership.standing`` says."""
        conditions = {
            "ended": Q(end__lte=on),
            "to come": ~Q(end__lte=on) & Q(start__gt=on),
            "not trained": ~Q(end__lte=on) & Q(start__lte=on, trained_until__lt=on),
            "not confirmed": ~Q(end__lte=on) & Q(start__lte=on, trained_until__gte=on, confirmed_until__lt=on),
        }
        return self.filter(conditions[standing]) if standing in conditions else self.current(on)

    def unconfirmed_by(self, day: date) -> "Memberships":
        """Open seats whose confirmation runs out before the day, unless their agency’s contact confirms them."""
        return self.open(day).filter(confirmed_until__lt=day).select_related("agency", "partnership", "user")


@remembered()
class Membership(models.Model):
    """A seat: one person, in one role, for one agency, at one table, for a time."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    role = models.CharField(max_length=20, choices=[(role.key, role.title) for role in ROLES.values()])
    start = models.DateField()
    end = models.DateField(null=True, blank=True, help_text="From this day on the seat gives no access.")
    trained_until = models.DateField(help_text="After this day the seat gives no access until training is renewed.")
    confirmed_until = models.DateField(help_text="The agency’s contact confirms its people every quarter.")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Memberships), partnership="partnership")

    class Meta:
        ordering = ("user__name",)
        constraints = (
            models.UniqueConstraint(fields=("id", "partnership"), name="membership_with_partnership"),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="seat_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=("partnership", "user"), condition=Q(end__isnull=True), name="one_open_seat_at_a_table"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.agency}"

    def standing(self, on: date) -> str:
        """Whether the seat gives access on the day, and if not, why: one of ``STANDINGS``."""
        reasons = {
            "ended": self.end is not None and self.end <= on,
            "to come": self.start > on,
            "not trained": self.trained_until < on,
            "not confirmed": self.confirmed_until < on,
        }
        return next((reason for reason, holds in reasons.items() if holds), "has access")


class Invitations(models.QuerySet["Invitation"]):
    def seen_by(self, actor: Actor) -> "Invitations":
        """The invitations of the actor's own table, for those who may invite."""
        return self.filter(partnership=actor.partnership) if INVITE.allows(actor) else self.none()

    def open(self, at: datetime) -> "Invitations":
        """Those whose link still works."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)


@remembered(without=("secret_hash",))
class Invitation(models.Model):
    """A seat offered by link. Only a hash of the link's secret is kept."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="invitations")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="invitations")
    public_id = models.CharField(max_length=12, unique=True, default=opaque, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=[(role.key, role.title) for role in ROLES.values()])
    trained_until = models.DateField(null=True, blank=True, help_text="If training was already done.")
    invited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="invited")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(Invitations), partnership="partnership")

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("partnership", "email"),
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_to_an_address",
            ),
        )

    def __str__(self) -> str:
        return f"{self.email} to {self.partnership}"
