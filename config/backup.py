"""One archive with the whole installation: the database and the files that people uploaded or had made."""

import datetime
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg.conninfo import make_conninfo

from config.backup_archive import ABOUT, DUMP, FORMAT, MEDIA, BackupError, pack, unpack
from config.launcher import binaries


def postgres_tool(name: str) -> str:
    """pg_dump, pg_restore or psql of the server's major version: the embedded one, or the one on PATH."""
    connection.ensure_connection()
    wanted = connection.connection.info.server_version // 10000
    embedded = str(binaries.postgres_programs())
    found = []
    for candidate in (shutil.which(name, path=embedded), shutil.which(name)):
        if candidate is None:
            continue
        said = subprocess.run([candidate, "--version"], capture_output=True, text=True, check=True).stdout
        version = said.partition("(PostgreSQL) ")[2].partition(".")[0]  # … (PostgreSQL) 15.14 (Debian …)
        if version == str(wanted):
            return candidate
        found.append(version)
    raise BackupError(
        f"The server is PostgreSQL {wanted}; {name} is here in version {', '.join(found) or 'none'}. "
        f"Install PostgreSQL's client programs of version {wanted}."
    )


def connection_arguments() -> tuple[list[str], dict[str, str]]:
    """How PostgreSQL's programs reach the database; the password goes by the environment, which others
    cannot list."""
    wanted = ("host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "service")
    parameters: dict[str, Any] = connection.get_connection_params()
    password = parameters.get("password")
    chosen = {name: parameters[name] for name in wanted if parameters.get(name)}
    environment = dict(os.environ) | ({"PGPASSWORD": password} if password else {})
    return [f"--dbname={make_conninfo('', **chosen)}"], environment


def run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"{Path(command[0]).name} failed: {done.stderr.strip()[-2000:]}")


def media_folder() -> Path | None:
    """Where the files lie, or nothing when a storage service of its own keeps them."""
    return Path(default_storage.location) if isinstance(default_storage, FileSystemStorage) else None


def applied_migrations() -> list[list[str]]:
    return sorted([app, name] for app, name in MigrationLoader(connection).applied_migrations)


def make_backup(target: Path) -> int:
    """Writes the archive, whole or not at all, readable by us alone; gives its size.

    The database is dumped first: a file that is added while we pack is then too much rather than missing.
    """
    part = target.with_name(f"{target.name}.part")
    about = {
        "format": FORMAT,
        "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "migrations": applied_migrations(),
    }
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as name:
            folder = Path(name)
            arguments, environment = connection_arguments()
            dump = [postgres_tool("pg_dump"), *arguments, "--format=custom", "--no-owner", "--no-privileges"]
            run([*dump, f"--file={folder / DUMP}"], environment)
            (folder / ABOUT).write_text(json.dumps(about))
            with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                pack(folder, media_folder(), file)
                file.flush()
                os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise BackupError(f"Cannot write {target}: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def holds_something() -> bool:
    """Whether this installation has a user or a file already."""
    user = get_user_model()
    media = media_folder()
    if media is not None and media.is_dir() and any(media.iterdir()):
        return True
    return user._meta.db_table in connection.introspection.table_names() and user._default_manager.exists()


def refuse_while_running() -> None:
    """Somebody who is connected would go on working with rows that are about to be replaced."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        (others,) = cursor.fetchone()
    if others:
        raise BackupError(
            f"The database is in use ({others} connections). Stop the product, restore, then start it again."
        )


def refuse_newer(about: dict[str, Any], source: Path) -> None:
    known = MigrationLoader(None).disk_migrations
    newer = [f"{app}.{name}" for app, name in about["migrations"] if (app, name) not in known and app in OWN_APPS]
    if newer:
        raise BackupError(f"{source} was made by a newer version of Common Plan (it has {newer[-1]}); update first.")


OWN_APPS = ("planning", "stakeholders", "targets", "monitoring")


def restore_backup(source: Path, *, overwrite: bool) -> None:
    """Puts the archive in the place of what is here: the database in one transaction, then the files."""
    if not source.is_file():
        raise BackupError(f"There is no file {source}.")
    if holds_something() and not overwrite:
        raise BackupError("There is data here already. To replace all of it, add --overwrite.")
    refuse_while_running()
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restore-") as name:
        folder = Path(name)
        refuse_newer(unpack(source, folder), source)
        _replace_database(folder)
        _replace_media(folder / MEDIA)
    forget_keys()
    call_command("migrate", interactive=False, verbosity=0)


def _replace_database(folder: Path) -> None:
    """Empties the schema and fills it in the same transaction: it is the old one or the new one, never a
    mixture."""
    script = folder / "restore.sql"
    arguments, environment = connection_arguments()
    restore, psql = postgres_tool("pg_restore"), postgres_tool("psql")
    connection.close()
    run([restore, "--no-owner", "--no-privileges", f"--file={script}", str(folder / DUMP)], environment)
    clear = "SET lock_timeout = '10s'; DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
    options = [
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--set=VERBOSITY=terse",  # an error without the row that it is about
        "--set=SHOW_CONTEXT=never",
        "--output=/dev/null",
    ]
    run([psql, *arguments, *options, f"--command={clear}", f"--file={script}"], environment)


def _replace_media(source: Path) -> None:
    """Entry by entry, since the folder itself may be the root of a volume."""
    target = media_folder()
    if target is None:
        return
    target.mkdir(parents=True, exist_ok=True)
    for old in target.iterdir():
        shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
    for new in source.iterdir() if source.is_dir() else ():
        shutil.move(new, target / new.name)


def forget_keys() -> None:
    """Cached sessions and queued tasks belong to the rows that are gone; other tenants of the broker keep
    theirs."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        for keys in _batches(client):
            client.delete(*keys)


def _batches(client: redis.Redis) -> Iterator[list[bytes]]:
    prefixes = {
        str(cache.key_prefix),
        settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"],
    }
    for prefix in prefixes:
        keys = list(client.scan_iter(match=f"{prefix}*", count=1000))
        if keys:
            yield keys
