import hashlib
import io
import json
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, connections

from config import backup
from config.backup_archive import CHECKSUMS
from planning.models import Municipality, User
from tests.patience import wait_until


@pytest.fixture
def media(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def alone(transactional_db: None) -> None:
    """A server takes a moment to notice that the connection of the test before was closed."""

    def nobody_else() -> bool:
        try:
            backup.refuse_while_running()
        except backup.BackupError:
            return False
        return True

    wait_until(nobody_else)


def archive(path: Path, members: dict[str, bytes], **about: object) -> Path:
    """An archive by somebody who wishes us no good, or by another version."""
    told = {"format": backup.FORMAT, "migrations": [], **about}
    packed = {backup.ABOUT: json.dumps(told).encode(), backup.DUMP: b"x", **members}
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in packed.items()}
    with tarfile.open(path, "w:gz") as tar:
        for name, content in ({CHECKSUMS: json.dumps(sums).encode()} | packed).items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return path


@pytest.mark.django_db(transaction=True)
def test_there_and_back(alone: None, media: Path, tmp_path: Path) -> None:
    """Rows, files and sequences come back as they were; what came later is gone."""
    User.objects.create_user("secretary", name="Leyla Öztürk")
    Municipality.objects.create(name="المدينة النظيفة")
    name = default_storage.save("uploads/list.csv", ContentFile(b"a,b"))
    call_command("backup", tmp_path / "all.tar.gz")
    assert stat.S_IMODE((tmp_path / "all.tar.gz").stat().st_mode) == 0o600

    Municipality.objects.all().delete()
    User.objects.create_user("later")
    default_storage.delete(name)
    default_storage.save("uploads/later.csv", ContentFile(b"c"))
    with pytest.raises(CommandError, match="--overwrite"):
        call_command("restore", tmp_path / "all.tar.gz")
    call_command("restore", tmp_path / "all.tar.gz", overwrite=True)

    assert [str(user) for user in User.objects.all()] == ["Leyla Öztürk"]
    assert [str(town) for town in Municipality.objects.all()] == ["المدينة النظيفة"]
    assert [path.name for path in media.rglob("*") if path.is_file()] == ["list.csv"]
    assert User.objects.create_user("new").pk > User.objects.get(username="secretary").pk
    assert not list(tmp_path.glob(".backup-*")) + list((tmp_path / "data").glob(".restore-*"))


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_cannot_be_read_changes_nothing(alone: None, media: Path, tmp_path: Path) -> None:
    User.objects.create_user("secretary")
    default_storage.save("a.txt", ContentFile(b"a"))
    with pytest.raises(CommandError, match="pg_restore failed"):
        call_command("restore", archive(tmp_path / "b.tar.gz", {}), overwrite=True)
    assert User.objects.count() == 1
    assert default_storage.exists("a.txt")


@pytest.mark.django_db(transaction=True)
def test_refuses_while_somebody_is_connected(alone: None, media: Path, tmp_path: Path) -> None:
    other = connections["default"].copy()
    other.ensure_connection()
    try:
        with pytest.raises(CommandError, match=r"in use \(1 connections\)"):
            call_command("restore", archive(tmp_path / "b.tar.gz", {}), overwrite=True)
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_refuses_what_a_newer_version_wrote(alone: None, media: Path, tmp_path: Path) -> None:
    source = archive(tmp_path / "b.tar.gz", {}, migrations=[["planning", "9999_future"], ["gone_app", "0001"]])
    with pytest.raises(CommandError, match=r"newer version .* planning\.9999_future"):
        call_command("restore", source, overwrite=True)


@pytest.mark.parametrize("name", ["../evil", "/evil", "media/../../evil", "evil", "media", "media/a\\..\\b"])
def test_nothing_is_written_beside(name: str, tmp_path: Path) -> None:
    source = archive(tmp_path / "b.tar.gz", {name: b"evil"})
    goal = tmp_path / "in" / "goal"
    goal.mkdir(parents=True)
    with pytest.raises(backup.BackupError, match="which no backup does"):
        backup.unpack(source, goal)
    assert not list(tmp_path.rglob("evil"))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_no_links_and_devices(kind: bytes, tmp_path: Path) -> None:
    member = tarfile.TarInfo("media/x")
    member.type, member.linkname = kind, "/etc/passwd"
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as tar:
        tar.addfile(member)
    with pytest.raises(backup.BackupError, match="which no backup does"):
        backup.unpack(tmp_path / "b.tar.gz", tmp_path)


