"""The file of a backup: packing it, reading it, and whether each thing in it is what was packed.

A `.tar.gz` of `about.json`, `database.dump` (PostgreSQL's custom format), `media/…`, and at its end `checksums.json`
with the SHA-256 of each of them.
"""

import hashlib
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 2
BEFORE_CHECKSUMS = 1
ABOUT, DUMP, MEDIA, CHECKSUMS = "about.json", "database.dump", "media", "checksums.json"
PIECE = 1 << 20


class BackupError(Exception):
    """Why it cannot be done, in words for the person at the shell."""


class _Summed:
    """A file that is summed up while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.sum.update(piece)
        return piece


def pack(folder: Path, media: Path | None, file: IO[bytes]) -> None:
    """Writes the archive of what lies in `folder` and of the files that people have."""
    sums: dict[str, str] = {}
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as archive:
        for path, name in ((folder / ABOUT, ABOUT), (folder / DUMP, DUMP), *_files(media)):
            sums[name] = _add(archive, path, name)
        (folder / CHECKSUMS).write_text(json.dumps(sums))
        archive.add(folder / CHECKSUMS, CHECKSUMS)


def _files(media: Path | None) -> Iterator[tuple[Path, str]]:
    if media is None:
        return
    for path in sorted(media.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path, f"{MEDIA}/{path.relative_to(media).as_posix()}"


def _add(archive: tarfile.TarFile, path: Path, name: str) -> str:
    with path.open("rb") as file:
        summed = _Summed(file)
        archive.addfile(archive.gettarinfo(arcname=name, fileobj=file), summed)
    return summed.sum.hexdigest()


def verify(source: Path) -> int:
    """Reads the whole archive and writes nothing; gives how many things are in it. Raises BackupError."""
    with _readable(source):
        sums, told = _read(source, None)
        _check(source, sums, told)
    return len(sums) - 1


def unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Unpacks into an empty folder, but only what a backup holds, and only whole; gives what it says of itself."""
    with _readable(source):
        sums, told = _read(source, folder)
        return _check(source, sums, told)


@contextmanager
def _readable(source: Path) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(f"{source} cannot be read as a backup: {error}") from error


def _read(source: Path, folder: Path | None) -> tuple[dict[str, str], dict[str, bytes]]:
    """The sum of each thing in the archive, and the two that say what the others are. The compressed file is read to
    its very end, where its own sum stands."""
    sums: dict[str, str] = {}
    told: dict[str, bytes] = {}
    with tarfile.open(source, mode="r:gz") as archive:
        for member in archive:
            path = PurePosixPath(member.name)
            if not is_ours(member, path) or member.name in sums:
                raise BackupError(f"{source} holds {member.name!r}, which no backup does; nothing was changed.")
            content = archive.extractfile(member)
            assert content is not None
            if member.name in (ABOUT, CHECKSUMS):
                told[member.name] = content.read()
                content.seek(0)
            sums[member.name] = _sum_up(content, folder.joinpath(*path.parts) if folder else None)
        while archive.fileobj and archive.fileobj.read(PIECE):
            pass
    return sums, told


def _sum_up(content: IO[bytes], goal: Path | None) -> str:
    summed = _Summed(content)
    if goal is None:
        while summed.read(PIECE):
            pass
    else:
        goal.parent.mkdir(parents=True, exist_ok=True)
        with goal.open("xb") as file:
            while piece := summed.read(PIECE):
                file.write(piece)
    return summed.sum.hexdigest()


def _check(source: Path, sums: dict[str, str], told: dict[str, bytes]) -> dict[str, Any]:
    """What the archive says of itself, once each thing in it is what was packed, and nothing is missing."""
    about = dict(json.loads(told[ABOUT]))
    if about["format"] not in (FORMAT, BEFORE_CHECKSUMS) or DUMP not in sums:
        raise BackupError(f"{source} is a backup of a form that this version does not know.")
    if about["format"] == BEFORE_CHECKSUMS and CHECKSUMS not in sums:
        return about
    wanted = dict(json.loads(told[CHECKSUMS])) if CHECKSUMS in told else {}
    found = {name: value for name, value in sums.items() if name != CHECKSUMS}
    wrong = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    if wrong:
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise BackupError(f"{source} is damaged: {wrong[0]}{more} is not what was packed. Nothing was changed.")
    return about


def is_ours(member: tarfile.TarInfo, path: PurePosixPath) -> bool:
    """A plain file that is one of the three, or lies below media/; no link, no device, no way out."""
    if not member.isfile() or path.is_absolute() or ".." in path.parts or "\\" in member.name:
        return False
    return member.name in (ABOUT, DUMP, CHECKSUMS) or (len(path.parts) > 1 and path.parts[0] == MEDIA)
