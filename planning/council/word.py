"""The page that becomes the PDF, as a document for word processors (C8). The only module that imports python-docx.

Nothing of the plan is written down a second time: the page's elements are walked in their order, and each becomes what
a word processor calls it. Tables are put together as XML by ourselves: those of a large plan have thousands of cells.
"""

import io
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils import timezone

from .word_parts import (
    PORTRAIT,
    WIDE,
    PageShape,
    W,
    begin,
    element,
    field,
    gap,
    heads_and_feet,
    measures,
    page_of,
    shade,
)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BLOCKS = frozenset(
    ["p", "h1", "h2", "h3", "li", "dt", "dd", "small", "div", "ul", "ol", "dl", "section", "table", "body"]
)
STYLES = {"h1": "Heading1", "h2": "Heading2", "h3": "Heading3", "small": "Small", "dt": "Small"}
BOLD = frozenset(["b", "th", "dd"])
TINTS = {"hi": "ECF0F9", "gap": "ECF0F9", "goal": "ECF0F9", "on": "A7B6DC", "on-bad": "E8B4AD"}
ISOLATES = re.compile("[\u2066-\u2069]")
RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200f"
LEFT = "A-Za-z\u00c0-\u024f\u200e"
# what stands against the direction of the page: words of the other script, with what is between them
AGAINST = {
    True: re.compile(rf"([{LEFT}]+(?:[^{RIGHT}{LEFT}]+[{LEFT}]+)*)"),
    False: re.compile(rf"([{RIGHT}]+(?:[^{RIGHT}{LEFT}]+[{RIGHT}]+)*)"),
}
LEVEL = re.compile(r"calc\((\d+) \* 5mm\)")


@dataclass(frozen=True)
class RunLook:
    """How a run of text looks. `left`: it runs from left to right whatever the page does (a code, an amount)."""

    bold: bool = False
    left: bool = False
    accent: bool = False


def make_docx(page: str) -> bytes:
    """The file. `page`: the HTML that the PDF is made of, without enclosures."""
    import lxml.html

    root = lxml.html.document_fromstring(page)
    writer = Writer(root)
    writer.write()
    return writer.content()


class Writer:
    """A document in the making."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.rtl = root.get("dir") == "rtl"
        self.document = begin(root.get("lang", "en"), root.findtext("head/title") or "", timezone.now())
        self.body = self.document.element.body
        self.last = self.body.sectPr  # of the section that stands last; every other one is like it
        self.shape: PageShape | None = None
        self.breaks = False  # whether the next paragraph begins a page
        self.anchors: list[str] = []  # places that the next paragraph is
        self.bookmarks = 0

    def write(self) -> None:
        heads_and_feet(self.document, self.root, self.rtl)
        self.walk(self.root.find("body"), self.body)
        page_of(self.last, self.shape or PORTRAIT, self.rtl)
        self.body.append(self.last)

    def content(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    # Blocks -------------------------------------------------------------------------------------------------------

    def walk(self, node: Any, out: Any, style: str = "", look: RunLook = RunLook(), indent: int = 0) -> None:
        """What the node holds, as paragraphs and tables in `out`: text that stands beside blocks is one of its own."""
        line = RunningText(self, out, style, look, indent)
        line.take(node)
        line.close()

    def block(self, node: Any, out: Any, look: RunLook, style: str, indent: int) -> None:
        """One element that stands by itself."""
        if node.get("id"):
            self.anchors.append(node.get("id"))
        names = node.get("class", "").split()
        if node.tag == "table":
            WordTable(self, node).write(out)
        elif node.tag == "section":
            self.begin_section(WIDE if "wide-page" in names else PORTRAIT)
            self.walk(node, out)
        else:
            look = replace(look, bold=look.bold or node.tag in BOLD)
            self.walk(node, out, self.style_of(node, names) or style, look, indent + indent_of(node, names))

    def style_of(self, node: Any, names: list[str]) -> str:
        if node.tag == "h1" and node.getparent().get("class") == "c-mid":
            return "Title"
        if node.tag == "p" and {"small", "kicker", "k", "prio"} & set(names):
            return "Small"
        if node.tag == "li" and names and re.fullmatch(r"l\d", names[0]):
            return f"toc{names[0][1]}"
        if node.tag == "li" and node.getparent().get("class") == "articles":
            return "ListNumber"
        return STYLES.get(node.tag, "")

    def begin_section(self, shape: PageShape) -> None:
        """A new page; a new section of the file where the paper turns."""
        if self.shape is None:
            self.shape = shape
        elif shape is self.shape:
            self.breaks = True
        else:
            self.end_section()
            self.shape = shape

    def end_section(self) -> None:
        """Says of all that stands so far which paper it has. Only the first section begins with a cover."""
        properties = deepcopy(self.last)
        page_of(properties, self.shape or PORTRAIT, self.rtl)
        self.body.append(element("p", element("pPr", gap(20), properties)))
        for cover in self.last.findall(f"{W}titlePg"):
            self.last.remove(cover)

    def paragraph(self, out: Any, style: str, indent: int) -> Any:
        paragraph = element("p")
        about = element("pPr")
        if style:
            about.append(element("pStyle", val=style))
        if self.breaks and out is self.body:
            about.append(element("pageBreakBefore"))
            self.breaks = False
        if self.rtl:
            about.append(element("bidi"))
        if indent:
            about.append(element("ind", left=str(indent)))
        paragraph.append(about)
        for name in self.anchors:
            self.bookmarks += 1
            paragraph.append(element("bookmarkStart", id=str(self.bookmarks), name=place(name)))
            paragraph.append(element("bookmarkEnd", id=str(self.bookmarks)))
        self.anchors = []
        out.append(paragraph)
        return paragraph


def indent_of(node: Any, names: list[str]) -> int:
    """In twentieths of a point: of lists, and of the levels of a tree."""
    if level := LEVEL.search(node.get("style", "")):
        return int(level[1]) * 283
    return 283 if node.tag == "ul" else 0


def place(name: str) -> str:
    """A bookmark's name, which has letters, figures and underlines alone."""
    return "at_" + re.sub(r"\W", "_", name)


