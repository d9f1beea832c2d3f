"""The evidence pages without JavaScript: what they say, how they refuse, what can be taken away, what never leaks."""

import csv
import gzip
import json
import re
from dataclasses import replace
from html import unescape
from io import StringIO
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone
from pages_written import planted

from commonground.evidence import comparison, periods
from commonground.evidence.figure import plain
from commonground.evidence.measure import measures
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.partnership.access_log import Kind
from commonground.partnership.models import AccessEvent
from commonground.report.pages import page as written_pages
from commonground.report.pages.asked import Asked
from commonground.report.pages.kept import pages_of
from commonground.web.views.evidence.subjects import SUBJECTS

HERE = "/partnerships/lewisham/"
CLAIM = "from=2018-04&to=2018-09&edition=mps_borough-2019-02"
PAGES = (
    "", "overview/", "overview/?area=Bexley", "measures/", "measures/?words=knife&subject=Robbery",
    "measures/knife_crime/", "measures/knife_crime/?area=London", "measures/knife_crime/?view=rolling&beside=Greenwich",
    "measures/assault_attendances/", "measures/knife_crime/other-months/", "compare/", "compare/?measure=knife_crime",
    "map/", "map/?measure=knife_crime", "map/?measure=violence_with_injury&by=ward",
)  # fmt: skip
FORMS = ("csv", "ods", "png", "svg")


@pytest.fixture(autouse=True)
def evidence(boroughs_home, settings):
    """The figures by borough on the shelf that all share."""
    settings.HOME = boroughs_home


@pytest.fixture
def analyst(cast, visit):
    return visit(cast.own.user("analyst"))


def read(client, address, status=200):
    response = client.get(HERE + address)
    assert response.status_code == status, address
    return response.content.decode()


def words(page):
    drawn = re.sub(r"<svg.*?</svg>|<script.*?</script>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", drawn)).split())


def link(page, title):
    (found,) = re.findall(rf'href="([^"]+)"[^>]*>{title}', page)
    return unescape(found)


# Every page


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_well_made_and_light(analyst, address):
    html = read(analyst, address)
    assert len(re.findall(r"<h1\b", html)) == 1
    assert " style=" not in html and "<style" not in html and not re.search(r"\son\w+=", html)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert sorted({i for i in ids if ids.count(i) > 1}) == []
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]
    assert all(b - a <= 1 for a, b in pairwise(levels)), levels
    assert len(gzip.compress(html.encode())) < 60_000


@pytest.mark.parametrize("address", [page for page in PAGES if page not in ("measures/?words=knife&subject=Robbery",)])
def test_a_page_says_what_can_be_done_next(analyst, address):
    page = read(analyst, address)
    assert "What you can do next" in page or "Each measure says what it counts" in page


def test_a_role_that_may_not_explore_is_told_who_may(cast, visit):
    administrator = visit(cast.own.user("administrator"))
    assert "Analyst" in words(read(administrator, "overview/", 403))
    assert "You look after who is at this table" in words(read(administrator, ""))


def test_a_region_begins_with_london_and_a_policing_unit_with_its_first_borough(cast, visit):
    client = visit(cast.region.user("analyst"))
    assert "Overview of London" in client.get("/partnerships/london/overview/").content.decode()
    cast.region.partnership.kind = "policing_unit"
    cast.region.partnership.save()
    assert "Overview of Greenwich" in client.get("/partnerships/london/overview/").content.decode()


def test_the_reading_of_a_page_asks_the_database_as_often_for_one_measure_as_for_all(
    analyst, django_assert_max_num_queries
):
    read(analyst, "overview/")
    for address in ("overview/", "measures/knife_crime/", "compare/", "map/"):
        with django_assert_max_num_queries(14):
            read(analyst, address)


# What they say


def test_the_numbers_of_the_overview_are_those_of_the_downstairs(analyst, boroughs):
    page = words(read(analyst, "overview/"))
    found = pages_of(boroughs).page("overview", Asked(boroughs.area("E09000023")), timezone.localdate())
    assert plain(found.lead) in page
    told = [one for group in found.groups for one in group.told]
    assert len(told) >= 8
    assert [one.measure.key for one in told if plain(one.finding.statement) not in page] == []
    assert [one.measure.key for one in told if one.sure not in page] == []
    assert [one.measure.key for one in found.missing if one.why not in page] == []


