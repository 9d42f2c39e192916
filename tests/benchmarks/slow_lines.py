"""How long a page takes to somebody while forty others send and forty read at 64 kbit/s, as ratios to nobody else being
there; for the front, and for the same pages behind the web server alone, measured in the same run."""

import contextlib
import http.client
import os
import socket
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.test import Client

from config.launcher.bootstrap import ROOT
from config.launcher.product import web_command

BUDGET = 1.5
LINES, RATE, TICK = 40, 8_000, 0.25  # senders, and as many readers; bytes a second; seconds
UPLOAD = 480_000
PAGES, ROUNDS, PATIENCE = 60, 3, 5.0
PLAIN = ["--interface", "wsgi", "--blocking-threads"]
SERVERS = {
    "the front": [],
    "WSGI, 1 thread": [*PLAIN, "1", "config.wsgi:application"],
    "WSGI, 64 threads": [*PLAIN, "64", "config.wsgi:application"],
}


@contextlib.contextmanager
def served(options: list[str]) -> Iterator[int]:
    """The product's pages on this run's database; without options as `./run` starts them."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = web_command("127.0.0.1", port)
    if options:
        command = [*command[:3], "--workers", "2", "--host", "127.0.0.1", "--port", str(port), "--no-ws", *options]
    url = os.environ["DATABASE_URL"].replace("/commonplan?", f"/{connection.settings_dict['NAME']}?")
    environment = os.environ | {"DATABASE_URL": url, "STATIC_MANIFEST": "no", "ALLOWED_HOSTS": "127.0.0.1"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            while ask(port, "/health/live/", "") != 200:
                time.sleep(0.1)
            yield port
        finally:
            server.terminate()


def ask(port: int, path: str, cookie: str) -> int:
    """The status, or none within our patience."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        line.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = line.getresponse()
        answer.read()
        return answer.status
    except OSError:
        return 0
    finally:
        line.close()


class SlowLines:
    """Forty that send a form and forty that read a page, all of them slowly, until it is enough."""

    def __init__(self, port: int, path: str, cookie: str) -> None:
        self.port, self.path, self.cookie = port, path, cookie
        self.enough = threading.Event()
        self.lines: list[tuple[socket.socket, bool]] = []

    def _open(self, sends: bool) -> tuple[socket.socket, bool]:
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", self.port))
        length = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {UPLOAD}\r\n" if sends else ""
        asked = f"{'POST' if sends else 'GET'} {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookie}\r\n"
        line.sendall(f"{asked}{length}\r\n".encode())
        line.setblocking(False)
        return line, sends

    def run(self) -> None:
        self.lines = [self._open(number % 2 == 0) for number in range(2 * LINES)]
        piece = bytes(int(RATE * TICK))
        while not self.enough.wait(TICK):
            for number, (line, sends) in enumerate(self.lines):
                with contextlib.suppress(BlockingIOError):
                    try:
                        gone = not (line.send(piece) if sends else line.recv(len(piece)))
                    except OSError as error:
                        if isinstance(error, BlockingIOError):
                            raise
                        gone = True
                    if gone:  # another takes its place
                        line.close()
                        self.lines[number] = self._open(sends)
        for line, _sends in self.lines:
            line.close()

    def __enter__(self) -> None:
        self.thread = threading.Thread(target=self.run)
        self.thread.start()
        time.sleep(1)

    def __exit__(self, *error: object) -> None:
        self.enough.set()
        self.thread.join()


def times(port: int, path: str, cookie: str) -> list[float]:
    """Of some pages one after the other; after three without an answer no more are asked for."""
    found: list[float] = []
    while len(found) < PAGES and found[-3:] != [PATIENCE] * 3:
        begun = time.perf_counter()
        answered = ask(port, path, cookie)
        found.append(time.perf_counter() - begun if answered == 200 else PATIENCE)
    return found


def slow_lines(client: Client, path: str) -> None:
    """Prints, for each way to serve, the page's time with and without the slow lines."""
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    cookie += f"; {settings.CSRF_COOKIE_NAME}={'x' * 32}"  # so that Django looks for the other half in the body
    alone: dict[str, float] = {}
    for name, options in SERVERS.items():
        with served(options) as port:
            times(port, path, cookie)
            quiet, busy = [], []
            for _round in range(ROUNDS):
                quiet += times(port, path, cookie)
                with SlowLines(port, path, cookie):
                    busy += times(port, path, cookie)
        alone[name] = statistics.median(quiet)
        ratio, worst = statistics.median(busy) / alone[name], sorted(busy)[int(len(busy) * 0.95)] / alone[name]
        verdict = "" if ratio <= BUDGET or options else "ABOVE "
        print(
            f"{name:17} {ratio:7.2f} × {verdict}(budget {BUDGET:g} ×), 95th of hundred {worst:7.2f} ×; "
            f"without slow lines {alone[name] / alone['the front']:.2f} × the front's",
            flush=True,
        )
