"""All of the window that there is: each place, each page behind its tabs, and each dialog that a button or menu opens.

What is found is found by looking, not listed: a new page or dialog is in it as soon as something on screen leads there.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QDateTimeEdit,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

from planner.app.main_window import MainWindow

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)
MADE_BY_QT = (QAbstractSpinBox, QAbstractItemView, QCalendarWidget, QComboBox, QLineEdit, QMenuBar, QFileDialog)
"""Controls inside these are Qt's own, and go by their owner's name."""
MOST_PRESSES = 400


def settle() -> None:
    """Let everything that is due happen."""
    for _ in range(3):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def pages_of(panel: QWidget) -> Iterator[str]:
    """Show each page behind the tabs of a place, in turn; there is one without a name where it has no tabs."""
    bars = [bar for bar in panel.findChildren(QTabBar) if bar.isVisible()]
    tabs = [b for b in panel.findChildren(QPushButton) if b.property("tone") == "tab" and b.isVisible()]
    if not bars and not tabs:
        yield ""
    for bar in bars:
        for at in range(bar.count()):
            if bar.isTabEnabled(at):
                bar.setCurrentIndex(at)
                settle()
                yield bar.tabText(at)
        bar.setCurrentIndex(0)
    for button in tabs:
        if button.isEnabled():
            button.click()
            settle()
            yield button.text()
    if tabs:
        tabs[0].click()
        settle()


def views(window: MainWindow, places: tuple[str, ...]) -> Iterator[str]:
    """Show each place and each of its pages, and give its name."""
    for place in places:
        window.go(place)
        settle()
        for page in pages_of(window.panels[place]):
            yield f"{place} {page}".strip()


def askers(window: MainWindow) -> list[QAbstractButton | QAction]:
    """What asks something further, where the window stands now: buttons and menu entries that end in three dots."""
    panel = window.stack.currentWidget()
    buttons = [
        button
        for button in panel.findChildren(QAbstractButton)
        if button.text().endswith("…") and button.isVisible() and button.isEnabled()
    ]
    entries = [
        action
        for menu in panel.findChildren(QMenu)
        if menu.parent().isVisible()
        for action in menu.actions()
        if action.isEnabled() and not action.isSeparator()
    ]
    return [*buttons, *entries]


def asked(window: MainWindow, asker: QAbstractButton | QAction) -> QDialog | None:
    """The dialog that it opens; None when it opens none, or Qt's own for files."""
    asker.click() if isinstance(asker, QAbstractButton) else asker.trigger()
    settle()
    dialog = window.dialogs.present
    return None if isinstance(dialog, QFileDialog) else dialog


def leave(window: MainWindow) -> None:
    """Close the dialogs on screen."""
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.reject()
    settle()


def controls(root: QWidget) -> list[QWidget]:
    """What a user can operate in a window or dialog, as it is shown now."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if isinstance(widget, CONTROLS)
        and not isinstance(widget, QScrollBar | QHeaderView)
        and widget.isVisibleTo(root)
        and widget.window() is root
        and not _inside_qts_own(widget, root)
    ]


def _inside_qts_own(widget: QWidget, root: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and parent is not root:
        if isinstance(parent, MADE_BY_QT):
            return True
        parent = parent.parentWidget()
    return False


def said(widget: QWidget) -> str:
    """What a screen reader calls it: its name, its text, or the label whose buddy it is."""
    reader = QAccessible.queryAccessibleInterface(widget)
    return reader.text(QAccessible.Text.Name).strip() if reader is not None else ""


def described(widget: QWidget) -> str:
    """A widget for whoever has to find it."""
    chain = [widget]
    while (parent := chain[-1].parentWidget()) is not None and not isinstance(parent, QMainWindow):
        chain.append(parent)
    names = [part.objectName() for part in reversed(chain) if part.objectName()]
    return f"{type(widget).__name__} {'/'.join(names[-3:])} “{said(widget)}”"


def nameless(root: QWidget) -> list[str]:
    """Controls that a screen reader has no word for; areas that scroll by the keyboard among them."""
    areas = [
        area for area in root.findChildren(QScrollArea) if area.isVisibleTo(root) and not _inside_qts_own(area, root)
    ]
    return [described(widget) for widget in (*controls(root), *areas) if not said(widget)]


def shared_keys(root: QWidget) -> list[str]:
    """Keys that two actions would answer to in one place, neither of which is then done."""
    seen: dict[tuple[str, object], set[str]] = {}
    for action in root.findChildren(QAction):
        for key in action.shortcuts():
            everywhere = action.shortcutContext() in (
                Qt.ShortcutContext.WindowShortcut,
                Qt.ShortcutContext.ApplicationShortcut,
            )
            for place in ["window"] if everywhere else action.associatedObjects():
                seen.setdefault((key.toString(), place), set()).add(f"{action.objectName() or action.text()}")
    wide = {key for (key, place) in seen if place == "window"}
    doubled = {key for (key, _), names in seen.items() if len(names) > 1}
    return sorted(doubled | {key for (key, place) in seen if place != "window" and key in wide})


def reached_by_tab(root: QWidget) -> tuple[set[QWidget], list[str]]:
    """Everything that Tab comes to, going round once; and where it did not go on."""
    root.activateWindow()
    settle()
    if root.focusWidget() is None or not root.focusWidget().isVisible():
        root.focusNextPrevChild(True)
    first = QApplication.focusWidget() or root.focusWidget()
    seen: set[QWidget] = set()
    stuck: list[str] = []
    widget = first
    for _ in range(MOST_PRESSES):
        seen.add(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        further = root.focusWidget()
        # A date is entered part by part.
        for _ in range(3 if isinstance(widget, QDateTimeEdit) else 0):
            if further is widget:
                QTest.keyClick(widget, Qt.Key.Key_Tab)
                further = root.focusWidget()
        if further is widget:
            stuck.append(described(widget))
            root.focusNextPrevChild(True)
            further = root.focusWidget()
        if further is widget or (further in seen and further is first):
            break
        widget = further
    return seen, stuck


def out_of_reach(root: QWidget) -> list[str]:
    """Controls that the keyboard does not come to, and those that it does not get out of."""
    seen, stuck = reached_by_tab(root)
    groups = {id(widget.group()) for widget in seen if isinstance(widget, QAbstractButton) and widget.group()}
    away = []
    for widget in controls(root):
        if not widget.isEnabled() or widget in seen or widget.focusProxy() in seen:
            continue
        # Of buttons that exclude each other Tab comes to one, and the arrows to the others.
        if isinstance(widget, QAbstractButton) and widget.group() and id(widget.group()) in groups:
            continue
        if any(child in seen for child in widget.findChildren(QWidget)):
            continue
        away.append(f"not reached: {described(widget)}")
    return [*away, *(f"not left: {place}" for place in stuck)]


def faults(root: QWidget) -> list[str]:
    """All that is wrong with the names and keys of a window or dialog."""
    return [
        *(f"no name: {place}" for place in nameless(root)),
        *(f"one key for two: {key}" for key in shared_keys(root)),
        *out_of_reach(root),
    ]