def test_the_front_page_says_what_rose_and_what_fell_and_no_more(analyst, boroughs):
    page = words(read(analyst, ""))
    found = pages_of(boroughs).page("overview", Asked(boroughs.area("E09000023")), timezone.localdate())
    said = {g.verdict: [plain(t.finding.statement) in page for t in g.told] for g in found.groups}
    assert all(said["rose"]) and all(said["fell"]) and said["rose"]
    assert not any(said["no clear change"])


def test_a_measure_says_what_compare_says(analyst, boroughs):
    period = periods.parse("2018-04..2018-09")
    found = comparison.compare(
        boroughs, measures()["violence_against_the_person"], boroughs.area("Lewisham"), period,
        periods.same_period_last_year(period), edition="mps_borough-2019-02",
    )  # fmt: skip
    page = words(read(analyst, f"measures/violence_against_the_person/?{CLAIM}"))
    assert plain(found.statement) in page
    assert "4,678" in plain(found.statement) and "4,820" in plain(found.statement)


def test_a_run_is_laid_out_in_four_ways(analyst):
    address = HERE + "measures/knife_crime/"
    for title, head in (("Month by month", "March 2022"), ("Quarter by quarter", "Quarter"),
                        ("12 months, rolling", "12 months to"), ("Year by year", "Year")):  # fmt: skip
        page = read(analyst, f"measures/knife_crime/{link(read(analyst, 'measures/knife_crime/'), title)}")
        assert re.search(rf'aria-current="true"[^>]*>{title}', page), address
        assert head in page


def test_boroughs_lead_to_the_same_claim_in_other_months(analyst):
    page = read(analyst, f"compare/?measure=violence_against_the_person&{CLAIM}")
    assert "The count was lower than a year before in 3 of the 32 London boroughs" in words(page)
    tried = words(analyst.get(link(page, "See whether the same could be said")).content.decode())
    assert "A true claim does not hang on the months that were picked." in tried
    assert "(the claim)" in tried


@pytest.mark.parametrize("address", ["measures/knife_crime/?area=bexley&view=rolling&beside=Greenwich",
                                     f"compare/?measure=violence_against_the_person&{CLAIM}", "map/?measure=homicide",
                                     "measures/knife_crime/other-months/?against=previous-period"])  # fmt: skip
def test_the_link_of_a_page_gives_it_again(analyst, address):
    first = read(analyst, address)
    again = read(analyst, address.partition("?")[0] + link(first, "Link to this page as it is"))
    tables = [words(t) for t in re.findall(r"<table.*?</table>", first, re.DOTALL)]
    assert tables and tables == [words(t) for t in re.findall(r"<table.*?</table>", again, re.DOTALL)]
    assert re.findall(r'cg-statement">.*?</p>', first) == re.findall(r'cg-statement">.*?</p>', again)


def test_a_form_sent_unchanged_asks_the_same(analyst):
    page = read(analyst, f"compare/?measure=violence_against_the_person&{CLAIM}")
    for piece in ('value="2018-04"', 'value="2018-09"', '<option value="violence_against_the_person" selected>',
                  '<option value="E09000023" selected>'):  # fmt: skip
        assert piece in page


def test_measures_are_found_by_words_and_subject(analyst):
    page = words(read(analyst, "measures/?words=KNIFE&subject=Robbery"))
    assert "2 of 33 measures" in page and "Robbery with a knife" in page and "Homicide" not in page
    assert "No measure has these words." in words(read(analyst, "measures/?words=zebra"))


def test_each_measure_has_one_subject():
    listed = [key for keys in SUBJECTS.values() for key in keys]
    assert sorted(listed) == sorted(measures())


# Wrong values


