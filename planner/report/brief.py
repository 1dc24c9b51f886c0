"""The leader's brief: one question, its answer first, on two pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.model.assumption import Assumption, Status
from planner.model.calendar import DAYS_A_YEAR
from planner.model.plan import Plan
from planner.model.results import Result
from planner.model.scenario import Recruits, Scenario
from planner.model.standard import Measure, Standard
from planner.report.document import (
    Block,
    Bullets,
    Chart,
    Document,
    Grid,
    Heading,
    NewPage,
    Paragraph,
    Provenance,
    shortened,
)
from planner.report.goal import about_pounds, goal_in_words, share_in_words
from planner.report.picture import fan_picture
from planner.report.requirement import level_in_words, standard_in_words
from planner.report.scenario_cost import Option, efficient
from planner.report.standing import short_day
from planner.report.summary import fan
from planner.report.words import counted, day_in_words, percentage, pounds, rounded_pounds

PAGES = 2
_ROOM = ((6, 5, 9), (6, 4, 7), (5, 3, 6), (4, 3, 4), (3, 2, 3), (2, 1, 2))
"""Options, risks and assumptions, from much to little."""
TRUST = {Status.ASSUME: "your estimate needed", Status.ADAPT: "check it", Status.OK: "sourced"}
"""How far a figure can be trusted, in words."""
_KEY_FIGURES = (
    *("referrals_per_month", "abstraction", "weekly_hours", "leaver_rate", "refill_days", "ramp", "overdispersion"),
    "effort",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the plan's register."""

    place: str
    team: str
    """The team's name; empty for none."""
    name: str
    figure: Assumption


@dataclass(frozen=True, slots=True)
class Answer:
    """So many more officers, and until when their approval can wait."""

    officers: int
    fewest: int
    most: int
    """The numbers that the futures cannot tell from the answer."""
    approve: date
    begins: date
    chance: float
    """That the standard is then met."""
    day_later: float


@dataclass(frozen=True, slots=True, eq=False)
class BriefFigures:
    """All that a brief says."""

    plan: Plan
    standard: Standard
    day: date
    probability: float
    scenario: Scenario | None
    """What happens whatever is decided; None for the plan as it is."""
    answer: Answer | None
    obstacle: str
    """Why no number of officers is an answer, and what to relax; empty when one is, or none is needed."""
    standards: tuple[Standard, ...]
    """Those of the team; the chances of each option are of these."""
    options: tuple[Option, ...]
    """The plan as it is first, the answer last where there is one; what is decided differs."""
    ifs: tuple[Option, ...]
    """The last of the options where demand is another."""
    last: date
    """To which day the options' costs are counted."""
    usual: Result
    with_answer: Result | None
    register: tuple[Figure, ...]

    @property
    def place(self) -> int:
        """Of the standard among those of the team."""
        return next(at for at, one in enumerate(self.standards) if one.key == self.standard.key)

    @property
    def usual_chance(self) -> float:
        """That the standard is met without more officers."""
        key = "base" if self.scenario is None else self.scenario.key
        return next(option for option in self.options if option.scenario.key == key).bought.chances[self.place]


def brief(figures: BriefFigures, provenance: Provenance) -> Document:
    """The brief; its tables are shortened until it takes two pages."""
    return shortened([_brief(figures, provenance, *room) for room in _ROOM])


def _brief(figures: BriefFigures, provenance: Provenance, options: int, risks: int, assumptions: int) -> Document:
    plan = figures.plan
    under = "" if figures.scenario is None else f" Scenario: {figures.scenario.name}."
    blocks: list[Block] = [
        Heading("The question"),
        Paragraph(
            f"How many more officers does it take to {goal_in_words(plan, figures.standard, figures.day)}, with "
            f"{percentage(figures.probability)} confidence?{under}"
        ),
        Heading("The answer"),
        Paragraph(answer_sentence(figures), "answer"),
        *[Paragraph(sentence) for sentence in _explained(figures)],
        *_chart(figures),
        _options(figures, options),
        NewPage(),
        Heading("What it costs"),
        *_cost(figures),
        Heading("Risks accepted, and by whom"),
        *_risks(figures, risks),
        Heading("Assumptions that matter"),
        _assumptions(figures, assumptions),
        Heading("Limits"),
        _limits(figures, provenance),
    ]
    title = f"Brief: {plan.team(figures.standard.team).name} by {day_in_words(figures.day)}"
    return Document(title, plan.name, tuple(blocks), provenance, plan.illustrative, PAGES)


