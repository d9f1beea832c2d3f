"""The calendar: its months, and the file that a calendar program reads at a private address."""

import re
from datetime import UTC, date, datetime, time, timedelta

import made_places
import made_register
import pytest
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from commonground.partnership.models import AccessEvent, Membership
from commonground.registers.calendar import Dated, month_before, next_month, span_of, weeks_of, with_calendar
from commonground.registers.changes import calendar_feeds
from commonground.registers.changes.entries import withdraw
from commonground.registers.icalendar import calendar
from commonground.registers.models import CalendarFeed, Entry
from commonground.registers.register import registers

pytestmark = pytest.mark.django_db
SUMMER = date(2026, 7, 4)
EVENT = {"name": "Summer fair; music, dancing", "place": "Example Park", "risk": "low", "notes": "Planted note."}


@pytest.fixture
def table(cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


@pytest.fixture
def fair(table):
    day = timezone.localdate() + timedelta(days=10)
    return made_register.entry(table, "events", **EVENT, on=day, until=day + timedelta(days=1))


def read(content: bytes) -> tuple[dict[str, str], list[dict[str, str]]]:
    """A strict reading of RFC 5545: lines end and fold as they must, each is a property, each part is closed."""
    text = content.decode("utf-8")
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "") and "\r" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    head, events, within = {}, [], []
    for line in re.sub(r"\r\n[ \t]", "", text).removesuffix("\r\n").split("\r\n"):
        found = re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[^;:,]+)*):(.*)", line)
        assert found, line
        name, parameters, value = found.groups()
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", value)
        if name == "BEGIN":
            within.append(value)
            events += [{}] if value == "VEVENT" else []
        elif name == "END":
            assert within.pop() == value
        else:
            into = events[-1] if within[-1] == "VEVENT" else head
            assert name + parameters not in into, "each property once"
            into[name + parameters] = value
    assert within == [] and head["VERSION"] == "2.0" and "PRODID" in head
    for event in events:
        assert {"UID", "DTSTAMP"} <= event.keys() and re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
        for name in ("SUMMARY", "LOCATION", "CATEGORIES"):
            assert not re.search(r"(?<!\\)[;,]|\\[^\\;,nN]", event.get(name, "").replace("\\\\", "")), event[name]
    assert len({event["UID"] for event in events}) == len(events)
    return head, events


def plain(words: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], words)


def dated(entry, **given):
    told = {"name": "A fair", "place": "", "ward": "", "first": SUMMER, "last": SUMMER,
            "changed": datetime(2026, 3, 1, 12, tzinfo=UTC)} | given  # fmt: skip
    return Dated(entry, registers()["events"], **told)


def one_event(**given):
    found = calendar("A; calendar", [dated(Entry(public_id="abc"), **given)], {}, lambda one: "", timezone.now())
    return read(found)[1][0]


@pytest.mark.parametrize(
    "name",
    ["Semi;colon, comma \\ back", "Two\nlines", "Ångström — “ünïcödé” " * 9, "x" * 200, "é" * 75, "a\x00b\x07c"],
)
def test_a_name_survives_escaping_and_folding(name):
    clean = "".join(sign for sign in name if sign >= " " or sign == "\n")
    assert plain(one_event(name=name)["SUMMARY"]) == clean


def test_days_are_whole_and_hours_are_universal():
    assert one_event(last=date(2026, 7, 5))["DTSTART;VALUE=DATE"] == "20260704"
    assert one_event(last=date(2026, 7, 5))["DTEND;VALUE=DATE"] == "20260706"
    night = one_event(begins=time(22), ends=time(2))
    assert (night["DTSTART"], night["DTEND"]) == ("20260704T210000Z", "20260705T010000Z")  # British Summer Time
    winter = one_event(first=date(2026, 1, 5), last=date(2026, 1, 5), begins=time(9), ends=time(10))
    assert (winter["DTSTART"], winter["DTEND"]) == ("20260105T090000Z", "20260105T100000Z")


