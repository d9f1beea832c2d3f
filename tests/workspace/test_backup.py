"""The drill: everything is destroyed, the backup put back, and what was there is there again and verified."""

import json
import shutil
import tarfile
from pathlib import Path

import pytest
from installation import Installation

from commonground.web import own_postgres
from commonground.web.backup import restoring
from commonground.web.backup.manifest import Unfit

DATA = Path(__file__).parents[2] / "data/mps-knife-crime-dashboard"
INVENTED = {"COMMONGROUND_DEMONSTRATION": "1"}
pytestmark = pytest.mark.slow
FILL = """
from django.conf import settings
from pathlib import Path
from commonground.partnership import access_log
from commonground.partnership.models import Membership
from commonground.partnership.rule import Actor
from commonground.web import demonstration
demonstration.make()
by = Actor.of_seat(Membership.objects.filter(role="analyst", end=None)[0])
for number in range(40):
    access_log.record("consultation", f"page:/invented/{number}", by=by)
print(access_log.seal())
for name in ("partnerships/lewisham/evidence/shelf.txt", "files/kept.pdf"):
    place = Path(settings.HOME, name)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(name)
"""
STATE = """
import hashlib, json
from pathlib import Path
from django.conf import settings
from django.db import connection
from commonground.partnership import access_log
from commonground.web.backup.making import counts
with connection.cursor() as cursor:
    rows = counts(cursor)
for passing in ("django_session", "cache", "procrastinate_workers"):
    del rows[f"public.{passing}"]
home = Path(settings.HOME)
files = {p.relative_to(home).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
         for part in ("evidence", "partnerships", "files") for p in sorted((home / part).rglob("*")) if p.is_file()}
verdict = access_log.verify()
print(json.dumps([rows, files, verdict.head, verdict.seals, list(verdict.faults)]))
"""
SIGN_IN = """
from django.test import Client
from commonground.partnership.models import User
client = Client(SERVER_NAME="localhost")
client.force_login(User.objects.get(email="nadia.notional@example.org"),
                   backend="allauth.account.auth_backends.AuthenticationBackend")
print(client.get("/partnerships/lewisham/").status_code)
"""


