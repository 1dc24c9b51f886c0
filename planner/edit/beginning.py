"""A new plan from a template and the few figures that a supervisor knows by heart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.edit.durations import chance_stream
from planner.edit.opening import BookSummary, draw_book
from planner.model.assumption import Assumption, Status
from planner.model.checks import require
from planner.model.people import Officer, Role
from planner.model.plan import Plan
from planner.model.shipped_growth import cases_of_template
from planner.model.team import Performer, Team

_SEED = 1
MOST_CASES = 20_000
"""Open cases that are drawn for a team."""
_ENTERED = "Entered when the plan was made"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a plan begins with; None keeps the template's figure."""

    officers: int | None = None
    """Officers in post, full-time; by default every funded post is filled."""
    supervisors: int = 1
    cases_each: int = 0
    """Open cases an officer holds; they are drawn so that their stages and ages fit a team in balance."""
    referrals_per_month: float | None = None

    def __post_init__(self) -> None:
        require(self.officers is None or 1 <= self.officers <= 500, "officers", self.officers, "a team has 1 to 500")
        require(0 <= self.supervisors <= 100, "supervisors", self.supervisors, "supervisors number 0 to 100")
        require(0 <= self.cases_each <= 1000, "cases", self.cases_each, "an officer holds 0 to 1,000 cases")
        rate = self.referrals_per_month
        require(rate is None or 0 <= rate <= 100_000, "referrals", rate, "referrals are 0 to 100,000 a month")


def begin(team: Team, name: str, start: date, beginning: Beginning) -> Plan:
    """A plan with one team, its posts under numbers, and a drawn case book when cases are in hand."""
    if beginning.referrals_per_month is not None:
        rate = Assumption(
            beginning.referrals_per_month,
            "cases a month",
            Status.OK,
            source=_ENTERED,
            rationale="The user's own figure.",
        )
        team = replace(team, referrals_per_month=rate)
    if beginning.supervisors == 0:
        needing = [stage.name for stage in team.stages if stage.performer is Performer.SUPERVISOR]
        require(not needing, "supervisors", 0, f"{', '.join(needing)} needs one")
    officers = round(team.establishment.value) if beginning.officers is None else beginning.officers
    people = posts(team.key, team.name, officers, beginning.supervisors)
    cases_in_hand = beginning.cases_each * officers
    require(cases_in_hand <= MOST_CASES, "cases", cases_in_hand, f"a book of at most {MOST_CASES:,} cases is drawn")
    return Plan(
        name=name,
        start=start,
        teams=(team,),
        officers=people,
        cases=draw_book(
            team,
            BookSummary(owned=cases_in_hand),
            tuple(person for person in people if person.role is Role.OFFICER),
            start,
            chance_stream(_SEED),
        ),
        growth_cases=cases_of_template(team.key, start),
        note=_note(cases_in_hand),
    )


def joined(name: str, plans: Sequence[Plan]) -> Plan:
    """One plan with the teams of several that `begin` made for the same day."""
    cases = sum(len(plan.cases) for plan in plans)
    return Plan(
        name=name,
        start=plans[0].start,
        teams=tuple(team for plan in plans for team in plan.teams),
        officers=tuple(officer for plan in plans for officer in plan.officers),
        cases=tuple(case for plan in plans for case in plan.cases),
        growth_cases=tuple(case for plan in plans for case in plan.growth_cases),
        note=_note(cases),
    )


def posts(team: str, label: str, officers: int, supervisors: int) -> tuple[Officer, ...]:
    """Officers and supervisors in post, under post numbers."""
    owners = [Officer(f"{team}-{number:02d}", f"{label} {number:02d}", team) for number in range(1, officers + 1)]
    leads = [
        Officer(f"{team}-s{number}", f"{label} supervisor {number}", team, role=Role.SUPERVISOR)
        for number in range(1, supervisors + 1)
    ]
    return (*owners, *leads)


def _note(cases: int) -> str:
    if not cases:
        return "The posts are numbered, not named, and no case is open yet."
    return (
        f"The posts are numbered, not named. The {cases:,} open cases were drawn to fit a team in balance; "
        "they stand for your own until you import your case list."
    )
