"""Objects that nobody can reach are looked for on the window's thread, and found."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from planner.app.collector import Collector, rest, wake


class Ringed(QWidget):
    """A widget that only the collector can find, and that notes on which thread it ends."""

    def __init__(self, ended: list[threading.Thread]) -> None:
        super().__init__()
        self.ring = self
        weakref.finalize(self, lambda: ended.append(threading.current_thread()))


def make_much() -> None:
    """More objects than Python makes before it looks for what can go."""
    kept = [[number] for number in range(50 * gc.get_threshold()[0])]
    assert kept


def in_the_background() -> None:
    thread = threading.Thread(target=make_much)
    thread.start()
    thread.join()


def test_without_it_a_widget_ends_on_the_thread_that_makes_objects(qapp: QApplication) -> None:
    ended: list[threading.Thread] = []
    gc.collect()
    Ringed(ended)
    in_the_background()
    assert ended
    assert ended != [threading.main_thread()]


def test_a_widget_ends_on_the_thread_of_the_window(collector: Collector, qtbot: QtBot) -> None:
    ended: list[threading.Thread] = []
    gc.collect()
    Ringed(ended)
    in_the_background()
    assert ended == []
    make_much_left = [[number] for number in range(2 * gc.get_threshold()[0])]
    qtbot.waitUntil(lambda: bool(ended), timeout=5000)
    assert ended == [threading.main_thread()]
    assert make_much_left


def test_what_has_lived_long_is_found_too(collector: Collector) -> None:
    ended: list[threading.Thread] = []
    ringed = Ringed(ended)
    gc.collect()
    del ringed
    kept = []
    for _ in range(200):
        kept.append([[number] for number in range(2 * gc.get_threshold()[0])])
        collector.look()
    assert ended == [threading.main_thread()]


def test_it_rests_while_the_window_gets_ready(collector: Collector) -> None:
    rest()
    ended: list[threading.Thread] = []
    Ringed(ended)
    kept = [[number] for number in range(2 * gc.get_threshold()[0])]
    collector.look()
    assert ended == []
    wake()
    assert not gc.isenabled()
    collector.look()
    assert ended
    assert kept


def test_without_a_collector_python_looks_again_after_the_rest(qapp: QApplication) -> None:
    rest()
    assert not gc.isenabled()
    wake()
    assert gc.isenabled()
