"""The pages of the Scenarios place: each is made when it is first asked for, and drawn when it is looked at."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from planner.app.theme import LARGE_TEXT, UNIT

if TYPE_CHECKING:
    from planner.app.charts.chart import Chart
    from planner.app.dialogs.service import Dialogs
    from planner.app.jobs import Jobs
    from planner.app.session import Session
    from planner.app.theme import Appearance, Theme
    from planner.app.widgets.answer_card import AnswerCard
    from planner.app.widgets.scenario_picks import QuestionForm

LIVE, LIBRARY, COMPARE, WHY, MONEY, PRICES = range(6)
PAGES = (
    ("live_page", "Live what-if", "Move a lever and see what follows.", "", ""),
    (
        "library_page",
        "Library",
        "All scenarios of the plan: copy, rename, lock, note and decide.",
        "scenario_library",
        "LibraryPage",
    ),
    ("compare_page", "Compare", "Two to five scenarios side by side.", "scenario_compare", "ComparePage"),
    ("why_page", "Why", "What makes the difference between two scenarios.", "scenario_why", "WhyPage"),
    ("money_page", "Money", "What scenarios cost, and what that buys.", "scenario_money", "MoneyPage"),
    (
        "prices_page",
        "Prices",
        "Prices and lead times behind every cost and every last safe date.",
        "scenario_prices",
        "PricesPage",
    ),
)
"""Object name, title and hint of each page, and the module and class that it is made from."""


class ScenarioPage(QWidget):
    """One page below the tabs; out of sight it draws nothing, and catches up on the next visit."""

    parts = frozenset({"scenarios"})
    """The fields of a plan that the page depends on."""

    def __init__(self, name: str, appearance: Appearance, session: Session, jobs: Jobs, dialogs: Dialogs) -> None:
        super().__init__(objectName=name)
        self.appearance, self.session, self.jobs, self.dialogs = appearance, session, jobs, dialogs
        self._drawn = False
        self.page = QWidget()
        self.page.setProperty("kind", "page")
        self.body = QVBoxLayout(self.page)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(2 * UNIT)
        area = QScrollArea(
            widgetResizable=True, accessibleName=next(title for known, title, *_ in PAGES if known == name)
        )
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self.page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        session.opened.connect(self._on_opened)
        session.plan_changed.connect(self._on_plan_changed)

    @property
    def writable(self) -> bool:
        """Whether the open plan can be changed."""
        return self.session.workspace is not None and not self.session.workspace.read_only

    def show_plan(self) -> None:
        """Draw what the plan holds now; overridden."""

    def forget(self) -> None:
        """Another plan is open; overridden by pages that keep what they found."""

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Draw what has changed out of sight."""
        super().showEvent(event)
        if not self._drawn and self.session.plan is not None:
            self._drawn = True
            self.show_plan()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """The next visit looks at the plan again."""
        super().hideEvent(event)
        self._drawn = False

    @Slot()
    def _on_opened(self) -> None:
        self.forget()
        self._redraw()

    @Slot(object, object)
    def _on_plan_changed(self, parts: frozenset[str], _: object) -> None:
        if parts & self.parts:
            self._redraw()

    def _redraw(self) -> None:
        self._drawn = self.isVisible()
        if self._drawn and self.session.plan is not None:
            self.show_plan()


