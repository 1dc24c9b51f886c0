"""What flows down the pages: paragraphs, tables and charts, each in its place in the structure."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table

from planner.report.document import Chart
from planner.report.drawing import figure_of
from planner.report.pdf.renderer import draw_on
from planner.report.pdf.tags import Tag
from planner.report.print_style import COLOURS, REGULAR, STRONG


def _style(name: str, size: float, lead: float, **more: Any) -> ParagraphStyle:
    font = STRONG if more.pop("strong", False) else REGULAR
    colour = HexColor(COLOURS[more.pop("colour", "text")])
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=lead, textColor=colour, splitLongWords=1, allowWidows=0,
        allowOrphans=0, **more,
    )  # fmt: skip


STYLES = {
    "title": _style("title", 18, 22, strong=True, spaceAfter=1),
    "subtitle": _style("subtitle", 9.5, 13, colour="muted", spaceAfter=4),
    "warning": _style("warning", 9, 12, strong=True, colour="limit", spaceAfter=4),
    "h1": _style("h1", 12, 15, strong=True, colour="accent", spaceBefore=8, spaceAfter=3),
    "h2": _style("h2", 10, 13, strong=True, spaceBefore=6, spaceAfter=2),
    "body": _style("body", 9, 12.5, spaceAfter=4),
    "answer": _style(
        "answer", 11, 15, strong=True, backColor=HexColor(COLOURS["info_tint"]), borderPadding=(6, 8, 7, 8),
        spaceBefore=8, spaceAfter=12, leftIndent=8, rightIndent=8,
    ),
    "note": _style("note", 7.5, 10, colour="muted", spaceAfter=4),
    "bullet": _style("bullet", 9, 12.5, leftIndent=10, bulletIndent=1, spaceAfter=2),
    "caption": _style("caption", 8.5, 11, strong=True, spaceBefore=5, spaceAfter=2),
    "cell": _style("cell", 7.5, 9.6),
    "number": _style("number", 7.5, 9.6, alignment=TA_RIGHT),
    "head": _style("head", 7.5, 9.6, strong=True),
    "head-number": _style("head-number", 7.5, 9.6, strong=True, alignment=TA_RIGHT),
}  # fmt: skip


class TaggedParagraph(Paragraph):  # type: ignore[misc]
    """A paragraph that belongs to an element; drawn again (a table's header on the next page) it is an artefact."""

    tag: Tag | None = None
    outline: tuple[str, int] | None = None
    """Its entry among the bookmarks, with the level."""
    once = False

    def draw(self) -> None:
        """Draw it, with its mark and its bookmark."""
        tag = None if self.once and self.tag is not None and self.tag.is_drawn() else self.tag
        if self.outline is not None:
            key = (
                f"heading-{id(self)}"
                if self.tag is None
                else f"heading-{len(self.canv.marks)}-{len(self.canv.marks[-1])}"
            )
            self.canv.bookmarkHorizontal(key, 0, self.height + 6)
            self.canv.addOutlineEntry(self.outline[0], key, self.outline[1], closed=False)
        with self.canv.marked(tag):
            super().draw()

    def split(self, width: float, height: float) -> list[Any]:
        """Both parts belong to the same element."""
        parts = super().split(width, height)
        for part in parts:
            part.tag = self.tag
        return list(parts)


class QuietTable(Table):  # type: ignore[misc]
    """A table whose lines and grounds are decoration."""

    def _drawBkgrnd(self) -> None:  # noqa: N802
        with self.canv.marked(None):
            super()._drawBkgrnd()

    def _drawLines(self) -> None:  # noqa: N802
        with self.canv.marked(None):
            super()._drawLines()


class ChartFlow(Flowable):  # type: ignore[misc]
    """A chart as wide as the text."""

    def __init__(self, chart: Chart, tag: Tag) -> None:
        super().__init__()
        self._chart, self._tag = chart, tag
        self.keepWithNext = 0

    def wrap(self, width: float, _: float) -> tuple[float, float]:
        """Its size in points."""
        self.width, self.height = width, self._chart.height * mm
        return self.width, self.height

    def draw(self) -> None:
        """Draw it as lines and text."""
        if self.canv.counting:
            return
        with (
            self.canv.marked(self._tag),
            figure_of(self._chart.picture, self.width / mm, self._chart.height) as figure,
        ):
            draw_on(self.canv, figure, self.width, self.height)
