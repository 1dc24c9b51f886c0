"""Getting the slow parts of the window ready right after opening, a little at a time, before they are asked for.

Importing pyqtgraph in one go stops the window for 0.3 to 0.5 seconds, and Qt's types must not be touched first on
another thread (see planner.app.runs). So what has no Qt in it is imported by a job, and the rest here, in steps of
some milliseconds between which the window answers.
"""

from __future__ import annotations

import ast
import gc
import importlib
import os
import sys
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from planner.app import runs
from planner.app.collector import rest, wake

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.app.jobs import Jobs

os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"

NAMES_A_STEP = 25
"""PySide6 makes a type when its name is first looked up; so many are looked up in one step."""
QT_MODULES = ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtTest")
"""Those whose names pyqtgraph looks up, all of them."""


class WarmUp(QObject):
    """The steps, each in a turn of the event loop of its own; `finish` takes those that are left at once."""

    done = Signal()
    """Nothing is left to do."""
    cautioned = Signal(str)
    """A sentence about this computer that the user should read once."""

    def __init__(self, jobs: Jobs, build: Callable[[], Iterator[None]], parent: QObject | None = None) -> None:
        """`build` makes what needs the imported libraries, in steps as well."""
        super().__init__(parent)
        self._jobs = jobs
        self._build = build
        self._steps: Iterator[None] = iter(())
        # Not at once: what else has become due meanwhile goes first, so that two steps are never one wait.
        self._timer = QTimer(self, interval=1)
        self._timer.timeout.connect(self._on_turn)
        self.begun = False
        self._left = True
        self.complete = False
        """Everything is there, the engine too, and its objects are out of the collector's way."""

    def begin(self) -> None:
        """Start; a second call does nothing."""
        if self.begun:
            return
        self.begun = True
        self._jobs.changed.connect(self._settle)
        self.done.connect(self._settle)
        looking = self._jobs.start("Looking for the engine", runs.engine_caution)
        looking.finished.connect(self._on_looked)
        job = self._jobs.start("Loading the charts", runs.load_numbers)
        job.finished.connect(self._on_loaded)
        job.failed.connect(self._on_loaded)

    def stop(self) -> None:
        """Leave the rest undone."""
        self._timer.stop()
        wake()

    def finish(self) -> None:
        """Take what is left of the imports now: the user is waiting for it."""
        if self._timer.isActive():
            self._timer.stop()
            for _ in self._steps:
                pass
            self._end()

    @Slot(object)
    def _on_looked(self, sentence: str | None) -> None:
        if sentence is not None:
            self.cautioned.emit(sentence)

    @Slot()
    def _on_loaded(self) -> None:
        self._steps = self._all_steps()
        # What an import makes is kept: looking for what can go would only stop the window, 0.1 seconds each time.
        rest()
        self._timer.start()

    def _all_steps(self) -> Iterator[None]:
        yield from import_steps()
        yield from self._build()

    @Slot()
    def _on_turn(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self._timer.stop()
            self._end()

    def _end(self) -> None:
        self._left = False
        wake()
        self.done.emit()

    @Slot()
    def _settle(self) -> None:
        """Once the libraries and the compiled engine are there: what exists now is never looked through again.

        They are some 200,000 objects, which the collector otherwise visits in one go now and then: 0.15 seconds in
        which the window stands still, whichever thread it runs on.
        """
        if not (self.complete or self._left or self._jobs.active) and "planner.simulate.compiled" in sys.modules:
            self.complete = True
            gc.freeze()


def import_steps() -> Iterator[None]:
    """Import what charts need; where pyqtgraph's source is not at hand, its import is one step."""
    for name in QT_MODULES:
        module = importlib.import_module(f"PySide6.{name}")
        for at, entry in enumerate(dir(module)):
            getattr(module, entry)
            if at % NAMES_A_STEP == NAMES_A_STEP - 1:
                yield
        yield
    if "pyqtgraph" not in sys.modules:
        spec = find_spec("pyqtgraph")
        source = spec.loader.get_source("pyqtgraph")
        if source is not None:
            yield from _execute_in_steps(spec, source)
    for name in ("pyqtgraph", "pyqtgraph.exporters", "planner.app.charts.picture", "planner.app.charts.fan"):
        importlib.import_module(name)
        yield


def _execute_in_steps(spec: ModuleSpec, source: str) -> Iterator[None]:
    """Import a package, statement by statement. Nothing else may import it meanwhile: it is there, but not whole."""
    module: ModuleType = module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        for statement in ast.parse(source, spec.origin).body:
            exec(compile(ast.Module([statement], []), spec.origin, "exec"), module.__dict__)
            if isinstance(statement, ast.Import | ast.ImportFrom):
                yield
    except BaseException:
        del sys.modules[spec.name]
        raise
