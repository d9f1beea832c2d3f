"""From a document to files: HTML, PDF and Word, all from the same blocks."""

import warnings
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from commonground.report.document import Document
from commonground.report.render.pdf import PangoMissing

FORMATS = ("html", "pdf", "docx")


def render(
    document: Document,
    folder: Path,
    formats: Sequence[str] = FORMATS,
    say: Callable[[str], object] = warnings.warn,
) -> list[Path]:
    """Write the document in each format and return the files that were made, in the order of ``formats``.

    Where Pango is missing there is no PDF: ``say`` is told how to install it, and the other formats are made
    all the same. The same document gives the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for form in formats:
        if form not in FORMATS:
            raise ValueError(f"'{form}' is not a format: choose from {', '.join(FORMATS)}")
        path = folder / f"{document.name}.{form}"
        try:
            import_module(f"{__name__}.{form}").write(document, path)
        except PangoMissing as missing:
            say(str(missing))
        else:
            made.append(path)
    return made
