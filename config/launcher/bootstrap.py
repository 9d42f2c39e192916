"""First stage of `./run` and `./test`: makes `.venv`, then hands over to the Python in it.

Called by path, before anything is installed: standard library only, and no import of the `config` package.
"""

import argparse
import contextlib
import ctypes
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PANGO = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


def parser() -> argparse.ArgumentParser:
    """The options of `./run`; here, so that `--help` and a wrong option answer before anything is
    installed."""
    options = argparse.ArgumentParser(
        prog="./run",
        usage="./run [--port PORT] [--host HOST] [--data DIR] [--no-example]\n"
        "       ./run [--data DIR] manage COMMAND …",
        description="Sets up Common Plan on this machine and runs it until Ctrl-C. "
        "`manage` runs a management command on the same data, whether or not the product is running.",
        epilog="DATABASE_URL and REDIS_URL name servers of your own; what they do not name is started here. "
        "SECRET_KEY, SITE_URL, ALLOWED_HOSTS and EMAIL_URL are read from the environment too.",
    )
    options.add_argument("--port", type=int, default=8000, help="port of the web pages (default: 8000)")
    options.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1; 0.0.0.0 for everybody)"
    )
    options.add_argument(
        "--data", type=Path, default=ROOT / ".data", metavar="DIR", help="folder of all data (default: .data)"
    )
    options.add_argument("--no-example", action="store_true", help="do not load the example plan at the first start")
    options.add_argument("command", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return options


def read_options(arguments: list[str]) -> argparse.Namespace:
    options = parser().parse_args(arguments)
    if options.command and options.command[0] != "manage":
        parser().error(f"unknown command {options.command[0]!r}; it can be: manage")
    if options.command == ["manage"]:
        parser().error("manage needs the name of a command, for example: ./run manage createsuperuser")
    return options


def say(text: str) -> None:
    """To stderr, so that the output of `./run manage …` stays its own."""
    print(text, file=sys.stderr, flush=True)


def stop(text: str) -> NoReturn:
    say(text)
    raise SystemExit(1)


def on_debian() -> bool:
    return shutil.which("apt-get") is not None


def can_install() -> bool:
    return on_debian() and os.geteuid() == 0


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_packages(for_tests: bool) -> list[str]:
    """The Debian packages that are not there and that the product can do without, though not all of it."""
    missing = [package for library, package in PANGO.items() if not has_library(library)]
    if for_tests:
        missing += [
            package for tool, package in (("msgfmt", "gettext"), ("chromium", "chromium")) if not shutil.which(tool)
        ]
    return missing if sys.platform == "linux" else []


def venv_package_missing() -> bool:
    """Debian's python3 comes without what `python3 -m venv` needs; uv does without it."""
    return not usable_venv() and not shutil.which("uv") and importlib.util.find_spec("ensurepip") is None


def apt_install(packages: list[str]) -> None:
    say(f"Installing {' '.join(packages)} …")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    with contextlib.suppress(subprocess.CalledProcessError):  # what is missing afterwards is looked at afterwards
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=True, stdout=sys.stderr)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        subprocess.run(install, env=quiet, check=True, stdout=subprocess.DEVNULL)


def prepare_system(for_tests: bool) -> None:
    """Installs the system packages when this is root on Debian; otherwise says which command does."""
    missing = missing_packages(for_tests) + (["python3-venv"] if venv_package_missing() else [])
    if missing and can_install():
        apt_install(missing)
        importlib.invalidate_caches()
        missing = missing_packages(for_tests) + (["python3-venv"] if venv_package_missing() else [])
    if not missing:
        return
    advice = f"apt install {' '.join(missing)}" if on_debian() else f"install what Debian calls {' '.join(missing)}"
    if "python3-venv" in missing:
        stop(f"Python's venv module is missing. As an administrator: {advice}")
    if for_tests:
        say(f"Some checks cannot run until an administrator has done this: {advice}")
    else:
        say(f"PDF documents are unavailable until an administrator has done this: {advice}")


def python_of(venv: Path) -> Path:
    return venv / "bin" / "python"


def usable_venv() -> bool:
    return os.access(python_of(VENV), os.X_OK)


def digest(requirements: Path) -> str:
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


def is_fresh(venv: Path, requirements: Path) -> bool:
    """Whether exactly this requirement file was the last one installed under its name."""
    stamp = venv / f"{requirements.name}.sha256"
    return os.access(python_of(venv), os.X_OK) and stamp.is_file() and stamp.read_text() == digest(requirements)


def write_stamps(venv: Path, requirements: Path) -> None:
    """Remembers what was installed; the developers' file holds everything that the product's own file
    holds."""
    done = {requirements, ROOT / "requirements.txt"}
    for file in done:
        (venv / f"{file.name}.sha256").write_text(digest(file))


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two commands at the same time do not install into the same `.venv` at the same time."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def install(requirements: Path) -> None:
    """Fills `.venv` with the pinned packages, each checked against its hash; with uv when it is there."""
    say(f"Setting up Python packages from {requirements.name} …")
    uv = shutil.which("uv")
    environment = os.environ | {"UV_PYTHON_DOWNLOADS": "never", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    python = str(python_of(VENV))
    if not usable_venv():
        shutil.rmtree(VENV, ignore_errors=True)
        make = [uv, "venv", "--quiet", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
        subprocess.run([*make, str(VENV)], env=environment, check=True, stdout=sys.stderr)
    if uv:
        fill = [uv, "pip", "install", "--quiet", "--python", python]
    else:
        if subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode:
            subprocess.run([python, "-m", "ensurepip"], env=environment, check=True, stdout=sys.stderr)
        fill = [python, "-m", "pip", "install", "--quiet", "--no-input"]
    fill += ["--require-hashes", "-r", str(requirements)]
    subprocess.run(fill, env=environment, check=True, stdout=sys.stderr)
    write_stamps(VENV, requirements)


def prepare_packages(requirements: Path) -> None:
    if is_fresh(VENV, requirements):
        return
    with alone():
        if not is_fresh(VENV, requirements):
            install(requirements)


def hand_over(module: str, arguments: list[str]) -> NoReturn:
    """Becomes the second stage: same process, the Python of `.venv`."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    python = str(python_of(VENV))
    os.execve(python, [python, "-m", module, *arguments], os.environ | {"PYTHONPATH": path})


def main(kind: str, arguments: list[str]) -> NoReturn:
    for_tests = kind == "test"
    managing = not for_tests and bool(read_options(arguments).command)
    try:
        if not (managing and usable_venv()):
            prepare_system(for_tests)
        prepare_packages(ROOT / ("requirements-dev.txt" if for_tests else "requirements.txt"))
    except subprocess.CalledProcessError as error:
        stop(f"Setting up failed: {Path(error.cmd[0]).name} ended with code {error.returncode} (see above).")
    except KeyboardInterrupt:
        stop("Stopped.")
    hand_over("config.launcher.check" if for_tests else "config.launcher", arguments)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
