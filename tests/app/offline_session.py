"""A whole session in the window, in a process where making a socket fails (see test_offline)."""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from planner.app.main_window import MainWindow

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
PATIENCE_SECONDS = 240
OPENED: list[str] = []
"""What tried to open a socket, or to find an address."""


def refused(*arguments: object, **_: object) -> NoReturn:
    """Stands in for whatever would open a connection."""
    OPENED.append(repr(arguments))
    raise OSError("no socket is made in this process")


def close_the_way_out() -> None:
    """From now on no Python code of this process can make a socket, nor ask for an address."""
    socket.socket.__init__ = refused  # type: ignore[method-assign]
    for name in ("create_connection", "create_server", "socketpair", "getaddrinfo", "gethostbyname"):
        setattr(socket, name, refused)
    sys.addaudithook(_hear)


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    """What the interpreter itself reports, whoever calls it."""
    if event in ("socket.__new__", "socket.connect", "socket.bind", "socket.getaddrinfo", "urllib.Request"):
        OPENED.append(f"{event} {arguments[1:]!r}")
        raise OSError("no socket is made in this process")


def main(folder: Path) -> None:
    """Run the session, and say `offline` when nothing tried to leave the computer."""
    close_the_way_out()
    try:
        socket.socket()
    except OSError:
        OPENED.clear()
    else:
        raise SystemExit("a socket could be made: the test shows nothing")
    from planner.app.main_window import MainWindow
    from planner.app.start import prepare_application
    from planner.app.theme import Appearance
    from planner.app.window_state import WindowState
    from planner.workspace import demo_plan

    application = prepare_application()
    window = MainWindow(Appearance(application), WindowState(folder))
    window.show()
    assert window.session.create(folder / "Offline.plan", demo_plan())
    look_round(window)
    exchange(window, folder)
    window.close()
    libraries = Path("/proc/self/maps")
    if libraries.exists() and "Qt6Network" in libraries.read_text():
        OPENED.append("Qt's own network library is loaded")
    if OPENED:
        raise SystemExit("; ".join(OPENED))
    sys.stdout.write("offline\n")


def look_round(window: MainWindow) -> None:
    """Every place with its simulation, and its page of help."""
    from planner.app.actions import place_specs

    settle(window)
    for spec in place_specs():
        window.go(spec.name)
        window.actions_by_name["help"].trigger()
        settle(window)
    assert window.panels["scenarios"].picture is not None
    window.guide.show_page("privacy")
    window.guide.shown.close()


def exchange(window: MainWindow, folder: Path) -> None:
    """Import a file, export a table, save a copy, and take the import back."""
    from planner.model.imported import ImportKind
    from planner.workspace import export_table, guess_columns, open_source, read_import

    workspace = window.session.workspace
    with open_source(ROOT / "data" / "examples" / "referral-counts.csv") as source:
        choices = guess_columns(source, ImportKind.COUNTS, workspace.plan)
        read = read_import(source, ImportKind.COUNTS, choices, workspace.import_basis(ImportKind.COUNTS))
    assert window.session.take_import(read), window.banner.words.text()
    export_table(workspace, "histories", folder / "counts.xlsx")
    assert (folder / "counts.xlsx").stat().st_size > 1000
    window.files.copy_to(folder / "Copy.plan")
    settle(window)
    window.session.undo()


def settle(window: MainWindow) -> None:
    """Let the window work until nothing runs in the background."""
    from PySide6.QtCore import QCoreApplication, QEvent

    begun = time.monotonic()
    while window.jobs.active or time.monotonic() - begun < 0.3:
        if time.monotonic() - begun > PATIENCE_SECONDS:
            raise SystemExit(f"still at work: {[job.objectName() for job in window.jobs.active]}")
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.01)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
