"""A matplotlib figure drawn on a PDF page: lines stay lines, text stays text in the typeface of the page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, cast

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.path import Path
from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import getAscentDescent, stringWidth

from planner.report.print_style import REGULAR, STRONG

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from reportlab.pdfgen.canvas import Canvas

BOLD = 600
CAPS = {"butt": 0, "round": 1, "projecting": 2}
JOINS = {"miter": 0, "round": 1, "bevel": 2}


class PageRenderer(RendererBase):
    """Draws on a reportlab canvas, at its origin, in points."""

    def __init__(self, canvas: Canvas, width: float, height: float) -> None:
        super().__init__()
        self._canvas, self._width, self._height = canvas, width, height

    def flipy(self) -> bool:
        """Whether y grows downwards: on a PDF page it does not."""
        return False

    def get_canvas_width_height(self) -> tuple[float, float]:
        """In points."""
        return self._width, self._height

    def points_to_pixels(self, points: Any) -> Any:
        """A pixel is a point here."""
        return points

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> tuple[float, float, float]:
        """Of one line, in points, as the page will set it."""
        font, size = _font(prop), prop.get_size_in_points()
        ascent, descent = getAscentDescent(font, size)
        return stringWidth(s, font, size), ascent - descent, -descent

    def draw_text(
        self, gc: GraphicsContextBase, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any = False,
        mtext: Any = None,
    ) -> None:  # fmt: skip
        """One line of text."""
        canvas = self._canvas
        canvas.saveState()
        canvas.setFillColor(Color(*gc.get_rgb()[:3]))
        canvas.translate(x, y)
        canvas.rotate(angle)
        canvas.setFont(_font(prop), prop.get_size_in_points())
        canvas.drawString(0, 0, s)
        canvas.restoreState()

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform: Any, rgbFace: Any = None) -> None:  # noqa: N803
        """Lines, areas and markers."""
        canvas = self._canvas
        canvas.saveState()
        _clip(canvas, gc)
        width = gc.get_linewidth()
        stroked = width > 0 and gc.get_rgb()[3] > 0
        filled = rgbFace is not None and (len(rgbFace) < 4 or rgbFace[3] > 0)
        if stroked:
            canvas.setStrokeColor(Color(*gc.get_rgb()[:3]))
            canvas.setLineWidth(width)
            canvas.setLineCap(CAPS[str(gc.get_capstyle())])
            canvas.setLineJoin(JOINS[str(gc.get_joinstyle())])
            offset, dashes = cast("tuple[float | None, Any]", gc.get_dashes())
            if dashes is not None:
                canvas.setDash([float(dash) for dash in dashes], float(offset or 0))
        if filled:
            canvas.setFillColor(Color(*rgbFace[:3]))
        if stroked or filled:
            canvas.drawPath(_outline(canvas, path, transform), stroke=int(stroked), fill=int(filled))
        canvas.restoreState()


def draw_on(canvas: Canvas, figure: Figure, width: float, height: float) -> None:
    """Draw a figure at the origin of a canvas; its size is `width` by `height` points."""
    figure.draw(PageRenderer(canvas, width, height))


def _font(prop: Any) -> str:
    weight = prop.get_weight()
    return STRONG if weight == "bold" or (not isinstance(weight, str) and weight >= BOLD) else REGULAR


def _clip(canvas: Canvas, gc: GraphicsContextBase) -> None:
    box = gc.get_clip_rectangle()
    if box is not None:
        path = canvas.beginPath()
        path.rect(box.x0, box.y0, box.width, box.height)
        canvas.clipPath(path, stroke=0, fill=0)


def _outline(canvas: Canvas, path: Path, transform: Any) -> Any:
    """A path in points. Quadratic curves become cubic ones."""
    outline = canvas.beginPath()
    at = (0.0, 0.0)
    for points, code in path.iter_segments(transform, simplify=False):
        if code == Path.CLOSEPOLY:
            outline.close()
            continue
        values = [float(value) for value in points]
        if not all(math.isfinite(value) for value in values):
            continue
        if code == Path.MOVETO:
            outline.moveTo(*values)
        elif code == Path.LINETO:
            outline.lineTo(*values)
        elif code == Path.CURVE4:
            outline.curveTo(*values)
        elif code == Path.CURVE3:
            (x, y), (cx, cy, ex, ey) = at, values
            outline.curveTo((x + 2 * cx) / 3, (y + 2 * cy) / 3, (ex + 2 * cx) / 3, (ey + 2 * cy) / 3, ex, ey)
        at = (values[-2], values[-1])
    return outline
