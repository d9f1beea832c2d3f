"""A response is started, agencies are told of it, its facts change, its clocks are paused and resumed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.models import Agency, Membership, Partnership
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible, assigned, unchanged_since
from commonground.registers.changes.nobody import ask_for_names
from commonground.registers.incidents.checked import has_been, sits_here, steered, written_in
from commonground.registers.incidents.clocks import LONDON
from commonground.registers.incidents.reading import checklist_in_use
from commonground.registers.incidents.templates.written import Step
from commonground.registers.incidents.terms import Gold
from commonground.registers.models import ClockPause, Incident, Involved, ResponseStep
from commonground.registers.rules import READ_INCIDENTS

Kind = access_log.Kind


@dataclass(frozen=True, kw_only=True)
class Started:
    """What the short form asks."""

    happened_at: datetime
    told_at: datetime
    told_by: Agency
    kind: str
    known: str
    lead: Membership
    ward: str = ""
    place: str = ""
    gold: str = Gold.NEEDED


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What may change while the response runs."""

    known: str
    lead: Membership
    speaks: Agency | None
    gold: str
    gold_note: str
    trial_on: date | None
    review_on: date | None


@transaction.atomic
def start(given: Started, *, sure: bool = False, by: Actor) -> Incident:
    """Start a response with the checklist in use. Raises NotPossible, and PersonNamed for what may name somebody."""
    partnership = Partnership.objects.select_for_update().get(pk=by.partnership.pk)  # type: ignore[union-attr]
    used = checklist_in_use(by)
    kinds = {one.key: one.title for one in used.template.triggers}
    _possible(given, partnership, kinds)
    known = written_in(given.known, "What is known", 300)
    ask_for_names(partnership, {"What is known": known, "Place": given.place}, sure)
    now, year = timezone.now(), given.told_at.astimezone(LONDON).year
    last = Incident.objects.filter(year=year).order_by("-number").values_list("number", flat=True).first()
    incident = Incident.objects.create(
        partnership=partnership, year=year, number=(last or 0) + 1, happened_at=given.happened_at,
        told_at=given.told_at, told_by=given.told_by, kind=given.kind, kind_title=kinds[given.kind], ward=given.ward,
        place=given.place.strip(), known=known, lead=given.lead, gold=given.gold, checklist=used.row,
        checklist_title=used.title, started_by=by.membership, started_at=now,
    )  # fmt: skip
    _copy(incident, used.template.steps, {one.key: one.title for one in used.template.parts})
    told = {one.pk: one for one in (given.told_by, given.lead.agency, by.membership.agency)}  # type: ignore[union-attr]
    for agency in told.values():
        _tell(incident, agency, now, by)
    access_log.record(
        Kind.COLLECTION, incident, by=by, reference=incident.reference, told=[one.public_id for one in told.values()]
    )
    return incident


def _possible(given: Started, partnership: Partnership, kinds: dict[str, str]) -> None:
    has_been(given.told_at, "When the partnership was told")
    if given.happened_at > given.told_at:
        raise NotPossible("The partnership cannot be told before it happened: correct the days or the times.")
    if given.kind not in kinds:
        raise NotPossible("Kind: choose one of the checklist’s triggers.")
    if not (given.ward or given.place.strip()):
        raise NotPossible("Place: choose the ward, or say in words where it happened. Never give a home.")
    if len(given.place) > 200:
        raise NotPossible("Place: use 200 characters or fewer.")
    sits_here(given.lead, partnership)
    _may_read(given.lead)


def _may_read(seat: Membership) -> None:
    if not READ_INCIDENTS.allows(Actor.of_seat(seat)):
        raise NotPossible("The lead must have a role that takes part in responses: choose somebody else.")


def _copy(incident: Incident, steps: Iterable[Step], parts: dict[str, str]) -> None:
    ResponseStep.objects.bulk_create(
        ResponseStep(
            partnership=incident.partnership, incident=incident, place=number, key=one.key, part=parts[one.part],
            phase=one.phase, sort=one.sort, title=one.title, usual=one.owner, why=one.why, since=one.clock.since,
            hours=one.clock.hours, days=one.clock.days, every=one.clock.every,
        )
        for number, one in enumerate(steps, 1)
    )  # fmt: skip


