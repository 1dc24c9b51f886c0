"""A report as one long page of rich text, for a look at it before it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from planner.report.document import Block, Bullets, Chart, Document, Grid, Heading, NewPage, Paragraph, printable
from planner.report.drawing import png
from planner.report.print_style import COLOURS

WIDTH = 174.0
"""Millimetres of the text, as on the page."""
DOTS_AN_INCH = 110
SHOWN = 680
"""Pixels that a chart is shown wide."""
_ROLES = {
    "body": "margin:4px 0",
    "answer": f"margin:8px 0; padding:8px; background-color:{COLOURS['info_tint']}; font-size:14px; font-weight:600",
    "note": f"margin:2px 0 8px 0; color:{COLOURS['muted']}; font-size:11px",
}


@dataclass(frozen=True, slots=True)
class RichText:
    """HTML of the plain kind that a text browser shows, and its pictures as PNG by the name that it calls them."""

    html: str
    pictures: tuple[tuple[str, bytes], ...]


def rich_text(document: Document) -> RichText:
    """The document with its charts drawn; the text is as it is, whatever marks it holds."""
    pictures: list[tuple[str, bytes]] = []
    parts = [f"<h1>{_text(document.title)}</h1><p style='color:{COLOURS['muted']}'>{_text(document.subtitle)}</p>"]
    if document.warning:
        parts.append(f"<p style='color:{COLOURS['limit']}; font-weight:600'>{_text(document.warning)}</p>")
    parts += [_block(block, pictures) for block in document.blocks]
    parts.append(f"<p style='{_ROLES['note']}'>{_text(document.provenance.line)}</p>")
    body = f"<body style='color:{COLOURS['text']}; background-color:{COLOURS['surface']}'>{''.join(parts)}</body>"
    return RichText(body, tuple(pictures))


def _block(block: Block, pictures: list[tuple[str, bytes]]) -> str:
    if isinstance(block, Heading):
        colour = COLOURS["accent"] if block.level == 1 else COLOURS["text"]
        return f"<h{block.level + 1} style='color:{colour}'>{_text(block.text)}</h{block.level + 1}>"
    if isinstance(block, Paragraph):
        return f"<p style='{_ROLES[block.role]}'>{_text(block.text)}</p>"
    if isinstance(block, Bullets):
        return f"<ul>{''.join(f'<li>{_text(item)}</li>' for item in block.items)}</ul>"
    if isinstance(block, Grid):
        return _grid(block)
    if isinstance(block, Chart):
        name = f"chart{len(pictures)}.png"
        pictures.append((name, png(block.picture, WIDTH, block.height, DOTS_AN_INCH)))
        return f"<p><b>{_text(block.title)}</b></p><p><img src='{name}' width='{SHOWN}' alt='{_text(block.alt)}'></p>"
    assert isinstance(block, NewPage)
    return "<hr>"


def _grid(grid: Grid) -> str:
    title = f"<p><b>{_text(grid.title)}</b></p>" if grid.title else ""
    shares = [100 * width / sum(grid.widths) for width in grid.widths]
    rows = [_row(grid, grid.header, shares, "th"), *(_row(grid, row, shares, "td") for row in grid.rows)]
    note = f"<p style='{_ROLES['note']}'>{_text(grid.note)}</p>" if grid.note else ""
    return f"{title}<table width='100%' cellspacing='0' cellpadding='4'>{''.join(rows)}</table>{note}"


def _row(grid: Grid, row: tuple[str, ...], shares: list[float], kind: str) -> str:
    ground = f" bgcolor='{COLOURS['page']}'" if kind == "th" else ""
    cells = (
        f"<{kind}{ground} width='{share:.0f}%' align='{'right' if place in grid.numbers else 'left'}' "
        f"style='border-bottom:1px solid {COLOURS['border']}'>{_text(text)}</{kind}>"
        for place, (text, share) in enumerate(zip(row, shares, strict=True))
    )
    return f"<tr>{''.join(cells)}</tr>"


def _text(text: str) -> str:
    return escape(printable(text)).replace("\n", "<br>")
