"""Extracts that partners share: read as specified, and refused, without a word of what they hold, if they
name anyone.

The fixtures are invented; so is every name, number and date planted here.
"""

import csv
import io
import random
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from delivered import read_file
from hypothesis import given
from hypothesis import strategies as st

from commonground.evidence.loading import load
from commonground.evidence.measure import measures
from commonground.evidence.periods import Period
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.sources import RESTRICTED, sources
from commonground.sources.readers.personal import is_nhs_number, told_by_cell, told_by_header
from commonground.sources.readers.refusal import Refusal

FIXTURES = Path(__file__).parents[1] / "fixtures" / "partner"
ISTV, ISTV_XML = FIXTURES / "invented_istv_2024-04.csv", FIXTURES / "invented_istv_2024-04.xml"
ECDS = FIXTURES / "invented_ecds_2025-07_2025-08.csv"
VICTIMS = FIXTURES / "invented_police_victims_2023-24.csv"
PLAIN = FIXTURES / "invented_plain_counts.csv"
LISTS = FIXTURES / "invented_overlapping_lists.csv"
INCIDENTS = FIXTURES / "invented_police_incidents_2024-01_2024-06.csv"
PARTNERS = {"istv": ISTV, "ecds": ECDS, "police_victims": VICTIMS, "police_incidents": INCIDENTS, "plain_counts": PLAIN,
            "overlapping_lists": LISTS}  # fmt: skip


