"""Headings: which columns of a partner's list are what, and whether it is a list of people or of fingerprints."""

import re
from collections.abc import Iterable, Mapping, Sequence

from commonground.evidence.linkage import fingerprint, forms
from commonground.evidence.linkage.fingerprint import COLUMNS, MARK
from commonground.evidence.linkage.forms import FIELDS, Words

SPELT = {
    "forename": ("forename", "forenames", "firstname", "givenname", "givennames", "first"),
    "surname": ("surname", "lastname", "familyname", "last"),
    "dob": ("dob", "dateofbirth", "birthdate", "born"),
    "postcode": ("postcode", "homepostcode", "postalcode", "pcd"),
    "sex": ("sex", "gender"),
}
"""How partners spell the headings, in small letters without spaces and signs."""
NEEDED = ("forename", "surname", "dob")
ABOUT = {"forename": "forenames", "surname": "surnames", "dob": "dates of birth"}


class WrongColumns(ValueError):
    """The list does not have the columns that records are linked by."""


def fields_of(headings: Iterable[str]) -> dict[str, str]:
    """The heading of each field that the list has. Raises WrongColumns where one that is needed is missing.

    >>> fields_of(["URN", "First name", "Surname", "Date of Birth"])
    {'forename': 'First name', 'surname': 'Surname', 'dob': 'Date of Birth'}
    """
    given = list(headings)
    plain = {re.sub(r"[\W_]", "", heading).casefold(): heading for heading in given}
    found = {
        field: next(plain[spelling] for spelling in SPELT[field] if spelling in plain)
        for field in FIELDS
        if any(spelling in plain for spelling in SPELT[field])
    }
    if missing := [ABOUT[field] for field in NEEDED if field not in found]:
        raise WrongColumns(
            f"there is no column of {' or of '.join(missing)}; it has {', '.join(given)}. Name the columns forename, "
            "surname, dob and, where there are such, postcode and sex"
        )
    return found


def plain_records(columns: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """The fields of each record and nothing else of the row. Raises WrongColumns."""
    fields = fields_of(columns)
    rows = zip(*(columns[heading] for heading in fields.values()), strict=True)
    return [dict(zip(fields, row, strict=True)) for row in rows]


def is_fingerprinted(headings: Iterable[str]) -> bool:
    return MARK in set(headings)


def words_of(columns: Mapping[str, Sequence[str]]) -> list[Words]:
    """The words of each record, of a plain list or of one of fingerprints. Raises WrongColumns."""
    if not is_fingerprinted(columns):
        return [forms.words(record) for record in plain_records(columns)]
    if missing := [heading for heading in COLUMNS if heading not in columns]:
        raise WrongColumns(
            f"it has fingerprints without {', '.join(missing)}: make it again with ‘commonground fingerprint’"
        )
    rows = zip(*(columns[heading] for heading in COLUMNS), strict=True)
    return [fingerprint.read(dict(zip(COLUMNS, row, strict=True))) for row in rows]
