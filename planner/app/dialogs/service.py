"""The one way to ask the user something. Nothing here blocks: the answer arrives in a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QWidget

if TYPE_CHECKING:
    from datetime import date

    from planner.app.caseload_views import Trial
    from planner.app.jobs import Jobs
    from planner.app.palette_entries import Entry
    from planner.app.session import Session
    from planner.app.theme import Appearance
    from planner.app.window_state import WindowState
    from planner.edit.provenance import RegisterRow
    from planner.model.action import ActionItem
    from planner.model.demand import DemandEvent
    from planner.model.plan import Plan
    from planner.model.rota import Cover, Rota
    from planner.model.rota_need import RotaNeed
    from planner.model.rota_people import Unavailability
    from planner.model.scenario import Lever, Scenario
    from planner.model.standard import Standard
    from planner.model.team import Team
    from planner.report.time_off import TimeOff
    from planner.workspace import ReadImport


class Dialogs:
    """Asks in window-modal dialogs over one window; the event loop goes on, and a closed dialog is deleted."""

    def __init__(self, parent: QWidget, help_wanted: Callable[[], object]) -> None:
        """`help_wanted` opens the help for the dialog on screen."""
        self._parent, self._help_wanted = parent, help_wanted
        self.present: QDialog | None = None
        """The dialog on screen, if any."""

    def ask_plan_to_open(self, folder: Path, then: Callable[[Path], None]) -> None:
        """Let the user pick a plan file; `then` is not called when they do not."""
        dialog = QFileDialog(self._parent, "Open a plan", str(folder), "Plans (*.plan);;All files (*)")
        dialog.setObjectName("open_plan_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        self._show(dialog)

    def ask_picture_to_save(
        self,
        folder: Path,
        name: str,
        kinds: Mapping[str, str],
        then: Callable[[Path], None],
        title: str = "Save picture",
    ) -> None:
        """Let the user say where a picture (or table) goes; `kinds` are the endings there are, with their names.

        A name without an ending gets that of the kind chosen in the dialog.
        """
        dialog = saving_dialog(self._parent, title, folder, name, kinds, then)
        dialog.setObjectName("save_picture_dialog")
        self._show(dialog)

    def ask_copy_to_save(self, folder: Path, name: str, then: Callable[[Path], None]) -> None:
        """Let the user say where a copy of the plan goes."""
        dialog = QFileDialog(self._parent, "Save a copy", str(folder / f"{name}.plan"), "Plans (*.plan)")
        dialog.setObjectName("save_copy_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(".plan")
        dialog.fileSelected.connect(lambda given: then(Path(given)))
        self._show(dialog)

    def ask_new_plan(self, session: Session, jobs: Jobs, folder: Path, template: str | None) -> None:
        """Lead through a new plan, which is then open."""
        from planner.app.dialogs.new_plan import NewPlanDialog

        self._show(NewPlanDialog(self._parent, session, jobs, folder, template))

    def ask_palette(self, entries: Sequence[Entry]) -> None:
        """Let the user find something by its name and do it."""
        from planner.app.dialogs.palette import Palette

        self._show(Palette(self._parent, entries))

    def ask_to_leave(self, names: Sequence[str], then: Callable[[], object]) -> None:
        """Ask whether work that is still running is to be ended."""
        from planner.app.dialogs.leaving import LeavingDialog

        self._show(LeavingDialog(self._parent, names, then))

    def ask_versions(self, appearance: Appearance, session: Session, jobs: Jobs, state: WindowState) -> None:
        """Show the versions of the plan, keep one, or go back to one."""
        from planner.app.dialogs.versions import VersionsDialog

        self._show(VersionsDialog(self._parent, appearance, session, jobs, state))

    def ask_table_to_save(self, folder: Path, name: str, then: Callable[[Path], None]) -> None:
        """Let the user say where a table goes, as a workbook or as CSV."""
        self._show(table_dialog(self._parent, folder, name, then))

    def ask_import(
        self,
        appearance: Appearance,
        session: Session,
        jobs: Jobs,
        who: str,
        then: Callable[[ReadImport], None],
        given: Path | None = None,
    ) -> None:
        """Lead through an import, beginning with a file when there is one; `then` gets what the user agreed to."""
        from planner.app.dialogs.import_wizard import ImportWizard

        self._show(ImportWizard(self._parent, appearance, session, jobs, who, then, given))

    def ask_text(self, title: str, question: str, text: str, then: Callable[[str], None]) -> None:
        """Ask for one line of text; `then` is not called when the user gives none."""
        dialog = QInputDialog(self._parent)
        dialog.setObjectName("text_dialog")
        dialog.setWindowTitle(title)
        dialog.setLabelText(question)
        dialog.setTextValue(text)
        dialog.textValueSelected.connect(lambda given: then(given.strip()) if given.strip() else None)
        self._show(dialog)

    def ask_lever(
        self, appearance: Appearance, plan: Plan, team: Team, lever: Lever, then: Callable[[Lever], None], *, new: bool
    ) -> None:
        """Let the user say what a lever does, beginning with `lever`; `then` gets one that the plan allows."""
        from planner.app.dialogs.lever import LeverDialog

        self._show(LeverDialog(self._parent, appearance, plan, team, lever, new=new, then=then))

    def ask_event(self, plan: Plan, team: Team, event: DemandEvent | None, then: Callable[[DemandEvent], None]) -> None:
        """Let the user pin an event, or change `event`."""
        from planner.app.dialogs.event import EventDialog

        self._show(EventDialog(self._parent, plan, team, event, then))

    def ask_counts(self, plan: Plan, team: Team, then: Callable[[Plan], None]) -> None:
        """Let the user type counts of new cases in; `then` gets the plan with them."""
        from planner.app.dialogs.counts import CountsDialog

        self._show(CountsDialog(self._parent, plan, team, then))

    def ask_owner(
        self, appearance: Appearance, trial: Trial, keys: tuple[str, ...], then: Callable[[str | None], None]
    ) -> None:
        """Let the user say whom cases would go to; `then` gets the officer's key, or None for nobody."""
        from planner.app.dialogs.move_cases import MoveDialog

        self._show(MoveDialog(self._parent, appearance, trial, keys, then))

    def ask_time_off(
        self, plan: Plan, team: str, officer: str | None, what: TimeOff | None, then: Callable[[str, TimeOff], str]
    ) -> None:
        """Let the user add a reduction or absence, or change `what`; `then` gives back why it cannot be, or nothing."""
        from planner.app.dialogs.time_off import TimeOffDialog

        self._show(TimeOffDialog(self._parent, plan, team, officer, what, then))

    def ask_requirement(self, session: Session, jobs: Jobs, standard: Standard, scenario: Scenario | None) -> None:
        """Let the user ask how many officers a standard takes; an answer can be made a scenario."""
        from planner.app.dialogs.requirement import RequirementDialog

        self._show(RequirementDialog(self._parent, session, jobs, standard, scenario))

    def ask_action(
        self,
        plan: Plan,
        action: ActionItem | None,
        standard: str | None,
        today: date,
        then: Callable[[str, Plan], object],
    ) -> None:
        """Let the user add an item to the action plan, or change `action`; `then` gets the words of the step and the
        plan."""
        from planner.app.dialogs.action import ActionDialog

        self._show(ActionDialog(self._parent, plan, action, standard, today, then))

    def ask_price(self, plan: Plan, row: RegisterRow, name: str, then: Callable[[Plan], object]) -> None:
        """Let the user change a price or a lead time; `then` gets the plan with it."""
        from planner.app.dialogs.price import PriceDialog

        self._show(PriceDialog(self._parent, plan, row, name, then))

    def ask_standard(self, plan: Plan, standard: Standard | None, then: Callable[[Standard], object]) -> None:
        """Let the user add a standard, or change `standard`; `then` gets one that the plan allows."""
        from planner.app.dialogs.standard import StandardDialog

        self._show(StandardDialog(self._parent, plan, standard, then))

    def ask_new_rota(self, plan: Plan, team: str | None, then: Callable[[str, Plan], object]) -> None:
        """Let the user begin a rota; `then` gets its key and the plan with it."""
        from planner.app.dialogs.new_rota import NewRotaDialog

        self._show(NewRotaDialog(self._parent, plan, team, then))

    def ask_report(self, session: Session, jobs: Jobs) -> None:
        """Let the user have a report made, look at it and save it."""
        from planner.app.dialogs.report import ReportDialog

        self._show(ReportDialog(self._parent, session, jobs))

    def ask_publish_rota(
        self,
        state: str,
        late: Sequence[str],
        told: Sequence[str],
        rota: Rota,
        today: date,
        then: Callable[[date, str, bool], object],
    ) -> None:
        """Ask for the day and the reason of a publication, showing which visits would be late and who must be told."""
        from planner.app.dialogs.publish_rota import PublishRotaDialog

        self._show(PublishRotaDialog(self._parent, state, late, told, rota, today, then))

    def ask_rota_away(
        self, plan: Plan, rota: Rota, officer: str, day: date, then: Callable[[Unavailability, bool], object]
    ) -> None:
        """Ask for days away of somebody on a rota."""
        from planner.app.dialogs.rota_away import RotaAwayDialog

        self._show(RotaAwayDialog(self._parent, plan, rota, officer, day, then))

    def ask_rota_need(
        self, appearance: Appearance, need: RotaNeed, rota: Rota, then: Callable[[tuple[Cover, ...]], object]
    ) -> None:
        """Ask whether the cover that the work needs is to be a rota's, and on which duties."""
        from planner.app.dialogs.rota_need import RotaNeedDialog

        self._show(RotaNeedDialog(self._parent, appearance, need, rota, then))

    def _show(self, dialog: QDialog) -> None:
        self.present = dialog
        dialog.finished.connect(self._on_finished)
        # The window's own keys do not reach into a dialog.
        QShortcut(QKeySequence("F1"), dialog).activated.connect(self._help_wanted)
        dialog.open()

    def _on_finished(self, _: int) -> None:
        if self.present is not None:
            self.present.deleteLater()
            self.present = None


def table_dialog(parent: QWidget, folder: Path, name: str, then: Callable[[Path], None]) -> QFileDialog:
    """The question where a table goes; a name without an ending gets that of the kind chosen in it."""
    from planner.app.exchange import TABLE_KINDS

    dialog = saving_dialog(parent, "Save table", folder, name, TABLE_KINDS, then)
    dialog.setObjectName("save_table_dialog")
    return dialog


def saving_dialog(
    parent: QWidget, title: str, folder: Path, name: str, kinds: Mapping[str, str], then: Callable[[Path], None]
) -> QFileDialog:
    """The question where a file goes; `kinds` are the endings there are, with their names. A name without an ending
    gets that of the kind chosen in it."""
    dialog = QFileDialog(parent, title, str(folder / f"{name}{next(iter(kinds))}"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    filters = {f"{words} (*{ending})": ending for ending, words in kinds.items()}
    dialog.setNameFilters(list(filters))
    dialog.setDefaultSuffix(next(iter(kinds)))
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(filters[chosen]))
    dialog.fileSelected.connect(lambda given: then(Path(given)))
    return dialog
