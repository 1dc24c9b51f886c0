"""What people, overtime and outside suppliers cost: assumptions with their sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from planner.model.assumption import Assumption, Status
from planner.model.calendar import DAYS_A_YEAR
from planner.model.checks import require, require_figure, require_key, require_text, require_unique
from planner.model.people import Role
from planner.model.scenario import Lever, Outsourcing, Overtime, Scenario


@dataclass(frozen=True, slots=True)
class Grade:
    """What somebody of a grade costs: pay, and the employer's contributions as a share of it."""

    key: str
    name: str
    pay: Assumption
    on_cost: Assumption

    def __post_init__(self) -> None:
        require_key("key", self.key)
        require_text("name", self.name)
        require_figure("pay", self.pay, "pounds a year", 0, 1_000_000)
        require_figure("on_cost", self.on_cost, "share of pay", 0, 5)

    @property
    def yearly(self) -> float:
        """Pounds a year, contributions included."""
        return self.pay.value * (1 + self.on_cost.value)

    @property
    def daily(self) -> float:
        """Pounds for each day in post, at work or not."""
        return self.yearly / DAYS_A_YEAR


SUPERVISORS = "sergeant"
"""Key of the grade at which supervisors are priced."""
PRICES = ("recruiting", "training", "loan_share", "overtime_rate", "weekly_hours", "outsourced_item")
"""The fields of a price list that are one figure each."""


@dataclass(frozen=True, slots=True)
class Prices:
    """The price list of a force."""

    grades: tuple[Grade, ...]
    usual_grade: str
    """Key of the grade at which officers are priced where nothing else is said."""
    recruiting: Assumption
    """Advert, selection and vetting, spent on the day that a recruit is asked for."""
    training: Assumption
    """Courses and kit, spent on a recruit's first day."""
    loan_share: Assumption
    """Of an officer's cost, what the borrowing team is charged."""
    overtime_rate: Assumption
    weekly_hours: Assumption
    """Of a full-time officer, by which an hour's pay is reckoned."""
    outsourced_item: Assumption
    team_grades: tuple[tuple[str, str], ...] = ()
    """(team key, grade key) where a team's officers are of another grade."""

    def __post_init__(self) -> None:
        require_unique("grades", [grade.key for grade in self.grades])
        require_unique("team_grades", [team for team, _ in self.team_grades])
        known = {grade.key for grade in self.grades}
        for place, key in (("usual_grade", self.usual_grade), *((f"team_grades[{t}]", g) for t, g in self.team_grades)):
            require(key in known, place, key, "no such grade in this price list")
        for name in ("recruiting", "training", "outsourced_item"):
            require_figure(name, getattr(self, name), "pounds each", 0, 1_000_000)
        require_figure("loan_share", self.loan_share, "share of cost", 0, 5)
        require_figure("overtime_rate", self.overtime_rate, "times an hour's pay", 0, 10)
        require_figure("weekly_hours", self.weekly_hours, "hours a week", 1, 168)

    def grade(self, key: str) -> Grade:
        """The grade with this key; KeyError when there is none."""
        return {grade.key: grade for grade in self.grades}[key]

    def grade_of(self, team: str, role: Role = Role.OFFICER) -> Grade:
        """What a team's people are priced at: supervisors as sergeants, where the list has that grade."""
        if role is Role.SUPERVISOR and any(grade.key == SUPERVISORS for grade in self.grades):
            return self.grade(SUPERVISORS)
        return self.grade(dict(self.team_grades).get(team, self.usual_grade))

    def overtime_hour(self, team: str) -> float:
        """Pounds for an hour of overtime of one of the team's officers."""
        hourly = self.grade_of(team).pay.value / (self.weekly_hours.value * DAYS_A_YEAR / 7)
        return hourly * self.overtime_rate.value


def with_prices(scenario: Scenario, prices: Prices) -> Scenario:
    """The scenario with the list's price wherever its overtime or outsourcing has none of its own (is 0)."""
    return replace(scenario, levers=tuple(_with_price(lever, prices) for lever in scenario.levers))


def _with_price(lever: Lever, prices: Prices) -> Lever:
    if isinstance(lever, Overtime) and lever.cost == 0:
        return replace(lever, cost=prices.overtime_hour(lever.team))
    if isinstance(lever, Outsourcing) and lever.cost == 0:
        return replace(lever, cost=prices.outsourced_item.value)
    return lever


_PAY_2025 = "Personnel Today, police pay award, September 2025, https://www.personneltoday.com/?p=337326"
_ON_COST = Assumption(
    0.488,
    "share of pay",
    rationale="Your estimate needed. From memory: pension 35.3 % of pay and National Insurance 15 % above £5,000, "
    "reckoned at the top of the constables' scale.",
)


def _guess(value: float, unit: str, why: str) -> Assumption:
    return Assumption(value, unit, rationale=f"Your estimate needed. {why}")


SHIPPED = Prices(
    grades=(
        Grade(
            "constable",
            "Constable, top of scale",
            Assumption(50_257.0, "pounds a year", Status.OK, _PAY_2025, dated=date(2025, 9, 1)),
            _ON_COST,
        ),
        Grade(
            "new-constable",
            "Constable, first year",
            Assumption(31_163.0, "pounds a year", Status.OK, _PAY_2025, dated=date(2025, 9, 1)),
            _ON_COST,
        ),
        Grade(
            "sergeant",
            "Sergeant",
            _guess(56_000.0, "pounds a year", "No published figure was found; above the constables' top by a tenth."),
            _ON_COST,
        ),
        Grade(
            "staff",
            "Police staff investigator",
            Assumption(
                28_300.0,
                "pounds a year",
                Status.ADAPT,
                "Ministry of Defence Police, civilian investigator, https://celerityjob.com/other/7094",
                "37 hours a week, and not a territorial force: put in your own scale.",
            ),
            _guess(0.3, "share of pay", "A placeholder for the local government pension and National Insurance."),
        ),
    ),
    usual_grade="constable",
    recruiting=_guess(1_500.0, "pounds each", "A placeholder: advert, selection and vetting."),
    training=_guess(4_000.0, "pounds each", "A placeholder: specialist courses and kit."),
    loan_share=_guess(1.0, "share of cost", "An officer on loan is charged in full, as if in post."),
    overtime_rate=Assumption(
        4 / 3,
        "times an hour's pay",
        Status.ADAPT,
        "Greater Manchester Police Federation, questions answered, https://gmppolfed.org.uk/faqs/",
        "Casual overtime is paid at time and a third; a rest day worked at short notice at time and a half or double.",
    ),
    weekly_hours=Assumption(
        40.0,
        "hours a week",
        Status.ADAPT,
        "Greater Manchester Police Federation, flexible working hours, "
        "https://www.polfed.org/gmp/information/faqs/equality/flexible-working-hours/",
    ),
    outsourced_item=_guess(1_000.0, "pounds each", "A placeholder: a supplier's examination of one case's devices."),
)
"""The prices that ship with the program, of every plan that has none of its own."""