def answer_sentence(figures: BriefFigures) -> str:
    """What it takes, in one sentence."""
    goal = goal_in_words(figures.plan, figures.standard, figures.day)
    sure = f"with {percentage(figures.probability)} confidence"
    answer = figures.answer
    if answer is not None:
        officers = counted(answer.officers, "more officer")
        between = f" ({answer.fewest} to {answer.most})" if answer.fewest != answer.most else ""
        return (
            f"To {goal} {sure}: {officers}{between}, approved by {day_in_words(answer.approve)}, "
            f"{about_pounds(officers_cost(figures))} to {day_in_words(figures.last)} and "
            f"{about_pounds(yearly_cost(figures))} for each whole year in post."
        )
    if figures.obstacle:
        return f"More officers alone are no answer. {figures.obstacle}"
    chance = share_in_words(figures.usual_chance)
    return f"No more officers are needed to {goal}: it is so in {chance} of the futures as things are."


def officers_cost(figures: BriefFigures) -> float:
    """Pounds that the officers of the answer cost to the last day."""
    lever = _lever(figures)
    option = figures.options[-1]
    return next(cost.mean for known, cost in option.cost.levers if known is lever)


def yearly_cost(figures: BriefFigures) -> float:
    """Pounds a year that the officers of the answer cost once they are in post."""
    lever = _lever(figures)
    return lever.count * figures.plan.prices.grade_of(lever.team).daily * DAYS_A_YEAR


def _lever(figures: BriefFigures) -> Recruits:
    lever = figures.options[-1].scenario.levers[-1]
    assert isinstance(lever, Recruits)
    return lever


def _explained(figures: BriefFigures) -> list[str]:
    answer = figures.answer
    if answer is None:
        chance = share_in_words(figures.usual_chance)
        return [f"As things are it is met in {chance} of the futures."] if figures.obstacle else []
    sentence = (
        f"Without them it is met in {share_in_words(figures.usual_chance)} of the futures; with them in "
        f"{percentage(answer.chance)}. Approved by {day_in_words(answer.approve)}, they begin by "
        f"{day_in_words(answer.begins)}. Approved a day later, it is met in {percentage(answer.day_later)}, so "
        "that date is the last safe one."
    )
    return [sentence]


def _chart(figures: BriefFigures) -> list[Block]:
    team = figures.plan.team(figures.standard.team)
    caseload = figures.standard.measure is not Measure.UNALLOCATED
    unit = f"Open {team.case_word}s per officer" if caseload else f"Unallocated {team.case_word}s"
    shown = figures.with_answer or figures.usual

    def values(result: Result) -> object:
        found = result.team(team.key)
        return found.caseload_mean if caseload else found.unallocated

    drawn = fan(values(shown))  # type: ignore[arg-type]
    other, names = None, ("Middle future", "")
    if figures.answer is not None and figures.with_answer is not None:
        other = fan(values(figures.usual)).median  # type: ignore[arg-type]
        names = (f"Middle future with {counted(figures.answer.officers, 'more officer')}", "without them")
    limit = None
    if figures.standard.measure in (Measure.CASELOAD, Measure.UNALLOCATED):
        level = figures.standard.target.value
        limit = level, f"Target: at most {level_in_words(figures.standard, level)}"
    picture = fan_picture(
        unit, shown.start, drawn, other=other, names=names, limit=limit, mark=(figures.day, day_in_words(figures.day))
    )
    at = min((figures.day - shown.start).days, shown.days - 1)
    alt = (
        f"{unit} of {team.name} from {day_in_words(shown.start)}: on {day_in_words(figures.day)} the middle future has "
        f"{drawn.median[at]:,.1f}, nine in ten futures {drawn.low90[at]:,.1f} to {drawn.high90[at]:,.1f}"
        + ("." if other is None else f"; without more officers the middle future has {other[at]:,.1f}.")
    )
    return [Chart(picture, f"{team.name}: {unit[:1].lower()}{unit[1:]} over time", alt, 66)]


