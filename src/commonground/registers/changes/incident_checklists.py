"""A partnership changes its checklist: each change is a new version. Responses that run keep theirs."""

from django.db import transaction
from django.db.models import Max

from commonground.partnership import access_log
from commonground.partnership.models import Partnership
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible
from commonground.registers.changes.nobody import ask_for_names
from commonground.registers.incidents.checked import written_in
from commonground.registers.incidents.reading import checklist_in_use
from commonground.registers.incidents.templates.written import Refused, Template, read, written
from commonground.registers.models import Checklist


@transaction.atomic
def keep_checklist(
    template: Template, why: str, *, begun: int | None = None, sure: bool = False, by: Actor
) -> Checklist:
    """Keep it as the next version. ``begun`` is the number of the one that it was changed from."""
    partnership = Partnership.objects.select_for_update().get(pk=by.partnership.pk)  # type: ignore[union-attr]
    used = checklist_in_use(by)
    if begun is not None and begun != used.number:
        raise NotPossible(f"Somebody kept version {used.number} meanwhile: look at it, then change that one.")
    try:
        content = written(read(written(template)))
    except Refused as no:
        raise NotPossible(str(no)) from None
    if content == written(used.template):
        raise NotPossible("Nothing differs from the checklist in use, so there is nothing to keep.")
    why = written_in(why, "What changed, and why", 400)
    texts = {f"Step “{one.title}”": f"{one.title}\n{one.owner}\n{one.why}" for one in template.steps}
    ask_for_names(partnership, {"What changed, and why": why, **texts}, sure)
    last = Checklist.objects.aggregate(last=Max("number"))["last"] or 0
    made = Checklist.objects.create(
        partnership=partnership, number=last + 1, content=content, why=why, made_by=by.membership
    )
    access_log.record(access_log.Kind.COLLECTION, made, by=by, number=made.number, purpose=why)
    return made
