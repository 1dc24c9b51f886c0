"""The crash report: what went wrong in the program, without a word of what was in the plan."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

_PROGRAM = Path(__file__).parents[2]


def report_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The process's `sys.excepthook`: keeps a crash report and says where, in one line on stderr."""
    if issubclass(kind, KeyboardInterrupt):
        print("Cancelled.", file=sys.stderr)
        return
    try:
        place = f"A crash report without any of your data is in {keep(error)}"
    except OSError:
        place = "No crash report could be written"
    print(f"Something went wrong inside Caseload Planner. {place}.", file=sys.stderr)


def keep(error: BaseException) -> Path:
    """Write the report on `error` into the user's log folder and give its path; OSError when that fails."""
    from datetime import datetime

    from planner import paths

    folder = paths.user_log()
    folder.mkdir(parents=True, exist_ok=True)
    moment = datetime.now().astimezone()
    path = folder / f"crash-{moment:%Y%m%d-%H%M%S-%f}.txt"
    path.write_text(f"time: {moment.isoformat(timespec='seconds')}\n{describe(error)}", encoding="utf-8")
    return path


def describe(error: BaseException) -> str:
    """Versions, and for each error of the chain its type and where in the code it arose.

    No message, no value, no argument and no file outside the program: any of them could name a person or a plan.
    """
    import platform

    from planner import __version__

    lines = [f"version: {__version__}", f"python: {platform.python_version()}", f"platform: {platform.platform()}"]
    link: BaseException | None = error
    seen: set[int] = set()
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines.append(f"error: {type(link).__module__}.{type(link).__qualname__}")
        lines.extend(_frames(link.__traceback__))
        link = link.__cause__ or link.__context__
    return "\n".join(lines) + "\n"


def _frames(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"  {_inside(Path(code.co_filename))}:{trace.tb_lineno} {code.co_qualname}"
        trace = trace.tb_next


def _inside(path: Path) -> str:
    """A source file's path from the program's or its packages' root, or its bare name."""
    if "site-packages" in path.parts:
        return "/".join(path.parts[path.parts.index("site-packages") + 1 :])
    return path.relative_to(_PROGRAM).as_posix() if path.is_relative_to(_PROGRAM) else path.name
