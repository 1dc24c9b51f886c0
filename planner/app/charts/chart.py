"""What all charts share: a frame with words, a plot that a keyboard and a screen reader can use, and its table."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"

import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QKeySequence,
    QPen,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from planner.app.charts.key import Key
from planner.app.charts.plot import Plot
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.result_chip import ResultChip
from planner.app.widgets.words import Words

if TYPE_CHECKING:
    from planner.app.theme import Appearance, Theme


class Drawing(QStackedWidget):
    """A plot or its table: as high as it must be, and more where there is room."""

    def sizeHint(self) -> QSize:  # noqa: N802
        """Not that of its parts, which want more than a small window has."""
        return QSize(0, self.minimumHeight())


class Chart(QFrame):
    """A titled card with a plot or its table, a key, and a sentence made from the data that gives way to the read-out.

    Subclasses draw in `paint_data`, and give `rows` and `read_out`; they keep their curves and set new
    data on them. Who owns a chart gives it a place on disk when the user asks for one (`save_wanted`).
    """

    save_wanted = Signal()
    """The user wants the picture in a file."""
    save_data_wanted = Signal()
    """The user wants the table in a file."""

    def __init__(
        self,
        appearance: Appearance,
        title: str,
        unit: str,
        start: date,
        name: str,
        *,
        compact: bool = False,
        whole: bool = False,
    ) -> None:
        super().__init__(objectName=name)
        self.setProperty("kind", "card")
        self.appearance = appearance
        self.stale = False
        self.title = Words(title, "section", wrap=True)
        self.badge = ResultChip(appearance, compact=compact)
        self.key = Key(appearance)
        self.key.setVisible(not compact)
        self._compact, self._sentence, self._resting = compact, "", ""
        self.provenance = ""
        """What the figures are of, in a line: it stands below the picture when it leaves the window."""
        self.reading = Words("", "caption", wrap=True)
        self.plot = Plot(start, whole=whole)
        self.table = QTableWidget()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setHighlightSections(False)
        self.toggle = self._make_toggle()
        self.all = self._make_all_button()
        self.share = self._make_share_button()
        self._named = ("", "")
        self.rename(title, unit)
        self.stack = Drawing()
        self.nothing = Words("No result yet", "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack.addWidget(self.nothing)
        self.stack.addWidget(self.plot)
        self.stack.addWidget(self.table)
        self.stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        # Its width is its layout's affair: a longer word in the heading must not push its neighbour aside.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._arrange()
        self.cursor = pg.InfiniteLine(angle=90, movable=False)
        self.cursor.hide()
        self.plot.addItem(self.cursor, ignoreBounds=True)
        self.plot.cursor_moved.connect(self._on_cursor_moved)
        appearance.theme_changed.connect(self._on_theme_changed)

    def _arrange(self) -> None:
        self.reading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        buttons.addWidget(self.badge)
        buttons.addWidget(self.all)
        buttons.addWidget(self.toggle)
        buttons.addWidget(self.share)
        buttons.addStretch(0)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(UNIT)
        self._top.addWidget(self.title, 1)
        self._top.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, UNIT, UNIT)
        layout.setSpacing(UNIT // 2)
        layout.addLayout(self._top)
        layout.addWidget(self.reading)
        layout.addWidget(self.key)
        layout.addWidget(self.stack, 1)

    def rename(self, title: str, unit: str) -> None:
        """Change what is drawn, and what it is measured in, in words."""
        if (title, unit) == self._named:
            return
        self._named = (title, unit)
        self.title.setText(title)
        self.plot.setAccessibleName(title)
        self.plot.setLabel("left", unit)
        self.table.setAccessibleName(f"{title}, as a table")
        self.toggle.setAccessibleName(f"{title}: show as table")
        self.all.setAccessibleName(f"{title}: show all")
        for part in (self.share, self.share.menu()):
            part.setAccessibleName(f"{title}: save or copy")

    def _make_all_button(self) -> QPushButton:
        button = QPushButton("Show all")
        button.setProperty("tone", "quiet")
        button.setToolTip("Show the whole of the axis again (0)")
        button.hide()
        button.clicked.connect(self.plot.show_all)
        self.plot.zoom_changed.connect(button.setVisible)
        return button

    def _make_toggle(self) -> QPushButton:
        button = QPushButton("Show as table", checkable=True)
        button.setProperty("tone", "quiet")
        button.setEnabled(False)
        button.toggled.connect(self._on_table_toggled)
        return button

    def _make_share_button(self) -> QPushButton:
        """A menu for taking the chart out of the window; its keys work while anything in the chart has the focus."""
        button = QPushButton("Export")
        button.setProperty("tone", "quiet")
        button.setProperty("menu", "yes")
        button.setToolTip("Save or copy this chart")
        button.setEnabled(False)
        menu = QMenu(button)
        self.exports: dict[str, QAction] = {}
        for name, text, key, slot in (
            ("save_picture", "Save picture…", "Ctrl+Shift+P", self.save_wanted.emit),
            ("copy_picture", "Copy picture", "Ctrl+Shift+C", self.copy_picture),
            ("copy_data", "Copy data", "Ctrl+C", self.copy_data),
            ("save_data", "Save data…", "", self.save_data_wanted.emit),
        ):
            action = QAction(text, self, objectName=name, enabled=False)
            if key:
                action.setShortcut(QKeySequence(key))
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
            menu.addAction(action)
            self.addAction(action)
            self.exports[name] = action
        button.setMenu(menu)
        return button

    @Slot()
    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        from planner.app.charts.picture import image

        QGuiApplication.clipboard().setImage(image(self))

    @Slot()
    def copy_data(self) -> None:
        """Put the table on the clipboard, with tabs between its columns as a spreadsheet takes it."""
        headings, rows = self.rows()
        QGuiApplication.clipboard().setText("".join("\t".join(row) + "\n" for row in (headings, *rows)))

    def tell(self, sentence: str, resting: str | None = None) -> None:
        """Say in one sentence what the data shows; a screen reader reads it as the chart's description.

        `resting` stands in its place below the heading, where the window has the sentence elsewhere.
        """
        if self.stack.currentWidget() is self.nothing:
            self.stack.setCurrentWidget(self.plot)
            for part in (self.toggle, self.share, *self.exports.values()):
                part.setEnabled(True)
        self._sentence = sentence
        self._resting = sentence if resting is None else resting
        self.reading.setText(self._resting)
        self.reading.setToolTip(self._resting)
        self.plot.setAccessibleDescription(sentence)
        if self.toggle.isChecked():
            self._fill_table()

    def set_stale(self, stale: bool, first: int | None = None) -> None:
        """Grey the drawing and call it the previous result, or give it its colours back.

        `first` says that the drawing is of the first so many futures, and others will be added.
        """
        self.badge.show_result(stale=stale, first=first)
        if stale != self.stale:
            self.stale = stale
            self.paint_data(self.appearance.theme)

    def paint_data(self, theme: Theme) -> None:
        """Give what the chart draws its pens and brushes, greys when it is stale; overridden."""

    def paint_theme(self, theme: Theme) -> None:
        """Give every item its pen and brush."""
        c = theme.colours
        self.plot.setBackground(c.surface)
        large = theme.text_scale >= LARGE_TEXT
        self._top.setDirection(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        self.stack.setMinimumHeight(round((24 if large else 14 if self._compact else 22) * UNIT * theme.text_scale))
        for name in ("left", "bottom"):
            axis = self.plot.getAxis(name)
            axis.setPen(pg.mkPen(c.border, width=theme.line_scale))
            axis.setTextPen(pg.mkPen(c.muted))
            axis.setTickFont(theme.font("caption"))
            axis.setStyle(tickLength=-4, tickTextOffset=6)
            axis.label.setFont(theme.font("caption"))
        self.plot.getAxis("bottom").setHeight(3 * theme.pixels("caption") + 4)
        self.plot.getAxis("left").setWidth(4 * theme.pixels("caption") + UNIT)
        self.plot.getAxis("left").setGrid(90)
        self.cursor.setPen(pg.mkPen(c.control_border, width=1))
        self.paint_data(theme)

    def rows(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """Headings and rows of the table behind the chart."""
        raise NotImplementedError

    def read_out(self, day: float) -> str:
        """What the chart says at a place on its time axis."""
        raise NotImplementedError

    def _fill_table(self) -> None:
        headings, rows = self.rows()
        self.table.setColumnCount(len(headings))
        self.table.setHorizontalHeaderLabels(list(headings))
        self.table.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        self._widen_columns()
        if rows:
            self.table.setCurrentCell(0, 0)

    def _widen_columns(self) -> None:
        """All columns as wide as the widest heading at least: the table scrolls rather than cutting one."""
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.ensurePolished()
        # Not below the style's own least width.
        header.setMinimumSectionSize(-1)
        widest = [header.sectionSizeHint(at) for at in range(header.count())]
        header.setMinimumSectionSize(max([header.minimumSectionSize(), *widest]))

    @property
    def description(self) -> str:
        """The sentence made from the data."""
        return self._sentence

    @Slot(bool)
    def _on_table_toggled(self, shown: bool) -> None:
        if shown:
            self._fill_table()
        self.stack.setCurrentWidget(self.table if shown else self.plot)
        self.toggle.setText("Show as chart" if shown else "Show as table")
        self.key.setVisible(not shown and not self._compact)

    @Slot(float)
    def _on_cursor_moved(self, day: float) -> None:
        text = self.read_out(day)
        self.reading.setText(text or self._resting)
        self.cursor.setVisible(bool(text))
        self.cursor.setValue(round(day))

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self.paint_theme(theme)
        self._widen_columns()


def line_pen(colour: str, width: float = 2.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """An opaque pen; translucent ones are slow to draw."""
    return pg.mkPen(colour, width=width, style=style)
