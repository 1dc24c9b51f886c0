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


def make_much(times: int = 2) -> list[list[int]]:
    """So many times the objects that Python makes before it looks for what can go."""
    return [[number] for number in range(times * gc.get_threshold()[0])]


def in_the_background() -> None:
    thread = threading.Thread(target=make_much, args=(50,))
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
    kept = make_much()
    qtbot.waitUntil(lambda: bool(ended), timeout=5000)
    assert ended == [threading.main_thread()]
    assert kept


def test_what_has_lived_long_is_found_too(collector: Collector) -> None:
    ended: list[threading.Thread] = []
    ringed = Ringed(ended)
    gc.collect()
    del ringed
    kept = []
    for _ in range(200):
        kept.append(make_much())
        collector.look()
    assert ended == [threading.main_thread()]


def test_it_rests_while_the_window_gets_ready(collector: Collector) -> None:
    rest()
    ended: list[threading.Thread] = []
    Ringed(ended)
    kept = make_much()
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
