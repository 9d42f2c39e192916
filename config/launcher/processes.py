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
