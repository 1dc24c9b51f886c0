"""`planner compare`: scenarios side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli.arguments import DAY, PLAN, announce_preparation, find_scenario, read_plan
from planner.cli.measures import BASE, read_measure

if TYPE_CHECKING:
    from planner.model.explanation import Subject
    from planner.model.plan import Plan
    from planner.model.scenario import Scenario
    from planner.report.comparison import Compared, Interval, Side
    from planner.workspace import Comparison

JSON_FORMAT = 1
"""Raised when an entry of the JSON changes its meaning or goes; new entries do not raise it."""


@click.command(short_help="Set two to five scenarios side by side.")
@PLAN
@click.option("--scenarios", "named", metavar="A,B,…", required=True, help="Keys or names; `base`: the plan as it is.")
@click.option(
    "--measure",
    "wanted",
    metavar="NAME",
    multiple=True,
    help="open, unallocated, caseload, overdue, most-overdue, on-time, wait, longest-wait, or the key of a standard; "
    "may be repeated (default: the standards).",
)
@click.option("--team", metavar="KEY", help="Whose (default: the only team with a lever).")
@click.option(
    "--on", "day", type=DAY, metavar="DATE", help="On which day (default: a year ahead; a standard's own date)."
)
@click.option("--stage", metavar="KEY", help="Of on-time (default: the stage that is watched) and of waits: which.")
@click.option("--band", metavar="KEY", help="Only this band, where a measure is told apart by band.")
@click.option(
    "--replications", "futures", type=click.IntRange(6, 100_000), default=200, show_default=True, help="Futures."
)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Which futures.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for another program.")
def compare(
    file: Path | None,
    named: str,
    wanted: tuple[str, ...],
    futures: int,
    seed: int,
    as_json: bool,
    **about: Any,
) -> None:
    """Set scenarios side by side: each measure, the differences from the plan's baseline (or the first of them) in the
    same futures with 95 % intervals, and what 8 futures of 10 keep to.

    \b
    Example:
        planner compare north.plan --scenarios as-today,growth-70,growth-70-recruits --measure overdue --team polit
    """
    from planner.cli.progress import ProgressLine
    from planner.workspace import compare_scenarios

    plan = read_plan(file)
    scenarios = [_scenario(plan, name.strip()) for name in named.split(",")]
    subjects = _subjects(plan, scenarios, wanted, about)
    announce_preparation()
    progress = ProgressLine("Comparing scenarios")
    try:
        found = compare_scenarios(plan, scenarios, subjects, futures=futures, seed=seed, progress=progress)
    finally:
        progress.clear()
    click.echo(_document(plan, found) if as_json else _text(plan, found))


def _scenario(plan: Plan, name: str) -> Scenario | None:
    return None if name.casefold() == BASE else find_scenario(plan, name)


def _subjects(
    plan: Plan, scenarios: list[Scenario | None], wanted: tuple[str, ...], about: dict[str, Any]
) -> list[Subject]:
    names = wanted or tuple(standard.key for standard in plan.standards if about["team"] in (None, standard.team))
    if not names:
        raise click.UsageError("--measure: say which, as there are no standards to compare by")
    return [read_measure(plan, scenarios, wanted=name, **about) for name in names]


def _text(plan: Plan, found: Comparison) -> str:
    from planner.report.comparison import kept_in_words
    from planner.report.decisions import decision_lines
    from planner.report.explanation import scenario_in_words, subject_in_words
    from planner.report.words import counted

    parts = []
    for measure in found.measures:
        kept = [
            f"{_name(scenario)}: {kept_in_words(measure.subject, side)}"
            for scenario, side in zip(found.scenarios, measure.sides, strict=True)
        ]
        parts.append("\n".join((subject_in_words(plan, measure.subject), _table(found, measure), *kept)))
    against = scenario_in_words(found.scenarios[found.reference])
    parts.append(
        f"Differences are from {against}, in the same {counted(found.futures, 'future')}; “to” is a 95 % interval."
    )
    decided = [
        f"{_name(scenario)}: {line}" for scenario in found.scenarios if scenario for line in decision_lines(scenario)
    ]
    if decided:
        parts.append("\n".join(decided))
    if plan.illustrative:
        parts.append("Illustrative: every figure of this plan is made up.")
    return "\n\n".join(parts)


def _name(scenario: Scenario | None) -> str:
    return scenario.name if scenario else "The plan as it is"


def _table(found: Comparison, measure: Compared) -> str:
    from tabulate import tabulate

    rows = [
        [_name(scenario), *_interval(measure, side.value), *_interval(measure, side.difference, signed=True)]
        for scenario, side in zip(found.scenarios, measure.sides, strict=True)
    ]
    headers = ["Scenario", "mean", "95 %", "difference", "95 %"]
    return tabulate(rows, headers=headers, disable_numparse=True, colalign=("left", *("right",) * 4))


def _interval(measure: Compared, interval: Interval | None, *, signed: bool = False) -> tuple[str, str]:
    from planner.report.explanation import is_share

    if interval is None:
        return "", ""
    scale, unit = (100, " points" if signed else " %") if is_share(measure.subject) else (1, "")
    mean, low, high = (
        f"{scale * value:{'+' if signed else ''},.1f}" for value in (interval.mean, interval.low, interval.high)
    )
    return f"{mean}{unit}", f"{low} to {high}"


def _document(plan: Plan, found: Comparison) -> str:
    import json

    from planner.model.codec import to_plain
    from planner.report.comparison import comparison_lines

    document = {
        "format": JSON_FORMAT,
        "plan": plan.name,
        "illustrative": plan.illustrative,
        "scenarios": [_about(scenario) for scenario in found.scenarios],
        "compared_with": found.reference,
        "futures": found.futures,
        "seed": found.seed,
        "measures": [
            {
                "measure": to_plain(measure.subject),
                "sides": [_side(side) for side in measure.sides],
                "sentences": list(comparison_lines(plan, measure, found.scenarios, found.reference, found.futures)),
            }
            for measure in found.measures
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _about(scenario: Scenario | None) -> dict[str, Any]:
    if scenario is None:
        return {"key": None, "name": _name(scenario), "decided": None}
    decided = {
        "by": scenario.decided_by,
        "on": scenario.decided_on and scenario.decided_on.isoformat(),
        "decision": scenario.decision,
    }
    return {"key": scenario.key, "name": scenario.name, "decided": decided if any(decided.values()) else None}


def _side(side: Side) -> dict[str, Any]:
    from planner.report.comparison import CURVE

    return {
        "value": _numbers(side.value),
        "difference": side.difference and _numbers(side.difference),
        "curve": [{"share": share, "level": round(level, 6)} for share, level in zip(CURVE, side.curve, strict=True)],
        "dots": [round(dot, 6) for dot in side.dots],
        "kept_in_8_of_10": round(side.kept, 6),
    }


def _numbers(interval: Interval) -> dict[str, float]:
    return {name: round(getattr(interval, name), 6) for name in ("mean", "low", "high")}
