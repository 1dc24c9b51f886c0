"""A report on pages of A4."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Spacer,
)

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
from planner.report.pdf.flow import STYLES, ChartFlow, QuietTable, TaggedParagraph
from planner.report.pdf.tags import Tag, TaggedCanvas
from planner.report.print_style import COLOURS, REGULAR, STRONG, drawable, font_file

SIDE, TOP, FOOT = 18 * mm, 15 * mm, 17 * mm
FOOT_TEXT = 6.5
PADDING = 3.0
SMALL_TABLE = 8
"""Rows up to which a table stays on one page."""


@dataclass(frozen=True, slots=True, eq=False)
class Pages:
    """A PDF file, and the document that it was made from: the given one, or a shorter form of it."""

    data: bytes
    count: int
    document: Document


def pages_of(document: Document, progress: Progress = unheard) -> Pages:
    """The first of a document and its shorter forms that takes no more pages than it may (else the shortest).

    The same document gives the same bytes.
    """
    _register_fonts()
    forms = [document]
    while forms[-1].shorter is not None:
        forms.append(forms[-1].shorter)
    counts: dict[int, int] = {}

    def fits(place: int) -> bool:
        progress(len(counts), len(forms).bit_length() + 2)
        counts[place] = _build(forms[place], None).page
        most = forms[place].pages
        return most is None or counts[place] <= most

    # Each form is shorter than the one before, so that halving finds the first that fits.
    low, high = 0, len(forms) - 1
    if not fits(0):
        low = 1
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if fits(middle) else (middle + 1, high)
    low = min(low, len(forms) - 1)
    count = counts[low] if low in counts else _build(forms[low], None).page
    return Pages(_build(forms[low], count).data, count, forms[low])


@dataclass(frozen=True, slots=True)
class _Built:
    data: bytes
    page: int


@cache
def _register_fonts() -> None:
    for name in (REGULAR, STRONG):
        registerFont(TTFont(name, font_file(name)))


def _build(document: Document, count: int | None) -> _Built:
    """Lay the document out; `count` is how many pages it has, once that is known: before, charts are left blank."""
    file = BytesIO()
    template = BaseDocTemplate(
        file, pagesize=A4, leftMargin=SIDE, rightMargin=SIDE, topMargin=TOP, bottomMargin=FOOT, lang=LANGUAGE,
        title=printable(document.title), author=printable(document.provenance.plan), subject=document.provenance.line,
        creator=f"Caseload Planner {document.provenance.version}", producer="reportlab", invariant=1,
        pageCompression=1, initialFontName=REGULAR,
    )  # fmt: skip
    frame = Frame(SIDE, FOOT, A4[0] - 2 * SIDE, A4[1] - TOP - FOOT, 0, 0, 0, 0, id="text")

    def foot(canvas: Any, _: Any) -> None:
        _draw_foot(canvas, document, count)

    template.addPageTemplates([PageTemplate("page", [frame], onPage=foot)])
    root = Tag("Document")

    def make(*args: Any, **kwargs: Any) -> TaggedCanvas:
        canvas = TaggedCanvas(*args, **kwargs)
        canvas.root = root
        canvas.setViewerPreference("DisplayDocTitle", "true")
        canvas.showOutline()
        canvas.counting = count is None
        return canvas

    template.build(_story(document, root), canvasmaker=make)
    return _Built(file.getvalue(), template.page)


def _draw_foot(canvas: TaggedCanvas, document: Document, count: int | None) -> None:
    width = A4[0] - 2 * SIDE
    with canvas.marked(None):
        canvas.saveState()
        canvas.setStrokeColor(HexColor(COLOURS["border"]))
        canvas.setLineWidth(0.5)
        canvas.line(SIDE, FOOT - 4, SIDE + width, FOOT - 4)
        canvas.setFillColor(HexColor(COLOURS["muted"]))
        canvas.setFont(REGULAR, FOOT_TEXT)
        page = f"Page {canvas.getPageNumber()}" + (f" of {count}" if count else "")
        canvas.drawRightString(SIDE + width, FOOT - 13, page)
        room = width - stringWidth(page, REGULAR, FOOT_TEXT) - 12
        words = " · ".join(part for part in (document.provenance.plan, document.warning.rstrip(".")) if part)
        canvas.drawString(SIDE, FOOT - 13, _fitted(drawable(printable(words)), room))
        canvas.drawString(SIDE, FOOT - 22, _fitted(document.provenance.line, width))
        canvas.restoreState()


def _fitted(text: str, room: float) -> str:
    """Text cut to the room that it has on one line."""
    if stringWidth(text, REGULAR, FOOT_TEXT) <= room:
        return text
    while text and stringWidth(f"{text}…", REGULAR, FOOT_TEXT) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _story(document: Document, root: Tag) -> list[Flowable]:
    story: list[Flowable] = [_words(document.title, "title", root.add("H1"), outline=0)]
    if document.subtitle:
        story.append(_words(document.subtitle, "subtitle", root.add("P")))
    if document.warning:
        story.append(_words(document.warning, "warning", root.add("P")))
    for place, block in enumerate(document.blocks):
        if isinstance(block, Heading):
            story.append(CondPageBreak(_room(document.blocks[place + 1 :])))
        story += _flow(block, root)
    return story


def _room(following: tuple[Block, ...]) -> float:
    """Points that a heading needs below it, so that it never stands alone at the foot of a page."""
    millimetres = 14.0
    for block in following:
        if isinstance(block, Heading):
            millimetres += 9
            continue
        if isinstance(block, Chart):
            millimetres += block.height + 8
        elif isinstance(block, Grid):
            millimetres += 8 + 6 * min(len(block.rows), SMALL_TABLE)
        else:
            millimetres += 12
        break
    return millimetres * float(mm)


def _flow(block: Block, root: Tag) -> list[Flowable]:
    if isinstance(block, Heading):
        kind, style = ("H2", "h1") if block.level == 1 else ("H3", "h2")
        return [_words(block.text, style, root.add(kind), outline=block.level)]
    if isinstance(block, Paragraph):
        return [_words(block.text, block.role, root.add("P"))]
    if isinstance(block, Bullets):
        listed = root.add("L")
        return [_words(f"•  {item}", "bullet", listed.add("LI").add("LBody")) for item in block.items]
    if isinstance(block, Grid):
        return _table(block, root)
    if isinstance(block, Chart):
        caption = _words(block.title, "caption", root.add("P"))
        return [KeepTogether([caption, ChartFlow(block, root.add("Figure", alt=printable(block.alt))), Spacer(0, 4)])]
    assert isinstance(block, NewPage)
    return [PageBreak()]


def _table(grid: Grid, root: Tag) -> list[Flowable]:
    """A table, its title above and its note below; the header stands on each page."""
    tag = root.add("Table", alt=printable(grid.title))
    title = [_words(grid.title, "caption", tag.add("Caption"))] if grid.title else []
    head = tag.add("TR")
    rows = [
        [
            _words(name, "head-number" if column in grid.numbers else "head", head.add("TH", scope="Column"), once=True)
            for column, name in enumerate(grid.header)
        ]
    ]
    for row in grid.rows:
        line = tag.add("TR")
        rows.append(
            [
                _words(cell, "number" if column in grid.numbers else "cell", line.add("TD"))
                for column, cell in enumerate(row)
            ]
        )
    width = A4[0] - 2 * SIDE
    shares = [width * share / sum(grid.widths) for share in grid.widths]
    lines = HexColor(COLOURS["border"])
    table = QuietTable(
        rows, shares, repeatRows=1, splitByRow=1,
        style=[
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, HexColor(COLOURS["muted"])),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, lines),
            ("BACKGROUND", (0, 0), (-1, 0), HexColor(COLOURS["page"])),
            ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ],
    )  # fmt: skip
    note = [Spacer(0, 2), _words(grid.note, "note", root.add("P"))] if grid.note else [Spacer(0, 4)]
    if len(grid.rows) <= SMALL_TABLE:
        return [KeepTogether([*title, table, *note])]
    return [CondPageBreak(40 * mm), *title, table, *note]


def _words(
    text: str, style: str, tag: Tag | None, *, outline: int | None = None, once: bool = False
) -> TaggedParagraph:
    """Text as it is, whatever marks it holds."""
    clean = printable(text)
    shown = "<br/>".join(escape(drawable(line)) for line in clean.split("\n"))
    words = TaggedParagraph(shown, STYLES[style])
    words.tag, words.once = tag, once
    words.outline = None if outline is None else (clean, outline)
    return words
