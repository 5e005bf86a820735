"""Messages through the web server, against a bare Flask page on the same server.

`python benchmarks/web_messages.py` starts `npq-bot serve` and a Flask page of one line, each in
gunicorn with one process and eight threads, and prints
1. messages a second and pages a second, taken in turn, and their ratio (goal: 0.35). A message is
   understood, answered and on disk before its reply leaves; the page does nothing, so the ratio
   falls with the speed of the disk,
2. the 99th percentile at 50 messages a second for a minute (goal: 80 ms), counted from when each
   was due, so that a server that falls behind cannot hide it,
3. the server's resident memory afterwards (goal: 250 MB).
`--seconds N` shortens the minute.

Measured on two cores that the clients share: 273 messages and 3,807 pages a second (0.07; the goal
is missed), 99th percentile 7.1 ms, 188 MB. A second process brings nothing (278 a second).
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

CLIENTS = 8
ROUNDS = 5
IN_A_ROUND = 400
A_SECOND = 50
QUESTIONS = (
    "How long is NPQH?",
    "Is the NPQEL funded?",
    "what's the assessment like on the senior leadership one",
    "I'm a deputy in an academy, which one would suit me?",
    "How much does it cost?",
    "NPQ for SENCOs: who is it for and how long is it?",
    "thanks",
)
BARE = """
from flask import Flask
app = Flask(__name__)
@app.post("/")
def page():
    return "<p>A page.</p>"
"""


class Client:
    """One connection that is kept open, with as little work of its own as possible."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connect()

    def _connect(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self._port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""
        self._used_at = time.monotonic()

    def send(self, request: bytes) -> bytes:
        """Return the body of the answer; raises RuntimeError unless it is a success."""
        if time.monotonic() - self._used_at > 1:  # gunicorn drops what is idle for two seconds
            self._socket.close()
            self._connect()
        self._socket.sendall(request)
        while b"\r\n\r\n" not in self._rest:
            self._more()
        head, _, rest = self._rest.partition(b"\r\n\r\n")
        if b" 20" not in head[:13]:
            raise RuntimeError(head.decode() + rest.decode())
        length = next(
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length")
        )
        while len(rest) < length:
            self._rest = b""
            self._more()
            rest += self._rest
        self._rest = rest[length:]
        self._used_at = time.monotonic()
        return rest[:length]

    def _more(self) -> None:
        got = self._socket.recv(65536)
        if not got:
            raise RuntimeError("the server closed the connection")
        self._rest += got


def post(path: str, body: object, *headers: str) -> bytes:
    """Return a request as it goes over the wire; each says that it comes from another address."""
    payload = json.dumps(body).encode()
    lines = (
        f"POST {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json",
        f"Content-Length: {len(payload)}", *headers,
    )  # fmt: skip
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + payload


class Talker:
    """Posts messages, each conversation a dozen of them."""

    _lock = threading.Lock()
    _addresses = 0

    def __init__(self, port: int) -> None:
        self._client = Client(port)
        self._left = 0
        self._path = ""
        self._token = ""

    def message(self, number: int) -> None:
        """Send one message; a new conversation is opened where the last one is long enough."""
        if self._left == 0:
            opened = json.loads(self._client.send(post("/api/v1/conversations", {}, self._from())))
            self._path = f"/api/v1/conversations/{opened['conversation']}/messages"
            self._token, self._left = opened["token"], 12
        self._left -= 1
        text = QUESTIONS[number % len(QUESTIONS)]
        authorised = f"Authorization: Bearer {self._token}"
        self._client.send(post(self._path, {"text": text}, authorised, self._from()))

    def _from(self) -> str:
        with Talker._lock:  # limits count by address; many people have many
            Talker._addresses += 1
            number = Talker._addresses
        return f"X-Forwarded-For: 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


@contextmanager
def started(command: list[str], port: int, **environment: str) -> Iterator[int]:
    """Run a server until it answers and as long as it is used; the number of its process."""
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def rate(send: list[object], count: int) -> float:
    """Return how many a second all clients together get answered."""

    def run(one: object) -> None:
        for number in range(count // CLIENTS):
            one(number)  # type: ignore[operator]

    begun = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(run, send))
    return count // CLIENTS * CLIENTS / (time.perf_counter() - begun)


def latencies(talkers: list[Talker], seconds: int) -> list[float]:
    """Send at a steady pace; milliseconds from when each message was due to its reply."""
    begun = time.perf_counter() + 0.5
    taken: list[float] = []

    def run(place: int) -> None:
        for number in range(place, A_SECOND * seconds, CLIENTS):
            due = begun + number / A_SECOND
            time.sleep(max(0.0, due - time.perf_counter()))
            talkers[place].message(number)
            taken.append((time.perf_counter() - due) * 1000)

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(run, range(CLIENTS)))
    return sorted(taken)


def resident_mb(parent: int) -> dict[int, float]:
    """Return the resident size of a process and its children."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":\t", 1) for line in status.read_text().splitlines())
        except (OSError, ValueError):
            continue
        if parent in (int(lines["Pid"]), int(lines["PPid"])):
            found[int(lines["Pid"])] = int(lines["VmRSS"].split()[0]) / 1024
    return found


def main() -> None:
    """Print the three figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    seconds = parser.parse_args().seconds
    ours, bare = free_port(), free_port()
    folder = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as site:
        (Path(site) / "bare.py").write_text(BARE)
        serve = [str(folder / "npq-bot"), "serve"]
        # The first start learns the phrasings and needs more memory; this is about later ones.
        subprocess.run(
            [*serve[:1], "ask", "hello"], env={**os.environ, "NPQ_DATA_DIR": data}, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        gunicorn = [
            str(folder / "gunicorn"), "--bind", f"127.0.0.1:{bare}", "--workers", "1",
            "--worker-class", "gthread", "--threads", "8", "--log-level", "warning",
            "--chdir", site, "bare:app",
        ]  # fmt: skip
        with (
            started(serve, ours, NPQ_DATA_DIR=data, NPQ_BIND=f"127.0.0.1:{ours}", NPQ_PROXIES="1")
            as server,
            started(gunicorn, bare),
        ):  # fmt: skip
            talkers = [Talker(ours) for _ in range(CLIENTS)]
            pages = [Client(bare) for _ in range(CLIENTS)]
            page = post("/", {"text": QUESTIONS[0]})
            asking: list[object] = [talker.message for talker in talkers]
            reading: list[object] = [
                lambda _number, one=one: one.send(page) for one in pages
            ]  # fmt: skip
            rate(asking, IN_A_ROUND), rate(reading, IN_A_ROUND)  # warm up
            pairs = [(rate(asking, IN_A_ROUND), rate(reading, IN_A_ROUND)) for _ in range(ROUNDS)]
            ratio = statistics.median(a / b for a, b in pairs)
            print(f"messages a second   {statistics.median(a for a, _ in pairs):8.0f}")
            print(f"bare pages a second {statistics.median(b for _, b in pairs):8.0f}")
            print(f"ratio               {ratio:8.2f}   goal 0.35", flush=True)
            taken = latencies(talkers, seconds)
            for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
                goal = "   goal 80" if name == "p99" else ""
                print(
                    f"{name} at {A_SECOND} a second  {taken[int(len(taken) * share)]:8.1f} ms{goal}"
                )
            sizes = resident_mb(server)
            print(f"resident memory     {max(sizes.values()):8.0f} MB  goal 250")


if __name__ == "__main__":
    main()
