"""`planner require`: the fewest officers that meet standards."""

from __future__ import annotations

from datetime import date, datetime
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
    from planner.model.plan import Plan
    from planner.model.requirement import Establishment, Posts, Requirement, Verdict, Window
    from planner.model.standard import Standard

JSON_FORMAT = 1
"""Raised when an entry of the JSON changes its meaning or goes; new entries do not raise it."""


@click.command(short_help="Find the fewest officers that meet standards.")
@PLAN
@click.option(
    "--standard",
    "standards",
    metavar="KEY[=TARGET]",
    multiple=True,
    required=True,
    help="A standard of the plan, with another target if you like; may be repeated: all are to hold together.",
)
@click.option(
    "--from", "first", type=DAY, metavar="DATE", help="When it is to hold (default: the standard's own date)."
)
@click.option("--until", type=DAY, metavar="DATE", help="On every day from then to this one (default: on the date).")
@click.option(
    "--months", callback=read_share, metavar="SHARE", help="With --until: in at least this share of the months."
)
@click.option(
    "--probability", metavar="SHARE", callback=read_share, default="90%", show_default=True, help="How surely."
)
@click.option("--team", "teams", metavar="KEY", multiple=True, help="Who may recruit (default: the standards' teams).")
@click.option(
    "--start", "starts", type=DAY, metavar="DATE", multiple=True, help="When recruits are asked for (default: at once)."
)
@click.option(
    "--vetting", type=click.IntRange(0, 730), help="Days until they begin (default: the plan's steps to the first day)."
)
@click.option(
    "--role",
    "roles",
    type=click.Choice(["officer", "supervisor"]),
    multiple=True,
    help="Who is recruited; may be repeated: both kinds are weighed (default: officers).",
)
@click.option("--loan-until", type=DAY, metavar="DATE", help="Borrow officers from the start to this day instead.")
@click.option("--grade", metavar="KEY", help="What they are priced at (default: the plan's usual grade).")
@click.option("--most", type=click.IntRange(1, 500), default=20, show_default=True, help="Most officers of each kind.")
@click.option("--pot", type=click.IntRange(0, 3000), help="Most officers together.")
@click.option(
    "--budget", type=click.FloatRange(0), metavar="POUNDS", help="Most that they cost, to the end of the window."
)
@click.option("--scenario", "wanted", metavar="NAME", help="What happens besides (default: the plan as it is).")
@click.option(
    "--futures", type=click.IntRange(50, 100_000), default=1000, show_default=True, help="Most for a close decision."
)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Which futures.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for another program.")
def require(file: Path | None, as_json: bool, **options: Any) -> None:
    """Find the smallest number of officers (or supervisors) with whom standards hold as surely as you ask; with what
    one fewer does, how sure the answer is, and its cost.

    \b
    Example:
        planner require north.plan --standard polit-caseload=20 --from 2027-10-01 --probability 90%
    """
    from planner.cli.progress import ProgressLine
    from planner.model.requirement import CannotBeMet
    from planner.report.requirement import establishment_lines
    from planner.workspace import require_officers

    plan = read_plan(file)
    requirement = _requirement(plan, **options)
    announce_preparation()
    progress = ProgressLine("Looking for the fewest officers")
    try:
        found = require_officers(plan, requirement, progress=progress)
    except CannotBeMet as error:
        raise click.ClickException(str(error)) from None
    finally:
        progress.clear()
    if as_json:
        click.echo(_document(plan, found))
        return
    made_up = ["Illustrative: every figure of this plan is made up."] if plan.illustrative else []
    click.echo("\n".join((*establishment_lines(plan, found), *made_up)))


def _requirement(
    plan: Plan,
    *,
    standards: tuple[str, ...],
    first: datetime | None,
    until: datetime | None,
    months: float | None,
    probability: float,
    wanted: str | None,
    pot: int | None,
    budget: float | None,
    futures: int,
    seed: int,
    **posts: Any,
) -> Requirement:
    from planner.model.requirement import Requirement

    chosen = tuple(_standard(plan, text) for text in standards)
    for standard in chosen:
        if sum(other.key == standard.key for other in chosen) > 1:
            raise click.UsageError(f"--standard: {standard.key} is given twice: keep the stricter of its targets")
    if not 0.5 <= probability < 1:
        raise click.UsageError("--probability: ask for at least 50 % and less than 100 %, such as 90%")
    return Requirement(
        standards=chosen,
        window=_window(plan, chosen, first, until, months),
        posts=_posts(plan, chosen, **posts),
        probability=probability,
        scenario=None if wanted is None else find_scenario(plan, wanted),
        pot=pot,
        budget=budget,
        futures=futures,
        seed=seed,
    )


def _standard(plan: Plan, text: str) -> Standard:
    """A standard of the plan, with another target where one is given: `polit-caseload=20`, `mosovo-visits=95%`."""
    from dataclasses import replace

    from planner.model.checks import InvalidPlan

    key, given, target = text.partition("=")
    known = {standard.key: standard for standard in plan.standards}
    if key not in known:
        raise wrong("--standard", f"this plan has no standard {key!r}", key, list(known))
    standard = known[key]
    if not given:
        return standard
    try:
        value = float(target.removesuffix("%")) / (100 if target.endswith("%") else 1)
    except ValueError:
        raise click.UsageError(f"--standard: {target!r} is no target such as 20 or 95%") from None
    try:
        return replace(standard, target=replace(standard.target, value=value))
    except InvalidPlan as error:
        raise click.UsageError(f"--standard: the target of {key}, {target}, is not allowed: {error.rule}") from None


