"""Progress is silent for a second, drawn on a terminal, and one line elsewhere."""

from __future__ import annotations

import io

import pytest

from planner.cli.progress import ProgressLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_short_work_says_nothing(stream):
    clock = Clock()
    line = ProgressLine("Simulating", stream, clock)
    line(0, 10)
    clock.now = 0.9
    line(5, 10)
    line(10, 10)
    line.clear()
    assert stream.getvalue() == ""


def test_a_terminal_sees_how_far_it_is_and_then_nothing():
    clock, stream = Clock(), Terminal()
    line = ProgressLine("Simulating", stream, clock)
    clock.now = 2
    line(5, 20)
    assert stream.getvalue() == "\rSimulating: 25 %, about 6 s left"
    clock.now = 2.05
    line(6, 20)
    assert stream.getvalue().count("\r") == 1
    clock.now = 3
    line(19, 20)
    assert stream.getvalue().endswith("\rSimulating: 95 %, about 0 s left")
    line.clear()
    assert stream.getvalue().endswith("\r" + " " * len("Simulating: 95 %, about 0 s left") + "\r")


def test_elsewhere_it_is_one_line():
    clock, stream = Clock(), io.StringIO()
    line = ProgressLine("Simulating", stream, clock)
    for clock.now in (2, 3, 4):
        line(5, 20)
    line.clear()
    assert stream.getvalue() == "Simulating …\n"
