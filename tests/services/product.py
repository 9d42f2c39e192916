"""A product on a data folder of its own: started, asked, broken, stopped."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from config.launcher import binaries, servers
from config.launcher.bootstrap import ROOT
from config.launcher.folder import reachable
from tests.patience import PATIENCE, wait_until


def clean_environment() -> dict[str, str]:
    """Ours, without what the test run has set for itself."""
    ours = (
        "DATABASE_URL",
        "REDIS_URL",
        "SECRET_KEY",
        "DATA_DIR",
        "STATIC_MANIFEST",
        "SITE_URL",
        "MEDIA_ROOT",
    )
    ours += ("CACHE_PREFIX", "CELERY_PREFIX", "DJANGO_SETTINGS_MODULE", "PYTEST_XDIST_WORKER")
    return {name: value for name, value in os.environ.items() if name not in ours} | {"PYTHONPATH": str(ROOT)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Launched:
    """A product that a test has started."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data = data
        self.port = free_port()
        self.log = data.with_name(f"{self.port}.log")
        command = [
            sys.executable,
            "-m",
            "config.launcher",
            "--port",
            str(self.port),
            "--data",
            str(data),
            "--no-example",
        ]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                env=clean_environment() | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def health(self, question: str = "") -> dict[str, object]:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"http://127.0.0.1:{self.port}/health/{question}", timeout=5) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            return dict(json.load(error))
        except OSError:
            return {}

    def wait_until(self, so: Callable[[], object], what: str) -> None:
        def reached() -> object:
            assert self.process.poll() is None, f"it ended while waiting for {what}:\n{self.log.read_text()}"
            return so()

        wait_until(reached, lambda: f"no {what}:\n{self.log.read_text()}", every=0.1)

    def wait_until_healthy(self) -> None:
        self.wait_until(lambda: self.health().get("healthy") is True, "healthy product")
        self.wait_until(lambda: "Ctrl-C stops it." in self.log.read_text(), "announcement")

    def tree(self) -> list[int]:
        """The launcher and all that came of it."""
        parents = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = status.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] != "Z":
                parents[int(status.parent.name)] = int(fields[1])
        found = [self.process.pid]
        for process in found:
            found += [child for child, parent in parents.items() if parent == process]
        return [process for process in found if process in parents]

    def child(self, *words: str) -> int:
        """The first process below the launcher whose command line holds these words."""
        for process in self.tree()[1:]:
            line = Path(f"/proc/{process}/cmdline").read_bytes().decode().replace("\0", " ")
            if all(word in line for word in words):
                return process
        raise AssertionError(f"no process like {words}")

    def kill_all(self) -> None:
        """The launcher first: the kernel then ends some of the others before we come to them."""
        for process in self.tree():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


def alive(processes: list[int]) -> list[int]:
    """Those of them that still do something (the dead that nobody has collected do not count)."""
    states = {}
    for process in processes:
        try:
            states[process] = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
    return [process for process, state in states.items() if state != "Z"]


def manage(data: Path, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "config.launcher", "--data", str(data), "manage", *arguments]
    return subprocess.run(
        command,
        env=clean_environment(),
        input=text,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def sql(data: Path, query: str) -> str:
    """Asks the running product's database directly; a management command would cost seconds."""
    with reachable(data / "postgres", servers.POSTGRES_SOCKET) as at:
        psql = [str(binaries.postgres_programs() / "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", str(at)]
        said = subprocess.run(
            [*psql, "-U", servers.NAME, "-c", query],
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
        )
    return said.stdout.strip()


@contextlib.contextmanager
def launcher(data: Path, **environment: str) -> Iterator[Callable[[], Launched]]:
    """Starts products on one data folder, and leaves none behind."""
    launched: list[Launched] = []

    def start() -> Launched:
        launched.append(Launched(data, **environment))
        return launched[-1]

    try:
        yield start
    finally:
        for product in launched:
            product.kill_all()
            product.process.wait()
