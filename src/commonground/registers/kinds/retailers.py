"""Shops that sell knives: the Responsible Retailer Agreement, and when it lapses."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from commonground.partnership.remembered import remembered
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.register import Counted, Part, Register, Stands
from commonground.registers.terms import Group, Standing


@remembered()
class Retailer(Details):
    """One shop. Its agreement lapses by date, not by memory."""

    trade = models.CharField("kind of shop", max_length=120, blank=True)
    signed_on = models.DateField("date it signed the agreement", null=True, blank=True)
    lapses_on = models.DateField("date the agreement lapses", null=True, blank=True)
    visited_on = models.DateField("date of the last visit", null=True, blank=True)
    trained = models.BooleanField("staff training seen", default=False)
    refusals_book = models.BooleanField("refusals book seen", default=False)
    stored_safely = models.BooleanField("knives stored safely", default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(lapses_on=None) | Q(signed_on__isnull=False, lapses_on__gt=F("signed_on")),
                name="agreement_lapses_after_it_is_signed",
            ),
        )


def due(entry: Entry) -> date | None:
    lapses: date | None = entry.details.lapses_on
    return lapses


def stands(entry: Entry, on: date) -> Stands:
    shop = entry.details
    if shop.signed_on is None:
        return Stands(Standing.AMBER, "Has not signed")
    if shop.lapses_on is not None and shop.lapses_on < on:
        return Stands(Standing.RED, f"Agreement lapsed on {shop.lapses_on:%-d %B %Y}")
    return Stands(Standing.GREEN, "Agreement in force")


REGISTER = Register(
    key="retailers",
    title="Knife retailers",
    noun="shop",
    nouns="shops",
    about="Shops that sell knives, whether they signed the Responsible Retailer Agreement, and when it lapses.",
    group=Group.SUPPLY,
    order=30,
    model=Retailer,
    parts=(
        Part(title="The shop", columns=("place", "ward", "trade", "on", "agency")),
        Part(title="The agreement", columns=("signed_on", "lapses_on")),
        Part(title="The last visit", columns=("visited_on", "trained", "refusals_book", "stored_safely", "notes")),
    ),
    listed=("place", "trade", "signed_on", "lapses_on", "visited_on"),
    quick=("place", "trade", "visited_on", "refusals_book"),
    filters=("ward",),
    labels={"place": "shop", "on": "date it was listed"},
    required=("on", "place"),
    name_of=lambda entry: entry.place,
    due=due,
    stands=stands,
    counts=(Counted(key="signed", title="Shops that signed", where=Q(retailer__signed_on__isnull=False)),),
)
