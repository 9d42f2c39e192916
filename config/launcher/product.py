"""`./run`: the servers, then what has to be prepared, then web, worker and beat, until Ctrl-C."""

import argparse
import contextlib
import signal
import sys
import time
import urllib.request
from pathlib import Path

from config.launcher import embedded, servers
from config.launcher.bootstrap import ROOT
from config.launcher.environment import (
    local_address,
    product_environment,
    refuse_reserved_port,
    refuse_taken_port,
    sign_in_lines,
    web_environment,
)
from config.launcher.folder import Folder, fingerprint, write_private
from config.launcher.messages import compile_messages
from config.launcher.processes import UnixAccount, give, product_account, spawn
from config.launcher.supervisor import Start, Stopped, SupervisedProcess, Supervisor

WEB_WORKERS = "2"
SLOW_LINES = "2048"  # for each worker
UNTIL_READY = 180.0  # of a busy machine; usually some seconds


def web_command(host: str, port: int) -> list[str]:
    """One thread of each worker makes pages; slow lines wait in front of it (config/front.py)."""
    options = ["--interface", "rsgi", "--workers", WEB_WORKERS, "--http", "1", "--no-ws", "--backpressure", SLOW_LINES]
    options += [
        "--respawn-failed-workers",
        "--workers-kill-timeout",
        "3",
        "--host",
        host,
        "--port",
        str(port),
    ]
    return [sys.executable, "-m", "granian", *options, "config.front:application"]


def worker_command() -> list[str]:
    options = ["--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    return [sys.executable, "-m", "celery", "--quiet", "-A", "config", "worker", *options]


def beat_command(folder: Folder) -> list[str]:
    options = ["--schedule", str(folder.beat / "schedule"), "--pidfile", "", "--loglevel", "WARNING"]
    return [sys.executable, "-m", "celery", "--quiet", "-A", "config", "beat", *options]


def run(options: argparse.Namespace) -> int:
    """Runs until a signal comes; gives the exit code."""
    folder = Folder(options.data).create()
    if not folder.take("./run"):
        raise SystemExit(f"The data folder {folder.path} is already in use by {folder.holder()}.")
    refuse_taken_port(options.host, options.port)
    account = product_account(folder.path)
    if account:
        refuse_reserved_port(options.port)
    supervisor = Supervisor()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup ./run
            signal.signal(number, supervisor.on_signal)
    with embedded.addresses(folder.path, account) as at:
        environment = product_environment(folder.path, folder.secret_key(), embedded.urls(at))
        environment |= web_environment(options.host, options.port)
        environment |= {"HOME": str(folder.path)} if account else {}
        write_private(folder.path / "site-url", environment["SITE_URL"])
        product = Product(supervisor, folder, environment, options, account)
        try:
            product.start_servers(at)
            product.prepare()
            product.start_processes()
            while not supervisor.stop_requests:
                supervisor.tick(0.5)
        except Stopped:
            pass
        finally:
            product.stop()
    return 0


class Product:
    """The steps of a start and a stop, which share the same few things."""

    def __init__(
        self,
        supervisor: Supervisor,
        folder: Folder,
        environment: dict[str, str],
        options: argparse.Namespace,
        account: UnixAccount | None,
    ) -> None:
        self.supervisor = supervisor
        self.folder = folder
        self.environment = environment
        self.options = options
        self.begun = time.monotonic()
        self.account = account
        give(folder.path, account)
        self.server_parts: list[tuple[SupervisedProcess, servers.Server]] = []

    def say(self, line: str) -> None:
        self.supervisor.say("run", line)

    def start_servers(self, at: dict[str, Path]) -> None:
        """Both at once; then waits for both."""
        wanted = embedded.wanted()
        if "DATABASE_URL" in wanted:
            self._add_server(servers.postgres(self.folder.postgres))
        if "REDIS_URL" in wanted:
            self._add_server(servers.valkey(self.folder.valkey))
        for part, server in self.server_parts:
            self._wait_for(part, server, at[server.name])
        if "DATABASE_URL" in wanted:
            servers.ensure_database(at["postgres"])

    def _add_server(self, server: servers.Server) -> None:
        part = self.supervisor.add(SupervisedProcess(server.name, server.start, server.stop_signal))
        self.server_parts.append((part, server))

    def _wait_for(self, part: SupervisedProcess, server: servers.Server, at: Path) -> None:
        ready = self.supervisor.wait_until(
            lambda: part.process is not None and embedded.is_ready(server, part.process, at), servers.PATIENCE
        )
        if not ready:
            raise SystemExit(
                f"{server.name} did not start within {servers.PATIENCE:g} seconds; its own words are above."
            )

    def _command(self, command: list[str]) -> Start:
        return lambda output: spawn(command, cwd=ROOT, env=self.environment, output=output, account=self.account)

    def prepare(self) -> None:
        """Translations, migrations, static files, the example plan.

        Left out when nothing of it has changed since the last time on this embedded database: it is half of a
        start.
        """
        compile_messages(ROOT / "locale")
        known = self.folder.prepared.read_text() if self.folder.prepared.exists() else ""
        if "DATABASE_URL" in embedded.wanted() and self.folder.static.is_dir() and known == fingerprint(ROOT):
            return
        command = [sys.executable, "-m", "config.launcher.prepare"]
        command += ["--no-example"] if self.options.no_example else []
        if self.supervisor.run_once("setup", self._command(command)):
            raise SystemExit("Setting up the data failed; the reason is above. Nothing was started.")

    def start_processes(self) -> None:
        """Web and worker first: people wait for those."""
        self._add("web", web_command(self.options.host, self.options.port))
        self._add("worker", worker_command())
        self._wait_until_healthy()
        self._add("beat", beat_command(self.folder))

    def _add(self, name: str, command: list[str]) -> None:
        self.supervisor.add(SupervisedProcess(name, self._command(command)))

    def _wait_until_healthy(self) -> None:
        """Once everything answers, says where it is and how to sign in."""
        health = f"{local_address(self.options.host, self.options.port)}/health/"
        asked = time.monotonic()

        def healthy() -> bool:
            nonlocal asked
            if time.monotonic() - asked < 0.2:
                return False
            asked = time.monotonic()
            return answers(health)

        if not self.supervisor.wait_until(healthy, UNTIL_READY):
            self.say(f"Not everything has started within {UNTIL_READY:g} seconds; {health} says what is missing.")
            return
        self.say(f"Common Plan is ready after {time.monotonic() - self.begun:.1f} s: {self.environment['SITE_URL']}/")
        for line in sign_in_lines(self.folder):
            self.say(line)
        self.say("Ctrl-C stops it.")

    def stop(self) -> None:
        """First those that use the servers, then the servers, which get the time to write everything down."""
        self.say("Stopping …")
        self.supervisor.stop({"web", "worker", "beat"})
        self.supervisor.stop({"postgres", "valkey"}, grace=30)
        self.say("Stopped.")


def answers(address: str) -> bool:
    """Whether the page is there; asked without the proxies that the environment may name."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with contextlib.suppress(OSError), opener.open(address, timeout=4) as answer:
        return bool(answer.status == 200)
    return False
