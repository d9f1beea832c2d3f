"""The London data of the repository, loaded once for all tests that read it."""

import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from commonground.evidence.loading import load
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store

# A busy machine is slow, not wrong. A gate asks the same questions each time; everybody else's runs look for new ones.
settings.register_profile("patient", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("patient")

ROOT = Path(__file__).parent.parent
DATA = ROOT / "data"
LOADING = ("sources", "evidence/store.py", "evidence/edition.py", "evidence/loading.py")
DAY = 24 * 3600
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def london_store(pytestconfig: pytest.Config) -> Store:
    """A store with all of ``data/``, only for reading: kept until the data or what loads them change."""
    folder = pytestconfig.cache.mkdir("london") / _state()
    with _alone(folder.with_suffix(".lock")):
        if not (folder / "complete").exists():
            refused = [o.error for o in load([DATA], Store(folder)) if o.error]
            assert refused == []
            (folder / "complete").touch()
    _forget_old(folder)
    return Store(folder)


BOROUGHS = (
    "mps-recorded-crime-borough",
    "mps-knife-crime-dashboard",
    "geography-lookups/lookup_lsoa21_ward24_ltla24.csv.gz",
    "ons-population/lsoa21_population_density_mid2011_mid2022.parquet",
)


@pytest.fixture(scope="session")
def boroughs_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A COMMONGROUND_HOME with the figures by borough alone, in seconds. Only for reading."""
    home = tmp_path_factory.mktemp("boroughs")
    refused = [o.error for o in load([DATA / part for part in BOROUGHS], Store(home)) if o.error]
    assert refused == []
    return home


@pytest.fixture(scope="session")
def boroughs(boroughs_home: Path) -> Evidence:
    """The evidence on boroughs."""
    return Evidence(Store(boroughs_home))


@pytest.fixture(scope="session")
def london(london_store: Store) -> Evidence:
    """The evidence of all of ``data/``, counted by DuckDB."""
    return Evidence(london_store)


def _state() -> str:
    """A name that changes with any file of the data or of the code that loads them."""
    digest = hashlib.sha256()
    for path in sorted(DATA.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(DATA)} {path.stat().st_size} {path.stat().st_mtime_ns}".encode())
    for part in LOADING:
        code = ROOT / "src/commonground" / part
        for path in sorted(code.rglob("*") if code.is_dir() else [code]):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process at a time, among the workers of pytest-xdist and beside another run of the tests."""
    with lock.open("w") as file:
        try:
            import fcntl
        except ImportError:  # no fcntl on Windows, where the tests run one after the other
            yield
            return
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _forget_old(current: Path) -> None:
    """Remove stores of earlier states that nothing has read for a day."""
    for folder in current.parent.iterdir():
        if folder.is_dir() and folder != current and time.time() - folder.stat().st_mtime > DAY:
            shutil.rmtree(folder, ignore_errors=True)
            folder.with_suffix(".lock").unlink(missing_ok=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, without a window: one for all tests of a process, which Playwright starts only once."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--disable-gpu", "--no-sandbox"])
        yield chromium
        chromium.close()
