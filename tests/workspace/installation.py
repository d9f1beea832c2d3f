"""An installation of its own: a home folder, a PostgreSQL in it, and the commands of the terminal."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

SECRET = "an invented secret of more than fifty characters, 1234567890"
COMMONGROUND = Path(sys.executable).with_name("commonground")


@dataclass
class Installation:
    """Commands run in it as they would in a terminal, with what the environment says."""

    home: Path
    said: dict[str, str] = field(default_factory=dict)

    def environment(self, **said: str) -> dict[str, str]:
        kept = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith("COMMONGROUND_") and key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
        }
        return kept | {"COMMONGROUND_HOME": str(self.home)} | self.said | said

    def run(self, *arguments: object, **said: str) -> subprocess.CompletedProcess[str]:
        """Run ``commonground`` with the arguments."""
        return subprocess.run(
            [COMMONGROUND, *map(str, arguments)],
            env=self.environment(**said), cwd=self.home, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip

    def python(self, statements: str, **said: str) -> str:
        """What the statements print, with Django set up and no scope."""
        begin = "import django; django.setup()\nfrom django_scopes import scopes_disabled\n"
        ran = subprocess.run(
            [sys.executable, "-c", begin + "with scopes_disabled():\n    " + statements.replace("\n", "\n    ")],
            env=self.environment(DJANGO_SETTINGS_MODULE="commonground.web.settings", **said),
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.strip()

    def start(self, *arguments: object, **said: str) -> subprocess.Popen[str]:
        """Start a command that goes on running."""
        return subprocess.Popen(
            [COMMONGROUND, *map(str, arguments)],
            env=self.environment(**said), cwd=self.home, text=True,
            stdout=(self.home / "out.txt").open("w"), stderr=subprocess.STDOUT,
        )  # fmt: skip


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(url: str, **headers: str) -> tuple[int, str]:
    """The status and the text of an answer; 0 where nobody listens."""
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def wait_until_ready(url: str, patience: float = 90) -> dict:
    """The readiness of the site, once it is ready."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        status, text = answer(url)
        if status == 200:
            return json.loads(text)
        time.sleep(0.3)
    raise AssertionError(f"{url} answered {status}: {text}")