class RunningText:
    """Text that runs on, until a block or the end of its element closes it."""

    def __init__(self, writer: Writer, out: Any, style: str, look: RunLook, indent: int) -> None:
        self.writer, self.out, self.style, self.look, self.indent = writer, out, style, look, indent
        self.into: Any = None  # where the runs go: the paragraph, or a link within it
        self.paragraph: Any = None
        self.space = False  # a space is due before the next word

    def take(self, node: Any) -> None:
        self.text(node.text, self.look)
        for child in node:
            self.child(child, self.look)
            self.text(child.tail, self.look)

    def child(self, node: Any, look: RunLook) -> None:
        if not isinstance(node.tag, str) or node.tag in ("svg", "colgroup", "template") or node.get("aria-hidden"):
            return
        if node.tag in BLOCKS:
            self.close()
            self.writer.block(node, self.out, look, self.style, self.indent)
        elif node.tag == "br":
            self.opened().append(element("r", element("br")))
            self.space = False
        elif node.tag == "a":
            self.link(node, look)
        elif is_line(node):
            self.opened().append(element("r", element("rPr", element("u", val="single")), element("tab")))
        else:
            self.inline(node, look)

    def inline(self, node: Any, look: RunLook) -> None:
        left = look.left or node.get("dir") == "ltr"
        accent = look.accent or "code" in node.get("class", "").split()
        look = replace(look, bold=look.bold or node.tag == "b" or accent, left=left, accent=accent)
        self.text(node.text, look)
        for child in node:
            self.child(child, look)
            self.text(child.tail, look)

    def link(self, node: Any, look: RunLook) -> None:
        """A line of the contents: it leads to its place and has that place's page at the end."""
        name = place(node.get("href", "").lstrip("#"))
        around = self.opened()
        self.into = element("hyperlink", anchor=name, history="1")
        around.append(self.into)
        self.inline(node, look)
        self.into.append(element("r", element("tab")))
        for run in field(f"PAGEREF {name} \\h"):
            self.into.append(run)
        self.into = around

    def text(self, text: str | None, look: RunLook) -> None:
        if not text:
            return
        words = " ".join(ISOLATES.sub("", text).split())
        if not words:
            self.space = self.space or self.paragraph is not None
            return
        begins, ends = text[0].isspace(), text[-1].isspace()
        lead = " " if self.paragraph is not None and (self.space or begins) else ""
        into = self.opened()
        for said, right in self.pieces(lead + words, look):
            into.append(run(said, look, right))
        self.space = ends

    def pieces(self, text: str, look: RunLook) -> Iterator[tuple[str, bool]]:
        """The text cut where its direction changes, each piece with whether it runs from right to left."""
        base = self.writer.rtl and not look.left
        for number, piece in enumerate(AGAINST[base].split(text)):
            if piece:
                yield piece, base != bool(number % 2)

    def opened(self) -> Any:
        if self.paragraph is None:
            self.paragraph = self.into = self.writer.paragraph(self.out, self.style, self.indent)
            self.space = False
        return self.into

    def close(self) -> None:
        self.paragraph = self.into = None
        self.space = False