def table(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def written(path, rows):
    """The rows as a CSV file; the columns are those of the first row."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue())
    return path


def without(rows, column):
    return [{key: cell for key, cell in row.items() if key != column} for row in rows]


def nhs_number(seed):
    """Ten digits with a right check digit; of nobody."""
    chance = random.Random(seed)
    while True:
        nine = f"9{chance.randrange(10**8):08d}"
        check = 11 - sum(int(d) * w for d, w in zip(nine, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return nine + str(check % 11)


# -- what every partner's source is --


def test_partner_extracts_are_never_open():
    closed = {key for key, source in sources().items() if not source.is_open}
    assert closed == set(PARTNERS)
    assert {sources()[key].licence for key in closed} == {RESTRICTED}
    assert {key: sources()[key].disclosure for key in closed} == {
        "istv": "nhs", "ecds": "nhs", "police_victims": "default", "police_incidents": "default",
        "plain_counts": "default", "overlapping_lists": "default",
    }  # fmt: skip


@pytest.mark.parametrize(("key", "path"), PARTNERS.items())
def test_all_rows_are_accounted_for(key, path):
    tidied = read_file(path).tidied
    assert tidied.source.key == key
    assert tidied.rows_read == len(table(path))
    assert tidied.rows_read == tidied.rows_loaded + sum(n for _, n in tidied.rejections)


# -- ISTV --


def test_istv_is_the_same_as_csv_and_as_xml():
    everything = "select * from tidied order by all"
    assert read_file(ISTV).rows(everything) == read_file(ISTV_XML).rows(everything)
    assert read_file(ISTV_XML).tidied.rows_read == 40


def test_istv_against_a_slow_reading():
    kinds = {
        "own home": "home",
        "street": "public place",
        "pub": "licensed premises",
        "school": "school or college",
    }
    methods = {"fist": "body part", "glass": "glass or bottle", "knife": "knife or sharp object"}
    slow = Counter(
        (
            datetime.fromisoformat(row["Assault Date and Time"]),
            methods.get(row["Assault Method"], row["Assault Method"]),
            kinds.get(row["Assault Location Type"], row["Assault Location Type"]),
            row["Geocode Confidence"],
            row["LSOA Code"] or None,
            {"Lewisham": "E09000023", "Southwark": "E09000028"}[row["Local Authority"]],
        )
        for row in table(ISTV)
    )
    reading = read_file(ISTV)
    columns = (
        "assaulted",
        "method",
        "location_type",
        "geocode_confidence",
        "lsoa_code",
        "local_authority_code",
    )
    assert reading.counted(*columns) == slow
    assert reading.tidied.periods == ((date(2024, 4, 1), date(2024, 4, 30)),)
    assert reading.tidied.published == "2024-04-30"


def test_free_text_is_not_kept():
    reading = read_file(ISTV)
    kept = " ".join(str(cell) for row in reading.rows("select * from tidied") for cell in row)
    assert "invented" in ISTV.read_text() and "invented" not in kept
    assert not [name for name in reading.tidied.source.columns if "description" in name or "itude" in name]


MANDATORY = {
    "Reporting Period Start Date": "reporting period start date",
    "Reporting Period End Date": "reporting period end date",
    "Site Code (of treatment)": "site code of treatment", "Assault Date and Time": "assault date and time",
    "Assault Method": "assault method", "Assault Location Type": "assault location type",
}  # fmt: skip
REQUIRED = ("Arrival Date and Time at Accident and Emergency Department", "Assault Method Other Description",
            "Assault Location Description")  # fmt: skip


@pytest.mark.parametrize("column", MANDATORY)
def test_an_empty_mandatory_cell_refuses_the_file_with_its_line(tmp_path, column):
    rows = table(ISTV)
    rows[6][column] = " "
    with pytest.raises(Refusal, match="line 8: ") as refusal:
        read_file(written(tmp_path / "istv.csv", rows))
    assert column in refusal.value.sentence and "is empty" in refusal.value.sentence


@pytest.mark.parametrize(("column", "named"), MANDATORY.items())
def test_a_missing_mandatory_column_refuses_the_file(tmp_path, column, named):
    with pytest.raises(Refusal, match="looks like Assaults treated in emergency departments") as refusal:
        read_file(written(tmp_path / "istv.csv", without(table(ISTV), column)))
    assert f"has no column “{named}”" in refusal.value.sentence


@pytest.mark.parametrize("column", REQUIRED)
def test_a_required_column_may_be_empty_or_absent(tmp_path, column):
    rows = table(ISTV)
    whole = read_file(ISTV).counted("assaulted", "method")
    assert (
        read_file(written(tmp_path / "absent.csv", without(rows, column))).counted("assaulted", "method")
        == whole
    )
    assert (
        read_file(written(tmp_path / "empty.csv", [{**row, column: ""} for row in rows])).tidied.rows_loaded
        == 40
    )


def test_an_assault_without_its_time_refuses_the_xml(tmp_path):
    text = ISTV_XML.read_text()
    start = text.index("<AssaultDateAndTime>", text.index("</Assault>"))
    end = text.index("</AssaultDateAndTime>", start) + len("</AssaultDateAndTime>")
    (tmp_path / "istv.xml").write_text(text[:start] + text[end:])
    with pytest.raises(Refusal, match="record 2: “AssaultDateAndTime” is empty"):
        read_file(tmp_path / "istv.xml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<a><b><c>1</c></b>", "not well-formed XML"),
        ("<!DOCTYPE a [<!ENTITY x 'y'>]><a><b><c>&x;</c></b></a>", "document type declaration"),
        ("<a></a>", "XML without records"),
        ("<a><b><c>1</c><c>2</c></b></a>", "“c” twice in one record"),
        ("<a><b><c>1</c></b></a>", "not a file that is known here"),
    ],
)
def test_xml_that_is_not_a_table_is_refused(tmp_path, text, said):
    (tmp_path / "some.xml").write_text(text)
    with pytest.raises(Refusal, match=said):
        read_file(tmp_path / "some.xml")


def test_times_outside_the_reporting_period_are_rejected_and_counted(tmp_path):
    rows = table(ISTV)
    rows[0]["Assault Date and Time"] = "2024-05-02T01:00:00"
    rows[1]["Arrival Date and Time at Accident and Emergency Department"] = "2024-03-31T23:59:00"
    tidied = read_file(written(tmp_path / "istv.csv", rows)).tidied
    assert dict(tidied.rejections) == {
        "the assault is dated after the reporting period": 1,
        "the arrival is outside the reporting period": 1,
    }  # fmt: skip
    assert (tidied.rows_read, tidied.rows_loaded) == (40, 38)


def test_british_dates_are_read_as_british(tmp_path):
    rows = [{**row, "Assault Date and Time": "03/04/2024 23:15", REQUIRED[0]: ""} for row in table(ISTV)]
    reading = read_file(written(tmp_path / "istv.csv", rows))
    assert reading.counted("assaulted") == {(datetime(2024, 4, 3, 23, 15),): 40}


def test_codes_are_configuration(tmp_path, monkeypatch):
    rows = [{**row, "Assault Method": "07"} for row in table(ISTV)]
    path = written(tmp_path / "istv.csv", rows)
    unknown = read_file(path)
    assert unknown.counted("method") == {("not in the code list",): 40}
    assert "40 rows: the assault method is not in the code list" in unknown.tidied.warnings
    local = tmp_path / "codes.csv"
    local.write_text(
        "source,field,code,meaning,basis\nhospital,method,07,knife or sharp object,our hospital\n"
    )
    monkeypatch.setenv("COMMONGROUND_PARTNER_CODES", str(local))
    assert read_file(path).counted("method") == {("knife or sharp object",): 40}
    local.write_text("a,b\n1,2\n")
    with pytest.raises(
        Refusal, match="not a list of codes with the columns source, field, code, meaning, basis"
    ):
        read_file(path)


def test_two_hospitals_of_one_month_are_both_counted(tmp_path):
    other = written(
        tmp_path / "other.csv", [{**row, "Site Code (of treatment)": "ZZ902"} for row in table(ISTV)[:15]]
    )
    store = Store(tmp_path / "home")
    assert [o.error for o in load([ISTV, ISTV_XML, other], store)] == [None, None, None]
    evidence = Evidence(store)
    measure = measures()["assault_attendances"]
    month = Period(date(2024, 4, 1), date(2024, 4, 30))
    (choice,) = evidence.choices(measure, "local_authority")
    lewisham = evidence.tally(measure, evidence.area("Lewisham"), month, choice)
    both = [*table(ISTV), *table(ISTV)[:15]]
    assert lewisham.count == sum(row["Local Authority"] == "Lewisham" for row in both)


# -- ECDS --


def test_ecds_holds_the_assaults_of_its_months():
    rows = [
        row for row in table(ECDS) if row["EMERGENCY CARE INJURY INTENT (SNOMED CT)"] == "alleged assault"
    ]
    slow = Counter(
        datetime.strptime(row["EMERGENCY CARE ARRIVAL DATE AND TIME"], "%d/%m/%Y %H:%M").date().replace(day=1)
        for row in rows
    )
    reading = read_file(ECDS)
    assert reading.counted("start") == {(start,): n for start, n in slow.items()}
    assert reading.tidied.rejections == (("the injury was not an assault", 25 - len(rows)),)
    assert reading.tidied.warnings == ()


def test_ecds_before_july_2025_is_warned_of(tmp_path):
    rows = [{**row, "EMERGENCY CARE ARRIVAL DATE AND TIME": "30/06/2025 23:59"} for row in table(ECDS)]
    warnings = read_file(written(tmp_path / "ecds.csv", rows)).tidied.warnings
    assert "25 rows: the arrival is before 1 July 2025, from when ECDS carries ISTV" in warnings


# -- police victims --


def test_knife_injury_under_25_not_domestic_follows():
    slow = sum(
        row["Knife"] == "used" and row["Injury"] == "Y" and row["Domestic Flag"] == "N"
        and "ossession" not in row["Offence"] and row["Victim Age"].isdigit()
        and 1 <= int(row["Victim Age"]) <= 24
        for row in table(VICTIMS)
    )  # fmt: skip
    quick = (
        "select count(*) from tidied where knife_injury = 'yes' and domestic = 'no' and age between 1 and 24"
    )
    assert read_file(VICTIMS).one(quick) == slow > 0


def test_domestic_knife_victims_by_sex_follow():
    slow = Counter(
        row["Victim Sex"].lower() for row in table(VICTIMS)
        if row["Domestic Flag"] == "Y" and row["Knife"] != "none" and "ossession" not in row["Offence"]
    )  # fmt: skip
    quick = "select sex, count(*) from tidied where knife_crime = 'yes' and domestic = 'yes' group by 1"
    assert dict(read_file(VICTIMS).rows(quick)) == slow
    assert set(slow) == {"female", "male"}


def test_an_unknown_age_stays_unknown_and_is_counted():
    unknown = sum(row["Victim Age"] == "unknown" for row in table(VICTIMS))
    reading = read_file(VICTIMS)
    assert reading.one("select count(*) from tidied where age is null") == unknown > 0
    assert f"{unknown} rows: the victim’s age is not known" in reading.tidied.warnings
    assert reading.one("select count(*) from tidied where sex is null") == sum(
        row["Victim Sex"] == "unknown" for row in table(VICTIMS)
    )


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("Victim Age", "seventeen", "age is not a whole number"),
        ("Victim Age", "-1", "age is not a whole number"),
        ("Victim Age", "17.5", "age is not a whole number"),
        ("Victim Age", "130", "age is not a whole number"),
        ("Domestic Flag", "perhaps", "domestic flag is neither yes nor no"),
        ("Knife", "brandished", "knife is not used, threatened, intimated or none"),
        ("Setting", "somewhere", "setting is not in the code list"),
        ("Recorded Date", "2023-02-30", "which is not a date|what is not a date"),
        ("LSOA", "Lewisham 001A", "no code of an LSOA"),
        ("Offence", "", "is empty"),
    ],
)
def test_a_cell_at_fault_is_refused_with_its_line_and_not_shown(tmp_path, column, cell, said):
    rows = table(VICTIMS)
    rows[3][column] = cell
    with pytest.raises(Refusal, match=said) as refusal:
        read_file(written(tmp_path / "victims.csv", rows))
    assert "line 5: " in refusal.value.sentence
    assert not cell or len(cell) < 3 or cell not in str(refusal.value)


# -- plain counts --


def test_plain_counts_of_every_kind_of_period_and_area():
    got = read_file(PLAIN).rows('select area_type, area_code, start, "end", count, mark from tidied')
    assert Counter(got) == Counter(
        [
            ("local_authority", "E09000023", date(2024, 1, 1), date(2024, 1, 31), 12, None),
            ("local_authority", "E09000023", date(2024, 2, 1), date(2024, 2, 29), 9, None),
            ("local_authority", "E09000023", date(2024, 1, 1), date(2024, 3, 31), 31, None),
            ("lsoa", "E01003189", date(2023, 4, 1), date(2024, 3, 31), None, "*"),
            ("ward", "E05013714", date(2024, 1, 1), date(2024, 12, 31), 118, None),
            ("region", "E12000007", date(2024, 1, 1), date(2024, 12, 31), 20_415, None),
            (None, None, date(2024, 1, 1), date(2024, 12, 31), 7, None),
        ]
    )


@pytest.mark.parametrize("period", ["2024-13", "2024-Q5", "2023/25", "1/2024", "April 2024", "24"])
def test_an_unclear_period_is_refused(tmp_path, period):
    rows = [{**row, "period": period} for row in table(PLAIN)]
    with pytest.raises(Refusal, match="line 2: the period is not a month"):
        read_file(written(tmp_path / "counts.csv", rows))


# -- nobody is named --

BY_HEADER = [
    ("Patient Name", "names"), ("victim_surname", "names"), ("Forename", "names"), ("name", "names"),
    ("NHS Number", "NHS numbers"), ("NHSNo", "NHS numbers"), ("DateOfBirth", "birth dates"),
    ("D.O.B.", "birth dates"),
    ("PERSON BIRTH DATE", "birth dates"), ("Postcode", "postcodes"), ("home post code", "postcodes"),
    ("Address Line 1", "addresses"), ("UPRN", "addresses"), ("Mobile number", "contact details"),
    ("Hospital number", "personal numbers"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "kind"), BY_HEADER)
@pytest.mark.parametrize("key", PARTNERS)
def test_a_column_named_for_a_person_is_refused_even_if_empty(tmp_path, key, header, kind):
    rows = [{**row, header: ""} for row in table(PARTNERS[key])]
    with pytest.raises(Refusal, match=f"is named as a column of {kind}"):
        read_file(written(tmp_path / "extract.csv", rows))


PLANTED = [
    (nhs_number(1), "NHS numbers"),
    (f"{nhs_number(2)[:3]} {nhs_number(2)[3:6]} {nhs_number(2)[6:]}", "NHS numbers"),
    (f"ref: {nhs_number(3)[:3]}-{nhs_number(3)[3:6]}-{nhs_number(3)[6:]}, seen", "NHS numbers"),
    (f"{int(nhs_number(4)) / 1e9:.9f}E+09", "NHS numbers"),
    ("SE13 6RU", "postcodes"), ("seen at se136ru again", "postcodes"), ("W1A 1AA", "postcodes"),
    ("12 Acacia Road", "addresses"), ("Mr Testing", "names"), ("DOB 12/3/99", "birth dates"),
    ("nobody@example.org", "contact details"), ("020 7946 0000", "contact details"),
    ("1999-03-12", "dates of long ago"), ("12/03/1999", "dates of long ago"),
    ("1999-03-12 00:00:00", "dates of long ago"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "kind"), PLANTED)
@pytest.mark.parametrize("key", PARTNERS)
def test_one_personal_cell_in_an_innocent_column_is_refused_and_not_shown(tmp_path, key, cell, kind):
    rows = [{**row, "local flag": ""} for row in table(PARTNERS[key])]
    rows[4]["local flag"] = cell
    with pytest.raises(Refusal, match=kind) as refusal:
        read_file(written(tmp_path / "extract.csv", rows))
    said = str(refusal.value)
    assert "column “local flag”" in said and "line 6" in said and "sent again without that column" in said
    assert cell not in said and cell.replace(" ", "") not in said


def test_a_number_hidden_in_the_free_text_of_the_place_is_found(tmp_path):
    for planted in (f"pub, pt {nhs_number(5)}", "outside SE13 6RU"):
        rows = table(ISTV)
        rows[11]["Assault Location Description"] = planted
        with pytest.raises(Refusal, match=r"“Assault Location Description” holds .* line 13"):
            read_file(written(tmp_path / "istv.csv", rows))


def test_a_number_hidden_in_xml_is_found(tmp_path):
    for planted in (f"<PatientRef>{nhs_number(6)}</PatientRef>", f'<Seen by="{nhs_number(6)}">yes</Seen>'):
        (tmp_path / "istv.xml").write_text(
            ISTV_XML.read_text().replace("</Assault>", f"{planted}</Assault>", 1)
        )
        with pytest.raises(Refusal, match="NHS numbers") as refusal:
            read_file(tmp_path / "istv.xml")
        assert nhs_number(6) not in str(refusal.value)


def test_where_an_assault_happened_may_be_a_street():
    assert told_by_cell("outside 12 High Street", describes_place=True) is None
    assert told_by_cell("outside 12 High Street") == "addresses"


def test_a_column_of_names_without_a_name_is_found(tmp_path):
    people = ["Mary Testing", "John Testing", "Aisha Testing", "Peter Q Testing"]
    rows = [{**row, "seen": people[i % 4]} for i, row in enumerate(table(VICTIMS))]
    with pytest.raises(Refusal, match="“seen” holds what read as people’s names") as refusal:
        read_file(written(tmp_path / "victims.csv", rows))
    assert "Testing" not in str(refusal.value)


def test_places_are_not_taken_for_people(tmp_path):
    rows = [
        {**row, "ward": "Lee Green", "area team": "Grove Park", "note": "no further action"}
        for row in table(VICTIMS)
    ]
    assert read_file(written(tmp_path / "victims.csv", rows)).tidied.rows_loaded == 120


def test_a_file_without_a_heading_line_does_not_print_its_first_person(tmp_path):
    number = nhs_number(7)
    (tmp_path / "bare.csv").write_text(
        f"{number},SE13 6RU,1999-03-12,knife\n{nhs_number(8)},SE13 6RU,1998-01-02,fist\n"
    )
    with pytest.raises(Refusal) as refusal:
        read_file(tmp_path / "bare.csv")
    said = str(refusal.value)
    assert number not in said and "SE13" not in said and "1999" not in said


@given(st.integers(0, 10**9 - 1), st.integers(0, 9))
def test_the_check_digit_against_its_definition(nine, last):
    digits = f"{nine:09d}{last}"
    total = sum((10 - i) * int(d) for i, d in enumerate(digits[:9]))
    check = (11 - total % 11) % 11
    assert is_nhs_number(digits) == (check == last and len(set(digits)) > 1)


def test_known_check_digits():
    assert is_nhs_number("9434765919")  # the example of the NHS Data Dictionary
    assert not is_nhs_number("9434765918")
    assert not is_nhs_number("1111111111")


@pytest.mark.parametrize(
    "header", ["site name", "Ward", "borough", "offence", "geocode_confidence", "measure", "hospital"]
)
def test_plain_headers_are_let_pass(header):
    assert told_by_header(header) is None


@pytest.mark.parametrize(
    "cell",
    [
        "-0.0200123456",
        "51.4613579246",
        "2024-04-01T23:10:00",
        "E01003244",
        "RJ224",
        "537484.1234",
        "443380008",
    ],
)
def test_plain_cells_are_let_pass(cell):
    assert told_by_cell(cell) is None
