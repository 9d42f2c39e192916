"""The embedded services as one thing that is there for a while: for the product, for one command, or for
tests."""

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from config.launcher import servers
from config.launcher.folder import reachable
from config.launcher.processes import UnixAccount


def wanted() -> list[str]:
    """Which of the two servers the environment does not name."""
    return [variable for variable in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(variable)]


@contextlib.contextmanager
def addresses(folder: Path, account: UnixAccount | None = None) -> Iterator[dict[str, Path]]:
    """Where clients find the sockets in this data folder, whether or not a server is behind them yet."""
    with (
        reachable(folder / "postgres", servers.POSTGRES_SOCKET) as postgres,
        reachable(folder / "valkey", servers.VALKEY_SOCKET) as valkey,
    ):
        for name, path in (("postgres", postgres), ("valkey", valkey)):
            if account and path != folder / name:  # a short link, which the account has to walk too
                os.chown(path.parent, account.uid, account.gid)
        yield {"postgres": postgres, "valkey": valkey}


def urls(at: dict[str, Path]) -> dict[str, str]:
    """The variables that name the embedded servers, without those that the environment names already."""
    all_urls = {
        "DATABASE_URL": servers.database_url(at["postgres"]),
        "REDIS_URL": servers.redis_url(at["valkey"]),
    }
    return {name: all_urls[name] for name in wanted()}


@contextlib.contextmanager
def running(folder: Path, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """Both servers (or the one that is wanted) for the length of a `with`; gives the variables that name
    them."""
    started: list[tuple[servers.Server, subprocess.Popen[bytes]]] = []
    with addresses(folder) as at:
        try:
            if "DATABASE_URL" in wanted():
                started.append(_start(servers.postgres(folder / "postgres", durable=durable)))
            if "REDIS_URL" in wanted():
                started.append(_start(servers.valkey(folder / "valkey", durable=durable)))
            for server, process in started:
                _wait(server, process, at[server.name])
            if "DATABASE_URL" in wanted():
                servers.ensure_database(at["postgres"])
            yield urls(at)
        finally:
            for server, process in started:
                process.send_signal(server.stop_signal)
            for _, process in started:
                process.wait()


def _start(server: servers.Server) -> tuple[servers.Server, subprocess.Popen[bytes]]:
    with server.folder.with_name(f"{server.name}.log").open("wb") as log:
        return server, server.start(log)


def is_ready(server: servers.Server, process: subprocess.Popen[bytes], at: Path) -> bool:
    return servers.postgres_ready(server.folder, process) if server.name == "postgres" else servers.valkey_ready(at)


def _wait(server: servers.Server, process: subprocess.Popen[bytes], at: Path) -> None:
    deadline = time.monotonic() + servers.PATIENCE
    while not is_ready(server, process, at):
        if process.poll() is not None or time.monotonic() > deadline:
            said = server.folder.with_name(f"{server.name}.log").read_text(errors="replace")
            raise SystemExit(f"{server.name} did not start:\n{said}")
        time.sleep(0.02)


@contextlib.contextmanager
def throwaway() -> Iterator[dict[str, str]]:
    """Private servers for tests, quick and forgetful, in a folder that goes away with them.

    Gives the whole environment of a product of its own; what DATABASE_URL and REDIS_URL name is used instead.
    """
    with tempfile.TemporaryDirectory(prefix="common-plan-test-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "static").mkdir()
        with running(folder, durable=False) as found:
            yield {"SECRET_KEY": "only-for-tests", "DATA_DIR": str(folder), **found}


def end_on_sigterm() -> None:
    """Lets SIGTERM unwind the `with` blocks like Ctrl-C does, so that the servers are stopped and not just
    dropped."""

    def leave(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)
