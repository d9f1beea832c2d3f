"""Extracts that partners share under an agreement: how their columns are spelled and their codes understood.

``partner_codes.csv`` says what each code means. The words in it are ours (basis ``word``), and no national
code list has been confirmed: a partnership gives the codes of its own hospitals and force in a file of the
same shape, named by the environment variable COMMONGROUND_PARTNER_CODES, whose lines come before these.
"""

import re

ATTRIBUTION = "Shared under the partnership's information-sharing agreement. Not for publication as it is."

NOT_LISTED = "not in the code list"


def spelled(*names: str) -> tuple[str, ...]:
    """Every name as it is, with underscores, and with its words run together, as XML and exports have it."""
    forms = []
    for name in names:
        words = re.sub(r"[^\w]+", " ", name).strip()
        forms += [name, words, words.replace(" ", "_"), words.replace(" ", "").replace("_", "")]
    return tuple(dict.fromkeys(forms))


def meaning(group: str, field: str, column: str) -> str:
    """SQL: what the code in the column means; null for an empty cell, NOT_LISTED for an unknown code."""
    return (
        f"case when coalesce(trim({column}), '') <> '' then coalesce(code_meaning('{group}', '{field}', "
        f"{column}), '{NOT_LISTED}') end"
    )


def known(group: str, field: str, column: str) -> str:
    """SQL: as ``meaning``, but null where the meaning is that nothing is known."""
    return f"nullif({meaning(group, field, column)}, 'not known')"


def unlisted(group: str, field: str, column: str) -> str:
    """SQL: whether a filled cell holds a code that is not in the list."""
    return f"({meaning(group, field, column)}) = '{NOT_LISTED}'"


LSOA_VINTAGE = """
    case when trim(lsoa_code) <> '' then
        (select coalesce(max(c.vintage), '2021')
         from delivered d join lsoa_changes c on c.code = trim(d.lsoa_code)) end
"""
"""SQL: the year of the code set of the file's LSOAs, told by those that only one of two has; else 2021."""

AUTHORITY = """
    case when regexp_matches(trim(borough), '^(E0[6789]|W06)[0-9]{6}$') then trim(borough)
         when trim(borough) <> '' then place_code(borough, 'local_authority') end
"""
"""SQL: the code of the local authority that the column ``borough`` names or has the code of."""

AUTHORITY_UNKNOWN = f"trim(borough) <> '' and ({AUTHORITY}) is null"
"""SQL: whether the authority is named in a way that is not known."""
