"""What is wrong with a page for somebody who cannot see it."""

import re
from html.parser import HTMLParser
from itertools import pairwise


class Read(HTMLParser):
    """A page as a careful reader goes through it."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.asked: list[str] = []
        self.lang = self.title = ""
        self._in: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self._in.append(tag)
        self.headings += [tag] if re.fullmatch("h[1-6]", tag) else []
        self.ids += [given["id"]] if "id" in given else []
        self.lang = given.get("lang", "") if tag == "html" else self.lang
        self.labelled |= {given["for"]} if tag == "label" and "for" in given else set()
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden" and "aria-label" not in given:
            self.asked.append(given.get("id", f"{tag} without an id"))

    def handle_data(self, data):
        if self._in and self._in[-1] == "title":
            self.title += data


def faults(html: str) -> list[str]:
    """What is wrong with a page for somebody who cannot see it: the client refuses it for that."""
    read = Read()
    read.feed(html)
    doubled = sorted({one for one in read.ids if read.ids.count(one) > 1})
    levels = [int(one[1]) for one in read.headings]
    jumped = [one for before, one in pairwise(levels) if one > before + 1]
    return [
        *([] if read.headings.count("h1") == 1 else [f"{read.headings.count('h1')} h1"]),
        *([] if "Common Ground" in read.title else ["no title"]),
        *([] if read.lang == "en-GB" else ["no language"]),
        *(f"two things are called {one}" for one in doubled),
        *(f"no label for {one}" for one in read.asked if one not in read.labelled),
        *(["a level of heading is left out"] if jumped else []),
    ]
