"""The memory that the compiled engine works in: a network, the state of a replication, and room for what it finds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from planner.model.checks import InvalidPlan
from planner.simulate.kernel import layout, records

MOST_BYTES = 3_000_000_000
"""What a run may take of the machine's memory."""


def new_output(network: layout.Network, replications: int) -> layout.Output:
    """Zeros for so many replications; the first axis is the replication."""
    days = network.months.size
    months = int(network.months[-1]) + 1
    teams, bands, stages = network.fixed_teams.size, network.bands.size, network.stages.size
    outcomes, widest, queues = network.outcomes.size, network.due_days.shape[1], queues_of(network)

    def counts(*shape: int) -> NDArray[np.int32]:
        return np.zeros((replications, *shape), np.int32)

    def amounts(*shape: int) -> NDArray[np.float32]:
        return np.zeros((replications, *shape), np.float32)

    return layout.Output(
        team_counts=counts(teams, 5, days),
        team_amounts=amounts(teams, 5, days),
        overdue_days=counts(bands, days),
        most_overdue=amounts(bands, days),
        resource_days=counts(network.servers.shape[1], 2, days),
        outsourced=counts(months, network.servers.shape[1]),
        longest_wait=amounts(queues, widest, days),
        served=counts(months, queues, widest),
        waited=amounts(months, queues, widest),
        arrived=counts(months, bands),
        done=counts(months, stages, widest),
        due=counts(months, stages, widest),
        met=counts(months, stages, widest),
        first_count=counts(months, bands),
        first_days=amounts(months, bands),
        closed=counts(months, outcomes),
        closed_days=amounts(months, outcomes),
        handled=np.zeros((replications, 1), np.int64),
    )


def refuse_oversized(network: layout.Network, replications: int, threads: int) -> None:
    """Raise InvalidPlan when a run needs more memory than a laptop has to spare."""
    days, months = network.months.size, int(network.months[-1]) + 1
    waits = queues_of(network) * network.due_days.shape[1]
    cells = days * (10 * network.fixed_teams.size + 2 * network.bands.size + waits) + 2 * months * network.due_days.size
    state = most_cases(network) * (records.CASE.itemsize + 3 * records.ITEM.itemsize + 5 * 8)
    needed = 4 * replications * cells + threads * state
    if needed > MOST_BYTES or most_cases(network) >= 1 << layout.CASE_BITS:
        raise InvalidPlan(
            "replications",
            replications,
            f"this run would need about {needed / 1e9:.0f} GB of memory: ask for fewer futures or days, or less demand",
        )


def queues_of(network: layout.Network) -> int:
    """How many stages use a shared resource."""
    return int(network.stages["queue"].max()) + 1


def most_cases(network: layout.Network) -> int:
    """More cases than a replication makes but once in 10^15: the book, the mean and eight standard deviations of the
    arrivals, and all that these can open in other teams, in turn."""
    teams = network.fixed_teams.size
    of_band = network.bands["team"]
    mean = np.zeros(teams)
    np.add.at(mean, of_band, network.arrivals.sum(axis=1).max(axis=0))
    spread = 8 * np.sqrt(mean * network.fixed_teams["dispersion"])
    own = np.bincount(of_band[network.opening["band"]], minlength=teams) + mean + np.ceil(spread) + 16
    return int(np.ceil(np.linalg.solve(np.eye(teams) - _feeding(network).T, own).sum())) + 64


def _feeding(network: layout.Network) -> NDArray[np.float64]:
    """[T, T] the greatest chance that the end of a case of one team opens a case in another."""
    found = np.zeros((network.fixed_teams.size,) * 2)
    for outcome in network.outcomes:
        if outcome["feed_team"] >= 0:
            place = outcome["team"], outcome["feed_team"]
            found[place] = max(found[place], outcome["feed_probability"])
    return found


def new_world(network: layout.Network) -> layout.World:
    """Room for the state of one replication; the engine clears it before each."""
    size = most_cases(network)
    days = network.months.size
    bands = network.bands.size
    people, widest = network.people.shape[0], network.due_days.shape[1]
    return layout.World(
        clock=np.zeros(1, records.CLOCK),
        cases=_lines(size, records.CASE),
        items=_lines(3 * size, records.ITEM),
        officers=_lines(people, records.PERSON),
        team_states=np.zeros(network.fixed_teams.size, records.TEAM_STATE),
        lane_states=np.zeros(network.lanes.size, records.LANE_STATE),
        spells=np.zeros((people, _most_patterns(network)), records.SPELL),
        resource_states=np.zeros(network.servers.shape[1], records.RESOURCE_STATE),
        events=np.full(size + people + 4, layout.NEVER, np.int64),
        known=np.zeros(size + 1, np.int64),
        listed=np.zeros(size, np.int64),
        parts=np.zeros(layout.TICKS >> layout.NARROWEST_PART, np.int32),
        todo=np.zeros(2 * size + 2 * people + 64, np.int64),
        day_lists=np.zeros(days, np.int32),
        pending=np.zeros((bands, layout.PAST_DAYS + days), np.int32),
        overdue=np.zeros(bands, np.int32),
        earliest=np.zeros(bands, np.int32),
        queued=np.zeros((queues_of(network), widest, layout.PAST_DAYS + days), np.int32),
        longest=np.zeros((queues_of(network), widest), np.int32),
    )


def _most_patterns(network: layout.Network) -> int:
    """The most patterns of absence that one team has."""
    return int((network.fixed_teams["past_pattern"] - network.fixed_teams["first_pattern"]).max())


def _lines(size: int, kind: np.dtype[np.void]) -> NDArray[np.void]:
    """Records that begin at a cache line of the processor."""
    line = 64
    room = np.zeros(size * kind.itemsize + line, np.uint8)
    first = -room.ctypes.data % line
    return room[first : first + size * kind.itemsize].view(kind)


def address_table(network: layout.Network, world: layout.World, output: layout.Output) -> NDArray[np.int64]:
    """[arrays, 4] where each array is and how long its axes are, with the output's first replication; the arrays must
    outlive the table's use."""
    if not all(array.flags.c_contiguous for array in (*network, *world, *output)):
        raise ValueError("the engine's arrays are contiguous")
    table = np.zeros((len(layout.ARRAYS), layout.COLUMNS), np.int64)
    for row, array in zip(table, (*network, *world, *(array[0] for array in output)), strict=True):
        row[layout.ADDRESS] = array.ctypes.data
        row[layout.SHAPE : layout.SHAPE + array.ndim] = array.shape
    return table


class Machine:
    """The engine with a network and the memory of one replication: one thread's, used again from piece to piece."""

    def __init__(self, network: layout.Network) -> None:
        from planner.simulate.compiled import load

        self._replicate = load()
        self._network = network
        self._world = new_world(network)

    def run(self, output: layout.Output, seed: int, first: int, stopped: Callable[[], bool] = bool) -> None:
        """Fill `output` with the replications from number `first` on, unless `stopped` says that nobody wants the rest.

        RuntimeError when a replication made more cases than there was room for (see `most_cases`).
        """
        table = address_table(self._network, self._world, output)
        strides = np.array([array.strides[0] for array in output])
        for number in range(first, first + output.handled.shape[0]):
            if stopped():
                return
            self._replicate(table.ctypes.data, seed, number)
            table[layout.FIRST_OUTPUT :, layout.ADDRESS] += strides
        if output.handled.min() < 0:
            raise RuntimeError("a replication ran out of room for cases")
