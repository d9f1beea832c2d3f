"""What is done with a council’s own Word templates: given, and taken out of use."""

import hashlib

from django.db import transaction
from django.utils import timezone

from commonground.papers import kept
from commonground.papers.models import WordTemplate
from commonground.papers.word_example import trial
from commonground.papers.word_form import check
from commonground.partnership import access_log
from commonground.partnership.rule import Actor

Kind = access_log.Kind


def give_template(kind: str, name: str, content: bytes, *, by: Actor) -> WordTemplate:
    """Use the file for this kind of report from now on. Raises NotATemplate for one that cannot be used."""
    check(content, name, trial())
    file = kept.keep(content)
    try:
        with transaction.atomic():
            WordTemplate.objects.in_use().filter(kind=kind).update(retired_at=timezone.now(), retired_by=by.membership)
            made = WordTemplate.objects.create(
                partnership=by.partnership, kind=kind, name=name[:200], kept=file, size=len(content),
                sha256=hashlib.sha256(content).hexdigest(), given_by=by.membership,
            )  # fmt: skip
            access_log.record(Kind.COLLECTION, made, by=by, report=kind, sha256=made.sha256)
    except BaseException:
        kept.erase(file)
        raise
    return made


@transaction.atomic
def retire_template(template: WordTemplate, *, by: Actor) -> WordTemplate:
    """Take it out of use: the next report has the shipped look. Taken out before: nothing."""
    found: WordTemplate = WordTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    if found.retired_at is None:
        found.retired_at, found.retired_by = timezone.now(), by.membership
        found.save(update_fields=("retired_at", "retired_by"))
        access_log.record(Kind.ALTERATION, found, by=by, became="out of use")
    return found
