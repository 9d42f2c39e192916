"""How a process is started here: as a child that ends with its parent, under an account that may be
another."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from config.launcher.bootstrap import ROOT, say

PR_SET_PDEATHSIG = 1
UNPRIVILEGED = ("postgres", "nobody", "daemon")
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class UnixAccount:
    """An account of this machine that a server runs under."""

    uid: int
    gid: int


def server_account(folder: Path) -> UnixAccount | None:
    """Whom a server runs as: ourselves, but never root.

    For root it is the account that owns the server's folder already, otherwise one that every system has.
    """
    if os.geteuid() != 0:
        return None
    if folder.exists() and folder.stat().st_uid != 0:
        return UnixAccount(folder.stat().st_uid, folder.stat().st_gid)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return UnixAccount(entry.pw_uid, entry.pw_gid)
    raise SystemExit(
        f"The servers never run as root, and this machine has none of the accounts {', '.join(UNPRIVILEGED)}."
    )


def product_account(folder: Path) -> UnixAccount | None:
    """Whom web, worker and scheduler run as: ourselves, but for root that of the servers, if it can read the code and
    come to the data; else it stays root, and says so."""
    account = server_account(folder / "postgres")
    if account is None or _can_run(account, folder):
        return account
    say(
        f"Web and worker run as root: {pwd.getpwuid(account.uid).pw_name} cannot read {ROOT} or its Python, "
        f"or not come to {folder}. Put them where everybody may read, for example below /srv, and start again."
    )
    return None


def _can_run(account: UnixAccount, folder: Path) -> bool:
    read = [sys.executable, "-c", f"import config.launcher, django, os; os.stat({f'{folder.parent}/.'!r})"]
    try:
        return not spawn(
            read, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, output=subprocess.DEVNULL, account=account
        ).wait()
    except OSError:  # it may not even start Python
        return False


def account_of(folder: Path) -> UnixAccount | None:
    """To whom root has given the data folder."""
    owner = folder.stat()
    return UnixAccount(owner.st_uid, owner.st_gid) if os.geteuid() == 0 and owner.st_uid != 0 else None


def give(folder: Path, account: UnixAccount | None) -> None:
    """Makes what root has left in the data folder the account's; the servers' own folders are not looked into."""
    if account is None:
        return
    os.chown(folder, account.uid, account.gid)
    for parent, folders, files in os.walk(folder):
        if Path(parent) == folder:
            folders[:] = [name for name in folders if name not in ("postgres", "valkey")]
            files = [name for name in files if name not in ("lock", "postgres.lock", "valkey.lock")]
        for name in (*folders, *files):
            path = Path(parent, name)
            if path.lstat().st_uid == 0:
                os.chown(path, account.uid, account.gid, follow_symlinks=False)


def _end_with_parent(death_signal: signal.Signals, parent: int) -> Callable[[], None]:
    """What the child does between fork and exec: asks the kernel for a signal when its parent dies (Linux
    only)."""

    def ask() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, int(death_signal))
            if os.getppid() != parent:  # it died before we could ask
                os.kill(os.getpid(), signal.SIGKILL)

    return ask


def spawn(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str],
    output: int | IO[bytes],
    death_signal: signal.Signals = signal.SIGTERM,
    account: UnixAccount | None = None,
    keep: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Starts a child in a process group of its own, so that Ctrl-C reaches only the launcher, which stops it
    in order.

    The order of the steps in the child matters: the folder is entered while we may still enter it, then the
    account is changed, and only then the death signal asked for, since changing the account forgets it.
    """
    return subprocess.Popen(
        [os.fspath(part) for part in command],
        cwd=cwd,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        process_group=0,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        pass_fds=keep,
        preexec_fn=_end_with_parent(death_signal, os.getpid()),
    )


def signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """To a process and all that it started, even when it is gone itself."""
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):  # macOS says "not permitted" of a group of zombies
        return
