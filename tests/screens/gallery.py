"""Pictures of the real window with the demo plan: `python tests/screens/gallery.py FOLDER [--place NAME]`.

A script, not a test: it shows a person how the window looks. It opens a copy of the demo plan in a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QCoreApplication, QEvent

from planner.app.main_window import MainWindow
from planner.app.panels.scenario_pages import COMPARE, MONEY
from planner.app.start import prepare_application
from planner.app.theme import Appearance, Choice
from planner.app.window_state import WindowState
from planner.edit.rota_parts.catalogue import ROTA_SHEETS
from planner.edit.time_off import add_time_off
from planner.model.absence import Reduction
from planner.model.progress import Progress
from planner.workspace import Workspace, demo_plan

SIZES = ((1280, 800), (1920, 1080))
PLACES = ("overview", "caseload", "demand", "scenarios", "inspection", "rota", "data")
VIEWS = {
    "library": ("scenarios", 1),
    "compare": ("scenarios", 2),
    "dots": ("scenarios", 2),
    "curves": ("scenarios", 2),
    "why": ("scenarios", 3),
    "money": ("scenarios", 4),
    "levers": ("scenarios", 4),
    "kinds": ("scenarios", 4),
    "prices": ("scenarios", 5),
    "actions": ("inspection", 2),
    "pinned": ("scenarios", 0),
    "close": ("scenarios", 0),
    "plan": ("data", 1),
    "imports": ("data", 2),
    "assumptions": ("data", 3),
    "overdue": ("inspection", 1),
    "rota-fairness": ("rota", 1),
    "rota-visits": ("rota", 2),
    "rota-people": ("rota", 0),
    "rota-duties": ("rota", 0),
    "rota-cover": ("rota", 0),
    "rota-cycles": ("rota", 0),
    "rota-away": ("rota", 0),
    "rota-wishes": ("rota", 0),
    "rota-rules": ("rota", 0),
    "rota-about": ("rota", 0),
    "rota-need": ("rota", 0),
    "rota-empty": ("rota", 0),
    "rota-compare": ("rota", 0),
    "bars": ("caseload", 1),
    "adviser": ("caseload", 2),
    "time-off": ("caseload", 3),
    "trial": ("caseload", 0),
}
"""Pages behind a place's tabs: the place, and the number of the tab."""
ASKED = {"new": "new_plan", "versions": "versions", "palette": "palette", "report": "make_report"}
"""Dialogs: the action that opens each."""
HELP = {"help": "importing", "figure": "figure/Strength"}
"""Pages of help."""
PATIENCE_SECONDS = 300


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    views = (*PLACES, *VIEWS, *ASKED, *HELP, "jobs", "takes", "welcome")
    parser.add_argument("--place", action="append", choices=views)
    parser.add_argument("--text", type=float, default=1.0, help="text scale, 1 to 2")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    application = prepare_application()
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "Example Constabulary.plan"
        with Workspace.create(plan, demo_plan()) as workspace:
            workspace.keep_version("As agreed with the board")
            scenarios = workspace.plan.scenarios[1:]
            workspace.change("Remove a scenario", replace(workspace.plan, scenarios=scenarios))
            workspace.keep_version("Without the first scenario")
            workspace.change("Edit the note", replace(workspace.plan, note="Another note."))
        appearance = Appearance(application)
        appearance.choose(Choice.LIGHT)
        appearance.set_text_scale(chosen.text)
        window = MainWindow(appearance, WindowState(Path(folder)))
        window.show()
        window.session.open(plan)
        settle(window, 0.5)
        if "scenarios" in (chosen.place or PLACES):
            window.go("scenarios")
            form = window.panels["scenarios"].form
            form.scenario.setCurrentIndex(form.scenario.findData("growth-70-recruits"))
        settle(window, 1.0)
        for choice in (Choice.LIGHT, Choice.DARK):
            appearance.choose(choice)
            for width, height in SIZES:
                for place in chosen.place or PLACES:
                    window.resize(width, height)
                    visit(window, place)
                    settle(window, 0.6, 1.0 if place == "jobs" else PATIENCE_SECONDS)
                    name = chosen.folder / f"{place}-{choice}-{width}x{height}.png"
                    shown = window.guide.shown if place in HELP else window.dialogs.present or window
                    shown = window.status.tray if place == "jobs" else shown
                    shown.grab().save(str(name))
                    leave(window, plan)
                    print(name)  # noqa: T201 - a script's answer
        window.close()


def slow(progress: Progress) -> None:
    """Work that is a third done for a while."""
    for _ in range(400):
        progress(1, 3)
        time.sleep(0.05)


def leave(window: MainWindow, plan: Path) -> None:
    """Close what a place does not show by itself."""
    if window.dialogs.present is not None:
        window.dialogs.present.reject()
    if window.status.tray is not None:
        window.status.tray.hide()
    for job in window.jobs.asked:
        job.cancel()
    if window.session.plan is None:
        window.session.open(plan)


