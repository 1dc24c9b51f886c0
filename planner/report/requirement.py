"""What it would take, and why something cannot be had, in sentences."""

from __future__ import annotations

import math

from planner.model.people import Role
from planner.model.plan import Plan
from planner.model.requirement import (
    Establishment,
    Hold,
    Obstacle,
    Posts,
    Requirement,
    Shortfall,
    Verdict,
    Window,
)
from planner.model.standard import MEASURE_UNIT, Measure, Standard
from planner.report.words import counted, day_in_words, of_the_futures, percentage, pounds, rounded_pounds


def establishment_lines(plan: Plan, found: Establishment) -> tuple[str, ...]:
    """The answer, the neighbours that were rejected, how sure it is, and what it costs."""
    asked, verdict = found.requirement, found.verdict
    goal = f"{_standards(asked)} {_holds(asked)} {window_in_words(asked.window)} {_chance(verdict)}"
    wanted = f"asked for: {percentage(asked.probability)}"
    if verdict.officers == 0:
        return (f"No more officers are needed: {goal}; {wanted}.", *_doubts(found))
    posts = "; ".join(
        posts_in_words(plan, kind, count) for kind, count in zip(asked.posts, verdict.counts, strict=True) if count
    )
    lines = [f"{posts}: then {goal}; {wanted}."]
    for fewer in found.rejected:
        lines.append(f"{_fewer(plan, asked, verdict, fewer)}: {_chance(fewer)}, {_points(asked, fewer)}.")
    lines += _doubts(found)
    lines.append(
        f"They cost about {rounded_pounds(found.cost)} to {day_in_words(asked.window.last)}, and about "
        f"{rounded_pounds(found.yearly)} for each whole year in post; prices are assumptions."
    )
    return tuple(lines)


def tried_rows(plan: Plan, found: Establishment) -> tuple[tuple[str, ...], ...]:
    """Each number of posts that was tried, fewest first: which, how often all hold, with its interval, what it costs,
    and whether it is the answer, a neighbour that was rejected, or another."""
    rows = []
    for verdict, cost in zip(found.tried, found.prices, strict=True):
        if verdict.counts == found.verdict.counts:
            said = "the answer"
        elif verdict.counts in [fewer.counts for fewer in found.rejected]:
            said = "one fewer: rejected"
        else:
            said = "enough, but more" if verdict.meets else "too few"
        rows.append(
            (
                _counts_in_words(plan, found.requirement, verdict.counts),
                percentage(verdict.share),
                f"{percentage(verdict.low).removesuffix(' %')} to {percentage(verdict.high)}",
                rounded_pounds(cost),
                said if verdict.sure else f"{said} (close)",
            )
        )
    return tuple(rows)


def _counts_in_words(plan: Plan, asked: Requirement, counts: tuple[int, ...]) -> str:
    if len(counts) == 1:
        return str(counts[0])
    kinds = [f"{plan.team(kind.team).name} {'loan' if kind.end is not None else kind.role}" for kind in asked.posts]
    return ", ".join(f"{kind} {count}" for kind, count in zip(kinds, counts, strict=True))


def shortfall_sentence(plan: Plan, found: Shortfall) -> str:
    """Why a requirement cannot be met, and what to relax: one sentence."""
    asked = found.requirement
    if found.obstacle in (Obstacle.POT, Obstacle.BUDGET):
        return _too_little(found)
    if found.obstacle is Obstacle.FIGHT:
        ranges = " and ".join(
            f"{standard_in_words(standard)} holds with {_range(found, place)}"
            for place, standard in enumerate(asked.standards)
        )
        return f"These standards fight: {ranges}, but no number does for all of them: relax the one that matters less."
    place = min(range(len(asked.standards)), key=lambda number: _best_share(found, number))
    standard = asked.standards[place]
    first = min(asked.posts, key=lambda posts: posts.begins)
    if first.begins > asked.window.last:
        return (
            f"{standard_in_words(standard)} holds {window_in_words(asked.window)} in "
            f"{_only(found.best.standards[place])}, and nobody asked for on "
            f"{day_in_words(first.start)} begins before {day_in_words(first.begins)}: ask earlier, borrow officers, or "
            "move the date."
        )
    posts = " and ".join(
        f"{counted(kind.most, str(kind.role))} for {plan.team(kind.team).name}" for kind in asked.posts
    )
    reach = _reach(found, place)
    more = ", allow more officers" if found.best.counts == tuple(kind.most for kind in asked.posts) else ""
    return (
        f"No number up to {posts} is enough: {standard_in_words(standard)} holds {window_in_words(asked.window)} in "
        f"{_at_most(_best_share(found, place))}; relax its target to {reach}, its date or the "
        f"probability{more}, or change something other than the number of officers."
    )


def standard_in_words(standard: Standard) -> str:
    """A standard's name with its target."""
    bound = "at least" if standard.at_least else "at most"
    return f"“{standard.name}” ({bound} {level_in_words(standard, standard.target.value)})"


def level_in_words(standard: Standard, level: float) -> str:
    """A level of what a standard looks at, with its unit."""
    if standard.measure is Measure.ON_TIME:
        return percentage(level)
    figure = f"{level:,.1f}".removesuffix(".0")
    return f"{figure} days" if MEASURE_UNIT[standard.measure] == "days" else figure


