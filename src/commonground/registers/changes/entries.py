"""An entry is added, changed, withdrawn, and linked to the plan."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CharField, EmailField, TextField, URLField
from django_scopes import scopes_disabled

from commonground.partnership import access_log
from commonground.partnership.models import Membership, Partnership
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import Conflict, NotPossible, assigned, edition, fits, listed
from commonground.plan.models import Action, Answer
from commonground.registers.changes import renewal
from commonground.registers.models import Entry, Link, TaskingDecision
from commonground.registers.people import Named, named_in
from commonground.registers.register import Register, registers

Kind = access_log.Kind
Values = Mapping[str, Any]
End = Action | Answer | Entry | TaskingDecision
ENDS = {Action: "action", Answer: "answer", Entry: "other", TaskingDecision: "decision"}


class PersonNamed(Exception):
    """The texts may name somebody. ``found`` says where; whoever wrote them may say that nobody is named."""

    def __init__(self, found: list[Named]) -> None:
        super().__init__(told(found))
        self.found = found


class NameRefused(NotPossible):
    """The texts certainly name somebody. ``found`` says where."""

    def __init__(self, found: list[Named]) -> None:
        super().__init__(told(found))
        self.found = found


class Misfit(NotPossible):
    """What was entered does not fit together. ``column`` is where it is mended; empty where that is not known."""

    def __init__(self, said: str, column: str) -> None:
        super().__init__(said)
        self.column = column


def edition_of(entry: Entry) -> str:
    """Which edition of an entry a form was begun from: another after each change of the spine or its own columns."""
    return edition(entry) + edition(entry.details)


def told(found: Iterable[Named]) -> str:
    """What was found, in one sentence."""
    said = listed(dict.fromkeys(f"“{one.words}” in “{one.title}” ({one.kind})" for one in found))
    return f"What is kept here names nobody, and this may: {said}. Say what happened without the person."


@transaction.atomic
def add(register: Register, partnership: Partnership, values: Values, *, sure: bool = False, by: Actor) -> Entry:
    """Add an entry. ``sure`` is what its writer says of texts in which a name may stand: that none does.

    Raises NotPossible for what cannot be, and PersonNamed for what may name somebody.
    """
    entry, details = prepared(register, partnership, values, sure=sure, by=by)
    _store(register, entry, details)
    renewal.settle(register, entry)
    access_log.record(Kind.COLLECTION, entry, by=by)
    return entry


def prepared(
    register: Register, partnership: Partnership, values: Values, *, sure: bool = False, by: Actor,
    names: Iterable[str] | None = None,
) -> tuple[Entry, Any]:
    """An entry and its own columns as ``add`` stores them, judged but for the rules of the database. Raises as ``add``.

    ``names`` are those of the people at the table, where somebody who prepares many has looked them up.
    """  # fmt: skip
    entry = Entry(partnership=partnership, register=register.key, added_by=by.membership)  # type: ignore[misc]
    details = register.model()
    _set(register, entry, details, values)
    _checked(register, entry, details, sure, names_at(partnership) if names is None else names)
    return entry, details


@transaction.atomic
def edit(entry: Entry, values: Values, *, begun: str | None = None, sure: bool = False, by: Actor) -> Entry:
    """Change an entry; ``begun`` is the edition that the form was begun from. Raises as ``add``, and Conflict."""
    found = Entry.objects.select_for_update(of=("self",)).select_related("agency").get(pk=entry.pk)
    register = registers()[found.register]
    may_change(found, by)
    if found.withdrawn_on is not None:
        raise NotPossible("This entry was withdrawn, so it stays as it is: add another.")
    if begun is not None and edition_of(found) != begun:
        raise Conflict(found, "Somebody changed the entry while you were writing.")
    details, before = found.details, renewal.same(register, found)
    changed = _set(register, found, details, values)
    if changed:
        _checked(register, found, details, sure, names_at(found.partnership))
        found.edited_by = by.membership
        _store(register, found, details)
        renewal.settle(register, found, before)
        access_log.record(Kind.ALTERATION, found, by=by, fields=changed)
    return found


@transaction.atomic
def withdraw(entry: Entry, why: str, *, on: date, by: Actor) -> Entry:
    """Take an entry out of lists and counts; it stays in the database, with the reason."""
    found = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    may_change(found, by)
    if not why.strip():
        raise NotPossible("Say why the entry is withdrawn.")
    if found.withdrawn_on is None:
        found.withdrawn_on, found.withdrawn_why, found.edited_by = on, why.strip(), by.membership
        fits(found, "The entry")
        found.save()
        renewal.settle(registers()[found.register], found)
        access_log.record(Kind.ALTERATION, found, by=by, became="withdrawn", purpose=why[:400])
    return found


@transaction.atomic
def link(entry: Entry, ends: Iterable[End], *, by: Actor) -> None:
    """Say what the entry is linked to, and nothing else: of the plan, of the tasking meeting, other entries."""
    may_change(entry, by)
    wanted = {(ENDS[type(end)], end.pk) for end in ends}
    links = [(name, one) for one in entry.links.all() for name in ENDS.values()]
    held = {(name, pk): one for name, one in links if (pk := getattr(one, f"{name}_id"))}
    for gone in held.keys() - wanted:
        held[gone].delete()
    for name, pk in sorted(wanted - held.keys()):
        Link.objects.create(partnership_id=entry.partnership_id, entry=entry, **{f"{name}_id": pk})
    if wanted != held.keys():
        access_log.record(Kind.ALTERATION, entry, by=by, fields=["links"])


def may_change(entry: Entry, by: Actor) -> None:
    """Raises NotPossible unless the entry is of the actor’s own agency, or they may change any."""
    register = registers()[entry.register]
    own = by.membership is not None and entry.agency_id in (None, by.membership.agency_id)
    if not (register.correct.allows(by) or (own and register.keep.allows(by))):
        raise NotPossible("This entry is of another agency, which keeps it: ask them, or the plan owner.")


def _set(register: Register, entry: Entry, details: Any, values: Values) -> list[str]:
    unknown = sorted(values.keys() - set(register.columns) - {"brought"})
    if unknown:
        raise NotPossible(f"The register of {register.nouns} has no column {listed(unknown)}.")
    own = {name: value for name, value in values.items() if register.own(name) and name != "brought"}
    changed = [*assigned(details, own), *assigned(entry, {n: v for n, v in values.items() if n not in own})]
    entry._state.fields_cache[register.model.related()] = details  # its rules read them before either is stored
    entry.due = register.due(entry)
    return changed


def _checked(register: Register, entry: Entry, details: Any, sure: bool, names: Iterable[str]) -> None:
    """Raises for the first thing that cannot be kept."""
    for name in register.required:
        value = register.value(entry, name)
        if value in (None, "", []):
            raise NotPossible(f"{register.label(name)}: enter it, for an entry cannot do without.")
    for row in (entry, details):
        fits(row, register.noun.capitalize())
        try:
            row.clean_fields(exclude=["entry", "added_by", "partnership", "agency", "about"])
        except ValidationError as wrong:
            raise NotPossible(_sentence(register, wrong)) from None
    if entry.about is not None and (entry.about.register != register.subject or entry.about.withdrawn_on is not None):
        nouns = registers()[register.subject].nouns
        raise NotPossible(f"{register.label('about')}: it is not in the register of {nouns}.")
    if unfit := register.wrong(entry):
        raise NotPossible(unfit)
    found = named_in(_texts(register, entry), names)
    if refused := [one for one in found if one.refused]:
        raise NameRefused(refused)
    if found and not sure:
        raise PersonNamed(found)


def _store(register: Register, entry: Entry, details: Any) -> None:
    """The database judges what columns may not be together; its rules are named as sentences."""
    try:
        with transaction.atomic():
            entry.save()
            details.entry = entry
            details.save()
    except IntegrityError as wrong:
        rule = str(getattr(getattr(wrong.__cause__, "diag", None), "constraint_name", ""))
        if rule not in {one.name for row in (entry, details) for one in row._meta.constraints}:
            raise
        raise Misfit(broken(register, rule), register.asks.get(rule, ("", ""))[0]) from None


def broken(register: Register, rule: str) -> str:
    """That a rule of the database refuses what was entered: what its register asks for, or its name as a sentence."""
    if rule in register.asks:
        column, said = register.asks[rule]
        return f"{register.label(column)}: {said}."
    return f"{register.noun.capitalize()}: what was entered does not fit together ({rule.replace('_', ' ')})."


def _sentence(register: Register, wrong: ValidationError) -> str:
    for name, said in wrong.message_dict.items():
        where = register.label(name) if name in register.columns else register.noun.capitalize()
        return f"{where}: {said[0]}"
    return str(wrong)


def _texts(register: Register, entry: Entry) -> dict[str, tuple[str, str]]:
    held = {name: register.value(entry, name) for name in _free(register)}
    return {name: (register.label(name), words) for name, words in held.items() if words}


@cache
def _free(register: Register) -> tuple[str, ...]:
    """The columns in which anything may be written; addresses of the web and of mail have own rules: contact.py."""
    kinds = {name: register.field(name) for name in register.columns if name not in ("ward", "lsoa")}
    return tuple(
        name for name, kind in kinds.items()
        if isinstance(kind, CharField | TextField) and not kind.choices and not isinstance(kind, EmailField | URLField)
    )  # fmt: skip


def names_at(partnership: Partnership) -> list[str]:
    """The names of the people at the table, now and before."""
    with scopes_disabled():
        return list(Membership.objects.filter(partnership=partnership).values_list("user__name", flat=True).distinct())
