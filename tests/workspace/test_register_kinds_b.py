"""Registers of shops, schools, havens, provision, data and agreements: when due, how it stands, what it says."""

from datetime import date, timedelta

import made_register
import pytest
from django_scopes import scope
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from commonground.evidence.figure import plain
from commonground.plan.changes.possible import NotPossible
from commonground.registers.changes.entries import add, edit
from commonground.registers.figures.safe_places import together
from commonground.registers.figures.school_exclusions import whole_months
from commonground.registers.figures.test_purchases import compared
from commonground.registers.models import Entry
from commonground.registers.reading import entries_of
from commonground.registers.register import registers
from commonground.report.blocks import Chart, Statement, Table
from commonground.report.charts.shares import Share

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 4)
START, END = date(2026, 1, 1), date(2026, 6, 30)
NEEDED = {
    "retailers": {"place": "Invented Hardware"},
    "test_purchases": {"place": "Invented Hardware", "kind": "under_age", "product": "Knife", "result": "sold"},
    "safe_havens": {"place": "Invented Café"},
    "safe_places": {"place": "Invented bus stop", "session": "Year 8", "method": "mapping", "evening": "unsafe"},
    "schools": {"place": "Invented Academy", "phase": "secondary"},
    "school_exclusions": {"phase": "secondary", "of": "all", "until": date(2026, 8, 31)},
    "provision": {"service": "Invented Mentoring"},
    "interventions": {"intervention": "Invented Course"},
    "care_offers": {"offer": "Invented Offer"},
    "expected_data": {"data": "Assaults seen in hospital", "frequency": "monthly"},
    "sharing_agreements": {"agreement": "Invented agreement"},
}


