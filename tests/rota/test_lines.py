"""Line problems refuse what is not there, cost what they say, and name each rule that a line breaks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.rota.line_faults import line_faults, rota_faults
from planner.rota.lines import (
    OFF,
    CountCap,
    Cover,
    CrowdedWeekends,
    LineProblem,
    Person,
    Price,
    RunCap,
    Shift,
    TurnPrice,
)

EARLY, NIGHT = 0, 1
FREE = frozenset({OFF, EARLY, NIGHT})


def person(**rules: object) -> Person:
    return replace(Person("A", (FREE,) * 7), **rules)


def problem(*people: Person, **more: object) -> LineProblem:
    shifts = (Shift("E", 480), Shift("N", 600))
    return replace(LineProblem(7, shifts, people, weekends=((5, 6),)), **more)


def faults(rules: Person, line: str) -> list[str]:
    return list(line_faults(problem(rules), rules, ["EN".find(letter) for letter in line]))


@pytest.mark.parametrize(
    ("rules", "broken", "kept"),
    [
        ({"allowed": (frozenset({OFF}),) + (FREE,) * 6}, "E......", ".E....."),
        ({"forbidden": frozenset({(NIGHT, EARLY)})}, "NE.....", "EN....."),
        ({"forbidden": frozenset({(NIGHT, EARLY)}), "before": (NIGHT,)}, "E......", "N......"),
        ({"caps": (CountCap(frozenset({EARLY, NIGHT}), 2),)}, "E.N.E..", "E.N...."),
        ({"caps": (CountCap(frozenset({NIGHT}), 1, 2, 4),)}, "..N.N..", "NNN..NN"),
        ({"run_caps": (RunCap(frozenset({NIGHT}), 2),)}, "NNN....", "NNENN.."),
        ({"run_caps": (RunCap(frozenset({NIGHT}), 2),), "before": (NIGHT, NIGHT)}, "N......", ".NN...."),
        ({"most_minutes": 1000}, "EN.....", "EE....."),
        ({"fewest_minutes": 1000}, "EE.....", "EN....."),
        ({"most_days_in_a_row": 3}, "EEEE...", "EEE.EEE"),
        ({"most_days_in_a_row": 3, "before": (EARLY, EARLY)}, "EE.....", "E......"),
        ({"fewest_days_in_a_row": 2}, "E..E..E", "E..EE.E"),
        ({"fewest_days_in_a_row": 2, "before": (OFF, EARLY)}, ".......", "E......"),
        ({"fewest_days_off_in_a_row": 2}, "E.E....", "E..E..."),
        ({"fewest_days_off_in_a_row": 2, "before": (EARLY, OFF)}, "E......", ".E....."),
        ({"fewest_days_off_in_a_row": 2, "before": (OFF,)}, "E......", ".E....."),
        ({"most_weekends": 0}, "......N", "E......"),
    ],
)
def test_a_broken_rule_is_named_and_a_kept_one_is_not(rules, broken, kept):
    if rules.get("before") == (OFF,):
        assert faults(person(**rules), broken) == []  # the days off began before what is known
    else:
        assert len(faults(person(**rules), broken)) == 1
    assert faults(person(**rules), kept) == []


def test_a_rota_names_the_person():
    found = rota_faults(problem(person(), person(key="B", most_weekends=0)), [(0,) * 7, (0,) * 7])
    assert found == ["B: 1 weekends, most 0"]
    assert rota_faults(problem(person()), []) == ["0 lines for 1 people"]


def test_the_cost_is_of_wishes_and_cover():
    covers = (
        Cover(0, frozenset({EARLY}), 2, under=100, over=1),
        Cover(1, frozenset({EARLY, NIGHT}), 1, under=100, over=1),
        Cover(1, frozenset({EARLY, NIGHT}), 1, under=7, over=0, people=frozenset({1})),
    )
    wishes = (Price(0, OFF, 3), Price(1, NIGHT, -2))
    case = problem(person(prices=wishes), person(key="B"), covers=covers, constant=10)
    assert case.cost([(NIGHT, NIGHT, *(OFF,) * 5), (EARLY, OFF, *(OFF,) * 5)]) == 10 - 2 + 100 + 7
    assert case.cost([(OFF,) * 7, (OFF, EARLY, *(OFF,) * 5)]) == 10 + 3 + 200
    turning = person(turn_prices=(TurnPrice(NIGHT, EARLY, 5), TurnPrice(OFF, EARLY, 1)), before=(NIGHT,))
    assert problem(turning).cost([(EARLY, OFF, EARLY, NIGHT, EARLY, OFF, EARLY)]) == 5 + 1 + 5 + 1
    assert case.covers_by_day == ((0,), (1, 2), (), (), (), (), ())
    assert case.has_whole_costs()
    assert not replace(case, constant=0.5).has_whole_costs()


@pytest.mark.parametrize(
    ("line", "before", "cost"),
    [
        ("E.E.E..", (), 2 + 4),
        (".E..EE.", (), 0),  # the first day began before what is known, and what follows the last is not known
        (".E.....", (EARLY,), 1),
        (".E.....", (OFF,), 0),
        ("E......", (EARLY, OFF), 0),  # a lone day off before the problem is not the line's price
    ],
)
def test_a_lone_day_off_has_the_price_of_its_day(line, before, cost):
    rules = person(lone_off=(1, 2, 3, 4, 5, 6, 7), before=before)
    assert problem(rules).cost([["EN".find(letter) for letter in line]]) == cost


def test_each_further_weekend_has_its_own_price_and_days_on_call_make_none():
    rules = Person("A", (FREE,) * 28, weekend_prices=(0, 1, 5, 9), crowded_weekends=CrowdedWeekends(3, 1, 100))
    shifts = (Shift("E", 480), Shift("C", 0, is_duty=False))
    month = LineProblem(28, shifts, (rules,), weekends=tuple((day, day + 1) for day in range(5, 28, 7)))
    off = [OFF] * 28

    def cost(choice: int, *days: int) -> float:
        return month.cost([[choice if day in days else other for day, other in enumerate(off)]])

    assert cost(EARLY, 5, 6) == 0
    assert cost(EARLY, 5, 26) == 1
    assert cost(EARLY, 5, 13, 26) == 6 + 100 + 100
    assert cost(1, 5, 13, 26) == 0


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"lone_off": (1.0,)}, "a price of lone days off for each day"),
        ({"lone_off": (-1.0,) * 7}, "none below nothing"),
        ({"weekend_prices": (-1.0,)}, "none below that before it"),
        ({"weekend_prices": (1.0, 2.0)}, "a price for each weekend"),
    ],
)
def test_prices_that_a_line_cannot_have_are_refused(rules, words):
    with pytest.raises(ValueError, match=words):
        problem(person(**rules))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: problem(weekends=((6, 7),)),
        lambda: problem(weekends=((5, 6), (6,))),
        lambda: problem(weekends=((3, 5),)),
        lambda: problem(covers=(Cover(7, frozenset({EARLY}), 1, 1, 1),)),
        lambda: problem(covers=(Cover(0, frozenset({2}), 1, 1, 1),)),
        lambda: problem(covers=(Cover(0, frozenset({0}), 1, -1, 1),)),
        lambda: problem(person(allowed=(FREE,) * 6)),
        lambda: problem(person(prices=(Price(-1, OFF, 1),))),
        lambda: problem(person(prices=(Price(0, 2, 1),))),
    ],
)
def test_what_is_not_there_is_refused(wrong):
    with pytest.raises(ValueError, match=r"there is no|one day or two|days of allowed|less than nothing"):
        wrong()