def window_in_words(window: Window) -> str:
    """The days over which something is to hold."""
    if window.hold is Hold.ON_DATE:
        return f"on {day_in_words(window.first)}"
    span = f"from {day_in_words(window.first)} to {day_in_words(window.last)}"
    if window.hold is Hold.EVERY_DAY:
        return f"on every day {span}"
    return f"in at least {percentage(window.share)} of the months {span}"


def posts_in_words(plan: Plan, posts: Posts, count: int) -> str:
    """So many posts of a kind, for whom and when."""
    team = plan.team(posts.team).name
    if posts.end is not None:
        days = f"from {day_in_words(posts.start)} to {day_in_words(posts.end)}"
        return f"{counted(count, 'officer')} on loan to {team} {days}"
    recruits = "recruit" if posts.role is Role.OFFICER else "recruited supervisor"
    asked = f"{counted(count, recruits)} for {team}, asked for on {day_in_words(posts.start)}"
    return f"{asked} and at work from {day_in_words(posts.begins)}" if posts.vetting_days else asked


def _standards(asked: Requirement) -> str:
    return ", ".join(standard_in_words(standard) for standard in asked.standards)


def _holds(asked: Requirement) -> str:
    return "holds" if len(asked.standards) == 1 else "hold together"


def _chance(verdict: Verdict) -> str:
    sure = f"{percentage(verdict.low)} to {percentage(verdict.high)} with 95 % confidence"
    return f"in {percentage(verdict.share)} of {verdict.futures:,} futures ({sure})"


def _fewer(plan: Plan, asked: Requirement, verdict: Verdict, fewer: Verdict) -> str:
    """Which post a neighbour is without."""
    if len(asked.posts) == 1:
        return f"With one fewer, {fewer.officers}"
    place = next(number for number, count in enumerate(fewer.counts) if count < verdict.counts[number])
    kind = asked.posts[place]
    alike = sum((kind.team, kind.role) == (other.team, other.role) for other in asked.posts)
    begins = f" from {day_in_words(kind.begins)}" if alike > 1 else ""
    role = " supervisor" if kind.role is Role.SUPERVISOR else ""
    return f"With one{role} fewer for {plan.team(kind.team).name}{begins}, {fewer.counts[place]}"


def _points(asked: Requirement, fewer: Verdict) -> str:
    if fewer.meets:
        return "which would be enough but is not allowed"
    points = round(100 * (asked.probability - fewer.share), 1)
    return f"{points:g} percentage point{'' if points == 1 else 's'} too few"


def _doubts(found: Establishment) -> list[str]:
    lines = []
    if not found.sure:
        lines.append(
            f"It is close: the futures cannot tell {found.fewest} to {found.most} officers apart with 95 % confidence; "
            f"more than {found.requirement.futures:,} futures may."
        )
    if not found.steady:
        lines.append(
            "More officers do not always raise this probability (newcomers are slow at first and take cases), so the "
            "smaller numbers were tried as well."
        )
    return lines


def _too_little(found: Shortfall) -> str:
    asked, needed = found.requirement, found.needed
    assert needed is not None and found.needed_cost is not None
    officers, cost = counted(needed.officers, "officer"), f"about {rounded_pounds(found.needed_cost)}"
    last = day_in_words(asked.window.last)
    nearest = f"with what it allows, {_standards(asked)} {_holds(asked)} in {of_the_futures(found.best.share)}"
    if found.obstacle is Obstacle.POT:
        return (
            f"A pot of {counted(asked.pot or 0, 'officer')} is too small: {nearest}; {officers} would do, at {cost} to "
            f"{last}, so raise the pot, or relax a target, the date or the probability."
        )
    return (
        f"A budget of {pounds(asked.budget or 0)} is too small: {nearest}; {officers} would do, at {cost} to {last}, "
        "so raise the budget, ask later, or relax a target, the date or the probability."
    )


def _only(share: float) -> str:
    return f"only {of_the_futures(share)}" if share else of_the_futures(share)


def _at_most(share: float) -> str:
    return f"at most {of_the_futures(share)}" if share else of_the_futures(share)


def _best_share(found: Shortfall, place: int) -> float:
    return max(verdict.standards[place] for verdict in found.tried)


def _reach(found: Shortfall, place: int) -> str:
    """The strictest target that some choice would keep as surely as is asked."""
    standard = found.requirement.standards[place]
    levels = [verdict.within_reach[place] for verdict in found.tried]
    tenth = 0.001 if standard.measure is Measure.ON_TIME else 0.1
    # Rounded to the lenient side, so that the target that is named would indeed be kept.
    if standard.at_least:
        return level_in_words(standard, math.floor(max(levels) / tenth + 1e-6) * tenth)
    return level_in_words(standard, math.ceil(min(levels) / tenth - 1e-6) * tenth)


def _range(found: Shortfall, place: int) -> str:
    """The numbers of officers, of those tried, with which a standard holds by itself."""
    asked = found.requirement.probability
    numbers = [verdict.officers for verdict in found.tried if verdict.standards[place] >= asked]
    low, high = min(numbers), max(numbers)
    return f"{low} officers" if low == high else f"{low} to {high} officers"
