"""The inspection pack: standards, countdown, action plan with its evidence, overdue work, and what has changed."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.action import ActionItem
from planner.model.cases import Case
from planner.model.countdown import Countdown, LastSafe, StandardCountdown
from planner.model.plan import Plan
from planner.model.team import Team
from planner.report.countdown import breach_lines, lead_line
from planner.report.document import Block, Bullets, Chart, Document, Grid, Heading, Paragraph, Provenance
from planner.report.picture import BarsPicture, ChanceRow, ChancesPicture
from planner.report.standing import (
    approve_by,
    best_step,
    by_risk,
    chance_in_words,
    headline,
    interval,
    lead_dates,
    short_day,
    standing,
    target_in_words,
    today_in_words,
)
from planner.report.then_and_now import then_and_now
from planner.report.words import counted, day_in_words, percentage

ROW_HEIGHT, FRAME_HEIGHT, TALLEST = 7.4, 18.0, 200.0
"""Millimetres of a chart with rows."""
NO_ROW = "none"


@dataclass(frozen=True, slots=True)
class OverdueBand:
    """The overdue work of one band on the plan's first morning."""

    team: Team
    band: str
    """Its name."""
    count: int
    worst: Case | None
    """The most overdue case."""
    days: int
    """By how many days that is late."""


def overdue_bands(plan: Plan) -> list[OverdueBand]:
    """Of every band of every team, in the plan's order."""
    found = []
    for team in plan.teams:
        cases = plan.cases_of(team.key)
        for band in team.bands:
            late = [
                (case.due, case.key, case)
                for case in cases
                if case.band == band.key and case.due is not None and case.due < plan.start
            ]
            due, _, worst = min(late, key=lambda entry: entry[:2]) if late else (plan.start, "", None)
            found.append(OverdueBand(team, band.name, len(late), worst, (plan.start - due).days))
    return found


def inspection_pack(plan: Plan, found: Countdown, before: Plan | None, provenance: Provenance) -> Document:
    """The pack; `before` is the plan as it was at the last inspection."""
    blocks = (
        Paragraph(f"{headline(found)}, {counted(found.days_left, 'day')} from the plan's first day.", "answer"),
        *_standards(plan, found),
        *_countdown(plan, found),
        *_actions(plan),
        *_overdue(plan, found),
        Heading("Change since the last inspection"),
        *_change(plan, before),
    )
    title = f"Inspection pack for {day_in_words(found.day)}"
    return Document(title, plan.name, blocks, provenance, plan.illustrative)


def chances_picture(found: Countdown) -> ChancesPicture:
    """The chance of each standard, the least likely first."""
    rows = []
    for one in by_risk(found):
        low, high = interval(one)
        tone = standing(one.chance, found.probability).tone
        rows.append(ChanceRow(one.standard.name, one.chance, low, high, tone))
    return ChancesPicture(tuple(rows), found.probability)


def _standards(plan: Plan, found: Countdown) -> list[Block]:
    ordered = by_risk(found)
    alt = "Chance that each standard is met on the day: " + "; ".join(
        f"{one.standard.name} {percentage(round(one.chance, 2))}" for one in ordered
    )
    height = min(FRAME_HEIGHT + ROW_HEIGHT * len(ordered), TALLEST)
    rows = tuple(
        (
            one.standard.name,
            target_in_words(one.standard),
            today_in_words(plan, one.standard),
            chance_in_words(one, found.probability),
            best_step(one) or "not tried",
            approve_by(one, found.probability, plan.start) or "not looked for",
        )
        for one in ordered
    )
    header = ("Standard", "Target", "Today", "Chance on the day", "What lifts it most", "Approve by")
    note = (
        "Chances are shares of the simulated futures with their 95 % interval; likely from "
        f"{percentage(found.probability)}, unlikely below 50 %."
    )
    return [
        Heading("Standards"),
        Chart(
            chances_picture(found), f"How likely each standard is met on {day_in_words(found.day)}", f"{alt}.", height
        ),
        Grid(
            "Standards, the least likely first", header, rows, (3.6, 1.3, 1.2, 2.2, 3.2, 2.0), frozenset({1, 2}), note
        ),
    ]


def _countdown(plan: Plan, found: Countdown) -> list[Block]:
    blocks: list[Block] = [Heading("Countdown"), Paragraph(lead_line(found))]
    dated = [one for one in found.standards if one.last_safe is not None]
    if dated:
        first = min(dated, key=lambda one: one.last_safe.approve if one.last_safe else found.day)
        rows = tuple(
            (entry.step.name, short_day(entry.begins), short_day(entry.ends), f"{entry.step.days.value:g}")
            for entry in lead_dates(found, first)
        )
        title = f"The first date that cannot wait: {first.standard.name}"
        blocks.append(Grid(title, ("Step", "Begins", "Ends", "Days"), rows, (4, 2, 2, 1), frozenset({3})))
        dated.sort(key=lambda one: (one.last_safe.approve if one.last_safe else found.day, one.standard.key))
        lines = tuple(_wait_row(plan, one, one.last_safe) for one in dated if one.last_safe is not None)
        header = ("Standard", "What it takes", "Approve by", "Begins by", "Then met", "A day later")
        wait = Grid("Until when posts can wait", header, lines, (3.4, 3, 1.9, 1.8, 1.2, 1.4), frozenset({4, 5}))
        blocks.append(wait)
    obstacles = tuple(
        f"{one.standard.name}: {one.obstacle}" for one in by_risk(found) if one.last_safe is None and one.obstacle
    )
    if obstacles:
        blocks += [Heading("Where officers alone are not enough", 2), Bullets(obstacles)]
    return blocks


