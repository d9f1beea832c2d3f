"""A whole site for the browser tests, in a process of its own: the demonstration, served on a free port.

It prints its address, then answers each line it is given on standard input: a request is ``[verb, text]`` in
JSON, an answer ``{"said": ...}`` or ``{"failed": ...}``. So a test can sign somebody in without the sign-in page, or
change what is stored, on a database that no other test sees.
"""

import contextlib
import io
import json
import sys
import threading
import traceback

import django


def main() -> None:
    django.setup()
    from django.core.management import call_command

    from commonground.web import demonstration

    with contextlib.redirect_stdout(sys.stderr):
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        demonstration.make()
        server = serve()
    say({"said": f"http://localhost:{server.server_port}"})
    for line in sys.stdin:
        verb, text = json.loads(line)
        try:
            with contextlib.redirect_stdout(sys.stderr):
                answer = {"said": VERBS[verb](text)}
        except Exception:
            answer = {"failed": traceback.format_exc()}
        say(answer)
    server.shutdown()


def say(answer: dict) -> None:
    sys.__stdout__.write(json.dumps(answer) + "\n")
    sys.__stdout__.flush()


def serve():
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *said: object) -> None:
            pass

    server = ThreadedWSGIServer(("localhost", 0), Quiet)
    server.set_app(get_wsgi_application())
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def sign_in(email: str) -> dict[str, str]:
    """The cookie of a new session of the person."""
    from django.conf import settings
    from django.test import Client

    from commonground.partnership.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=email), backend=settings.AUTHENTICATION_BACKENDS[0])
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


def run(statements: str) -> str:
    """What the statements print. Queries are not scoped."""
    from django_scopes import scopes_disabled

    printed = io.StringIO()
    with scopes_disabled(), contextlib.redirect_stdout(printed):
        exec(statements, {})
    return printed.getvalue().strip()


VERBS = {"sign_in": sign_in, "run": run}

if __name__ == "__main__":
    main()
