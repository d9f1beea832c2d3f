"""The rows of a plan, made like those of a written one."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone

from commonground.partnership.models import Agency, Membership
from commonground.plan.changes.answers import fitting
from commonground.plan.changes.parts import no_circle
from commonground.plan.changes.possible import NotPossible, assigned, fits
from commonground.plan.models import Action, Answer, Contribution, Dependency, Evidence, Expectation, Plan, Serves, Task
from commonground.plan.terms import ActionState
from commonground.plan.writing import actions_of, answers_of
from commonground.plan.written import Written, WrittenAction, WrittenAnswer, WrittenPlan, WrittenTheme

OF_THE_PLAN = ("title", "starts", "ends", "summary", "plain_summary")
OF_AN_ACTION = (
    "title", "kind", "state", "state_reason", "description", "starts", "due", "priority", "weight", "weight_reason",
    "cost_band", "funder", "funded_until", "level", "success", "notes", "rag", "rag_reason", "shared_from",
    "practice_card",
)  # fmt: skip


class Arrival:
    """One plan on its way in: what is there, what changed, and what could not be matched."""

    def __init__(self, plan: Plan, seat: Membership | None, today: date) -> None:
        self.plan, self.seat, self.today = plan, seat, today
        self.added: list[str] = []
        self.changed: list[str] = []
        self.unmatched: list[str] = []
        self.answers = {row.item.ref: row for row in answers_of(plan)}
        self.actions = {row.ref: row for row in actions_of(plan)}
        self.themes = {theme.key: theme for theme in plan.version.themes.all()}
        self.agencies = {agency.name.casefold(): agency for agency in Agency.objects.all()}
        self.seats: dict[str, list[Membership]] = {}
        for one in Membership.objects.open(today).select_related("user", "agency"):
            self.seats.setdefault(one.user.name.casefold(), []).append(one)

    def take(self, written: WrittenPlan) -> None:
        """Take all of it."""
        _each_once("actions", (one.ref for one in written.actions))
        _each_once("answers", (one.ref for one in written.answers))
        values = given(written, OF_THE_PLAN)
        starts, ends = (values.get(name, getattr(self.plan, name)) for name in ("starts", "ends"))
        if ends and ends <= starts:
            raise NotPossible("The plan would end before it starts; correct one of the days.")
        self._same(self.plan, values, "the plan")
        self._themes(written.themes)
        for answer in written.answers:
            self._answer(answer)
        for action in written.actions:
            self._action(action)
        for action in written.actions:
            self._waits(action)

    def _same(self, row: Model, values: dict[str, Any], what: str, *also: str) -> None:
        """Make the row say what is written; ``also`` are fields that go with any change."""
        if changed := assigned(row, values):
            fits(row, what)
            row.save(update_fields=[*changed, *also])
            self.changed.append(what)

    def _themes(self, themes: Iterable[WrittenTheme]) -> None:
        texts = {text.theme.key: text for text in self.plan.theme_texts.select_related("theme")
                 if text.theme.version_id == self.plan.version_id}  # fmt: skip
        for theme in themes:
            self._known_theme(theme.key, "the commentary")
            text = texts[theme.key]
            before, text.edited_by = text.edited_by, self.seat
            values = given(theme, ("commentary", "plain_summary"))
            if all(getattr(text, name) == value for name, value in values.items()):
                text.edited_by = before
            self._same(text, values, f"commentary on {text.theme.title}", "edited_by", "edited_at")

    def _answer(self, answer: WrittenAnswer) -> None:
        row = self.answers.get(answer.ref)
        if row is None:
            raise NotPossible(f"“{answer.ref}” is no standard or option of “{self.plan.version.title}”; correct it.")
        values = given(answer, ("standing", "reason", "narrative"))
        fitting(answer.ref, row.tier, values.get("standing", row.standing), values.get("reason", row.reason))
        if any(getattr(row, name) != value for name, value in values.items()):
            row.answered_by, row.answered_at = self.seat, timezone.now()
        self._same(row, values, answer.ref, "answered_by", "answered_at")
        self._evidence(row, answer, answer.ref)

    def _action(self, action: WrittenAction) -> None:
        row = self.actions.get(action.ref)
        new = row is None
        theme = self._known_theme(action.theme, action.ref)
        if row is None:
            row = Action(partnership=self.plan.partnership, plan=self.plan, ref=action.ref, theme=theme)
        values = given(action, OF_AN_ACTION) | {"theme": theme} | self._answerable(row, action)
        if new:
            assigned(row, values)
            fits(row, action.ref or "an action without a reference")
            _whole(row)
            row.save()
            self.actions[action.ref] = row
            self.added.append(action.ref)
        else:
            trial = assigned(row, values)
            _whole(row)
            if trial:
                fits(row, action.ref)
                row.save(update_fields=trial)
                self.changed.append(action.ref)
        self._parts(row, action)

    def _answerable(self, row: Action, action: WrittenAction) -> dict[str, Any]:
        """Owner and agency, as far as their names are known at the table."""
        values: dict[str, Any] = {}
        agency = self._agency(action.agency, action.ref)
        if agency is not None:
            values["agency"] = agency
        if action.owner and (seat := self._seat(row, action, agency)):
            values["owner"] = seat
            values.setdefault("agency", row.agency or seat.agency)
        return values

    def _seat(self, row: Action, action: WrittenAction, agency: Agency | None) -> Membership | None:
        named = self.seats.get(action.owner.casefold(), [])
        fit = [one for one in named if agency is None or one.agency_id == agency.pk] if len(named) > 1 else named
        if row.owner in fit:
            return row.owner
        if len(fit) == 1:
            return fit[0]
        kept = f"{row.owner.user} still answers for it" if row.owner else "nobody answers for it yet"
        why = "sits more than once at the table" if named else "has no seat at the table"
        self.unmatched.append(f"{action.ref}: {action.owner} {why}, so {kept}.")
        return None

    def _agency(self, name: str, ref: str) -> Agency | None:
        found = self.agencies.get(name.casefold())
        if name and found is None:
            self.unmatched.append(f"{ref}: no agency at the table is called {name}, so it was left out.")
        return found

    def _known_theme(self, key: str, where: str) -> Any:
        if key not in self.themes:
            raise NotPossible(f"{where}: “{key}” is no theme of “{self.plan.version.title}”; correct it.")
        return self.themes[key]

    def _parts(self, row: Action, action: WrittenAction) -> None:
        same = {"partnership": self.plan.partnership, "action": row}
        helping = {one.agency_id for one in row.contributions.all()}
        agencies = [self._agency(name, action.ref) for name in action.contributors]
        self._new(Contribution, ({**same, "agency": a} for a in unique(agencies) if a.pk not in helping), action.ref)
        serving = {one.answer_id for one in row.serves.all()}
        served = [self._served(ref, action.ref) for ref in action.serves]
        self._new(Serves, ({**same, "answer": a} for a in unique(served) if a.pk not in serving), action.ref)
        expected = {one.measure: one for one in row.expectations.all()}
        for one in action.expects:
            values = given(one, ("direction", "by", "why"))
            if one.measure in expected:
                self._same(expected[one.measure], values, action.ref)
            else:
                made = self._new(Expectation, [{**same, "measure": one.measure, **values}], action.ref)
                expected[one.measure] = made[0]
        self._tasks(row, action)
        self._evidence(row, action, action.ref)

    def _tasks(self, row: Action, action: WrittenAction) -> None:
        there: dict[str, list[Task]] = {}
        for task in row.tasks.all():
            there.setdefault(task.title, []).append(task)
        new = []
        for one in action.tasks:
            if there.get(one.title):
                self._same(there[one.title].pop(0), given(one, ("due", "done")), action.ref)
            else:
                new.append({"partnership": self.plan.partnership, "action": row, "title": one.title,
                            "due": one.due, "done": one.done})  # fmt: skip
        self._new(Task, new, action.ref)

    def _evidence(self, claim: Answer | Action, written: WrittenAnswer | WrittenAction, ref: str) -> None:
        def told(one: Any) -> tuple[object, ...]:
            return (str(one.kind), one.title, one.of, one.measure, one.per_quarter, one.address, one.note)

        there = Counter(told(one) for one in claim.evidence.all())
        same = {"partnership": self.plan.partnership, "added_by": self.seat}
        same |= {"answer" if isinstance(claim, Answer) else "action": claim}
        new = []
        for one in written.evidence:
            if there[told(one)]:
                there[told(one)] -= 1
            else:
                new.append(same | {name: getattr(one, name) for name in type(one).model_fields})
        self._new(Evidence, new, ref)

    def _served(self, ref: str, by: str) -> Answer | None:
        if ref not in self.answers:
            self.unmatched.append(f"{by}: serves “{ref}”, which is no standard or option, so that was left out.")
        return self.answers.get(ref)

    def _waits(self, action: WrittenAction) -> None:
        row = self.actions[action.ref]
        there = {one.on_id for one in row.depends_on.all()}
        found = []
        for ref in dict.fromkeys(action.depends_on):
            if ref not in self.actions:
                self.unmatched.append(f"{action.ref}: waits for “{ref}”, which is no action, so that was left out.")
            elif self.actions[ref].pk not in there:
                found.append(self.actions[ref])
        if found:
            no_circle(row, found)
        new = ({"partnership": self.plan.partnership, "action": row, "on": on} for on in found)
        self._new(Dependency, new, action.ref)

    def _new(self, model: Any, rows: Iterable[dict[str, Any]], ref: str) -> list[Any]:
        made = [model(**values) for values in rows]
        for row in made:
            fits(row, ref)
        model.objects.bulk_create(made)
        if made and ref not in self.added:
            self.changed.append(ref)
        return made


def given(written: Written, names: Iterable[str]) -> dict[str, Any]:
    """What is written of these fields: what was left out, or left empty, says nothing."""
    found = {name: getattr(written, name) for name in names if name in written.model_fields_set}
    return {name: value for name, value in found.items() if value is not None and value != ""}


def unique(rows: Iterable[Any]) -> list[Any]:
    """Those that were found, each once."""
    return list(dict.fromkeys(row for row in rows if row is not None))


def _each_once(what: str, refs: Iterable[str]) -> None:
    for ref, count in Counter(refs).items():
        if count > 1 or not ref:
            said = f"“{ref}” stands {count} times" if ref else "one has no reference"
            raise NotPossible(f"Among the {what}, {said}; give each its own reference.")


def _whole(row: Action) -> None:
    if row.starts and row.due and row.due < row.starts:
        raise NotPossible(f"{row.ref} would be due before it starts; correct one of the days.")
    if row.state == ActionState.DROPPED and not row.state_reason:
        raise NotPossible(f"{row.ref} is said to be dropped: write the reason.")
