"""PostgreSQL and Valkey as children of the launcher, on Unix sockets in their own folders.

Both are started *in* their folder and name everything relatively to it. So it does not matter whether the
account that they run under could walk there: as root the data folder may lie below folders that only root may
enter, and no folder's mode is changed. On Linux `/proc/self/cwd` is a name of that folder which needs no
walking; PostgreSQL wants an absolute one.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from config.launcher import binaries
from config.launcher.processes import UnixAccount, server_account, spawn

HERE = "/proc/self/cwd" if sys.platform == "linux" else "."
POSTGRES_SOCKET, VALKEY_SOCKET = ".s.PGSQL.5432", "valkey.sock"
NAME = "commonplan"
PATIENCE = 60.0  # seconds for a server to come up, or for a dead one to be gone
QUIET_ENV = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
# What the server is asked, and what it refuses, holds what people wrote: of a refusal the log keeps its first line.
WITHOUT_VALUES = ("log_min_error_statement=panic", "log_error_verbosity=terse")
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Server:
    """What it takes to start one of the two, as often as needed."""

    name: str
    folder: Path
    command: tuple[str, ...]
    account: UnixAccount | None
    stop_signal: signal.Signals

    @property
    def lock(self) -> Path:
        return self.folder.with_name(f"{self.name}.lock")

    def start(self, output: int | IO[bytes]) -> subprocess.Popen[bytes]:
        """Starts it once the one before is really gone."""
        with self._alone() as lock:
            if self.name == "postgres":
                forget_dead_server(self.folder / "postmaster.pid")
            return spawn(
                self.command,
                cwd=self.folder,
                env=QUIET_ENV,
                output=output,
                death_signal=self.stop_signal,
                account=self.account,
                keep=[lock],
            )

    @contextlib.contextmanager
    def _alone(self) -> Iterator[int]:
        """A lock that the server inherits: it is free again only when the last of the server's processes
        has ended."""
        file = os.open(self.lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            deadline = time.monotonic() + PATIENCE
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise SystemExit(f"An earlier {self.name} still runs in {self.folder}; end it first.") from None
                    time.sleep(0.05)
            yield file
        finally:
            os.close(file)  # the server's own copy keeps the lock


def forget_dead_server(pid_file: Path) -> None:
    """Takes away what a killed PostgreSQL left behind, when its process number is now nobody's or somebody
    else's.

    PostgreSQL itself refuses to start while that number is in use, be it by a zombie or by a stranger. We
    hold the lock that all its processes would hold, so only a server started by other hands could be meant;
    that one is left alone.
    """
    if sys.platform != "linux" or not pid_file.exists():
        return
    first_line = pid_file.read_text().partition("\n")[0]
    try:
        status = Path("/proc", str(int(first_line)), "status").read_text()
    except (ValueError, OSError):
        return  # nobody has the number: PostgreSQL sees that itself
    if "Name:\tpostgres\n" not in status or "\nState:\tZ" in status:
        pid_file.unlink()


def postgres(folder: Path, *, durable: bool = True) -> Server:
    """PostgreSQL in this folder; the cluster is made when there is none."""
    account = server_account(folder)
    programs = binaries.postgres_programs_for_all() if account else binaries.postgres_programs()
    _own_folder(folder, account)
    if not (folder / "PG_VERSION").exists():
        _make_cluster(folder, programs, account, durable=durable)
    _check_version(folder, programs)
    settings = [
        "listen_addresses=",
        "unix_socket_directories=.",
        "unix_socket_permissions=0700",
        "log_checkpoints=off",
        *WITHOUT_VALUES,
    ]
    settings += NOT_DURABLE if not durable else ()
    command = [
        str(programs / "postgres"),
        "-D",
        HERE,
        *(part for setting in settings for part in ("-c", setting)),
    ]
    return Server("postgres", folder, tuple(command), account, signal.SIGINT)


def valkey(folder: Path, *, durable: bool = True) -> Server:
    """Valkey in this folder. It never drops a key to make room: the keys are queued work."""
    account = server_account(folder)
    _own_folder(folder, account)
    program = binaries.valkey_server_for_all() if account else binaries.valkey_server()
    options = {
        "port": "0",
        "unixsocket": VALKEY_SOCKET,
        "unixsocketperm": "700",
        "dir": ".",
        "save": "",
        "loglevel": "warning",
    }
    options |= {"appendonly": "yes" if durable else "no", "maxmemory-policy": "noeviction"}
    command = [str(program), *(part for name, value in options.items() for part in (f"--{name}", value))]
    return Server("valkey", folder, tuple(command), account, signal.SIGTERM)


def _own_folder(folder: Path, account: UnixAccount | None) -> None:
    """Makes the folder for the server's account alone; an existing one keeps owner and mode."""
    if not folder.exists():
        folder.mkdir(mode=0o700)
        if account:
            os.chown(folder, account.uid, account.gid)


