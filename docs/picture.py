"""Take the picture of the README: the top of a real assessment, in headless Chromium.

    make run
    uv run --group browser python docs/picture.py out/lewisham/assessment.html
"""

import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).resolve().parent / "images/assessment.png"
WIDTH = 1200  # pixels of the window, wide enough for the contents to stand beside the text
MARGIN = 24
COLOURS = 128  # of the page's few, with the edges of its letters: a quarter of the size


def take(report: Path) -> None:
    """From the top of the page to the end of its summary."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": 900})
        page.goto(report.resolve().as_uri())
        summary = page.locator(".summary").bounding_box()
        assert summary is not None
        height = summary["y"] + summary["height"] + MARGIN
        shot = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": WIDTH, "height": height})
        browser.close()
    picture = Image.open(BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    PICTURE.parent.mkdir(exist_ok=True)
    picture.save(PICTURE, optimize=True)
    print(f"{PICTURE.name}: {picture.width} by {picture.height} pixels, {PICTURE.stat().st_size >> 10} KB")


if __name__ == "__main__":
    take(Path(sys.argv[1] if len(sys.argv) > 1 else "out/lewisham/assessment.html"))
