"""Sharing agreements: who shares what with whom, on which lawful basis as recorded, and when it must be reviewed."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from commonground.partnership.remembered import remembered
from commonground.registers.figures.sharing_agreements import figures
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.models.several import several
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing

SOON = timedelta(days=90)


@remembered()
class SharingAgreement(Details):
    """One agreement. What it says is recorded; whether that is right in law is for its parties."""

    class Gateway(models.TextChoices):
        CDA_115 = "cda_115", "Crime and Disorder Act 1998, section 115"
        CDA_17A = "cda_17a", "Crime and Disorder Act 1998, section 17A"
        PCSC_16 = "pcsc_16", "Police, Crime, Sentencing and Courts Act 2022, section 16"
        PCSC_17 = "pcsc_17", "Police, Crime, Sentencing and Courts Act 2022, section 17"
        CHILDREN_2004 = "children_2004", "Children Act 2004, sections 10 and 11"
        OTHER = "other", "Another, said below"

    agreement = models.CharField("name of the agreement", max_length=200)
    parties = models.TextField(blank=True)
    unsigned = models.TextField("parties that have not signed yet", blank=True)
    purpose = models.TextField(blank=True)
    data = models.TextField("what is shared", blank=True)
    gateways = several("powers to share, as recorded", Gateway.choices)
    basis = models.TextField("lawful basis, as recorded", blank=True)
    assessment = models.CharField("reference of the data protection impact assessment", max_length=120, blank=True)
    signed_on = models.DateField("date it was signed", null=True, blank=True)
    review_due = models.DateField("date its review is due", null=True, blank=True)
    lapses_on = models.DateField("date it ends", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(lapses_on=None) | Q(signed_on__isnull=False, lapses_on__gt=F("signed_on")),
                name="sharing_agreement_ends_after_it_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(review_due=None) | Q(signed_on=None) | Q(review_due__gt=F("signed_on")),
                name="review_of_an_agreement_is_after_it_is_signed",
            ),
        )


def due(entry: Entry) -> date | None:
    days = [day for day in (entry.details.review_due, entry.details.lapses_on) if day is not None]
    return min(days, default=None) if entry.until is None else None


def stands(entry: Entry, on: date) -> Stands:
    row = entry.details
    if entry.has_ended(on):
        return Stands(Standing.GREY, "Ended")
    if row.lapses_on is not None and row.lapses_on < on:
        return Stands(Standing.RED, f"Lapsed on {row.lapses_on:%-d %B %Y}")
    if row.signed_on is None:
        return Stands(Standing.RED if entry.is_late(on) else Standing.AMBER, "Not signed")
    if row.review_due is not None and row.review_due < on:
        return Stands(Standing.RED, "Review overdue")
    if row.unsigned.strip():
        return Stands(Standing.AMBER, "Not signed by all parties")
    if entry.due is not None and entry.due - on <= SOON:
        return Stands(Standing.AMBER, f"Review or end on {entry.due:%-d %B %Y}")
    return Stands(Standing.GREEN, "In force")


def in_force(day: date) -> Q:
    """Agreements that were signed and had not lapsed or ended."""
    name = "sharingagreement"
    lapse = Q(**{f"{name}__lapses_on": None}) | Q(**{f"{name}__lapses_on__gte": day})
    return lapse & Q(**{f"{name}__signed_on__lte": day}) & (Q(until=None) | Q(until__gt=day))


REGISTER = Register(
    key="sharing_agreements",
    title="Sharing agreements",
    noun="sharing agreement",
    nouns="sharing agreements",
    about="Who shares what with whom and for what, on which lawful basis as recorded, and when it must be reviewed.",
    group=Group.DATA,
    order=510,
    model=SharingAgreement,
    parts=(
        Part(
            title="The agreement",
            columns=("agreement", "parties", "unsigned", "purpose", "data", "agency", "on", "until"),
        ),
        Part(
            title="In law", columns=("gateways", "basis", "assessment"),
            help="As the agreement says it: this register gives no legal advice.",
        ),
        Part(title="Days", columns=("signed_on", "review_due", "lapses_on", "notes")),
    ),
    listed=("agreement", "parties", "signed_on", "lapses_on"),
    quick=("agreement", "parties", "purpose", "signed_on", "review_due"),
    filters=("gateways", "agency"),
    labels={"agency": "agency that keeps it", "on": "date it was listed", "until": "date it was ended"},
    helps={
        "parties": "The organisations, one in a line. Nobody who signed for them.",
        "data": "Kinds of data, never the data.",
    },
    required=("on", "agreement"),
    name_of=lambda entry: entry.details.agreement,
    due=due,
    due_is="Review due, or lapses",
    stands=stands,
    counts=(
        Counted(key="in_force", title="Sharing agreements in force", standing=in_force),
        Counted(key="signed", title="Sharing agreements signed", day="signed_on"),
    ),
    figures=figures,
    lasting=True,
)  # fmt: skip
