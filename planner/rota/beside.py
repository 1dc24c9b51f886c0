"""Work on threads of its own: the only module of the rota that knows about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

SECONDS_BETWEEN_LOOKS = 0.1

Found = TypeVar("Found")
Tool = TypeVar("Tool")


def watched(work: Callable[[], Found], look: Callable[[], object], stop: Callable[[], object]) -> Found:
    """What `work` gives, done on a thread of its own while `look` is called on this one, ten times a second.

    When `look` raises, `stop` asks the work to end, which is waited for.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="rota") as pool:
        doing = pool.submit(work)
        try:
            while not wait([doing], SECONDS_BETWEEN_LOOKS).done:
                look()
        except BaseException:
            stop()
            raise
        return doing.result()


def shared_out(
    work: Callable[[int, Tool], Found], count: int, tools: Sequence[Tool], look: Callable[[], object]
) -> list[Found]:
    """What `work` gives for each number below `count`, in order: done on as many threads as there are tools.

    Each thread has a tool to itself. `look` is called on this thread meanwhile; when it raises, no new number is begun.
    """
    waiting = iter(range(count))
    found: dict[int, Found] = {}

    def take(tool: Tool) -> None:
        for number in waiting:  # a step of this iterator is never given to two threads
            found[number] = work(number, tool)

    with ThreadPoolExecutor(len(tools), thread_name_prefix="rota") as pool:
        doing = [pool.submit(take, tool) for tool in tools]
        try:
            while wait(doing, SECONDS_BETWEEN_LOOKS).not_done:
                look()
        except BaseException:
            list(waiting)
            raise
        for one in doing:
            one.result()
    return [found[number] for number in range(count)]
