"""Why two scenarios differ: the difference in a measure, split among the levers that are not the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from planner.app import scenario_views
from planner.app.charts.saving import ChartSaver
from planner.app.charts.waterfall import Waterfall
from planner.app.panels.scenario_pages import QuestionPage
from planner.app.question_run import Question, QuestionRun
from planner.app.theme import UNIT
from planner.app.widgets.answer_card import AnswerCard
from planner.app.widgets.choice_box import ChoiceBox
from planner.app.widgets.scenario_picks import AS_IT_IS, DayBox, QuestionForm, TeamBox, fill

if TYPE_CHECKING:
    from planner.app.dialogs.service import Dialogs
    from planner.app.jobs import Jobs
    from planner.app.session import Session
    from planner.app.theme import Appearance
    from planner.model.explanation import Explanation, Subject
    from planner.model.plan import Plan
    from planner.model.scenario import Scenario

HOW_TO_READ = "Each bar begins where the one above ends; its length is what the change adds."
MOST_CAUSES = 4
"""Named in the answer; all of them are drawn."""


class WhyPage(QuestionPage):
    """Two scenarios and a measure on the left, the waterfall and its sentences on the right."""

    parts = frozenset({*scenario_views.DECIDES, "scenarios", "standards", "reinspection", "illustrative"})

    def __init__(self, appearance: Appearance, session: Session, jobs: Jobs, dialogs: Dialogs) -> None:
        super().__init__("why_page", appearance, session, jobs, dialogs)
        self._subjects: tuple[Subject, ...] = ()
        self.first = ChoiceBox("why_first", "From the scenario")
        self.second = ChoiceBox("why_second", "To the scenario")
        self.team = TeamBox("why_team", "Team")
        self.measure = ChoiceBox("why_measure", "Measure")
        self.day = DayBox("why_day", "On which day")
        self.card = AnswerCard(appearance, "why_card", "Looking for the causes", "explanation")
        self.run = QuestionRun("Why scenarios differ", session, jobs, self.card.strip, self)
        self.chart = Waterfall(appearance, session.plan.start, "why_chart")
        self._arrange()
        self._saver = ChartSaver(session, jobs, dialogs, (self.chart,), lambda: session.plan.name)
        for box in (self.first, self.second, self.measure):
            box.currentIndexChanged.connect(self._on_asked)
        for signal in (self.team.currentIndexChanged, self.day.dateChanged):
            signal.connect(self._on_whose)
        self.run.changed.connect(self._draw)
        appearance.theme_changed.connect(self.fit_text)
        self.fit_text(appearance.theme)

    def _arrange(self) -> None:
        self.form = QuestionForm(self.appearance, "why_form")
        for words, field in (
            ("From", self.first),
            ("To", self.second),
            ("Team", self.team),
            ("Measure", self.measure),
            ("On", self.day),
        ):
            self.form.add(words, field)
        self.form.layout_.addStretch(1)
        self.arrange(((self.chart, 1),), 2 * UNIT)

    def forget(self) -> None:
        """What was found belongs to the plan before."""
        self.run.forget()

    def show_plan(self) -> None:
        """The choices that the plan offers, and why what is chosen differs."""
        plan = self.session.plan
        entries = [(AS_IT_IS, None), *((scenario.name, scenario.key) for scenario in plan.scenarios)]
        first, second = _usual(plan)
        fresh = self.first.count() == 0
        fill(self.first, entries, first if fresh else self.first.currentData())
        fill(self.second, entries, second if fresh else self.second.currentData())
        self.team.show_plan(plan, _team_of(self._scenario(self.second)))
        self.day.show_plan(plan.start, scenario_views.usual_day(plan))
        self._on_whose()

    def _scenario(self, box: ChoiceBox) -> Scenario | None:
        key = box.currentData()
        return None if key is None else self.session.plan.scenario(key)

    @Slot()
    def _on_whose(self) -> None:
        """List what the team is measured in, on the day."""
        from planner.report.comparison import measure_name

        plan = self.session.plan
        self._subjects = scenario_views.subjects_of(plan, self.team.currentData(), self.day.day)
        kept = self.measure.currentText()
        names = [measure_name(plan, subject) for subject in self._subjects]
        fill(self.measure, [(name, name) for name in names], kept)
        self._on_asked()

    @Slot()
    def _on_asked(self) -> None:
        from planner.staffing.changes import changes

        plan, first, second = self.session.plan, self._scenario(self.first), self._scenario(self.second)
        for box in (self.first, self.second, self.measure):
            box.setToolTip(box.currentText())
        levers = [scenario.levers if scenario else () for scenario in (first, second)]
        if not changes(*levers):
            self.run.refuse("These two have the same levers, so there is nothing to explain: choose two others.")
            return
        subject = self._subjects[max(self.measure.currentIndex(), 0)]
        sides = tuple(map(scenario_views.scenario_basis, (first, second)))
        basis = (scenario_views.plan_basis(plan), sides, subject)
        self.run.ask(Question(basis, lambda progress: scenario_views.explain(plan, first, second, subject, progress)))

    @Slot()
    def _draw(self) -> None:
        found: Explanation | None = self.run.answer
        stale = self.run.stale
        self.chart.set_stale(stale)
        if found is None or self.run.refusal:
            self.card.show_answer(self.run.no_answer, "", stale=False)
            return
        self.card.badge.show_result(stale=stale, first=None)
        if stale:
            return
        from planner.report.comparison import is_better, measure_name
        from planner.report.explanation import explanation_lines, is_share, waterfall

        plan = self.session.plan
        first, *_, last = explanation_lines(plan, found)
        self.card.show_answer(_answer(plan, found), last, stale=False)
        scale, unit = (100, "% of futures") if is_share(found.subject) else (1, measure_name(plan, found.subject))
        ends = [round(scale * value, 1) for value in (found.before, found.after)]
        self.chart.show_steps(
            (_name(self._scenario(self.first)), ends[0]),
            (_name(self._scenario(self.second)), ends[1]),
            waterfall(plan, found),
            unit,
            better=is_better(found.subject, 1.0),
        )
        self.chart.tell(first.removesuffix(":") + ".", HOW_TO_READ)
        source = f"{plan.name} (illustrative data)" if plan.illustrative else plan.name
        self.chart.provenance = f"{source}. Simulated: {found.futures:,} futures, seed {found.seed}."


def _answer(plan: Plan, found: Explanation) -> str:
    """The greatest causes first, in one sentence."""
    from planner.report.comparison import measure_name
    from planner.report.explanation import is_share, waterfall
    from planner.report.levers import lever_name

    scale, points = (100, " points") if is_share(found.subject) else (1, "")
    whole = round(scale * found.after, 1) - round(scale * found.before, 1)
    kinds = [lever_name(type(term.change.after or term.change.before)) for term in found.terms]
    causes = [f"{kind} {step.amount:+,.1f}" for kind, step in zip(kinds, waterfall(plan, found), strict=True)]
    more = f" and {len(causes) - MOST_CAUSES} more" if len(causes) > MOST_CAUSES else ""
    return f"{measure_name(plan, found.subject)}: {whole:+,.1f}{points}, from {', '.join(causes[:MOST_CAUSES])}{more}."


def _usual(plan: Plan) -> tuple[str | None, str | None]:
    """From the baseline to the scenario with the most levers: it has most to explain."""
    first = next((scenario for scenario in plan.scenarios if scenario.baseline), None)
    before = first.levers if first else ()
    others = [scenario for scenario in plan.scenarios if scenario.levers != before]
    second = max(others, key=lambda scenario: len({type(lever) for lever in scenario.levers}), default=None)
    return (first.key if first else None), (second.key if second else None)


def _team_of(scenario: Scenario | None) -> str | None:
    teams = [lever.team for lever in (scenario.levers if scenario else ()) if hasattr(lever, "team")]
    return teams[0] if teams else None


def _name(scenario: Scenario | None) -> str:
    return AS_IT_IS if scenario is None else scenario.name
