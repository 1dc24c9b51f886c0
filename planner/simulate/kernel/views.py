"""The engine's arrays, seen through `m`, the place of the address table, which every compiled function is given.

Handing some fifty arrays from function to function costs more than the work itself (measured: four microseconds an
event instead of a tenth of one); one number costs nothing. With NUMBA_DISABLE_JIT=1 the same functions read the same
addresses in plain Python.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numba.extending
import numpy as np
from numba.np.arrayobj import populate_array

from planner.simulate.kernel import records
from planner.simulate.kernel.layout import ADDRESS, ARRAYS, COLUMNS, SHAPE

# numba's own annotations leave out what is used here.
_numba = cast(Any, numba)
types = _numba.types

Table = int
Function = TypeVar("Function", bound=Callable[..., Any])
View = Callable[[Table], Any]

# No array is made or kept by compiled code, so nothing has to be counted: without `_nrt=False` counting references to
# arrays that have no owner took an eighth of the time. Nothing of it is called from Python either (see `native`).
_OPTIONS: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "_nrt": False,
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
}
_TYPES = {"Table": types.int64, "int": types.int64, "float": types.float64, "Word": types.uint64}


def compiled(function: Function) -> Function:
    """A function of the engine, compiled once, for arguments of the types that its annotations say.

    Left to itself numba compiles a function anew for each width of whole number, which doubled the work.
    """
    return _compiled(function, _OPTIONS)


def built_in(function: Function) -> Function:
    """A `compiled` function that is built into each that calls it.

    The compiler does so by itself where there is one caller; this is for what is often called by several (a twentieth
    less to carry out).
    """
    return _compiled(function, _OPTIONS | {"forceinline": True})


def _compiled(function: Function, options: dict[str, Any]) -> Function:
    made = _numba.njit(**options)(function)
    if not _numba.config.DISABLE_JIT:
        given = _argument_types(function)
        find_template = made.get_call_template
        made.get_call_template = lambda _args, _named: find_template(given, {})
    return cast(Function, made)


def _argument_types(function: Callable[..., Any]) -> tuple[Any, ...]:
    return tuple(_TYPES[name] for argument, name in function.__annotations__.items() if argument != "return")


def llvm_code(function: Any) -> str:
    """A compiled function and all that it calls, as LLVM assembly; the function is the only one seen from outside."""
    given = _argument_types(function.py_func)
    function.compile(given)
    return str(function.inspect_llvm(given))


def kept_by_numba(function: Any) -> Callable[[Table, int, int], None]:
    """A compiled function that Python calls; its machine code, with all that it calls, is in numba's cache folder."""
    options = _OPTIONS | {"no_cpython_wrapper": False}
    found = _numba.njit(cache=True, **options)(function.py_func)
    found.compile(_argument_types(function.py_func))
    return cast(Callable[[Table, int, int], None], found)


