"""A council’s Word template: filled and opened again, and kept from doing anything but naming places."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest

from commonground.papers.word_example import example, trial
from commonground.papers.word_form import NotATemplate, check, filled


def template(*texts: str) -> bytes:
    file = docx.Document()
    for text in texts:
        file.add_paragraph(text)
    made = BytesIO()
    file.save(made)
    return made.getvalue()


def packed(name: str, part: bytes) -> bytes:
    """The example with one part more in it."""
    made = BytesIO(example())
    with ZipFile(made, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return made.getvalue()


def test_the_example_is_filled_and_opens_again():
    check(example(), "example.docx", trial())
    made = docx.Document(BytesIO(filled(example(), trial())))
    styled = [(paragraph.style.name, paragraph.text) for paragraph in made.paragraphs]
    assert ("Heading 1", "1 Background") in styled and ("List Bullet", "Two") in styled
    assert ("Normal", "Words <with> signs & more.") in styled
    assert [[cell.text for cell in row.cells] for row in made.tables[1].rows] == [
        ["Row", "Number"], ["One", "1"], ["Two & three", "2"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No places", "has no place for a report in it"),
        ("{{ report.name", "has a place that cannot be read"),
        ("{% for c in chapters %}", "has a place that cannot be read"),
        ("{{ report.mayor }}", "names a place that no report fills"),
        ("{{ mayor }}", "names a place that no report fills"),
        ("{{ report.__class__ }}", "asks for more than words"),
        ("{{ ''.__class__.__mro__ }}", "asks for more than words"),
        ("{{ report.name.upper() }}", "asks for more than words"),
        ("{{ report.items }}", "asks for more than words"),
        ("{{ 'a' * 9 }}", "asks for more than words"),
        ("{{ chapters.append(1) }}", "asks for more than words"),
        ("{% include 'x' %}", "cannot be filled"),
        ("{{ report|attr('x') }}", "has a place that cannot be read"),
        ("{{ cycler }}", "names a place that no report fills"),
    ],
)
def test_a_template_that_asks_for_more_than_places_is_refused_in_one_sentence(text, said):
    with pytest.raises(NotATemplate) as refused:
        check(template(text), "ours.docx", trial())
    sentence = str(refused.value)
    assert sentence.startswith("“ours.docx” ") and said in sentence and "\n" not in sentence
    assert "Traceback" not in sentence


def test_macros_and_parts_from_elsewhere_are_refused():
    with pytest.raises(NotATemplate, match="holds macros"):
        check(packed("word/vbaProject.bin", b"x"), "x.docx", trial())
    outside = b'<Relationships><Relationship Id="r" Type="x/attachedTemplate" Target="http://a" TargetMode="External"/>'
    with pytest.raises(NotATemplate, match="takes a part of itself from another place"):
        check(packed("word/_rels/settings.xml.rels", outside), "x.docx", trial())


def test_a_bomb_is_not_unpacked():
    with pytest.raises(NotATemplate, match="unpacks to far more"):
        check(packed("word/big.xml", b"0" * (101 << 20)), "x.docx", trial())
