"""The compiled half of pricing: the cheapest lines of one person by a dynamic programme, exact in double precision.

The table `least[day, state, counted, place]` has the least cost of the days from `day` on, for one who stands in
`state` with so much counted (weekends and caps, as one mixed number) and `low[day] + place` units of minutes worked.
It runs without the interpreter's lock.
"""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from typing import Any, cast

import numba
import numpy as np

_compiled: Any = cast(Any, numba).njit(nogil=True, cache=True, error_model="numpy")

UNREACHED = 1e15
"""Above the cost of any line."""


@_compiled
def _more_counted(pattern, step, day, worked, choice, counted):
    return step[pattern[day, worked, choice], counted]


@_compiled
def _joint(day, state, counted, choice, turn, on_duty, pattern, toll, lone, alone):
    """What a choice costs after those before it: the turn, what it adds to a count, the lone day off that it ends."""
    price = turn[state, choice] + toll[pattern[day, on_duty[state], choice], counted]
    if choice > 0 and lone[state] > 0:
        price += alone[day]
    return price


@_compiled
def _mark_reached(reached, cost, following, on_duty, pattern, step, start):
    """Note the states and counts that a line can stand in before each day."""
    reached[:, :, :] = False
    reached[0, start, 0] = True
    for day in range(cost.shape[0]):
        for state in range(following.shape[0]):
            for counted in range(step.shape[1]):
                if not reached[day, state, counted]:
                    continue
                for choice in range(following.shape[1]):
                    then = following[state, choice]
                    if then < 0 or cost[day, choice] >= UNREACHED:
                        continue
                    more = _more_counted(pattern, step, day, on_duty[state], choice, counted)
                    if more >= 0:
                        reached[day + 1, then, more] = True


@_compiled
def _lower(row, source, price, unit, lowest, highest, next_lowest, next_highest):
    """Lower the row of one state by one choice: what it costs, and what the days after it do."""
    shift = unit + lowest - next_lowest
    first = max(0, -shift)
    last = min(highest - lowest, next_highest - next_lowest - shift)
    for place in range(first, last + 1):
        found = source[place + shift] + price
        if found < row[place]:
            row[place] = found


@_compiled
def fill(
    least, reached, cost, following, turn, on_duty, units, pattern, step, toll, lone, alone, ending, low, high, start
):
    """Fill the table from the last day to the first.

    `low` and `high` are the units of minutes that a line can have worked before each day if it is to end within its
    limits.
    """
    _mark_reached(reached, cost, following, on_duty, pattern, step, start)
    days, counts = cost.shape[0], step.shape[1]
    states, choices = following.shape
    for state in range(states):
        least[days, state, :, :] = ending[state]
    for day in range(days - 1, -1, -1):
        for state in range(states):
            for counted in range(counts):
                if not reached[day, state, counted]:
                    continue
                row = least[day, state, counted]
                row[:] = UNREACHED
                for choice in range(choices):
                    then = following[state, choice]
                    if then < 0 or cost[day, choice] >= UNREACHED:
                        continue
                    more = _more_counted(pattern, step, day, on_duty[state], choice, counted)
                    if more >= 0:
                        price = cost[day, choice] + _joint(
                            day, state, counted, choice, turn, on_duty, pattern, toll, lone, alone
                        )
                        source = least[day + 1, then, more]
                        _lower(row, source, price, units[choice], low[day], high[day], low[day + 1], high[day + 1])


@_compiled
def _spread(
    extra,
    least,
    day,
    state,
    counted,
    minutes,
    cost,
    following,
    turn,
    on_duty,
    units,
    pattern,
    step,
    toll,
    lone,
    alone,
    low,
    high,
):  # fmt: skip
    """Set how much more than the cheapest each choice leads to, and give the cheapest."""
    here = least[day, state, counted, minutes - low[day]]
    best = -1
    for choice in range(following.shape[1]):
        extra[choice] = UNREACHED
        then = following[state, choice]
        if then < 0 or cost[day, choice] >= UNREACHED:
            continue
        more = _more_counted(pattern, step, day, on_duty[state], choice, counted)
        after = minutes + units[choice]
        if more < 0 or after < low[day + 1] or after > high[day + 1]:
            continue
        onwards = least[day + 1, then, more, after - low[day + 1]]
        joint = _joint(day, state, counted, choice, turn, on_duty, pattern, toll, lone, alone)
        extra[choice] = onwards + cost[day, choice] + joint - here
        if best < 0 or extra[choice] < extra[best]:
            best = choice
    return best