WRONG = {
    "measures/knife_crime/?area=Lewishm": "There is no area called “Lewishm” here. Did you mean Lewisham",
    "measures/knife_crime/?from=2023-13&to=2024-01": "'2023-13' is not a period: write a month (2018-04)",
    "measures/knife_crime/?from=2024-05&to=2023-01": "the first month comes first",
    "measures/knife_crime/?from=2024-05": "Say the last month too",
    "measures/knife_crime/?view=hour": "“hour” is not something to lay out a series by",
    "measures/knife_crime/?edition=mps_borough-1066": "mps_borough-1066",
    "measures/knife_crime/?against=yesterday": "'yesterday' is not something to compare with",
    "measures/knife_crime/?beside=Atlantis": "called “Atlantis”",
    "measures/knife_crime/other-months/?area=%00": "",
    "compare/?measure=apples": "There is no measure called “apples”.",
    "map/?by=street": "“street” is not something to divide a map by",
    "map/?period=3000-99": "'3000-99' is not a period",
    "overview/?area=<script>": "There is no area called “<script>”",
    "measures/?subject=Weather": "Choose a subject from the list",
}


@pytest.mark.parametrize("address", WRONG)
def test_a_wrong_value_is_said_in_a_sentence_beside_a_form(analyst, address):
    html = read(analyst, address, 400)
    assert "There is a problem" in html and '<form class="' in html and "<title>Error: " in html
    assert WRONG[address] in words(html)
    assert "<script>" not in html.partition("<main")[2]


@pytest.mark.parametrize("address", [
    "measures/apples/", "measures/apples/other-months/", "downloads/apples/1/csv/", "downloads/measure/1/xlsx/",
    "downloads/measure/99/csv/", "downloads/measure/0/csv/",
])  # fmt: skip
def test_what_does_not_exist_is_not_found(analyst, address):
    read(analyst, address, 404)


def test_a_map_that_is_not_drawn_has_no_shapes(analyst):
    assert json.loads(read(analyst, "map/places/?measure=assault_attendances"))["features"] == []


def test_a_file_that_is_asked_for_wrongly_is_not_made(analyst):
    assert "no file was made" in words(read(analyst, "downloads/measure/1/csv/?area=Atlantis", 400))
    read(analyst, "map/places/?area=Atlantis", 404)


# Files and the log


@pytest.mark.parametrize("form", FORMS)
def test_a_file_holds_what_must_be_said_of_it(analyst, form):
    page = read(analyst, "measures/knife_crime/")
    address = unescape(re.search(rf'href="([^"]*/downloads/measure/1/{form}/\?[^"]+)"', page)[1])
    response = analyst.get(address)
    assert response.status_code == 200 and len(response.content) > 500
    assert response["Content-Disposition"].startswith('attachment; filename="knife-crime-in-lewisham')
    if form == "csv":
        told = dict(row[:2] for row in csv.reader(StringIO(response.content.decode("utf-8-sig"))) if len(row) == 2)
        assert {"Definition", "Edition", "Source", "Licence", "Withheld numbers"} <= told.keys()
    row = AccessEvent.objects.latest("id")
    assert (row.kind, row.details["bytes"]) == (Kind.CONSULTATION, len(response.content))
    assert row.record.endswith(f".{form}")


def test_a_file_from_what_a_partner_sent_is_a_disclosure(analyst, monkeypatch):
    monkeypatch.setattr(written_pages.Page, "is_open", property(lambda page: False))
    assert "share it only as your agreement allows" in read(analyst, "overview/")
    read_file = analyst.get(f"{HERE}downloads/overview/1/csv/")
    rows = list(AccessEvent.objects.order_by("-id")[:2])
    assert {row.kind for row in rows} == {Kind.CONSULTATION, Kind.DISCLOSURE}
    (given,) = [row for row in rows if row.kind == Kind.DISCLOSURE]
    assert given.recipient == "Council" and read_file.status_code == 200


def test_each_look_is_one_row_of_the_log_with_what_was_asked(analyst):
    before = AccessEvent.objects.count()
    read(analyst, "compare/?measure=knife_crime")
    row = AccessEvent.objects.latest("id")
    assert (AccessEvent.objects.count() - before, row.kind) == (1, Kind.CONSULTATION)
    assert (row.record, row.details["asked"]) == (f"page:{HERE}compare/", "measure=knife_crime")


