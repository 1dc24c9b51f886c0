"""What several commands about rotas take: a rota and its draft, cells, days away, and news of a search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli.arguments import FILE, no_day, wrong

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.rota import Rota
    from planner.model.rota_draft import RotaDraft, RotaLine
    from planner.model.rota_people import Unavailability
    from planner.model.rota_solution import Heard, RotaNews

JSON_FORMAT = 1
"""Raised when an entry of the JSON changes its meaning or goes; new entries do not raise it."""
FILE_OF_PLAN = click.argument("file", metavar="PLAN", type=FILE)
ROTA = click.option("--rota", "wanted", metavar="KEY", help="Which rota (default: the plan's only one).")
DRAFT = click.option("--draft", metavar="KEY", help="Which of its drafts (default: the last).")
SECONDS = click.FloatRange(0.5, 86_400)
_PUBLISHED = "published"
"""What the option --draft says for the version in force."""


def into_option(default: str) -> Callable[[Any], Any]:
    """The option --into: the draft that what is found is kept in."""
    return click.option(
        "--into",
        metavar="KEY",
        callback=_other_than_published,
        default=default,
        show_default=True,
        help="The draft that it is kept in.",
    )


def _other_than_published(_: click.Context, param: click.Parameter, key: str) -> str:
    """The key of a draft to be filled, which is not the word for the version in force."""
    if key == _PUBLISHED:
        raise click.UsageError(f"{param.opts[0]}: {key} is the word for the version in force: call the draft otherwise")
    return key


def chosen_lines(rota: Rota, draft: str | None) -> tuple[str, tuple[RotaLine, ...]]:
    """The name and the lines of a draft, or of the published version where the draft is called `published`."""
    from planner.workspace.rota import find_draft

    if draft != _PUBLISHED:
        found = find_draft(rota, draft)
        return found.name, found.lines
    if rota.published is None:
        raise click.UsageError(f"--draft: nothing of the rota {rota.key} is published yet")
    return f"Version {rota.published.version} of {rota.published.on}", rota.published.lines


def draft_or_none(rota: Rota, draft: str | None) -> RotaDraft | None:
    """The draft that is named, or the last; none where the rota has none and none is named."""
    from planner.workspace.rota import find_draft

    return find_draft(rota, draft) if draft is not None or rota.drafts else None


def read_day(option: str, text: str) -> date:
    """A date as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"{option}: {no_day(text)}") from None


def read_away(plan: Plan, rota: Rota, option: str, text: str) -> Unavailability:
    """Days away as OFFICER:FIRST[:LAST]."""
    from planner.model.rota_people import AwayKind, Unavailability

    officer, _, days = text.partition(":")
    known = [person.officer for person in rota.people]
    if officer not in known:
        raise wrong(option, f"this rota has no officer {officer!r}", officer, known)
    first, _, last = days.partition(":")
    if not first:
        raise click.UsageError(f"{option}: {text!r} is no OFFICER:FIRST[:LAST] such as {officer}:{rota.start}")
    begins = read_day(option, first)
    ends = read_day(option, last) if last else begins
    if ends < begins:
        raise click.UsageError(f"{option}: {text!r} ends before it begins")
    return Unavailability(officer, AwayKind.SICK, begins, ends)


def read_pin(rota: Rota, text: str) -> tuple[tuple[str, int], str]:
    """A cell as OFFICER:DATE=DUTY, the duty by its key or code, or `off`."""
    where, given, duty = text.partition("=")
    officer, _, day = where.partition(":")
    known = [person.officer for person in rota.people]
    if not given or not day:
        example = f"{known[0] if known else 'polit-1'}:{rota.start}=off"
        raise click.UsageError(f"CELL: {text!r} is no OFFICER:DATE=DUTY such as {example}")
    if officer not in known:
        raise wrong("CELL", f"this rota has no officer {officer!r}", officer, known)
    number = (read_day("CELL", day) - rota.start).days
    if not 0 <= number < rota.days:
        raise click.UsageError(f"CELL: {day} is no day of this rota, which goes from {rota.start} to {rota.end}")
    kinds = {shift.code.casefold(): shift.key for shift in rota.shifts} | {
        shift.key: shift.key for shift in rota.shifts
    }
    if duty.casefold() == "off":
        return (officer, number), ""
    if duty.casefold() not in kinds:
        raise wrong("CELL", f"this rota has no duty {duty!r}", duty, [*(shift.key for shift in rota.shifts), "off"])
    return (officer, number), kinds[duty.casefold()]


@contextmanager
def search_news(label: str, seconds: float) -> Iterator[Heard]:
    """What a search is told to say on stderr; Ctrl+C ends it and keeps the best rota."""
    import signal

    from planner.cli.progress import ProgressLine
    from planner.model.progress import Cancelled

    progress = ProgressLine(label)
    stopped = False

    def stop(_: int, __: Any) -> None:
        nonlocal stopped
        stopped = True

    def hear(news: RotaNews) -> None:
        progress(min(int(1000 * news.seconds), int(1000 * seconds) - 1), int(1000 * seconds))
        if stopped:
            raise Cancelled

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield hear
    finally:
        signal.signal(signal.SIGINT, before)
        progress.clear()


def made_up(plan: Plan) -> tuple[str, ...]:
    """The sentence that a made-up plan needs."""
    return ("Illustrative: every figure of this plan is made up.",) if plan.illustrative else ()


def existing(file: Path) -> Path:
    """The file, whose folder is there; UsageError otherwise."""
    if not file.absolute().parent.is_dir():
        raise click.UsageError(f"--out: there is no folder {file.absolute().parent}")
    return file
