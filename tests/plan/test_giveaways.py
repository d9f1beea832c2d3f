"""What could give a person away is found, each with the words around it; plain words are left alone."""

import pytest

from commonground.plan.giveaways import Giveaway, Text, giveaways

NAMES = ["Olwen Planted-Name", "Plan owner of lewisham", "Amy Wu"]


def found(words: str, *names: str) -> list[tuple[str, str]]:
    return [(one.kind, one.found) for one in giveaways([Text("p", "P", words)], names)]


@pytest.mark.parametrize(
    ("words", "kind", "hit"),
    [
        ("write to a.person+x@example.org.uk today", "e-mail address", "a.person+x@example.org.uk"),
        ("call 020 8314 6000 now", "phone number", "020 8314 6000"),
        ("call +44 (0)20 8314 6000", "phone number", "+44 (0)20 8314 6000"),
        ("07700900123", "phone number", "07700900123"),
        ("near SE13 6LG there", "postcode", "SE13 6LG"),
        ("near se6 4rU there", "postcode", "se6 4rU"),
        ("said Mr O’Neill", "person with a title", "Mr O’Neill"),
        ("told PC Jones-Smith", "person with a title", "PC Jones-Smith"),
        ("a boy aged 15 was", "age", "aged 15"),
        ("a 15-year-old", "age", "15-year-old"),
        ("for 3 young people", "small number of people", "3 young people"),
        ("Two victims", "small number of people", "Two victims"),
        ("4 of the young women", "small number of people", "4 of the young women"),
        ("victims: 2", "small number of people", "victims: 2"),
        ("n = 4", "small number of people", "n = 4"),
        ("one homicide and 1 homicides", "small number of people", "1 homicides"),
    ],
)
def test_a_shape_is_found(words, kind, hit):
    assert (kind, hit) in found(words)


@pytest.mark.parametrize(
    "words",
    ["", "12 young people", "2,104 young people", "4.5 victims", "3% of victims", "in 2024 young people said",
     "£3 people", "page 3 of the plan", "The Metropolitan Police and the council", "5 victims", "1/4 people",
     "standard G2 for victims of crime in all of the borough’s schools and their young people"],
)  # fmt: skip
def test_plain_words_are_left_alone(words):
    assert found(words) == []


def test_names_of_the_table_whole_and_in_parts():
    whole, part = "name of somebody at the table", "part of a name of somebody at the table"
    assert found("by olwen planted-name", *NAMES) == [(whole, "olwen planted-name")]
    assert found("by Olwen and amy", *NAMES) == [(part, "Olwen")]
    assert found("the Plan owner of Lewisham", *NAMES) == [(whole, "Plan owner of Lewisham")]
    assert found("the Plan of the owner", *NAMES) == []
    assert found("Amyloid", *NAMES) == []


def test_the_place_and_the_words_around_are_said():
    text = Text("answer/G1/narrative", "G1: local position", "We have asked Mr Planted to go there.")
    assert giveaways([text]) == [
        Giveaway("answer/G1/narrative", "G1: local position", "person with a title", "Mr Planted", "We have asked ",
                 " to go there.")
    ]  # fmt: skip


def test_a_name_is_taken_as_it_is_and_not_as_a_pattern():
    assert found("a+b (c", "(c", "a+b") != found("aab", "a+b")
    assert found("aab", "a+b") == []
