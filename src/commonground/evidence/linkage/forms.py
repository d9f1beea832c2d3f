"""Forms: what is compared of a name, a date of birth and a postcode.

Two records are never compared letter by letter. Each field is turned into words (itself, itself with one letter left
out, how it sounds, parts of a date), and two fields are alike when they share a word. Keyed hashes of words are shared
exactly when the words are, so that hashes link as well as names do.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache

FIELDS = ("forename", "surname", "dob", "postcode", "sex")
"""What is read of each record, in plain words."""
WORDS = (
    "forename", "forename_near", "forename_sound", "surname", "surname_near", "surname_sound",
    "dob", "dob_near", "dob_either", "dob_year", "postcode", "postcode_near", "postcode_district", "sex",
)  # fmt: skip
"""What is compared. Those of ``SEVERAL`` hold a set of words, the others one."""
SEVERAL = frozenset({"forename_near", "surname_near", "dob_near", "postcode_near"})
COARSE = {"forename": "forename_sound", "surname": "surname_sound", "dob": "dob_year", "postcode": "postcode_district"}
"""For each field, what it still says when it is neither equal nor near."""

Words = dict[str, str | list[str] | None]

NOBODY = frozenset(
    ("UNKNOWN", "NOTKNOWN", "NOTGIVEN", "NOTRECORDED", "NOTSTATED", "NK", "ANON", "ANONYMOUS", "REDACTED", "REFUSED",
     "WITHHELD", "MALE", "FEMALE")
)  # fmt: skip
"""What stands in a column of names and is no name. Na and Null are names; where they are marks, they are so common that
sharing them says little."""
SEXES = {"M": "M", "MALE": "M", "BOY": "M", "MAN": "M", "1": "M", "F": "F", "FEMALE": "F", "GIRL": "F", "WOMAN": "F",
         "2": "F"}  # fmt: skip
"""Words and codes of the NHS for sex. Anything else says nothing: it is taken as not known."""
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d", "%d %b %Y", "%d %B %Y", "%d-%b-%Y")
PLACEHOLDERS = frozenset({date(1900, 1, 1), date(1800, 1, 1), date(9999, 12, 31)})
"""Dates that systems write where none is known."""
ALIKE = ("BFPV", "CGJKQSXZ", "DT", "L", "MN", "R")
SOUNDS = {letter: code for code, letters in enumerate(ALIKE, 1) for letter in letters}


def folded(name: str) -> str | None:
    """A name in capital letters without accents, spaces and signs; None for what is no name.

    >>> folded("O’Neill-Çelik")
    'ONEILLCELIK'
    """
    spread = unicodedata.normalize("NFKD", name.upper())
    letters = "".join(letter for letter in spread if letter.isalpha())
    return None if not letters or letters in NOBODY else letters


def first_name(names: str) -> str | None:
    """The first of somebody's given names: lists differ in whether they have the others.

    >>> first_name("Mary Jane")
    'MARY'
    """
    kept = names.split()
    return None if folded(names) is None or not kept else folded(kept[0])


def birth(written: str) -> date | None:
    """A date of birth, the day before the month unless the year comes first; None for what is none.

    >>> birth("3/11/2005")
    datetime.date(2005, 11, 3)
    """
    return _date(written.strip().removesuffix("00:00:00").rstrip("T "))


@lru_cache(maxsize=65536)
def _date(written: str) -> date | None:
    for pattern in DATES:
        try:
            found = datetime.strptime(written, pattern).date()
        except ValueError:
            continue
        return None if found in PLACEHOLDERS else found
    return None


def postcode(written: str) -> str | None:
    """A postcode without its space; None for what is none, and for the pseudo-postcodes of no fixed address (ZZ99).

    >>> postcode("se13 6rw")
    'SE136RW'
    """
    joined = re.sub(r"[\W_]", "", written.upper())
    return joined if re.fullmatch(r"[A-Z][A-Z0-9]{1,3}[0-9][A-Z]{2}", joined) and joined[:4] != "ZZ99" else None


def near(word: str) -> list[str]:
    """The word, and the word with each one of its letters left out.

    Two words share one of these if a letter is wrong, missing, too many, or has changed places with its neighbour;
    words of less than three letters have no other.

    >>> near("ANNA")
    ['ANA', 'ANN', 'ANNA', 'NNA']
    """
    return sorted({word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}) if len(word) > 2 else [word]


def sound(name: str) -> str:
    """Soundex: the first letter and three digits for the consonants that follow.

    >>> sound("ROBERT"), sound("RUPERT"), sound("PFISTER")
    ('R163', 'R163', 'P236')
    """
    digits, last = "", SOUNDS.get(name[0])
    for letter in name[1:]:
        code = SOUNDS.get(letter)
        if code and code != last:
            digits += str(code)
        if letter not in "HW":  # these two do not part equal consonants; vowels do
            last = code
    return name[0] + (digits + "000")[:3]


def words(record: Mapping[str, str]) -> Words:
    """All that is compared of one record."""
    names = {"forename": first_name(record.get("forename") or ""), "surname": folded(record.get("surname") or "")}
    found: Words = dict.fromkeys(WORDS)
    for field, name in names.items():
        if name:
            found |= {field: name, f"{field}_near": near(name), f"{field}_sound": sound(name)}
    if born := birth(record.get("dob") or ""):
        found |= _of_birth(born)
    if code := postcode(record.get("postcode") or ""):
        found |= {"postcode": code, "postcode_near": near(code), "postcode_district": code[:-3]}
    found["sex"] = SEXES.get((record.get("sex") or "").strip().upper())
    return found


def _of_birth(born: date) -> Words:
    """A date and what is near it: day and month exchanged, or one of the three wrong, which leaves two right."""
    year, month, day = f"{born:%Y}", f"{born:%m}", f"{born:%d}"
    either = f"{year} {min(month, day)} {max(month, day)}"  # the same for both ways round
    near_it = [either, f"{year} month {month}", f"{year} day {day}", f"month {month} day {day}"]
    return {"dob": f"{year}-{month}-{day}", "dob_near": near_it, "dob_either": either, "dob_year": year}


def each(found: Words, change: Callable[[str, str], str]) -> Words:
    """The same with every word changed, told the word's field; sets of words in the order of what they became."""
    changed: Words = {}
    for field, value in found.items():
        if isinstance(value, list):
            changed[field] = sorted(change(field, word) for word in value)
        else:
            changed[field] = None if value is None else change(field, value)
    return changed


def known(records: Iterable[Words]) -> dict[str, float]:
    """Share of the records that have each of the plain fields, from 0 to 1."""
    every = list(records)
    return {field: sum(one[field] is not None for one in every) / len(every) for field in FIELDS}
