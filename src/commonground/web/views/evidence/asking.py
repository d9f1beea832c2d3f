"""What a request asks of the evidence: read from its address, answered by a page that is kept, asked by a form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.evidence.areas import LONDON
from commonground.evidence.finding import Area
from commonground.evidence.run import Evidence
from commonground.partnership.models import Partnership
from commonground.report.blocks import Block, Heading, Table
from commonground.report.pages.asked import SAME, Asked, Fault, Unclear, parse
from commonground.report.pages.kept import pages_of
from commonground.report.pages.page import Page
from commonground.web.forms.evidence import AskForm, choices_for, said
from commonground.web.reading_room import evidence_for
from commonground.web.views.evidence.subjects import by_subject

FIRST = "violence_with_injury"
"""The measure that a page begins with where none is named: the duty is about serious violence."""


@dataclass(frozen=True)
class Question:
    """One page asked for by one request. ``asked`` is None where something in the address cannot be understood."""

    evidence: Evidence
    default: Area
    asked: Asked | None
    form: AskForm

    def page(self, kind: str) -> Page | None:
        """The page that answers it; None where it cannot be understood."""
        if self.asked is None:
            return None
        try:
            return pages_of(self.evidence).page(kind, self.asked, timezone.localdate())
        except Unclear as unclear:
            self.form.refuse(unclear.faults)
            return None

    @cached_property
    def area(self) -> Area:
        """The area asked of, or the partnership's own."""
        return self.asked.area if self.asked else self.default


def question(
    request: HttpRequest, fields: Sequence[str] = (), *, measure: str = "", keep: Sequence[str] = (), own: bool = False
) -> Question:
    """What the address asks, with a form of these fields. ``measure`` is that of the path; ``keep`` goes on unseen.

    ``own`` passes over the address: what is asked is of the partnership's own area.
    """
    partnership: Partnership = request.actor.partnership  # type: ignore[attr-defined]
    evidence = evidence_for(partnership)
    default = own_area(evidence, partnership)
    given = {} if own else request.GET.dict()
    if measure or ("measure" in fields and not given.get("measure")):
        given["measure"] = measure or FIRST
    asked, faults = None, tuple[Fault, ...]()
    try:
        asked = parse(evidence, given, default)
    except Unclear as unclear:
        faults = unclear.faults
    shown = asked or Asked(default, given.get("measure", ""))
    hidden = {name: given[name] for name in keep if given.get(name)}
    data = said(asked) if asked else {"area": default.code, **given}
    begin = {"area": default.code, "measure": FIRST, "against": SAME}
    form = AskForm(fields, choices_for(evidence, shown, by_subject()), data, hidden, begin)
    form.refuse(faults)
    return Question(evidence, default, asked, form)


def show(
    request: HttpRequest, template: str, asked: Question, page: Page | None, **context: object
) -> HttpResponse:
    """The page, or its form with a sentence for each value that cannot be understood."""
    given = {"page": page, "asked": asked.asked, "area": asked.area, "form": asked.form, **_blocks(page), **context}
    return TemplateResponse(request, template, given, status=200 if page else 400)


def own_area(evidence: Evidence, partnership: Partnership) -> Area:
    """The area of the partnership. A region has London; a policing unit begins with its first borough."""
    code = partnership.area_code
    if not code and partnership.kind != Partnership.Kind.REGION:
        codes = (one.partnership.area_code for one in partnership.groupings.select_related("partnership"))
        code = min(filter(None, codes), default="")
    return evidence.area(code or LONDON)


def _blocks(page: Page | None) -> Mapping[str, Sequence[Block]]:
    """The answer, which stands above the form, and what explains it, from the first heading or table on."""
    blocks = page.blocks if page else ()
    at = next((n for n, block in enumerate(blocks) if isinstance(block, Heading | Table)), len(blocks))
    return {"answer": blocks[:at], "rest": blocks[at:]}

