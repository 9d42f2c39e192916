"""Compiles the translations: `.mo` files are not committed, and GNU gettext need not be there."""

from pathlib import Path


def compile_messages(locale: Path) -> list[Path]:
    """Writes the `.mo` file beside each `.po` file that is newer; gives those that it wrote."""
    written = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        from babel.messages.mofile import write_mo  # only when needed: most starts have nothing to compile
        from babel.messages.pofile import read_po

        with source.open("rb") as po:
            catalog = read_po(po)
        part = target.with_suffix(".mo.part")
        with part.open("wb") as mo:
            write_mo(mo, catalog)
        part.replace(target)
        written.append(target)
    return written
