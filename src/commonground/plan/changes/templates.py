"""Templates are added: those that come with Common Ground, and those that a partnership or a group wrote."""

from django.db import transaction

from commonground.partnership import access_log
from commonground.partnership.models import Partnership
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible, fits
from commonground.plan.models import Item, TemplateVersion, Theme
from commonground.plan.models.template import TemplateVersions
from commonground.plan.templates.differences import follows
from commonground.plan.templates.refusal import TemplateRefused
from commonground.plan.templates.shipped import shipped
from commonground.plan.templates.written import TemplateItem, WrittenTemplate


@transaction.atomic
def install_shipped(*, by: Actor) -> list[TemplateVersion]:
    """Add the versions that come with Common Ground and are not here yet; those that were added, earliest first."""
    there = set(TemplateVersion.objects.filter(owner=None).values_list("key", flat=True))
    return [_add(template, None, by) for key, template in shipped().items() if key not in there]


@transaction.atomic
def add_template(written: WrittenTemplate, *, by: Actor) -> TemplateVersion:
    """Add a version for the actor’s own table, and for those that it groups.

    Raises NotPossible for a key that is taken, and for a version that does not follow the one that it names.
    """
    known = TemplateVersions(TemplateVersion).seen_by(by)
    if known.filter(key=written.key).exists():
        raise NotPossible(f"There is a template “{written.key}” already, and a version never changes: give it another "
                          "key, and let it succeed that one.")  # fmt: skip
    if written.succeeds and not known.filter(key=written.succeeds).exists():
        raise NotPossible(f"The template succeeds “{written.succeeds}”, which is not here; add that version first.")
    return _add(written, by.partnership, by)


def _add(written: WrittenTemplate, owner: Partnership | None, by: Actor) -> TemplateVersion:
    before = _before(written, by)
    document = written.model_dump(mode="json")
    made = TemplateVersion.objects.create(
        owner=owner, key=written.key, title=written.title[:200], succeeds=before, document=document
    )
    themes = Theme.objects.bulk_create(
        Theme(version=made, key=theme.key, title=theme.title[:200], number=number)
        for number, theme in enumerate(written.themes, start=1)
    )
    by_key = {theme.key: theme for theme in themes}
    items = [_item(made, by_key[item.theme], item, number) for number, item in enumerate(written.items, start=1)]
    for item in items:
        fits(item, f"The item {item.ref}")
    Item.objects.bulk_create(items)
    access_log.record(access_log.Kind.COLLECTION, made, by=by, key=made.key, items=len(written.items))
    return made


def _item(version: TemplateVersion, theme: Theme, item: TemplateItem, number: int) -> Item:
    return Item(
        version=version, theme=theme, ref=item.ref, tier=item.tier, number=number, text=item.text,
        prevention=item.prevention or "", approach=item.approach[:120], details=item.model_dump(mode="json"),
    )  # fmt: skip


def _before(written: WrittenTemplate, by: Actor) -> TemplateVersion | None:
    """The version that it follows: the table’s own before one that came with Common Ground."""
    if not written.succeeds:
        return None
    known = TemplateVersions(TemplateVersion)
    known = known.seen_by(by) if by.membership else known.filter(owner=None)
    found = known.filter(key=written.succeeds).order_by("owner").first()
    if found is not None:
        try:
            follows(WrittenTemplate.model_validate(found.document), written)
        except TemplateRefused as refused:
            raise NotPossible(str(refused)) from None
    return found
