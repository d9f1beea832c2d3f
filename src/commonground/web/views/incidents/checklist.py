"""The checklist that a response starts with: its versions, what differs between them, and changes to it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from commonground.registers.changes.incident_checklists import keep_checklist
from commonground.registers.incidents import reading
from commonground.registers.incidents.reading import InUse
from commonground.registers.incidents.templates.differences import differences, in_words
from commonground.registers.incidents.templates.written import FOLDER, PHASES, Refused, Template, as_text, opened
from commonground.registers.rules import CHANGE_CHECKLIST, READ_INCIDENTS
from commonground.web.door import only
from commonground.web.forms.incident import WhyForm
from commonground.web.forms.incident_step import BringForm, TemplateStepForm
from commonground.web.forms.once import OnceForm
from commonground.web.views.incidents.asking import address, ask

LARGEST = 500_000  # bytes of a checklist


@only(READ_INCIDENTS)
def checklist(request: HttpRequest) -> HttpResponse:
    """The checklist in use, or an earlier version, with what differs from the one before it."""
    versions = reading.checklists(request.actor)  # type: ignore[attr-defined]
    shown = _version(versions, request.GET.get("version", ""))
    before = next((one for one in versions if one.number == shown.number - 1), None)
    rows = [
        (title, [(one, in_words(one.clock)) for one in shown.template.steps if one.phase == key])
        for key, title in PHASES.items()
    ]
    return TemplateResponse(request, "incidents/checklist.html", {
        "versions": versions, "shown": shown, "before": before, "phases": rows,
        "differs": differences(before.template, shown.template) if before else [],
        "may_change": CHANGE_CHECKLIST.allows(request.actor) and shown is versions[0],  # type: ignore[attr-defined]
    })  # fmt: skip


@only(READ_INCIDENTS)
def file(request: HttpRequest, name: str) -> HttpResponse:
    """The checklist in use as JSON, or the form that such a file has."""
    if name == "form":
        text = (FOLDER / "form.json").read_text("utf-8")
    elif name == "checklist":
        text = as_text(reading.checklist_in_use(request.actor).template)  # type: ignore[attr-defined]
    else:
        raise Http404
    response = HttpResponse(text, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="incident-{name}.json"'
    return response


@only(CHANGE_CHECKLIST, post=CHANGE_CHECKLIST)
def step(request: HttpRequest, key: str = "") -> HttpResponse:
    """Change a step of the checklist, or add one."""
    used = reading.checklist_in_use(request.actor)  # type: ignore[attr-defined]
    found = next((one for one in used.template.steps if one.key == key), None)
    if key and found is None:
        raise Http404
    first = TemplateStepForm.first(found) if found else {}
    form = TemplateStepForm(used.template.parts, request.POST or None, initial=first)

    def done() -> str:
        return _kept(request, used, used.template.with_step(form.step(key or _new_key(used.template))), form)

    title = "Change a step of the checklist" if found else "Add a step to the checklist"
    return ask(request, form, done, title=title, lead=KEEPS, back=address(request, "incident-checklist"))


@only(CHANGE_CHECKLIST, post=CHANGE_CHECKLIST)
def leave_out(request: HttpRequest, key: str) -> HttpResponse:
    """Leave a step out."""
    used = reading.checklist_in_use(request.actor)  # type: ignore[attr-defined]
    found = next((one for one in used.template.steps if one.key == key), None)
    if found is None:
        raise Http404
    form = WhyForm(request.POST or None)
    return ask(
        request, form, lambda: _kept(request, used, used.template.without(key), form), title="Leave a step out",
        caption=found.title, lead=KEEPS, button="Leave it out", back=address(request, "incident-checklist"),
    )  # fmt: skip


@only(CHANGE_CHECKLIST, post=CHANGE_CHECKLIST)
def bring(request: HttpRequest) -> HttpResponse:
    """Bring a whole checklist as a file."""
    used = reading.checklist_in_use(request.actor)  # type: ignore[attr-defined]
    form = BringForm(request.POST or None, request.FILES or None)
    template: Template | None = None
    if form.is_valid():
        try:
            template = _opened(form)
        except Refused as no:
            form.add_error("file", str(no))
    return ask(
        request, form, lambda: _kept(request, used, template or used.template, form), title="Bring a checklist",
        lead=KEEPS, sends_file=True, button="Keep it as the next version", back=address(request, "incident-checklist"),
    )  # fmt: skip


KEEPS = "It is kept as a new version. Responses that run keep the steps that they began with."


def _opened(form: BringForm) -> Template:
    if form.cleaned_data["file"].size > LARGEST:
        raise Refused("The file is larger than 500 KB, which no checklist is: choose another.")
    return opened(form.cleaned_data["file"].read())


def _kept(request: HttpRequest, used: InUse, template: Template, form: OnceForm) -> str:
    given = form.cleaned_data
    made = keep_checklist(template, given["why"], begun=used.number, sure=given["sure"], by=request.actor)  # type: ignore[attr-defined]
    messages.success(request, f"Version {made.number} is kept. The next response starts with it.")
    return address(request, "incident-checklist")


def _version(versions: list[InUse], asked: str) -> InUse:
    return next((one for one in versions if str(one.number) == asked), versions[0])


def _new_key(template: Template) -> str:
    known, number = {one.key for one in template.steps}, 1
    while f"own_{number}" in known:
        number += 1
    return f"own_{number}"
