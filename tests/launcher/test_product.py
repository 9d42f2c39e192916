"""Whole products on data folders of their own: started, broken in every way we know of, stopped."""

import contextlib
import fcntl
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.launcher import binaries, servers
from config.launcher.bootstrap import ROOT
from config.launcher.folder import Folder, fingerprint, reachable, write_private
from tests.patience import PATIENCE, wait_until

pytestmark = pytest.mark.services


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


ADD = "INSERT INTO planning_municipality (name, locale) VALUES ('Clean City', 'ar_LB')"
READ = "SELECT name FROM planning_municipality"


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


@pytest.fixture
def launch_first(tmp_path: Path) -> Iterator[Callable[[], Launched]]:
    """On a folder that no product has used."""
    with launcher(tmp_path / "data") as start:
        yield start


@pytest.fixture(scope="session")
def used_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That of a product which was prepared, started once and stopped; as if somebody could sign in by now, without
    whom each start would prepare again. Of all test processes the first makes it."""
    base = tmp_path_factory.getbasetemp()
    beside_others = "PYTEST_XDIST_WORKER" in os.environ
    data = (base.parent if beside_others else base) / "used" / "data"
    data.parent.mkdir(exist_ok=True)
    with (data.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not Folder(data).prepared.exists():
            with launcher(data) as start:
                product = start()
                product.wait_until_healthy()
                assert product.stop() == 0
            write_private(Folder(data).prepared, fingerprint(ROOT))
    return data


@pytest.fixture
def launch(tmp_path: Path, used_folder: Path) -> Iterator[Callable[[], Launched]]:
    """On a used one, which spares each test the making of a database."""
    subprocess.run(["cp", "-a", used_folder, tmp_path], check=True)  # with the servers' account as its owner
    with launcher(tmp_path / used_folder.name) as start:
        yield start


def test_start_manage_stop_manage(launch_first: Callable[[], Launched]) -> None:
    """Ctrl-C leaves nothing running; commands reach the same data with the product and without it."""
    product = launch_first()
    product.wait_until_healthy()
    assert "./run manage createsuperuser" in product.log.read_text()
    assert f"http://127.0.0.1:{product.port}/" in product.log.read_text()
    make = "from planning.models import Municipality as M; M.objects.create(name='Clean City')\n"
    assert manage(product.data, "shell", text=make).returncode == 0
    assert sql(product.data, READ) == "Clean City"
    before = product.tree()
    assert len(before) >= 8
    assert product.stop() == 0
    assert alive(before) == []
    ask = "from django.conf import settings as s; from planning.models import Municipality as M; "
    said = manage(product.data, "shell", "-v", "0", "-c", ask + "print(M.objects.get(), s.SITE_URL)")
    assert said.stdout == f"Clean City http://127.0.0.1:{product.port}\n"


def test_starts_again_with_its_data(launch: Callable[[], Launched]) -> None:
    """After a stop by the service manager, and without loading or preparing anything twice."""
    product = launch()
    product.wait_until_healthy()
    sql(product.data, ADD)
    key = (product.data / "secret-key").read_text()
    product.process.terminate()
    assert product.process.wait(PATIENCE) == 0
    again = launch()
    again.wait_until_healthy()
    assert sql(again.data, READ) == "Clean City"
    assert (again.data / "secret-key").read_text() == key


def test_recovers_after_everything_was_killed(launch: Callable[[], Launched]) -> None:
    product = launch()
    product.wait_until_healthy()
    sql(product.data, ADD)
    product.kill_all()
    again = launch()
    again.wait_until_healthy()
    assert sql(again.data, READ) == "Clean City"


def test_one_launcher_that_leaves_nothing_when_killed(launch: Callable[[], Launched]) -> None:
    """A second one on the same data is refused, and the first does not mind."""
    product = launch()
    product.wait_until_healthy()
    second = launch()
    assert second.process.wait(PATIENCE) == 1
    assert re.search(r"data folder .+ is already in use by \./run \(process \d+\)", second.log.read_text())
    product.wait_until(lambda: product.health().get("healthy") is True, "first one that does not mind")

    before = product.tree()
    product.process.kill()
    product.process.wait()
    wait_until(lambda: alive(before) == [], lambda: f"{alive(before)} are left")


def test_killed_processes_come_back(launch: Callable[[], Launched]) -> None:
    """One after the other, in one product: starting another for each costs more than the test."""
    product = launch()
    product.wait_until_healthy()
    parts = {"worker": ("celery", " worker"), "web": ("granian",), "postgres": ("postgres", "-D")}
    for name, words in (parts | {"valkey": ("valkey-server",)}).items():
        notice = f"{name} was ended by SIGKILL; starting it again"
        os.kill(product.child(*words), signal.SIGKILL)
        product.wait_until(lambda notice=notice: notice in product.log.read_text(), notice)
        product.wait_until(lambda name=name: product.health().get("healthy") is True, f"{name} again")


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
