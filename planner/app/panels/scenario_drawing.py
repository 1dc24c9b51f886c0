"""What a run found, drawn: first the fan that the hand waits for, then what stands below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.app.charts.sentences import caseload_sentence, futures_words, waiting_sentence
from planner.app.widgets.words import held, plural

if TYPE_CHECKING:
    from datetime import date

    from planner.app.charts.fan import FanChart
    from planner.app.charts.on_time import OnTimeCard
    from planner.app.runs import ScenarioPicture
    from planner.model.plan import Plan


def draw_fan(plan: Plan, picture: ScenarioPicture, fan: FanChart) -> None:
    """Open cases per officer."""
    word = plan.team(picture.team).case_word
    fan.rename(f"{held(word)} per officer, with those waiting", f"{plural(word)} per officer")
    _say_what_of(plan, picture, fan)
    fan.show_data(picture.per_officer, (picture.limit, f"Limit {picture.limit:g}"), _mark(plan))
    fan.tell(caseload_sentence(picture.per_officer, picture.limit, picture.passed, _futures(picture)))


def draw_below(plan: Plan, picture: ScenarioPicture, waiting: FanChart, on_time: OnTimeCard) -> None:
    """Unallocated cases, and what is done on time."""
    word = plan.team(picture.team).case_word
    waiting.rename("Unallocated", plural(word))
    _say_what_of(plan, picture, waiting)
    waiting.show_data(picture.waiting, None, _mark(plan))
    waiting.tell(waiting_sentence(picture.waiting, plural(word)))
    on_time.show_rows(picture.stage, picture.on_time)


def _say_what_of(plan: Plan, picture: ScenarioPicture, chart: FanChart) -> None:
    source = f"{plan.name} (illustrative data)" if plan.illustrative else plan.name
    chart.provenance = f"{source}. {picture.title}. Simulated: {_futures(picture)}, seed 1."


def _mark(plan: Plan) -> tuple[date, str] | None:
    return None if plan.reinspection is None else (plan.reinspection, "Re-inspection")


def _futures(picture: ScenarioPicture) -> str:
    return futures_words(picture.replications, complete=picture.complete)
