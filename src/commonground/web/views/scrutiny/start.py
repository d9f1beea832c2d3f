"""Where scrutiny begins: who is searched, section 60, the panel’s sessions and reports."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.partnership.rules import EXPLORE_EVIDENCE
from commonground.registers import reading as entries
from commonground.registers.register import registers
from commonground.registers.rules import PLAN_PANEL_SESSION, READ_PANEL_SESSIONS, READ_SECTION_60
from commonground.registers.scrutiny import reading
from commonground.report.blocks import Chart, Statement, Table
from commonground.web.door import only
from commonground.web.views.evidence.asking import question, show

SHOWN = 8


@only(EXPLORE_EVIDENCE)
def start(request: HttpRequest) -> HttpResponse:
    """Who is searched in short, then the sessions, section 60 and what is published."""
    actor = request.actor  # type: ignore[attr-defined]
    page = question(request, own=True).page("searched")
    blocks = page.blocks if page else ()
    context: dict[str, Any] = {
        "statements": [one for one in blocks if isinstance(one, Statement)][:3],
        "first": next((one for one in blocks if isinstance(one, Table)), None),
        "drawn": next((one for one in blocks if isinstance(one, Chart)), None), "page": page,
        "reads": READ_PANEL_SESSIONS.allows(actor), "may_plan": PLAN_PANEL_SESSION.allows(actor),
        "sessions": reading.sessions_for(actor)[:SHOWN], "today": timezone.localdate(),
        "authorised": _authorisations(request)[:SHOWN], "reads_60": READ_SECTION_60.allows(actor),
        "reports": reading.reports_for(actor).filter(state="public")[:SHOWN],
    }  # fmt: skip
    return TemplateResponse(request, "scrutiny/start.html", context)


@only(EXPLORE_EVIDENCE)
def searches(request: HttpRequest) -> HttpResponse:
    """Who is searched, in full, in any area and over any months."""
    asked = question(request, ("area", "from", "to", "edition"))
    return show(request, "scrutiny/searches.html", asked, asked.page("searched"))


@only(READ_SECTION_60)
def section_60(request: HttpRequest) -> HttpResponse:
    """Each authorisation and how it stands; then what they say as a whole, beside the published searches."""
    lines = _authorisations(request)
    days = [entry.on for entry, _ in lines]
    register = registers()["section_60"]
    told = register.figures and days and register.figures([entry for entry, _ in lines], min(days), max(days))
    context = {"lines": lines, "told": told or (), "register": register}
    return TemplateResponse(request, "scrutiny/section_60.html", context)


def _authorisations(request: HttpRequest) -> list[Any]:
    """Those that were not withdrawn, the newest first, each with how it stands."""
    register, today = registers()["section_60"], timezone.localdate()
    rows = entries.entries_of(register, request.actor).kept()  # type: ignore[attr-defined]
    return [(entry, register.stands(entry, today)) for entry in rows]
