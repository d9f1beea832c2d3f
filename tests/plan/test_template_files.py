"""No word of a template is lost on the way to a file and back, and what is written is as the schema says."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from made_templates import OFTEN, made, templates

from commonground.plan.templates.as_csv import read_csv, write_csv
from commonground.plan.templates.as_json import read_json, schema, write_json
from commonground.plan.templates.cells import cell, words_of
from commonground.plan.templates.shipped import shipped
from commonground.plan.templates.written import TemplateItem, WrittenTemplate
from commonground.plan.terms import Tier

ROOT = Path(__file__).resolve().parents[2]


@OFTEN
@given(templates())
def test_no_word_is_lost_on_the_way_to_a_file_and_back(template: WrittenTemplate) -> None:
    assert read_csv(write_csv(template)) == template
    assert read_json(write_json(template)) == template
    Draft202012Validator(schema()).validate(json.loads(write_json(template)))


@pytest.mark.parametrize("template", shipped().values(), ids=list(shipped()))
def test_what_is_shipped_goes_there_and_back_and_is_as_the_schema_says(template: WrittenTemplate) -> None:
    assert read_csv(write_csv(template)) == template and read_json(write_json(template)) == template
    published = json.loads((ROOT / "docs/reference/schemas/template-1.json").read_text("utf-8"))
    Draft202012Validator.check_schema(published)
    Draft202012Validator(published).validate(json.loads(write_json(template)))


def test_the_schema_refuses_what_it_can_see() -> None:
    wrong = json.loads(write_json(made()))
    wrong["items"][0]["tier"] = "maximum"
    wrong["items"][1]["colour"] = "red"
    del wrong["items"][2]["text"]
    found = Draft202012Validator(schema()).iter_errors(wrong)
    assert sorted(list(error.absolute_path) for error in found) == [["items", 0, "tier"], ["items", 1], ["items", 2]]


@OFTEN
@given(st.text())
def test_a_cell_is_no_formula_and_says_what_it_said(words: str) -> None:
    entered = cell(words.strip())
    assert words_of(entered) == words.strip()
    assert entered[:1] not in set("=+-@")


def test_a_spreadsheet_that_a_person_made_is_read() -> None:
    sheet = (
        "Record,Key,Title,Tier,Theme,Text,Evidence expected,Confirmed\n"
        "Template,small,Small,,,,,\n"
        ",,,,,,,\n"
        "theme,governance,Governance,,,,,\n"
        'item,G1,,Minimum,governance,"Meet\nmonthly", minutes ;; agenda;,Yes\n'
    )
    read = read_csv(sheet.encode())
    assert read.items == (
        TemplateItem(
            ref="G1",
            tier=Tier.MINIMUM,
            theme="governance",
            text="Meet\nmonthly",
            evidence_expected=("minutes", "agenda"),
            confirmed=True,
        ),
    )
