"""Whole products on data folders of their own: started, broken in every way we know of, stopped."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.launcher.bootstrap import ROOT

pytestmark = pytest.mark.services
PATIENCE = 40.0  # for a machine that does other things too; the usual start takes a tenth


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

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.log = data.with_suffix(".log")
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
                command, env=clean_environment(), stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )

    def health(self) -> dict[str, object]:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"http://127.0.0.1:{self.port}/health/", timeout=5) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            return dict(json.load(error))
        except OSError:
            return {}

    def wait_until(self, so: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not so():
            assert self.process.poll() is None, f"it ended while waiting for {what}:\n{self.log.read_text()}"
            assert time.monotonic() < deadline, f"no {what}:\n{self.log.read_text()}"
            time.sleep(0.1)

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


def names(data: Path) -> str:
    said = manage(
        data,
        "shell",
        "-v",
        "0",
        "-c",
        "from planning.models import Municipality as M; print([str(m) for m in M.objects.all()])",
    )
    assert said.returncode == 0, said.stderr
    return said.stdout.strip()


def add_municipality(data: Path, name: str) -> None:
    """Through standard input, as a person at the shell would."""
    said = manage(
        data,
        "shell",
        text=f"from planning.models import Municipality as M; M.objects.create(name={name!r})\n",
    )
    assert said.returncode == 0, said.stderr


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Callable[[], Launched]]:
    """Starts products on one data folder, and leaves none behind."""
    launched: list[Launched] = []

    def start() -> Launched:
        launched.append(Launched(tmp_path / "data"))
        return launched[-1]

    yield start
    for product in launched:
        for process in product.tree():
            os.kill(process, signal.SIGKILL)
        product.process.wait()


def test_start_stop_start(launch: Callable[[], Launched]) -> None:
    """Ctrl-C leaves nothing running; what was written is there at the next start, and without the product."""
    product = launch()
    product.wait_until_healthy()
    assert "./run manage createsuperuser" in product.log.read_text()
    assert f"http://127.0.0.1:{product.port}/" in product.log.read_text()
    add_municipality(product.data, "Clean City")
    assert names(product.data) == "['Clean City']"
    before = product.tree()
    assert len(before) >= 8
    assert product.stop() == 0
    assert alive(before) == []

    assert names(product.data) == "['Clean City']"
    again = launch()
    again.wait_until_healthy()
    assert names(again.data) == "['Clean City']"
    assert again.stop() == 0


def test_recovers_after_everything_was_killed(launch: Callable[[], Launched]) -> None:
    product = launch()
    product.wait_until_healthy()
    add_municipality(product.data, "Clean City")
    for process in product.tree():
        os.kill(process, signal.SIGKILL)
    again = launch()
    again.wait_until_healthy()
    assert names(again.data) == "['Clean City']"
    assert again.stop() == 0


def test_killed_launcher_leaves_nothing(launch: Callable[[], Launched]) -> None:
    product = launch()
    product.wait_until_healthy()
    before = product.tree()
    product.process.kill()
    product.process.wait()
    deadline = time.monotonic() + 15
    while alive(before) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert alive(before) == []


def test_killed_processes_come_back(launch: Callable[[], Launched]) -> None:
    """Worker, web and database, one after the other."""
    product = launch()
    product.wait_until_healthy()
    for words, reported in (
        (("celery", " worker"), "worker"),
        (("granian",), "web"),
        (("postgres", "-D"), "postgres"),
    ):
        os.kill(product.child(*words), signal.SIGKILL)
        product.wait_until(
            lambda name=reported: f"{name} was ended by SIGKILL" in product.log.read_text(), reported
        )
        product.wait_until(lambda: product.health().get("healthy") is True, f"{reported} again")
    assert product.stop() == 0


def test_one_product_for_one_data_folder(launch: Callable[[], Launched]) -> None:
    product = launch()
    product.wait_until_healthy()
    second = launch()
    assert second.process.wait(PATIENCE) == 1
    assert re.search(r"data folder .+ is in use already by \./run \(process \d+\)", second.log.read_text())
    assert product.health()["healthy"] is True
    assert product.stop() == 0


def test_manage_passes_the_exit_code_on(tmp_path: Path) -> None:
    """On a data folder that no product has ever used, too."""
    data = tmp_path / ("long-" * 20) / "a folder"
    said = manage(data, "shell", "-v", "0", "-c", "print('out'); raise SystemExit(7)")
    assert (said.returncode, said.stdout) == (7, "out\n"), said.stderr


def test_taken_port(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        command = [sys.executable, "-m", "config.launcher", "--port", port, "--data", str(tmp_path / "d")]
        said = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert f"port {port} (Address already in use); choose another one with --port" in said.stderr


def test_help_needs_nothing_installed(tmp_path: Path) -> None:
    said = subprocess.run([ROOT / "run", "--help"], cwd=tmp_path, capture_output=True, text=True, check=True)
    for option in ("--port", "--host", "--data", "--no-example", "manage COMMAND"):
        assert option in said.stdout
