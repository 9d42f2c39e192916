"""Whole products on data folders of their own: started, broken in every way we know of, stopped."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from config.launcher.bootstrap import ROOT
from tests.patience import PATIENCE, wait_until
from tests.services.product import Launched, alive, clean_environment, manage, sql

ADD = "INSERT INTO planning_municipality (name, locale) VALUES ('Clean City', 'ar_LB')"
READ = "SELECT name FROM planning_municipality"


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


@pytest.mark.heavy
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


@pytest.mark.heavy
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


@pytest.mark.heavy
def test_manage_passes_the_exit_code_on(tmp_path: Path) -> None:
    """On a data folder that no product has ever used, too."""
    data = tmp_path / ("long-" * 20) / "a folder"
    said = manage(data, "shell", "-v", "0", "-c", "print('out'); raise SystemExit(7)")
    assert (said.returncode, said.stdout) == (7, "out\n"), said.stderr


@pytest.mark.heavy
def test_manage_sets_a_new_folder_up(tmp_path: Path) -> None:
    ask = "from planning.models import User; print(User.objects.count())"
    said = manage(tmp_path / "data", "shell", "-v", "0", "-c", ask)
    assert (said.returncode, said.stdout) == (0, "0\n"), said.stderr
    assert "Setting up the data folder" in said.stderr


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
