"""The pages of the registers: the same for every register, from its declaration alone."""

import re
from datetime import date, timedelta
from uuid import uuid4

import made_register
import pytest
from careful_reader import faults
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope
from made_values import KINDS, at_table, entry_of, typed, values_of
from people import Cast

from commonground.registers import beside, looking, narrowing, quarters, reading
from commonground.registers.changes import entries
from commonground.registers.models import Entry, LastLook
from commonground.registers.models.entry import Entries
from commonground.registers.register import Counted, registers
from commonground.registers.rules import READ_A_REGISTER
from commonground.web.forms.questions import asked_first
from commonground.web.views.registers import figures, offering
from commonground.web.views.registers import list as list_page

pytestmark = pytest.mark.django_db
HERE = "/partnerships/lewisham/registers/"
TODAY = date.today()
BOUGHT_AT = typed(registers()["retailers"], {"on": date(2026, 3, 4), "place": "Corner shop", "trade": "hardware"})


@pytest.fixture
def browser(cast: Cast, visit):
    """The browser of a role at Lewisham’s table, which refuses a bad page."""

    def of(role: str):
        client = visit(cast.own.user(role))

        def get(path: str = "", **more) -> str:
            response = client.get(path if path.startswith("/") else HERE + path, follow=True, **more)
            assert response.status_code == 200, path
            html = response.content.decode()
            assert faults(html) == [], path
            return html

        def post(path: str, **data):
            at = path if path.startswith("/") else HERE + path
            return client.post(at, {"once": str(uuid4()), **data})

        client.see, client.send = get, post
        return client

    return of


