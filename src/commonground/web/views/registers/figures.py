"""What the entries of some days say as a whole: counts by quarter, and the figures that the register declares."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from commonground.registers.figures.amounts import FEW
from commonground.registers.quarters import MOST, by_quarter, five_quarters, quarters
from commonground.registers.reading import entries_of
from commonground.registers.register import Counted
from commonground.registers.rules import READ_A_REGISTER
from commonground.web.door import only
from commonground.web.forms.register_filter import DaysForm
from commonground.web.views.registers.asking import register_of, show


@only(READ_A_REGISTER)
def figures(request: HttpRequest, register: str) -> HttpResponse:
    """The counts of a register by quarter, and its own figures over all of the days."""
    found, actor = register_of(request, register), request.actor  # type: ignore[attr-defined]
    form = DaysForm(five_quarters(timezone.localdate()), request.GET)
    start, end = form.days
    some = quarters(start, end)
    rows = entries_of(found, actor).kept()
    rows = rows if found.lasting else rows.during(start, end)
    context: dict[str, Any] = {
        "cut": MOST if some[0].start > start else 0, "filter": form, "start": start, "end": end, "quarters": some,
        "counts": [_told(which, numbers) for which, numbers in by_quarter(found, actor, some)],
        "blocks": found.figures(rows, start, end) if found.figures else (),
    }  # fmt: skip
    return show(request, found, "registers/figures.html", **context)


def _told(which: Counted, numbers: list[int]) -> dict[str, Any]:
    """A count as its row shows it: None in place of a few people."""
    shown = [None if which.people and 0 < number < FEW else number for number in numbers]
    said = ", ".join("withheld" if number is None else str(number) for number in shown)
    return {"title": which.title, "numbers": shown, "said": f"{which.title}, quarter by quarter: {said}"}
