"""The three formats, opened again: what a reader, a screen reader and Word find in them."""

import re
from datetime import datetime
from itertools import pairwise

import docx
import pytest
import specimen
from docx.oxml.ns import qn
from lxml import html as parser
from pypdf import PdfReader

from commonground.report.blocks import Paragraph, Table
from commonground.report.document import Document, Section
from commonground.report.render import render
from commonground.report.render.docx import LETTER, WIDTH, _widths

pytestmark = pytest.mark.slow

SENTENCE = "Police recorded 9,526 offences of violence against the person in Lewisham in the 12 months"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return render(specimen.document(), tmp_path_factory.mktemp("out"))


@pytest.fixture(scope="module")
def page(made):
    return parser.fromstring(made[0].read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pdf(made):
    return PdfReader(made[1])


@pytest.fixture(scope="module")
def pdf_text(pdf):
    return re.sub(r"\s+", " ", " ".join(p.extract_text() for p in pdf.pages))


@pytest.fixture(scope="module")
def word(made):
    return docx.Document(made[2])


def small(**changes) -> Document:
    parts = dict(
        name="small", title="Small", subtitle="A test", area="Lewisham", period="2023",
        published=datetime(2024, 1, 2),
        organisation="Lewisham", summary=(Paragraph(("Words.",)),), sections=(), sources=(),
    )  # fmt: skip
    return Document(**(parts | changes))


def test_three_files_are_made_in_order(made):
    assert [p.name for p in made] == [
        "lewisham-specimen.html",
        "lewisham-specimen.pdf",
        "lewisham-specimen.docx",
    ]


def test_the_page_has_one_h1_and_no_level_is_skipped(page):
    levels = [int(h.tag[1]) for h in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_ids_are_unique_and_every_inner_link_arrives(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {href.removeprefix("#") for href in page.xpath("//@href")}
    assert targets and targets <= set(ids)


def test_everything_a_label_points_to_is_there(page):
    ids = set(page.xpath("//@id"))
    assert {name for names in page.xpath("//@aria-labelledby") for name in names.split()} <= ids


def test_every_drawing_has_a_name_and_a_description(page):
    drawings = page.xpath("//figure//svg")
    assert len(drawings) == 2 * len(specimen.document().charts)  # for a page and for a phone
    for svg in drawings:
        assert svg.get("role") == "img"
        assert svg.xpath("./title")[0].text
        assert len(svg.xpath("./desc")[0].text) > 60


def test_every_table_has_a_caption_and_scoped_headers(page):
    tables = page.xpath("//table")
    assert len(tables) == len(specimen.document().charts) + 1
    for table in tables:
        assert table.xpath("./caption")[0].text_content().strip()
        assert {th.get("scope") for th in table.xpath(".//thead//th")} == {"col"}
        assert all(row.xpath("./th[@scope='row']") for row in table.xpath("./tbody/tr"))


def test_the_page_says_its_language_and_has_its_landmarks_and_a_way_past_the_contents(page):
    assert page.get("lang") == "en-GB"
    assert [len(page.xpath(f"//{tag}")) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    assert page.xpath("//a[@class='skip']/@href") == ["#main"]


def test_the_page_asks_for_nothing_from_elsewhere(made):
    text = made[0].read_text(encoding="utf-8")
    loaded = re.findall(r"""(?:src|href)=["']([^"'#][^"']*)|url\(["']?([^"')#][^"')]{0,40})""", text)
    assert {(a or b).split(",")[0] for a, b in loaded} == {"data:font/woff2;base64"}
    assert "<script" not in text


def test_each_figure_carries_its_value(page):
    assert "9526" in page.xpath("//data/@value")


def test_a_withheld_number_is_in_no_output(made, pdf_text, word):
    forms = {str(specimen.SECRET), f"{specimen.SECRET:,}"}
    xml = "".join(
        part.blob.decode("utf-8", "ignore")
        for part in word.part.package.iter_parts()
        if b"<?xml" in part.blob[:99]
    )
    written = word.element.xml + xml
    for text in (made[0].read_text(encoding="utf-8"), pdf_text, written):
        assert not [form for form in forms if form in text]


def test_the_pdf_says_that_it_is_tagged_and_accessible(pdf):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in re.sub(
        rb'pdfuaid:part="1"', b"<pdfuaid:part>1</pdfuaid:part>", root["/Metadata"].get_data()
    )
    assert pdf.metadata.title == "Serious violence in Lewisham: Lewisham, the 12 months to February 2024"
    assert [entry.title for entry in pdf.outline if not isinstance(entry, list)][:2] == [
        "Summary",
        "Kinds of violence",
    ]


def test_every_picture_in_the_pdf_has_words(pdf):
    described = []

    def walk(element):
        element = element.get_object()
        if isinstance(element, list):
            for item in element:
                walk(item)
        elif hasattr(element, "get"):
            if element.get("/S") == "/Figure":
                described.append(str(element.get("/Alt", "")))
            if "/K" in element and not isinstance(element["/K"], int):
                walk(element["/K"])

    walk(pdf.trailer["/Root"]["/StructTreeRoot"])
    said = [text for text in described if text]
    assert len(said) == len(specimen.document().charts)
    assert all(len(text) > 60 for text in said)


def test_the_pdf_reads_as_the_page_does(pdf, pdf_text):
    assert SENTENCE in pdf_text
    assert "Page 2 of" in pdf_text
    summary = pdf.pages[1].extract_text()
    assert (
        "Summary" in summary
        and "Officer’s text needed" in summary
        and "Kinds of violence\nThis" not in summary
    )


def test_the_word_file_has_real_headings_and_no_empty_paragraph(word):
    assert [p.text for p in word.paragraphs if p.style.name == "Heading 1"] == [
        "Summary", "Kinds of violence", "Who is harmed, and when", "Where",
        "Annex: numbers behind the charts",
        "Sources and licences",
    ]  # fmt: skip
    assert [p.text for p in word.paragraphs if p.style.name == "Heading 2"] == ["By quarter", "When"]
    pictures = [p for p in word.paragraphs if p._p.findall(f".//{qn('w:drawing')}")]
    assert [
        p for p in word.paragraphs if not p.text.strip() and p not in pictures and not _is_in(p, pictures)
    ] == []


def _is_in(paragraph, pictures):
    return any(paragraph._p is p._p for p in pictures)


def test_the_contents_of_the_word_file_are_there_before_word_makes_them(word):
    xml = word.element.xml
    assert 'TOC \\o "1-1"' in xml
    entries = [p for p in word.paragraphs if p.style.name.lower() == "toc 1"]
    assert len(entries) == 6
    anchors = {h.get(qn("w:anchor")) for p in entries for h in p._p.findall(qn("w:hyperlink"))}
    marks = {b.get(qn("w:name")) for b in word.element.iter(qn("w:bookmarkStart"))}
    assert anchors <= marks and len(anchors) == 6


def test_figures_and_tables_of_the_word_file_are_numbered_by_fields(word):
    captions = [p for p in word.paragraphs if p.style.name == "Caption"]
    fields = [t.text.strip() for p in captions for t in p._p.iter(qn("w:instrText"))]
    assert fields.count("SEQ Figure \\* ARABIC") == len(specimen.document().charts)
    assert fields.count("SEQ Table \\* ARABIC") == 1
    assert captions[0].text == "Figure 1: Violence against the person by month, Lewisham"


def test_every_picture_of_the_word_file_has_words(word):
    said = [d.get("descr") for d in word.element.iter(qn("wp:docPr"))]
    assert said == [chart.alternative for chart in specimen.document().charts]


def test_the_header_row_of_every_table_repeats(word):
    assert all(len(t._tbl.findall(f".//{qn('w:tblHeader')}")) == 1 for t in word.tables)
    assert all(t.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None for t in word.tables)


def test_the_word_file_knows_its_title_language_and_date(word):
    properties = word.core_properties
    assert properties.title == "Serious violence in Lewisham: Lewisham, the 12 months to February 2024"
    assert (properties.language, properties.author) == ("en-GB", "London Borough of Lewisham")
    assert properties.created == properties.modified
    assert (properties.created.year, properties.created.month, properties.created.day) == (2024, 4, 30)


def test_the_same_document_gives_the_same_bytes(made, tmp_path):
    again = render(specimen.document(), tmp_path)
    assert [p.read_bytes() for p in again] == [p.read_bytes() for p in made]


def test_an_invented_document_says_so_on_every_page(tmp_path):
    page, pdf, word = render(small(invented=True), tmp_path)
    assert "Invented records" in page.read_text(encoding="utf-8")
    pages = PdfReader(pdf).pages
    assert all("nvented records" in p.extract_text() for p in pages)
    assert "Invented records" in docx.Document(word).sections[0].header.paragraphs[0].text


def test_without_pango_the_other_two_are_made_and_the_way_out_is_said(tmp_path, monkeypatch):
    import builtins

    real = builtins.__import__

    def without(name, *rest, **more):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    said = []
    made = render(small(), tmp_path, say=said.append)
    assert [p.suffix for p in made] == [".html", ".docx"]
    assert len(said) == 1
    assert all(word in said[0] for word in ("Pango", "apt install", "brew install", "Windows"))


def test_text_cannot_become_markup(tmp_path):
    (page,) = render(
        small(title="A <b> & B", summary=(Paragraph(("<script>x</script>",)),)), tmp_path, ["html"]
    )
    assert "<script" not in page.read_text(encoding="utf-8")


def test_two_parts_with_one_key_are_refused(tmp_path):
    twice = (Section("A", "where", ()), Section("B", "where", ()))
    with pytest.raises(ValueError, match="more than one part of the document: where"):
        render(small(sections=twice), tmp_path, ["html"])


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(ValueError, match="'odt' is not a format"):
        render(small(), tmp_path, ["odt"])


def test_no_column_of_the_word_file_is_narrower_than_its_longest_word():
    head = ("Promised in the plan", "A quarter", *(f"Oct–Dec 202{n}" for n in range(5)), "Partnership's own number")
    row = ("1.2: Underage test purchases of every shop that sells knives, each of them twice", "12", *"12345", "n/a")
    widths = _widths(Table("c", head, (tuple((one,) for one in row),)), WIDTH.mm)
    assert abs(sum(widths) - WIDTH.mm) <= len(head) / 2
    for at, width in enumerate(widths):
        longest = max(len(word) for text in (head[at], row[at]) for word in text.split())
        assert width >= longest * LETTER, head[at]
