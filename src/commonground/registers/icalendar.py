"""The calendar as a file that calendar programs read: RFC 5545, and of its many parts the few that are needed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from commonground.registers.calendar import Dated

LONGEST = 75  # octets of a line; a longer one goes on in the next, after a space
LONDON = ZoneInfo("Europe/London")
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def calendar(
    name: str, entries: Iterable[Dated], wards: Mapping[str, str], address_of: Callable[[Dated], str], now: datetime
) -> bytes:
    """The file. What it says of an entry is its name, days, hours and place, and where its page is; never its notes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Common Ground//Registers//EN", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}"]
    for one in entries:
        lines += _event(one, wards, address_of(one), now)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _event(one: Dated, wards: Mapping[str, str], address: str, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{one.entry.public_id}@commonground"
    yield f"DTSTAMP:{_moment(one.changed or now)}"
    yield from _days(one)
    yield f"SUMMARY:{_text(one.name)}"
    yield f"CATEGORIES:{_text(one.register.title)}"
    if where := ", ".join(filter(None, (one.place, wards.get(one.ward, "")))):
        yield f"LOCATION:{_text(where)}"
    if address:
        yield f"URL:{address}"
    yield "END:VEVENT"


def _days(one: Dated) -> Iterator[str]:
    """Hours where they are known, in universal time; otherwise whole days, of which the last is the day after."""
    if one.begins is None:
        yield f"DTSTART;VALUE=DATE:{one.first:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{one.last + timedelta(days=1):%Y%m%d}"
        return
    begins = _at(one.first, one.begins)
    yield f"DTSTART:{_moment(begins)}"
    if one.ends is not None:
        over_midnight = one.last == one.first and one.ends <= one.begins
        yield f"DTEND:{_moment(_at(one.last + timedelta(days=over_midnight), one.ends))}"
    elif one.last > one.first:
        yield f"DTEND:{_moment(_at(one.last, time(23, 59)))}"


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, LONDON)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    return "".join(sign for sign in words if sign >= " " or sign == "\n").translate(ESCAPED)


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, never within a letter."""
    pieces: list[str] = []
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > LONGEST - bool(pieces):  # the space that a further line begins with
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])
