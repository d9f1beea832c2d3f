"""A plan sent in: read without being kept, explained, looked at, brought in whole, and taken away again."""

import io
import zipfile
from datetime import date
from pathlib import Path
from uuid import uuid4

import made
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from commonground.partnership.models import AccessEvent, Agency
from commonground.partnership.models.draft import Draft
from commonground.plan.models import Action, Answer, Plan
from commonground.plan.moving.forms import FORMS
from commonground.plan.moving.sheets import plan_of
from commonground.plan.moving.workbook import sheets_in
from commonground.plan.writing import written

pytestmark = pytest.mark.django_db
PLAN = "/partnerships/lewisham/plan/"
IMPORT, COLUMNS, PREVIEW = f"{PLAN}import/", f"{PLAN}import/columns/", f"{PLAN}import/preview/"
EXPORT = f"{PLAN}export/"
INVENTED = Path(__file__).parents[1] / "plan/fixtures/invented-plan.xlsx"
NOTHING = "No file waits for you"
ROWS = "Theme,Action,Lead agency,Owner,Due date,RAG\r\nGovernance,Meet monthly,{agency},{owner},2026-09-30,Green\r\n"


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME, settings.SCANNER = tmp_path / "home", ""
    settings.HOME.mkdir()
    return settings.HOME


@pytest.fixture
def plan(cast):
    with scope(partnership=cast.own.partnership):
        return made.plan(cast.own)


@pytest.fixture
def owner(cast, plan, visit):
    return visit(cast.own.user("plan_owner"))


def send(client, content: bytes, name: str = "plan.csv"):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content), "once": str(uuid4())})


def in_the_form(client, **changed: str) -> dict[str, str]:
    """The choices on the page of columns as they stand, with some changed."""
    form = client.get(COLUMNS).context_data["form"]
    return {field.name: str(field.initial if field.initial is not None else "") for field in form} | changed


def bring_in(client):
    return client.post(PREVIEW, {"once": str(uuid4())})


def rows(cast) -> bytes:
    agency, person = cast.own.council.name, cast.own.user("analyst").name
    return ROWS.format(agency=agency, owner=person).encode()


def drafts_of(cast) -> list[str]:
    """What the plan owner has not decided about."""
    with scopes_disabled():
        return list(Draft.objects.filter(user=cast.own.user("plan_owner")).values_list("public_id", flat=True))


def actions_of(plan: Plan) -> dict[str, Action]:
    with scope(partnership=plan.partnership):
        return {row.title: row for row in Action.objects.filter(plan=plan).select_related("owner__user", "agency")}


def test_a_plain_file_is_brought_in_in_three_steps(cast, plan, owner) -> None:
    assert send(owner, rows(cast)).url == COLUMNS
    assert owner.post(COLUMNS, in_the_form(owner)).url == PREVIEW
    page = owner.get(PREVIEW)
    assert "1 new, 0 changed, 0 the same as now. 0 rows are left out." in page.content.decode()
    assert "Meet monthly" not in actions_of(plan)
    assert bring_in(owner).url == f"{PLAN}actions/"
    made_of_it = actions_of(plan)["Meet monthly"]
    assert (made_of_it.due, made_of_it.rag, made_of_it.agency, made_of_it.owner.user) == (
        date(2026, 9, 30), "green", cast.own.council, cast.own.user("analyst"),
    )  # fmt: skip
    assert drafts_of(cast) == []
    with scope(partnership=plan.partnership):
        lines = AccessEvent.objects.filter(kind="alteration", purpose="brought in")
        assert [line.details["added"] for line in lines] == [1]


def test_the_same_file_again_changes_nothing(cast, plan, owner) -> None:
    for _ in range(2):
        send(owner, rows(cast))
        page = owner.get(PREVIEW).content.decode()
        before = len(actions_of(plan))
        bring_in(owner)
    assert "0 new, 0 changed, 1 the same as now." in page
    assert len(actions_of(plan)) == before


def test_a_file_that_was_changed_says_what_it_changes(cast, plan, owner) -> None:
    send(owner, rows(cast))
    bring_in(owner)
    send(owner, rows(cast).replace(b"2026-09-30", b"2026-12-31"))
    page = owner.get(PREVIEW).content.decode()
    assert "0 new, 1 changed" in page and "30/09/2026" in page and "31/12/2026" in page
    bring_in(owner)
    assert actions_of(plan)["Meet monthly"].due == date(2026, 12, 31)


def test_a_messy_file_waits_until_its_headings_are_placed(cast, plan, owner) -> None:
    send(owner, INVENTED.read_bytes(), "invented-plan.xlsx")
    assert "“Prevention and diversion”. It is no theme of the template." in owner.get(PREVIEW).content.decode()
    fields = in_the_form(owner)
    form = owner.get(COLUMNS).context_data["form"]
    placed = next(f"theme{n}" for n, words in enumerate(form.wordings) if words == "Prevention and diversion")
    owner.post(COLUMNS, fields | {placed: "protecting-and-educating-young-people"})
    assert "“31/06/2019” is a day that does not exist; it is in the notes." in owner.get(PREVIEW).content.decode()
    bring_in(owner)
    assert len(actions_of(plan)) == 10  # nine of the file and the one that was there
    with scope(partnership=plan.partnership):
        met = Answer.objects.get(plan=plan, item__ref="G1")
    assert (met.standing, met.narrative) == ("met", "Minuted at each meeting\nEvidence: Minutes of April and July")


