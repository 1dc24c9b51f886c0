"""Two to five scenarios side by side: the answer, the differences, and how the futures lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from planner.app import scenario_views
from planner.app.charts.futures import DotRows, Futures, SCurves
from planner.app.charts.multiples import FanMultiples
from planner.app.charts.saving import ChartSaver
from planner.app.models.table import Column
from planner.app.panels.scenario_pages import ChartViews, QuestionPage
from planner.app.question_run import Question, QuestionRun
from planner.app.theme import UNIT
from planner.app.widgets.answer_card import AnswerCard
from planner.app.widgets.data_table import DataTable
from planner.app.widgets.scenario_picks import AS_IT_IS, DayBox, QuestionForm, ScenarioPicks, TeamBox
from planner.app.widgets.words import Words
from planner.model.explanation import ChanceOf

if TYPE_CHECKING:
    from planner.app.charts.chart import Chart
    from planner.app.dialogs.service import Dialogs
    from planner.app.jobs import Jobs
    from planner.app.scenario_views import CompareView
    from planner.app.session import Session
    from planner.app.theme import Appearance, Theme
    from planner.model.explanation import Subject
    from planner.model.plan import Plan
    from planner.model.scenario import Scenario
    from planner.report.comparison import Compared, Side

OVER_TIME, DOTS, CURVES = range(3)
VIEWS = ("Over time", "Twenty futures", "S-curves")
HOW_TO_READ = "Point at the chart, or use the arrow keys in it, to read the same day under each scenario."
AT_FIRST = 3
"""Scenarios ticked before anybody chooses."""


class ComparePage(QuestionPage):
    """What to compare on the left; a row of the table is drawn below it, in one of three ways."""

    parts = frozenset({*scenario_views.DECIDES, "scenarios", "standards", "reinspection", "illustrative"})

    def __init__(self, appearance: Appearance, session: Session, jobs: Jobs, dialogs: Dialogs) -> None:
        super().__init__("compare_page", appearance, session, jobs, dialogs)
        start = session.plan.start
        self.picks = ScenarioPicks("compare_picks")
        self.team = TeamBox("compare_team", "Team")
        self.day = DayBox("compare_day", "On which day")
        self.card = AnswerCard(appearance, "compare_card", "Comparing", "comparison")
        self.run = QuestionRun("Comparing scenarios", session, jobs, self.card.strip, self)
        self.table = DataTable(appearance, "compare_table", "Differences from the baseline", ())
        self.decided = Words("", "caption", wrap=True)
        self._savers: list[ChartSaver] = []
        makers = (
            lambda: FanMultiples(appearance, start, "compare_fans"),
            lambda: DotRows(appearance, start, "compare_dots"),
            lambda: SCurves(appearance, start, "compare_curves"),
        )
        self.views = ChartViews(VIEWS, makers, self._on_made)
        self._arrange()
        for signal in (self.picks.changed, self.team.currentIndexChanged, self.day.dateChanged):
            signal.connect(self._on_asked)
        self.run.changed.connect(self._draw)
        self.table.chosen.connect(self._on_measure)
        self.views.shown.connect(self._draw_chart)
        appearance.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(appearance.theme)

    def _arrange(self) -> None:
        self.form = QuestionForm(self.appearance, "compare_form")
        self.form.add("Scenarios (two to five)", self.picks, 1)
        self.form.add("Team", self.team)
        self.form.add("On", self.day)
        self.views.row.insertWidget(len(VIEWS), Words("A row of the table is drawn here.", "caption"))
        self.table.wrap_headings()
        self.table.give_way()
        self.arrange(((self.table, 2), (self.decided, 0), (self.views, 3)), UNIT)

    def _on_made(self, chart: Chart) -> None:
        session = self.session
        self._savers.append(ChartSaver(session, self.jobs, self.dialogs, (chart,), lambda: session.plan.name))

    def forget(self) -> None:
        """What was found belongs to the plan before."""
        self.run.forget()

    def show_plan(self) -> None:
        """The choices that the plan offers, and the comparison of what is chosen."""
        plan = self.session.plan
        self.picks.show_plan(plan, _usual(plan))
        self.team.show_plan(plan)
        self.day.show_plan(plan.start, scenario_views.usual_day(plan))
        self._on_asked()

    @Slot()
    def _on_asked(self) -> None:
        plan = self.session.plan
        scenarios = self.picks.scenarios(plan)
        if not 2 <= len(scenarios) <= 5:
            self.run.refuse(f"Tick two to five scenarios on the left: {len(scenarios)} of them are ticked.")
            return
        subjects = scenario_views.subjects_of(plan, self.team.currentData(), self.day.day)
        basis = (scenario_views.plan_basis(plan), tuple(map(scenario_views.scenario_basis, scenarios)), subjects)
        self.run.ask(Question(basis, lambda progress: scenario_views.compare(plan, scenarios, subjects, progress)))

    @Slot()
    def _draw(self) -> None:
        view: CompareView | None = self.run.answer
        stale = self.run.stale
        self.views.set_stale(stale)
        self.table.setEnabled(not stale)
        if view is None or self.run.refusal:
            self.card.show_answer(self.run.no_answer, "", stale=False)
            return
        self.card.badge.show_result(stale=stale, first=None)
        if stale:
            # Its scenarios may be gone from the plan: the words stay as they were.
            return
        chosen = self.table.current
        scenarios = self._scenarios(view)
        self.table.show_rows(view.found.measures, _columns(self.session.plan, scenarios, view.found.reference))
        for at, row in enumerate(self.table.table.rows):
            if chosen is not None and _same(row.subject, chosen.subject):
                self.table.choose(at)
        self.decided.setText(_decisions(scenarios))
        self._on_measure(self.table.current)

    def _scenarios(self, view: CompareView) -> tuple[Scenario | None, ...]:
        """Those compared, under the names that they have now."""
        plan = self.session.plan
        return tuple(None if scenario is None else plan.scenario(scenario.key) for scenario in view.found.scenarios)

    @Slot(object)
    def _on_measure(self, measure: Compared | None) -> None:
        """Say what the chosen row answers, and draw it."""
        view: CompareView | None = self.run.answer
        if measure is None or view is None or self.run.stale or measure not in view.found.measures:
            return
        from planner.report.comparison import answer_sentence

        answer = answer_sentence(self.session.plan, measure, self._scenarios(view), view.found.reference)
        self.card.show_answer(answer, self._kept(measure)[1], stale=False)
        self._draw_chart()

    def _kept(self, measure: Compared) -> tuple[str, str]:
        """What 8 futures of 10 keep to under each scenario, and under the best."""
        from planner.report.comparison import is_better, kept_in_words

        names = [_name(scenario) for scenario in self._scenarios(self.run.answer)]
        kept = [
            f"{name}: {kept_in_words(measure.subject, side)}" for name, side in zip(names, measure.sides, strict=True)
        ]
        means = [side.value.mean for side in measure.sides]
        best = (max if is_better(measure.subject, 1.0) else min)(range(len(means)), key=means.__getitem__)
        return " ".join(kept), kept[best]

    @Slot()
    def _draw_chart(self) -> None:
        """Draw the chosen row in the chart on show."""
        view: CompareView | None = self.run.answer
        measure: Compared | None = self.table.current
        if measure is None or view is None or self.run.stale or measure not in view.found.measures:
            return
        from planner.report.comparison import CURVE, at_least, kept_in_words, measure_name

        plan, scenarios = self.session.plan, self._scenarios(view)
        names = [_name(scenario) for scenario in scenarios]
        percent, unit, target = _scale(plan, measure.subject)
        every, best = self._kept(measure)
        chart = self.views.chart(self.views.current)
        sides = [
            _futures(name, side, kept_in_words(measure.subject, side), percent)
            for name, side in zip(names, measure.sides, strict=True)
        ]
        more = at_least(measure.subject)
        if isinstance(chart, FanMultiples):
            title = measure_name(plan, measure.subject)
            if not isinstance(measure.subject, ChanceOf):
                title = f"{plan.team(measure.subject.team).name}: {title[:1].lower()}{title[1:]}"
            chart.rename(title, unit)
            fans = view.fans[view.found.measures.index(measure)]
            chart.show_fans(names, fans, target, 1 if unit == "cases per officer" else 0)
            chart.tell(self.card.answer.text(), HOW_TO_READ)
        elif isinstance(chart, DotRows):
            chart.show_futures(sides, unit, at_least=more, target=target)
            chart.tell(every, best)
        elif isinstance(chart, SCurves):
            chart.show_futures(sides, unit, CURVE, at_least=more)
            chart.tell(every, best)
        source = f"{plan.name} (illustrative data)" if plan.illustrative else plan.name
        chart.provenance = f"{source}. Simulated: {view.found.futures:,} futures, seed {view.found.seed}."

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self.fit_text(theme)
        self.table.setMinimumHeight(4 * self.table.verticalHeader().defaultSectionSize() + UNIT)
        self.picks.setMinimumHeight(round(16 * UNIT * theme.text_scale))


def _usual(plan: Plan) -> list[str | None]:
    """The baseline and those that follow it, or the plan as it is with the first ones."""
    keys = [scenario.key for scenario in sorted(plan.scenarios, key=lambda scenario: not scenario.baseline)]
    return list(keys[:AT_FIRST]) if len(keys) >= 2 else [None, *keys]


def _name(scenario: Scenario | None) -> str:
    return AS_IT_IS if scenario is None else scenario.name


def _same(first: Subject, second: Subject) -> bool:
    """Whether two measures are of the same thing, be it of another team or day."""
    if isinstance(first, ChanceOf) or isinstance(second, ChanceOf):
        return (
            isinstance(first, ChanceOf) and isinstance(second, ChanceOf) and first.standard.key == second.standard.key
        )
    return first.quantity is second.quantity


def _scale(plan: Plan, subject: Subject) -> tuple[float, str, tuple[float, str] | None]:
    """By what levels are multiplied to be shown, their unit, and the target with its label."""
    from planner.model.precision import Quantity
    from planner.model.standard import Measure

    if isinstance(subject, ChanceOf):
        goal = subject.standard.target.value
        unit = {
            Measure.CASELOAD: "cases per officer",
            Measure.ON_TIME: "% on time",
            Measure.MOST_OVERDUE: "days that the latest task is overdue",
            Measure.UNALLOCATED: "cases",
            Measure.WAIT: "days of waiting in the mean",
            Measure.LONGEST_WAIT: "days that the longest wait has lasted",
        }[subject.standard.measure]
        percent = 100.0 if subject.standard.measure is Measure.ON_TIME else 1.0
        return percent, unit, (percent * goal, f"Target {percent * goal:g}")
    if subject.quantity is Quantity.ON_TIME:
        return 100.0, "% on time", None
    if subject.quantity is Quantity.CASELOAD:
        limit = plan.team(subject.team).caseload_limit.value
        return 1.0, "cases per officer", (limit, f"Limit {limit:g}")
    return 1.0, "tasks" if subject.quantity is Quantity.OVERDUE else "cases", None


def _futures(name: str, side: Side, words: str, percent: float) -> Futures:
    levels = [tuple(percent * level for level in found) for found in (side.curve, side.dots)]
    return Futures(name, levels[0], levels[1], percent * side.kept, words)


def _decisions(scenarios: tuple[Scenario | None, ...]) -> str:
    from planner.report.decisions import decision_lines

    lines = [
        f"{scenario.name}: {line[:1].lower()}{line[1:]}."
        for scenario in scenarios
        if scenario is not None
        for line in decision_lines(scenario)
    ]
    return "\n".join(lines) or "Nothing was decided on any of these yet; the Library has the place for it."


def _columns(plan: Plan, scenarios: tuple[Scenario | None, ...], reference: int) -> tuple[Column, ...]:
    from planner.report.comparison import in_unit, is_better, is_told_apart, measure_name
    from planner.report.explanation import is_share

    def value(row: Compared, place: int) -> str:
        side = row.sides[place]
        if side.difference is None:
            low, high = (in_unit(row.subject, end) for end in (side.value.low, side.value.high))
            return f"{in_unit(row.subject, side.value.mean)} ({low.removesuffix(' %')} to {high})"
        if not is_told_apart(row.subject, side.difference):
            return f"{in_unit(row.subject, side.value.mean)} (no clear difference)"
        scale, unit = (100, " points") if is_share(row.subject) else (1, "")
        amount, low, high = (
            f"{scale * end:+,.1f}" for end in (side.difference.mean, side.difference.low, side.difference.high)
        )
        return f"{in_unit(row.subject, side.value.mean)}: {amount}{unit} ({low} to {high})"

    def tone(row: Compared, place: int) -> str:
        difference = row.sides[place].difference
        if difference is None or not is_told_apart(row.subject, difference):
            return ""
        return "good" if is_better(row.subject, difference.mean) else "bad"

    def column(place: int) -> Column:
        title = f"{_name(scenarios[place])}{' (base)' if place == reference else ''}"
        return Column(
            title,
            lambda row: value(row, place),
            lambda row: row.sides[place].value.mean,
            mark=None if place == reference else lambda row: tone(row, place),
            width=44,
            least=19 if place == reference else 28,
        )

    measure = Column("Measure", lambda row: measure_name(plan, row.subject), width=48, least=20)
    return (measure, *(column(place) for place in range(len(scenarios))))
