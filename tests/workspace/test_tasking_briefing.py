"""The briefing: from evidence and registers, aged and frozen; planted searches and arrests move no place."""

from datetime import date
from io import BytesIO

import made_register
import made_tasking
import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from django_scopes import scope
from docx import Document as Word
from invented_editions import month, put
from made_tasking import MET, RECORDED
from test_hot_places import CODES, CORNER, LEWISHAM, SIDE, VIOLENCE, about, full, with_places

from commonground.evidence.figure import plain
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.registers.changes.tasking_briefing import ask_briefing
from commonground.registers.models import TaskingBriefing
from commonground.registers.tasking import briefing, building
from commonground.registers.tasking.briefing import PARTS, months_before, written
from commonground.registers.tasking.kept import Rows, rows_for
from commonground.report import frozen
from commonground.report.blocks import Notice, Table

FAR = SIDE * SIDE - 1  # a quiet neighbourhood in the corner across
MONTHS = [month(2024 + at // 12, at % 12 + 1) for at in range(24)]


def a_store(folder, *, searched: bool):
    store = with_places(folder)
    counts = [about(at, span, full(at), "2021") | VIOLENCE for span in MONTHS for at in range(SIDE * SIDE)]
    put(store, counts, source="mps_lsoa")
    if searched:  # thousands of searches and arrests in the quiet corner
        rows = [
            {
                "start": span[0], "end": span[1], "lsoa_code": CODES[FAR], "local_authority_code": LEWISHAM,
                "search_type": "Person search", "outcome": "Arrest",
            }
            for span in MONTHS for _ in range(200)
        ]  # fmt: skip
        put(store, rows, source="police_stop_and_search", classification=None)
        arrests = [about(FAR, span, 500, "2021") | {"detained": "Arrest"} for span in MONTHS]
        put(store, arrests, source="mps_custody", classification=None)
    return store


def hot(store):
    evidence = Evidence(store)
    parts = [part for part in PARTS if part.of_places]
    return written(
        evidence, evidence.area(LEWISHAM), Rows(), today=date(2026, 4, 1), organisation="Safer Lewisham", parts=parts
    )


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    return hot(a_store(tmp_path_factory.mktemp("clean"), searched=False))


def test_places_are_described_by_ward_and_by_what_is_recorded(clean):
    table = next(b for b in clean.blocks if isinstance(b, Table) and b.caption.startswith("What is recorded"))
    assert table.head[:2] == ("Neighbourhood (LSOA) and ward", "Violence with injury")
    assert {plain(row[0]).partition(", ")[2] for row in table.rows} == {"Invented"}
    assert len(table.rows) == len(CORNER)
    assert [plain(row[1]) for row in table.rows] == ["240"] * len(CORNER)


def test_planted_searches_and_arrests_move_no_place(clean, tmp_path):
    planted = hot(a_store(tmp_path, searched=True))
    assert planted.sections == clean.sections


def test_the_briefing_begins_with_what_each_part_comes_to(clean):
    short, closing = clean.summary
    assert [plain(item).partition(" of the ")[0] for item in short.items] == [
        f"In 2025, {len(CORNER)}"
    ]
    assert plain(closing.text).endswith("never about a person.")


def test_a_part_says_how_old_it_is(clean):
    age = clean.sections[0].blocks[0]
    assert isinstance(age, Notice) and age.kind == "warning"  # the newest month is older than three
    assert "the newest month loaded is December 2025, 4 months before this briefing." in plain(age.text)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 31), "1 month before this briefing"),
        (date(2025, 12, 31), "4 months before this briefing"),
        (date(2026, 4, 30), "the month of this briefing"),
    ],
)
def test_an_age_is_said_in_months(day, said):
    assert months_before(day, date(2026, 4, 1)) == said


@pytest.mark.django_db
def test_what_the_registers_hold_is_laid_out_without_restricted_columns(cast):
    found = made_tasking.meeting(cast.own, "held")
    with scope(partnership=cast.own.partnership):
        made_register.entry(cast.own, "patrol_places", **RECORDED, on=date(2026, 1, 1))
        rows = rows_for(found, MET)
    assert [(one.text, one.agency.name, one.decision) for one in rows.tasks] == [
        ("Draw up the patrol plan", "Police", None)
    ]
    assert rows.events.rows == ()
    assert [str(week.monday) for week in rows.dose] == ["2026-02-16", "2026-02-23", "2026-03-02", "2026-03-09"]


@pytest.mark.slow
@pytest.mark.django_db
def test_a_briefing_is_built_by_the_worker_and_frozen(cast, tmp_path, monkeypatch):
    found = made_tasking.meeting(cast.own, "held")
    monkeypatch.setattr(building, "shelves_of", lambda partnership: Store(tmp_path / "empty"))
    with scope(partnership=cast.own.partnership):
        asked = ask_briefing(found, on=MET, by=cast.own.actor("analyst"))
        assert ask_briefing(found, on=MET, by=cast.own.actor("analyst")) == asked
    building.build(asked.public_id)
    asked = _again(cast, asked)
    assert (asked.state, asked.said.partition(",")[0]) == ("failed", "Nothing is loaded")

    store = a_store(tmp_path, searched=False)
    monkeypatch.setattr(building, "shelves_of", lambda partnership: store)
    with scope(partnership=cast.own.partnership):
        asked = ask_briefing(found, on=MET, by=cast.own.actor("analyst"))
    building.build(asked.public_id)
    asked = _again(cast, asked)
    document = frozen.from_json(asked.document)
    assert [one.key for one in document.sections] == [part.key for part in briefing.PARTS]
    assert "1 task is open" in "".join(
        plain(block.text) for block in document.sections[-1].blocks if hasattr(block, "text")
    )
    with scope(partnership=cast.own.partnership):
        files = {one.form: bytes(one.content) for one in asked.files.all()}
    headings = [one.text for one in Word(BytesIO(files["docx"])).paragraphs if one.style.name.startswith("Heading")]
    assert "Hot places" in headings and files.get("pdf", b"%PDF-").startswith(b"%PDF-")
    with pytest.raises(DatabaseError), transaction.atomic(), scope(partnership=cast.own.partnership):
        TaskingBriefing.objects.filter(pk=asked.pk).update(as_of=timezone.localdate())


def _again(cast, asked):
    with scope(partnership=cast.own.partnership):
        return TaskingBriefing.objects.get(pk=asked.pk)
