"""One example of each act upon files, calendar addresses, public pages and reports of the public."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import made_places
import made_register
from django.utils import timezone
from people import Table

from commonground.partnership.rule import Actor
from commonground.registers.changes import attachments, calendar_feeds, public_pages, public_reports

Act = Callable[[], object]
HEARD = {"on": date(2026, 6, 30), "place": "The bus stop", "kind": "experienced", "heard": "Arguments at the bus stop.",
         "source": "public", "reliability": "untested", "known": "not_known"}  # fmt: skip


def a_file_added(table: Table, patch: Any) -> Act:
    entry, by = made_register.entry(table), table.actor("practitioner")
    return lambda: attachments.add_file(entry, "poster.pdf", [b"%PDF-1.7"], by=by)


def a_photograph_kept(table: Table, patch: Any) -> Act:
    entry, by = made_register.entry(table), table.actor("practitioner")
    return lambda: attachments.keep_photograph(entry, "street.jpg", [made_places.photograph()], by=by)


def a_file_removed(table: Table, patch: Any) -> Act:
    found, by = made_places.file(table), table.actor("practitioner")
    return lambda: attachments.remove_file(found, by=by)


def a_waiting_file_scanned(table: Table, patch: Any) -> Act:
    made_places.file(table)
    patch.setattr("django.conf.settings.SCANNER", "/nowhere/clamd.sock")
    patch.setattr(attachments, "scan", lambda path, address: None)
    return lambda: attachments.scan_waiting(by=Actor.of_system("a test"))


def an_address_made(table: Table, patch: Any) -> Act:
    return lambda: calendar_feeds.make_address(by=table.actor("analyst"))


def an_address_revoked(table: Table, patch: Any) -> Act:
    made_places.secret(table)
    return lambda: calendar_feeds.revoke_address(by=table.actor("analyst"))


def a_calendar_handed_over(table: Table, patch: Any) -> Act:
    by = table.actor("analyst")
    feed = calendar_feeds.make_address(by=by)[0]
    return lambda: calendar_feeds.handed_over(feed, b"BEGIN:VCALENDAR", 0, ("name",), by=by)


def something_shown(table: Table, patch: Any) -> Act:
    return lambda: public_pages.show_in_public({"havens": True}, by=table.actor("plan_owner"))


def a_worry(table: Table, patch: Any) -> Act:
    made_places.switched_on(table)
    return lambda: public_reports.report(table.partnership, made_places.WORRY, by=Actor())


def a_report_taken(table: Table, patch: Any) -> Act:
    found = made_places.report(table)
    return lambda: public_reports.take(found, HEARD, by=table.actor("analyst"))


def a_report_closed(table: Table, patch: Any) -> Act:
    found = made_places.report(table)
    return lambda: public_reports.close(found, "known", by=table.actor("analyst"))


def words_erased(table: Table, patch: Any) -> Act:
    made_places.report(table)
    return lambda: public_reports.forget(timezone.now() + timedelta(days=91), by=Actor.of_system("a test"))


OF_PLACES = {
    "registers.changes.attachments.add_file": a_file_added,
    "registers.changes.attachments.keep_photograph": a_photograph_kept,
    "registers.changes.attachments.remove_file": a_file_removed,
    "registers.changes.attachments.scan_waiting": a_waiting_file_scanned,
    "registers.changes.calendar_feeds.make_address": an_address_made,
    "registers.changes.calendar_feeds.revoke_address": an_address_revoked,
    "registers.changes.calendar_feeds.handed_over": a_calendar_handed_over,
    "registers.changes.public_pages.show_in_public": something_shown,
    "registers.changes.public_reports.report": a_worry,
    "registers.changes.public_reports.take": a_report_taken,
    "registers.changes.public_reports.close": a_report_closed,
    "registers.changes.public_reports.forget": words_erased,
}
