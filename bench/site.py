"""Fifty people on the site at once: reading the evidence, and sending files, on each PostgreSQL that is here.

    uv run python bench/site.py [--home bench/results/store] [--people 50] [--seconds 60]

A site is made in a temporary folder, with invented people and the evidence of the home folder, and served on
loopback by the web server and the worker of ``commonground serve``. Each person waits one to three seconds
between pages. Server, database and all fifty people share the machine.
"""

import argparse
import contextlib
import http.client
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from machine import described

from commonground.evidence.store import home
from commonground.web import own_postgres
from commonground.web.keeping import web_server, worker

ROOT = Path(__file__).resolve().parents[1]
DEBIAN = Path("/usr/lib/postgresql/15/bin")
SENT = (ROOT / "tests/fixtures/partner/invented_plain_counts.csv").read_bytes()
PAGES = {
    "the front page": "",
    "the overview": "overview/",
    "the list of measures": "measures/",
    "a measure": "measures/{measure}/",
    "boroughs compared": "compare/",
    "the map": "map/",
    "the data": "data/",
    "the people": "people/",
}
MEASURES = (  # those that people look at most; measure for measure the first look is told apart
    "violence_with_injury", "knife_crime", "robbery_with_a_knife", "homicide", "stop_and_search",
    "violence_against_women_and_girls",
)  # fmt: skip
PEOPLE = """
import json, sys
from datetime import date, timedelta
import django; django.setup()
from django.conf import settings
from django.test import Client
from django_scopes import scopes_disabled
from commonground.partnership.models import Agency, Membership, Partnership, User
from commonground.web import demonstration
demonstration.make()
today, seats = date.today(), []
with scopes_disabled():
    for number in range(int(sys.argv[1])):
        table = ("lewisham", "greenwich", "bexley")[number % 3]
        user, _ = User.objects.get_or_create(
            email=f"bench-{number}@example.org", defaults={"name": f"Bench {number}", "demonstration": True})
        Membership.objects.get_or_create(
            partnership=Partnership.objects.get(slug=table), user=user, defaults={
            "agency": Agency.objects.filter(partnership__slug=table, kind="council")[0], "role": "analyst",
            "start": today, "trained_until": today + timedelta(300), "confirmed_until": today + timedelta(60)})
        client = Client(SERVER_NAME="localhost")
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        seats.append([table, settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value])
print(json.dumps(seats))
"""


