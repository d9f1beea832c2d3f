"""Incidents of a partner's extract: placed, dated, counted once, and read from the latest edition of each month."""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from commonground.evidence import incidents
from commonground.evidence.loading import load
from commonground.evidence.periods import Period, starting
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store

EXTRACT = Path(__file__).parents[1] / "fixtures/partner/invented_police_incidents_2024-01_2024-06.csv"
HALF_YEAR = Period(date(2024, 1, 1), date(2024, 6, 30))
HEAD = "reference,offence,earliest,latest,longitude,latitude,borough\n"


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("incidents"))
    (loaded,) = load([EXTRACT], store, published="2024-07")
    assert loaded.error is None
    return Evidence(store)


def extract(tmp_path, rows, name="extract.csv"):
    path = tmp_path / name
    path.write_text(HEAD + "".join(row + "\n" for row in rows))
    return path


def found_in(tmp_path, *files, period, **asked):
    store = Store(tmp_path / "store")
    for path, published in files:
        (loaded,) = load([path], store, published=published)
        assert loaded.error is None
    evidence = Evidence(store)
    return incidents.incidents(evidence, evidence.area("Lewisham"), period, **asked)


def test_each_incident_is_counted_once(evidence):
    with EXTRACT.open(newline="") as file:
        references = {row["Reference"] for row in csv.DictReader(file)}
    found = incidents.incidents(evidence, evidence.area("Lewisham"), HALF_YEAR)
    assert len(found) == len(references) == 440
    assert np.isnan(found.easting).sum() == 1
    assert (np.diff(found.earliest) >= np.timedelta64(0)).all()


def test_offences_are_chosen_by_their_words(evidence):
    with EXTRACT.open(newline="") as file:
        wanted = {r["Reference"] for r in csv.DictReader(file) if r["Offence"] == "Burglary in a dwelling"}
    lewisham = evidence.area("Lewisham")
    assert len(incidents.incidents(evidence, lewisham, HALF_YEAR, ["burglary IN a dwelling"])) == len(wanted)


def test_the_latest_months_without_a_gap(evidence):
    assert incidents.latest(evidence, evidence.area("Lewisham")) == HALF_YEAR
    assert incidents.latest(evidence, evidence.area("Lewisham"), months=2) == starting(2024, 5, 2)
    assert incidents.latest(evidence, evidence.area("Southwark")) is None


def test_months_that_no_extract_covers_are_not_nought(evidence):
    assert incidents.incidents(evidence, evidence.area("Lewisham"), starting(2024, 6, 2)) is None
    assert incidents.incidents(evidence, evidence.area("Lewisham"), starting(2024, 6), among=["another"]) is None


def test_a_date_alone_is_any_time_of_that_day(tmp_path):
    path = extract(
        tmp_path, ["1,Theft,2024-01-03,,-0.02,51.46,Lewisham", "2,Theft,2024-01-04 10:00,2024-01-05,,,Lewisham"]
    )
    found = found_in(tmp_path, (path, "2024-02"), period=starting(2024, 1))
    assert found.earliest.tolist() == np.array(["2024-01-03T00:00", "2024-01-04T10:00"], "M8[m]").tolist()
    assert found.latest.tolist() == np.array(["2024-01-04T00:00", "2024-01-06T00:00"], "M8[m]").tolist()
    assert found.easting[0] == pytest.approx(537_650, abs=50) and np.isnan(found.easting[1])


def test_a_month_sent_again_takes_the_place_of_the_first(tmp_path):
    first = extract(tmp_path, [f"{n},Theft,2024-0{1 + n % 2}-03 10:00,,,,Lewisham" for n in range(8)], "first.csv")
    again = extract(tmp_path, ["9,Theft,2024-02-03 10:00,,,,Lewisham"], "again.csv")
    files = ((first, "2024-03"), (again, "2024-04"))
    found = found_in(tmp_path, *files, period=starting(2024, 1, 2))
    assert len(found) == 4 + 1 and len(found.editions) == 2


def test_another_borough_stands_beside_it(tmp_path):
    here = extract(tmp_path, ["1,Theft,2024-01-03 10:00,,,,Lewisham"], "here.csv")
    there = extract(
        tmp_path, ["1,Theft,2024-01-03 10:00,,,,Southwark", "2,Theft,2024-01-03 10:00,,,,Southwark"], "there.csv"
    )
    assert len(found_in(tmp_path, (here, "2024-02"), (there, "2024-03"), period=starting(2024, 1))) == 1
