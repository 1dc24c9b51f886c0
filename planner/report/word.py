"""A report as a Word file: real headings, styles that a template may bring, alternative text on every picture."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from planner.model.progress import Progress, unheard
from planner.report.document import (
    LANGUAGE,
    Block,
    Bullets,
    Chart,
    Document,
    Grid,
    Heading,
    NewPage,
    Paragraph,
    printable,
)
from planner.report.drawing import png
from planner.report.word_template import open_template

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.table import _Cell

_FIXED = (1980, 1, 1, 0, 0, 0)
"""The date of every part of the file, so that the same report gives the same bytes."""
_PARAGRAPHS = {"body": "Normal", "answer": "Report Answer", "note": "Report Note"}


def word_of(document: Document, template: bytes | None = None, progress: Progress = unheard) -> bytes:
    """The document as a .docx file, in a template's styles (a Word file as bytes; None: the program's own).

    The same document and template give the same bytes. NotWord for a template that is none.
    """
    file = open_template(template)
    _set_properties(file, document)
    file.add_paragraph(printable(document.title), "Title")
    if document.subtitle:
        file.add_paragraph(printable(document.subtitle), "Subtitle")
    if document.warning:
        file.add_paragraph(document.warning, "Report Warning")
    for place, block in enumerate(document.blocks):
        progress(place, len(document.blocks) + 1)
        _add(file, block)
    file.add_paragraph(printable(f"{document.provenance.plan}. {document.provenance.line}."), "Report Note")
    saved = BytesIO()
    file.save(saved)
    return _packed(saved)


def _set_properties(file: WordFile, document: Document) -> None:
    made = datetime.combine(document.provenance.made, time.min)
    properties = file.core_properties
    properties.title, properties.language = printable(document.title)[:255], LANGUAGE
    properties.subject = document.provenance.line[:255]
    properties.author = properties.last_modified_by = "Caseload Planner"
    properties.comments = properties.keywords = properties.category = ""
    properties.created = properties.modified = made
    properties.revision = 1


def _add(file: WordFile, block: Block) -> None:
    if isinstance(block, Heading):
        file.add_paragraph(printable(block.text), f"Heading {block.level}")
    elif isinstance(block, Paragraph):
        file.add_paragraph(printable(block.text), _PARAGRAPHS[block.role])
    elif isinstance(block, Bullets):
        bulleted = _has_bullets(file)
        for item in block.items:
            file.add_paragraph(printable(item if bulleted else f"•  {item}"), "List Bullet")
    elif isinstance(block, Grid):
        _add_table(file, block)
    elif isinstance(block, Chart):
        _add_chart(file, block)
    else:
        assert isinstance(block, NewPage)
        file.add_page_break()  # type: ignore[no-untyped-call]


def _has_bullets(file: WordFile) -> bool:
    """Whether the style of a list brings its bullets."""
    from docx.oxml.ns import qn

    return file.styles["List Bullet"].element.find(f".//{qn('w:numPr')}") is not None


def _add_table(file: WordFile, grid: Grid) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Emu

    if grid.title:
        file.add_paragraph(printable(grid.title), "Caption")
    table = file.add_table(len(grid.rows) + 1, len(grid.header), "Report Table")
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    _describe(table, grid)
    shares = [int(_text_width(file) * share / sum(grid.widths)) for share in grid.widths]
    for column, width in zip(table.columns, shares, strict=True):
        column.width = Emu(width)
    for row, texts in zip(table.rows, (grid.header, *grid.rows), strict=True):
        _mark_row(row._tr, header=texts is grid.header)
        for column, (cell, text, width) in enumerate(zip(row.cells, texts, shares, strict=True)):
            cell.width = Emu(width)
            _fill(cell, text, right=column in grid.numbers)
    if grid.note:
        file.add_paragraph(printable(grid.note), "Report Note")


def _text_width(file: WordFile) -> int:
    """Of the page between its margins, in EMU."""
    section = file.sections[-1]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    return int(page or 7560310) - int(left or 0) - int(right or 0)


def _fill(cell: _Cell, text: str, *, right: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = cell.paragraphs[0]
    paragraph.style = "Report Cell"
    paragraph.add_run(printable(text))
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _describe(table: Any, grid: Grid) -> None:
    """The title of a table for screen readers, and that its first row alone is a header."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = table._tbl.tblPr
    for name in ("w:tblCaption", "w:tblDescription"):
        entry = OxmlElement(name)
        entry.set(qn("w:val"), printable(grid.title or ", ".join(grid.header)))
        properties.append(entry)
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        look.set(qn("w:firstColumn"), "0")
        look.set(qn("w:noVBand"), "1")


def _mark_row(row: Any, *, header: bool) -> None:
    """No row breaks over two pages, and the header is repeated on each."""
    from docx.oxml import OxmlElement

    properties = row.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))


def _add_chart(file: WordFile, chart: Chart) -> None:
    from docx.shared import Emu

    file.add_paragraph(printable(chart.title), "Caption")
    width = _text_width(file)
    paragraph = file.add_paragraph(style="Report Figure")
    data = png(chart.picture, width / 36_000, chart.height)
    picture = paragraph.add_run().add_picture(BytesIO(data), width=Emu(width))
    properties = picture._inline.docPr
    properties.set("descr", printable(chart.alt))
    properties.set("title", printable(chart.title))


def _packed(saved: BytesIO) -> bytes:
    """The same parts with one fixed date."""
    made = BytesIO()
    with ZipFile(saved) as source, ZipFile(made, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, _FIXED)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3
            target.writestr(entry, source.read(name))
    return made.getvalue()
