"""The engine's arrays, seen through the address table `m` that every compiled function is given.

Handing some fifty arrays from function to function costs more than the work itself (measured: four microseconds an
event instead of a tenth of one); one table of addresses costs nothing. With NUMBA_DISABLE_JIT=1 the same functions
read the same addresses in plain Python.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numba.extending
import numpy as np
from numpy.typing import NDArray

from planner.simulate.kernel import layout
from planner.simulate.kernel.layout import ADDRESS, ARRAYS, COLUMNS, SHAPE

# numba's own annotations leave out what is used here.
_numba = cast(Any, numba)
carray, types = _numba.carray, _numba.types

Table = NDArray[np.int64]
Function = TypeVar("Function", bound=Callable[..., Any])
View = Callable[[Table], Any]


def compiled(function: Function) -> Function:
    """A function that only compiled code calls."""
    maker = _numba.njit(nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
    return cast(Function, maker(function))


def entry(function: Function) -> Function:
    """A function that Python calls; its machine code is kept in the cache folder, all that it calls included."""
    return cast(Function, _numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def _entry_of_table(typing_context: Any, m: Any, row: Any, column: Any) -> Any:
    """Compiled: one entry of the address table.

    The table does not change while a replication runs. Saying so (LLVM's `invariant.load`) lets the compiler read an
    address once and not at every use; without it the reading took half the time of an event.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        table = context.make_array(signature.args[0])(context, builder, arguments[0])
        place = builder.add(builder.mul(arguments[1], context.get_constant(types.int64, COLUMNS)), arguments[2])
        entry = builder.load(builder.gep(table.data, [place]))
        entry.set_metadata("invariant.load", builder.module.add_metadata([]))
        return entry

    return types.int64(m, types.int64, types.int64), generate


def _as_pointer(typing_context: Any, address: Any) -> Any:
    """Compiled: an address as a pointer."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(types.voidptr))

    return types.voidptr(types.int64), generate


_pointer = cast(Any, numba.extending.intrinsic(_as_pointer))
_entry = cast(Any, numba.extending.intrinsic(_entry_of_table))


def _viewer(name: str, kind: Any, axes: int) -> View:
    """A function that gives the array called `name`: of `kind`, with 1 to 3 axes."""
    row = ARRAYS.index(name)
    kind = np.dtype(kind)
    if _numba.config.DISABLE_JIT:

        def plain(m: Table) -> Any:
            shape = tuple(int(length) for length in m[row, SHAPE : SHAPE + axes])
            array = carray(ctypes.c_void_p(int(m[row, ADDRESS])), shape, kind)
            return array.view(np.recarray) if kind.names else array

        return plain
    if axes == 1:

        @compiled
        def line(m: Table) -> Any:
            return carray(_pointer(_entry(m, row, ADDRESS)), (_entry(m, row, SHAPE),), kind)

        return line
    if axes == 2:

        @compiled
        def plane(m: Table) -> Any:
            return carray(_pointer(_entry(m, row, ADDRESS)), (_entry(m, row, SHAPE), _entry(m, row, SHAPE + 1)), kind)

        return plane

    @compiled
    def block(m: Table) -> Any:
        return carray(
            _pointer(_entry(m, row, ADDRESS)),
            (_entry(m, row, SHAPE), _entry(m, row, SHAPE + 1), _entry(m, row, SHAPE + 2)),
            kind,
        )

    return block


fixed_teams = _viewer("fixed_teams", layout.TEAM, 1)
bands = _viewer("bands", layout.BAND, 1)
stages = _viewer("stages", layout.STAGE, 1)
outcomes = _viewer("outcomes", layout.OUTCOME, 1)
opening = _viewer("opening", layout.OPENING, 1)
due_days = _viewer("due_days", "f8", 2)
intervals = _viewer("intervals", "f8", 3)
route_from = _viewer("route_from", "i8", 2)
route_to = _viewer("route_to", "i8", 1)
route_upto = _viewer("route_upto", "f8", 1)
rebanding = _viewer("rebanding", "f8", 3)
effort_factors = _viewer("effort_factors", "f8", 2)
kinds = _viewer("kinds", "i8", 1)
means = _viewer("means", "f8", 1)
tables = _viewer("tables", "f8", 2)
rates = _viewer("rates", "f8", 2)
weights = _viewer("weights", "f8", 2)
presence = _viewer("presence", "f8", 2)
hazards = _viewer("hazards", "f8", 1)
people = _viewer("people", "i8", 2)
people_salts = _viewer("people_salts", "u8", 1)
limits = _viewer("limits", "f8", 2)
servers = _viewer("servers", "i8", 2)
arrivals = _viewer("arrivals", "f8", 3)
shares = _viewer("shares", "f8", 1)
months = _viewer("months", "i8", 1)
clock = _viewer("clock", layout.CLOCK, 1)
cases = _viewer("cases", layout.CASE, 1)
rank = _viewer("rank", "i8", 1)
hours = _viewer("hours", "f8", 1)
left = _viewer("left", "i4", 1)
right = _viewer("right", "i4", 1)
officers = _viewer("officers", layout.OFFICER, 1)
team_states = _viewer("team_states", layout.TEAM_STATE, 1)
resource_states = _viewer("resource_states", layout.RESOURCE_STATE, 1)
events = _viewer("events", "i8", 1)
todo = _viewer("todo", "i8", 1)
day_lists = _viewer("day_lists", "i4", 1)
agenda = _viewer("agenda", "i4", 1)
pending = _viewer("pending", "i4", 2)
overdue = _viewer("overdue", "i4", 1)
earliest = _viewer("earliest", "i4", 1)
team_counts = _viewer("team_counts", "i4", 3)
team_amounts = _viewer("team_amounts", "f4", 3)
overdue_days = _viewer("overdue_days", "i4", 2)
most_overdue = _viewer("most_overdue", "f4", 2)
resource_days = _viewer("resource_days", "i4", 3)
arrived = _viewer("arrived", "i4", 2)
done = _viewer("done", "i4", 3)
on_time = _viewer("on_time", "i4", 3)
first_count = _viewer("first_count", "i4", 2)
first_days = _viewer("first_days", "f4", 2)
closed = _viewer("closed", "i4", 2)
closed_days = _viewer("closed_days", "f4", 2)
handled = _viewer("handled", "i8", 1)
