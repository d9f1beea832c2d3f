"""The council’s own Word templates: which are in use, another one sent, an example, and one taken out of use."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground.deliveries.scanner import ScannerDown, scan
from commonground.papers import report_reading
from commonground.papers.changes import templates as changes
from commonground.papers.reports.kind import kinds
from commonground.papers.rules import GIVE_TEMPLATE
from commonground.papers.word_example import example as an_example
from commonground.papers.word_form import NotATemplate
from commonground.web.door import only
from commonground.web.forms.once import OnceForm, once
from commonground.web.forms.report import TemplateForm
from commonground.web.views.assessments import TYPES


@only(GIVE_TEMPLATE, post=GIVE_TEMPLATE)
def templates(request: HttpRequest) -> HttpResponse:
    """Those in use; another one is checked before it is taken."""
    posted = request.method == "POST"
    form = TemplateForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid():
        try:
            return redirect(once(form, request.actor, lambda: _given(request, form)))
        except (NotATemplate, ScannerDown) as no:
            form.add_error("file", str(no))
    known = [one for one in report_reading.templates_for(request.actor) if one.kind in kinds()]
    held = [(one, kinds()[one.kind].title) for one in known]
    return TemplateResponse(request, "reports/templates.html", {"form": form, "held": held, "empty": OnceForm()})


@only(GIVE_TEMPLATE)
def example(request: HttpRequest) -> HttpResponse:
    """A template with every place that a report fills."""
    response = HttpResponse(an_example(), content_type=TYPES["docx"])
    response.headers["Content-Disposition"] = 'attachment; filename="report-template-example.docx"'
    return response


@only(post=GIVE_TEMPLATE)
def retire(request: HttpRequest, key: str) -> HttpResponse:
    """Take one out of use."""
    found = report_reading.template_called(request.actor, key)
    if found is None:
        raise Http404
    changes.retire_template(found, by=request.actor)
    messages.success(request, f"“{found.name}” is no longer used. New copies have the shipped look.")
    return redirect("report-templates", request.actor.partnership.slug)


def _given(request: HttpRequest, form: TemplateForm) -> str:
    sent = form.cleaned_data["file"]
    content = sent.read()
    _scanned(content, sent.name)
    made = changes.give_template(form.cleaned_data["kind"], sent.name, content, by=request.actor)
    messages.success(request, f"“{made.name}” is used from now on. Copies that were made before stay as they are.")
    return reverse("report-templates", args=(request.actor.partnership.slug,))


def _scanned(content: bytes, name: str) -> None:
    """The scanner’s verdict, where an installation has one. Raises NotATemplate for what is not clean."""
    if not settings.SCANNER:
        return
    with NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        if found := scan(Path(file.name), settings.SCANNER):
            raise NotATemplate(f"“{name}” holds what the virus scanner calls “{found}”. It was not opened.")
