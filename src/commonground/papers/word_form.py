"""A council’s own Word template: checked when it is given, and filled with a report, without letting it run anything.

A template names places, such as ``{{ report.name }}``, and repeats rows. It may do no more: no calls, no attributes of
Python’s own, no arithmetic, no other files. What stands in the places is escaped.
"""

import re
from io import BytesIO
from typing import Any, NoReturn
from zipfile import BadZipFile, ZipFile

from commonground.evidence.figure import plain
from commonground.report import blocks
from commonground.report.blocks import Block
from commonground.report.document import Document
from commonground.report.render.drawing import picture
from commonground.report.render.words import NOTICES, long_date

LARGEST = 10 << 20
UNPACKED = 100 << 20
PARTS = 2_000
FILTERS = ("e", "escape", "upper", "lower", "title", "capitalize", "trim", "default", "length", "join", "first", "last")
WIDTH = 600  # pixels of a picture on the page
PIXEL = 9525  # English Metric Units in one


class NotATemplate(Exception):
    """The file cannot be used; the message says what is wrong, where, and what to do, in one sentence."""


def check(content: bytes, name: str, trial: Document) -> None:
    """Raises NotATemplate for what is no Word template, holds more than words, or names a place no report fills."""
    _unpacks(content, name)
    try:
        from docxtpl import DocxTemplate

        loaded = DocxTemplate(BytesIO(content))
        loaded.init_docx()
        text = loaded.get_xml()
    except Exception:
        _refuse(name, "cannot be read as a Word document. Save it again as .docx and send that")
    if "{{" not in text and "{%" not in text:
        _refuse(name, "has no place for a report in it, such as {{ report.name }}. Start from the example")
    filled(content, trial, name)


def _unpacks(content: bytes, name: str) -> None:
    """A .docx of a bearable size, without macros and without parts that lie elsewhere."""
    if len(content) > LARGEST:
        _refuse(name, f"is larger than {LARGEST >> 20} MB. Take out pictures that a template does not need")
    try:
        with ZipFile(BytesIO(content)) as packed:
            listed = packed.infolist()
            if len(listed) > PARTS or sum(one.file_size for one in listed) > UNPACKED:
                _refuse(name, "unpacks to far more than a Word template holds. Save it again from Word")
            names = {one.filename for one in listed}
            related = b"".join(packed.read(one) for one in listed if one.filename.endswith(".rels"))
    except (BadZipFile, OSError, RuntimeError):
        _refuse(name, "is not a Word document. Save the template as .docx and send that")
    if "word/document.xml" not in names:
        _refuse(name, "is not a Word document. Save the template as .docx and send that")
    if any(one.lower().endswith(("vbaproject.bin", ".exe", ".ole")) for one in names):
        _refuse(name, "holds macros or programs. Save it as .docx, which has none")
    if _reaches_out(related):
        _refuse(name, "takes a part of itself from another place. Put pictures into the file, and detach its template")


def _reaches_out(related: bytes) -> bool:
    """Is any part of it elsewhere? A link that somebody may follow is none."""
    for relation in re.findall(rb"<Relationship\b[^>]*>", related):
        if b'TargetMode="External"' in relation and b"/hyperlink" not in relation:
            return True
    return False


def filled(content: bytes, document: Document, name: str = "The council’s Word template") -> bytes:
    """The template with the report in its places. Raises NotATemplate where that cannot be."""
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError, TemplateSyntaxError
    from jinja2.exceptions import SecurityError, UndefinedError

    template = DocxTemplate(BytesIO(content))
    try:
        template.render(places(document, template), _places_only(), autoescape=True)
        made = BytesIO()
        template.save(made)
    except (TemplateSyntaxError, RecursionError) as fault:
        _refuse(name, f"has a place that cannot be read ({_said(fault)}). Mend it in Word and send it again")
    except UndefinedError as fault:
        _refuse(name, f"names a place that no report fills ({_said(fault)}). Mend it in Word and send it again")
    except SecurityError as fault:
        _refuse(name, f"asks for more than words ({_said(fault)}). Take that out in Word and send it again")
    except (TemplateError, ValueError, TypeError, KeyError, SyntaxError) as fault:
        _refuse(name, f"cannot be filled ({_said(fault)}). Mend it in Word and send it again")
    return made.getvalue()


