"""Every action of the window, once: its name, its words, its key and when it may be used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from planner.app import icons

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from planner.app.session import Session
    from planner.app.theme import Theme


def _always(_: Session) -> bool:
    return True


def _writable(session: Session) -> bool:
    return session.workspace is not None and not session.workspace.read_only


def _has_plan(session: Session) -> bool:
    return session.workspace is not None


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing the user can do. `name` is its object name; the window has a slot `_on_<name>`."""

    name: str
    text: str
    menu: str
    hint: str
    shortcut: str = ""
    icon: str | None = None
    enabled: Callable[[Session], bool] = _always
    checkable: bool = False
    group: str | None = None
    """Actions of one group exclude each other."""
    place: bool = False
    """True for an action that goes to one of the seven places."""


def _place(name: str, text: str, number: int, hint: str) -> ActionSpec:
    return ActionSpec(name, text, "Go", hint, f"Ctrl+{number}", icon=name, checkable=True, group="places", place=True)


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("new_plan", "New…", "File", "Make a plan from your teams and what you know by heart.", "Ctrl+N", "new"),
    ActionSpec("open_plan", "Open…", "File", "Open another plan file.", "Ctrl+O", "open"),
    ActionSpec("open_recent", "Open recent", "File", "The plans that were open last."),
    ActionSpec("open_demo", "Open the example plan", "File", "Open Example Constabulary, an illustrative plan."),
    ActionSpec(
        "import_table",
        "Import…",
        "File",
        "Bring in counts, referrals, a case book or officers from a file or a spreadsheet.",
        "Ctrl+I",
        enabled=_writable,
    ),
    ActionSpec(
        "make_report",
        "Report…",
        "File",
        "Make a brief, a statement, an inspection pack, weekly sheets or a workbook, look at it and save it.",
        "Ctrl+P",
        enabled=_has_plan,
    ),
    ActionSpec(
        "save_copy",
        "Save a copy…",
        "File",
        "Write a copy of the plan under another name; the plan that is open stays the same.",
        enabled=_has_plan,
    ),
    ActionSpec(
        "versions",
        "Versions…",
        "File",
        "Keep the plan under a name, see what became different since, and go back.",
        "Ctrl+Shift+V",
        enabled=_has_plan,
    ),
    ActionSpec("quit", "Quit", "File", "Close the window; everything is saved already.", "Ctrl+Q", "quit"),
    ActionSpec("palette", "Find and do…", "Go", "Any action, place, scenario, team or standard by its name.", "Ctrl+K"),
    ActionSpec("undo", "Undo", "Edit", "Take back the last change.", "Ctrl+Z", "undo"),
    ActionSpec("redo", "Redo", "Edit", "Bring the last change back.", "Ctrl+Shift+Z", "redo"),
    _place("overview", "Overview", 1, "Where each team stands today."),
    _place("caseload", "Caseload", 2, "Who holds what, and who can take more."),
    _place("demand", "Demand", 3, "New cases: what came in, and what may come."),
    _place("scenarios", "Scenarios", 4, "What happens if demand or staffing changes."),
    _place("rota", "Rota", 5, "Who works when, and whether the rota carries the work."),
    _place("inspection", "Inspection", 6, "Standards, and the chance of meeting each on the day."),
    _place("data", "Data", 7, "The figures of the plan, where they came from, and imports."),
    ActionSpec(
        "theme_system", "As the system", "View", "Light or dark as the system is.", checkable=True, group="theme"
    ),
    ActionSpec("theme_light", "Light", "View", "Dark text on light.", checkable=True, group="theme"),
    ActionSpec("theme_dark", "Dark", "View", "Light text on dark.", checkable=True, group="theme"),
    ActionSpec("larger_text", "Larger text", "View", "Make all text larger, up to 200 %.", "Ctrl++"),
    ActionSpec("smaller_text", "Smaller text", "View", "Make all text smaller, down to 100 %.", "Ctrl+-"),
    ActionSpec(
        "run_scenario", "Run the scenario again", "Scenario", "Simulate the settings on screen.", "F5", "run", _has_plan
    ),
    ActionSpec(
        "save_scenario",
        "Save as scenario…",
        "Scenario",
        "Keep the settings on screen as a scenario of the plan.",
        "Ctrl+Shift+S",
        "save",
        _writable,
    ),
    ActionSpec("stop_work", "Stop the running simulation", "Scenario", "The last result stays on screen.", "Ctrl+."),
    ActionSpec("jobs", "Work in the background", "View", "What is running, how long it takes, and Cancel.", "Ctrl+J"),
    ActionSpec("help", "Help for this page", "Help", "What is on this page, and how to use it.", "F1", "help"),
    ActionSpec(
        "meaning",
        "What does this number mean?",
        "Help",
        "How a figure on this page is worked out, and from what.",
        "Shift+F1",
    ),
    ActionSpec("all_help", "All pages of help", "Help", "Every page, found by its words."),
)

MENUS = ("File", "Edit", "Go", "View", "Scenario", "Help")


def place_specs() -> tuple[ActionSpec, ...]:
    """The seven places in the order of the rail."""
    return tuple(spec for spec in ACTIONS if spec.place)


def make_action(spec: ActionSpec, parent: QObject) -> QAction:
    """The Qt action for a specification; it has no icon until `paint_action`."""
    action = QAction(spec.text, parent, objectName=spec.name, checkable=spec.checkable)
    action.setStatusTip(spec.hint)
    if spec.place:
        # What a button shows beside its icon; Fusion leaves no room of its own there.
        action.setIconText(f"  {spec.text}")
    if spec.shortcut:
        action.setShortcut(QKeySequence(spec.shortcut))
        action.setToolTip(f"{spec.hint} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
    else:
        action.setToolTip(spec.hint)
    return action


def paint_action(spec: ActionSpec, action: QAction, theme: Theme) -> None:
    """Give an action its icon in the theme's text colour."""
    if spec.icon is not None:
        action.setIcon(icons.icon(spec.icon, theme.colours.text))
