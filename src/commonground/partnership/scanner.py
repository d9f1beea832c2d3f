"""The virus scanner: ClamAV, over its socket, where an installation has one."""

import socket
import struct
from pathlib import Path

CHUNK = 1 << 16
PATIENCE = 30.0  # seconds without an answer


class ScannerDown(Exception):
    """The scanner does not answer, or not as it should. The file waits."""


def scan(path: Path, address: str) -> str | None:
    """The name of what is wrong with the file; None for a clean one. Raises ScannerDown.

    ``address`` is the path of a socket or ``host:port``. The protocol is clamd’s INSTREAM: chunks, each after its
    length, an empty one at the end, and one line for an answer.
    """
    try:
        with _connected(address) as line, path.open("rb") as file:
            line.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                line.sendall(struct.pack("!I", len(chunk)) + chunk)
            line.sendall(struct.pack("!I", 0))
            answer = _answer(line)
    except OSError as fault:
        raise ScannerDown(f"The virus scanner does not answer ({fault.strerror or fault}).") from fault
    if answer == "stream: OK":
        return None
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerDown(f"The virus scanner could not say (“{answer[:100]}”).")


def _connected(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    if host and port.isdigit():
        return socket.create_connection((host, int(port)), timeout=PATIENCE)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(PATIENCE)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and (more := line.recv(4096)):
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
