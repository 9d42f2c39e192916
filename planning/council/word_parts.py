"""Pieces of a file for word processors: its elements, styles, pages, heads and feet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
FACE = "Arial"  # on every office computer, with Latin and Arabic letters
MM = 56.7  # twentieths of a point
FIXED = {"c-act": 62.0, "c-aft": 13.0}  # columns of the timeline that are as wide as their words need, in millimetres


@dataclass(frozen=True)
class PageShape:
    """A page: its paper and margins, in millimetres."""

    width: float
    height: float
    top: float
    side: float
    bottom: float

    @property
    def text(self) -> int:
        """The width of its text, in twentieths of a point."""
        return round((self.width - 2 * self.side) * MM)


PORTRAIT = PageShape(210, 297, 26, 22, 24)
WIDE = PageShape(297, 210, 24, 18, 20)


def element(tag: str, *children: Any, **values: str) -> Any:
    from lxml import etree

    made = etree.Element(W + tag)
    for name, value in values.items():
        made.set(XML_SPACE if name == "space" else W + name, value)
    made.extend(children)
    return made


def field(code: str) -> Iterator[Any]:
    """What the word processor works out itself, such as a number of a page, when the file is opened."""
    yield element("r", element("fldChar", fldCharType="begin", dirty="true"))
    said = element("instrText", space="preserve")
    said.text = f" {code} "
    yield element("r", said)
    yield element("r", element("fldChar", fldCharType="separate"))
    yield element("r", element("fldChar", fldCharType="end"))


def gap(height: int) -> Any:
    """The spacing of a paragraph that holds nothing but room, in twentieths of a point."""
    return element("spacing", before="0", after="0", line=str(height), lineRule="exact")


def shade(colour: str) -> Any:
    return element("shd", val="clear", color="auto", fill=colour)


def measures(columns: list[tuple[str, str]], text: int) -> list[int]:
    """The widths of a table's columns, in twentieths of a point: shares and millimetres as the page says, the others
    what is left."""
    found: list[int | None] = []
    for style, name in columns:
        share = re.search(r"width:(\d+)%", style)
        found.append(round(text * int(share[1]) / 100) if share else round(FIXED[name] * MM) if name in FIXED else None)
    left = max(text - sum(width or 0 for width in found), 0)
    free = found.count(None)
    return [left // free if width is None else width for width in found]


def page_of(section: Any, shape: PageShape, rtl: bool) -> None:
    """Gives the section its paper."""
    for name in ("pgSz", "pgMar", "cols", "docGrid", "bidi"):
        for old in section.findall(W + name):
            section.remove(old)
    size = element("pgSz", w=str(round(shape.width * MM)), h=str(round(shape.height * MM)))
    if shape.width > shape.height:
        size.set(W + "orient", "landscape")
    side, title = str(round(shape.side * MM)), section.find(W + "titlePg")
    margins = element(
        "pgMar",
        top=str(round(shape.top * MM)),
        bottom=str(round(shape.bottom * MM)),
        left=side,
        right=side,
        header="567",
        footer="567",
        gutter="0",
    )
    if title is not None:  # the order of these is laid down
        section.remove(title)
    section.extend([size, margins, *([title] if title is not None else []), *([element("bidi")] if rtl else [])])


def begin(language: str, title: str, now: datetime) -> Any:
    """An empty document with the styles that ours needs."""
    import docx
    from docx.shared import Pt, RGBColor

    document = docx.Document()
    document.core_properties.title = title[:255]
    document.core_properties.author, document.core_properties.comments = "", ""
    document.core_properties.created = document.core_properties.modified = now.replace(tzinfo=None)
    document.core_properties.language = language
    body = document.element.body
    for paragraph in list(body):
        if paragraph is not body.sectPr:
            body.remove(paragraph)
    looks = {
        "Normal": (10, False, None, 0, 4),
        "Title": (30, True, None, 120, 12),
        "Heading 1": (16, True, "24448F", 0, 6),
        "Heading 2": (15, True, None, 4, 6),
        "Heading 3": (11, True, None, 6, 4),
        "List Number": (10, False, None, 0, 4),
        "Small": (8.5, False, "474C56", 0, 3),
        "Table Text": (8.5, False, None, 0, 2),
        "toc 1": (10, True, None, 3, 3),
        "toc 2": (10, False, None, 2, 2),
        "toc 3": (9, False, None, 1, 1),
    }
    for name, (size, bold, colour, before, after) in looks.items():
        style = _style(document, name)
        style.font.size, style.font.bold = Pt(size), bold
        if colour:
            style.font.color.rgb = RGBColor.from_string(colour)
        elif name != "Normal":
            style.font.color.rgb = RGBColor.from_string("1D2129")
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        _both_scripts(style.element, size, bold, language)
        if name.startswith("toc"):
            _with_leader(style.element, int(name[-1]))
    document.styles["Title"].element.get_or_add_pPr().remove_all("w:pBdr")
    _table_style(document)
    return document


def _style(document: Any, name: str) -> Any:
    from docx.enum.style import WD_STYLE_TYPE

    if name in document.styles:
        return document.styles[name]
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    return style


def _both_scripts(style: Any, size: float, bold: bool, language: str) -> None:
    """One face, size and weight for Latin and Arabic letters; without this the Arabic ones would be the template's."""
    about = style.get_or_add_rPr()
    for name in ("rFonts", "bCs", "szCs", "lang"):
        for old in about.findall(W + name):
            about.remove(old)
    about.insert(0, element("rFonts", ascii=FACE, hAnsi=FACE, cs=FACE, eastAsia=FACE))
    at = about.find(W + "b")
    if at is not None:
        at.addnext(element("bCs", **({} if bold else {"val": "0"})))
    about.find(W + "sz").addnext(element("szCs", val=str(round(size * 2))))
    said = {"bidi": language} if language == "ar" else {"val": language}
    about.append(element("lang", **({"val": "en", "bidi": "ar"} | said)))


