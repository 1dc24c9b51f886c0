"""A table on A4 pages, on their sides: for a printer or a PDF file.

Everything is reckoned in points (1/72 inch) and painted at the density of the device.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from planner.app.charts.dates import day_text
from planner.app.charts.picture import POINTS_AN_INCH, wrapped
from planner.app.theme import FONT_FAMILY, LIGHT
from planner.report.words import counted

ROWS_A_STEP = 40
MARGIN_MILLIMETRES = 12.0
DOTS_AN_INCH = 1200
TITLE, TEXT, SMALL = 14.0, 8.0, 7.5
"""Heights of type, in points."""
GAP = 3.0
"""Points between a cell's text and its edges."""
MEASURED = 5
WIDE_SHARE = 0.13
"""A column that would take more of the page's width than this gives way when there is no room for all."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed: a table, and what it is of."""

    title: str
    plan: str
    narrowed: str
    """What the rows were narrowed to; empty when all are there."""
    mark: str
    """What tells this state of the plan from another."""
    day: date
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset({2})
    """The columns that are set to the right."""
    text: float = TEXT
    """Height of type in the table, in points."""
    spacing: float = GAP
    """Points above and below a cell's text."""
    even: bool = False
    """The columns after the first share equally what it leaves of the width, each word of a heading on its line."""


def page_layout() -> QPageLayout:
    """A4 on its side."""
    margins = QMarginsF(MARGIN_MILLIMETRES, MARGIN_MILLIMETRES, MARGIN_MILLIMETRES, MARGIN_MILLIMETRES)
    size = QPageSize(QPageSize.PageSizeId.A4)
    return QPageLayout(size, QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter)


def prepare(device: QPagedPaintDevice) -> None:
    """Set a printer or PDF to A4 on its side."""
    device.setPageLayout(page_layout())


