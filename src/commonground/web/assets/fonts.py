"""Cut the bundled font to the letters of the pages: `python fonts.py <folder>`, called by `make static`."""

import re
import sys
from io import BytesIO
from pathlib import Path

from fontTools import subset

HERE = Path(__file__).parent
FACES = {"regular": "SourceSans3-Regular.ttf", "semibold": "SourceSans3-Semibold.ttf"}


def ranges() -> dict[str, list[int]]:
    """The code points of $plain and $rarer, as the style sheet names them."""
    sass = (HERE / "sass/_fonts.scss").read_text(encoding="utf-8")
    return {name: _points(written) for name, written in re.findall(r"\$(plain|rarer):([^;]*);", sass)}


def _points(written: str) -> list[int]:
    points: list[int] = []
    for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", written):
        points += range(int(first, 16), int(last or first, 16) + 1)
    return points


def cut(source: Path, points: list[int]) -> bytes:
    options = subset.Options(flavor="woff2", layout_features=["kern"], hinting=False, recalc_timestamp=False)
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    written = BytesIO()
    subset.save_font(font, written, options)
    return written.getvalue()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    fonts = HERE.parents[1] / "report" / "fonts"
    for face, file in FACES.items():
        for kind, points in ranges().items():
            name = face if kind == "plain" else f"{face}-{kind}"
            (folder / f"{name}.woff2").write_bytes(cut(fonts / file, points))