@pytest.fixture
def table(cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


@pytest.fixture
def made(table):
    def make(key: str, **values: object) -> Entry:
        needed = NEEDED[key] | ({"agency": table.council} if key == "expected_data" else {})
        entry = add(registers()[key], table.partnership, {"on": DAY} | needed | values, by=table.actor("analyst"))
        return entries_of(registers()[key], table.actor("analyst")).get(pk=entry.pk)

    return make


def days(number: int) -> date:
    return DAY + timedelta(days=number)


RULES = [
    # register, what is entered, when it is due (days on), and how it stands on that day (days on): colour and words
    ("retailers", {}, None, 0, "amber", "Has not signed"),
    ("retailers", {"signed_on": days(-30), "lapses_on": days(90)}, 90, 0, "green", "Agreement in force"),
    ("retailers", {"signed_on": days(-30), "lapses_on": days(90)}, 90, 40, "amber", "Agreement lapses on 2 June 2026"),
    ("retailers", {"signed_on": days(-30), "lapses_on": days(90)}, 90, 91, "red", "Agreement lapsed on 2 June 2026"),
    ("retailers", {"signed_on": days(-30), "visit_due": days(10)}, 10, 11, "amber", "Visit overdue"),
    ("retailers", {"until": days(5)}, None, 5, "grey", "Closed, or sells no knives"),
    ("test_purchases", {"result": "refused"}, None, 99, "green", "Refused"),
    ("test_purchases", {}, 28, 28, "amber", "Sold"),
    ("test_purchases", {}, 28, 29, "red", "Sold; no outcome after four weeks"),
    ("safe_havens", {}, 28, 0, "amber", "Has not signed the charter"),
    ("safe_havens", {"charter_on": days(0)}, 28, 29, "red", "Never checked"),
    ("safe_havens", {"charter_on": days(0), "checked_on": days(0)}, 365, 0, "amber", "0 of the 5 promises seen"),
    ("safe_havens", {"charter_on": days(0), "checked_on": days(0)}, 365, 366, "red", "Lapsed on 4 March 2027"),
    ("safe_havens", {"charter_on": days(0), "checked_on": days(0), "lapses_on": days(99)}, 99, 100, "red", "Lapsed"),
    ("safe_places", {}, None, 0, "amber", "Unsafe at some time; no answer promised yet"),
    ("safe_places", {"answer_due": days(9)}, 9, 10, "red", "Answer overdue"),
    ("safe_places", {"answer_due": days(9), "answer": "Lamps", "answered_on": days(8)}, None, 10, "green", "Young"),
    ("schools", {}, None, 0, "amber", "Not known whether the plan includes it"),
    ("schools", {"in_plan": "no"}, None, 0, "amber", "Plan does not include knife crime"),
    ("schools", {"in_plan": "yes", "weapons_policy": "yes"}, None, 0, "amber", "No programme in the last 12 months"),
    ("schools", {"reviewed_on": days(0)}, 365, 366, "red", "Review overdue"),
    ("school_exclusions", {}, 270, 0, "amber", "Not reported yet"),
    ("school_exclusions", {}, 270, 271, "red", "Report to the partnership overdue"),
    ("school_exclusions", {"reported_on": days(200)}, None, 271, "green", "Reported on"),
    ("provision", {"confirmed_on": days(0)}, None, 0, "green", "Open"),
    ("provision", {"confirmed_on": days(0), "funding_ends": days(100)}, 100, 0, "amber", "Funding ends on"),
    ("provision", {"funding_ends": days(100)}, 100, 101, "red", "Funding ended on"),
    ("provision", {"capacity": 5, "in_use": 5}, None, 0, "amber", "Full"),
    ("provision", {"rating": "harmful", "rated_on": days(0)}, None, 0, "red", "Rated harmful"),
    ("provision", {"approach": "Mentoring", "rating": "high", "rated_on": days(0), "confirmed_on": days(0)}, None, 0, "amber", "Its rating differs"),  # noqa: E501
    ("interventions", {"places_free": 0, "told_on": days(0)}, 31, 0, "amber", "No places free"),
    ("interventions", {"places_free": 3, "told_on": days(0)}, 31, 32, "amber", "Free places not told for a month"),
    ("care_offers", {"reviewed_on": days(0), "shaped": "yes"}, 365, 0, "green", "On offer"),
    ("care_offers", {"reviewed_on": days(0)}, 365, 366, "red", "Review overdue"),
    ("expected_data", {}, None, 0, "amber", "Never received"),
    ("expected_data", {"next_due": days(5), "reason": "system"}, 5, 6, "red", "Late since 9 March 2026: a system"),
    ("expected_data", {"next_due": days(5), "received_on": days(0)}, 5, 5, "green", "Received"),
    ("sharing_agreements", {}, None, 0, "amber", "Not signed"),
    ("sharing_agreements", {"signed_on": days(0), "review_due": days(99)}, 99, 100, "red", "Review overdue"),
    ("sharing_agreements", {"signed_on": days(0), "unsigned": "A trust"}, None, 0, "amber", "Not signed by all"),
    ("sharing_agreements", {"signed_on": days(0), "lapses_on": days(99)}, 99, 100, "red", "Lapsed on"),
]  # fmt: skip


def test_when_each_is_due_and_how_it_stands(made):
    found, wanted = [], []
    for key, values, due, on, colour, because in RULES:
        entry = made(key, **values)
        stands = registers()[key].stands(entry, days(on))
        found.append((key, entry.due and (entry.due - DAY).days, str(stands.standing), stands.because[: len(because)]))
        wanted.append((key, due, colour, because))
    assert found == wanted


WRONG = [
    ("retailers", {"lapses_on": DAY}, "agreement lapses after it is signed"),
    ("test_purchases", {"kind": "challenge_25", "age": 17}, "in a Challenge 25 test the volunteer is 18 to 24"),
    ("test_purchases", {"kind": "challenge_25", "outcome": "prosecution", "outcome_on": DAY}, "under age sale"),
    ("test_purchases", {"result": "refused", "outcome": "caution", "outcome_on": DAY}, "under age sale"),
    ("test_purchases", {"fine": 10}, "fine follows a prosecution"),
    ("test_purchases", {"advised_before": days(1)}, "it is after the test"),
    ("safe_havens", {"public": True}, "haven on the public map has signed and takes in"),
    ("safe_places", {"evening": ""}, "choose how the place is seen"),
    ("safe_places", {"taking_part": 4}, "five or more or left empty"),
    ("schools", {"urn": "12345"}, "it has six digits"),
    ("school_exclusions", {"suspensions": 3, "pupils_suspended": 4}, "no more than suspensions"),
    ("school_exclusions", {"until": date(2027, 3, 3)}, "about six months"),
    ("provision", {"ages_from": 18, "ages_to": 10}, "it is below the youngest"),
    ("provision", {"public": True}, "write it, for the service is in the public directory"),
    ("provision", {"refer_email": "daniel.fisher@example.org"}, "shared address"),
    ("provision", {"refer_page": "https://example.org/?to=a@example.org"}, "without an e-mail address"),
    ("provision", {"rating": "high"}, "evidence rating of a service has a day"),
    ("provision", {"wards": ["Bellingham"]}, "not the code of a ward"),
    ("interventions", {"places": 2, "places_free": 3, "told_on": DAY}, "free places are no more than places"),
    ("care_offers", {"taken_up": 2}, "five or more or left empty"),
    ("expected_data", {"owed": 2, "in_time": 3}, "no more than were owed"),
    ("sharing_agreements", {"parties": "Signed by Mr Brown"}, "“Mr Brown”"),
]  # fmt: skip


def test_what_cannot_be_is_told_in_a_sentence(made):
    for key, values, says in WRONG:
        with pytest.raises(NotPossible) as no:
            made(key, **values)
        assert says in str(no.value), (key, values)
    assert Entry.objects.count() == 0


def test_an_office_is_reached_by_mail_and_page(made):
    entry = made("provision", refer_email="referrals@example.org", refer_page="https://example.org/refer")
    assert (entry.details.refer_email, entry.details.refer_page) == ("referrals@example.org", "https://example.org/refer")


def test_a_shop_that_sold_stands_red_until_the_test_has_an_outcome(table, made):
    shop = made("retailers", signed_on=days(-10))
    test = made("test_purchases", about=Entry.objects.get(pk=shop.pk))
    register, by = registers()["retailers"], table.actor("analyst")
    assert register.stands(entries_of(register, by).get(), DAY).because == "Sold in a test; no outcome yet"
    edit(test, {"outcome": "advice", "outcome_on": DAY}, by=by)
    assert register.stands(entries_of(register, by).get(), DAY).because == "Agreement in force"


def test_a_list_of_shops_asks_for_their_tests_once(table, made, django_assert_num_queries):
    for _ in range(3):
        made("test_purchases", about=Entry.objects.get(pk=made("retailers").pk))
    register = registers()["retailers"]
    with django_assert_num_queries(2):
        assert {register.stands(shop, DAY).because for shop in entries_of(register, table.actor("analyst"))} == {
            "Sold in a test; no outcome yet"
        }


def said(made_of, kind=Statement):
    return [plain(block.text) for block in made_of if isinstance(block, kind)]


def cells(blocks, caption: str) -> list[list[str]]:
    tables = [block.table if isinstance(block, Chart) else block for block in blocks]
    found = next(one for one in tables if isinstance(one, Table) and one.caption.startswith(caption))
    return [[plain(cell) for cell in row] for row in found.rows]


def figures(table, key: str, start: date = START, end: date = END):
    register = registers()[key]
    return register.figures(entries_of(register, table.actor("analyst")).kept(), start, end)


def test_the_two_kinds_of_test_are_told_apart_and_never_together(table, made):
    for kind, result, signed, number in (
        ("under_age", "sold", "yes", 1), ("under_age", "refused", "yes", 4), ("under_age", "sold", "no", 2),
        ("under_age", "refused", "", 1), ("challenge_25", "sold", "no", 3), ("challenge_25", "refused", "no", 1),
    ):  # fmt: skip
        for _ in range(number):
            made("test_purchases", kind=kind, result=result, signed=signed)
    blocks = figures(table, "test_purchases")
    told = said(blocks)
    assert told[0] == "Of 8 under-age tests, 3 ended in a sale: 38% (14% to 69%)."
    assert told[2] == "Of 4 Challenge 25 tests, 3 ended in a sale: 75% (30% to 95%)."
    assert cells(blocks, "Under-age tests: share")[1:] == [
        ["Shop had signed", "1 of 5", "20% (4% to 62%)"], ["Shop had not signed", "2 of 2", "100% (34% to 100%)"],
        ["Not known", "0 of 1", "0% (0% to 79%)"],
    ]  # fmt: skip
    assert "12" not in " ".join(told), "eight and four are never added"
    assert made_register.counted(table, "test_purchases", START) == {
        "under_age": 8, "under_age_sold": 3, "challenge_25": 4, "challenge_25_sold": 3,
    }  # fmt: skip


# London’s two operations, and Lancashire’s: sales of attempts, as published.
@pytest.mark.parametrize(("sold", "tests", "per_cent"), [(104, 190, 55), (24, 77, 31), (0, 6, 0), (6, 6, 100)])
def test_a_failure_rate_has_the_limits_of_wilson(sold, tests, per_cent):
    value, lower, upper = Share("All", sold, tests).limits
    assert round(value) == per_cent
    assert (lower / 100, upper / 100) == pytest.approx(proportion_confint(sold, tests, method="wilson"), abs=1e-12)


@pytest.mark.parametrize(
    ("signed", "unsigned", "verdict"),
    [((2, 12), (5, 10), "no clear difference"), ((4, 60), (28, 55), "sold less often"),
     ((9, 10), (1, 12), "sold more often"), ((0, 3), (0, 4), "no clear difference")],
)  # fmt: skip
def test_signed_beside_unsigned_shops(signed, unsigned, verdict):
    told, found = compared(Share("signed", *signed), Share("unsigned", *unsigned))
    lower, upper = confint_proportions_2indep(*signed, *unsigned, method="newcomb", compare="diff")
    assert found == verdict
    assert bool(lower <= 0 <= upper) == (verdict == "no clear difference")
    assert f"(95% interval {points(lower)} to {points(upper)})" in told


def points(share: float) -> str:
    return "0" if round(100 * share) == 0 else f"{100 * share:+.0f}".replace("-", "−")


def test_counts_go_by_their_own_day_and_by_how_things_stand(table, made):
    made("retailers", on=days(-400), signed_on=days(10), lapses_on=days(375))
    made("retailers", on=days(-400), signed_on=days(-390), lapses_on=days(-20))
    made("retailers", on=days(-400))
    assert made_register.counted(table, "retailers", days(20)) == {
        "all": 0, "signed": 1, "visited": 0, "in_force": 1, "lapsed": 1,
    }  # fmt: skip
    assert said(figures(table, "retailers")) == ["1 of 3 shops have an agreement in force."]


def test_havens_in_force(table, made):
    good = {"on": days(-500), "charter_on": days(-500), "takes_in": True, "staff_trained": 2, "trained_on": days(-9)}
    made("safe_havens", **good, checked_on=days(-10), public=True)
    made("safe_havens", **good, checked_on=days(-400))
    made("safe_havens", **good)
    assert said(figures(table, "safe_havens")) == ["On 30 June 2026 1 of 3 listed havens are in force."]
    told = made_register.counted(table, "safe_havens", days(20))
    assert (told["in_force"], told["checked"]) == (1, 1)


def test_places_as_several_sessions_saw_them(table, made):
    assert [together(views) for views in (["safe", ""], ["safe", "unsafe"], ["unsafe"] * 2, ["", ""])] == [
        "safe", "mixed", "unsafe", "",
    ]  # fmt: skip
    made("safe_places", evening="unsafe", taking_part=12, answer_due=days(9), answer="Lamps", answered_on=days(12))
    made("safe_places", evening="safe", night="unsafe", session="Year 9")
    blocks = figures(table, "safe_places")
    assert cells(blocks, "Places by time of day") == [["Invented bus stop", "–", "–", "–", "Mixed", "Unsafe"]]
    assert said(blocks) == ["Of 1 answers due to young people by then, 0 were given in time, 1 late, and 0 not yet."]


def test_gaps_of_schools(table, made):
    school = made("schools", in_plan="yes")
    made("schools", place="Invented Primary", phase="primary")
    made("schools", place="Invented Infants", phase="primary", in_plan="no")
    lessons = {"on": DAY, "about": Entry.objects.get(pk=school.pk), "programme": "Lessons"}
    add(registers()["school_programmes"], table.partnership, lessons, by=table.actor("analyst"))
    blocks = figures(table, "schools")
    assert cells(blocks, "Safeguarding plans") == [["Primary", "0", "1", "1"], ["Secondary", "1", "0", "0"]]
    assert cells(blocks, "Gaps by phase") == [["Primary", "2", "2", "2", "2"], ["Secondary", "1", "0", "0", "0"]]


def test_the_report_on_exclusions_gives_no_small_number_away(table, made):
    counted = (("primary", 40, 2), ("secondary", 300, 9), ("special", 20, 0), ("college", 0, 6))
    for phase, suspensions, permanent in counted:
        made("school_exclusions", phase=phase, suspensions=suspensions, permanent=permanent, on_roll=1000)
    rows = cells(figures(table, "school_exclusions"), "Suspensions and permanent")
    names = ["Primary", "Secondary", "Special", "College or sixth form", "All phases entered"]
    assert [row[0] for row in rows] == names
    assert [row[3] for row in rows] == ["4.00", "30.00", "2.00", "0.00", "9.00"]
    permanent = [row[5] for row in rows]
    assert permanent[0] == "1 to 4" and permanent[2] == "0"
    assert "withheld" in permanent and "2" not in permanent, "else the total less the others would tell"


def test_half_years_share_no_month():
    first, second = whole_months(date(2025, 9, 3), date(2026, 3, 1)), whole_months(date(2026, 3, 2), date(2026, 8, 28))
    assert (first.name, second.name) == ("September 2025 to February 2026", "March to August 2026")


def test_gaps_of_provision(table, made):
    made("provision", needs=["knives", "work"], ages_from=11, ages_to=17, capacity=20, funding_ends=date(2026, 12, 30))
    made("provision", service="Coach", needs=["work"], capacity=5, funding_ends=date(2026, 12, 31))
    made("provision", service="Ended", needs=["knives"], until=days(9), capacity=50)
    blocks = figures(table, "provision")
    ages = {row[0]: row[1:] for row in cells(blocks, "Services and places")}
    assert ages["Carrying knives or other weapons"] == [
        "none", "1 service, 20 places", "1 service, 20 places", "none", "none",
    ]  # fmt: skip
    assert ages["Training and work"] == [
        "1 service, 5 places", "2 services, 25 places", "2 services, 25 places", "1 service, 5 places",
        "1 service, 5 places",
    ]  # fmt: skip
    assert [row[0] for row in cells(blocks, "Services whose funding")] == ["Invented Mentoring"]


def test_the_schedule_for_courts(table, made):
    made("interventions", stages=["pre_court", "sentence"], ages_from=10, places=8, places_free=3, told_on=DAY,
         refer_how="Ask the court officer.", refer_email="courts@example.org", weeks=6)  # fmt: skip
    blocks = figures(table, "interventions")
    row = ["Invented Course", "not said", "10 and over", "6 weeks", "3 of 8, on 4 March",
           "Ask the court officer; courts@example.org"]  # fmt: skip
    assert cells(blocks, "Before court") == [row] == cells(blocks, "At sentence")


def test_what_is_missing_and_what_came_in_time(table, made):
    made("expected_data", owed=12, in_time=9, next_due=days(2), received_on=DAY)
    made("expected_data", data="Ambulance calls", reason="no_agreement")
    blocks = figures(table, "expected_data")
    assert said(blocks) == ["On 30 June 2026 1 of 2 sets of data are late, and 1 never came."]
    assert [row[1:] for row in cells(blocks, "Deliveries owed")] == [["12", "9"]]
    assert [row[4] for row in cells(blocks, "What is missing")] == ["No sharing agreement signed", "not said"]


@pytest.mark.parametrize("key", [*NEEDED, "school_programmes"])
def test_without_entries_the_figures_say_so(table, key):
    assert [block.title for block in figures(table, key)] == ["Nothing to show yet"]