def pdf_steps(paper: Paper, *others: Paper) -> Generator[None, None, bytes]:
    """Make the pages as a PDF file, in steps; further tables begin on pages of their own."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS_AN_INCH)
    writer.setTitle(f"{paper.plan}: {paper.title.lower()}")
    prepare(writer)
    yield from draw_all_steps((paper, *others), writer)
    del writer
    return bytes(buffer.data())


def draw_steps(paper: Paper, device: QPagedPaintDevice) -> Generator[None, None, None]:
    """Paint all pages on a printer or PDF, whose page has been set, in steps."""
    yield from draw_all_steps((paper,), device)


def draw_all_steps(papers: Sequence[Paper], device: QPagedPaintDevice) -> Generator[None, None, None]:
    """Paint several tables one after another, each from a new page on."""
    density = device.logicalDpiX()
    room = QSizeF(device.pageLayout().paintRectPixels(density).size())
    settings = [Setting(paper, room, density / POINTS_AN_INCH) for paper in papers]
    for setting in settings:
        yield from setting.arrange()
    painter = QPainter(device)
    try:
        for at, setting in enumerate(settings):
            for number in range(len(setting.pages)):
                if at or number:
                    device.newPage()
                setting.draw(painter, number)
                yield
    finally:
        # Also when nobody waits for the rest: a device that is gone before its painter ends the program.
        painter.end()


class Setting:
    """How the table falls on pages of `room` dots, `unit` of them to a point."""

    def __init__(self, paper: Paper, room: QSizeF, unit: float) -> None:
        self._paper = paper
        self._unit = unit
        self._room = room
        self._plain, self._strong = self._font(paper.text), self._font(paper.text, strong=True)
        self._metrics = QFontMetricsF(self._strong)
        self._known: dict[tuple[str, float], list[str]] = {}
        self._widths = self._fitted()
        self._lines: list[list[list[str]]] = []
        self._head = self._broken(paper.headings)
        if paper.even:
            self._head[1:] = [text.split() for text in paper.headings[1:]]
        self.pages: list[list[int]] = []
        """The rows of each page, by their places in the table; none before they are arranged."""

    def arrange(self) -> Generator[None, None, None]:
        """Find where everything goes, in steps."""
        for row in self._paper.rows:
            self._lines.append(self._broken(row))
            if len(self._lines) % ROWS_A_STEP == 0:
                yield
        self.pages = self._paged()

    def _font(self, points: float, *, strong: bool = False) -> QFont:
        font = QFont(FONT_FAMILY)
        font.setPixelSize(round(points * self._unit))
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        # Digits of equal width have no characters of their own: a PDF with them cannot be searched.
        font.setFeature(QFont.Tag("tnum"), 0)
        return font

    def _fitted(self) -> list[float]:
        """The columns' widths: narrow ones as they are, wide ones share what is left as their texts ask for."""
        columns = range(len(self._paper.headings))
        texts = [[self._paper.headings[at], *(row[at] for row in self._paper.rows)] for at in columns]
        room, gap = self._room.width(), 2 * GAP * self._unit
        if self._paper.even:
            first = max(map(self._metrics.horizontalAdvance, texts[0])) + gap
            others = len(texts) - 1
            return [first, *[(room - first) / others] * others]
        wanted = [max(map(self._metrics.horizontalAdvance, _longest(of))) + gap for of in texts]
        if sum(wanted) <= room:
            return [width * room / sum(wanted) for width in wanted]
        wide = [at for at in columns if wanted[at] > WIDE_SHARE * room]
        left = room - sum(wanted[at] for at in columns if at not in wide)
        pull = {at: (sum(map(len, texts[at])) / len(texts[at])) ** 0.5 + 1 for at in wide}
        return [left * pull[at] / sum(pull.values()) if at in wide else wanted[at] for at in columns]

    def _broken(self, row: Sequence[str]) -> list[list[str]]:
        return [self._within(text, width) for text, width in zip(row, self._widths, strict=True)]

    def _within(self, text: str, width: float) -> list[str]:
        """The lines of a cell; most texts of a register are in it many times."""
        if (text, width) not in self._known:
            self._known[text, width] = _within(text, self._metrics, width - 2 * GAP * self._unit)
        return self._known[text, width]

    def _height(self, lines: list[list[str]]) -> float:
        return max(1, *map(len, lines)) * self._metrics.lineSpacing() + 2 * self._paper.spacing * self._unit

    def draw(self, painter: QPainter, number: int) -> None:
        """Paint a page, numbered from 0."""
        self._painter = painter
        top = self._draw_head(first=number == 0)
        top = self._draw_row(self._head, top, strong=True)
        for at in self.pages[number]:
            top = self._draw_row(self._lines[at], top, shade=at % 2 == 1)
        self._draw_foot(number + 1)

    def _paged(self) -> list[list[int]]:
        """A row is never split, and there is at least one on each page but that of an empty table."""
        pages: list[list[int]] = [[]]
        left = self._space(first=True)
        for at, lines in enumerate(self._lines):
            height = self._height(lines)
            if height > left and pages[-1]:
                pages.append([])
                left = self._space(first=False)
            pages[-1].append(at)
            left -= height
        return pages

    def _space(self, *, first: bool) -> float:
        head = 3.4 * TITLE if first else 1.8 * TEXT
        return self._room.height() - (head + 2.2 * SMALL) * self._unit - self._height(self._head)

    def _draw_head(self, *, first: bool) -> float:
        """Title and plan on the first page, both in one small line on the others; gives the place below."""
        paper, unit = self._paper, self._unit
        about = " · ".join(part for part in (paper.plan, counted(len(paper.rows), "row"), paper.narrowed) if part)
        if not first:
            self._write(0, 0, f"{paper.title} · {about}", self._font(SMALL), LIGHT.muted)
            return 1.8 * TEXT * unit
        self._write(0, 0, paper.title, self._font(TITLE, strong=True), LIGHT.text)
        self._write(0, 1.7 * TITLE * unit, about, self._font(TEXT + 1), LIGHT.muted)
        return 3.4 * TITLE * unit

    def _draw_foot(self, number: int) -> None:
        top = self._room.height() - 1.4 * SMALL * self._unit
        font = self._font(SMALL)
        self._write(0, top, f"{self._paper.mark} · printed {day_text(self._paper.day)}", font, LIGHT.muted)
        words = f"Page {number} of {len(self.pages)}"
        width = QFontMetricsF(font).horizontalAdvance(words)
        self._write(self._room.width() - width, top, words, font, LIGHT.muted)

    def _draw_row(self, lines: list[list[str]], top: float, *, strong: bool = False, shade: bool = False) -> float:
        height, gap, above = self._height(lines), GAP * self._unit, self._paper.spacing * self._unit
        if strong or shade:
            self._painter.fillRect(
                QRectF(0, top, self._room.width(), height), QColor(LIGHT.rail if strong else LIGHT.page)
            )
        left = 0.0
        for at, (texts, width) in enumerate(zip(lines, self._widths, strict=True)):
            font = self._strong if strong or texts == ["ASSUME"] else self._plain
            for line, text in enumerate(texts):
                place = left + gap
                if at in self._paper.numbers:
                    place = left + width - gap - QFontMetricsF(font).horizontalAdvance(text)
                self._write(place, top + above + line * self._metrics.lineSpacing(), text, font, LIGHT.text)
            left += width
        self._painter.setPen(QPen(QColor(LIGHT.border), 0.4 * self._unit))
        self._painter.drawLine(0, round(top + height), round(self._room.width()), round(top + height))
        return top + height

    def _write(self, left: float, top: float, text: str, font: QFont, colour: str) -> None:
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        self._painter.drawText(QPointF(left, top + QFontMetricsF(font).ascent()), text)


def _longest(texts: Sequence[str]) -> list[str]:
    """The few that may be the widest."""
    return sorted(set(texts), key=len)[-MEASURED:]


def _within(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """Lines no wider than `width`: broken between words, and inside a word that is too wide by itself."""
    lines: list[str] = []
    for line in wrapped(text, metrics, width):
        while metrics.horizontalAdvance(line) > width and len(line) > 1:
            fits = max(1, bisect_right(range(1, len(line)), width, key=partial(_advance, metrics, line)))
            lines.append(line[:fits])
            line = line[fits:]
        lines.append(line)
    return lines


def _advance(metrics: QFontMetricsF, text: str, end: int) -> float:
    return metrics.horizontalAdvance(text[:end])
