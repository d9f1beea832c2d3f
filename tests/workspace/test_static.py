"""What browsers are given: compiled from the sources beside it, light, and asking nobody else for anything."""

import gzip
import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "src" / "commonground" / "web"
ASSETS, STATIC, TEMPLATES = WEB / "assets", WEB / "static", WEB / "templates"
FORBIDDEN = {  # by the content security policy, or by the rule that nothing comes from elsewhere
    "an inline style": r"\sstyle=|<style",
    "an inline handler": r"\son[a-z]+=",
    "an inline script": r"<script(?![^>]*(?:\bsrc=|application/json))",
    "something from elsewhere": r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"'](?:https?:)?//",
}


def digests(folder: Path, *leaving_out: str) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not set(leaving_out) & set(path.relative_to(folder).parts)
    }


def made_from() -> dict[str, dict[str, str]]:
    return json.loads((STATIC / "made-from.json").read_text(encoding="utf-8"))


def test_the_compiled_files_are_those_of_the_sources():
    """After a change of the sources: `make static`, and commit both."""
    assert made_from()["sources"] == digests(ASSETS, "node_modules", "__pycache__")


def test_nobody_changed_a_compiled_file_by_hand():
    assert made_from()["compiled"] == digests(STATIC, "made-from.json")


def test_the_lock_file_names_no_machine_and_holds_each_package_to_a_hash():
    packages = json.loads((ASSETS / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []
    assert {package.get("resolved", "https://registry.npmjs.org/")[:27] for package in packages.values()} == {
        "https://registry.npmjs.org/"
    }


@pytest.mark.parametrize("name", ["site.css", "map.css"])
def test_the_style_sheet_needs_nothing_from_elsewhere(name):
    css = (STATIC / name).read_text(encoding="utf-8")
    assert re.findall(r"(?i)gds.?transport|crown", css) == []
    asked = {address.strip("\"'") for address in re.findall(r"url\(([^)]*)\)", css)}
    assert {a for a in asked if not a.startswith(("data:", "fonts/", "#"))} == set()
    assert set(re.findall(r"https?://[a-z0-9.]+", css)) <= {"http://www.w3.org"}  # the name of SVG, not an address


def test_the_letters_of_the_style_sheet_are_there():
    css = (STATIC / "site.css").read_text(encoding="utf-8")
    letters = {f"fonts/{path.name}" for path in (STATIC / "fonts").iterdir()}
    assert letters == set(re.findall(r"fonts/[a-z-]+\.woff2", css))


def test_what_every_page_loads_is_light():
    """The rest of the 60 KB is for the words and the charts."""
    packed = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in ("site.css", "site.js", "enabled.js"))
    letters = sum((STATIC / "fonts" / f"{name}.woff2").stat().st_size for name in ("regular", "semibold"))
    assert packed + letters < 42_000


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_has_what_the_policy_forbids(template):
    text = template.read_text(encoding="utf-8")
    assert {what for what, pattern in FORBIDDEN.items() if re.search(pattern, text)} == set()


def test_what_is_forbidden_is_noticed():
    bad = '<p style="a" onclick="b"></p><script>c</script><img src="//elsewhere/d.png">'
    assert {what for what, pattern in FORBIDDEN.items() if re.search(pattern, bad)} == FORBIDDEN.keys()