def _with_leader(style: Any, level: int) -> None:
    """The page's number at the far edge."""
    about = style.get_or_add_pPr()
    for old in about.findall(W + "tabs"):
        about.remove(old)
    tabs = element("tabs", element("tab", val="right", leader="dot", pos=str(PORTRAIT.text)))
    about.insert_element_before(tabs, "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc")
    if level > 1:
        about.append(element("ind", left=str(284 * (level - 1))))


def _table_style(document: Any) -> None:
    """Hairlines, and room in the cells."""
    line = {"val": "single", "sz": "4", "space": "0", "color": "D3D0C8"}
    style = element("style", type="table", customStyle="1", styleId="PlanTable")
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    margins = (
        element(name, w=width, type="dxa")
        for name, width in (("top", "60"), ("left", "90"), ("bottom", "60"), ("right", "90"))
    )
    borders = element("tblBorders", *(_edge(name, line) for name in edges))
    style.extend([element("name", val="Plan table"), element("tblPr", borders, element("tblCellMar", *margins))])
    document.styles.element.append(style)


def _edge(name: str, line: dict[str, str]) -> Any:
    made = element(name)
    for key, value in line.items():
        made.set(W + key, value)
    return made


def heads_and_feet(document: Any, root: Any, rtl: bool) -> None:
    """The title above, the municipality and the page below, on all pages but the cover."""
    told = root.find(".//p[@class='c-mun']")
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    head, foot = section.header.paragraphs[0]._p, section.footer.paragraphs[0]._p
    for paragraph in (head, foot):
        about = paragraph.get_or_add_pPr()
        for old in list(about):
            about.remove(old)
        about.append(element("pStyle", val="Small"))
        if rtl:
            about.append(element("bidi"))
        about.append(element("jc", val="center"))
    _say(head, f"{told.get('data-title')}  ·  {told.get('data-version')}", rtl)
    _say(foot, f"{told.text_content()}  ·  {told.get('data-before')}", rtl)
    foot.extend(field("PAGE"))
    _say(foot, told.get("data-between"), rtl)
    foot.extend(field("NUMPAGES"))
    _say(foot, told.get("data-after"), rtl)


def _say(paragraph: Any, text: str, rtl: bool) -> None:
    said = element("t", space="preserve")
    said.text = re.sub("[\u2066-\u2069]", "", text)
    paragraph.append(element("r", element("rPr", element("rtl")), said) if rtl else element("r", said))
