"""Entries are added in a minute or in full, changed, withdrawn, and linked to the plan."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from commonground.plan.changes.possible import NotPossible
from commonground.registers.beside import beside_of, decided, entries_called, of_the_plan, out_of_sight
from commonground.registers.changes import entries
from commonground.registers.changes.attachments import keep_photograph
from commonground.registers.models import Entry
from commonground.registers.reading import columns_for
from commonground.registers.register import Register, registers
from commonground.registers.rules import KEEP_REGISTERS
from commonground.web.door import only
from commonground.web.drafting import keeps_draft, typed
from commonground.web.forms.place import ask_on_map
from commonground.web.forms.questions import asked_first
from commonground.web.forms.register import FIND, PHOTOGRAPH, EntryForm, LinksForm, WithdrawForm, begun_with, over
from commonground.web.grounds import ground_of
from commonground.web.views.registers.asking import PhotographRefused, ask, entry_of, register_of
from commonground.web.views.registers.offering import about_for, offered_for

FOUND = 50


@only(KEEP_REGISTERS, post=KEEP_REGISTERS)
@keeps_draft(lambda register: f"A new entry: {_title(register)}", but=("once", "photograph"))
def add(request: HttpRequest, register: str) -> HttpResponse:
    """Add an entry: what is asked first, or everything."""
    found, full = register_of(request, register, keep=True), request.GET.get("form") == "full"
    names = found.columns if full else asked_first(found)
    form = _form(request, found, names, _begin(request, found), photographed=found.photographed)

    def act() -> str:
        values = form.values
        if found.of_writer and "agency" in {*found.columns} - {*names}:
            values["agency"] = request.actor.membership.agency  # type: ignore[attr-defined]
        made = entries.add(
            found, request.actor.partnership, values, sure=form.cleaned_data["sure"], by=request.actor  # type: ignore[attr-defined]
        )
        if sent := form.cleaned_data.get(PHOTOGRAPH):
            _keep(made, sent, request)
        return f"{address_of(made)}?added=1"

    list_of = reverse("register", args=(request.actor.partnership.slug, found.key))  # type: ignore[attr-defined]
    context = {"full": full, "fuller": set(found.columns) - set(names), "back": list_of}
    return ask(request, found, form, act, "registers/add.html", **context)


@only(KEEP_REGISTERS, post=KEEP_REGISTERS)
@keeps_draft(lambda register, public_id: f"An entry: {_title(register)}", but=("once",))
def edit(request: HttpRequest, register: str, public_id: str) -> HttpResponse:
    """Change an entry: every column that its writer may read."""
    found = register_of(request, register, keep=True)
    entry = entry_of(request, found, public_id, change=True)
    if entry.withdrawn_on is not None:
        raise PermissionDenied("This entry was withdrawn, so it stays as it is: add another.")
    names = columns_for(found, request.actor, found.columns)  # type: ignore[attr-defined]
    form = _form(request, found, names, begun_with(found, entry, names))

    def act() -> str:
        given = form.cleaned_data
        entries.edit(entry, form.values, begun=given["begun"] or None, sure=given["sure"], by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, "The entry is saved.")
        return address_of(entry)

    return ask(
        request, found, form, act, "registers/edit.html", entry=entry, back=address_of(entry), full=True
    )


@only(KEEP_REGISTERS, post=KEEP_REGISTERS)
def withdraw(request: HttpRequest, register: str, public_id: str) -> HttpResponse:
    """Take an entry out of lists and counts, with the reason."""
    found = register_of(request, register, keep=True)
    entry = entry_of(request, found, public_id, change=True)
    form = WithdrawForm(request.POST or None)

    def act() -> str:
        why = form.cleaned_data["why"]
        entries.withdraw(entry, why, on=timezone.localdate(), by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, "The entry is withdrawn. It is kept, with the reason, and no longer counted.")
        return address_of(entry)

    return ask(
        request, found, form, act, title="Withdraw it", entry=entry, back=address_of(entry), warning=True,
        button="Withdraw it", lead="It leaves lists, maps and counts. It is kept with the reason, and not deleted.",
    )  # fmt: skip


@only(KEEP_REGISTERS, post=KEEP_REGISTERS)
def links(request: HttpRequest, register: str, public_id: str) -> HttpResponse:
    """Say what an entry is linked to: actions and standards of the plan, tasking decisions, other entries."""
    found = register_of(request, register, keep=True)
    entry = entry_of(request, found, public_id, change=True)
    now = beside_of(entry, request.actor, both_ways=False)  # type: ignore[attr-defined]
    words = request.GET.get("words", "")[:100]
    actions, answers = of_the_plan(request.actor)  # type: ignore[attr-defined]
    more = entries_called(request.actor, words, entry, FOUND)  # type: ignore[attr-defined]
    form = LinksForm(request.actor, now, actions, answers, decided(request.actor), more, request.POST or None)

    def act() -> str:
        ends = [*form.ends(), *out_of_sight(entry, request.actor)]  # type: ignore[attr-defined]
        entries.link(entry, ends, by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, "The links are saved.")
        return address_of(entry)

    context = {"entry": entry, "back": address_of(entry), "words": words, "found": len(more)}
    return ask(request, found, form, act, "registers/links.html", **context)


def _title(key: str) -> str:
    found = registers().get(key)
    return found.title if found else "a register"


def _keep(entry: Entry, sent: Any, request: HttpRequest) -> None:
    try:
        keep_photograph(entry, sent.name, sent.chunks(), by=request.actor)  # type: ignore[attr-defined]
    except NotPossible as no:
        raise PhotographRefused(str(no)) from None


def _form(
    request: HttpRequest, register: Register, names: Iterable[str], first: dict[str, Any], *, photographed: bool = False
) -> EntryForm:
    """The form as it was sent; or as it begins. A search among what it may be about is no sending of it."""
    finding = "find" in request.POST
    given = {key: v[0] if len(v) == 1 else v for key, v in request.POST.lists()} if finding else typed(request)
    first = over(first, given, register)
    chosen = str(request.POST.get("about") or first.get("about") or "")
    find = str(request.POST.get(FIND) or first.get(FIND) or "")
    offered = offered_for(register, request.actor, names, find, chosen)  # type: ignore[attr-defined]
    sent = None if finding else request.POST or None
    files = request.FILES if sent else None
    form = EntryForm(register, names, offered, sent, files, initial=first, photographed=photographed)
    if {"longitude", "drawn"} & set(form.names):
        ask_on_map(form, ground_of(request.actor.partnership))  # type: ignore[attr-defined]
    return form


def _begin(request: HttpRequest, register: Register) -> dict[str, Any]:
    """The defaults, today, one’s own agency, and the place of what it is about where the address names that."""
    seat, chosen = request.actor.membership, request.GET.get("about", "")  # type: ignore[attr-defined]
    columns = {name: register.field(name) for name in register.columns}
    first: dict[str, Any] = {name: one.get_default() for name, one in columns.items() if one.has_default()}
    first |= {"on": timezone.localdate(), "agency": seat.agency.public_id, "about": chosen}
    [*subject], _ = about_for(register, request.actor, chosen=chosen) if chosen else ([], False)  # type: ignore[attr-defined]
    for one in subject:
        if one.public_id == chosen:
            first |= {name: getattr(one, name) for name in ("place", "ward", "lsoa", "longitude", "latitude")}
    return first


def address_of(entry: Entry) -> str:
    """The page of an entry."""
    return reverse("register-entry", args=(entry.partnership.slug, entry.register, entry.public_id))