def stays_with_next(row: Any) -> bool:
    """Whether the row of a table says nothing without the one after it: a goal's name, the last before a sum."""
    after = row.getnext()
    return row.get("class") == "goal" or (after is not None and after.get("class") == "total")


def is_line(node: Any) -> bool:
    """A line to write on."""
    return "blank" in node.get("class", "").split() or node.getparent().get("class") == "s-line"


def run(text: str, look: RunLook, right: bool) -> Any:
    about = element("rPr")
    if look.bold:
        about.extend([element("b"), element("bCs")])
    if look.accent:
        about.append(element("color", val="24448F"))
    if right:
        about.append(element("rtl"))
    said = element("t", space="preserve")
    said.text = text
    return element("r", about, said) if len(about) else element("r", said)


class WordTable:
    """A table: its columns as wide as on the page, its head on every page, no row torn apart."""

    def __init__(self, writer: Writer, node: Any) -> None:
        self.writer, self.node = writer, node
        self.held: dict[int, tuple[int, int]] = {}  # by column: how many rows a cell above still reaches down, how wide

    @cached_property
    def widths(self) -> list[int]:
        columns = [col for group in self.node.findall("colgroup") for col in group.findall("col")]
        shape = self.writer.shape or PORTRAIT
        if columns:
            return measures([(col.get("style", ""), col.get("class", "")) for col in columns], shape.text)
        first = next(self.node.iter("tr"))
        return measures([("", "")] * sum(int(cell.get("colspan", 1)) for cell in first), shape.text)

    def write(self, out: Any) -> None:
        about = element("tblPr", element("tblStyle", val="PlanTable"))
        if self.writer.rtl:
            about.append(element("bidiVisual"))
        about.append(element("tblW", w=str(sum(self.widths)), type="dxa"))
        about.append(element("tblLayout", type="fixed"))
        table = element("tbl", about, element("tblGrid", *(element("gridCol", w=str(w)) for w in self.widths)))
        for part in self.node:
            if part.tag in ("thead", "tbody"):
                for row in part.findall("tr"):
                    table.append(self.row(row, is_head=part.tag == "thead"))
        out.append(table)
        # two tables without anything between would be one
        out.append(element("p", element("pPr", gap(120))))

    def row(self, node: Any, is_head: bool) -> Any:
        about = element("trPr", element("cantSplit"))
        if not any(cell.text_content().strip() for cell in node):
            about.append(element("trHeight", val="620"))  # to be filled in by hand
        if is_head:
            about.append(element("tblHeader"))
        row, column = element("tr", about), 0
        for cell in node:
            column = self.reached_down(row, column)
            wide, high = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
            row.append(self.cell(cell, column, wide, "restart" if high > 1 else ""))
            if high > 1:
                self.held[column] = (high - 1, wide)
            column += wide
        self.reached_down(row, column)
        if stays_with_next(node):
            for about in row.iter(f"{W}pPr"):
                about.insert(len(about.findall(f"{W}pStyle")), element("keepNext"))
        return row

    def reached_down(self, row: Any, column: int) -> int:
        """Fills the places that a cell of a row above reaches into; the next free column."""
        while column in self.held:
            left, wide = self.held.pop(column)
            row.append(self.cell(None, column, wide, "continue"))
            if left > 1:
                self.held[column] = (left - 1, wide)
                return self.reached_down(row, column + wide)
            column += wide
        return column

    def cell(self, node: Any, column: int, wide: int, merge: str) -> Any:
        about = element("tcPr", element("tcW", w=str(sum(self.widths[column : column + wide])), type="dxa"))
        if wide > 1:
            about.append(element("gridSpan", val=str(wide)))
        if merge:
            about.append(element("vMerge", val=merge))
        cell = element("tc", about)
        if node is not None:
            self.fill(node, cell, about)
        if cell.find(f"{W}p") is None:
            self.writer.paragraph(cell, "TableText", 0)
        return cell

    def fill(self, node: Any, cell: Any, about: Any) -> None:
        names = {*node.get("class", "").split(), *node.getparent().get("class", "").split()}
        if tint := next((TINTS[name] for name in ("on-bad", "on", "hi", "gap", "goal") if name in names), ""):
            about.append(shade(tint))
        self.writer.walk(node, cell, "TableText", RunLook(bold=node.tag == "th"))
