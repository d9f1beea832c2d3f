"""The agenda: what agencies bring to it, and what was said of each item."""

from django.http import HttpRequest, HttpResponse

from commonground.registers.changes import tasking
from commonground.registers.rules import BRING_TO_TASKING, RUN_TASKING
from commonground.web.door import only
from commonground.web.drafting import keeps_draft, typed
from commonground.web.forms.tasking import BringForm, MinuteForm
from commonground.web.views.tasking.asking import ask, begun, item_of, meeting_of, page_of, trail


@only(BRING_TO_TASKING, post=BRING_TO_TASKING)
@keeps_draft("Item for the tasking meeting", but=("once",))
def bring(request: HttpRequest, key: str) -> HttpResponse:
    """Bring an item to a meeting that is being prepared."""
    found = meeting_of(request, key)
    form = BringForm(request.POST or None, initial=typed(request))

    def brought() -> object:
        given = form.cleaned_data
        return tasking.bring_item(found, given["title"], given["text"], sure=given["sure"], by=request.actor)  # type: ignore[attr-defined]

    return ask(
        request, form, brought, "It is on the agenda.", page_of(request, found), title="Bring an item",
        caption=str(found), back=page_of(request, found), trail=trail(request, found), keeps=True,
        button="Put it on the agenda",
    )  # fmt: skip


@only(RUN_TASKING, post=RUN_TASKING)
@keeps_draft("Minute of the tasking meeting", but=("once",))
def minute(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write what was said of an item."""
    found = item_of(request, public_id)
    form = MinuteForm(request.POST or None, initial=MinuteForm.values(found) | begun(found) | typed(request))

    def written() -> object:
        given = form.cleaned_data
        return tasking.minute_item(
            found, given["minute"], begun=given["begun"], sure=given["sure"], by=request.actor,  # type: ignore[attr-defined]
        )  # fmt: skip

    back = f"{page_of(request, found.meeting)}#agenda"
    return ask(
        request, form, written, "The minute is saved.", back, title=found.title, caption=str(found.meeting),
        lead=found.text, back=back, trail=trail(request, found.meeting), keeps=True,
    )  # fmt: skip