class ChartViews(QWidget):
    """Tabs above one of several charts; each is made when it is first looked at, and drawn only while it is shown."""

    shown = Signal(object)
    """A chart has come into sight, and is to be drawn."""

    def __init__(
        self, titles: Sequence[str], kinds: Sequence[Callable[[], Chart]], save: Callable[[Chart], object]
    ) -> None:
        """`kinds` make the charts; `save` joins a new one to what saves it."""
        super().__init__()
        self._kinds, self._save = tuple(kinds), save
        self.charts: dict[int, Chart] = {}
        self.tabs = QButtonGroup(self)
        self.row = QHBoxLayout()
        self.row.setSpacing(UNIT)
        for number, title in enumerate(titles):
            button = QPushButton(title, checkable=True)
            button.setProperty("tone", "tab")
            self.tabs.addButton(button, number)
            self.row.addWidget(button)
        self.row.addStretch(1)
        self.stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addLayout(self.row)
        layout.addWidget(self.stack, 1)
        self.tabs.idClicked.connect(self.go)
        self.tabs.button(0).setChecked(True)
        self.stack.setCurrentWidget(self.chart(0))

    def button(self, number: int) -> QAbstractButton:
        """The tab of a chart."""
        return self.tabs.button(number)

    def chart(self, number: int) -> Chart:
        """A chart, made if it is not there yet."""
        if number not in self.charts:
            self.charts[number] = self._kinds[number]()
            self._save(self.charts[number])
            self.stack.addWidget(self.charts[number])
        return self.charts[number]

    @property
    def current(self) -> int:
        """The number of the chart on show."""
        return self.tabs.checkedId()

    @Slot(int)
    def go(self, number: int) -> None:
        """Show a chart."""
        self.tabs.button(number).setChecked(True)
        self.stack.setCurrentWidget(self.chart(number))
        self.shown.emit(self.chart(number))

    def set_stale(self, stale: bool) -> None:
        """Whether what is drawn is a previous result."""
        for chart in self.charts.values():
            chart.set_stale(stale)


class QuestionPage(ScenarioPage):
    """A question on the left; on the right the answer, and what shows it. In large text the answer comes first, then
    the question over the whole width, then the rest."""

    card: AnswerCard
    form: QuestionForm

    def arrange(self, shown: Sequence[tuple[QWidget, int]], spacing: int) -> None:
        """Put what is shown below the answer, each with its stretch."""
        self._right = QVBoxLayout()
        self._right.setSpacing(spacing)
        self._right.addWidget(self.card)
        for widget, stretch in shown:
            self._right.addWidget(widget, stretch)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(2 * UNIT)
        self._halves.addWidget(self.form)
        self._halves.addLayout(self._right, 1)
        self.body.addLayout(self._halves, 1)

    @Slot(object)
    def fit_text(self, theme: Theme) -> None:
        """Lay the page out for the size of the text."""
        large = theme.text_scale >= LARGE_TEXT
        self._halves.setDirection(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        place = self.body if large else self._right
        if place.indexOf(self.card) < 0:
            place.insertWidget(0, self.card)


class ScenarioPages(QWidget):
    """Tabs, and below them one page."""

    def __init__(self, live: QWidget, make: Callable[[int], QWidget]) -> None:
        """`make` is called once for each page but the first, when it is wanted."""
        super().__init__(objectName="scenario_pages")
        self._make = make
        self._pages: dict[int, QWidget] = {LIVE: live}
        self.tabs = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        for number, (_, title, hint, *_) in enumerate(PAGES):
            button = QPushButton(title, checkable=True, objectName=f"scenarios_page_{number}")
            button.setProperty("tone", "tab")
            button.setToolTip(hint)
            self.tabs.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(live)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * UNIT)
        layout.addLayout(row)
        layout.addWidget(self.stack, 1)
        self.tabs.button(LIVE).setChecked(True)
        self.tabs.idClicked.connect(self.go)

    @property
    def current(self) -> int:
        """The number of the page on show."""
        return next(number for number, page in self._pages.items() if page is self.stack.currentWidget())

    def page(self, number: int) -> QWidget:
        """A page, made if it is not there yet."""
        if number not in self._pages:
            self._pages[number] = self._make(number)
            self.stack.addWidget(self._pages[number])
        return self._pages[number]

    def ahead(self) -> Iterator[None]:
        """Make the pages that are not there yet, one a step."""
        for number in range(len(PAGES)):
            if number not in self._pages:
                self.page(number)
                yield

    @Slot(int)
    def go(self, number: int) -> None:
        """Show a page."""
        self.tabs.button(number).setChecked(True)
        self.stack.setCurrentWidget(self.page(number))


def make_page(number: int, appearance: Appearance, session: Session, jobs: Jobs, dialogs: Dialogs) -> ScenarioPage:
    """One of the pages behind the first; its modules are imported now."""
    *_, module, kind = PAGES[number]
    made: ScenarioPage = getattr(importlib.import_module(f"planner.app.panels.{module}"), kind)(
        appearance, session, jobs, dialogs
    )
    return made
