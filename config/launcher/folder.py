"""The data folder: everything that one installation owns."""

import contextlib
import fcntl
import hashlib
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

LONGEST_SOCKET_PATH = 107  # bytes; the kernel's structure holds 108 with the closing zero (macOS: 104)
PLAIN_PATH = re.compile(r"[\w./-]+", re.ASCII)


class Folder:
    """Paths in the data folder, and the few small files that the launcher itself keeps there."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.postgres = self.path / "postgres"
        self.valkey = self.path / "valkey"
        self.static = self.path / "static"
        self.beat = self.path / "beat"
        self.signins = self.path / "signins.txt"
        self.prepared = self.path / "prepared"
        self.example_mark = self.path / "example.txt"
        self._lock: int | None = None

    def create(self) -> "Folder":
        """Makes the folder for our eyes only; one that exists keeps its mode."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.beat.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise SystemExit(f"The data folder {self.path} cannot be used: {error.strerror}.") from error
        if not os.access(self.path, os.W_OK | os.X_OK):
            raise SystemExit(f"The data folder {self.path} belongs to another account; choose another one with --data.")
        return self

    def take(self, purpose: str) -> bool:
        """Claims the folder for this process until it ends, however it ends; False when another has it."""
        file = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        os.truncate(file, 0)
        os.write(file, f"{purpose} (process {os.getpid()})".encode())
        self._lock = file
        return True

    def holder(self) -> str:
        """Who has claimed the folder, in words."""
        return (self.path / "lock").read_text(errors="replace")

    def secret_key(self) -> str:
        """The key that signs sessions; made once, so that a restart signs nobody out."""
        file = self.path / "secret-key"
        if not file.exists():
            write_private(file, secrets.token_urlsafe(50))
        return file.read_text().strip()


def site_url(folder: Folder) -> dict[str, str]:
    """The address under which the product ran last: commands print links too."""
    file = folder.path / "site-url"
    return {"SITE_URL": file.read_text()} if file.exists() else {}


def write_private(file: Path, text: str) -> None:
    """Writes a file that only we can read, whole or not at all."""
    part = file.with_name(f"{file.name}.part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    part.replace(file)


def fingerprint(root: Path) -> str:
    """Changes whenever packages, migrations or static files do: then the data has to be prepared anew."""
    files = [root / "requirements.txt", *root.glob("*/migrations/*.py"), *(root / "static").rglob("*")]
    told = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file()):
        told.update(f"{file.relative_to(root)} {file.stat().st_size} {file.stat().st_mtime_ns}\n".encode())
    return told.hexdigest()


def fits(socket: Path) -> bool:
    """Whether a client can be given this path: short enough for the kernel and without need of quoting in a
    URL."""
    return len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH and PLAIN_PATH.fullmatch(str(socket)) is not None


@contextlib.contextmanager
def reachable(folder: Path, socket: str) -> Iterator[Path]:
    """A path of the folder by which clients reach the socket in it: the folder's own, or a short link to it.

    The server itself always stands in the folder and names its socket relatively, so only clients need this.
    """
    if fits(folder / socket):
        yield folder
        return
    short = Path(tempfile.mkdtemp(prefix="common-plan-", dir="/tmp"))
    try:
        (short / "s").symlink_to(folder)
        yield short / "s"
    finally:
        shutil.rmtree(short)
