"""Templates as files: each version to take away, and one of the partnership’s own to add."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from commonground.plan import reading
from commonground.plan.changes.possible import NotPossible
from commonground.plan.changes.templates import add_template
from commonground.plan.rules import ADD_TEMPLATE, READ_PLAN
from commonground.plan.templates.as_csv import read_csv, write_csv
from commonground.plan.templates.as_json import read_json, write_json
from commonground.plan.templates.refusal import TemplateRefused
from commonground.plan.templates.written import WrittenTemplate
from commonground.web.door import only
from commonground.web.forms.delivery import megabytes
from commonground.web.forms.template import MOST_BYTES, AddTemplateForm
from commonground.web.views.plan.asking import ask

FORMS = {"csv": (write_csv, read_csv, "text/csv; charset=utf-8"), "json": (write_json, read_json, "application/json")}


@only(READ_PLAN, post=ADD_TEMPLATE)
def templates(request: HttpRequest) -> HttpResponse:
    """Every version that a plan here may follow, and a form to add another."""
    posted = request.method == "POST"
    form = AddTemplateForm(request.POST if posted else None, request.FILES if posted else None)
    context = {
        "versions": reading.templates_for(request.actor).select_related("owner"),
        "may_add": ADD_TEMPLATE.allows(request.actor),
        "accepts": [f".{form}" for form in FORMS],
        "largest": megabytes(MOST_BYTES),
    }
    return ask(request, form, lambda: _added(request, form), "plan/templates.html", **context)


@only(READ_PLAN)
def file(request: HttpRequest, version: str, form: str) -> HttpResponse:
    """One version as a file, which can be added again elsewhere."""
    found = get_object_or_404(reading.templates_for(request.actor), public_id=version)
    if form not in FORMS:
        raise Http404
    write, _, kind = FORMS[form]
    request.showed(found, file=form)
    response = HttpResponse(write(WrittenTemplate.model_validate(found.document)), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.key}.{form}"'
    return response


def _added(request: HttpRequest, form: AddTemplateForm) -> str:
    """What is wrong in the file is said above the form, as what cannot be done is."""
    try:
        made = add_template(_read(form.cleaned_data["file"]), by=request.actor)
    except TemplateRefused as refused:
        raise NotPossible(str(refused)) from None
    messages.success(request, f"“{made.title}” is added, with {len(made.document['items'])} standards and options.")
    return reverse("plan-templates", args=(request.actor.partnership.slug,))


def _read(sent: UploadedFile) -> WrittenTemplate:
    name = sent.name or "the file"
    _, read, _ = FORMS["json" if name.casefold().endswith(".json") else "csv"]
    return read(sent.read(), name)
