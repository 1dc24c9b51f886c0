"""What several commands take: files, names that may be misspelt, and the precision of a run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.precision import Aim
    from planner.model.scenario import Scenario

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
LONGEST_RUN_DAYS = 3660
"""Ten years, as `simulate --days` has it."""
PLAN = click.argument("file", metavar="[PLAN]", type=FILE, required=False)


def no_day(text: str) -> str:
    """Why a text is no date: there is no such day, or it is not written as one."""
    written = re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text)
    return f"there is no day {text}" if written else f"{text!r} is no date such as 2027-01-04"


class _Day(click.DateTime):
    """A date as YYYY-MM-DD."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The date at midnight; a failure in words otherwise."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(no_day(str(value)), param, ctx)


DAY = _Day(["%Y-%m-%d"])


def wrong(option: str, sentence: str, wanted: str, known: Sequence[str]) -> click.UsageError:
    """The error for a name that is none of those known; it offers the likely one, or all of them."""
    from difflib import get_close_matches

    folded = {name.casefold(): name for name in reversed(known)}
    close = get_close_matches(wanted.casefold(), folded, n=1)
    offer = f"; did you mean {folded[close[0]]}?" if close else f"; it is one of {', '.join(known)}" if known else ""
    return click.UsageError(f"{option}: {sentence}{offer}")


def read_plan(file: Path | None) -> Plan:
    """The plan in `file`, or the demo plan."""
    from planner.workspace import Workspace, demo_plan

    if file is None:
        click.echo("No plan was named: this is the demo plan, and its figures are illustrative.", err=True)
        return demo_plan()
    with Workspace.open(file, read_only=True) as workspace:
        return workspace.plan


def only_plan(example: str) -> Path:
    """The one plan of this folder; UsageError with an example of how to name one when there are none or several."""
    plans = sorted(Path().glob("*.plan"))
    if len(plans) != 1:
        here = "there is no plan" if not plans else f"there are {len(plans)} plans"
        raise click.UsageError(f"PLAN: {here} in this folder: name the file, as in {example}")
    return plans[0]


def find_scenario(plan: Plan, wanted: str, option: str = "--scenario") -> Scenario:
    """The scenario with this key or name, in any case of letters."""
    for scenario in plan.scenarios:
        if wanted.casefold() in (scenario.key, scenario.name.casefold()):
            return scenario
    known = [scenario.key for scenario in plan.scenarios]
    raise wrong(option, f"this plan has no scenario {wanted!r}", wanted, known)


def read_share(_: click.Context, __: click.Parameter, text: str | None) -> float | None:
    """An option that is a share, written as 0.9 or 90%."""
    if text is None:
        return None
    try:
        number = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise click.BadParameter(f"{text!r} is no share such as 0.9 or 90%")
    return number


def refuse_outside(plan: Plan, option: str, day: date, *, after_start: bool = False) -> None:
    """UsageError for a day before the plan (or, with `after_start`, its first) or beyond the ten years a run covers."""
    from planner.report.words import day_in_words

    wanted, begins = day_in_words(day), day_in_words(plan.start)
    ahead = (day - plan.start).days
    if ahead < 0:
        raise click.UsageError(f"{option}: {wanted} is past, as the plan starts on {begins}: choose a later day")
    if after_start and ahead == 0:
        raise click.UsageError(f"{option}: the plan starts on {wanted}, and nothing differs yet: choose a later day")
    if ahead > LONGEST_RUN_DAYS:
        sentence = f"{wanted} is more than ten years after the plan's start, {begins}: choose an earlier day"
        raise click.UsageError(f"{option}: {sentence}")


def announce_preparation() -> None:
    """Say on stderr that the engine is compiled first, where this machine has no copy of it yet or cannot keep one."""
    from planner.workspace import engine_is_ready, keep_engine_for_session

    caution = keep_engine_for_session()
    if caution is not None:
        click.echo(caution, err=True)
    elif not engine_is_ready():
        click.echo("Preparing the engine (once; about half a minute) …", err=True)


def read_aims(text: str, plan: Plan, teams: Sequence[str]) -> tuple[Aim, ...]:
    """The aims that `--precision` asks for, such as `5` (open cases) or `unallocated=3,on-time=2%`, for each team."""
    aims: list[Aim] = []
    for part in text.split(","):
        word, given, number = part.strip().rpartition("=")
        aims += _aims(word.strip() if given else "open", number.strip(), plan, teams)
    if not aims:
        raise click.UsageError("--precision: none of these teams has a stage that this is measured on")
    return tuple(aims)


def _aims(word: str, number: str, plan: Plan, teams: Sequence[str]) -> list[Aim]:
    from planner.model.precision import Aim, Quantity
    from planner.report.summary import watched_stage

    known = [str(quantity) for quantity in Quantity]
    if word not in known:
        raise wrong("--precision", f"there is no quantity {word!r}", word, known)
    quantity = Quantity(word)
    precision = _number(number, share=quantity is Quantity.ON_TIME)
    if not quantity.staged:
        return [Aim(quantity, team, precision) for team in teams]
    if quantity.at_resource:
        return [
            Aim(quantity, team, precision, stage=stage.key)
            for team in teams
            for stage in plan.team(team).stages
            if stage.resource is not None
        ]
    stages = {team: watched_stage(plan, plan.team(team)) for team in teams}
    return [Aim(quantity, team, precision, stage=stage.key) for team, stage in stages.items() if stage is not None]


def _number(text: str, *, share: bool) -> float:
    """A number above 0; `2%` is 0.02 where a share is meant."""
    percent = share and text.endswith("%")
    try:
        number = float(text[:-1] if percent else text) / (100 if percent else 1)
    except ValueError:
        number = 0.0
    if not 0 < number < 1e9:
        example = "0.02 or 2%" if share else "5"
        raise click.UsageError(f"--precision: {text!r} is no number above 0 such as {example}")
    return number
