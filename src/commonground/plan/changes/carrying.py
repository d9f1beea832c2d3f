"""What goes with a plan to the next version of its template. Nothing is taken away: the earlier answers stay."""

from collections import Counter

from commonground.plan.models import Action, Answer, Evidence, Item, Plan, Serves, TemplateVersion, ThemeText
from commonground.plan.templates.differences import Differences
from commonground.plan.templates.written import GOVERNANCE

COPIED = ("kind", "title", "of", "measure", "address", "note", "kept", "size", "sha256", "added_by_id")


def carry_answers(plan: Plan, version: TemplateVersion, change: Differences) -> None:
    """An answer to every item of the new version, with narrative and evidence of those that it follows."""
    old = {row.item.ref: row for row in _answers(plan)}
    lost = {(one.old.ref, one.new.ref) for one in change.answers if one.standing_lost}
    before: dict[str, list[Answer]] = {}
    for one in change.answers:
        before.setdefault(one.new.ref, []).append(old[one.old.ref])
    rows = {}
    for item in version.items.all():
        followed = before.get(item.ref, [])
        rows[item.ref] = _answer(plan, item, followed, any((row.item.ref, item.ref) in lost for row in followed))
    Answer.objects.bulk_create(rows.values())
    met = ((row, rows[ref]) for ref, answers in before.items() for row in answers)
    Evidence.objects.bulk_create(_copy(evidence, heir) for row, heir in met for evidence in row.evidence.all())
    _carry_serving(plan, {row.pk: [rows[ref] for ref, rs in before.items() if row in rs] for row in old.values()})


def carry_texts(plan: Plan, version: TemplateVersion, change: Differences) -> None:
    """A text for every theme of the new version, from all those that it follows."""
    heirs, before = _theme_heirs(change), dict[str, list[ThemeText]]()
    for text in plan.theme_texts.filter(theme__version=plan.version).select_related("theme"):
        before.setdefault(heirs[text.theme.key], []).append(text)
    ThemeText.objects.bulk_create(
        ThemeText(
            partnership_id=plan.partnership_id, plan=plan, theme=theme,
            commentary=joined([text.commentary for text in before.get(theme.key, [])]),
            plain_summary=joined([text.plain_summary for text in before.get(theme.key, [])]),
            edited_by_id=next((text.edited_by_id for text in before.get(theme.key, [])), None),
        )
        for theme in version.themes.all()
    )  # fmt: skip


def carry_actions(plan: Plan, version: TemplateVersion, change: Differences) -> None:
    """Every action under the theme that follows its own."""
    themes, heirs = {theme.key: theme for theme in version.themes.all()}, _theme_heirs(change)
    actions = list(plan.actions.select_related("theme"))
    for action in actions:
        action.theme = themes[heirs[action.theme.key]]
    Action.objects.bulk_update(actions, ["theme"])


def _theme_heirs(change: Differences) -> dict[str, str]:
    """The theme that follows each; of one that is gone, where most of its items went, or else Governance."""
    heirs = {one.old.key: one.new.key for one in change.themes}
    for theme in change.themes_removed:
        went = Counter(one.new.theme for one in change.answers if one.old.theme == theme.key)
        heirs[theme.key] = went.most_common(1)[0][0] if went else GOVERNANCE
    return heirs


def joined(texts: list[str]) -> str:
    """Texts of several as one, with an empty line between them."""
    return "\n\n".join(dict.fromkeys(text for text in texts if text.strip()))


def _answers(plan: Plan) -> list[Answer]:
    rows = plan.answers.filter(item__version=plan.version).select_related("item")
    return list(rows.prefetch_related("evidence"))


def _answer(plan: Plan, item: Item, followed: list[Answer], lost: bool) -> Answer:
    """The answer to a new item, from those that it follows; without their standing, where that is lost."""
    made = Answer(partnership_id=plan.partnership_id, plan=plan, item=item, tier=item.tier)
    if followed:
        made.carried_from, made.narrative = followed[0], joined([row.narrative for row in followed])
    if len(followed) == 1 and not lost:
        made.standing, made.reason = followed[0].standing, followed[0].reason
        made.answered_by_id, made.answered_at = followed[0].answered_by_id, followed[0].answered_at
    return made


def _copy(evidence: Evidence, answer: Answer) -> Evidence:
    same = {name: getattr(evidence, name) for name in COPIED}
    return Evidence(partnership_id=answer.partnership_id, answer=answer, **same)


def _carry_serving(plan: Plan, heirs: dict[int, list[Answer]]) -> None:
    """An action goes on serving whatever follows what it served; what it served stays said, too."""
    wanted = {
        (row.action_id, heir.pk): heir
        for row in Serves.objects.filter(action__plan=plan, answer__in=heirs)
        for heir in heirs[row.answer_id]
    }
    Serves.objects.bulk_create(
        Serves(partnership_id=plan.partnership_id, action_id=action, answer=heir)
        for (action, _), heir in wanted.items()
    )