# Small numbers


@pytest.fixture(scope="module")
def small_home(tmp_path_factory):
    """Thousands of invented offences, but 3 in Lewisham in September 2025."""
    home = tmp_path_factory.mktemp("small")
    planted(Store(home))
    return home


OF_THE_MONTH = ("Lewisham", "September 2025")


def cells(html):
    """The cells of every row of every table, as words."""
    return [tuple(map(words, re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)))
            for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL)]  # fmt: skip


@pytest.mark.slow
def test_a_small_number_is_on_no_page_and_in_no_file(analyst, small_home, settings):
    settings.HOME = small_home
    asked = "measure=violence_with_injury&from=2025-09&to=2025-09"
    for address in (f"measures/violence_with_injury/?{asked}", f"compare/?{asked}", "measures/violence_with_injury/",
                    f"measures/violence_with_injury/other-months/?{asked}", f"map/?{asked}"):  # fmt: skip
        html = read(analyst, address)
        assert "withheld" in html, address
        assert not re.search(r'<data value="(?:1|2|3|4)(?:\.0)?">', html), address
        mine = [row for row in cells(html) if row[0] in OF_THE_MONTH]
        assert mine or "other-months" in address
        assert [row for row in mine if {"1", "2", "3"} & {*row}] == []
        for kind, number in re.findall(r"/downloads/(\w+)/(\d+)/csv/", html):
            saved = analyst.get(f"{HERE}downloads/{kind}/{number}/csv/?{asked}").content.decode("utf-8-sig")
            lines = [row for row in csv.reader(StringIO(saved)) if row and row[0] in OF_THE_MONTH]
            assert [row for row in lines if {"1", "2", "3"} & {*row[1:]}] == []


@pytest.mark.slow
def test_a_map_has_its_list_its_picture_and_its_shapes(analyst, london_store, settings):
    settings.HOME = london_store.folder.parent
    html = read(analyst, "map/?measure=violence_with_injury&by=ward")
    assert html.count("data-place=") == 19 == html.count('<path class="cg-class-')
    assert "half of the recorded offences of violence with injury was in" in words(html)
    (shapes,) = re.findall(r'data-boundaries="([^"]+)"', html)
    answer = analyst.get(unescape(shapes))
    found = json.loads(answer.content)
    assert answer["Content-Type"] == "application/geo+json" and len(found["features"]) == 19
    points = re.findall(r"\[(-?\d+\.\d+), (\d+\.\d+)\]", answer.content.decode())
    assert len(points) > 200 and all(-0.1 < float(x) < 0.1 and 51.4 < float(y) < 51.5 for x, y in points)
    assert AccessEvent.objects.latest("id").record == f"page:{reverse('map-places', args=('lewisham',))}"


@pytest.mark.slow
def test_the_shapes_of_a_map_say_what_its_list_says_and_no_more(analyst, london, london_store, settings):
    settings.HOME = london_store.folder.parent
    asked = Asked(london.area("E09000023"), "violence_with_injury", by="lsoa")
    page = pages_of(Evidence(london.store)).page("mapped", asked, timezone.localdate())
    hidden = {p.area.code for p in page.places if p.figure is not None and p.figure.withheld}
    assert len(hidden) > 5
    html = read(analyst, f"map/?{asked.query}")
    listed = dict(re.findall(r'data-place="(\w+)">.*?numeric">([^<]*)</td>', html, re.DOTALL))
    features = json.loads(read(analyst, f"map/places/?{asked.query}"))["features"]
    shown = {f["properties"]["key"]: f["properties"] for f in features}
    assert {key: one["shown"] for key, one in shown.items()} == listed
    assert {frozenset(one) for one in shown.values()} == {frozenset({"key", "name", "shown", "class"})}
    assert {key for key, one in shown.items() if one["class"] == 0} >= hidden
    assert [listed[key] for key in hidden if not listed[key].startswith("withheld")] == []
    assert replace(asked, by="ward").query != asked.query
