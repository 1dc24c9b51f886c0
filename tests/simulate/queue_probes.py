"""Compiled doors to the engine's queues, for tests alone. Imported once the engine's cache folder is set."""

from __future__ import annotations

from numba import njit

from planner.simulate.kernel import queues


@njit
def put(m, root, item):
    return queues.with_item(m, root, item)


@njit
def take(m, root):
    return queues.without_first(m, root)


@njit
def push(m, tick, actor):
    queues.push_event(m, tick, actor)


@njit
def pop(m):
    return queues.pop_event(m)


@njit
def forget(m, tick, actor):
    queues.forget_event(m, tick, actor)


@njit
def rank(m, priority, due):
    return queues.order_of_service(m, priority, due)


@njit
def order(m, day):
    queues.order_known(m, day)


@njit
def plan_for(m, case, tick):
    queues.schedule(m, case, tick)
