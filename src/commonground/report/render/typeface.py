"""The bundled font, in the document itself and only as much of it as the document uses."""

from base64 import b64encode
from functools import cache
from io import BytesIO
from pathlib import Path

FONTS = Path(__file__).parents[1] / "fonts"
WEIGHTS = {400: "SourceSans3-Regular.ttf", 600: "SourceSans3-Semibold.ttf"}


def embedded(characters: str) -> str:
    """The @font-face rules with the glyphs of these characters inside."""
    used = "".join(sorted(set(characters) | set(map(chr, range(32, 127)))))
    faces = (
        _face(weight, f"data:font/woff2;base64,{_subset(file, used)}") for weight, file in WEIGHTS.items()
    )
    return "\n".join(faces)


def beside() -> str:
    """The @font-face rules that read the bundled files, for WeasyPrint, which embeds what is used."""
    return "\n".join(_face(weight, (FONTS / file).as_uri()) for weight, file in WEIGHTS.items())


def _face(weight: int, address: str) -> str:
    return (
        f'@font-face {{ font-family: "Source Sans 3"; font-weight: {weight}; font-style: normal; '
        f'font-display: swap; src: url("{address}"); }}'
    )


@cache
def _subset(file: str, characters: str) -> str:
    from fontTools import subset

    options = subset.Options(flavor="woff2", layout_features=["kern", "mark", "ccmp", "locl", "liga"])
    options.drop_tables += ["DSIG"]
    font = subset.load_font(str(FONTS / file), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters)
    cutter.subset(font)
    written = BytesIO()
    subset.save_font(font, written, options)
    return b64encode(written.getvalue()).decode()