def _viewer(name: str, kind: Any, axes: int) -> View:
    """A function that gives the array called `name`: of `kind`, with 1 to 3 axes."""
    row = ARRAYS.index(name)
    kind = np.dtype(kind)
    if _numba.config.DISABLE_JIT:

        def plain(m: Table) -> Any:
            entries = (ctypes.c_int64 * COLUMNS).from_address(m + 8 * COLUMNS * row)
            shape = tuple(entries[SHAPE : SHAPE + axes])
            array = _numba.carray(ctypes.c_void_p(entries[ADDRESS]), shape, kind)
            return array.view(np.recarray) if kind.names else array

        return plain

    array_type = types.Array(numba.from_dtype(kind), axes, "C" if axes == 1 else "A")

    def view(typing_context: Any, m: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return _build_view(context, builder, signature, arguments[0], row)

        return array_type(m), generate

    return cast(View, numba.extending.intrinsic(view))


def _build_view(context: Any, builder: Any, signature: Any, table: Any, row: int) -> Any:
    """The array that one row of the address table names, as LLVM code.

    The table does not change while a replication runs. Saying so (`invariant.load`) lets the compiler read an address
    once and not at every use. No index is negative: with lengths of nothing, what numba adds to a negative index is
    nothing too, and the compiler leaves out the question (an eighth of the time).
    """
    array_type = signature.return_type
    entries = builder.inttoptr(table, context.get_value_type(types.intp).as_pointer())

    def entry_of(column: int) -> Any:
        place = context.get_constant(types.intp, row * COLUMNS + column)
        loaded = builder.load(builder.gep(entries, [place]))
        loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
        return loaded

    array = context.make_array(array_type)(context, builder)
    length = context.get_abi_sizeof(context.get_data_type(array_type.dtype))
    lengths = [entry_of(SHAPE + axis) for axis in range(array_type.ndim)]
    strides = [context.get_constant(types.intp, length)]
    for extent in reversed(lengths[1:]):
        strides.insert(0, builder.mul(strides[0], extent))
    cast(Any, populate_array)(
        array,
        data=builder.inttoptr(entry_of(ADDRESS), array.data.type),
        shape=[context.get_constant(types.intp, 0)] * array_type.ndim,
        strides=strides,
        itemsize=context.get_constant(types.intp, length),
        meminfo=None,
    )
    array.nitems = functools.reduce(builder.mul, lengths)
    return array._getvalue()


fixed_teams = _viewer("fixed_teams", records.TEAM, 1)
bands = _viewer("bands", records.BAND, 1)
stages = _viewer("stages", records.STAGE, 1)
outcomes = _viewer("outcomes", records.OUTCOME, 1)
opening = _viewer("opening", records.OPENING, 1)
due_days = _viewer("due_days", "f8", 2)
intervals = _viewer("intervals", "f8", 3)
route_from = _viewer("route_from", "i8", 2)
routes = _viewer("routes", records.ROUTE, 1)
rebanding = _viewer("rebanding", "f8", 3)
effort_factors = _viewer("effort_factors", "f8", 2)
kinds = _viewer("kinds", "i8", 1)
means = _viewer("means", "f8", 1)
tables = _viewer("tables", "f4", 2)
person_days = _viewer("person_days", records.PERSON_DAY, 2)
rosters = _viewer("rosters", "i8", 1)
hazards = _viewer("hazards", "f8", 1)
people = _viewer("people", "i8", 2)
people_salts = _viewer("people_salts", "u8", 1)
skills = _viewer("skills", "i8", 1)
lanes = _viewer("lanes", records.LANE, 1)
patterns = _viewer("patterns", records.PATTERN, 1)
overtime = _viewer("overtime", records.OVERTIME, 2)
triage = _viewer("triage", records.TRIAGE, 2)
outsourcing = _viewer("outsourcing", records.OUTSOURCING, 2)
reactive = _viewer("reactive", "f8", 3)
limits = _viewer("limits", "f8", 2)
servers = _viewer("servers", "i8", 2)
arrivals = _viewer("arrivals", "f8", 3)
shares = _viewer("shares", "f8", 1)
months = _viewer("months", "i8", 1)
stretches = _viewer("stretches", "i8", 1)
clock = _viewer("clock", records.CLOCK, 1)
cases = _viewer("cases", records.CASE, 1)
items = _viewer("items", records.ITEM, 1)
officers = _viewer("officers", records.PERSON, 1)
team_states = _viewer("team_states", records.TEAM_STATE, 1)
lane_states = _viewer("lane_states", records.LANE_STATE, 1)
spells = _viewer("spells", records.SPELL, 2)
resource_states = _viewer("resource_states", records.RESOURCE_STATE, 1)
events = _viewer("events", "i8", 1)
known = _viewer("known", "i8", 1)
listed = _viewer("listed", "i8", 1)
parts = _viewer("parts", "i4", 1)
todo = _viewer("todo", "i8", 1)
day_lists = _viewer("day_lists", "i4", 1)
pending = _viewer("pending", "i4", 2)
overdue = _viewer("overdue", "i4", 1)
earliest = _viewer("earliest", "i4", 1)
queued = _viewer("queued", "i4", 3)
longest = _viewer("longest", "i4", 2)
team_counts = _viewer("team_counts", "i4", 3)
team_amounts = _viewer("team_amounts", "f4", 3)
overdue_days = _viewer("overdue_days", "i4", 2)
most_overdue = _viewer("most_overdue", "f4", 2)
resource_days = _viewer("resource_days", "i4", 3)
outsourced = _viewer("outsourced", "i4", 2)
longest_wait = _viewer("longest_wait", "f4", 3)
served = _viewer("served", "i4", 3)
waited = _viewer("waited", "f4", 3)
arrived = _viewer("arrived", "i4", 2)
done = _viewer("done", "i4", 3)
due = _viewer("due", "i4", 3)
met = _viewer("met", "i4", 3)
first_count = _viewer("first_count", "i4", 2)
first_days = _viewer("first_days", "f4", 2)
closed = _viewer("closed", "i4", 2)
closed_days = _viewer("closed_days", "f4", 2)
handled = _viewer("handled", "i8", 1)
