"""Moving in and out: a plan sent in, its columns explained, looked at and brought in; and the plan taken away."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from commonground.partnership import seen
from commonground.plan import reading
from commonground.plan.changes.moving_in import BroughtIn, bring_in
from commonground.plan.changes.possible import NotPossible
from commonground.plan.models import Plan, Snapshot
from commonground.plan.moving.against import Against, against
from commonground.plan.moving.forms import FORMS
from commonground.plan.moving.guess import ColumnMapping, guess, with_wordings
from commonground.plan.moving.limits import PLAN
from commonground.plan.moving.matching import Known
from commonground.plan.moving.preview import preview
from commonground.plan.moving.tables import Tables
from commonground.plan.rules import EDIT_PLAN, READ_PLAN
from commonground.plan.sent_in import WANTED, read_sent
from commonground.plan.templates.written import WrittenTemplate, slug
from commonground.plan.writing import written
from commonground.sources.readers.refusal import Refusal
from commonground.web.door import only
from commonground.web.forms.delivery import megabytes
from commonground.web.forms.moving import ColumnsForm, SendPlanForm
from commonground.web.forms.once import OnceForm
from commonground.web.views.plan import waiting as wait
from commonground.web.views.plan.asking import ask, plan_of


@only(EDIT_PLAN, post=EDIT_PLAN)
def send(request: HttpRequest) -> HttpResponse:
    """Send a file with a plan; or go on with the one that waits."""
    plan = reading.current_plan(request.actor)
    if plan is None:
        messages.info(request, "Begin the plan first. Then bring in what you have.")
        return redirect("plan-begin", request.actor.partnership.slug)
    posted = request.method == "POST"
    form = SendPlanForm(request.POST if posted else None, request.FILES if posted else None)
    context = {"waiting": wait.waiting(request), "accepts": WANTED, "largest": megabytes(PLAN.bytes)}
    return ask(request, form, lambda: _sent(request, plan, form), "plan/import.html", **context)


@only(EDIT_PLAN, post=EDIT_PLAN)
def columns(request: HttpRequest) -> HttpResponse:
    """Say what each column means, and which theme each heading stands for."""
    plan, here = plan_of(request), request.actor.partnership.slug
    found = wait.waiting(request)
    if found is None:
        return TemplateResponse(request, _NOTHING, {"trail": _trail(request)})
    if found.tables.plan:
        return redirect("plan-import-preview", here)
    template = _template(plan)
    form = ColumnsForm(found.tables, found.mapping, template, request.POST or None)
    if not form.is_valid():
        context = {"form": form, "waiting": found, "trail": _trail(request)}
        return TemplateResponse(request, "plan/import_columns.html", context)
    mapping = with_wordings(form.mapped(), found.tables, template)
    wait.keep(request, found.tables, mapping)
    again = form.changes_heads() or set(mapping.themes) - set(found.mapping.themes)
    return redirect("plan-import-columns" if again else "plan-import-preview", here)


@only(EDIT_PLAN, post=EDIT_PLAN)
def look(request: HttpRequest) -> HttpResponse:
    """What would become of each row; then bring in all of it or nothing."""
    plan = plan_of(request)
    found = wait.waiting(request)
    if found is None:
        return TemplateResponse(request, _NOTHING, {"trail": _trail(request)})
    request.showed(plan, shown="import")
    living = written(plan, timezone.localdate())
    refs = frozenset(action.ref for action in living.actions)
    shown = preview(found.tables, found.mapping, _template(plan), _known(request), refs)
    compared = against(shown, living, found.tables.plan)
    context = {
        "waiting": found, "shown": shown, "compared": compared, "another": _other_form(found.tables, plan),
        "trail": _trail(request),
    }  # fmt: skip
    return ask(request, OnceForm(request.POST or None), lambda: _brought(request, plan, compared), _LOOK, **context)


@only(READ_PLAN)
def export(request: HttpRequest) -> HttpResponse:
    """The forms in which the plan can be taken away."""
    context = {"plan": plan_of(request), "forms": FORMS.values()}
    return TemplateResponse(request, "plan/export.html", context)


@only(READ_PLAN)
def export_file(request: HttpRequest, form: str) -> HttpResponse:
    """The plan as it stands now, with its last closed review, in one of the forms."""
    plan = plan_of(request)
    if form not in FORMS:
        raise Http404
    today = timezone.localdate()
    last = reading.snapshots_for(request.actor).filter(plan=plan, reason=Snapshot.Reason.REVIEWED).defer(None).first()
    content = FORMS[form].write(written(plan, today, last.written.review if last else None))
    request.showed(plan, file=form, sha256=hashlib.sha256(content).hexdigest())
    response = HttpResponse(content, content_type=FORMS[form].media_type)
    name = f"{slug(plan.title) or 'plan'}-{today.isoformat()}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


_LOOK, _NOTHING = "plan/import_preview.html", "plan/import_nothing.html"


def _sent(request: HttpRequest, plan: Plan, form: SendPlanForm) -> str:
    file = form.cleaned_data["file"]
    try:
        tables = read_sent(file.name, file.chunks())
    except Refusal as refusal:
        raise NotPossible(str(refusal)) from None
    wait.let_go(request, "another file was sent")
    wait.keep(request, tables, ColumnMapping() if tables.plan else guess(tables, _template(plan)))
    return wait.address(request)


def _brought(request: HttpRequest, plan: Plan, compared: Against) -> str:
    done = bring_in(plan, compared.written, by=request.actor)  # type: ignore[attr-defined]
    wait.let_go(request, "brought in")
    messages.success(request, _said(done))
    for sentence in done.unmatched:
        messages.warning(request, sentence)
    return reverse("plan-actions", args=(request.actor.partnership.slug,))  # type: ignore[attr-defined]


def _said(done: BroughtIn) -> str:
    new, other = len(done.added), len(set(done.changed))
    if not new and not other:
        return "Everything in the file was in the plan already. Nothing has changed."
    return f"It is brought in: {new} new {'action' if new == 1 else 'actions'}, {other} other {_changes(other)}."


def _changes(count: int) -> str:
    return "change" if count == 1 else "changes"


def _trail(request: HttpRequest) -> list[tuple[str, str]]:
    return [("Import", reverse("plan-import", args=(request.actor.partnership.slug,)))]  # type: ignore[attr-defined]


def _template(plan: Plan) -> WrittenTemplate:
    return WrittenTemplate.model_validate(plan.version.document)


def _known(request: HttpRequest) -> Known:
    """Who and which agencies are at the table."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    people = seen.people(actor, timezone.localdate())
    agencies = tuple(agency.name for agency in seen.agencies(actor))
    return Known(agencies, tuple(dict.fromkeys(one.user.name for one in people)))


def _other_form(tables: Tables, plan: Plan) -> str:
    """The template of a whole plan that is not this plan’s."""
    other = tables.plan.template if tables.plan else ""
    return other if other != plan.version.key else ""