def ask(window: MainWindow, view: str) -> None:
    """Open a dialog; that of reports with a weekly sheet in it."""
    window.actions_by_name[ASKED[view]].trigger()
    if view == "report":
        dialog = window.dialogs.present
        dialog.kind.setCurrentIndex(dialog.kind.findData("weekly"))
        dialog.make()


def visit(window: MainWindow, view: str) -> None:
    """Show a place, a page of one, a dialog, or the ways to begin."""
    if view == "welcome":
        window.session.close()
        window.show_welcome()
        return
    if view == "takes":
        standard = window.session.plan.standards[-3]
        window.dialogs.ask_requirement(window.session, window.jobs, standard, None)
        window.dialogs.present.run()
        return
    if view == "jobs":
        for name in ("Saving the table", "Last safe dates"):
            window.jobs.start(name, slow, asked=True)
        window.status.show_tray()
        return
    if view in HELP:
        window.guide.show_page(HELP[view])
        return
    if view in ASKED:
        ask(window, view)
        return
    place, page = VIEWS.get(view, (view, 0))
    window.go(place)
    panel = window.panels[place]
    if place == "scenarios":
        show_scenarios(window, view, page)
    elif place == "inspection":
        panel.pages.button(page).click()
    elif place == "rota":
        show_rota(window, view, page)
    elif place == "caseload":
        show_caseload(window, view, page)
    elif place == "data":
        panel.tabs.setCurrentIndex(page)


def show_scenarios(window: MainWindow, view: str, page: int) -> None:
    """A page of Scenarios in one of its views."""
    pages = window.panels["scenarios"].pages
    pages.go(page)
    if view in ("pinned", "close"):
        show_live(window, view)
    elif page == COMPARE:
        pages.page(page).views.button(("compare", "dots", "curves").index(view)).click()
    elif page == MONEY:
        pages.page(page).views.button(("money", "levers", "kinds").index(view)).click()


def show_rota(window: MainWindow, view: str, page: int) -> None:
    """The grid with a page beside it, or a table of what the rota is made of."""
    panel, plan = window.panels["rota"], window.session.plan
    if view == "rota-empty":
        window.session.change("Remove the rotas", replace(plan, rotas=()))
        return
    if not plan.rotas:
        window.session.undo()
    part = view.partition("-")[2]
    if part == "need":
        panel.edit_parts()
        panel.parts.choose("cover")
        panel.parts.propose(None)
    elif part == "compare":
        if panel.parts is not None:
            panel.parts.left.emit()
        panel.outlets.compare(*panel.bar.other_versions()[0])
    elif part in ROTA_SHEETS:
        panel.edit_parts()
        panel.parts.choose(part)
    else:
        if panel.parts is not None:
            panel.parts.left.emit()
        panel.side.setCurrentIndex(page)


def show_live(window: MainWindow, view: str) -> None:
    """A result pinned beside that of another growth, or a part of the axis looked at closely."""
    panel = window.panels["scenarios"]
    settle(window, 0.3)
    if panel.pin.isChecked() != (view == "pinned"):
        panel.pin.click()
        panel.form.growth.slider.setValue(20 if view == "pinned" else 70)
    if view == "close" and not panel.fan.plot.zoomed:
        panel.fan.plot.zoom(0.3, 200.0)


def show_caseload(window: MainWindow, view: str, page: int) -> None:
    """A team with something to show of each page: an allocation that is tried, reductions, cases to give out."""
    panel = window.panels["caseload"]
    team = {"adviser": "dpmu", "time-off": "polit"}.get(view, "polit")
    settle(window, 0.2)
    if view == "time-off" and not window.session.plan.officers[1].reductions:
        day = window.session.plan.start
        plan = add_time_off(window.session.plan, "polit-02", Reduction("Phased return", day, day + timedelta(20), 20))
        plan = add_time_off(plan, "polit-05", Reduction("Tutor of a newcomer", day + timedelta(30), None, 8))
        window.session.change("Reductions", plan)
    panel.team.setCurrentIndex(panel.team.findData(team))
    panel.tabs.setCurrentIndex(page)
    settle(window, 0.3)
    if view == "adviser":
        panel.adviser.case.setCurrentIndex(1)
    if view == "trial" and not panel.books.count:
        panel.books.cases.selectRow(0)
        keys = [row.case.key for row in panel.books.cases.table.rows[:3]]
        panel.books.move(tuple(keys), "polit-04")
    elif view != "trial":
        panel.books.discard()


def settle(window: MainWindow, seconds: float, patience: float = PATIENCE_SECONDS) -> None:
    """Let the window work until nothing runs in the background, for at least `seconds`."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds or (window.jobs.active and time.monotonic() - begun < patience):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.01)


if __name__ == "__main__":
    main()