@pytest.fixture(scope="module")
def filled_home(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with figures, invented partnerships, a sealed log and files; beside it its backup."""
    home = tmp_path_factory.mktemp("filled") / "home"
    shutil.copytree(migrated, home, copy_function=shutil.copy)
    place = Installation(home, INVENTED)
    assert place.run("load", DATA).returncode == 0
    assert int(place.python(FILL)) > 40
    assert place.run("backup", home.parent / "backup.tar").returncode == 0
    return home


@pytest.fixture
def filled(filled_home: Path, tmp_path: Path) -> Installation:
    """Such an installation, to be harmed."""
    shutil.copytree(filled_home, tmp_path / "home", copy_function=shutil.copy)
    return Installation(tmp_path / "home", INVENTED)


def state(place: Installation) -> list:
    return json.loads(place.python(STATE))


@pytest.mark.parametrize("name", ["backup", "backup.tar"])
def test_everything_is_destroyed_and_put_back(filled, tmp_path, name):
    before = state(filled)
    assert (before[0]["public.partnership_partnership"], len(before[1]) > 2, before[4]) == (5, True, [])
    made = filled.run("backup", tmp_path / name)
    assert (made.returncode, made.stderr) == (0, "")
    shutil.rmtree(filled.home)
    filled.home.mkdir()
    ran = filled.run("restore", tmp_path / name)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "the access log is as it was sealed" in ran.stdout
    assert state(filled) == before
    assert filled.python(SIGN_IN) == "200"


def test_a_backup_is_refused_where_something_stands_unless_told(filled, tmp_path):
    filled.run("backup", tmp_path / "backup")
    before = state(filled)
    refused = filled.run("restore", tmp_path / "backup")
    assert (refused.returncode, "--replace" in refused.stderr, refused.stderr.count("\n")) == (2, True, 1)
    assert state(filled) == before
    filled.python("from commonground.partnership.models import Invitation\nInvitation.objects.all().delete()")
    (filled.home / "files" / "kept.pdf").unlink()
    assert state(filled) != before
    assert filled.run("restore", tmp_path / "backup", "--replace").returncode == 0
    assert state(filled) == before


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        ("changed", "home/files/kept.pdf is not as it was written, so nothing was put back."),
        ("missing", "database.dump is missing, so nothing was put back."),
        ("no manifest", "holds no backup: its manifest.json cannot be read."),
        ("later", "which also has partnership 9999_of_a_later_version: use that."),
        ("torn", "is not a whole backup"),
        ("nowhere", "there is no backup"),
    ],
)
def test_a_backup_that_is_not_whole_puts_nothing_back(filled_home, tmp_path, monkeypatch, harm, says):
    whole, folder = filled_home.parent / "backup.tar", tmp_path / "opened"
    with tarfile.open(whole) as tar:
        tar.extractall(folder, filter="data")
    source, manifest = folder, folder / "manifest.json"
    if harm == "changed":
        (folder / "home/files/kept.pdf").write_text("forged")
    elif harm == "missing":
        (folder / "database.dump").unlink()
    elif harm == "no manifest":
        manifest.unlink()
    elif harm == "later":
        told = json.loads(manifest.read_text())
        told["migrations"].append("partnership 9999_of_a_later_version")
        manifest.write_text(json.dumps(told))
    elif harm == "torn":
        source = tmp_path / "torn.tar"
        source.write_bytes(whole.read_bytes()[:50_000])
    else:
        source = tmp_path / "nowhere"
    for touching in ("_copied", "_put_in_place", "_check_empty"):
        monkeypatch.setattr(restoring, touching, lambda *given: pytest.fail("something was touched"))
    monkeypatch.setattr(restoring.programs, "load", lambda *given: pytest.fail("the database was touched"))
    with pytest.raises(Unfit) as unfit:
        restoring.restore(source, replace=True)
    assert says in str(unfit.value)


def test_a_row_changed_in_the_backup_itself_is_found_by_the_seals(filled, tmp_path):
    """Who can rewrite a backup with its hashes still cannot rewrite what was sealed."""
    forge = (
        "from django.db import connection\nwith connection.cursor() as c:\n"
        "    c.execute('set session_replication_role = replica')\n"
        "    c.execute(\"update partnership_accessevent set user_name = 'somebody else' where record like 'page:%'\")"
    )
    filled.python(forge)
    filled.run("backup", tmp_path / "forged")
    ran = filled.run("restore", tmp_path / "forged", "--replace")
    assert (ran.returncode, "was changed after seal" in ran.stderr) == (1, True)


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("home/inside", "is in the home folder"),
        ("nowhere/at/all", "there is no folder"),
        ("taken.tar", "there already"),
    ],
)
def test_a_place_that_will_not_do_is_one_sentence(place, tmp_path, target, says):
    (tmp_path / "taken.tar").touch()
    ran = place.run("backup", tmp_path / target)
    assert (ran.returncode, says in ran.stderr, ran.stderr.count("\n")) == (2, True, 1), ran.stderr


def test_a_nightly_backup_goes_under_the_hour_and_is_for_its_owner_alone(place, tmp_path):
    nights = tmp_path / "nights"
    nights.mkdir()
    assert place.run("backup", nights).returncode == 0
    (made,) = nights.iterdir()
    assert (made.name.startswith("commonground-20"), made.stat().st_mode & 0o077) == (True, 0)
    doctor = {check["key"]: check for check in json.loads(place.run("doctor", "--json").stdout)["checks"]}
    assert doctor["backup"]["state"] == "right"


DEBIAN = Path("/usr/lib/postgresql/15/bin/initdb")


@pytest.mark.skipif(not DEBIAN.exists(), reason="Debian's PostgreSQL 15 is not installed")
def test_what_an_embedded_database_held_goes_into_postgresql_15_and_back(filled, tmp_path, monkeypatch):
    before = state(filled)
    filled.run("backup", tmp_path / "from-18")
    monkeypatch.setattr(own_postgres, "binaries", lambda: DEBIAN.parent)
    monkeypatch.setattr(own_postgres, "LOCALE", ("--locale=C.UTF-8",))
    address = own_postgres.start(tmp_path / "debian")
    there = Installation(tmp_path / "there", filled.said | {"DATABASE_URL": address})
    there.home.mkdir()
    ran = there.run("restore", tmp_path / "from-18")
    assert (ran.returncode, ran.stderr, state(there)) == (0, "", before)
    assert there.run("backup", tmp_path / "from-15").returncode == 0
    shutil.rmtree(filled.home)
    filled.home.mkdir()
    assert filled.run("restore", tmp_path / "from-15").returncode == 0
    assert state(filled) == before
