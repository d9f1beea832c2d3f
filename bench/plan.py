"""Thirty-two boroughs with 80 actions and 12 closed reviews each: what the pages of plans cost.

    uv run python bench/plan.py [--boroughs 32] [--actions 80] [--rounds 12]

The installation is made on a PostgreSQL of its own, in a folder that is thrown away, without the history of its rows.
For London’s pages the time stands beside the least that any program could take: reading the same versions of the plans
with plain psycopg and parsing their JSON. Each page is looked at once before it is measured.
"""

import argparse
import atexit
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from machine import described, in_turns

TODAY = date.today()
WORDS = "The partnership met in the quarter, agreed who does what by when, and wrote down what is still missing. "
TIMES = 7


@dataclass(frozen=True)
class Size:
    """How large the installation is."""

    boroughs: int
    actions: int
    rounds: int


def main() -> None:
    """Make it, measure it, print a table in Markdown."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, number in (("boroughs", 32), ("actions", 80), ("rounds", 12)):
        options.add_argument(f"--{name}", type=int, default=number)
    size = Size(**vars(options.parse_args()))
    home = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, home, ignore_errors=True)  # after PostgreSQL has stopped, which registers later
    os.environ |= {"COMMONGROUND_HOME": home, "COMMONGROUND_DEMONSTRATION": "1"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "commonground.web.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_databases, teardown_databases

    settings.ALLOWED_HOSTS = ["testserver"]
    logging.disable(logging.WARNING)
    print(f"# Plans\n\n{described()}; {size.boroughs} boroughs of {size.actions} actions and {size.rounds} closed "
          "reviews each, all of whose parts are shared.\n", flush=True)  # fmt: skip
    made = setup_databases(verbosity=0, interactive=False, aliases=["default"])
    try:
        people = installation(size)
        measured(people, size)
    finally:
        teardown_databases(made, verbosity=0)


def installation(size: Size) -> dict[str, Any]:
    """The boroughs and London; by table, the person who looks."""
    from django.db import connection, transaction
    from django_scopes import scopes_disabled

    from commonground.partnership.models import Grouping
    from commonground.partnership.rule import Actor
    from commonground.plan.changes.templates import install_shipped
    from commonground.plan.models import TemplateVersion

    with scopes_disabled(), transaction.atomic():
        install_shipped(by=Actor.of_system("a measurement"))
        version = TemplateVersion.objects.get(key="london-2018")
        with connection.cursor() as cursor:  # no history and no guards, or making it would take longer than measuring
            cursor.execute("set local session_replication_role = replica")
        london = table("london", "London Violence Reduction Unit", "region")
        offered = offers(london, version)
        tables = [table(f"borough-{n:02d}", f"Safer Borough {n:02d}", "partnership") for n in range(size.boroughs)]
        for one in tables:
            Grouping.objects.create(group=london.partnership, partnership=one.partnership)
            borough(one, london, version, size, offered)
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    return {"london": london.user, "borough": tables[0].user, "slug": tables[0].partnership.slug}


def table(slug: str, name: str, kind: str) -> Any:
    """A partnership with one agency and one analyst: the seat."""
    from commonground.partnership.models import Agency, Membership, Partnership, User

    area = "" if kind == "region" else name.removeprefix("Safer ")
    partnership = Partnership.objects.create(slug=slug, name=name, kind=kind, area_name=area, demonstration=True)
    agency = Agency.objects.create(partnership=partnership, name="Council", kind="council")
    user = User.objects.create(email=f"{slug}@example.org", name=f"Invented {slug}", demonstration=True)
    until = TODAY + timedelta(days=60)
    return Membership.objects.create(
        partnership=partnership, agency=agency, user=user, role="plan_owner", start=TODAY - timedelta(days=90),
        trained_until=until, confirmed_until=until,
    )  # fmt: skip


def offers(london: Any, version: Any) -> list[str]:
    """London’s plan, with ten actions that it offers: their identifiers."""
    from commonground.plan.models import Offer

    plan, rows = plan_of(london, version), []
    theme = version.themes.all()[0]
    for action in actions_of(plan, london, 10, [], [theme]):
        rows.append(Offer(
            partnership=london.partnership, action=action, ref=action.ref, theme_key=theme.key, theme_title=theme.title,
            title=action.title, offered_by=london,
        ))  # fmt: skip
    Offer.objects.bulk_create(rows)
    return [row.action.public_id for row in rows]


def plan_of(seat: Any, version: Any) -> Any:
    """A plan with all its answers and texts."""
    from commonground.plan.models import Answer, Plan, ThemeText

    partnership = seat.partnership
    plan = Plan.objects.create(partnership=partnership, version=version, title="Plan", starts=TODAY - timedelta(1200))
    ThemeText.objects.bulk_create(
        ThemeText(partnership=partnership, plan=plan, theme=theme, commentary=WORDS * 3, edited_by=seat)
        for theme in version.themes.all()
    )
    standings = {"minimum": ("met", "partly", "not_met", ""), "option": ("adopted", "", "", "")}
    Answer.objects.bulk_create(
        Answer(
            partnership=partnership, plan=plan, item=item, tier=item.tier, narrative=WORDS * 2,
            standing=standings[item.tier][(partnership.pk + item.number) % 4],
        )
        for item in version.items.all()
    )  # fmt: skip
    return plan


def actions_of(plan: Any, seat: Any, number: int, offered: list[str], themes: list[Any]) -> list[Any]:
    """Actions, each with two tasks and what it serves; the first ones were taken up from London."""
    from commonground.plan.models import Action, Serves, Task

    made = Action.objects.bulk_create(
        Action(
            partnership=seat.partnership, plan=plan, theme=themes[n % len(themes)], ref=f"A{n + 1}",
            title=f"Action {n + 1} of {seat.partnership.name}", description=WORDS * 2, owner=seat, agency=seat.agency,
            starts=TODAY - timedelta(300), due=TODAY + timedelta(n), success=WORDS,
            rag=("green", "amber", "red")[n % 3], told_on=TODAY - timedelta(n),
            shared_from=offered[n] if n < len(offered) else "",
        )
        for n in range(number)
    )  # fmt: skip
    Task.objects.bulk_create(
        Task(partnership=seat.partnership, action=one, title=f"Task {n}", due=TODAY + timedelta(30 * n))
        for one in made for n in range(2)
    )  # fmt: skip
    answers = list(plan.answers.all())
    Serves.objects.bulk_create(
        Serves(partnership=seat.partnership, action=one, answer=answers[n % len(answers)])
        for n, one in enumerate(made) if n % 5
    )  # fmt: skip
    return made


def borough(seat: Any, london: Any, version: Any, size: Size, offered: list[str]) -> None:
    """One borough: its plan, its closed reviews with their snapshots, a submission, and what it shares."""
    from commonground.plan.changes.snapshots import sha256_of
    from commonground.plan.models import ReviewRound, ReviewRow, Sharing, Snapshot
    from commonground.plan.models.sharing import SHARED
    from commonground.plan.writing import without_names, written
    from commonground.plan.written import WrittenRound, WrittenUpdate

    partnership, plan = seat.partnership, plan_of(seat, version)
    actions = actions_of(plan, seat, size.actions, offered, list(version.themes.all()))
    value = written(plan, TODAY)

    def snapshot(reason: str, on: date, held: Any) -> Any:
        return Snapshot.objects.create(
            partnership=partnership, plan=plan, reason=reason, as_of=on, made_by=seat, sha256=sha256_of(held),
            document=held.model_dump(mode="json"),
        )  # fmt: skip

    for number in range(1, size.rounds + 1):
        day = TODAY - timedelta(days=91 * (size.rounds - number + 1))
        updates = tuple(
            WrittenUpdate(action=one.ref, received=True, rag=one.rag, progress=WORDS * 2, next_steps=WORDS)
            for one in actions
        )
        review = WrittenRound(number=number, title=f"Quarter {number}", opened=day, closed=day, updates=updates)
        kept = snapshot("reviewed", day, value.model_copy(update={"as_of": day, "review": review}))
        held = ReviewRound.objects.create(
            partnership=partnership, plan=plan, number=number, title=review.title, state="closed", opened_on=day,
            due=day, meeting_on=day, opened_by=seat, closed_on=day, closed_by=seat, snapshot=kept,
        )  # fmt: skip
        ReviewRow.objects.bulk_create(
            ReviewRow(
                partnership=partnership, round=held, action=one, ref=one.ref, title=one.title, owner=seat,
                owner_name=seat.user.name, received=True, rag=one.rag, progress=WORDS * 2, next_steps=WORDS,
                submitted_on=day, submitted_by=seat,
            )
            for one in actions
        )  # fmt: skip
    snapshot("submitted", TODAY, without_names(value))
    shared = dict.fromkeys(SHARED, True)
    Sharing.objects.create(partnership=partnership, plan=plan, group=london.partnership, chosen_by=seat, **shared)


def pages(people: dict[str, Any]) -> Iterator[tuple[str, Any, str]]:
    """What is looked at: its name, by whom, and the address."""
    london, own = "/partnerships/london/plan/", f"/partnerships/{people['slug']}/plan/"
    yield "London: boroughs by standard", people["london"], f"{london}boroughs/"
    yield "London: boroughs by option", people["london"], f"{london}boroughs/?tier=option"
    yield "London: one standard", people["london"], f"{london}boroughs/standards/G1/"
    yield "London: gaps", people["london"], f"{london}boroughs/gaps/"
    yield "London: what few have", people["london"], f"{london}boroughs/innovative/"
    yield "London: shared actions", people["london"], f"{london}boroughs/shared/"
    yield "a borough: the plan", people["borough"], own
    yield "a borough: its actions", people["borough"], f"{own}actions/"
    yield "a borough: its reviews", people["borough"], f"{own}reviews/"
    yield "a borough: outside review", people["borough"], f"{own}outside/"
    yield "a borough: offered actions", people["borough"], f"{own}offered/"
    yield "a borough: practice cards", people["borough"], f"{own}practice/"


def measured(people: dict[str, Any], size: Size) -> None:
    """Queries and time of each page, and the least that London’s could take."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    clients: dict[int, Client] = {}
    for user in (people["london"], people["borough"]):
        clients[user.pk] = Client()
        clients[user.pk].force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])

    def look(user: Any, address: str) -> Callable[[], Any]:
        def looked() -> Any:
            answer = clients[user.pk].get(address)
            assert answer.status_code == 200, (address, answer.status_code)
            return answer

        return looked

    least = in_turns(TIMES, whole_versions)[0]
    read = whole_versions()
    print(f"The {read[0]} latest versions, read with psycopg and parsed with json: **{least * 1000:.0f} ms** "
          f"({read[1] / 1e6:.1f} MB).\n\n| page | queries | ms | times the least | KB |")  # fmt: skip
    print("|---|---|---|---|---|")
    for name, user, address in pages(people):
        look(user, address)()
        with CaptureQueriesContext(connection) as asked:
            body = look(user, address)().content
        queries = len(asked)  # at once: the next request empties the list
        seconds = in_turns(TIMES, look(user, address))[0]
        times = f"{seconds / least:.1f}" if name.startswith("London") else ""
        print(f"| {name} | {queries} | {seconds * 1000:.0f} | {times} | {len(body) >> 10} |", flush=True)
        assert 0 < queries < 20, f"{name} asks {queries} times"


def whole_versions() -> tuple[int, int]:
    """The same versions that the comparison reads, whole, without Django: how many, and how many bytes."""
    import psycopg
    from django.db import connection

    told = connection.get_connection_params()
    server = {name: told[name] for name in ("host", "port", "user", "password", "dbname") if told.get(name)}
    with psycopg.connect(**server) as plain:
        rows = plain.execute(
            "select document::text from plan_snapshot where id in (select distinct on (plan_id) id from plan_snapshot "
            "where reason in ('submitted', 'reviewed') and plan_id in (select plan_id from plan_sharing) "
            "order by plan_id, as_of desc, id desc)"
        ).fetchall()
    return len([json.loads(text) for (text,) in rows]), sum(len(text) for (text,) in rows)


if __name__ == "__main__":
    main()
