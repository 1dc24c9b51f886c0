"""`planner countdown`: what stands between a plan and its re-inspection."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli.arguments import (
    DAY,
    PLAN,
    announce_preparation,
    find_scenario,
    read_plan,
    read_share,
    refuse_outside,
    wrong,
)

if TYPE_CHECKING:
    from planner.model.countdown import Countdown, StandardCountdown
    from planner.model.plan import Plan

JSON_FORMAT = 1
"""Raised when an entry of the JSON changes its meaning or goes; new entries do not raise it."""


@click.command(short_help="Say how likely each standard is met on the day, and until when posts can wait.")
@PLAN
@click.option("--standard", "keys", metavar="KEY", multiple=True, help="May be repeated (default: all).")
@click.option("--on", "day", type=DAY, metavar="DATE", help="The day (default: re-inspection).")
@click.option("--probability", metavar="SHARE", callback=read_share, default="90%", help="From which it is safe (90%).")
@click.option("--scenario", "wanted", metavar="NAME", help="What happens besides (default: the plan as it is).")
@click.option("--replications", "futures", type=click.IntRange(50, 100_000), default=200, help="Futures (200).")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Which futures.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for another program.")
def countdown(
    file: Path | None,
    keys: tuple[str, ...],
    day: datetime | None,
    probability: float,
    wanted: str | None,
    futures: int,
    seed: int,
    as_json: bool,
) -> None:
    """Say how likely each standard is met on the re-inspection, where that is heading, which single step lifts it most,
    the last safe date to approve posts, and which overdue work to expect week by week.

    \b
    Example:
        planner countdown north.plan --standard mosovo-visits --standard mosovo-caseload
    """
    from planner.cli.progress import ProgressLine
    from planner.workspace import count_down

    plan = read_plan(file)
    known = {standard.key: standard for standard in plan.standards}
    for key in keys:
        if key not in known:
            raise wrong("--standard", f"this plan has no standard {key!r}", key, list(known))
    scenario = None if wanted is None else find_scenario(plan, wanted)
    if day is not None:
        refuse_outside(plan, "--on", day.date())
    announce_preparation()
    progress = ProgressLine("Counting down")
    try:
        found = count_down(
            plan,
            [known[key] for key in keys] or plan.standards,
            scenario=scenario,
            day=day.date() if day else None,
            probability=probability,
            futures=futures,
            seed=seed,
            progress=progress,
        )
    finally:
        progress.clear()
    click.echo(_document(plan, found) if as_json else _text(plan, found))


def _text(plan: Plan, found: Countdown) -> str:
    from planner.report.actions import actions_on
    from planner.report.countdown import breach_lines, countdown_lines, lead_line
    from planner.report.words import counted, day_in_words

    parts = [f"{plan.name}: {counted(found.days_left, 'day')} to {day_in_words(found.day)}"]
    parts += [
        "\n  ".join((*countdown_lines(plan, found, one), *actions_on(plan, one.standard))) for one in found.standards
    ]
    parts += ["\n  ".join(("Overdue work ahead", *breach_lines(plan, found))), lead_line(found)]
    if plan.illustrative:
        parts.append("Illustrative: every figure of this plan is made up.")
    return "\n\n".join(parts)


def _document(plan: Plan, found: Countdown) -> str:
    import json

    document = {
        "format": JSON_FORMAT,
        "plan": plan.name,
        "illustrative": plan.illustrative,
        "day": found.day.isoformat(),
        "days_left": found.days_left,
        "probability": found.probability,
        "futures": found.futures,
        "seed": found.seed,
        "lead": [{"step": step.name, "days": step.days.value, "status": str(step.days.status)} for step in found.steps],
        "standards": [_standard(plan, found, one) for one in found.standards],
        "breaches": [
            {
                "team": breach.team,
                "band": breach.band,
                "week_to": breach.week.isoformat(),
                "chance": round(breach.chance, 6),
                "mean": round(breach.mean, 4),
                "p90": breach.high,
                "worst_days": round(breach.worst_days, 2),
            }
            for breach in found.breaches
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _standard(plan: Plan, found: Countdown, one: StandardCountdown) -> dict[str, Any]:
    from planner.model.codec import to_plain
    from planner.report.countdown import countdown_lines

    last = one.last_safe
    return {
        "key": one.standard.key,
        "name": one.standard.name,
        "target": one.standard.target.value,
        "chance": round(one.chance, 6),
        "error": round(one.error, 6),
        "trend": [{"day": day.isoformat(), "chance": round(chance, 6)} for day, chance in one.trend],
        "lifts": [
            {
                "step": lift.candidate.name,
                "levers": to_plain(lift.candidate.levers),
                "chance": round(lift.chance, 6),
                "lift": round(lift.lift, 6),
                "error": round(lift.error, 6),
                "nearer": round(lift.nearer, 4),
            }
            for lift in one.lifts
        ],
        "last_safe": None
        if last is None
        else {
            "officers": last.officers,
            "approve": last.approve.isoformat(),
            "begins": last.begins.isoformat(),
            "chance": round(last.chance, 6),
            "day_later": round(last.day_later, 6),
        },
        "obstacle": one.obstacle,
        "actions": [to_plain(action) for action in plan.actions if action.standard == one.standard.key],
        "sentences": list(countdown_lines(plan, found, one)),
    }