def _make_cluster(folder: Path, programs: Path, account: UnixAccount | None, *, durable: bool) -> None:
    """A cluster sorted by code point, so that it behaves alike on every machine; what a killed attempt left
    is cleared."""
    for left in folder.iterdir():
        shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
    command = [str(programs / "initdb"), "-D", HERE, "-U", NAME, "--auth=trust", "--encoding=UTF8"]
    command += ["--no-instructions"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] + ([] if durable else ["--no-sync"])
    made = spawn(
        command,
        cwd=folder,
        env=QUIET_ENV,
        output=subprocess.PIPE,
        account=account,
        death_signal=signal.SIGKILL,
    )
    output, _ = made.communicate()
    if made.returncode:
        raise SystemExit(f"The database could not be set up in {folder}:\n{output.decode(errors='replace')}")


def _check_version(folder: Path, programs: Path) -> None:
    """A cluster of another major version is not touched; PostgreSQL would refuse it with fewer words."""
    theirs = (folder / "PG_VERSION").read_text().strip()
    version = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    ours = version.split()[-1].partition(".")[0]
    if theirs != ours:
        raise SystemExit(
            f"The data in {folder} is of PostgreSQL {theirs}, this version of Common Plan runs {ours}. "
            "Make a backup with the version that wrote it (./run manage backup FILE), "
            "and restore that into a new data folder."
        )


def postgres_ready(folder: Path, process: subprocess.Popen[bytes]) -> bool:
    """Whether *this* process answers, not one before it that is just going away."""
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[0] == str(process.pid) and lines[7].strip() == "ready"


def valkey_ready(at: Path) -> bool:
    """Asks in the protocol's own words; importing a client would cost more than the whole start of the
    server."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(2)
        try:
            client.connect(str(at / VALKEY_SOCKET))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def ensure_database(at: Path) -> None:
    """Makes the product's database in a new cluster."""
    psql = [
        str(binaries.postgres_programs() / "psql"),
        "-XAtq",
        "-h",
        str(at),
        "-U",
        NAME,
        "-d",
        "postgres",
        "-c",
    ]
    query = f"SELECT 1 FROM pg_database WHERE datname = '{NAME}'"
    if not subprocess.run([*psql, query], capture_output=True, check=True).stdout.strip():
        subprocess.run([*psql, f"CREATE DATABASE {NAME}"], check=True)


def has_tables(url: str) -> bool:
    """Whether the product's tables have been made in this database."""
    psql = [str(binaries.postgres_programs() / "psql"), "-XAtq", "-d", url.replace("postgres:", "postgresql:", 1), "-c"]
    query = "SELECT to_regclass('django_migrations') IS NOT NULL"
    return subprocess.run([*psql, query], capture_output=True, check=True).stdout.strip() == b"t"


def database_url(at: Path) -> str:
    return f"postgres:///{NAME}?user={NAME}&host={at}"


def redis_url(at: Path) -> str:
    return f"unix://{at / VALKEY_SOCKET}"