@pytest.fixture
def table(cast: Cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


def words(html: str) -> str:
    html = re.sub(r"<(script|style|svg).*?</\1>", "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("register", KINDS, ids=lambda one: one.key)
def test_an_entry_is_added_seen_changed_and_withdrawn(register, table, browser):
    """The walk of whoever keeps a register, by its pages alone."""
    keeper = next(role for role in ("plan_owner", "analyst") if register.keep.allows(table.actor(role)))
    page, at = browser(keeper), f"{register.key}/"
    assert f'href="{HERE}{at}"' in page.see()
    assert register.about in words(page.see(at))
    page.see(f"{at}add/?form=full")
    page.see(f"{at}add/")
    values = at_table(table, register, register.quick)
    assert set(values) <= set(asked_first(register))
    sent = page.send(f"{at}add/", **typed(register, values))
    assert sent.status_code == 302, words(sent.content.decode()).partition("There is a problem")[2][:300]
    entry = Entry.objects.get(register=register.key)
    here = f"{HERE}{at}entries/{entry.public_id}/"
    assert sent["Location"] == f"{here}?added=1"
    assert "Add another" in page.see(f"{here}?added=1")
    assert f'href="{here}"' in page.see(at)
    begun = re.search(r'name="begun" value="(\w+)"', page.see(f"{here}edit/"))[1]
    changed = typed(register, values | {"notes": "Seen again."} if "notes" in register.columns else values)
    sent = page.send(f"{here}edit/", begun=begun, **changed)
    assert sent.status_code == 302, words(sent.content.decode()).partition("There is a problem")[2][:300]
    page.see(f"{here}withdraw/")
    assert page.send(f"{here}withdraw/", why="Entered twice").status_code == 302
    assert f'href="{here}"' not in page.see(at)
    assert f'href="{here}"' in page.see(f"{at}?withdrawn=on")
    for last in ("text/", "history/"):
        assert "Entered twice" in page.see(f"{here}{last}")
    for rest in (f"{at}blank/", f"{at}figures/"):
        page.see(rest)


# What a reader may not read


@pytest.mark.parametrize("register", [one for one in KINDS if one.restricted], ids=lambda one: one.key)
def test_a_restricted_column_is_on_no_page_of_who_may_not_read_it(register, table, browser):
    planted = {name: f"Zq{n}x" for n, name in enumerate(register.restricted) if is_words(register, name)}
    if not planted:
        pytest.skip("its restricted columns hold no words")
    entry = entry_of(table, register, by="analyst", **planted)
    here = f"{register.key}/entries/{entry.public_id}/"
    at = f"{register.key}/"
    pages = (at, f"{at}?words=Zq", here, f"{here}text/", f"{at}figures/", "due/", "")
    seeing = {
        role: [any(word in words(browser(role).see(page)) for word in planted.values()) for page in pages]
        for role in ("practitioner", "analyst")
    }
    allowed = {role: all(r.allows(table.actor(role)) for r in register.restricted.values()) for role in seeing}
    assert {role: any(some) for role, some in seeing.items()} == allowed
    assert f"{here}" not in browser("practitioner").see(f"{register.key}/?words=Zq"), "a search tells what stands there"
    if register.keep.allows(table.actor("plan_owner")):
        assert not any(word in browser("plan_owner").see(f"{here}edit/") for word in planted.values())
        assert not any(word in browser("plan_owner").see(f"{here}history/") for word in planted.values())


def is_words(register, name: str) -> bool:
    return isinstance(register.field(name), models.CharField | models.TextField) and not register.choices(name)


def test_whoever_may_not_read_a_restricted_column_may_enter_it_and_leaves_it_when_they_change_the_rest(table, browser):
    register, page = registers()["weapon_sweeps"], browser("practitioner")
    values = values_of(register, register.quick) | {"hiding_place": "Under the third step"}
    entered = page.send("weapon_sweeps/add/", **typed(register, values))["Location"].split("?")[0]
    edit = page.see(f"{entered}edit/")
    assert 'name="hiding_place"' not in edit
    begun = re.search(r'name="begun" value="(\w+)"', edit)[1]
    del values["hiding_place"]
    page.send(f"{entered}edit/", begun=begun, **typed(register, values | {"place": "Another park"}))
    entry = Entry.objects.get()
    assert (entry.place, entry.details.hiding_place) == ("Another park", "Under the third step")


def test_of_a_register_that_is_not_theirs_there_is_nothing(table, browser):
    page = browser("scrutiny_member")
    start = page.see()
    assert [one.key for one in KINDS if f"/registers/{one.key}/" in start] == [
        one.key for one in KINDS if one.read.allows(table.actor("scrutiny_member"))
    ]
    assert page.get(f"{HERE}retailers/").status_code == 404
    assert {one.key for one in KINDS if not one.read.roles <= READ_A_REGISTER.roles} == set()


# Forms


def test_a_form_that_is_sent_twice_adds_one_entry(table, browser):
    page, once = browser("practitioner"), str(uuid4())
    for _ in range(2):
        page.send("retailers/add/", **BOUGHT_AT | {"once": once})
    assert Entry.objects.count() == 1


def test_what_may_be_a_name_is_asked_about_beside_its_field(table, browser):
    page = browser("practitioner")
    sent = {**BOUGHT_AT, "place": "Daniel Fisher Knives"}
    asked = page.send("retailers/add/", **sent).content.decode()
    assert "“Daniel Fisher” may be a name" in words(asked) and 'class="govuk-checkboxes__input" name="sure"' in asked
    assert Entry.objects.count() == 0
    assert page.send("retailers/add/", **sent, sure="on").status_code == 302
    refused = page.send("retailers/add/", **BOUGHT_AT | {"place": "Shop of Mr Brown"}, sure="on").content.decode()
    assert "is about a person" in words(refused) and 'id="id_place_error"' in refused
    assert Entry.objects.count() == 1


def test_who_saved_meanwhile_is_shown_beside_what_was_typed(table, browser):
    entry, page = made_register.shop(table, agency=table.council), browser("plan_owner")
    here = f"{HERE}retailers/entries/{entry.public_id}/edit/"
    begun = re.search(r'name="begun" value="(\w+)"', page.see(here))[1]
    entries.edit(entry, {"trade": "catering"}, by=table.actor("analyst"))
    asked = page.send(here, **BOUGHT_AT | {"trade": "homeware"}, begun=begun)
    said = words(asked.content.decode())
    assert "Not saved yet" in said and "Catering supplies" in said and "Kitchen and homeware" in said
    assert Entry.objects.get().details.trade == "catering"
    again = re.search(r'name="begun" value="(\w+)"', asked.content.decode())[1]
    page.send(here, **BOUGHT_AT | {"trade": "homeware"}, begun=again)
    assert Entry.objects.get().details.trade == "homeware"


def test_an_entry_of_another_agency_is_not_changed(table, browser):
    entry = made_register.shop(table, agency=table.council)
    here = f"{HERE}retailers/entries/{entry.public_id}/"
    page = browser("practitioner")
    assert "may change it" in words(page.see(here))
    assert page.get(f"{here}edit/").status_code == 403


def test_a_test_purchase_begins_at_its_shop_and_stands_in_its_history(table, browser):
    shop, page = made_register.shop(table), browser("practitioner")
    form = page.see(f"test_purchases/add/?about={shop.public_id}")
    assert 'value="Corner shop"' in form
    full = page.see(f"test_purchases/add/?form=full&about={shop.public_id}")
    assert re.search(rf'<option value="{shop.public_id}"[^>]*selected', full)
    bought = made_register.entry(table, about=shop)
    assert str(bought) in words(page.see(f"retailers/entries/{shop.public_id}/"))


def test_what_an_entry_may_be_about_is_searched_where_there_are_many(table, browser, monkeypatch):
    monkeypatch.setattr(offering, "MOST", 2)
    shops = [made_register.shop(table, place=f"Shop {word}") for word in ("Ash", "Beech", "Cedar")]
    page = browser("practitioner")
    assert page.see("test_purchases/add/?form=full").count("<option value=\"") > 2
    sent = {"find": "yes", "find_about": "Cedar", "product": "Bread knife"}
    found = page.send("test_purchases/add/?form=full", **sent).content.decode()
    assert 'value="Bread knife"' in found and shops[2].public_id in found and shops[0].public_id not in found
    assert Entry.objects.filter(register="test_purchases").count() == 0


def test_links_are_chosen_and_those_out_of_sight_stay(table, browser, monkeypatch):
    shop, bought = made_register.shop(table), made_register.entry(table)
    here, page = f"test_purchases/entries/{bought.public_id}/links/", browser("practitioner")
    assert f'value="{shop.public_id}"' in page.see(f"{here}?words=corner")
    page.send(f"{here}?words=corner", entries=[shop.public_id])
    assert str(shop) in words(page.see(f"test_purchases/entries/{bought.public_id}/"))
    assert str(bought) in words(page.see(f"retailers/entries/{shop.public_id}/")), "from the other end as well"
    unread = [one for one in reading.readable(table.actor("practitioner")) if one.key != "retailers"]
    with monkeypatch.context() as patch:
        patch.setattr(beside, "readable", lambda actor: unread)
        patch.setattr(Entries, "seen_by", lambda self, actor: self.filter(register__in=[one.key for one in unread]))
        page.send(here)
    assert bought.links.count() == 1
    page.send(here)
    assert bought.links.count() == 0


# The list


def test_a_list_asks_as_many_questions_of_forty_entries_as_of_four(table, browser):
    page = browser("analyst")
    page.see("test_purchases/")  # whatever is asked once is asked now

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page.see("test_purchases/?size=50")
            page.see("due/")
            page.see("")
        return len(queries)

    def more(number: int) -> None:
        for n in range(number):
            made_register.entry(table, about=made_register.shop(table, place=f"Shop {n}"), on=TODAY)

    more(2)
    few = asked()
    more(18)
    assert (few, asked()) == (few, few)


def test_a_list_is_narrowed_sorted_and_counted(table, browser):
    for place, result, on in (("Ash Lane", "sold", 3), ("Beech Lane", "refused", 4), ("Cedar Way", "sold", 5)):
        made_register.entry(table, place=place, result=result, on=date(2026, 3, on))
    page = browser("analyst")

    def listed(query: str) -> list[str]:
        return re.findall(r"(Ash Lane|Beech Lane|Cedar Way), \d", words(page.see(f"test_purchases/?{query}")))

    assert listed("") == ["Cedar Way", "Beech Lane", "Ash Lane"]
    assert listed("sort=place") == ["Ash Lane", "Beech Lane", "Cedar Way"]
    assert listed("by_result=sold") == ["Cedar Way", "Ash Lane"]
    assert listed("words=lane") == ["Beech Lane", "Ash Lane"]
    assert listed("start_day=4&start_month=3&start_year=2026") == ["Cedar Way", "Beech Lane"]
    assert listed("standing=green") == ["Beech Lane"]
    assert listed("standing=red&words=cedar") == ["Cedar Way"]
    assert listed("by_result=perhaps&sort=colour") == ["Cedar Way", "Beech Lane", "Ash Lane"]


def test_standing_is_worked_out_for_no_more_than_is_said(table, browser, monkeypatch):
    monkeypatch.setattr(narrowing, "EXAMINED", 2)
    monkeypatch.setattr(list_page, "EXAMINED", 2)
    for day in (3, 4, 5):
        made_register.entry(table, on=date(2026, 3, day))
    page = words(browser("analyst").see("test_purchases/?standing=red"))
    assert "2 test purchases like this" in page and "here for the first 2 that the other filters leave" in page


# Since you last looked


def test_what_others_added_since_is_new_for_one_sitting(table, settings):
    analyst, register, now = table.actor("analyst"), registers()["test_purchases"], timezone.now()
    assert looking.open_register(register, analyst, now) is None
    made_register.entry(table)
    assert looking.news_for(analyst) == {"test_purchases": 1}
    assert looking.news_for(table.actor("practitioner")) == {}, "who never looked is told nothing, nor of their own"
    later = now + timedelta(days=1)
    assert looking.open_register(register, analyst, later) == now
    assert looking.open_register(register, analyst, later + timedelta(minutes=5)) == now, "the same sitting"
    assert looking.news_for(analyst) == {}
    assert LastLook.objects.count() == 1


# Figures


def test_counts_by_quarter_are_those_of_the_register(table):
    register, analyst = registers()["test_purchases"], table.actor("analyst")
    for month, day, kind in ((1, 31, "under_age"), (4, 1, "under_age"), (4, 2, "challenge_25")):
        made_register.entry(table, on=date(2026, month, day), kind=kind, result="refused")
    some = quarters.quarters(date(2026, 1, 1), date(2026, 5, 15))
    assert [str(one) for one in some] == ["January to March 2026", "April to June 2026 (in part)"]
    found = {which.key: numbers for which, numbers in quarters.by_quarter(register, analyst, some)}
    for n, one in enumerate(some):
        told = made_register.counted(table, register.key, one.end)
        assert {key: numbers[n] for key, numbers in found.items()} == told
    assert found["under_age"] == [1, 1]


def test_a_few_people_are_not_told():
    people = Counted(key="people", title="People trained", people=True)
    assert figures._told(people, [0, 1, 4, 5])["numbers"] == [0, None, None, 5]
    assert figures._told(Counted(key="all", title="Entries"), [3])["numbers"] == [3]
