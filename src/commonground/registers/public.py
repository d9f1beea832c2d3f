"""What anyone may read of the registers, where a partnership says so: safe havens in force, a directory of services.

Only the columns named here leave, of entries that say they are public; notes never, and nothing that lapsed, ended or
was withdrawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from commonground.partnership.models import Partnership
from commonground.plan.terms import Rating
from commonground.registers.models import Entry, PublicPages
from commonground.registers.models.entry import Entries
from commonground.registers.models.shown import PublicPagesOf
from commonground.registers.register import Register, registers

HAVENS, SERVICES = "safe_havens", "provision"
Place = tuple[float, float]


@dataclass(frozen=True)
class Haven:
    """A place that takes in a young person in danger. ``at`` is its longitude and latitude."""

    key: str
    name: str
    premises: str
    ward: str
    hours: str
    late: bool
    step_free: bool
    at: Place | None


@dataclass(frozen=True)
class Offer:
    """A service of the directory, with the organisation’s own contact for referrals."""

    key: str
    name: str
    provider: str
    does: str
    eligibility: str
    ages: str
    needs: tuple[str, ...]
    wards: tuple[str, ...]
    refer_how: str
    refer_email: str
    refer_page: str


def shown_by(slug: str) -> PublicPages | None:
    """What the partnership of this address shows; None where it shows nothing."""
    found = PublicPagesOf(PublicPages).filter(partnership__slug=slug).select_related("partnership").first()
    return found if found and (found.havens or found.services or found.worries) else None


def shown_by_all() -> list[PublicPages]:
    """What each partnership shows, by its name; those that show something."""
    some = Q(havens=True) | Q(services=True) | Q(worries=True)
    return list(PublicPagesOf(PublicPages).filter(some).select_related("partnership").order_by("partnership__name"))


def havens_of(table: Partnership, on: date) -> list[Haven]:
    """Those that are in force on the day, by name."""
    from commonground.registers.kinds.safe_havens import in_force

    register = registers()[HAVENS]
    rows = _public(table, register).filter(in_force(on)).order_by("place", "pk")
    return [_haven(register, one) for one in rows]


def services_of(table: Partnership, on: date, *, need: str = "", age: int | None = None, ward: str = "") -> list[Offer]:
    """Those that go on on the day, narrowed to a need, an age and a ward. One that names no ward serves them all.

    What is rated harmful is not offered, whatever its entry says.
    """
    register, path = registers()[SERVICES], registers()[SERVICES].path
    rows = _public(table, register).filter(Q(until=None) | Q(until__gte=on), on__lte=on)
    rows = rows.filter(_not_before(path("funding_ends"), on)).exclude(**{path("rating"): Rating.HARMFUL})
    if need:
        rows = rows.filter(**{f"{path('needs')}__contains": [need]})
    if age is not None:
        rows = rows.filter(_none_or(path("ages_from"), "lte", age), _none_or(path("ages_to"), "gte", age))
    if ward:
        rows = rows.filter(Q(**{path("wards"): []}) | Q(**{f"{path('wards')}__contains": [ward]}))
    return [_offer(register, one) for one in rows.order_by(path("service"), "pk")]


def needs() -> list[tuple[str, str]]:
    """The needs that the directory can be narrowed to."""
    return list(registers()[SERVICES].choices("needs").items()) if SERVICES in registers() else []


def _public(table: Partnership, register: Register) -> Any:
    """The entries of a register that say they are public: every public page begins here."""
    rows = Entries(Entry).kept().filter(partnership=table, register=register.key)
    return rows.filter(**{register.path("public"): True}).select_related(register.model.related())


def _not_before(path: str, on: date) -> Q:
    return _none_or(path, "gte", on)


def _none_or(path: str, how: str, value: object) -> Q:
    return Q(**{path: None}) | Q(**{f"{path}__{how}": value})


def _told(register: Register, entry: Entry, name: str) -> Any:
    """What stands in a column; nothing of one that the register restricts."""
    return None if name in register.restricted else register.value(entry, name)


def _haven(register: Register, entry: Entry) -> Haven:
    told: Mapping[str, Any] = {
        name: _told(register, entry, name) for name in ("place", "ward", "hours", "longitude", "latitude")
    }
    exact = told["longitude"] is not None and told["latitude"] is not None
    return Haven(
        entry.public_id, told["place"] or "", register.shown(entry, "premises"), told["ward"] or "",
        told["hours"] or "", bool(_told(register, entry, "late")), bool(_told(register, entry, "step_free")),
        (told["longitude"], told["latitude"]) if exact else None,
    )  # fmt: skip


def _offer(register: Register, entry: Entry) -> Offer:
    row, kinds = entry.details, register.choices("needs")
    return Offer(
        entry.public_id, row.service, row.provider, row.does, row.eligibility, _ages(row.ages_from, row.ages_to),
        tuple(kinds.get(one, one) for one in row.needs), tuple(row.wards), row.refer_how, row.refer_email,
        row.refer_page,
    )  # fmt: skip


def _ages(youngest: int | None, oldest: int | None) -> str:
    if youngest is not None and oldest is not None:
        return f"{youngest} to {oldest}"
    if youngest is not None:
        return f"{youngest} and over"
    return f"Up to {oldest}" if oldest is not None else "Any age"
