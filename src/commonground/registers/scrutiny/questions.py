"""What a panel asks of each record, in versions: a session keeps the version it began with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """One question. ``only`` narrows it to a kind of records."""

    key: str
    title: str
    words: str
    only: str = ""


SAID = {
    "yes": "Yes",
    "partly": "Partly",
    "no": "No",
    "unclear": "Could not be told",
    "not_asked": "Does not apply",
}
"""What can be answered to each."""

VERSIONS: dict[str, tuple[Question, ...]] = {
    "2026-1": (
        Question("grounds", "Grounds recorded", "Do the recorded grounds say why this person was searched, from what "
                 "the officer saw or was told and not from how the person looked?"),
        Question("authorised", "Within the authorisation", "Was the search within the place and the hours of the "
                 "authorisation, and did the record say which one?", only="section_60"),
        Question("gowisely", "GOWISELY", "Was the person told the grounds, the object, who the officer was and where "
                 "from, the law, that they were detained, and that they could have a copy of the record?"),
        Question("video", "Body-worn video on", "Was body-worn video on from the beginning to the end?"),
        Question("force", "Force", "If force or handcuffs were used: were they necessary, and was it said why?"),
        Question("proportionate", "Proportionate", "Was the search no longer and no more intrusive than it had to be?"),
        Question("courtesy", "Courtesy", "Was the person treated with courtesy and respect?"),
        Question("safeguarding", "Children and people at risk", "If the person was a child, or at risk: was their "
                 "welfare looked to, during the search and after it?"),
    ),
}  # fmt: skip
NEWEST = "2026-1"


def questions(version: str, records: str) -> list[Question]:
    """The questions of a version that are asked of such records."""
    return [one for one in VERSIONS[version] if one.only in ("", records)]