@dataclass
class Taken:
    """The seconds of every answer of a kind, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sizes: list[int] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Person(threading.Thread):
    """Somebody who reads a page, waits a little, and reads the next; one act in thirty sends a file."""

    def __init__(self, number: int, port: int, seat: list[str], until: float, taken: Taken) -> None:
        super().__init__(daemon=True)
        self.chance, self.port, self.until, self.taken = random.Random(number), port, until, taken
        self.table, name, value = seat
        self.cookies = {name: value}
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def run(self) -> None:
        time.sleep(self.chance.uniform(0, 3))
        while time.monotonic() < self.until:
            if self.chance.random() < 1 / 30:
                self.send()
            else:
                what = self.chance.choice(list(PAGES))
                self.ask(what, "GET", self.address(what))
            time.sleep(self.chance.uniform(1, 3))

    def address(self, what: str) -> str:
        """The page at the table of this person, of any of the measures."""
        return f"/partnerships/{self.table}/{PAGES[what].format(measure=self.chance.choice(MEASURES))}"

    def send(self) -> None:
        """Open the form and send it with a file that nobody has sent before."""
        path = f"/partnerships/{self.table}/data/add/"
        page = self.ask("the form for a file", "GET", path)
        fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
        mark = f"mark{self.chance.getrandbits(64):x}"
        file = SENT + b"\n" * self.chance.randrange(1, 5000)
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
        parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="published"\r\n\r\n2025-01\r\n')
        parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="invented.csv"\r\n\r\n')
        body = "".join(parts).encode() + file + f"\r\n--{mark}--\r\n".encode()
        self.ask("a file sent", "POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})

    def ask(self, what: str, method: str, path: str, body: bytes = b"", said: dict[str, str] | None = None) -> str:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **(said or {})}
        began = time.perf_counter()
        text, fault, answer = b"", "", None
        for last in (False, True):  # a connection that the server has closed meanwhile is opened again, as browsers do
            try:
                self.line.request(method, path, body or None, headers)
                answer = self.line.getresponse()
                text = answer.read()
                fault = "" if answer.status == (200 if method == "GET" else 302) else f"status {answer.status}"
                break
            except (OSError, http.client.HTTPException) as error:
                self.line.close()
                fault = type(error).__name__
                if last or not isinstance(error, ConnectionError):
                    break
        with self.taken.lock:
            self.taken.seconds[what].append(time.perf_counter() - began)
            self.taken.sizes.append(len(text))
            if fault:
                self.taken.faults[what].append(fault)
        for cookie in answer.headers.get_all("Set-Cookie") or [] if answer else []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return text.decode("utf-8", "replace")


def servers(folder: Path) -> dict[str, str]:
    """The databases that are here, each with its address."""
    found = {"PostgreSQL 18, embedded": own_postgres.start(folder / "embedded")}
    if DEBIAN.exists():
        carried, own_postgres.binaries = own_postgres.binaries, lambda: DEBIAN
        own_postgres.LOCALE = ("--locale=C.UTF-8",)
        found["PostgreSQL 15, Debian’s"] = own_postgres.start(folder / "debian")
        own_postgres.binaries = carried
    return found


def visited(address: str, store: Path, people: int, seconds: float) -> tuple[Taken, float, Taken]:
    """What fifty people meet on a site with this database."""
    with tempfile.TemporaryDirectory(prefix="commonground-bench-") as name:
        place = Path(name)
        place.chmod(0o755)
        (place / "evidence").symlink_to((store / "evidence").resolve())
        (place / "static").mkdir()
        environment = os.environ | {
            "COMMONGROUND_HOME": str(place), "COMMONGROUND_DEMONSTRATION": "1", "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "commonground.web.settings",
        }  # fmt: skip
        subprocess.run([Path(sys.executable).with_name("commonground"), "migrate"], env=environment, check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        made = subprocess.run([sys.executable, "-c", PEOPLE, str(people)], env=environment, check=True,
                              capture_output=True, text=True)  # fmt: skip
        seats = json.loads(made.stdout.splitlines()[-1])
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with (place / "log").open("w") as log:
            running = [
                subprocess.Popen(command, env=environment, stdout=log, stderr=log)
                for command in (web_server("127.0.0.1", port, processes=2, threads=4), worker())
            ]
        try:
            first = _warm(port, seats)
            taken, began = Taken(), time.monotonic()
            everyone = [Person(n, port, seat, began + seconds, taken) for n, seat in enumerate(seats)]
            for person in everyone:
                person.start()
            for person in everyone:
                person.join(seconds + 120)
            return taken, time.monotonic() - began, first
        finally:
            for process in running:
                process.terminate()
            for process in running:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(60)
                process.kill()


def _warm(port: int, seats: list[list[str]]) -> Taken:
    """Each page for each table, a few times so that both processes have it; what the very first look takes."""
    for _ in range(240):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            break
        time.sleep(0.5)
    first, later = Taken(), Taken()
    for taken in (first, later, later, later):
        for number in range(3):
            person = Person(number, port, seats[number], 0, taken)
            for what, page in PAGES.items():
                for measure in MEASURES if "{" in page else MEASURES[:1]:
                    person.ask(what, "GET", f"/partnerships/{person.table}/{page.format(measure=measure)}")
            person.line.close()
    return first


def percentile(seconds: list[float], part: float) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, round(part * (len(ordered) - 1)))]


def told(title: str, taken: Taken, lasted: float, first: Taken) -> str:
    """A table in Markdown."""
    every = [one for seconds in taken.seconds.values() for one in seconds]
    faults = sum(len(found) for found in taken.faults.values())
    lines = [
        f"## {title}\n",
        f"{len(every):,} answers in {lasted:.0f} s: **{len(every) / lasted:.1f} a second**, p50 "
        f"**{percentile(every, 0.5):.2f} s**, p95 **{percentile(every, 0.95):.2f} s**, {faults} errors; "
        f"{sum(taken.sizes) / len(taken.sizes) / 1024:.0f} KB an answer.\n",
        "| what | answers | p50, s | p95, s | longest, s | the first time, s | errors |",
        "|---|---|---|---|---|---|---|",
    ]
    for what, seconds in sorted(taken.seconds.items(), key=lambda item: -percentile(item[1], 0.95)):
        wrong = ", ".join(sorted(set(taken.faults[what]))) or "none"
        count = f"{len(taken.faults[what])}: {wrong}" if taken.faults[what] else "none"
        before = f"{percentile(first.seconds[what], 0.5):.2f}" if first.seconds.get(what) else ""
        lines.append(
            f"| {what} | {len(seconds)} | {percentile(seconds, 0.5):.2f} | {percentile(seconds, 0.95):.2f} | "
            f"{max(seconds):.2f} | {before} | {count} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print a table for each database."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--home", type=Path, default=home())
    options.add_argument("--people", type=int, default=50)
    options.add_argument("--seconds", type=float, default=60)
    chosen = options.parse_args()
    print(
        f"# The site\n\n{described()}; {chosen.people} people for {chosen.seconds:.0f} s, one to three seconds between "
        "pages, one act in thirty a file; 2 processes of 4 threads, worker beside them, all on this machine.\n",
        flush=True,
    )
    folder = Path(tempfile.mkdtemp(prefix="commonground-bench-"))
    try:
        for title, address in servers(folder).items():
            print(told(title, *visited(address, chosen.home, chosen.people, chosen.seconds)), flush=True)
    finally:
        for server in ("embedded", "debian"):
            own_postgres.leave(folder / server)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