def _wait_row(plan: Plan, one: StandardCountdown, safe: LastSafe) -> tuple[str, ...]:
    passed = " (passed)" if safe.approve < plan.start else ""
    return (
        one.standard.name,
        f"{counted(safe.officers, 'more officer')} for {plan.team(one.standard.team).name}",
        f"{short_day(safe.approve)}{passed}",
        short_day(safe.begins),
        percentage(safe.chance),
        percentage(safe.day_later),
    )


def action_rows(plan: Plan) -> tuple[tuple[ActionItem, str, str], ...]:
    """The action plan: each item with its standard's name and its state, late ones first, then by due date."""
    names = {standard.key: standard.name for standard in plan.standards}

    def state(action: ActionItem) -> str:
        if action.done is not None:
            return f"done {short_day(action.done)}"
        return "late" if action.is_late(plan.start) else "to do"

    order = {"late": 0, "to do": 1}
    found = [(action, names[action.standard], state(action)) for action in plan.actions]
    return tuple(
        sorted(found, key=lambda row: (order.get(row[2], 2), row[0].due is None, row[0].due or plan.start, row[0].key))
    )


def _actions(plan: Plan) -> list[Block]:
    rows = tuple(
        (
            action.what,
            standard,
            action.owner or "nobody",
            "" if action.due is None else short_day(action.due),
            state,
            " ".join(action.evidence.split()) or NO_ROW,
        )
        for action, standard, state in action_rows(plan)
    )
    if not rows:
        return [Heading("Action plan"), Paragraph("The plan has no action plan yet.")]
    header = ("What", "Standard", "Owner", "Due", "State", "Evidence")
    grid = Grid("What is done, and what shows it", header, rows, (3.2, 2.6, 1.7, 1.5, 1.4, 3.2))
    return [Heading("Action plan"), grid]


def _overdue(plan: Plan, found: Countdown) -> list[Block]:
    bands = overdue_bands(plan)
    late = [band for band in bands if band.count]
    blocks: list[Block] = [Heading(f"Overdue work on {day_in_words(plan.start)}")]
    if late:
        bars = tuple(
            (f"{band.team.name}, {band.band}", float(band.count), f"{band.count:,}, the latest by {band.days:,} days")
            for band in late
        )
        height = min(14 + ROW_HEIGHT * len(bars), TALLEST)
        alt = "Overdue work by band: " + "; ".join(f"{name} {words}" for name, _, words in bars)
        blocks.append(Chart(BarsPicture("Overdue", bars), "Overdue work by team and band", f"{alt}.", height))
        header = ("Team", "Band", "Overdue", "Most overdue", "Days late", "Task", "Owner")
        rows = tuple(_overdue_row(plan, band) for band in late)
        widths = (2.2, 2.2, 1.2, 2.0, 1.3, 3.2, 2.2)
        blocks.append(Grid("The most overdue item of each band", header, rows, widths, frozenset({2, 4})))
    else:
        blocks.append(Paragraph("Nothing is overdue in any band."))
    ahead = breach_lines(plan, found)
    if ahead:
        blocks += [Heading("Overdue work ahead", 2), Bullets(ahead)]
    return blocks


def _overdue_row(plan: Plan, band: OverdueBand) -> tuple[str, ...]:
    worst = band.worst
    assert worst is not None
    names = {officer.key: officer.name for officer in plan.officers}
    owner = "nobody yet" if worst.owner is None else names[worst.owner]
    stage = band.team.stage(worst.stage).name
    return band.team.name, band.band, f"{band.count:,}", worst.key, f"{band.days:,}", stage, owner


def _change(plan: Plan, before: Plan | None) -> list[Block]:
    done = [action for action in plan.actions if action.done is not None]
    late = sum(action.is_late(plan.start) for action in plan.actions)
    words = f"{len(done):,} of {counted(len(plan.actions), 'action')} done, {late:,} late."
    blocks: list[Block] = [Paragraph(words)] if plan.actions else []
    if before is None:
        why = "To see what has changed, name the plan as it was at the last inspection (an earlier copy of its file)."
        return [*blocks, Paragraph(why, "note")]
    return [*blocks, then_and_now(before, plan)]
