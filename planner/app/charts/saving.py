"""Charts to files: the picture, and the table behind it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from planner.app.names import key_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from planner.app.charts.chart import Chart
    from planner.app.dialogs.service import Dialogs
    from planner.app.jobs import Jobs
    from planner.app.session import Session

TABLE_KINDS = {".csv": "Table for a spreadsheet"}


class ChartSaver:
    """Asks where a chart goes and writes it there; `title` says what the charts are of."""

    def __init__(
        self, session: Session, jobs: Jobs, dialogs: Dialogs, charts: Iterable[Chart], title: Callable[[], str]
    ) -> None:
        self._session = session
        self._jobs = jobs
        self._dialogs = dialogs
        self._title = title
        for chart in charts:
            chart.save_wanted.connect(lambda chart=chart: self._ask_for_picture(chart))
            chart.save_data_wanted.connect(lambda chart=chart: self._ask_for_table(chart))

    def _ask_for_picture(self, chart: Chart) -> None:
        from planner.app.charts.picture import KINDS

        self._dialogs.ask_picture_to_save(
            self._folder, self._name(chart), KINDS, lambda path: self.save_picture(chart, path)
        )

    def _ask_for_table(self, chart: Chart) -> None:
        self._dialogs.ask_picture_to_save(
            self._folder, self._name(chart), TABLE_KINDS, lambda path: self.save_data(chart, path), "Save data"
        )

    @property
    def _folder(self) -> Path:
        return self._session.workspace.path.parent

    def _name(self, chart: Chart) -> str:
        return key_for(f"{self._title()}, {chart.title.text()}", set())

    def save_picture(self, chart: Chart, path: Path) -> None:
        """Write a chart to a file, of the kind that its name ends in; a fault is told, and leaves no part of it."""
        from planner.app.charts.picture import KINDS, data_of

        ending = path.suffix.lower()
        if ending not in KINDS:
            self._session.faulted.emit(
                f"A picture can be saved as {', '.join(KINDS)}; “{path.name}” is none of them.", None
            )
            return
        self._write("Saving the picture", path, data_of(chart, ending))

    def save_data(self, chart: Chart, path: Path) -> None:
        """Write the table behind a chart, with what the figures are of in its last row."""
        text = io.StringIO()
        rows = csv.writer(text)
        headings, body = chart.rows()
        rows.writerow(headings)
        rows.writerows(body)
        if chart.provenance:
            rows.writerow((chart.provenance,))
        # With its mark, or a spreadsheet takes the file for one of another alphabet.
        self._write("Saving the data", path, text.getvalue().encode("utf-8-sig"))

    def _write(self, words: str, path: Path, data: bytes) -> None:
        from planner.app.charts.picture import write_whole

        # The disk may be a slow network share: the window does not wait for it.
        job = self._jobs.start(words, lambda progress: write_whole(path, data), asked=True)
        job.failed.connect(self._session.tell_failure)
