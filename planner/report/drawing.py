"""The charts of a report drawn by matplotlib: one code for PDF and Word, whatever the resolution."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from planner import paths
from planner.model.calendar import add_months
from planner.report.picture import BarsPicture, ChancesPicture, FanPicture, Picture
from planner.report.print_style import COLOURS, DASHES, REGULAR, STRONG, drawable, font_file

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MILLIMETRES_AN_INCH = 25.4
POINTS_AN_INCH = 72
TEXT = 7.5
"""Points."""
DOTS_AN_INCH = 300
"""Of a picture in a Word file."""
MOST_TICKS = 8
TOP_MARGIN = 1.22
"""Room above the highest value, for labels."""
SHAPES = {"good": "o", "warn": "^", "bad": "s"}
"""A tone is told by its shape as well as by its colour."""


@contextmanager
def figure_of(picture: Picture, width: float, height: float) -> Iterator[Figure]:
    """A figure of so many millimetres with the picture drawn on it; the style holds while the context is open."""
    # matplotlib keeps a list of fonts; where it keeps it is ours to say, unless the user has said so.
    os.environ.setdefault("MPLCONFIGDIR", str(paths.user_cache() / "matplotlib"))
    from matplotlib import font_manager, rc_context, rcParamsDefault
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    for name in (REGULAR, STRONG):
        if not any(entry.fname == font_file(name) for entry in font_manager.fontManager.ttflist):
            font_manager.fontManager.addfont(font_file(name))
    style: dict[Any, Any] = {
        key: value for key, value in rcParamsDefault.items() if not key.startswith(("backend", "interactive"))
    }
    style.update(_STYLE)
    with rc_context(style):
        figure = Figure(
            (width / MILLIMETRES_AN_INCH, height / MILLIMETRES_AN_INCH), POINTS_AN_INCH, layout="constrained"
        )
        FigureCanvasAgg(figure)
        figure.get_layout_engine().set(w_pad=2 / POINTS_AN_INCH, h_pad=2 / POINTS_AN_INCH)  # type: ignore[union-attr, call-arg]
        axes = figure.add_subplot()
        _DRAWN[type(picture)](axes, picture)
        yield figure


def png(picture: Picture, width: float, height: float, dots_an_inch: int = DOTS_AN_INCH) -> bytes:
    """The picture as PNG: so many millimetres at a density; the same bytes for the same picture."""
    file = BytesIO()
    with figure_of(picture, width, height) as figure:
        figure.savefig(file, format="png", dpi=dots_an_inch, metadata={"Software": None})
    return file.getvalue()


_GROUND = {"facecolor": COLOURS["surface"], "edgecolor": "none", "pad": 0.6}
"""Behind words that may stand on a line."""
_STYLE: dict[str, Any] = {
    "font.family": ["Inter Paper"],
    "font.size": TEXT,
    "text.parse_math": False,
    "text.color": COLOURS["text"],
    "axes.edgecolor": COLOURS["muted"],
    "axes.labelcolor": COLOURS["muted"],
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "axes.axisbelow": True,
    "xtick.color": COLOURS["muted"],
    "ytick.color": COLOURS["muted"],
    "xtick.labelsize": TEXT,
    "ytick.labelsize": TEXT,
    "grid.color": COLOURS["grid"],
    "grid.linewidth": 0.6,
    "legend.fontsize": TEXT,
    "legend.frameon": False,
    "lines.scale_dashes": True,
}


def _fan(axes: Axes, picture: FanPicture) -> None:
    days = [day.toordinal() for day in picture.days]
    most = axes.fill_between(days, picture.low90, picture.high90, color=COLOURS["band_most"], linewidth=0)
    half = axes.fill_between(days, picture.low50, picture.high50, color=COLOURS["band_half"], linewidth=0)
    (median,) = axes.plot(days, picture.median, color=COLOURS["median"], linewidth=1.6)
    entries = [(median, picture.name), (half, "half of the futures"), (most, "nine in ten")]
    top = max(max(picture.high90), max(picture.other, default=0.0))
    first = days[0]
    if picture.other:
        (other,) = axes.plot(days, picture.other, color=COLOURS["history"], linewidth=1.4, dashes=DASHES["dash"])
        entries.append((other, picture.other_name))
    if picture.past:
        when = [day.toordinal() for day, _ in picture.past]
        (past,) = axes.plot(when, [count for _, count in picture.past], color=COLOURS["history"], linewidth=1.0)
        entries.insert(0, (past, "counted"))
        first, top = min(first, when[0]), max(top, max(count for _, count in picture.past))
    if picture.limit is not None:
        top = max(top, picture.limit[0])
        axes.axhline(picture.limit[0], color=COLOURS["limit"], linewidth=1.4, dashes=DASHES["dash"])
    axes.set_xlim(first, days[-1])
    axes.set_ylim(0, max(top, 1.0) * TOP_MARGIN)
    _say_limit_and_mark(axes, picture, first, days[-1])
    ticks = _date_ticks(date.fromordinal(first), picture.days[-1])
    axes.set_xticks([day.toordinal() for day in ticks], [f"{day:%b %Y}" for day in ticks])
    _number_ticks(axes, picture.unit)
    axes.grid(axis="y")
    _key(axes, entries)


def _say_limit_and_mark(axes: Axes, picture: FanPicture, first: int, last: int) -> None:
    if picture.limit is not None:
        level, words = picture.limit
        axes.annotate(
            drawable(words),
            (first, level),
            (3, 2.5),
            textcoords="offset points",
            color=COLOURS["limit"],
            weight=600,
            bbox=_GROUND,
        )
    if picture.mark is not None and first <= picture.mark[0].toordinal() <= last:
        day, words = picture.mark[0].toordinal(), drawable(picture.mark[1])
        axes.axvline(day, color=COLOURS["mark"], linewidth=1.2, dashes=DASHES["dot"])
        late = day - first > (last - first) / 2
        place: dict[str, Any] = {"ha": "right" if late else "left", "va": "top", "weight": 600}
        axes.annotate(
            words, (day, 1), (-4 if late else 4, -1), xycoords=("data", "axes fraction"), textcoords="offset points",
            color=COLOURS["mark"], **place,
        )  # fmt: skip


def _chances(axes: Axes, picture: ChancesPicture) -> None:
    from matplotlib.lines import Line2D

    places = range(len(picture.rows))
    for place, row in enumerate(picture.rows):
        colour = COLOURS[row.tone]
        axes.plot([0, 100], [place, place], color=COLOURS["grid"], linewidth=0.6, zorder=0)
        axes.plot([100 * row.low, 100 * row.high], [place, place], color=colour, linewidth=1.6, solid_capstyle="butt")
        axes.plot([100 * row.chance], [place], SHAPES[row.tone], color=colour, markersize=5, clip_on=False)
        axes.annotate(f"{100 * row.chance:.0f} %", (104, place), va="center", annotation_clip=False)
    line = axes.axvline(100 * picture.enough, color=COLOURS["limit"], linewidth=1.2, dashes=DASHES["dash"])
    axes.set_yticks(list(places), [_name(row.name, 46) for row in picture.rows], color=COLOURS["text"])
    axes.set_ylim(len(picture.rows) - 0.4, -0.6)
    axes.set_xlim(-2.5, 112)
    axes.set_xticks([0, 20, 40, 60, 80, 100], [f"{tick} %" for tick in (0, 20, 40, 60, 80, 100)])
    axes.spines["bottom"].set_bounds(0, 100)
    axes.tick_params(axis="y", length=0)
    words = {"good": "likely", "warn": "in doubt", "bad": "unlikely"}
    entries: list[tuple[Any, str]] = [
        (Line2D([], [], color=COLOURS[tone], marker=shape, markersize=5, linewidth=0), words[tone])
        for tone, shape in SHAPES.items()
    ]
    _key(axes, [*entries, (line, f"likely from {100 * picture.enough:g} %")])


def _bars(axes: Axes, picture: BarsPicture) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    places = list(range(len(picture.rows)))
    amounts = [amount for _, amount, _ in picture.rows]
    axes.barh(places, amounts, height=0.62, color=COLOURS["median"])
    for place, (_, amount, words) in enumerate(picture.rows):
        axes.annotate(
            drawable(words), (amount, place), (4, 0), textcoords="offset points", va="center", annotation_clip=False
        )
    axes.set_yticks(places, [_name(name, 40) for name, _, _ in picture.rows], color=COLOURS["text"])
    axes.set_ylim(len(places) - 0.4, -0.6)
    # The words at the end of a bar need room beside the longest.
    axes.set_xlim(0, max(*amounts, 1.0) * 1.6)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    axes.set_xlabel(picture.unit)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")


_DRAWN: dict[type, Callable[[Axes, Any], None]] = {FanPicture: _fan, ChancesPicture: _chances, BarsPicture: _bars}


def _number_ticks(axes: Axes, unit: str) -> None:
    """Whole numbers as they are, never with a factor beside the axis."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    axes.set_title(drawable(unit), loc="left", fontsize=TEXT, color=COLOURS["muted"], pad=4)