def _options(figures: BriefFigures, most: int) -> Grid:
    """The plan as it is, as many others as there is room for (most likely first), and the answer; then the last of
    them where demand is another."""
    options, place = figures.options, figures.place
    ends = {0, *([len(options) - 1] if figures.answer else [])}
    ranked = sorted(
        (at for at in range(len(options)) if at not in ends), key=lambda at: -options[at].bought.chances[place]
    )
    shown = sorted({*ends, *ranked[: max(most - len(ends), 0)]})
    worth = efficient([(option.cost.together.mean, option.bought.chances[place]) for option in options])
    rows = [_option_row(figures, options[at], "yes" if worth[at] else "no") for at in shown]
    rows += [_option_row(figures, option, "") for option in figures.ifs[: max(most - 2, 1)]]
    left = len(options) + len(figures.ifs) - len(rows)
    more = f" {counted(left, 'more scenario')} not shown." if left else ""
    ends_on = f"Cost to {short_day(figures.last)}"
    number = len(figures.standards)
    header = (
        "Option",
        "This standard met",
        f"All {number} of the team met",
        ends_on,
        "Nine in ten futures",
        "Worth it",
    )
    note = (
        "Chances are shares of the futures; cost is beyond the plan as it is, of this team. Worth it: no other option "
        f"is as cheap and as likely to meet this standard, and better in one.{more}"
    )
    numbers = frozenset({1, 2, 3, 4})
    return Grid("Options side by side", header, tuple(rows), (5.4, 1.7, 1.8, 1.9, 2.7, 1.1), numbers, note)


def _option_row(figures: BriefFigures, option: Option, worth: str) -> tuple[str, ...]:
    cost = option.cost.together
    low, high = rounded_pounds(cost.low), rounded_pounds(cost.high)
    return (
        option.scenario.name,
        share_in_words(option.bought.chances[figures.place]),
        share_in_words(option.together),
        rounded_pounds(cost.mean),
        "no spread" if low == high else f"{low} to {high}",
        worth,
    )


def cost_lines(figures: BriefFigures) -> tuple[tuple[str, str, float], ...]:
    """What the officers of the answer cost to the last day: (what, how reckoned, pounds)."""
    lever, prices = _lever(figures), figures.plan.prices
    grade = prices.grade_of(lever.team)
    begins = lever.start + timedelta(days=lever.vetting_days)
    days = max((figures.last - begins).days + 1, 0)
    asked, started = lever.start <= figures.last, begins <= figures.last
    count = lever.count
    lines = [
        ("Recruiting", prices.recruiting.value, count * asked, "recruit"),
        ("Training and kit", prices.training.value, count * started, "recruit"),
    ]
    found = [(what, f"{counted(number, of)} at {pounds(each)}", number * each) for what, each, number, of in lines]
    pay = count * grade.daily * days
    reckoned = (
        f"{count} \N{MULTIPLICATION SIGN} {counted(days, 'day')} at {pounds(round(grade.daily, 2))} ({grade.name})"
    )
    return (*found, ("Pay and contributions", reckoned, pay))


def _cost(figures: BriefFigures) -> list[Block]:
    if figures.answer is None:
        return [Paragraph("No officers are asked for, so there is nothing to pay beyond the plan as it is.")]
    lines = cost_lines(figures)
    rows = [(what, reckoned, pounds(round(amount))) for what, reckoned, amount in lines]
    rows.append((f"Together, to {day_in_words(figures.last)}", "", pounds(round(sum(line[2] for line in lines)))))
    rows.append(("Each whole year in post after that", "pay and contributions", pounds(round(yearly_cost(figures)))))
    note = "Today's prices: no pay award and no inflation. Which prices are estimates is said below."
    return [Grid("", ("What", "How it is reckoned", "Cost"), tuple(rows), (4, 5, 2), frozenset({2}), note)]


