"""Jobs: enqueued with the change that wants them, done once, by another worker where the first is killed."""

import os
import signal
import socketserver
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from django_scopes import scope
from test_deliveries import DATA, PLAIN
from working import enqueued

from commonground.deliveries import changes
from commonground.deliveries.models import Deliveries, Delivery
from commonground.papers import changes as papers
from commonground.papers.models import Assessment, Assessments
from commonground.partnership.models import AccessEvent
from commonground.web import jobs
from commonground.web.forms.once import REMEMBERED, forget_old
from commonground.web.models import Sending

WORKER = "import django; django.setup(); from commonground.web.jobs import work; work(silent=3, heartbeat=0.5)"
PATIENCE = 90  # seconds


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    return settings.HOME


@pytest.fixture(autouse=True)
def no_jobs_left(request):
    """Django empties its own tables after a test with real transactions; the tables of the jobs are emptied here."""
    yield
    if "transactional_db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        with connection.cursor() as cursor:
            cursor.execute("truncate procrastinate_jobs, procrastinate_workers cascade")


def address() -> str:
    """The database of the tests, for another process."""
    at = connection.settings_dict
    asked = urlencode({"host": at["HOST"], **({"port": at["PORT"]} if at["PORT"] else {})})
    login = f"{at['USER']}:{at['PASSWORD']}" if at["PASSWORD"] else at["USER"]
    return f"postgresql://{login}@/{at['NAME']}?{asked}"


class Undecided(socketserver.ThreadingUnixStreamServer):
    """A virus scanner that takes its time: it answers when it is told to."""

    daemon_threads = True

    def __init__(self, path: str) -> None:
        super().__init__(path, Answers)
        self.asked, self.may_answer = 0, threading.Event()


class Answers(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.server.asked += 1
        self.rfile.read(10)
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            self.rfile.read(size)
        if self.server.may_answer.wait(PATIENCE):
            self.wfile.write(b"stream: OK\0")


@pytest.fixture
def scanner(tmp_path):
    server = Undecided(str(tmp_path / "clamd.sock"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.may_answer.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def worker(home, scanner):
    """Starts a real worker, in a process of its own."""
    running = []

    def start() -> subprocess.Popen:
        said = {
            "DATABASE_URL": address(), "COMMONGROUND_HOME": str(home), "COMMONGROUND_SCANNER": scanner.server_address,
            "COMMONGROUND_SECRET": "only for tests " * 5, "DJANGO_SETTINGS_MODULE": "commonground.web.settings",
        }  # fmt: skip
        running.append(subprocess.Popen([sys.executable, "-c", WORKER], env=os.environ | said))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def until(what: Callable[[], bool]) -> None:
    """Wait for it. A test that waits in vain fails."""
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def states_of_jobs() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select status, attempts from procrastinate_jobs where task_name = 'deliveries.check' order by id"
        )
        return cursor.fetchall()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_neither_loses_a_job_nor_does_it_twice(cast, home, scanner, worker):
    with scope(partnership=cast.own.partnership):
        sent = changes.send(PLAIN.name, [PLAIN.read_bytes()], by=cast.own.actor("analyst"))
    first = worker()
    until(lambda: scanner.asked == 1)
    assert states_of_jobs() == [("doing", 0)]
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert Deliveries(Delivery).get().state == "arrived"
    scanner.may_answer.set()
    time.sleep(4)  # longer than a worker may be silent
    second = worker()
    until(lambda: Deliveries(Delivery).get().state == "ready")
    until(lambda: states_of_jobs() == [("succeeded", 2)])
    assert scanner.asked == 2
    with scope(partnership=cast.own.partnership):
        changes.confirm(sent, by=cast.own.actor("analyst"))
    until(lambda: Deliveries(Delivery).get().state == "loaded")
    assert AccessEvent.objects.filter(kind="collection", details__became="loaded").count() == 1
    second.send_signal(signal.SIGTERM)
    assert second.wait(PATIENCE) == 0


@pytest.mark.django_db(transaction=True)
def test_a_job_is_enqueued_with_its_change_or_not_at_all(cast, home):
    actor = cast.own.actor("analyst")
    with scope(partnership=cast.own.partnership):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            papers.start(timezone.localdate(), by=actor)
            assert enqueued() == ["papers.build"]
            raise ZeroDivisionError
        assert (enqueued(), Assessments(Assessment).count()) == ([], 0)
        papers.start(timezone.localdate(), by=actor)
    assert (enqueued(), Assessments(Assessment).count()) == (["papers.build"], 1)


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_the_same_moment_makes_one_row(cast, visit, home):
    token, together = str(uuid4()), threading.Barrier(4)
    clients = [visit(cast.own.user("analyst")) for _ in range(4)]
    answers: list[tuple[int, str]] = []

    def press(client) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile

        file = SimpleUploadedFile(PLAIN.name, PLAIN.read_bytes())
        together.wait()
        try:
            answer = client.post(f"{DATA}add/", {"file": file, "once": token})
            answers.append((answer.status_code, answer.get("Location", "")))
        finally:
            connections.close_all()

    pressing = [threading.Thread(target=press, args=(client,)) for client in clients]
    for thread in pressing:
        thread.start()
    for thread in pressing:
        thread.join()
    made = Deliveries(Delivery).get()
    assert answers == [(302, f"{DATA}files/{made.public_id}/")] * 4
    assert enqueued() == ["deliveries.check"]


@pytest.mark.django_db
def test_a_token_is_one_person_s_and_is_forgotten_after_a_week(cast):
    token = uuid4()
    for role in ("analyst", "plan_owner"):
        Sending.objects.create(user=cast.own.user(role), token=token)
    Sending.objects.filter(user=cast.own.user("analyst")).update(sent_at=timezone.now() - REMEMBERED - timedelta(1))
    assert (forget_old(), Sending.objects.count()) == (1, 1)


def test_every_job_of_the_clock_can_be_given_to_one_worker_at_a_time():
    from procrastinate.contrib.django import app

    periodic = {name for name, _ in app.periodic_registry.periodic_tasks}
    ours = {"jobs.retry_stalled", "partnership.seal_log", "jobs.forget_forms", "jobs.forget_jobs", "deliveries.sweep"}
    assert periodic >= ours
    assert jobs.SILENT > 10, "a worker gives a sign of life every ten seconds"