def _window(
    plan: Plan, standards: tuple[Standard, ...], first: datetime | None, until: datetime | None, months: float | None
) -> Window:
    from planner.model.requirement import Hold, Window

    dates = {standard.by or plan.reinspection for standard in standards}
    if first is None and (None in dates or len(dates) > 1):
        raise click.UsageError("--from: say when it is to hold, as the standards name no common date")
    begins = first.date() if first else next(iter(dates))
    assert begins is not None
    refuse_outside(plan, "--from", begins)
    if until is None:
        if months is not None:
            raise click.UsageError("--months: it needs --until, the last day of the months")
        return Window.on(begins)
    refuse_outside(plan, "--until", until.date())
    if until.date() < begins:
        raise click.UsageError("--until: it is before --from: choose a later day")
    hold = Hold.EVERY_DAY if months is None else Hold.MONTHS
    return Window(begins, until.date(), hold, 1.0 if months is None else months)


def _posts(
    plan: Plan,
    standards: tuple[Standard, ...],
    *,
    teams: tuple[str, ...],
    starts: tuple[datetime, ...],
    vetting: int | None,
    roles: tuple[str, ...],
    loan_until: datetime | None,
    grade: str | None,
    most: int,
) -> tuple[Posts, ...]:
    from planner.model.countdown import lead_days
    from planner.model.people import Role
    from planner.model.requirement import Posts

    known = [team.key for team in plan.teams]
    for key in teams:
        if key not in known:
            raise wrong("--team", f"this plan has no team {key!r}", key, known)
    grades = [entry.key for entry in plan.prices.grades]
    if grade is not None and grade not in grades:
        raise wrong("--grade", f"there is no grade {grade!r}", grade, grades)
    chosen = teams or tuple(key for key in known if any(standard.team == key for standard in standards))
    days: list[date] = [start.date() for start in starts] or [plan.start]
    for day in days:
        refuse_outside(plan, "--start", day)
    end = loan_until.date() if loan_until else None
    if end and end < max(days):
        raise click.UsageError("--loan-until: the loan would end before it starts: choose a later day")
    wait = 0 if end else lead_days(plan.lead_steps) if vetting is None else vetting
    wanted = [Role(role) for role in roles or (Role.OFFICER,)]
    if end and Role.SUPERVISOR in wanted:
        raise click.UsageError("--role: officers alone are lent, so leave out --loan-until to recruit supervisors")
    return tuple(Posts(team, day, wait, end, most, grade, role) for team in chosen for day in days for role in wanted)


def _document(plan: Plan, found: Establishment) -> str:
    import json

    from planner.report.requirement import establishment_lines
    from planner.report.scenario_cost import efficient

    asked = found.requirement
    frontier = efficient([(pounds, verdict.share) for verdict, pounds in zip(found.tried, found.prices, strict=True)])
    document = {
        "format": JSON_FORMAT,
        "plan": plan.name,
        "illustrative": plan.illustrative,
        "scenario": asked.scenario.key if asked.scenario else None,
        "seed": asked.seed,
        "probability": asked.probability,
        "window": {
            "hold": str(asked.window.hold),
            "first": asked.window.first.isoformat(),
            "last": asked.window.last.isoformat(),
            "share": asked.window.share,
        },
        "standards": [
            {"key": standard.key, "name": standard.name, "target": standard.target.value}
            for standard in asked.standards
        ],
        "officers": found.verdict.officers,
        "posts": [
            {
                "team": posts.team,
                "role": str(posts.role),
                "count": count,
                "asked_for": posts.start.isoformat(),
                "begins": posts.begins.isoformat(),
                "ends": posts.end and posts.end.isoformat(),
                "grade": posts.grade,
            }
            for posts, count in zip(asked.posts, found.verdict.counts, strict=True)
        ],
        "answer": _verdict(found.verdict),
        "rejected": [_verdict(verdict) for verdict in found.rejected],
        "tried": [
            _verdict(verdict) | {"cost": round(pounds, 2), "efficient": on_frontier}
            for verdict, pounds, on_frontier in zip(found.tried, found.prices, frontier, strict=True)
        ],
        "sure": found.sure,
        "fewest": found.fewest,
        "most": found.most,
        "steady": found.steady,
        "cost": {"to_end_of_window": round(found.cost, 2), "yearly": round(found.yearly, 2)},
        "sentences": list(establishment_lines(plan, found)),
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "counts": list(verdict.counts),
        "futures": verdict.futures,
        "probability": round(verdict.share, 6),
        "low": round(verdict.low, 6),
        "high": round(verdict.high, 6),
        "meets": verdict.meets,
        "sure": verdict.sure,
        "standards": [round(share, 6) for share in verdict.standards],
    }
