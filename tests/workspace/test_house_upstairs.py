"""How the workspace is built: pages reach rows through the predicates, and what is safe is what happens by itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED
from django_scopes import scopes_disabled
from django_scopes.exceptions import ScopeError
from people import Cast

from commonground import web
from commonground.partnership.models import Partnership
from commonground.partnership.roles import ROLES
from commonground.registers.models import Details
from commonground.web.rulebook import rulebook, rules_of, table

WEB = Path(web.__file__).parent
UPSTAIRS = ("partnership", "deliveries", "plan", "papers", "registers")
PAGES = [
    file
    for folder in ("views", "api", "forms", "templatetags")
    for file in sorted((WEB / folder).glob("*.py"))
    if (folder, file.name) not in {("forms", "once.py"), ("api", "door.py")}  # which form was sent; whose key it is
]
REACHES_PAST = {"objects", "_default_manager", "_base_manager", "raw", "cursor"}


def records() -> list[type[models.Model]]:
    """The models upstairs that belong to a partnership, without the versions that the database keeps of them."""
    found = [model for name in UPSTAIRS for model in apps.get_app_config(name).get_models()]
    return [model for model in found if belongs(model) and not hasattr(model, "pgh_tracked_model")]


def belongs(model: type[models.Model]) -> bool:
    return any(field.name == "partnership" and field.related_model is Partnership for field in model._meta.fields)


def reaching_past(source: str) -> Iterator[str]:
    """The lines of a page that reach rows otherwise than through a getter."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in REACHES_PAST:
            yield f"{node.lineno}: .{node.attr}"


@pytest.mark.parametrize("page", PAGES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_page_reaches_rows_through_a_getter_alone(page):
    assert list(reaching_past(page.read_text(encoding="utf-8"))) == []


def test_a_page_that_reaches_past_would_be_found():
    planted = "def view(request):\n    return Membership.objects.all()\n"
    assert list(reaching_past(planted)) == ["2: .objects"]


def test_every_record_of_a_partnership_has_its_predicate_and_its_scope():
    assert [model.__name__ for model in records() if not hasattr(predicates(model), "seen_by")] == []
    assert [model.__name__ for model in records() if unscoped(model)] == UNSCOPED


#: A grouping is between partnerships, and the log holds those who knocked from outside: only predicates narrow them.
UNSCOPED = ["Grouping", "AccessEvent"]


def predicates(model: type[models.Model]) -> models.QuerySet:
    with scopes_disabled():
        return model._default_manager.none()


def unscoped(model: type[models.Model]) -> bool:
    try:
        model._default_manager.filter(pk=0)
    except ScopeError:
        return False
    return True


# Roles and rules


def test_there_are_ten_roles_and_each_may_do_something_and_not_everything():
    assert len(ROLES) == 10
    for role in ROLES:
        lists = rules_of(role)
        assert lists["may"] and lists["may_not"]
        assert len(lists["may"]) + len(lists["may_not"]) == len(table())


def test_a_rule_completes_they_may():
    wrong = [rule.key for rule in rulebook() if rule.sentence[:1].isupper() or rule.sentence.endswith((".", "!"))]
    assert wrong == []


def test_the_page_of_a_role_says_every_rule_once(client, cast: Cast):
    page = client.get("/roles/administrator/").content.decode()
    for rule, _ in table():
        assert page.count(f"<li>{rule.sentence}</li>") == 1, rule.key


def test_an_administrator_sets_up_and_explores_no_evidence():
    may = {rule.key for rule in rules_of("administrator")["may"]}
    assert "set_up" in may
    assert not may & {"explore_evidence", "read_log"}


# What happens by itself is safe


def defaults() -> dict[str, object]:
    """The defaults of all records upstairs that decide who sees what, or for how long."""
    return {
        f"{model.__name__}.{field.name}": value(field)
        for model in apps.get_models()
        if model._meta.app_label in UPSTAIRS and not hasattr(model, "pgh_tracked_model")
        for field in model._meta.fields
        if isinstance(field, models.BooleanField) or field.name in ("state", "status", "role", "expires_at", "end")
        if not issubclass(model, Details) or field.name.startswith("public")  # the rest says what was seen somewhere
    }


def value(field: models.Field) -> object:
    given = field.get_default() if field.default is not NOT_PROVIDED else "must be given"
    return None if field.null and given == "must be given" else given


def test_defaults_are_the_safe_ones():
    """A snapshot: whoever adds a switch says here what it is by itself. Nothing is public, shared or approved."""
    assert defaults() == SAFE


SAFE = {
    "AccessEvent.refused": False,
    "AccessEvent.role": "must be given",
    "Action.state": "open",
    "Adoption.named": False,
    "Assessment.state": "building",
    "Attachment.clean": False,
    "Bringing.expires_at": "must be given",
    "Bringing.state": "sent",
    "Delivery.state": "arrived",
    "Draft.expires_at": "must be given",
    "Entry.nil": False,
    "Incident.state": "open",
    "IncidentMessage.state": "drafted",
    "Invitation.expires_at": "must be given",
    "Invitation.role": "must be given",
    "Membership.end": None,
    "Membership.role": "must be given",
    "MinutedItem.minuted": False,
    "PanelSession.end": "must be given",
    "PanelSession.state": "planned",
    "Partnership.demonstration": False,
    "PracticeCard.state": "draft",
    "PublicComment.state": "waiting",
    "PublicPages.havens": False,
    "PublicPages.services": False,
    "PublicPages.worries": False,
    "PublicReport.state": "waiting",
    "Publication.costs": False,
    "Publication.state": "asked",
    "Report.state": "building",
    "ReportPart.exempt": False,
    "Response.state": "draft",
    "ResponseStep.state": "open",
    "ReviewRound.state": "open",
    "ReviewRow.received": False,
    "ReviewRow.unchanged": False,
    "RoleChange.approved": False,
    "RoleChange.role": "must be given",
    "SafeHaven.public": False,
    "Service.public": False,
    "SessionReport.state": "asked",
    "Sharing.actions": False,
    "Sharing.answers": False,
    "Sharing.costs": False,
    "Sharing.narratives": False,
    "Sharing.rag": False,
    "System.expires_at": "must be given",
    "System.registers": False,
    "TaskingBriefing.state": "building",
    "TaskingMeeting.state": "preparing",
    "TaskingTask.state": "open",
    "TaskingUpdate.state": "must be given",
    "User.demonstration": False,
    "User.is_active": True,
}


@pytest.mark.django_db
def test_the_database_gives_no_other_default():
    """What SQL inserts without naming a column is decided by no one: the column has no default of its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select table_name || '.' || column_name from information_schema.columns
            where table_schema = 'public' and data_type = 'boolean' and column_default is not null
            and split_part(table_name, '_', 1) = any(%s) order by 1""",
            [list(UPSTAIRS)],
        )
        assert [name for (name,) in cursor.fetchall()] == []
