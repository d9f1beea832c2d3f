"""Templates are added, and a plan moves from one version to the next without losing anything."""

from datetime import date

import made
import pytest
from django_scopes import scope

from commonground.partnership.rule import Actor
from commonground.plan import reading
from commonground.plan.changes import answers, evidence, parts, plans, templates
from commonground.plan.changes.evidence import EvidenceValues
from commonground.plan.changes.possible import NotPossible
from commonground.plan.models import Action, Answer, Evidence, Plan, Serves, TemplateVersion
from commonground.plan.templates.differences import differences
from commonground.plan.templates.shipped import shipped

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def table(cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


@pytest.fixture
def owner(table) -> Actor:
    return table.actor("plan_owner")


@pytest.fixture
def plan(table) -> Plan:
    return made.plan(table)


@pytest.fixture
def action(plan) -> Action:
    return plan.actions.get()


def answer_to(plan: Plan, ref: str) -> Answer:
    return plan.answers.get(item__ref=ref, item__version=plan.version)


# Templates


def test_what_is_shipped_is_installed_once(db):
    by = Actor.of_system("a test")
    assert [version.key for version in templates.install_shipped(by=by)] == list(shipped())
    assert templates.install_shipped(by=by) == []
    for version in TemplateVersion.objects.all():
        written = shipped()[version.key]
        assert [theme.key for theme in version.themes.all()] == [theme.key for theme in written.themes]
        assert [(i.ref, i.tier, i.theme.key, i.text) for i in version.items.all()] == [
            (i.ref, i.tier, i.theme, i.text) for i in written.items
        ]
        assert version.document == written.model_dump(mode="json")
    assert TemplateVersion.objects.get(key="london-eight-themes").succeeds.key == "london-2018"


def test_an_own_template_is_seen_at_its_table_and_by_no_other(cast):
    template = shipped()["london-2018"].model_copy(update={"key": "our-own"})
    own = templates.add_template(template, by=cast.own.actor("plan_owner"))
    assert own in reading.templates_for(cast.own.actor("analyst"))
    assert own not in reading.templates_for(cast.other.actor("analyst"))
    with pytest.raises(NotPossible, match="There is a template “our-own” already"):
        templates.add_template(template, by=cast.own.actor("plan_owner"))


def test_a_template_of_a_group_is_seen_by_its_members(cast):
    template = shipped()["london-2018"].model_copy(update={"key": "of-the-region"})
    added = templates.add_template(template, by=cast.region.actor("plan_owner"))
    assert added in reading.templates_for(cast.own.actor("plan_owner"))


def test_a_template_must_follow_the_version_that_it_names(owner):
    template = shipped()["london-2018"].model_copy(update={"key": "next", "succeeds": "none-such"})
    with pytest.raises(NotPossible, match="succeeds “none-such”, which is not here"):
        templates.add_template(template, by=owner)
    made.template()
    template = template.model_copy(update={"succeeds": "london-2018", "item_mapping": {"Q99": ("G1",)}})
    with pytest.raises(NotPossible, match="maps “Q99”"):
        templates.add_template(template, by=owner)


# The next version of the template


def test_nothing_is_lost_when_the_plan_moves_to_the_next_version(table, plan, action, owner):
    for number, row in enumerate(plan.answers.select_related("item")):
        standing = {"minimum": "met", "option": "adopted"}[row.tier]
        answers.answer(row, standing, "", f"Narrative {number}", by=owner)
        evidence.attach(row, EvidenceValues(kind="minutes", title=f"Minutes {number}", of=DAY), by=owner)
    for text in plan.theme_texts.select_related("theme"):
        answers.write_theme(plan, text.theme, f"On {text.theme.key}", "", by=owner)
    parts.serve(action, plan.answers.all(), by=owner)
    old = set(plan.answers.values_list("pk", flat=True))
    moved = plans.move_to(plan, made.template("london-eight-themes"), by=owner)

    now = {row.item.ref: row for row in moved.answers.filter(item__version=moved.version)}
    new = shipped()["london-eight-themes"]
    assert set(now) == {item.ref for item in new.items}
    assert set(Answer.objects.filter(pk__in=old).values_list("standing", flat=True)) == {"met", "adopted"}
    told = "\n".join(row.narrative for row in now.values())
    carried = [row for row in now.values() if row.carried_from_id]
    assert carried
    for row in Answer.objects.filter(pk__in=old, carried_to__isnull=False).distinct():
        assert row.narrative in told
    for row in carried:
        assert row.evidence.filter(title=row.carried_from.evidence.get().title).exists()
    unmapped = {ref for ref, to in new.item_mapping.items() if not to}
    gone = Answer.objects.filter(pk__in=old, item__ref__in=unmapped)
    assert all(row.evidence.count() == 1 for row in gone)
    texts = moved.theme_texts.filter(theme__version=moved.version)
    commentaries = "\n".join(texts.values_list("commentary", flat=True))
    assert all(f"On {theme.key}" in commentaries for theme in shipped()["london-2018"].themes)
    assert Action.objects.get(pk=action.pk).theme.version == moved.version
    serving = Serves.objects.filter(action=action, answer__item__version=moved.version)
    assert {row.answer for row in serving} == set(carried)


def test_a_new_standard_waits_for_its_answer_and_what_was_met_as_one_is_not_met_as_two(plan, owner):
    change = differences(shipped()["london-2018"], shipped()["london-eight-themes"])
    for row in plan.answers.filter(tier="minimum"):
        answers.answer(row, "met", "", "", by=owner)
    moved = plans.move_to(plan, made.template("london-eight-themes"), by=owner)
    assert [row.item.ref for row in reading.unanswered(moved)] == [item.ref for item in change.unanswered]
    lost = {one.new.ref for one in change.answers if one.standing_lost}
    assert {answer_to(moved, ref).standing for ref in lost} <= {""}


def test_a_plan_moves_only_to_the_version_that_follows_its_own(plan, owner):
    other = shipped()["london-2018"].model_copy(update={"key": "our-own"})
    with pytest.raises(NotPossible, match="does not follow"):
        plans.move_to(plan, templates.add_template(other, by=owner), by=owner)
    assert list(reading.successors_of(plan, owner)) == [made.template("london-eight-themes")]
    moved = plans.move_to(plan, made.template("london-eight-themes"), by=owner)
    with pytest.raises(NotPossible, match="earlier version of the template"):
        answers.answer(Answer.objects.filter(item__version__key="london-2018")[0], "met", "", "", by=owner)
    assert moved.version.key == "london-eight-themes"


def test_a_file_stays_while_the_earlier_answer_rests_on_it(plan, owner, django_capture_on_commit_callbacks):
    values = EvidenceValues(kind="file", title="Terms")
    row = answer_to(plan, "G1")
    file = evidence.attach_file(row, "terms.txt", [b"Agreed."], values, by=owner)
    moved = plans.move_to(plan, made.template("london-eight-themes"), by=owner)
    copy = Evidence.objects.filter(answer__plan=moved, answer__carried_from=row).first()
    assert copy.kept == file.kept
    with django_capture_on_commit_callbacks(execute=True):
        evidence.remove(copy, by=owner)
    assert evidence.FILES.path_of(file.kept).read_bytes() == b"Agreed."
