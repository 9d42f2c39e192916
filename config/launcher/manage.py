"""`./run manage COMMAND …`: a management command on the data of this installation, running or not."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

from config.launcher import embedded, servers
from config.launcher.bootstrap import ROOT, say
from config.launcher.environment import product_environment
from config.launcher.folder import Folder, site_url
from config.launcher.messages import compile_messages
from config.launcher.processes import account_of, give

ALONE = ("migrate", "help", "makemigrations", "makemessages", "compilemessages", "check")  # need no tables


def manage(data: Path, arguments: list[str]) -> int:
    """Runs the command; gives its exit code."""
    folder = Folder(data).create()
    compile_messages(ROOT / "locale")
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    if not embedded.wanted():
        _become(command, product_environment(folder.path, folder.secret_key(), site_url(folder)))
    while not folder.take("./run manage"):
        if "manage" not in folder.holder():
            return _beside_product(folder, command)
        say(f"Waiting for another command on the same data: {folder.holder()} …")
        time.sleep(1)
    embedded.end_on_sigterm()
    with embedded.running(folder.path) as urls:
        environment = product_environment(folder.path, folder.secret_key(), urls | site_url(folder))
        if code := _set_up(arguments, environment, urls):
            return code
        return _call(command, environment)


def _set_up(arguments: list[str], environment: dict[str, str], urls: dict[str, str]) -> int:
    """On a folder that no product has used there are no tables yet; gives the exit code of making them."""
    if "DATABASE_URL" not in urls or arguments[0] in ALONE or servers.has_tables(urls["DATABASE_URL"]):
        return 0
    say("Setting up the data folder …")
    migrate = [sys.executable, str(ROOT / "manage.py"), "migrate", "--no-input", "--verbosity", "0"]
    return subprocess.run(migrate, env=environment, stdout=sys.stderr, check=False).returncode


def _beside_product(folder: Folder, command: list[str]) -> int:
    """The product runs, so its servers are there, or will be in a moment."""
    with embedded.addresses(folder.path) as at:
        deadline = time.monotonic() + servers.PATIENCE
        while not _servers_are_up(folder, at):
            if time.monotonic() > deadline:
                say(f"The product uses {folder.path}, but its servers do not answer (yet).")
                return 1
            time.sleep(0.1)
        return _call(
            command,
            product_environment(folder.path, folder.secret_key(), embedded.urls(at) | site_url(folder)),
        )


def _servers_are_up(folder: Folder, at: dict[str, Path]) -> bool:
    wanted = embedded.wanted()
    postgres = "DATABASE_URL" not in wanted or (folder.postgres / servers.POSTGRES_SOCKET).exists()
    return postgres and ("REDIS_URL" not in wanted or servers.valkey_ready(at["valkey"]))


def _become(command: list[str], environment: dict[str, str]) -> NoReturn:
    os.execve(command[0], command, environment)


def _call(command: list[str], environment: dict[str, str]) -> int:
    """In our own process group, so that the terminal is the command's: Ctrl-C reaches it, and is its
    business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    child = subprocess.Popen(command, env=environment, preexec_fn=_heed_ctrl_c)
    try:
        code = child.wait()
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()
        data = Path(environment["DATA_DIR"])
        give(data, account_of(data))  # what root has written there is the product's
    return code if code >= 0 else 128 - code


def _heed_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
