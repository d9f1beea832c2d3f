"""Maps, calendars, files and public pages of registers, as tests need them."""

import io
from typing import Any

import made_register
from django_scopes import scope
from people import Table

from commonground.partnership.rule import Actor
from commonground.registers.changes import attachments, calendar_feeds, public_pages, public_reports
from commonground.registers.models import Attachment, PublicReport

WORRY = {"text": "Groups of young people argue at the bus stop.", "place": "The bus stop", "ward": "", "when": "week"}


def switched_on(table: Table, **wanted: bool) -> Any:
    """What of the registers is public: all of it, unless said otherwise."""
    wanted = wanted or {"havens": True, "services": True, "worries": True}
    with scope(partnership=table.partnership):
        return public_pages.show_in_public(wanted, by=table.actor("plan_owner"))


def slug_of_shown(table: Table) -> str:
    switched_on(table)
    return table.partnership.slug


def report(table: Table, **values: str) -> PublicReport:
    """A worry that somebody reported."""
    switched_on(table)
    return public_reports.report(table.partnership, WORRY | values, by=Actor())


def report_id(table: Table) -> str:
    return report(table).public_id


def photograph(place: tuple[float, float] = (51.45, 0.02)) -> bytes:
    """A picture of a telephone, with where and when it was taken, which telephone, and a comment."""
    from PIL import Image
    from PIL.TiffImagePlugin import IFDRational

    picture, kept = Image.new("RGB", (40, 20), "red"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x0132], exif[0x0112] = "Planted Telephone", "2026:03:04 11:12:13", 6
    degrees = tuple(IFDRational(round(one * 1_000_000), 1_000_000) for one in (place[0], 0, 0))
    exif.get_ifd(0x8825).update({1: "N", 2: degrees, 3: "W", 4: degrees})
    picture.save(kept, "JPEG", exif=exif, comment=b"planted comment")
    return kept.getvalue()


def file(table: Table, name: str = "poster.pdf", content: bytes = b"%PDF-1.7 poster") -> Attachment:
    """A file beside an entry that the practitioner added."""
    entry = made_register.entry(table)
    return attachments.add_file(entry, name, [content], by=table.actor("practitioner"))


def secret(table: Table) -> str:
    """The secret of an address at which the analyst’s calendar reads."""
    with scope(partnership=table.partnership):
        return calendar_feeds.make_address(by=table.actor("analyst"))[1]


def _of_a_file(word: str) -> Any:
    """One word of the address of a file; the file is made once for a table."""

    def example(table: Table) -> str:
        with scope(partnership=table.partnership):
            held = Attachment.objects.select_related("entry").first()
        found = held or file(table)
        return {"register": found.entry.register, "public_id": found.entry.public_id, "file": found.public_id}[word]

    return example


OF_A_FILE = {word: _of_a_file(word) for word in ("register", "public_id", "file")}
IN_ADDRESSES = {
    "register-map-of": {"register": lambda table: "retailers"},
    "register-calendar-of": {"register": lambda table: "events"},
    "register-file-add": {word: OF_A_FILE[word] for word in ("register", "public_id")},
    "register-file": OF_A_FILE,
    "register-file-remove": OF_A_FILE,
    "register-public-report": {"public_id": report_id},
    "register-public-report-take": {"public_id": report_id},
    "register-public-report-close": {"public_id": report_id},
    "public-havens": {"slug": slug_of_shown},
    "public-services": {"slug": slug_of_shown},
    "public-worry": {"slug": slug_of_shown},
    "calendar-feed": {"secret": secret},
}
