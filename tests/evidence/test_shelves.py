"""Two shelves read as one, and evidence that many threads ask at once."""

import threading
from pathlib import Path

import pytest
from invented_editions import month, put, row

from commonground.evidence.comparison import compare
from commonground.evidence.edition import Edition
from commonground.evidence.loading import load
from commonground.evidence.measure import measures
from commonground.evidence.periods import parse
from commonground.evidence.run import Evidence
from commonground.evidence.series import series
from commonground.evidence.store import Shelves, Store, UnknownEdition

LEWISHAM = "E09000023"
LINES = ("MajorText,MinorText,LookUp_BoroughName,202112,202201", "Robbery,Robbery of Personal Property,Lewisham,12,15")


@pytest.fixture
def shelves(tmp_path):
    return Shelves(own=Store(tmp_path / "own"), shared=Store(tmp_path / "shared"))


def delivered(path: Path, other: int = 0) -> Path:
    path.write_text("\n".join(LINES) + f"\nRobbery,Robbery of Business Property,Lewisham,{other},0\n", "utf-8")
    return path


def loaded(path: Path, store: Store | Shelves, published: str = "2023-12") -> Edition:
    (outcome,) = load([path], store, published)
    assert outcome.error is None and outcome.edition is not None
    return outcome.edition


def test_both_shelves_are_read_in_the_order_of_one_store(shelves, tmp_path):
    shared = loaded(delivered(tmp_path / "a.csv"), shelves.shared, "2024-01")
    own = loaded(delivered(tmp_path / "b.csv", 1), shelves, "2023-11")
    assert shelves.editions() == [own, shared] == shelves.editions("mps_borough")
    assert shelves.editions("mps_ward") == []
    assert (shelves.own.editions(), shelves.shared.editions()) == ([own], [shared])
    assert shelves.edition("mps_borough-2024") == shared
    assert shelves.edition(own.id) == own
    assert shelves.find("mps_borough", own.sha256) == own
    assert shelves.find("mps_borough", shared.sha256) == shared
    assert shelves.find("mps_borough", "0" * 64) is None
    with pytest.raises(UnknownEdition, match="is the start of 2 editions"):
        shelves.edition("mps_borough")


def test_what_is_added_stands_on_the_own_shelf_alone(shelves, tmp_path):
    edition = loaded(delivered(tmp_path / "a.csv"), shelves)
    assert shelves.is_own(edition)
    assert shelves.shared.editions() == []
    assert shelves.forget(edition.id) == edition
    assert shelves.editions() == []


def test_bytes_that_are_shared_are_not_written_again(shelves, tmp_path):
    path = delivered(tmp_path / "a.csv")
    shared = loaded(path, shelves.shared)
    (outcome,) = load([path], shelves, "2023-12")
    assert (outcome.edition, outcome.unchanged) == (shared, True)
    assert shelves.own.editions() == []


def test_a_partnership_cannot_withdraw_what_all_share(shelves, tmp_path):
    shared = loaded(delivered(tmp_path / "a.csv"), shelves.shared)
    with pytest.raises(UnknownEdition, match="is shared by all partnerships here and cannot be withdrawn"):
        shelves.forget(shared.id)
    assert shelves.editions() == [shared]
    with pytest.raises(UnknownEdition, match="there is no edition “apples”"):
        shelves.forget("apples")


def test_where_both_have_an_id_the_own_edition_is_read(shelves, tmp_path):
    path = delivered(tmp_path / "a.csv")
    shared, own = loaded(path, shelves.shared), loaded(path, shelves.own)
    assert shared.id == own.id and shared.folder != own.folder
    assert [edition.folder for edition in shelves.editions()] == [own.folder]
    assert shelves.edition(own.id).folder == own.folder
    shelves.forget(own.id)
    assert [edition.folder for edition in shelves.editions()] == [shared.folder]


def test_evidence_counts_from_both_shelves(shelves):
    kind = {"major": "Robbery", "minor": "Robbery of Personal Property"}
    put(shelves.shared, [row(LEWISHAM, month(2024, n), 100, **kind) for n in range(1, 13)])
    put(shelves.own, [row(LEWISHAM, month(2025, n), 100 + n, **kind) for n in range(1, 13)], published="2026-05")
    evidence, measure = Evidence(shelves), measures()["robbery_of_personal_property"]
    found = compare(evidence, measure, evidence.area("Lewisham"), parse("2025"), parse("2024"))
    assert (found.count.value, found.baseline_count.value) == (1278, 1200)
    assert {shelves.is_own(edition) for edition in found.editions} == {True, False}


ASKED = ("violence_with_injury", "homicide", "robbery_of_personal_property", "knife_crime", "possession_of_weapons")


def answers(evidence: Evidence) -> list[object]:
    """Findings, series, populations and groups: everything that is kept once it is made."""
    area, said = evidence.area("Lewisham"), []
    for key in ASKED:
        measure = measures()[key]
        said.append(series(evidence, measure, area))
        for year in ("2016", "2023"):
            period = parse(year)
            said.append(compare(evidence, measure, area, period, period.shifted(-12), among="london-boroughs"))
    said.append([evidence.population(a, year) for a in evidence.areas("london-boroughs") for year in (2015, 2020)])
    said.append(evidence.areas("wards of Lewisham"))
    return said


def test_many_threads_that_ask_at_once_have_equal_answers(boroughs_home):
    alone = answers(Evidence(Store(boroughs_home)))
    shared = Evidence(Store(boroughs_home))
    together = threading.Barrier(12)
    found: list[object] = []

    def ask() -> None:
        together.wait()
        try:
            found.append(answers(shared))
        except Exception as error:  # a thread's own failure would pass unseen
            found.append(error)

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 12
    assert [answer for answer in found if answer != alone] == []


def test_a_table_that_many_threads_want_is_counted_once(boroughs_home, monkeypatch):
    evidence = Evidence(Store(boroughs_home))
    counted = []
    collect = evidence.engine.collect
    monkeypatch.setattr(evidence.engine, "collect", lambda frame: counted.append(1) or collect(frame))
    together = threading.Barrier(8)

    def ask() -> None:
        together.wait()
        series(evidence, measures()["homicide"], evidence.area("Lewisham"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted == [1]


def test_who_asks_for_something_else_need_not_wait(boroughs_home):
    """While one thread works out what takes long, others are answered; who asks for the same gets the same."""
    evidence, begun, done, worked = Evidence(Store(boroughs_home)), threading.Event(), threading.Event(), []

    def slow() -> str:
        worked.append(1)
        begun.set()
        assert done.wait(30)
        return "worked out"

    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(evidence.once("slow", slow))) for _ in range(2)]
    threads[0].start()
    assert begun.wait(30)
    threads[1].start()
    assert evidence.once("quick", lambda: "at once") == "at once"
    assert evidence.population(evidence.area("Lewisham"), 2020) is not None
    done.set()
    for thread in threads:
        thread.join()
    assert (found, worked) == (["worked out"] * 2, [1])