@_compiled
def _pick(extra, best, left, chance):
    """The choice that `chance` (0 to 1) falls on, of those that cost at most `left` more; or the best."""
    within = 0
    for amount in extra:
        within += amount <= left
    place = int(chance * within)
    if within > 1:
        for choice, amount in enumerate(extra):
            if amount <= left:
                if place == 0:
                    return choice
                place -= 1
    return best


@_compiled
def walk(
    least,
    cost,
    following,
    turn,
    on_duty,
    units,
    pattern,
    step,
    toll,
    lone,
    alone,
    low,
    high,
    start,
    slack,
    chance,
    lines,
):
    """Walk forwards through the table, one line a row of `lines`, and give how many were found.

    Row r spends at most `slack[r]` more than the cheapest line; `chance[r, day]` (0 to 1) says which of the choices
    within it are taken. With no slack it is a cheapest line.
    """
    if least[0, start, 0, 0] >= UNREACHED / 2:
        return 0
    extra = np.empty(following.shape[1])
    for row in range(lines.shape[0]):
        state, counted, minutes, left = start, 0, 0, slack[row]
        for day in range(cost.shape[0]):
            best = _spread(
                extra,
                least,
                day,
                state,
                counted,
                minutes,
                cost,
                following,
                turn,
                on_duty,
                units,
                pattern,
                step,
                toll,
                lone,
                alone,
                low,
                high,
            )
            taken = _pick(extra, best, left, chance[row, day])
            left -= max(extra[taken], 0.0)
            counted = _more_counted(pattern, step, day, on_duty[state], taken, counted)
            state = following[state, taken]
            minutes += units[taken]
            lines[row, day] = taken - 1
    return lines.shape[0]


@_compiled
def gather(
    least, cost, following, turn, on_duty, units, pattern, step, toll, lone, alone, low, high, start, slack, lines
):
    """Write every line within `slack` of the cheapest to `lines`, as far as it has room, and give how many there are.

    Depth first; where one more than there is room for is found it stops.
    """
    days, choices = cost.shape[0], following.shape[1]
    if least[0, start, 0, 0] >= UNREACHED / 2:
        return 0
    extra = np.empty((days, choices))
    stack = np.zeros((4, days + 1), dtype=np.int64)
    at, state, counted, minutes = stack[0], stack[1], stack[2], stack[3]
    state[0] = start
    left = np.full(days + 1, slack)
    found, day = 0, 0
    _spread(
        extra[0],
        least,
        0,
        start,
        0,
        0,
        cost,
        following,
        turn,
        on_duty,
        units,
        pattern,
        step,
        toll,
        lone,
        alone,
        low,
        high,
    )
    while day >= 0 and found < lines.shape[0]:
        choice = at[day]
        if choice == choices:
            day -= 1
            continue
        at[day] += 1
        if extra[day, choice] > left[day]:
            continue
        lines[found, day] = choice - 1
        if day == days - 1:
            if found + 1 < lines.shape[0]:
                lines[found + 1] = lines[found]
            found += 1
            continue
        more = _more_counted(pattern, step, day, on_duty[state[day]], choice, counted[day])
        left[day + 1] = left[day] - max(extra[day, choice], 0.0)
        state[day + 1], counted[day + 1] = following[state[day], choice], more
        minutes[day + 1] = minutes[day] + units[choice]
        day += 1
        at[day] = 0
        _spread(
            extra[day], least, day, state[day], counted[day], minutes[day],
            cost, following, turn, on_duty, units, pattern, step, toll, lone, alone, low, high,
        )  # fmt: skip
    return found
