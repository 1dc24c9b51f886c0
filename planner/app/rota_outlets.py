"""What leaves the Rota place: published versions, comparisons, files and pages; and days away with their repair."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from planner.app import rota_work
from planner.app.rota_run import REPAIR, REPAIR_SECONDS
from planner.app.turns import Turns
from planner.model.checks import InvalidPlan
from planner.report.words import counted

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QMenu

    from planner.app.dialogs.service import Dialogs
    from planner.app.panels.rota import RotaPanel
    from planner.model.rota_draft import RotaLine
    from planner.model.rota_people import Unavailability

KINDS = {".xlsx": "Excel workbook", ".csv": "CSV file"}
DIARY = {".ics": "Calendar file"}
PAGES = {".pdf": "PDF pages"}


class RotaOutlets(QObject):
    """Fills the menu of the place and does what it says."""

    def __init__(self, panel: RotaPanel, dialogs: Dialogs) -> None:
        super().__init__(panel)
        self._panel, self._dialogs = panel, dialogs
        self._turns = Turns(self)
        panel.bar.more_menu.aboutToShow.connect(self._fill)

    @Slot()
    def _fill(self) -> None:
        menu, panel = self._panel.bar.more_menu, self._panel
        menu.clear()
        writable = not panel.session.workspace.read_only
        drafting = writable and panel.draft is not None
        publish = menu.addAction("Publish…", self.ask_to_publish)
        publish.setEnabled(drafting)
        away = menu.addAction("Days away, and repair…", self.ask_away)
        away.setEnabled(drafting and not panel.runs.at_work)
        mend = menu.addAction("Repair with the fewest changes", self.repair)
        mend.setEnabled(drafting and not panel.runs.at_work)
        menu.addSeparator()
        menu.addAction(panel.bar.copy)
        cycles = menu.addAction("New draft from the cycles", self.draw_cycles)
        cycles.setEnabled(writable)
        menu.addAction(panel.bar.remove)
        self._fill_versions(menu)
        menu.addSeparator()
        menu.addAction("Export as .xlsx or .csv…", lambda: self._ask_where(KINDS, None))
        officer = panel.grid.chosen[:1]
        diary = menu.addAction("Diary of the chosen person (.ics)…", lambda: self._ask_where(DIARY, officer[0][0]))
        diary.setEnabled(bool(officer))
        menu.addAction("Print…", self.ask_to_print)
        menu.addAction("Save pages as PDF…", lambda: self._ask_where(PAGES, None))

    def _fill_versions(self, menu: QMenu) -> None:
        compare = menu.addMenu("Compare with")
        for name, lines in self._panel.bar.other_versions():
            compare.addAction(name, partial(self.compare, name, lines))
        compare.setEnabled(not compare.isEmpty())

    @Slot()
    def draw_cycles(self) -> None:
        """A draft as everybody's cycle says, days off where there is none."""
        from planner.edit.rota import add_draft

        panel = self._panel
        key, name = panel.bar.free_name("From the cycles")
        panel.bar.choose(panel.rota.key, key)
        panel.change(f"Draw the draft “{name}”", add_draft(panel.session.plan, panel.rota.key, key, name))

    def compare(self, name: str, lines: tuple[RotaLine, ...]) -> None:
        """Say how the draft on show differs from another version; the check of both takes a job."""
        panel = self._panel
        work = partial(
            rota_work.compare,
            panel.session.plan,
            panel.rota,
            (name, lines),
            (panel.bar.version_name, panel.lines),
        )
        job = panel.jobs.start("Comparing drafts", work, asked=True)
        job.finished.connect(panel.side.show_answer)
        job.failed.connect(panel.session.tell_failure)

    @Slot()
    def ask_to_publish(self) -> None:
        """Ask for the day and the reason."""
        panel = self._panel
        hard = len(panel.cells.check.hard)
        state = f"Not lawful: {counted(hard, 'hard rule')} broken." if hard else ""
        told = rota_work.told(panel.session.plan, panel.rota, panel.draft)
        self._dialogs.ask_publish_rota(
            state, panel.side.late_lines(), told, panel.rota, rota_work.today(), self._publish
        )

    def _publish(self, on: date, reason: str, use: bool) -> None:
        from planner.edit.rota import publish, use_rota

        panel = self._panel
        rota, draft = panel.rota, panel.draft
        try:
            plan = publish(panel.session.plan, rota.key, draft.key, on, reason)
        except InvalidPlan as error:
            panel.note.setText(error.sentence)
            return
        if use:
            plan = use_rota(plan, rota.key, draft.lines)
        version = len(rota.publications) + 1
        panel.change(f"Publish version {version} of the rota", plan)

    @Slot()
    def ask_away(self) -> None:
        """Ask who is away when."""
        panel = self._panel
        officer, day = (panel.grid.chosen or [(panel.rota.people[0].officer, 0)])[0]
        self._dialogs.ask_rota_away(panel.session.plan, panel.rota, officer, panel.rota.dates[day], self._on_away)

    def _on_away(self, away: Unavailability, repair: bool) -> None:
        from planner.edit.rota import add_away

        panel = self._panel
        try:
            plan = add_away(panel.session.plan, panel.rota.key, away)
        except InvalidPlan as error:
            panel.note.setText(error.sentence)
            return
        if panel.change("Add days away", plan) and repair:
            self.repair()

    @Slot()
    def repair(self) -> None:
        """Look for the fewest changes that make the draft lawful and covered again."""
        panel = self._panel
        panel.runs.solve(REPAIR, panel.session.plan, panel.rota, panel.draft, REPAIR_SECONDS)

    def _ask_where(self, kinds: dict[str, str], officer: str | None) -> None:
        panel = self._panel
        who = "" if officer is None else f", {panel.cells.name_of(officer)}"
        then = self.save_pdf if kinds is PAGES else partial(self.save, officer)
        self._dialogs.ask_picture_to_save(
            panel.session.workspace.path.parent, f"{panel.rota.name}{who}", kinds, then, "Save the rota"
        )

    def save(self, officer: str | None, path: Path) -> None:
        """Write the version on show to a file, in the background; a fault is told."""
        panel = self._panel
        work = partial(rota_work.export, panel.session.plan, panel.rota, panel.lines, path, officer)
        job = panel.jobs.start("Saving the rota", work, asked=True)
        job.failed.connect(panel.session.tell_failure)

    def _papers(self) -> list[object]:
        from planner.app.rota_paper import rota_papers

        panel = self._panel
        return rota_papers(panel.session.plan, panel.cells, panel.bar.version_name, rota_work.today())

    @Slot()
    def ask_to_print(self) -> None:
        """Ask for a printer: one page for each four weeks."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from planner.app.paper import draw_all_steps, prepare

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        prepare(printer)
        dialog = QPrintDialog(printer, self._panel)
        dialog.setObjectName("print_dialog")
        papers = self._papers()
        dialog.accepted.connect(lambda: self._turns.run(draw_all_steps(papers, printer)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_pdf(self, path: Path) -> None:
        """Write the pages to a PDF file; a fault is told."""
        from planner.app.charts.picture import write_whole
        from planner.app.paper import pdf_steps

        panel = self._panel

        def write(data: bytes) -> None:
            job = panel.jobs.start("Saving the rota", lambda progress: write_whole(path, data), asked=True)
            job.failed.connect(panel.session.tell_failure)

        self._turns.run(pdf_steps(*self._papers()), write)