def test_another_row_of_heads_is_guessed_anew(cast, plan, owner) -> None:
    send(owner, b"Our plan,,\r\n" + rows(cast))
    assert owner.post(COLUMNS, in_the_form(owner, head0="0")).url == COLUMNS
    assert in_the_form(owner)["column0-1"] == ""
    assert owner.post(COLUMNS, in_the_form(owner, head0="2")).url == COLUMNS
    assert in_the_form(owner)["column0-1"] == "title"


def test_two_columns_cannot_both_be_the_due_date(cast, plan, owner) -> None:
    send(owner, rows(cast))
    answer = owner.post(COLUMNS, in_the_form(owner, **{"column0-5": "due"}))
    said = "The file: “Due” is column E already. Choose it for one column only"
    assert answer.status_code == 200 and said in answer.content.decode()


def test_what_waits_is_for_its_sender_alone_and_can_be_forgotten(cast, plan, owner, visit) -> None:
    send(owner, rows(cast))
    other = visit(cast.own.user("analyst"))
    assert [NOTHING in other.get(page).content.decode() for page in (COLUMNS, PREVIEW)] == [True, True]
    assert "plan.csv" not in other.get(IMPORT).content.decode()
    assert "plan.csv" in owner.get(IMPORT).content.decode()
    assert owner.post(reverse("discard_draft", args=drafts_of(cast)), {"form": ""}).url == COLUMNS
    assert NOTHING in bring_in(owner).content.decode()


def test_the_file_itself_is_not_kept(cast, plan, owner, home) -> None:
    send(owner, rows(cast))
    assert [path for path in home.rglob("*") if path.is_file() and "Meet" in path.read_text(errors="ignore")] == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "plan.csv: is a PDF file; send the spreadsheet or the Word file that it was made from."),
        (b"\xd0\xcf\x11\xe0", "plan.csv: is in an older form of Excel or Word; save it as .xlsx or .docx"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(plan, owner, content: bytes, said: str) -> None:
    answer = send(owner, content)
    assert answer.status_code == 200 and said in answer.content.decode()
    assert NOTHING in owner.get(COLUMNS).content.decode()


def test_a_scanner_that_does_not_answer_leaves_the_file_unopened(cast, plan, owner, settings, tmp_path) -> None:
    settings.SCANNER = str(tmp_path / "nobody")
    answer = send(owner, rows(cast))
    assert "plan.csv: was not opened: the virus scanner does not answer. Try again later." in answer.content.decode()


def test_a_plan_that_cannot_be_brought_in_changes_nothing(cast, plan, owner) -> None:
    with scope(partnership=plan.partnership):
        whole = written(plan, date(2026, 7, 1))
    broken = whole.actions[0].model_copy(update={"ref": "Z1", "theme": "unknown", "title": "Another"})
    send(owner, FORMS["json"].write(whole.model_copy(update={"actions": (*whole.actions, broken)})), "plan.json")
    answer = bring_in(owner)
    assert "“unknown” is no theme of" in answer.content.decode()
    assert list(actions_of(plan)) == ["Havens in shops"]
    assert "plan.json" in owner.get(IMPORT).content.decode()  # it still waits


def test_an_export_sent_in_again_is_the_plan(plan, owner, visit, cast) -> None:
    file = owner.get(f"{EXPORT}xlsx/")
    assert file.headers["Content-Disposition"].startswith('attachment; filename="violence-and-knife-crime-plan-')
    send(owner, file.content, "plan.xlsx")
    assert owner.get(COLUMNS).url == PREVIEW
    assert "0 new, 0 changed" in owner.get(PREVIEW).content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_the_plan_is_taken_away_and_that_is_logged(form: str, plan, owner) -> None:
    file = owner.get(f"{EXPORT}{form}/")
    assert (file.status_code, file.headers["Content-Type"]) == (200, FORMS[form].media_type)
    with scope(partnership=plan.partnership):
        assert AccessEvent.objects.filter(kind="consultation", details__file=form).count() == 1
        whole = written(plan, date.today())
    if form == "xlsx":
        assert plan_of(sheets_in(openpyxl.load_workbook(io.BytesIO(file.content)))) == whole
    if form == "zip":
        assert "Actions.csv" in zipfile.ZipFile(io.BytesIO(file.content)).namelist()


def test_without_a_plan_one_is_begun_first(cast, visit) -> None:
    client = visit(cast.own.user("plan_owner"))
    assert client.get(IMPORT).url == f"{PLAN}begin/"
    assert client.get(EXPORT).status_code == 404


def test_an_agency_of_another_table_is_not_known(cast, plan, owner) -> None:
    with scope(partnership=cast.other.partnership):
        Agency.objects.create(partnership=cast.other.partnership, name="Their hospital", kind="health")
    send(owner, ROWS.format(agency="Their hospital", owner="").encode())
    assert "“Their hospital” is not an agency of this partnership" in owner.get(PREVIEW).content.decode()