def _said(fault: Exception) -> str:
    """The engine’s words on one line, without a full stop."""
    return " ".join(str(getattr(fault, "message", None) or fault).split())[:160].rstrip(".")


def _refuse(name: str, what: str) -> NoReturn:
    raise NotATemplate(f"“{name}” {what}.") from None


def _places_only() -> Any:
    """An environment in which a template names places and repeats rows, and nothing else."""
    from jinja2 import StrictUndefined
    from jinja2.runtime import LoopContext
    from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError

    class Places(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)
        intercepted_unops = frozenset(ImmutableSandboxedEnvironment.default_unop_table)

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            return isinstance(obj, LoopContext) and attr in ("index", "index0", "first", "last", "length")

        def is_safe_callable(self, obj: Any) -> bool:
            return False

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            raise SecurityError(f"a template works nothing out, so “{operator}” is not allowed")

        def call_unop(self, context: Any, operator: str, arg: Any) -> Any:
            raise SecurityError(f"a template works nothing out, so “{operator}” is not allowed")

    made = Places(undefined=StrictUndefined, autoescape=True)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    return made


def places(document: Document, template: Any) -> dict[str, Any]:
    """What a template may name."""
    front = next((block.items for block in document.summary if isinstance(block, blocks.Definitions)), ())
    return {
        "report": {
            "name": document.title, "area": document.area, "period": document.period, "status": document.status,
            "organisation": document.organisation, "date": long_date(document.published),
            "invented": "Invented records in it: not for use" if document.invented else "",
        },
        "front": [{"label": label, "text": plain(text)} for label, text in front],
        "notices": [plain(block.text) for block in document.summary if isinstance(block, blocks.Notice)],
        "chapters": [
            {"name": section.title, "blocks": [line for block in section.blocks for line in _lines(block, template)]}
            for section in document.sections
        ],
        "sources": list(document.sources),
    }  # fmt: skip


def _line(kind: str, text: str = "", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "text": text, "head": [], "rows": [], "picture": "", **more}


def _lines(block: Block, template: Any) -> list[dict[str, Any]]:
    """A block as a template sees it: each line with its kind."""
    if isinstance(block, blocks.Heading):
        return [_line("heading", block.text)]
    if isinstance(block, blocks.Statement):
        return [_line("strong", plain(block.text) + (f" ({block.verdict})" if block.verdict else ""))]
    if isinstance(block, blocks.Bullets):
        return [_line("bullet", plain(item)) for item in block.items]
    if isinstance(block, blocks.Definitions):
        return [line for term, text in block.items for line in (_line("strong", term), _line("words", plain(text)))]
    if isinstance(block, blocks.Notice):
        return [_line("strong", f"{NOTICES[block.kind]}: {block.title}"), _line("words", plain(block.text))]
    if isinstance(block, blocks.Table):
        return _table(block)
    if isinstance(block, blocks.Chart):
        return [_line("strong", block.title), _line("picture", picture=_picture(block, template)), *_table(block.table)]
    if isinstance(block, blocks.KeyFigures):
        return [_line("words", f"{one.label}: {plain(one.figure)}. {plain(one.detail)}") for one in block.items]
    lead = "Bear in mind: " if isinstance(block, blocks.Caveat) else ""
    return [_line("words", lead + plain(block.text))]


def _table(block: blocks.Table) -> list[dict[str, Any]]:
    rows = [[plain(cell) for cell in row] for row in block.rows]
    return [_line("strong", block.caption), _line("table", head=list(block.head), rows=rows)]


def _picture(block: blocks.Chart, template: Any) -> Any:
    from docxtpl import InlineImage

    png, width = picture(block.spec)
    return InlineImage(template, BytesIO(png), width=int(min(WIDTH, width) * PIXEL))
