"""The history of a record: who changed what, from what to what."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from commonground.partnership.access_log import name_of
from commonground.partnership.history import TOLD, history_of
from commonground.partnership.rules import READ_LOG, SEE_HISTORY
from commonground.plan.reading import HISTORY
from commonground.web.door import only

KINDS = TOLD | HISTORY


@only(SEE_HISTORY)
def history(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """What became of one record of the table, step by step."""
    if kind not in KINDS:
        raise Http404
    record = get_object_or_404(KINDS[kind](request.actor), public_id=public_id)
    request.showed(record, [record])
    context = {
        "record": record,
        "name": name_of(record),
        "steps": history_of(record),
        "may_read_log": READ_LOG.allows(request.actor),
    }
    return TemplateResponse(request, "history.html", context)
