"""What is refused before anything is read, and what is read of what is odd; with files that were really made."""

import io
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from planning.imports import archives, table
from planning.imports.columns import header_words
from planning.imports.files import read_table
from planning.imports.table import CellFault, UnreadableFile, known_words
from tests.fixtures import Town

from .conftest import HEAD, as_csv, as_xlsx, checked, upload

ROWS = [HEAD, ["Mill", "built", 1, "pcs", ""], ["Choir", "social", 40, "persons", ""]]


def read(content: bytes, name: str = "a.xlsx") -> tuple[list[str], list[tuple[int, tuple[object, ...]]]]:
    found = read_table(content, name, known_words(header_words()))
    return found.headers, list(found.rows)


def refusal(content: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(content, name)
    return str(caught.value)


def rewritten(content: bytes, change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    """The archive again, each member through `change`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, added in (more or {}).items():
            new.writestr(name, added)
    return out.getvalue()


def with_sheet(change: Callable[[bytes], bytes]) -> bytes:
    return rewritten(as_xlsx(ROWS), lambda name, old: change(old) if name == "xl/worksheets/sheet1.xml" else old)


def test_a_plain_table() -> None:
    headers, rows = read(as_xlsx(ROWS))
    assert headers == HEAD
    assert [(number, cells[0], cells[2]) for number, cells in rows] == [(2, "Mill", 1), (3, "Choir", 40)]


# Size -------------------------------------------------------------------------------------------------------------


def test_too_large_a_file(town: Town, secretary: Client) -> None:
    assert "larger than 5 MB" in refusal(b"x" * 5_000_001, "a.csv")
    for size in (5_000_001, 7_000_000):  # the second is not even taken in
        file = SimpleUploadedFile("a.csv", b"x" * size)
        response = secretary.post(town.url("assets/import/"), {"file": file})
        assert response.status_code == 422
        assert "larger than 5 MB" in response.content.decode()


def test_no_file_and_an_empty_one(town: Town, secretary: Client) -> None:
    for sent, words in (
        ({}, "Please choose a file."),
        ({"file": SimpleUploadedFile("a.csv", b"")}, "The file is empty"),
    ):
        response = secretary.post(town.url("assets/import/"), sent)
        assert response.status_code == 422
        assert words in response.content.decode()
    assert "is empty" in refusal(b"\n\n \n", "a.csv")
    assert "is empty" in refusal(as_xlsx([]))
    assert "no row below" in refusal(as_xlsx([HEAD]))


def bomb(size: int = 200_000_000) -> bytes:
    return rewritten(as_xlsx(ROWS), lambda _n, old: old, {"xl/media/image1.xml": b" " * size})


def quick(content: bytes, megabytes: int = 40) -> str:
    """The refusal, which must cost neither time of the processor nor memory."""
    tracemalloc.start()
    begun = time.process_time()
    try:
        said = refusal(content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.process_time() - begun < 20
    assert peak < megabytes * 1_000_000, peak
    return said


def test_a_bomb_by_its_list() -> None:
    content = bomb()
    assert len(content) < 300_000
    assert "much larger unpacked" in quick(content)


def test_a_bomb_that_lies_about_its_size() -> None:
    """The list says a hundred bytes: no more than that is unpacked, and what is missing makes the file damaged."""
    content = bytearray(bomb(30_000_000))
    for header, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = 0
        while (at := content.find(header, at)) >= 0:
            if struct.unpack_from("<I", content, at + offset)[0] == 30_000_000:
                struct.pack_into("<I", content, at + offset, 100)
            at += 4
    assert "damaged" in quick(bytes(content))


def test_too_many_members() -> None:
    many = {f"xl/media/{n}.bin": b"" for n in range(600)}
    assert "much larger" in refusal(rewritten(as_xlsx(ROWS), lambda _n, old: old, many))


def test_a_page_of_nothing_but_elements() -> None:
    """Fifty megabytes of empty cells would be gigabytes in memory."""
    cells = b"<row r='9'>" + b"".join(b"<c s='%d'/>" % (n % 97) for n in range(700_000)) + b"</row></sheetData>"
    assert "much larger" in quick(with_sheet(lambda old: old.replace(b"</sheetData>", cells)))
    styles = b"<a/>" * 600_000 + b"</styleSheet>"
    content = rewritten(
        as_xlsx(ROWS), lambda name, old: old.replace(b"</styleSheet>", styles) if name == "xl/styles.xml" else old
    )
    assert "much larger" in quick(content)


def test_too_many_rows() -> None:
    rows = [[f"Asset {n}", "built"] for n in range(10_600)]
    for content, name in ((as_xlsx([HEAD[:2], *rows]), "a.xlsx"), (as_csv([HEAD[:2], *rows]), "a.csv")):
        said = refusal(content, name)
        assert "10000 rows" in said
        assert "Row 105" in said
    assert len(read(as_xlsx([HEAD[:2], *rows[:10_400]]))[1]) == 10_400


def test_too_many_columns() -> None:
    wide = [[*HEAD, *[""] * 60, "x"], ["Mill", "built"]]
    assert "60 columns" in refusal(as_csv(wide), "a.csv")
    assert "Cell BN1" in refusal(as_xlsx([[*HEAD, *[None] * 60, "x"]]))


def far_cell(value: str | None) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    for line, row in enumerate(ROWS):
        page.write_row(line, 0, row)
    style = book.add_format({"bold": True})
    if value is None:
        page.write_blank(1_048_575, 16_383, None, style)
    else:
        page.write(1_048_575, 16_383, value)
    book.close()
    return out.getvalue()


def test_a_cell_at_the_end_of_the_world() -> None:
    assert "Cell XFD1048576" in quick(far_cell("x"))
    begun = time.process_time()
    assert len(read(far_cell(None))[1]) == 2  # only dressed, not filled in
    assert time.process_time() - begun < 5


def test_a_row_far_below() -> None:
    row = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    assert "Row 1048576" in quick(with_sheet(lambda old: old.replace(b"</sheetData>", row)))


# What a file must not contain ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
@pytest.mark.parametrize(
    "definition",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a [<!ENTITY x "haha"><!ENTITY y "&x;&x;&x;">]>',
        b'<!DOCTYPE a SYSTEM "http://example.test/a.dtd">',
    ],
)
def test_entities(member: str, definition: bytes) -> None:
    def change(name: str, old: bytes) -> bytes:
        return old.replace(b"?>", b"?>" + definition, 1) if name == member else old

    assert "entities" in refusal(rewritten(as_xlsx(ROWS), change))


def test_formulas_and_errors_are_named_by_their_cells(town: Town, secretary: Client) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    page.write_row(0, 0, HEAD)
    page.write_row(1, 0, ["Mill", "built"])
    page.write_formula(1, 2, "=SUM(1,2)", None, 3)
    page.write_row(2, 0, ["=not a formula", "built", 5])
    page.write_row(3, 0, ["Well", "natural"])
    page.write_array_formula(3, 2, 3, 2, "{=SUM(A1:A2)}", None, 4)
    book.close()
    found = checked(secretary, town, upload(secretary, town, out.getvalue()), "skip")
    errors = found.report["errors"]
    assert [(e["row"], e["column"], e["label"]) for e in errors] == [
        (2, "C", "Quantity"),
        (3, "A", "Asset"),
        (4, "C", "Quantity"),
    ]
    assert all("paste its value" in e["reason"] for e in errors)
    rows = read(as_csv([HEAD[:2], ["=1+1", "built"], ["-5 degrees", "built"]]), "a.csv")[1]
    assert isinstance(rows[0][1][0], CellFault)
    assert rows[1][1][0] == "-5 degrees"


def test_an_error_value() -> None:
    cell = b'<c r="C2" t="e"><v>#REF!</v></c>'
    content = with_sheet(lambda old: old.replace(b'<c r="C2"><v>1</v></c>', cell))
    found = read(content)[1][0][1][2]
    assert isinstance(found, CellFault)
    assert "#REF!" in found.reason


# Headers ------------------------------------------------------------------------------------------------------------


def test_merged_headers() -> None:
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="%s"/></mergeCells>'
    assert "unmerge" in refusal(with_sheet(lambda old: old.replace(b"</sheetData>", merged % b"A1:B1")))
    titled = [["Our assets", None], [None, None], *ROWS]
    content = rewritten(
        as_xlsx(titled), lambda name, old: old.replace(b"</sheetData>", merged % b"A1:E1") if "sheet1" in name else old
    )
    headers, rows = read(content)
    assert headers == HEAD
    assert [number for number, _cells in rows] == [4, 5]


def test_no_header() -> None:
    assert "instead of headers" in refusal(as_xlsx([["Mill", "built", 3], ["Well", "natural", 4]]))
    assert "instead of headers" in refusal(as_csv([["Mill", "built", "3"], ["Well", "natural", "4"]]), "a.csv")


def test_headers_that_stand_twice(town: Town, secretary: Client) -> None:
    found = upload(secretary, town, as_xlsx([["Name", "Kind", "Name"], ["Mill", "built", "Old mill"]]))
    assert found.table["twice"] == ["Name"]
    assert found.table["guess"] == {"kind": 1}
    assert "have the same header" in secretary.get(town.url(f"assets/import/{found.pk}/")).content.decode()


# Other kinds of files -------------------------------------------------------------------------------------------------


def old_office(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 600


def encrypted_zip() -> bytes:
    content = bytearray(as_xlsx(ROWS))
    for header, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = 0
        while (at := content.find(header, at)) >= 0:
            content[at + offset] |= 1
            at += 4
    return bytes(content)


def a_zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (old_office("Workbook"), "a.xls", "old Excel file"),
        (old_office("EncryptedPackage"), "a.xlsx", "password"),
        (encrypted_zip(), "a.xlsx", "password"),
        (a_zip(mimetype=b"x", content_dot_xml=b"<a/>"), "a.ods", "OpenDocument"),
        (a_zip(xl__workbook_dot_bin=b"x"), "a.xlsb", "binary Excel"),
        (a_zip(word__document_dot_xml=b"<a/>"), "a.docx", "not a spreadsheet"),
        (a_zip(xl__workbook_dot_xml=b"<a/>"), "a.xlsx", "damaged"),
        (a_zip(xl__workbook_dot_xml=b"<a"), "a.xlsx", "damaged"),
        (as_xlsx(ROWS)[:-900], "a.xlsx", "damaged"),
        (b"PK\x03\x04 and no more", "a.xlsx", "damaged"),
        (b"%PDF-1.7 and so on", "a.csv", "not a spreadsheet"),
        (b"<html><table></table></html>", "a.xls", "not a spreadsheet"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.png", "not a spreadsheet"),
        (b"a,b\0,c\n1,2,3", "a.csv", "not a spreadsheet"),
        (b"Name,Kind\nMill,built", "a.xlsx", "not a spreadsheet"),
    ],
)
def test_other_files_are_refused(content: bytes, name: str, words: str) -> None:
    assert words in refusal(content, name)


def test_strict_open_xml() -> None:
    ordinary = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    content = rewritten(
        as_xlsx(ROWS), lambda _n, old: old.replace(ordinary, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    )
    assert "Strict" in refusal(content)


def test_rows_out_of_order_are_not_lost_silently() -> None:
    assert "damaged" in refusal(with_sheet(lambda old: old.replace(b'<row r="2"', b'<row r="9"')))


def test_the_first_page_with_something_in_it() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Empty"
    hidden = book.create_sheet("Hidden")
    hidden.append(["Secret", "x"])
    hidden.sheet_state = "hidden"
    page = book.create_sheet("Assets")
    for row in ROWS:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    found = read_table(out.getvalue(), "a.xlsx", known_words(header_words()))
    assert "Assets" in found.about
    assert found.headers == HEAD


# CSV ----------------------------------------------------------------------------------------------------------------

ARABIC = [["الأصل", "النوع", "ملاحظات"], ["مدرسة القرية", "بشري", "فيها معلمات، وتلاميذ"]]
FRENCH = [["Name", "Kind", "Notes"], ["Forêt", "natural", "protégée, très âgée"], ["Maçon", "human", "à côté"]]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_letters_and_separators(separator: str, encoding: str) -> None:
    headers, rows = read(as_csv(ARABIC, separator, encoding), "a.csv")
    assert [headers, *(list(cells) for _n, cells in rows)] == ARABIC


def test_utf_16_from_the_other_end() -> None:
    assert read(b"\xfe\xff" + as_csv(ARABIC, ";", "utf-16-be"), "a.csv")[0] == ARABIC[0]


def test_western_letters() -> None:
    headers, rows = read(as_csv(FRENCH, ";", "cp1252"), "a.csv")
    assert [headers, *(list(cells) for _n, cells in rows)] == FRENCH


@pytest.mark.parametrize(
    "content",
    [
        as_csv(ARABIC, ",", "utf-32"),
        b"Name,Kind\nMill \x93old\x94,built",
        b"Name,Kind\n\xff\xfe\xfd\xfc \xe9a\xe9 \xe9a\xe9 a\xe9a,x",
    ],
)
def test_letters_that_nobody_can_tell(content: bytes) -> None:
    assert "CSV UTF-8" in refusal(content, "a.csv")


def test_the_line_that_names_the_separator() -> None:
    assert read(b"sep=;\r\nName;Kind\r\nMill;built\r\n", "a.csv")[0] == ["Name", "Kind"]


def test_quotation_marks() -> None:
    assert "line" in refusal(b'Name,Kind\nMill,"built\nWell,natural\n', "a.csv")
    rows = read(b'Name,Kind,Notes\nMill,built,"two\nlines, ""quoted"""\nWell,natural,\n', "a.csv")[1]
    assert rows == [(2, ("Mill", "built", 'two\nlines, "quoted"')), (3, ("Well", "natural", ""))]


def test_a_cell_that_is_too_long_is_refused_as_that_in_its_row(town: Town, secretary: Client) -> None:
    """The reader's own limit lies at 128 kB and says nothing of a row."""
    long = as_csv([["Name", "Kind", "Notes"], ["Mill", "built", ""], ["Well", "natural", "x" * 200_000]])
    found = checked(secretary, town, upload(secretary, town, long, "a.csv"), "add")
    assert [(e["row"], e["column"]) for e in found.report["errors"]] == [(3, "C")]
    assert "longer than a cell can be" in found.report["errors"][0]["reason"]
    lost = b'Name,Kind\nMill,"built\n' + b"Well,natural\n" * 20_000  # one long cell to the end of the file
    assert "quotation marks" in refusal(lost, "a.csv")


def test_the_limits_are_those_that_are_told() -> None:
    assert (table.MOST_ROWS, table.MOST_BYTES, table.MOST_COLUMNS) == (10_000, 5_000_000, 60)
    assert archives.MOST_UNPACKED < 100_000_000


def test_a_refusal_is_shown_in_the_readers_language(town: Town, secretary: Client) -> None:
    found = upload(secretary, town, old_office("Workbook"), "a.xls")
    assert (found.state, found.stage) == ("failed", "read")
    page: Any = secretary.get(town.url(f"assets/import/{found.pk}/")).content.decode()
    assert "old Excel file" in page
    assert "Choose another file" in page
