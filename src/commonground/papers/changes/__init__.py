"""What is done with assessments: asked for, written in, submitted, sent back, published, withdrawn."""

from datetime import date

from django.db import IntegrityError, transaction

from commonground.papers import tasks
from commonground.papers.models import Assessment, Passage
from commonground.papers.prompts import BY_KEY
from commonground.papers.stepping import (
    NotPossible,
    approving,
    returning,
    stepped,
    stepping,
    submitting,
    told_the_groups,
    withdrawing,
)
from commonground.partnership import access_log
from commonground.partnership.models import Partnership
from commonground.partnership.rule import Actor

Kind = access_log.Kind


class Conflict(Exception):
    """Somebody saved the passage meanwhile. ``theirs`` is what they saved; what was typed is not lost."""

    def __init__(self, theirs: Passage) -> None:
        super().__init__(f"{theirs.written_by.user} saved this text while you were writing.")
        self.theirs = theirs


def assesses(partnership: Partnership) -> bool:
    """Whether it has an area of its own to assess; a group reads what its members submit."""
    return partnership.kind == Partnership.Kind.PARTNERSHIP and bool(partnership.area_code)


@transaction.atomic
def start(today: date, *, by: Actor) -> Assessment:
    """Ask for an assessment of the partnership’s area as the evidence stands. One is built at a time."""
    partnership = by.partnership
    assert partnership is not None
    if not assesses(partnership):
        raise NotPossible(f"{partnership.name} has no area of its own to assess: it reads what its members submit.")
    if (building := Assessment.objects.filter(state="building").first()) is not None:
        return building
    made = Assessment.objects.create(
        partnership=partnership, area_code=partnership.area_code, area_name=partnership.area_name, as_of=today,
        asked_by=by.membership,
    )  # fmt: skip
    access_log.record(Kind.ALTERATION, made, by=by, became="building")
    _enqueue(made)
    return made


@transaction.atomic
def build_again(assessment: Assessment, *, by: Actor) -> Assessment:
    """Try once more to build one that failed."""
    found = stepping(assessment, "building")
    found.said, found.step, found.done = "", "", 0
    _enqueue(found)
    return stepped(found, "building", by)


@transaction.atomic
def submit(assessment: Assessment, *, by: Actor) -> Assessment:
    """Ask for approval. From now on the reviewers of the partnership’s groups may read it."""
    found = stepped(submitting(stepping(assessment, "submitted"), by), "submitted", by)
    told_the_groups(found, by)
    return found


@transaction.atomic
def send_back(assessment: Assessment, why: str, *, by: Actor) -> Assessment:
    """Do not approve it: it is a draft again."""
    return stepped(returning(stepping(assessment, "draft"), why), "draft", by, purpose=why[:400])


@transaction.atomic
def publish(assessment: Assessment, *, by: Actor) -> Assessment:
    """Approve it, and put it on the public page. Whoever submitted it cannot be the one who approves."""
    found = stepped(approving(stepping(assessment, "published"), by), "published", by)
    access_log.record(Kind.DISCLOSURE, found, by=by, recipient="the public", purpose="published", sha256=found.sha256)
    tasks.print_published.configure(lock=f"assessment:{found.public_id}").defer(assessment=found.public_id)
    return found


@transaction.atomic
def withdraw(assessment: Assessment, why: str, *, by: Actor) -> Assessment:
    """Take it off the public page. It is kept as it was."""
    found = withdrawing(stepping(assessment, "withdrawn"), why, by)
    return stepped(found, "withdrawn", by, purpose=why[:400])


def write_passage(key: str, text: str, read: int, *, by: Actor) -> Passage | None:
    """Save an officer’s text as a new version. ``read`` is the number of the version that the writer began from.

    Nothing changed: no new version. Raises Conflict where somebody saved another meanwhile.
    """
    if key not in BY_KEY:
        raise KeyError(key)
    with transaction.atomic():
        newest = Passage.objects.filter(key=key).select_related("written_by__user").first()
        if newest is not None and newest.text == text:
            return newest
        if newest is None and not text:
            return None
        if (newest.number if newest else 0) != read:
            assert newest is not None
            raise Conflict(newest)
        try:
            with transaction.atomic():
                made = Passage.objects.create(
                    partnership=by.partnership, key=key, number=read + 1, text=text, written_by=by.membership
                )
        except IntegrityError:  # two at the very same time
            raise Conflict(Passage.objects.filter(key=key).select_related("written_by__user")[0]) from None
        access_log.record(Kind.ALTERATION, f"passage:{key}", by=by, version=made.number)
        return made


def _enqueue(assessment: Assessment) -> None:
    name = assessment.public_id
    tasks.build.configure(lock=f"assessment:{name}").defer(assessment=name)
