"""What scenarios cost, and what that buys: the options, the cost by month, and cost against chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from planner.app import scenario_views
from planner.app.charts.costs import Choice, CostAgainstChance, MonthCosts
from planner.app.charts.saving import ChartSaver
from planner.app.models.table import Column
from planner.app.panels.scenario_pages import ChartViews, QuestionPage
from planner.app.question_run import Question, QuestionRun
from planner.app.theme import LARGE_TEXT, UNIT
from planner.app.widgets.answer_card import AnswerCard
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.scenario_picks import AS_IT_IS, QuestionForm, ScenarioPicks, fill
from planner.model.people import Role
from planner.model.scenario import Loan, Outsourcing, Overtime, Recruits
from planner.report.words import rounded_pounds

if TYPE_CHECKING:
    from planner.app.charts.chart import Chart
    from planner.app.charts.costs import Floats
    from planner.app.dialogs.service import Dialogs
    from planner.app.jobs import Jobs
    from planner.app.session import Session
    from planner.app.theme import Appearance, Theme
    from planner.model.plan import Plan
    from planner.report.scenario_cost import CostPart
    from planner.workspace import Option

CHANCE, BY_LEVER, BY_KIND = range(3)
VIEWS = ("Cost against chance", "By month and lever", "By month and kind of cost")
MONTHS = (12, 24, 36)
ALL, AVERAGE = "all", "average"


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """An option in the words of the table."""

    option: Option
    name: str
    value: float
    """Of what the money is to buy: per cent, or standards met."""
    efficient: bool


class MoneyPage(QuestionPage):
    """Options on the left; the answer, the table and one of three charts on the right."""

    parts = frozenset({*scenario_views.DECIDES, "scenarios", "standards", "reinspection", "illustrative", "prices"})

    def __init__(self, appearance: Appearance, session: Session, jobs: Jobs, dialogs: Dialogs) -> None:
        super().__init__("money_page", appearance, session, jobs, dialogs)
        start = session.plan.start
        self._goal: tuple[str, float] | None = None
        """What the money is to buy, in words, and the most there can be of it."""
        self.picks = ScenarioPicks("money_picks")
        self.months = ChoiceBox("money_months", "Over how many months")
        fill(self.months, [(f"{months} months", months) for months in MONTHS], MONTHS[0])
        self.buys = ChoiceBox("money_buys", "What the money is to buy")
        self.card = AnswerCard(appearance, "money_card", "Pricing", "pricing")
        self.run = QuestionRun("Pricing scenarios", session, jobs, self.card.strip, self)
        self.table = DataTable(appearance, "money_table", "What each scenario costs and buys", ())
        self._savers: list[ChartSaver] = []
        makers = (
            lambda: CostAgainstChance(appearance, start, "money_frontier"),
            lambda: MonthCosts(appearance, start, "money_by_lever"),
            lambda: MonthCosts(appearance, start, "money_by_kind"),
        )
        self.views = ChartViews(VIEWS, makers, self._on_made)
        self._arrange()
        for signal in (self.picks.changed, self.months.currentIndexChanged):
            signal.connect(self._on_asked)
        self.buys.currentIndexChanged.connect(self._draw)
        self.run.changed.connect(self._draw)
        self.table.chosen.connect(self._draw_chart)
        self.views.shown.connect(self._draw_chart)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    def _arrange(self) -> None:
        self.form = QuestionForm(self.appearance, "money_form")
        self.form.add("Options beside the plan as it is", self.picks, 1)
        self.form.add("Over", self.months)
        self.form.add("To buy", self.buys)
        self.table.give_way()
        self.arrange(((self.table, 1), (self.views, 3)), UNIT)

    def _on_made(self, chart: Chart) -> None:
        session = self.session
        self._savers.append(ChartSaver(session, self.jobs, self.dialogs, (chart,), lambda: session.plan.name))

    def forget(self) -> None:
        """What was found belongs to the plan before."""
        self.run.forget()

    def show_plan(self) -> None:
        """The options that the plan offers, priced."""
        plan = self.session.plan
        self.picks.show_plan(plan, _usual(plan), bare=False)
        entries: list[tuple[str, object]] = [
            ("As many standards as can be", AVERAGE),
            ("All standards in one future", ALL),
            *((standard.name, standard.key) for standard in plan.standards),
        ]
        fill(self.buys, entries, self.buys.currentData())
        self._on_asked()

    @Slot()
    def _on_asked(self) -> None:
        plan = self.session.plan
        if not plan.standards:
            self.run.refuse("What money buys is counted in standards met: add standards in Inspection first.")
            return
        scenarios = tuple(scenario for scenario in self.picks.scenarios(plan) if scenario is not None)
        if not scenarios:
            self.run.refuse("Tick at least one scenario on the left, to be priced beside the plan as it is.")
            return
        days = round(self.months.currentData() * 365 / 12)
        sides = tuple(map(scenario_views.scenario_basis, scenarios))
        basis = (scenario_views.plan_basis(plan), sides, plan.standards, plan.reinspection, plan.prices, days)
        standards = plan.standards
        self.run.ask(Question(basis, lambda progress: scenario_views.price(plan, scenarios, standards, days, progress)))

    @Slot()
    def _draw(self) -> None:
        options: tuple[Option, ...] | None = self.run.answer
        stale = self.run.stale
        self.views.set_stale(stale)
        self.table.setEnabled(not stale)
        self.buys.setToolTip(self.buys.currentText())
        if options is None or self.run.refusal:
            self.card.show_answer(self.run.no_answer, "", stale=False)
            return
        self.card.badge.show_result(stale=stale, first=None)
        if stale:
            return
        plan = self.session.plan
        rows, unit, top = self._priced(plan, options)
        chosen = self.table.current
        self.table.show_rows(rows, _columns(unit, len(plan.standards)))
        dearest = max(range(len(rows)), key=lambda at: rows[at].option.cost.together.mean)
        kept = [at for at, row in enumerate(rows) if chosen is not None and row.name == chosen.name]
        self.table.choose(kept[0] if kept else dearest)
        more = f"{_payroll_sentence(plan, options[0].days)} {_prices_sentence(plan)}"
        self.card.show_answer(_answer(rows, unit), more, stale=False)
        self._goal = unit, top
        self._draw_chart()

    def _priced(self, plan: Plan, options: tuple[Option, ...]) -> tuple[list[Priced], str, float]:
        """The options by what the money is to buy, its unit, and the most there can be of it."""
        from planner.report.scenario_cost import efficient

        buys = self.buys.currentData()
        if buys == AVERAGE:
            values = [sum(option.bought.chances) for option in options]
            unit, top = f"of {len(plan.standards)} standards met", min(len(plan.standards), 1.3 * max(values) + 0.5)
        elif buys == ALL:
            values, unit, top = [100 * option.together for option in options], "% chance that all are met", 100.0
        else:
            place = [standard.key for standard in plan.standards].index(buys)
            values, unit, top = (
                [100 * option.bought.chances[place] for option in options],
                "% chance that it is met",
                100.0,
            )
        best = efficient(
            [(option.cost.together.mean, round(value, 6)) for option, value in zip(options, values, strict=True)]
        )
        names = [AS_IT_IS, *(plan.scenario(option.scenario.key).name for option in options[1:])]
        rows = [Priced(*row) for row in zip(options, names, values, best, strict=True)]
        return rows, unit, top

    @Slot()
    def _draw_chart(self) -> None:
        """Draw all options against what they buy, or the cost of the chosen one by month."""
        row: Priced | None = self.table.current
        if row is None or self.run.stale or self.run.answer is None or self._goal is None:
            return
        plan, chart = self.session.plan, self.views.chart(self.views.current)
        source = f"{plan.name} (illustrative data)" if plan.illustrative else plan.name
        chart.provenance = f"{source}. Simulated: {scenario_views.FUTURES:,} futures, seed 1. {_prices_sentence(plan)}"
        if isinstance(chart, CostAgainstChance):
            rows = self.table.table.rows
            choices = [Choice(one.name, one.option.cost.together.mean, one.value, one.efficient) for one in rows]
            chart.show_choices(choices, *self._goal)
            chart.tell(self.card.answer.text(), "Up and to the left is better: more for less.")
        elif isinstance(chart, MonthCosts):
            cost = row.option.cost
            parts, words = _by_lever(plan, row.option), "lever"
            if self.views.current == BY_KIND:
                parts, words = [(_part_name(plan, part), part.months) for part in cost.parts], "kind of cost"
            chart.rename(f"{row.name}: cost by month and {words}", "thousand pounds")
            chart.show_parts(plan.start, cost.months, parts)
            total = f"{row.name}: {rounded_pounds(cost.together.mean)} together."
            chart.tell(total if parts else f"{row.name} costs nothing beyond the plan as it is.")

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self.fit_text(theme)
        # Large text scrolls sideways, and the scroll bar takes a line.
        lines = 4 if theme.text_scale >= LARGE_TEXT else 3
        self.table.setMinimumHeight(lines * self.table.verticalHeader().defaultSectionSize() + UNIT)
        self.picks.setMinimumHeight(round(16 * UNIT * theme.text_scale))


def _usual(plan: Plan) -> list[str | None]:
    """The scenarios that may cost something; all of them where none does."""
    costly = (Recruits, Loan, Overtime, Outsourcing)
    keys = [entry.key for entry in plan.scenarios if any(isinstance(lever, costly) for lever in entry.levers)]
    return list(keys or (entry.key for entry in plan.scenarios))


def _columns(unit: str, standards: int) -> tuple[Column, ...]:
    bought = Column(unit[:1].upper() + unit[1:], lambda row: f"{row.value:.1f}", lambda row: row.value, number=True)
    return (
        Column("Option", lambda row: row.name, width=44, least=20),
        Column(
            "Worth it",
            lambda row: "yes" if row.efficient else "no",
            mark=lambda row: "good" if row.efficient else "warn",
        ),
        Column(
            "Cost",
            lambda row: rounded_pounds(row.option.cost.together.mean),
            lambda row: row.option.cost.together.mean,
            number=True,
        ),
        Column(
            "9 in 10 futures", lambda row: _range(row.option), lambda row: row.option.cost.together.high, number=True
        ),
        *(() if unit.startswith("of ") else (bought,)),
        Column(
            f"Met, of {standards}",
            lambda row: f"{sum(row.option.bought.chances):.1f}",
            lambda row: sum(row.option.bought.chances),
            number=True,
        ),
        Column("For each", lambda row: _each(row.option.bought.per_standard), number=True),
        Column("For each more", lambda row: _each(row.option.bought.per_more), number=True),
    )


def _range(option: Option) -> str:
    low, high = (rounded_pounds(amount) for amount in (option.cost.together.low, option.cost.together.high))
    return "the same in all" if low == high else f"{low} to {high}"


def _each(amount: float | None) -> str:
    return "none" if amount is None else rounded_pounds(amount)


def _answer(rows: list[Priced], unit: str) -> str:
    """What the dearest of the efficient options buys, against the plan as it is."""
    base, *_ = rows
    paid = [row for row in rows if row.option.cost.together.mean > 0]
    if not paid:
        return "None of the options costs anything: they recruit, borrow, pay overtime to and send out to nobody."
    worth = [row for row in paid if row.efficient and row.value > base.value]
    if not worth:
        more = f"more than the plan as it is, at {base.value:.1f} {unit}"
        return f"None of the {len(paid)} options that cost money buys {more}."
    best = max(worth, key=lambda row: row.value)
    each = best.option.bought.per_more
    more = "" if each is None else f"; {rounded_pounds(each)} for each standard more that is met"
    cost = rounded_pounds(best.option.cost.together.mean)
    return (
        f"“{best.name}” costs {cost} and buys {best.value:.1f} {unit}, against {base.value:.1f} as the plan is{more}."
    )


def _by_lever(plan: Plan, option: Option) -> list[tuple[str, Floats]]:
    from planner.report.levers import lever_sentence

    return [
        (_short(lever_sentence(lever, plan).removesuffix(".")), line.month_mean) for lever, line in option.cost.levers
    ]


def _part_name(plan: Plan, part: CostPart) -> str:
    """A kind of cost, with the role and grade that it is for."""
    kind = f"{part.kind[:1].upper()}{part.kind[1:]}"
    if part.grade is None:
        return kind
    who = plan.prices.grade(part.grade).name
    return f"{kind} ({who})" if part.role is Role.OFFICER else f"{kind} ({part.role}, {who})"


def _payroll_sentence(plan: Plan, days: int) -> str:
    """What the people in post cost anyway, over the same time."""
    from planner.report.posts_cost import payroll

    amount = sum(float(part.pounds.sum()) for team in plan.teams for part in payroll(plan, team.key, days))
    return f"Those in post cost {rounded_pounds(amount)} over the same {days:,} days."


def _prices_sentence(plan: Plan) -> str:
    from planner.edit.provenance import register
    from planner.model.assumption import Status

    figures = [row.figure for row in register(plan) if row.place.startswith("prices/")]
    guessed = sum(figure.status is Status.ASSUME for figure in figures)
    return f"Every price is an assumption; {guessed} of {len(figures)} need your estimate."


def _short(text: str) -> str:
    return text if len(text) <= 36 else f"{text[:35].rstrip()}…"