@pytest.mark.parametrize("content", [b"", b"not an archive", b"\x1f\x8b\x08\x00broken"])
def test_not_an_archive(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(content)
    with pytest.raises(backup.BackupError, match="cannot be read as a backup"):
        backup.unpack(tmp_path / "b", tmp_path)


@pytest.mark.django_db
def test_tools_of_another_version_are_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tool = tmp_path / "pg_dump"
    tool.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)'\n")
    tool.chmod(0o755)
    monkeypatch.setattr(backup.binaries, "postgres_programs", lambda: tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(backup.BackupError, match="is here in version 15"):
        backup.postgres_tool("pg_dump")
    assert connection.is_usable()


def rewritten(source: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The same archive, a well-formed one, with other content."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            content = change(member.name, old.extractfile(member).read())  # type: ignore[union-attr]  # plain files
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return target


def flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


DAMAGE = r"damaged|cannot be read"


@pytest.fixture
def made(transactional_db: None, media: Path, tmp_path: Path) -> Path:
    default_storage.save("uploads/list.csv", ContentFile(b"a,b"))
    default_storage.save("uploads/scan.pdf", ContentFile(b"%PDF"))
    call_command("backup", tmp_path / "all.tar.gz")
    return tmp_path / "all.tar.gz"


@pytest.mark.parametrize("name", [backup.ABOUT, backup.DUMP, "media/uploads/list.csv", CHECKSUMS])
@pytest.mark.parametrize("change", [flipped, lambda content: None], ids=["flipped bit", "missing"])
def test_a_damaged_backup_changes_nothing(alone, made: Path, tmp_path: Path, name: str, change) -> None:
    """Neither by itself nor under --overwrite; and --verify says so beforehand."""
    source = rewritten(made, tmp_path / "b.tar.gz", lambda one, content: change(content) if one == name else content)
    User.objects.create_user("here")
    default_storage.save("here.txt", ContentFile(b"a"))
    for command, options in (("backup", {"verify": True}), ("restore", {"overwrite": True})):
        with pytest.raises(CommandError, match=DAMAGE):
            call_command(command, source, **options)
    assert User.objects.filter(username="here").exists()
    assert default_storage.exists("here.txt")


def test_a_file_that_nobody_packed_is_damage(made: Path, tmp_path: Path) -> None:
    with tarfile.open(made) as old, tarfile.open(tmp_path / "b.tar.gz", "w:gz") as new:
        for member in old:
            new.addfile(member, old.extractfile(member))
        extra = tarfile.TarInfo("media/extra.txt")
        new.addfile(extra, io.BytesIO())
    with pytest.raises(backup.BackupError, match=r"damaged: media/extra\.txt"):
        backup.unpack(tmp_path / "b.tar.gz", tmp_path / "in")


CUTS = {
    "half": lambda whole: whole[: len(whole) // 2],
    "end": lambda whole: whole[:-9],
    "bit": flipped,
    "bit of its own sum": lambda whole: whole[:-8] + flipped(whole[-8:-4]) + whole[-4:],
}


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_a_cut_or_flipped_archive(made: Path, tmp_path: Path, cut: Callable[[bytes], bytes]) -> None:
    """Damage of the compressed file itself, at its very end too, where its own sum stands."""
    (tmp_path / "b.tar.gz").write_bytes(cut(made.read_bytes()))
    with pytest.raises(CommandError, match=DAMAGE):
        call_command("backup", tmp_path / "b.tar.gz", verify=True)


def test_verify_says_that_it_is_whole(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("backup", made, verify=True)
    assert "is whole: 4 things" in capsys.readouterr().out


def test_one_of_before_there_were_checksums(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as tar:
        for name, content in {backup.ABOUT: b'{"format": 1, "migrations": []}', backup.DUMP: b"x"}.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    assert backup.unpack(tmp_path / "b.tar.gz", tmp_path / "in")["format"] == 1
