"""What is no template is refused in one sentence that says where, whatever the file holds."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_templates import OFTEN, made
from pydantic import ValidationError

from commonground.plan.templates.as_csv import COLUMNS, read_csv, write_csv
from commonground.plan.templates.as_json import read_json, write_json
from commonground.plan.templates.refusal import TemplateRefused
from commonground.plan.templates.written import TemplateTheme, WrittenTemplate

GOVERNANCE_MISSING = (
    "have no Governance: the standing items and the monthly tasking sit there. Add a theme whose key is “governance”."
)


def sheet(*rows: str) -> bytes:
    """A small template as a person would type it, and more rows."""
    whole = ["record,key,title,tier,theme,text,published,succeeds,leads_to,confirmed", "template,small,Small,,,,,,,"]
    whole += ["theme,governance,Governance,,,,,,,", "item,G1,,minimum,governance,Meet,,,,"]
    return "\n".join([*whole, *rows]).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty; its first row has the names of the columns."),
        (b"PK\x03\x04", "is a workbook, not CSV; save it as CSV in UTF-8 and try again."),
        ("record,key\nthéme".encode("latin-1"), "is not written in UTF-8; save it as CSV in UTF-8 and try again."),
        (b"record,key,colour", f"row 1: “colour” is no column of a template; the columns are {', '.join(COLUMNS)}."),
        (b"record,title", f"row 1: there is no column “key”; the columns are {', '.join(COLUMNS)}."),
        (b"record,key,key", "row 1: there are two columns “key”; leave one of them out."),
        (b"record,key", "the row of the record “template” is missing; add it."),
        (sheet("theme,victims,,,,,,,,"), "row 5, column “title” is missing; add it."),
        (
            sheet("thing,victims,,,,,,,,"),
            "row 5, column “record” is “thing”, but must be one of template, theme, item, item mapping, theme mapping.",
        ),
        (
            sheet("template,other,Other,,,,,,,"),
            "row 5, column “record” is “template”, but so is row 2; leave one of them out.",
        ),
        (
            sheet("theme,victims,Victims,minimum,,,,,,"),
            "row 5, column “tier” is filled, but a row of the record “theme” has none; empty the cell.",
        ),
        (
            sheet("theme,governance,Again,,,,,,,"),
            "row 5, column “key” is “governance”, as of a theme before it; give each its own.",
        ),
        (
            sheet("item,G2,,maximum,governance,Meet,,,,"),
            "row 5, column “tier” is “maximum”, but must be minimum or option.",
        ),
        (
            sheet("item,g1,,option,governance,Meet,,,,"),
            "row 5, column “key” is “g1”, as of an item before it; give each its own.",
        ),
        (
            sheet("item,G 2,,option,governance,Meet,,,,"),
            "row 5, column “key” is “G 2”, but a ref has letters, figures, points and hyphens alone, such as T5.",
        ),
        (
            sheet("item,G2,,option,enforcment,Meet,,,,"),
            "row 5, column “theme” is “enforcment”, but there is no theme of that key; add it or correct it.",
        ),
        (
            sheet("item,G2,,option,governance,Meet,,,,perhaps"),
            "row 5, column “confirmed” is “perhaps”, but must be yes or no.",
        ),
        (
            sheet("item mapping,A1,,,,,,,G9,"),
            "row 5, column “leads_to” leads to “G9”, but there is no item of that ref; add it or correct it.",
        ),
        (
            sheet("item mapping,A1,,,,,,,G1; G1,"),
            "row 5, column “leads_to” leads twice to the same item; name each once.",
        ),
        (
            sheet("theme mapping,old,,,,,,,new,"),
            "row 5, column “leads_to” leads to “new”, but there is no theme of that key; add it or correct it.",
        ),
        (
            sheet("item mapping,A1,,,,,,,G1,"),
            "row 2, column “succeeds” is empty, but there is a mapping from an earlier "
            "version; write that version's key.",
        ),
        (
            sheet("item mapping,A1,,,,,,,G1,", "item mapping,A1,,,,,,,G1,"),
            "row 6, column “key” is “A1”, as of row 5; write one row for each.",
        ),
        (sheet(',,,,,,,,,,"'), "line 5 is not CSV (unexpected end of data); save it from a spreadsheet."),
        (sheet(",,,,,,,,,,x"), "row 5 has more cells than columns; look for a stray comma."),
        (
            sheet().replace(b"Small,,,,,", b"Small,,,,2018-13,"),
            "row 2, column “published” says 2018-13, which is no date; write it as 2018, 2018-06 or 2018-06-27.",
        ),
        (
            sheet().replace(b"Small,,,,,", b"Small,,,,June,"),
            "row 2, column “published” is “June”, but a date is written as 2018, 2018-06 or 2018-06-27.",
        ),
        (
            sheet().replace(b"minimum", b"option"),
            "the items have no minimum standard; give at least one the tier “minimum”.",
        ),
        (sheet().replace(b"governance", b"tasking"), f"the themes {GOVERNANCE_MISSING}"),
        (
            sheet().replace(b"Meet", b"Meet\x07now"),
            "row 4, column “text” has a control character in it; type the words again.",
        ),
        (sheet().replace(b"Meet", b"M" * 5001), "row 4, column “text” is longer than 5000 characters; shorten it."),
    ],
)
def test_a_sheet_is_refused_in_one_sentence_that_says_where(content: bytes, said: str) -> None:
    with pytest.raises(TemplateRefused) as refused:
        read_csv(content, "plan.csv")
    assert str(refused.value) == f"plan.csv: {said}"


def spoiled(change: str, value: object) -> bytes:
    """A small template as JSON with one thing put wrong, named by its place."""
    whole = json.loads(write_json(made()))
    *way, last = [int(part) if part.isdigit() else part for part in change.split(".")]
    there = whole
    for part in way:
        there = there[part]
    there[last] = value
    return json.dumps(whole).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"{",
            "line 1, column 2: this is not JSON (Expecting property name enclosed in double quotes); correct it there.",
        ),
        (b"[]", "the file must be an object."),
        (b'{"key": 1, "key": 2}', "“key” stands twice in one object; leave one of them out."),
        (b"[" * 100_000, "is nested too deeply for a template; compare it with the published schema."),
        (b"9" * 10_000, "has a number in it that no template has; compare it with the published schema."),
        (b"NaN", "has a number in it that no template has; compare it with the published schema."),
        (b" " * 5_000_001, "is larger than 5 MB, which no template is; check that it is the right file."),
        (spoiled("themes", []), f"“themes” {GOVERNANCE_MISSING}"),
        (spoiled("themes", {}), "“themes” must be a list."),
        (spoiled("colour", "red"), "“colour” is not part of a template; take it out or correct its name."),
        (spoiled("form", "other/1"), "“form” is “other/1”, but must be commonground.template/1."),
        (spoiled("title", ""), "“title” is empty; write it."),
        (spoiled("title", 5), "“title” must be words in quotation marks."),
        (spoiled("title", "\ud800"), "“title” has characters in it that are no text; type it again."),
        (spoiled("title", "a\nb"), "“title” must be on one line, without tabs."),
        (
            spoiled("items.1.theme", "x"),
            "“items”, entry 2, “theme” is “x”, but there is no theme of that key; add it or correct it.",
        ),
        (spoiled("items.1.confirmed", "yes"), "“items”, entry 2, “confirmed” must be true or false."),
        (
            spoiled("items.1.indicators", ["a; b"]),
            "“items”, entry 2, “indicators”, entry 1 has a semicolon in it; a "
            "semicolon stands between two of them, so write each by itself.",
        ),
        (
            spoiled("items.1.prevention", "late"),
            "“items”, entry 2, “prevention” is “late”, but must be primary, secondary or tertiary.",
        ),
        (
            spoiled("item_mapping", {"a b": []}),
            "“item_mapping”, “a b” is “a b”, but a ref has letters, figures, points and hyphens alone, such as T5.",
        ),
    ],
)
def test_a_json_file_is_refused_in_one_sentence_that_says_where(content: bytes, said: str) -> None:
    with pytest.raises(TemplateRefused) as refused:
        read_json(content, "plan.json")
    assert str(refused.value) == f"plan.json: {said}"


def test_no_way_in_passes_a_template_without_governance() -> None:
    with pytest.raises(ValidationError, match="no Governance"):
        made(themes=(TemplateTheme(key="victims", title="Supporting victims"),), items=made().items[1:])


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)
PLACES = ["key", "title", "published", "themes", "themes.0", "themes.1.key", "items", "items.0", "items.1.ref"]
PLACES += ["items.2.indicators", "items.2.prevention", "items.0.tier", "succeeds", "item_mapping", "theme_mapping"]


@OFTEN
@given(st.sampled_from(PLACES), JSON_VALUES)
def test_a_spoiled_json_file_is_a_template_or_refused(place: str, value: object) -> None:
    one_sentence(read_json, spoiled(place, value))


@OFTEN
@given(st.binary(max_size=60), st.integers(0, 700), st.integers(0, 60))
def test_a_spoiled_file_is_a_template_or_refused(noise: bytes, at: int, gone: int) -> None:
    for read, good in ((read_csv, write_csv(made())), (read_json, write_json(made()))):
        one_sentence(read, good[:at] + noise + good[at + gone :])


CELLS = st.sampled_from(
    [*COLUMNS, "template", "theme", "item", "item mapping", "theme mapping", "governance", "G1", ""]
)


@OFTEN
@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=6))
def test_a_sheet_of_the_right_words_in_the_wrong_cells_is_refused(rows: list[list[str]]) -> None:
    head = "record,key,title,theme,text,leads_to"
    one_sentence(read_csv, "\n".join([head, *map(",".join, rows)]).encode())


def one_sentence(read, content: bytes) -> None:
    """A template, or one sentence that ends; anything else fails the test."""
    try:
        assert isinstance(read(content, "file"), WrittenTemplate)
    except TemplateRefused as refused:
        said = str(refused)
        assert said.startswith("file: ") and said.endswith(".") and "\n" not in said and len(said) < 500
