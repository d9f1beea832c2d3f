"""The commands of the site: found without Django, refusing in sentences, serving for real, and looking things over."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from click.testing import CliRunner
from installation import SECRET, Installation, answer, free_port, wait_until_ready

from commonground import cli
from commonground.web.commands import COMMANDS
from commonground.web.inspection import checks, inspect, stored, told
from commonground.web.keeping import taken

SERVING = {
    "COMMONGROUND_SECRET": SECRET,
    "COMMONGROUND_BEHIND_PROXY": "1",
    "COMMONGROUND_HOSTS": "localhost 127.0.0.1",
}


# In the terminal.


def test_help_lists_the_commands_of_the_site_without_importing_django():
    listing = (
        "import sys; from click.testing import CliRunner; from commonground.cli import commonground;"
        "print(CliRunner().invoke(commonground, ['--help']).output); print('django' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True)
    for name, does in COMMANDS.items():
        assert name in ran.stdout and does.split()[0] in ran.stdout
    assert ran.stdout.splitlines()[-1] == "False"


def test_each_command_has_its_module_and_says_the_same_as_the_list():
    context = SimpleNamespace(obj=None)
    for name in COMMANDS:
        command = cli.commonground.get_command(context, name)
        assert (command.name, bool(command.help)) == (name, True)


def test_without_the_extra_a_command_says_what_to_install(monkeypatch):
    monkeypatch.setattr(cli.util, "find_spec", lambda name: None)
    ran = CliRunner().invoke(cli.commonground, ["serve"])
    assert (ran.exit_code, ran.output) == (
        1,
        "Error: ‘serve’ belongs to the site, which is not installed: pip install 'commonground[web]' brings it.\n",
    )


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"DATABASE_URL": "mysql://here/there"}, "DATABASE_URL must begin with postgresql://, not mysql."),
        ({"DATABASE_URL": "postgresql://127.0.0.1:1/none"}, "The database does not answer: "),
        ({"COMMONGROUND_SECRET_FILE": "/nowhere/at-all"}, "COMMONGROUND_SECRET_FILE names /nowhere/at-all"),
    ],
)
def test_what_the_environment_says_wrong_is_one_sentence(tmp_path, said, sentence):
    ran = Installation(tmp_path).run("migrate", **said)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert ran.stderr.startswith(f"Error: {sentence}")


# Whether it may serve.


@pytest.mark.parametrize(
    ("check", "setting", "value", "says"),
    [
        (told.debug, "DEBUG", True, "COMMONGROUND_DEBUG"),
        (told.secret, "SECRET_KEY", "", "COMMONGROUND_SECRET is not set"),
        (told.secret, "SECRET_KEY", "short", "has 5 characters"),
        (told.secret, "SECRET_KEY", "ab" * 40, "2 different characters"),
        (told.access_log, "ACCESS_LOG", False, "COMMONGROUND_ACCESS_LOG"),
        (told.https, "DEMONSTRATION", True, "COMMONGROUND_DEMONSTRATION"),
        (told.https, "HTTPS", False, "COMMONGROUND_PLAIN_HTTP"),
        (told.https, "SECURE_PROXY_SSL_HEADER", None, "COMMONGROUND_BEHIND_PROXY"),
        (told.hosts, "ALLOWED_HOSTS", ["*"], "COMMONGROUND_HOSTS"),
    ],
)
def test_a_setting_that_speaks_against_serving_is_named(settings, check, setting, value, says):
    settings.HTTPS, settings.SECRET_KEY, settings.CERTIFICATE = True, SECRET, ()
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    before = check().state
    setattr(settings, setting, value)
    assert (before in ("right", "note"), check().state) == (True, "wrong")
    assert says in check().sentence


@pytest.mark.django_db
def test_invented_people_speak_against_serving():
    from commonground.web import demonstration

    assert stored.demonstration().state == "right"
    demonstration.seat_everyone()
    assert stored.demonstration().state == "wrong"


@pytest.mark.django_db
@pytest.mark.parametrize(("longest", "state"), [(timedelta(hours=1), "right"), (timedelta(0), "wrong")])
def test_a_row_that_waits_too_long_for_its_seal_speaks_against_serving(monkeypatch, longest, state):
    from commonground.partnership import access_log
    from commonground.partnership.rule import Actor

    access_log.record("consultation", "page:/", by=Actor.of_system("a test"))
    monkeypatch.setattr(stored, "WAIT", longest)
    assert stored.seal().state == state


@pytest.mark.django_db
def test_pending_migrations_speak_against_serving(monkeypatch):
    from commonground.web import schema

    monkeypatch.setattr(schema, "pending", lambda: ["papers 0099_later"])
    found = {check.key: answer.state for check, answer in inspect(only_blocking=True)}
    assert found["migrations"] == "wrong"
    assert "demonstration" not in found  # what asks the database waits until it is in shape


def test_what_blocks_is_what_the_page_for_hosts_lists():
    assert [check.key for check in checks() if check.blocks] == [
        "debug", "secret", "access_log", "https", "database", "migrations", "demonstration", "seal",
    ]  # fmt: skip


@pytest.mark.slow
def test_all_reasons_are_given_at_once(tmp_path):
    place = Installation(tmp_path, {"COMMONGROUND_DEBUG": "1", "COMMONGROUND_ACCESS_LOG": "off"})
    ran = place.run("serve", "--port", free_port())
    reasons = [line for line in ran.stderr.splitlines() if line.startswith("  * ")]
    assert (ran.returncode, len(reasons)) == (2, 5)
    words = ("COMMONGROUND_DEBUG", "COMMONGROUND_SECRET", "COMMONGROUND_ACCESS_LOG", "HTTPS", "commonground migrate")
    for word, reason in zip(words, reasons, strict=True):
        assert word in reason


def test_a_port_that_is_taken_is_one_sentence():
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert taken("127.0.0.1", port).startswith(f"Port {port} is taken by another program: choose another")
    assert taken("127.0.0.1", 99999) == "There is no port 99999: choose one from 1024 to 65535."


# Serving.


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn needs a Unix")
def test_it_serves_keeps_its_worker_alive_and_leaves_nothing_running(place):
    place.said |= SERVING
    port = free_port()
    running = place.start("serve", "--port", port, "--processes", 1)
    try:
        site = f"http://127.0.0.1:{port}"
        assert wait_until_ready(f"{site}/health/ready")["ready"] is True
        assert answer(f"{site}/health/live") == (200, "live\n")
        assert answer(f"{site}/", **{"X-Forwarded-Proto": "https"})[0] == 200
        assert answer(f"{site}/demonstration/", **{"X-Forwarded-Proto": "https"})[0] == 404
        everyone = psutil.Process(running.pid).children(recursive=True)
        (worker,) = _workers(running.pid)
        os.kill(worker, signal.SIGKILL)
        _wait_for(lambda: _workers(running.pid) not in ([], [worker]))
    finally:
        running.send_signal(signal.SIGTERM)
        status = running.wait(90)
    _wait_for(lambda: not any(one.is_running() for one in everyone))
    _wait_for(lambda: not (place.home / "postgres" / "postmaster.pid").exists())
    assert (status, "worker ended with -9 and is started again" in (place.home / "out.txt").read_text()) == (0, True)


def _workers(parent: int) -> list[int]:
    found = []
    for one in psutil.Process(parent).children():
        with contextlib.suppress(psutil.Error):  # ended a moment ago
            if "commonground.web.commands.work" in one.cmdline():
                found.append(one.pid)
    return found


def _wait_for(true, patience: float = 40) -> None:
    until = time.monotonic() + patience
    while not true():
        assert time.monotonic() < until
        time.sleep(0.2)


# Looking over.


@pytest.mark.slow
def test_the_doctor_says_what_is_wrong_and_a_program_can_read_it(place):
    place.said |= SERVING
    ran = place.run("doctor", "--json")
    found = {check["key"]: check for check in json.loads(ran.stdout)["checks"]}
    assert (ran.returncode, found["worker"]["state"], found["database"]["state"]) == (1, "wrong", "right")
    assert found["evidence"]["state"] == "note"
    edition = place.home / "evidence" / "mps_borough" / "mps_borough-2020-01-12345678"
    edition.mkdir(parents=True)
    (edition / "manifest.json").write_text("{ torn")
    told = place.run("doctor").stdout
    assert "WRONG  Evidence store: The edition mps_borough-2020-01-12345678 is damaged" in told
    assert "Traceback" not in told + ran.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root has to become somebody else")
def test_as_root_without_useradd_the_database_says_what_to_do(monkeypatch):
    from commonground.web import own_postgres

    monkeypatch.setattr(own_postgres.shutil, "which", lambda *a, **k: None)
    with pytest.raises(own_postgres.NotStarted, match="run as an ordinary user, or name a server in DATABASE_URL"):
        own_postgres._make_owner()


@pytest.mark.slow
def test_the_database_stops_with_the_last_that_uses_it_even_if_one_was_killed(tmp_path):
    hold = (
        "import sys; from pathlib import Path; from commonground.web.own_postgres import start;"
        "print(start(Path(sys.argv[1])), flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", hold, str(tmp_path / "postgres")]
    running = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    addresses = {one.stdout.readline() for one in running}
    pid_file = tmp_path / "postgres" / "postmaster.pid"
    assert (len(addresses), pid_file.exists()) == (1, True)
    running[0].kill()
    running[0].wait()
    running[1].communicate("")
    assert pid_file.exists()
    running[2].communicate("")
    _wait_for(lambda: not pid_file.exists())


# A partnership begins.


@pytest.mark.slow
def test_a_partnership_begins_with_a_link_for_its_administrator(place):
    place.said |= SERVING
    lewisham = (
        "begin", "lewisham", "--name", "Safer Lewisham Partnership", "--area", "E09000023 Lewisham",
        "--agency", "Lewisham Council", "--person", "Ada Administrator", "--email", "ada@example.org",
    )  # fmt: skip
    made, again = place.run(*lewisham), place.run(*lewisham)
    link = made.stdout.splitlines()[-1]
    assert (made.returncode, again.returncode, again.stderr.count("\n")) == (0, 2, 1), again.stderr
    hidden = place.run("begin", "plans", *lewisham[2:])
    assert (hidden.returncode, "“plans” is the address of a page" in hidden.stderr) == (2, True)
    opened = place.python(
        "from django.core.management import call_command\n"
        "call_command('collectstatic', verbosity=0, interactive=False)\n"
        "from django.test import Client\nclient = Client(headers={'X-Forwarded-Proto': 'https', 'Host': 'localhost'})\n"
        f"page = client.get({link.removeprefix('https://localhost')!r})\n"
        "print(page.status_code, 'Safer Lewisham Partnership' in page.content.decode())"
    )
    assert opened == "200 True"


def test_the_page_for_hosts_names_what_the_environment_may_say():
    root = Path(__file__).parents[2]
    page = (root / "docs/how-to/host.md").read_text("utf-8").partition("<!-- environment -->")[2]
    told = re.findall(r"^\| `(\w+)` \|", page, re.M)
    asked = {
        name
        for path in (root / "src").rglob("*.py")
        for name in re.findall(r"\bCOMMONGROUND_[A-Z_]*[A-Z]\b", path.read_text("utf-8"))
    }
    assert (sorted(set(told)), len(told)) == (
        sorted(asked | {"DATABASE_URL", "COMMONGROUND_CERTIFICATE_KEY"}),
        len(told),
    )