def _risks(figures: BriefFigures, most: int) -> list[Block]:
    option = figures.options[-1] if figures.answer else figures.options[0]
    by = accepted_by(figures.scenario)
    rows = []
    chance = option.bought.chances[figures.place]
    if chance < 1:
        rows.append((f"{standard_in_words(figures.standard)} is missed all the same", share_in_words(1 - chance), by))
    others = [
        (1 - met, standard)
        for standard, met in zip(figures.standards, option.bought.chances, strict=True)
        if standard.key != figures.standard.key and met < figures.probability
    ]
    for missed, standard in sorted(others, key=lambda pair: -pair[0])[: most - len(rows)]:
        rows.append((f"{standard_in_words(standard)} is missed", share_in_words(missed), by))
    if not rows:
        return [Paragraph("Every standard of the team is met in all of the futures.")]
    left = len(others) + (chance < 1) - len(rows)
    note = (
        f"{counted(left, 'other standard')} of the team likelier missed than wished are left out." if left > 0 else ""
    )
    grid = Grid("", ("Risk", "How likely", "Accepted by"), tuple(rows), (6.4, 1.4, 2.6), frozenset({1}), note)
    return [grid, Paragraph("Accepted by (role and date): ____________________________________________")]


def accepted_by(scenario: Scenario | None) -> str:
    """Who decided on a scenario and when, in a cell; that nobody has where nobody did."""
    if scenario is None or not (scenario.decided_by or scenario.decided_on):
        return "nobody recorded yet"
    on = f", {day_in_words(scenario.decided_on)}" if scenario.decided_on else ""
    return f"{scenario.decided_by or 'recorded'}{on}"


def key_figures(register: Sequence[Figure], team_key: str) -> list[Figure]:
    """The figures that decide a team's workload and costs, the least sure first."""
    start = f"teams/{team_key}/"
    ranked: list[tuple[int, Figure]] = []
    for figure in register:
        if figure.place.startswith(start):
            parts = figure.place.removeprefix(start).split("/")
            rank = next((at for at, name in enumerate(_KEY_FIGURES) if name in parts), None)
            mean = parts[-1] in ("0", _KEY_FIGURES[0]) or "effort" not in parts
            if rank is not None and mean:
                ranked.append((rank, figure))
        elif figure.place.startswith(("lead_steps/", "prices/recruiting", "prices/training")):
            ranked.append((1, figure))
    order = {status: number for number, status in enumerate(TRUST)}
    ranked.sort(key=lambda pair: (order[pair[1].figure.status], pair[0]))
    return [figure for _, figure in ranked]


def _assumptions(figures: BriefFigures, most: int) -> Grid:
    known = key_figures(figures.register, figures.standard.team)
    rows = [
        (one.name, f"{one.figure.value:,.4g} {one.figure.unit}", TRUST[one.figure.status], _why(one.figure))
        for one in known[:most]
    ]
    left = len(known) - len(rows)
    note = f"{left} more figures of this team are in the plan's register of assumptions." if left > 0 else ""
    header = ("Figure", "Value", "How far to trust it", "Source or reason")
    return Grid("", header, tuple(rows), (3.4, 1.9, 2.3, 4.2), frozenset(), note)


def _why(figure: Assumption) -> str:
    words = (figure.source or figure.rationale).removeprefix("Your estimate needed.").strip()
    return f"{words[:89].rstrip()}…" if len(words) > 90 else words


def _limits(figures: BriefFigures, provenance: Provenance) -> Bullets:
    futures = provenance.futures or 1
    error = 1.96 * 0.5 / futures**0.5
    chances = (
        f"Each chance is a share of {counted(futures, 'simulated future')} and known to ± {100 * error:.0f} points at "
        "most; the range of officers is what those futures cannot tell apart."
    )
    alone = (
        "Only this team is played. What nobody entered, such as a major operation or a change of law, is in none of "
        "the futures."
    )
    people = (
        "Officers are interchangeable but for their hours, skills and the time that newcomers need; who they are is "
        "for you to judge."
    )
    return Bullets((chances, alone, people))
