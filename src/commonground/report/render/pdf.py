"""A document as tagged PDF (PDF/UA-1) by WeasyPrint, which needs Pango on the machine."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from commonground.report.document import Document
from commonground.report.render import typeface
from commonground.report.render.html import markup, stylesheet

HOW_TO_INSTALL = (
    "The PDF was not made, because the text library Pango is missing. Install it and try again. "
    "Debian or Ubuntu: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. "
    "macOS: brew install pango. "
    "Windows: install MSYS2, run 'pacman -S mingw-w64-x86_64-pango' and add C:\\msys64\\mingw64\\bin to PATH."
)


class PangoMissing(RuntimeError):
    """The PDF cannot be made on this machine; the message says how to mend that."""


def write(document: Document, path: Path) -> None:
    """Write the PDF. Raises PangoMissing."""
    weasyprint = _weasyprint()
    style = "\n".join(
        [typeface.beside(), stylesheet("report.css"), stylesheet("paged.css"), _banner(document), _turned(document)]
    )
    html = markup(document, style=style, paged=True)
    weasyprint.HTML(string=html, base_url=None, media_type="print").write_pdf(
        path, pdf_variant="pdf/ua-1", pdf_identifier=sha256(html.encode()).hexdigest()[:32].encode()
    )


def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError) as cause:  # OSError: a library that it loads is not there
        raise PangoMissing(HOW_TO_INSTALL) from cause
    return weasyprint


def _turned(document: Document) -> str:
    """A page on its side."""
    return "@page { size: A4 landscape; }" if document.landscape else ""


def _banner(document: Document) -> str:
    """On every page of an invented document, that it is invented."""
    if not document.invented:
        return ""
    return (
        '@page { @top-center { content: "Invented records in it: not for use"; '
        'font: 600 9pt "Source Sans 3"; color: #6b3d00; background: #fff4dc; '
        "width: 70mm; height: 7mm; vertical-align: middle; margin-top: 4mm; } "
        "@top-left { width: 30%; } @top-right { width: 30%; } }"
    )
