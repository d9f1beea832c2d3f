"""What python-docx leaves to XML: fields, bookmarks, borders, table headers, alternatives and our styles."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

FONT = "Source Sans 3"
FALLBACK = "Calibri"
INK, QUIET, ACCENT, OCHRE = "0B0C0C", "505A5F", "12436D", "6B3D00"

# name: (size, bold, colour, space before, space after, stays with the next)
STYLES: dict[str, tuple[float, bool, str, float, float, bool]] = {
    "Normal": (11, False, INK, 0, 7, False),
    "Title": (28, True, INK, 18, 4, True),
    "Subtitle": (15, False, QUIET, 0, 14, True),
    "Heading 1": (20, True, INK, 24, 8, True),
    "Heading 2": (14, True, INK, 16, 5, True),
    "Heading 3": (11.5, True, INK, 12, 3, True),
    "Caption": (11, True, INK, 10, 5, True),
    "List Bullet": (11, False, INK, 0, 3, False),
    "Header": (9, False, QUIET, 0, 0, False),
    "Footer": (9, False, QUIET, 0, 0, False),
    "Organisation": (12, True, ACCENT, 60, 0, True),
    "Fact": (11, False, INK, 0, 2, False),
    "Contents heading": (14, True, INK, 22, 6, True),
    "TOC 1": (11, False, INK, 0, 3, False),
    "Statement": (13, True, INK, 14, 6, True),
    "Figure": (11, False, INK, 0, 4, True),
    "Source": (9, False, QUIET, 0, 6, False),
    "Caveat": (10, False, INK, 4, 12, False),
    "Table text": (10, False, INK, 2, 2, False),
    "Term": (11, True, INK, 6, 0, True),
    "Notice label": (9, True, QUIET, 10, 0, True),
    "Notice title": (12, True, INK, 0, 0, True),
    "Notice text": (11, False, INK, 0, 12, False),
}


def restyle(document: Any) -> None:
    """Give the template's styles our look, add our own, and make the language British English."""
    for name, (size, bold, colour, before, after, keep) in STYLES.items():
        names = [s.name for s in document.styles]
        style = (
            document.styles[name]
            if name in names
            else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )
        if name not in names and name != "Normal":
            style.base_style = document.styles["Normal"]
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.font.color.rgb = RGBColor.from_string(colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = keep
        _typeface(style.element.get_or_add_rPr())
        for tag in ("w:pBdr", "w:tabs", "w:rPr/w:spacing", "w:rPr/w:kern"):
            for left in style.element.findall(".//" + "/".join(map(qn, tag.split("/")))):
                left.getparent().remove(left)
    edge(document.styles["Statement"].element, ACCENT, 36)
    edge(document.styles["Caveat"].element, "B1B4B6", 36)
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = child(defaults, "w:lang")
    language.set(qn("w:val"), "en-GB")
    _name_fallback(document)


def style_ids(document: Any) -> dict[str, str | None]:
    """How the XML names each style of ours; None for the one that is meant where none is named.

    python-docx looks through all styles for each paragraph, which is most of the time that a long document takes.
    """
    return {name: document.part.get_style_id(name, WD_STYLE_TYPE.PARAGRAPH) for name in STYLES}


def _typeface(properties: Any) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _name_fallback(document: Any) -> None:
    """In the font table: what Word shall use where Source Sans 3 is not installed."""
    part = next(p for p in document.part.package.iter_parts() if p.partname.endswith("fontTable.xml"))
    entry = (
        f'<w:font w:name="{FONT}"><w:altName w:val="{FALLBACK}"/><w:family w:val="swiss"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )
    part._blob = part.blob.replace(b"</w:fonts>", entry.encode())


def child(parent: Any, tag: str, **attributes: str) -> Any:
    """A new element in its parent; an attribute ``val`` is ``w:val``."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element


def edge(element: Any, colour: str, eighths: int, fill: str | None = None) -> None:
    """A coloured edge at the left of a paragraph or style, and perhaps a tint behind it."""
    properties = element.get_or_add_pPr()
    border = OxmlElement("w:pBdr")
    child(border, "w:left", val="single", sz=str(eighths), space="8", color=colour)
    properties.insert_element_before(
        border,
        "w:shd",
        "w:tabs",
        "w:suppressAutoHyphens",
        "w:spacing",
        "w:ind",
        "w:jc",
        "w:outlineLvl",
        "w:rPr",
    )
    if fill:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
            shade.set(qn(f"w:{name}"), value)
        properties.insert_element_before(
            shade, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
        )


def field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field with what it shows until Word works it out again."""
    begin(paragraph, instruction)
    paragraph.add_run(shown)
    finish(paragraph)


def begin(paragraph: Any, instruction: str) -> None:
    child(paragraph.add_run()._r, "w:fldChar", fldCharType="begin")
    text = child(paragraph.add_run()._r, "w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {instruction} "
    child(paragraph.add_run()._r, "w:fldChar", fldCharType="separate")


def finish(paragraph: Any) -> None:
    child(paragraph.add_run()._r, "w:fldChar", fldCharType="end")


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Mark the paragraph so that the contents can point at it."""
    start = OxmlElement("w:bookmarkStart")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    first = paragraph._p.find(qn("w:r"))
    if first is None:  # a heading of nothing
        paragraph._p.append(start)
    else:
        first.addprevious(start)
    child(paragraph._p, "w:bookmarkEnd", id=str(number))


def link(paragraph: Any, anchor: str, text: str) -> None:
    """Words that lead to a bookmark."""
    element = child(paragraph._p, "w:hyperlink", anchor=anchor, history="1")
    run = paragraph.add_run(text)
    element.append(run._r)


def describe(inline: Any, title: str, description: str) -> None:
    """The text alternative of a picture."""
    properties = inline._inline.docPr
    properties.set("name", title)
    properties.set("title", title)
    properties.set("descr", description)


def dress(table: Any, title: str) -> None:
    """Hairlines under the rows, a header row that repeats on each page, rows that stay whole, and a title."""
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side, size, colour in (("top", "4", "DFE3E6"), ("bottom", "8", "B1B4B6"), ("insideH", "4", "DFE3E6")):
        child(borders, f"w:{side}", val="single", sz=size, space="0", color=colour)
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    look = properties.find(qn("w:tblLook"))
    if look is None:
        look = child(properties, "w:tblLook")
    look.attrib.clear()
    for name, value in (("val", "04A0"), ("firstRow", "1"), ("lastRow", "0"), ("firstColumn", "1"),
                        ("lastColumn", "0"), ("noHBand", "1"), ("noVBand", "1")):  # fmt: skip
        look.set(qn(f"w:{name}"), value)
    child(properties, "w:tblCaption", val=title)
    for i, row in enumerate(table.rows):
        of_row = row._tr.get_or_add_trPr()
        child(of_row, "w:cantSplit")
        if i == 0:
            child(of_row, "w:tblHeader")


def save(document: Any, path: Path, day: tuple[int, int, int]) -> None:
    """Write the file with one date in all its parts, so that the same document gives the same bytes."""
    loose = BytesIO()
    document.save(loose)
    with ZipFile(loose) as read, ZipFile(path, "w", ZIP_DEFLATED) as written:
        for name in read.namelist():
            entry = ZipInfo(name, (*day, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            written.writestr(entry, read.read(name))
