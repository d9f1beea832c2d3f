"""A browser on a site with the demonstration in it. A page that complains fails the test that opened it.

    def test_an_analyst_finds_the_members(page_of, axe):
        page = page_of("analyst", width=320)              # or an e-mail address; None for a visitor
        page.goto("/partnerships/lewisham/members/")
        axe(page)

What fails the test, beside what it asserts: a message of the console that is an error or speaks of the content
security policy, an exception on the page, a request to any other origin, a file that is missing, an answer of 500.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
PHONE, DESK = 320, 1280


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder need the browser, and are slow."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            item.add_marker("slow")


@dataclass
class Site:
    """The site in its own process."""

    process: subprocess.Popen
    home: Path
    address: str = ""

    def ask(self, verb: str, text: str) -> Any:
        """Its answer to one question. Raises RuntimeError with what went wrong over there."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([verb, text]) + "\n")
        self.process.stdin.flush()
        return self.hear()

    def hear(self) -> Any:
        """The next thing it says."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the site ended with {self.process.wait()}; its log is {self.home / 'site.log'}")
        answer = json.loads(line)
        if "failed" in answer:
            raise RuntimeError(answer["failed"])
        return answer["said"]

    def run(self, statements: str) -> str:
        """Run Python in the site (models are imported there), and return what it prints."""
        return self.ask("run", statements)

    def email(self, who: str) -> str:
        """An address; for a role, that of its first person at the table of Lewisham."""
        if "@" in who:
            return who
        from commonground.web.demonstration.cast import SEATS

        return next(s.email for s in SEATS if (s.table, s.role, s.state) == ("lewisham", who, "open"))


@pytest.fixture(scope="session")
def site(browser: Any, london_store: Any, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """The demonstration with all of the London data, once for a run: leave behind nothing others trip over.

    It asks for the browser so that nothing is made where there is none.
    """
    import psycopg

    from commonground.web.database import embedded
    from workspace_settings import TESTS_HOME

    home = tmp_path_factory.mktemp("site")
    (home / "evidence").symlink_to(london_store.folder)
    server = os.environ.get("DATABASE_URL") or embedded(TESTS_HOME / "postgres")
    name = f"browser_{worker_id}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
    with (home / "site.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, str(HERE / "serving.py")], text=True, cwd=home,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
            env=os.environ | {
                "COMMONGROUND_HOME": str(home), "COMMONGROUND_DEMONSTRATION": "1",
                "DATABASE_URL": _database(server, name), "DJANGO_SETTINGS_MODULE": "commonground.web.settings",
            },
        )  # fmt: skip
    try:
        there = Site(process, home)
        there.address = there.hear()
        yield there
    finally:
        process.kill()
        process.wait()
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'drop database if exists "{name}" with (force)')


def _database(server: str, name: str) -> str:
    """The address of another database on the same server."""
    before, _, options = server.partition("?")
    return f"{before.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")


@pytest.fixture
def page_of(site: Site, browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a browser of one's own as a person: a role at Lewisham's table, an address, or None for a visitor."""
    opened: list[tuple[Any, list[str]]] = []

    def open_page(who: str | None = None, width: int = DESK, javascript: bool = True, **options: Any) -> Any:
        context = browser.new_context(
            base_url=site.address, viewport={"width": width, "height": 900}, java_script_enabled=javascript,
            locale="en-GB", timezone_id="Europe/London", **options,
        )  # fmt: skip
        context.set_default_timeout(20_000)
        faults: list[str] = []
        opened.append((context, faults))
        if who is not None:
            cookie = site.ask("sign_in", site.email(who))
            context.add_cookies([{**cookie, "url": site.address}])
        context.on("page", lambda page: _watch(page, site.address, faults))
        page = context.new_page()
        page.faults = faults
        return page

    yield open_page
    complaints = [fault for _, faults in opened for fault in faults]
    for context, _ in opened:
        context.close()
    assert complaints == []


def _watch(page: Any, address: str, faults: list[str]) -> None:
    """Collect what the page complains of."""

    def on_console(message: Any) -> None:
        missing = message.text.startswith("Failed to load resource")  # the answer itself is judged below
        if (message.type == "error" and not missing) or "Content Security Policy" in message.text:
            faults.append(f"console on {page.url}: {message.text}")

    def on_request(request: Any) -> None:
        if not request.url.startswith((address + "/", "data:", "blob:")):
            faults.append(f"{page.url} asks {request.url}")

    def on_answer(response: Any) -> None:
        wrong = response.status >= 500 or (response.status >= 400 and response.request.resource_type != "document")
        if wrong:
            faults.append(f"{response.url} on {page.url} answers {response.status}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(f"exception on {page.url}: {error}"))
    page.on("request", on_request)
    page.on("response", on_answer)


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    """Assert that axe finds nothing on the page (WCAG 2.2 A and AA, and best practice)."""
    from axe_playwright_python.sync_playwright import Axe

    def judge(page: Any, **options: Any) -> None:
        found = Axe().run(page, options=options or None).response["violations"]
        assert [_told(one) for one in found] == [], page.url

    return judge


def _told(violation: dict[str, Any]) -> str:
    nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}: {nodes}"


@pytest.fixture
def shown() -> Callable[[Any, str], None]:
    """Take a picture of the whole page, if COMMONGROUND_PICTURES names a folder for them."""
    folder = os.environ.get("COMMONGROUND_PICTURES")

    def take(page: Any, name: str) -> None:
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return take