def _date_ticks(first: date, last: date) -> list[date]:
    """First days of months, as many as have room."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((step for step in (1, 2, 3, 6, 12, 24) if months / step <= MOST_TICKS), 60)
    begin = first.replace(day=1) if first.day == 1 else add_months(first.replace(day=1), 1)
    while (begin.month - 1) % min(step, 12):
        begin = add_months(begin, 1)
    ticks = []
    while begin <= last:
        ticks.append(begin)
        begin = add_months(begin, step)
    # A label that would stick out over the edge is left out.
    reach = (last.toordinal() - first.toordinal()) / 30
    return [tick for tick in ticks if (last - tick).days >= reach] or [first]


def _key(axes: Axes, entries: Sequence[tuple[Any, str]]) -> None:
    handles, words = zip(*entries, strict=True)
    axes.figure.legend(
        handles, [_name(name, 60) for name in words], loc="outside lower left", ncols=len(entries) if len(entries) < 5
        else 3, handlelength=2.2, columnspacing=1.6, borderaxespad=0.2, borderpad=0.1,
    )  # fmt: skip


def _name(name: str, width: int) -> str:
    """A name on two lines at most; of a longer one the middle is left out, as names often differ at their ends."""
    clean = " ".join(drawable(name).split())
    lines = textwrap.wrap(clean, width)
    if len(lines) <= 2:
        return "\n".join(lines)
    return f"{lines[0]}\n… {clean[-(width - 2) :].partition(' ')[2] or clean[-(width - 2) :]}"