def test_a_month_has_whole_weeks_and_knows_its_neighbours():
    assert span_of(date(2026, 2, 1)) == (date(2026, 1, 26), date(2026, 3, 1))
    assert (month_before(date(2026, 1, 15)), next_month(date(2026, 12, 1))) == (date(2025, 12, 1), date(2027, 1, 1))
    weeks = weeks_of(date(2026, 7, 1), [dated(Entry(public_id="abc"), last=date(2026, 7, 5))])
    assert [len(week) for week in weeks] == [7] * 5
    assert [day.day.day for week in weeks for day in week if day.entries] == [4, 5]


def test_the_page_of_a_month_shows_what_is_entered(table, fair, visit):
    slug = table.partnership.slug
    page = visit(table.user("practitioner")).get(f"/partnerships/{slug}/registers/calendar/?month={fair.on:%Y-%m}")
    words = page.content.decode()
    assert page.status_code == 200 and "Summer fair; music, dancing" in words and "Planted note" not in words
    for asked in ("?month=nonsense", "?month=9999-99", "?month=2026-07"):
        assert visit(table.user("analyst")).get(f"/partnerships/{slug}/registers/calendar/{asked}").status_code == 200
    assert visit(table.user("analyst")).get(f"/partnerships/{slug}/registers/retailers/calendar/").status_code == 404


def test_a_calendar_program_reads_it_without_signing_in_and_that_is_logged(table, fair, visit):
    secret = made_places.secret(table)
    answer = visit().get(f"/calendars/{secret}/registers.ics")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "no-store" in answer.headers["Cache-Control"]
    _, [event] = read(answer.content)
    assert plain(event["SUMMARY"]) == str(fair) and event["UID"] == f"{fair.public_id}@commonground"
    assert event["DTSTART;VALUE=DATE"] == f"{fair.on:%Y%m%d}"
    assert b"Planted note" not in answer.content
    row = AccessEvent.objects.filter(kind="disclosure").latest("pk")
    assert (row.partnership, row.user_name, row.details["rows"]) == (
        table.partnership, table.user("analyst").name, 1
    )  # fmt: skip
    assert "notes" not in row.details["fields"] and row.recipient == "the member’s own calendar"


def test_a_withdrawn_entry_leaves_it(table, fair, visit):
    secret = made_places.secret(table)
    withdraw(fair, "Cancelled", on=fair.on, by=table.actor("analyst"))
    assert read(visit().get(f"/calendars/{secret}/registers.ics").content)[1] == []


@pytest.mark.parametrize("end", ["revoked", "seat ended", "training over", "made anew", "guessed"])
def test_an_address_that_gives_no_access_does_not_exist(table, visit, end):
    secret = made_places.secret(table)
    seat, yesterday = table.seats["analyst"], timezone.localdate() - timedelta(days=1)
    with scopes_disabled():
        if end == "revoked":
            calendar_feeds.revoke_address(by=table.actor("analyst"))
        elif end == "seat ended":
            Membership.objects.filter(pk=seat.pk).update(end=timezone.localdate())
        elif end == "training over":
            Membership.objects.filter(pk=seat.pk).update(trained_until=yesterday)
        elif end == "made anew":
            made_places.secret(table)
        else:
            secret = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    assert visit().get(f"/calendars/{secret}/registers.ics").status_code == 404


def test_the_secret_is_kept_nowhere_and_shown_once(table, visit):
    browser, page = visit(table.user("analyst")), f"/partnerships/{table.partnership.slug}/registers/calendar/address/"
    assert "Make an address" in browser.get(page).content.decode()
    shown = browser.post(page, {"make": "1"}).content.decode()
    secret = re.search(r"/calendars/([\w-]+)/registers\.ics", shown)[1]
    assert visit().get(f"/calendars/{secret}/registers.ics").status_code == 200
    assert secret not in browser.get(page).content.decode()
    feed = CalendarFeed.objects.get()
    assert secret not in {str(value) for value in vars(feed).values()}
    assert browser.post(page, {"revoke": "1"}).status_code == 302
    assert visit().get(f"/calendars/{secret}/registers.ics").status_code == 404


def test_the_feed_holds_registers_with_a_calendar_alone(table, visit):
    made_register.shop(table)
    assert [one.key for one in with_calendar(table.actor("analyst")) if not one.calendar] == []
    assert read(visit().get(f"/calendars/{made_places.secret(table)}/registers.ics").content)[1] == []
