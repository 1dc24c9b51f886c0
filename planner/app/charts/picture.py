"""A chart as a picture for a report or a letter: its words, its key and its plot on one sheet.

The plot is drawn at the screen's own density throughout. At another one pyqtgraph puts the numbers beside the wrong
ticks (its axes are recorded once, in device pixels), so a PDF page is made as dense as the screen, and a PNG is the
screen's picture enlarged as a whole.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from planner.app.charts.key import SWATCH, outline, paint_area
from planner.app.theme import FONT_FAMILY, LIGHT, UNIT, Choice, Theme

if TYPE_CHECKING:
    from planner.app.charts.chart import Chart

KINDS = {".png": "PNG picture", ".svg": "SVG drawing", ".pdf": "PDF page"}
"""What a picture can be saved as: the ending of the file's name, and its name in words."""
ENLARGED = 2
"""Pixels of a PNG for each pixel of the screen, along each side."""
POINTS_AN_INCH = 72.0
SYMBOL_RADIUS = 5.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text on the sheet; `left` and `base` are where its baseline begins."""

    left: float
    base: float
    text: str
    role: str
    strong: bool
    colour: str


@dataclass(frozen=True, slots=True)
class Swatch:
    """A sample of the key: an area, or a line when it has a style."""

    box: QRectF
    colour: str
    style: Qt.PenStyle | None
    symbol: str = ""
    pattern: Qt.BrushStyle = Qt.BrushStyle.SolidPattern


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around the plot, and where the plot is."""

    size: QSizeF
    plot: QRectF
    lines: tuple[Line, ...]
    swatches: tuple[Swatch, ...]


def image(chart: Chart) -> QImage:
    """The picture in pixels, at the size on screen times ENLARGED."""
    with _ready(chart, ENLARGED) as theme:
        sheet = sheet_of(chart, theme)
        result = QImage((sheet.size * ENLARGED).toSize(), QImage.Format.Format_RGB32)
        result.setDevicePixelRatio(ENLARGED)
        painter = QPainter(result)
        _draw(painter, chart, sheet, theme)
        painter.end()
    return result


def data_of(chart: Chart, ending: str) -> bytes:
    """The picture as the content of a file; `ending` is one of KINDS."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if ending == ".svg":
        return _svg(chart)
    if ending == ".pdf":
        _write_pdf(chart, buffer)
    else:
        image(chart).save(buffer, "PNG")
    return bytes(buffer.data())


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in its place complete or not at all; OSError when it cannot be written."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        # A user knows the file by its own name.
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _ready(chart: Chart, line_scale: float = 1.0) -> Iterator[Theme]:
    """The chart laid out and in the colours for paper: light, whatever the window is in.

    Its digits are the typeface's ordinary ones: those of equal width have no characters of their own, so that a PDF
    with them can be read but not searched or copied from.
    """
    shown = chart.appearance.theme
    theme = Theme(Choice.LIGHT, LIGHT, shown.text_scale, tabular=False, line_scale=line_scale)
    chart.paint_theme(theme)
    chart.plot.plotItem.layout.activate()
    try:
        yield theme
    finally:
        chart.paint_theme(shown)


def sheet_of(chart: Chart, theme: Theme) -> Sheet:
    """Where everything goes: title, sentence, key, plot, and what the figures are of."""
    room = chart.plot.viewport().rect()
    width = float(max(room.width(), 40 * UNIT))
    lines: list[Line] = []
    top = float(UNIT)
    title = f"{chart.title.text()} (previous result)" if chart.stale else chart.title.text()
    for text, role, strong, colour in (
        (title, "section", True, "text"),
        (chart.description, "caption", False, "muted"),
    ):
        top = _add_lines(lines, text, top, width, theme, role, strong=strong, colour=colour)
    swatches: list[Swatch] = []
    top = _add_key(lines, swatches, chart, top, theme)
    plot = QRectF(UNIT, top, room.width(), room.height())
    top = plot.bottom()
    top = _add_lines(lines, chart.provenance, top, width, theme, "caption", strong=False, colour="muted")
    return Sheet(QSizeF(width + 2 * UNIT, top + UNIT), plot, tuple(lines), tuple(swatches))


def _add_lines(
    lines: list[Line], text: str, top: float, width: float, theme: Theme, role: str, *, strong: bool, colour: str
) -> float:
    """Set a text in lines of at most `width`; gives the place below them."""
    metrics = QFontMetricsF(theme.font(role, strong=strong))
    for part in wrapped(text, metrics, width):
        lines.append(Line(UNIT, top + metrics.ascent(), part, role, strong, colour))
        top += metrics.height()
    return top + UNIT / 2 if text else top


def wrapped(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """The text broken between words; a word wider than a line has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _add_key(lines: list[Line], swatches: list[Swatch], chart: Chart, top: float, theme: Theme) -> float:
    metrics = QFontMetricsF(theme.font("caption"))
    left = float(UNIT)
    for entry in chart.key.entries:
        middle = top + metrics.height() / 2
        swatches.append(
            Swatch(QRectF(left, middle - 5, SWATCH, 10), entry.colour, entry.style, entry.symbol, entry.pattern)
        )
        left += SWATCH + UNIT
        lines.append(Line(left, top + metrics.ascent(), entry.text, "caption", False, "muted"))
        left += metrics.horizontalAdvance(entry.text) + 2 * UNIT
    return top + metrics.height() + UNIT / 2 if chart.key.entries else top


