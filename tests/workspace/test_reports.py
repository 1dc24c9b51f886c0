"""Reports made of a plan by the real engine: what they say is what the runs say, and files are whole or not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from planner.model.action import ActionItem
from planner.model.countdown import LeadStep
from planner.model.people import Officer
from planner.model.plan import Plan
from planner.model.progress import Cancelled
from planner.model.scenario import DemandGrowth, Recruits, Scenario
from planner.model.standard import MEASURE_UNIT, Measure, Standard
from planner.report.brief import answer_sentence, cost_lines, officers_cost
from planner.report.document import Grid
from planner.report.goal import about_pounds, share_in_words
from planner.report.kinds import NOTES, Kind
from planner.report.pdf.pages import pages_of
from planner.report.posts_cost import posts_by_day
from planner.storage.sheets.errors import SheetError
from planner.workspace.report_figures import Terms, brief_figures
from planner.workspace.reports import ReportOrder, ReportRefused, make_report, preview, save_report
from tests.model.small_plans import START, figure, small_case, small_plan, small_team

DAY = START + timedelta(days=60)
MADE = date(2026, 11, 29)


def busy_plan(**changes: object) -> Plan:
    """Two officers who cannot keep up; at most 30 cases without an owner are wanted by New Year's Day, and posts take
    ten days."""
    cases = tuple(
        small_case(f"case-{n}", owner=f"officer-{1 + n % 2}", due=START + timedelta(days=n - 3)) for n in range(16)
    )
    cases_each, queue = (MEASURE_UNIT[measure] for measure in (Measure.CASELOAD, Measure.UNALLOCATED))
    limit = Standard("load", "Cases each", "team", Measure.CASELOAD, figure(6, cases_each), by=DAY)
    none = Standard("queue", "Queue", "team", Measure.UNALLOCATED, figure(30, queue), by=DAY)
    fields: dict[str, object] = {
        "name": "=North <b>",
        "teams": (small_team(caseload_limit=figure(12, "cases"), referrals_per_month=figure(180, "cases a month")),),
        "cases": cases,
        "standards": (limit, none),
        "lead_steps": (LeadStep("Posting", figure(10, "days")),),
        "scenarios": (
            Scenario("one", "One recruit", (Recruits("team", 1, START, 20),), decided_by="The board"),
            Scenario("more", "+40 %", (DemandGrowth("team", 40.0, START, 0),)),
        ),
        "actions": (ActionItem("act", "load", "Ask for posts", "Head of unit", START),),
        "reinspection": DAY,
    }
    return small_plan(**{**fields, **changes})


@pytest.fixture(scope="module")
def plan() -> Plan:
    return busy_plan()


@pytest.fixture(scope="module")
def figures(plan: Plan):  # type: ignore[no-untyped-def]
    return brief_figures(plan, Terms(None, 60, 1), plan.standards[1], DAY, 0.9, lambda *_: None)


def test_the_brief_says_what_the_search_found_and_what_it_costs(plan, figures):
    answer = figures.answer
    assert answer is not None
    assert answer.fewest <= answer.officers <= answer.most
    sentence = answer_sentence(figures)
    assert sentence.startswith("To keep Team at or below 30 unallocated cases on 1 January 2027 with 90 % confidence: ")
    assert f"{answer.officers} more officer" in sentence and about_pounds(officers_cost(figures)) in sentence
    # The lines of the cost are the cost: those of the option, and of the posts day by day.
    lever = figures.options[-1].scenario.levers[-1]
    days = (figures.last - plan.start).days + 1
    spent = posts_by_day(lever, plan.prices, plan.start, days).sum()
    assert sum(amount for *_, amount in cost_lines(figures)) == pytest.approx(spent, rel=1e-12)
    assert officers_cost(figures) == pytest.approx(spent, rel=1e-12)
    # The chance of the answer's option is that of the last safe date: the same futures.
    assert figures.options[-1].bought.chances[figures.place] == pytest.approx(answer.chance)
    assert answer.chance >= 0.9 > answer.day_later


def test_options_are_what_is_decided_and_other_demands_are_what_the_answer_is_tried_under(figures):
    assert [option.scenario.key for option in figures.options] == ["base", "one", "brief-answer"]
    (under,) = figures.ifs
    assert under.scenario.levers[0] == figures.options[-1].scenario.levers[-1]
    assert under.scenario.name.startswith("If: +40 %; ")


@pytest.mark.slow
def test_a_brief_has_two_pages_and_says_the_answer_first(plan):
    made = make_report(plan, ReportOrder(Kind.BRIEF, MADE, standard="queue", futures=60))
    pages = pages_of(made.document)
    assert pages.count == 2
    text = " ".join(PdfReader(BytesIO(pages.data)).pages[0].extract_text().split())
    assert text.index("To keep Team at or below") < text.index("Options side by side")
    assert "=North <b>" in text


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_in_every_form_is_the_same_twice_and_never_left_half_written(plan, kind, tmp_path):
    order = ReportOrder(kind, MADE, plan.scenarios[0], before=replace(plan, cases=()), futures=50)
    made, again = make_report(plan, order), make_report(plan, order)
    for form in NOTES[kind].forms:
        for report, name in ((made, "one"), (again, "two")):
            save_report(report, tmp_path / f"{name}{form}")
        assert (tmp_path / f"one{form}").read_bytes() == (tmp_path / f"two{form}").read_bytes()
    assert {path.stem for path in tmp_path.iterdir()} == {"one", "two"}
    look = preview(made)
    assert "=North &lt;b&gt;" in look.html and "<b>=North" not in look.html


@pytest.mark.slow
def test_tables_say_the_plans_own_figures(plan):
    document = make_report(
        plan, ReportOrder(Kind.INSPECTION, MADE, futures=50, before=replace(plan, cases=()))
    ).document
    grids = {block.title: block for block in document.blocks if isinstance(block, Grid)}
    assert grids["What is done, and what shows it"].rows[0][2:5] == ("Head of unit", "2 Nov 2026", "to do")
    worst = grids["The most overdue item of each band"].rows[0]
    assert worst == ("Team", "high", "3", "case-0", "3", "work", "Officer 1")
    then = {row[1]: row[2:] for row in grids["Then and now"].rows}
    assert then["Open"] == ("0", "16", "+16") and then["Strength (FTE)"] == ("2.0", "2.0", "none")


@pytest.mark.slow
def test_ten_teams_with_long_names_keep_their_pages(plan):
    long = "Management of Sexual or Violent Offenders, eastern division and coastal towns, second shift"
    teams = tuple(replace(plan.teams[0], key=f"t{n}", name=f"{long} {n}") for n in range(10))
    officers = tuple(Officer(f"o{n}", f"{long} post {n}", f"t{n % 10}") for n in range(40))
    cases = tuple(
        small_case(f"c{n}", team=f"t{n % 10}", owner=f"o{n % 40}", due=START + timedelta(days=n % 25 - 10))
        for n in range(600)
    )
    crowded = small_plan(name=long, teams=teams, officers=officers, cases=cases)
    made = make_report(crowded, ReportOrder(Kind.WEEKLY, MADE))
    assert pages_of(made.document).count == 10


def test_a_file_that_is_there_stays_until_the_new_one_is_whole(plan, tmp_path):
    made = make_report(plan, ReportOrder(Kind.WEEKLY, MADE))
    path = tmp_path / "sheet.pdf"
    path.write_text("before")
    other = tmp_path / "the same file under another name"
    other.hardlink_to(path)

    def stop(*_: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        save_report(made, path, progress=stop)
    assert path.read_text() == "before" and set(tmp_path.iterdir()) == {path, other}
    with pytest.raises(SheetError, match="no such folder"):
        save_report(made, tmp_path / "none" / "sheet.pdf")
    with pytest.raises(ReportRefused, match=r"PDF \(\.pdf\) or Word \(\.docx\)"):
        save_report(made, tmp_path / "sheet.xlsx")
    with pytest.raises(ReportRefused, match="is not a Word file"):
        save_report(made, tmp_path / "sheet.docx", template=path)
    assert set(tmp_path.iterdir()) == {path, other}
    save_report(made, path)
    assert path.read_bytes().startswith(b"%PDF") and other.read_text() == "before"
    assert set(tmp_path.iterdir()) == {path, other}


def test_a_plan_without_standards_is_told_what_is_missing():
    bare = busy_plan(standards=(), actions=())
    for kind in (Kind.BRIEF, Kind.INSPECTION):
        with pytest.raises(Exception, match="standard"):
            make_report(bare, ReportOrder(kind, MADE, futures=50))


@pytest.mark.parametrize(
    ("chance", "words"), [(0.0, "0 %"), (0.004, "under 1 %"), (0.5, "50 %"), (0.996, "over 99 %"), (1.0, "100 %")]
)
def test_a_share_is_never_quite_none_or_all(chance, words):
    assert share_in_words(chance) == words


def test_an_amount_has_the_figures_that_an_estimate_bears():
    assert [about_pounds(amount) for amount in (0, 123, 119_522.4, 1_234_567)] == [
        "£0",
        "about £123",
        "about £120,000",
        "about £1,230,000",
    ]
