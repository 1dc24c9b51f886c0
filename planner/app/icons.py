"""The icon set: outlines from resources/icons, drawn in the theme's colours."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from planner import paths

SIZES = (16, 20, 24, 32, 48)
"""Pixel sizes an icon is drawn in; a screen of twice the density takes the one of twice the size."""


@lru_cache(maxsize=128)
def _outline(name: str) -> str:
    return paths.shipped("resources", "icons", f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as an image of `size` by `size` device-independent pixels; FileNotFoundError when there is none."""
    key = f"{name} {colour} {size} {ratio}"
    image = QPixmap()
    if QPixmapCache.find(key, image):
        return image
    renderer = QSvgRenderer(QByteArray(_outline(name).replace("currentColor", colour).encode()))
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    image.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, image)
    return image


def icon(name: str, colour: str, sizes: tuple[int, ...] = SIZES) -> QIcon:
    """The icon in one colour and several sizes; FileNotFoundError when there is none."""
    result = QIcon()
    for size in sizes:
        result.addPixmap(pixmap(name, colour, size))
    return result