@transaction.atomic
def involve(incident: Incident, agencies: Iterable[Agency], *, by: Actor) -> None:
    """Say which agencies are told: those that are new may read it, the part of those left out ends now."""
    found, now = steered(incident, by), timezone.now()
    wanted = {one.pk: one for one in agencies} | {found.lead.agency_id: found.lead.agency}
    if strange := [one.name for one in wanted.values() if one.partnership_id != found.partnership_id]:
        raise NotPossible(f"{strange[0]} is not at this table: tell another partnership by a notice.")
    held = {one.agency_id: one for one in found.involved.filter(until=None).select_related("agency")}
    gone, new = [held[key] for key in held.keys() - wanted], [wanted[key] for key in wanted.keys() - held.keys()]
    for one in gone:
        one.until = now
        one.save(update_fields=["until"])
    for agency in new:
        _tell(found, agency, now, by)
    if gone or new:
        access_log.record(
            Kind.ALTERATION, found, by=by, told=[one.public_id for one in new],
            ended=[one.agency.public_id for one in gone],
        )  # fmt: skip


def _tell(incident: Incident, agency: Agency, now: datetime, by: Actor) -> None:
    Involved.objects.create(
        partnership=incident.partnership, incident=incident, agency=agency, since=now, told_by=by.membership
    )


@transaction.atomic
def change_facts(
    incident: Incident, given: Facts, *, begun: str | None = None, sure: bool = False, by: Actor
) -> Incident:
    """Change who leads, who speaks, what gold decided, the days that are known. Raises Conflict as well."""
    found = steered(incident, by)
    unchanged_since(found, begun, "Somebody changed the incident while you were writing.")
    known = written_in(given.known, "What is known", 300)
    if given.gold == Gold.DECIDED and not given.gold_note.strip():
        raise NotPossible("What gold decided: write it.")
    ask_for_names(found.partnership, {"What is known": known, "What gold decided": given.gold_note}, sure)
    if given.lead.pk != found.lead_id:
        sits_here(given.lead, found.partnership)
        _may_read(given.lead)
    changed = assigned(found, {
        "known": known, "lead": given.lead, "speaks": given.speaks, "gold": given.gold,
        "gold_note": given.gold_note.strip()[:400], "trial_on": given.trial_on, "review_on": given.review_on,
    })  # fmt: skip
    if changed:
        found.save(update_fields=changed)
        if not found.involved.filter(agency=given.lead.agency_id, until=None).exists():
            _tell(found, given.lead.agency, timezone.now(), by)
        access_log.record(Kind.ALTERATION, found, by=by, fields=changed)
    return found


@transaction.atomic
def pause(incident: Incident, why: str, step: ResponseStep | None = None, *, sure: bool = False, by: Actor) -> None:
    """Let the clocks stand still, all of them or one step’s, with the reason."""
    found = steered(incident, by)
    why = written_in(why, "Why the clocks are paused", 400)
    ask_for_names(found.partnership, {"Why the clocks are paused": why}, sure)
    if found.pauses.filter(step=step, until=None).exists():
        raise NotPossible("These clocks are paused already.")
    ClockPause.objects.create(
        partnership=found.partnership, incident=found, step=step, why=why, since=timezone.now(), paused_by=by.membership
    )
    access_log.record(Kind.ALTERATION, found, by=by, became="paused", step=step.public_id if step else "")


@transaction.atomic
def resume(incident: Incident, step: ResponseStep | None = None, *, by: Actor) -> None:
    """Let the clocks run on. The time in between does not count."""
    found = steered(incident, by)
    row = found.pauses.filter(step=step, until=None).first()
    if row is None:
        raise NotPossible("These clocks are not paused.")
    row.ended(by.membership, timezone.now())
    row.save(update_fields=["until", "resumed_by"])
    access_log.record(Kind.ALTERATION, found, by=by, became="resumed", step=step.public_id if step else "")