def _draw(painter: QPainter, chart: Chart, sheet: Sheet, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(QPointF(0, 0), sheet.size), theme.colour("surface"))
    for swatch in sheet.swatches:
        if swatch.symbol:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(swatch.colour))
            painter.drawPolygon(outline(swatch.symbol, swatch.box.center(), SYMBOL_RADIUS))
        elif swatch.style is None:
            paint_area(painter, swatch.box, theme.colour(swatch.colour), swatch.pattern)
        else:
            painter.setPen(QPen(theme.colour(swatch.colour), 2, swatch.style))
            middle = swatch.box.center().y()
            painter.drawLine(QPointF(swatch.box.left(), middle), QPointF(swatch.box.right(), middle))
    for line in sheet.lines:
        painter.setFont(theme.font(line.role, strong=line.strong))
        painter.setPen(theme.colour(line.colour))
        painter.drawText(QPointF(line.left, line.base), line.text)
    chart.plot.render(painter, sheet.plot, chart.plot.viewport().rect())


def _write_pdf(chart: Chart, device: QIODevice) -> None:
    with _ready(chart) as theme:
        sheet = sheet_of(chart, theme)
        density = chart.plot.logicalDpiX()
        writer = QPdfWriter(device)
        writer.setTitle(chart.title.text())
        writer.setResolution(density)
        page = QPageSize(
            sheet.size * (POINTS_AN_INCH / density), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch
        )
        writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
        painter = QPainter(writer)
        _draw(painter, chart, sheet, theme)
        painter.end()


def _svg(chart: Chart) -> bytes:
    from pyqtgraph.exporters import SVGExporter

    with _ready(chart) as theme:
        sheet = sheet_of(chart, theme)
        plot = SVGExporter(chart.plot.plotItem).export(toBytes=True).decode()
    # Of the exporter's drawing, what follows its head becomes a group of ours: not every reader takes a drawing in a
    # drawing.
    plot = plot[plot.index("</style>") + len("</style>") : plot.rindex("</svg>")]
    # Some readers draw the edge of what is only to cut off.
    plot = re.sub(r"(<clipPath\b[^>]*>\s*<path)", r'\1 stroke="none"', plot)
    width, height = sheet.size.width(), sheet.size.height()
    size = f'width="{width:g}" height="{height:g}"'
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width:g} {height:g}">',
        f"<title>{escape(chart.title.text())}</title>",
        f"<desc>{escape(chart.description)}</desc>",
        f'<rect {size} fill="{theme.colours.surface}"/>',
        f'<g font-family="{FONT_FAMILY}, sans-serif">',
        *(_svg_swatch(swatch, theme) for swatch in sheet.swatches),
        *(_svg_line(line, theme) for line in sheet.lines),
        "</g>",
        f'<g transform="translate({sheet.plot.x():g} {sheet.plot.y():g})">',
        plot,
        "</g>",
        "</svg>",
    ]
    return "\n".join(parts).encode()


def _svg_swatch(swatch: Swatch, theme: Theme) -> str:
    box, colour = swatch.box, QColor(theme.colour(swatch.colour)).name()
    if swatch.symbol:
        corners = outline(swatch.symbol, box.center(), SYMBOL_RADIUS)
        places = " ".join(f"{corner.x():g},{corner.y():g}" for corner in corners)
        return f'<polygon points="{places}" fill="{colour}"/>'
    if swatch.style is None:
        return (
            f'<rect x="{box.x():g}" y="{box.y():g}" width="{box.width():g}" height="{box.height():g}" fill="{colour}"/>'
        )
    middle = box.center().y()
    return f'<path d="M{box.left():g} {middle:g}H{box.right():g}" stroke="{colour}" stroke-width="2"/>'


def _svg_line(line: Line, theme: Theme) -> str:
    return (
        f'<text x="{line.left:g}" y="{line.base:g}" font-size="{theme.pixels(line.role)}" '
        f'font-weight="{600 if line.strong else 400}" fill="{theme.colour(line.colour).name()}">'
        f"{escape(line.text)}</text>"
    )
