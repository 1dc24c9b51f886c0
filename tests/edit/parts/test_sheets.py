"""Tables of parts: what a cell shows can be typed again, what is typed is taken or refused with a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.edit.parts.catalogue import SHEETS, sheet
from planner.edit.parts.sheet import (
    ENTERED,
    NotTaken,
    PartRow,
    Sheet,
    Typed,
    add_row,
    pasted_cells,
    put_cells,
    remove_row,
)
from planner.edit.parts.texts import key_of, share_of
from planner.edit.provenance import register, set_figure
from planner.model.assumption import Status
from planner.model.duration import Shape
from planner.model.people import Origin
from planner.model.plan import Plan
from planner.model.scenario import Resource
from planner.workspace import demo_plan
from tests.simulate.small_networks import figure


@pytest.fixture(scope="module")
def plan() -> Plan:
    return replace(demo_plan(), resources=(Resource("lab", "Laboratory", figure(2, "servers")),))


def typed(found: Sheet, row: str, title: str, text: str) -> Typed:
    return Typed(row, [column.title for column in found.columns].index(title), text)


def type_in(plan: Plan, team: str, key: str, row: str, title: str, text: str) -> Plan:
    found = sheet(plan, team, key)
    return put_cells(found, [typed(found, row, title, text)])


def refused(plan: Plan, team: str, key: str, row: str, title: str, text: str) -> str:
    with pytest.raises(NotTaken) as caught:
        type_in(plan, team, key, row, title, text)
    return caught.value.problems[0].sentence


@pytest.mark.parametrize("key", SHEETS)
def test_what_is_shown_can_be_typed_again_and_changes_nothing(plan, key):
    for team in plan.teams:
        found = sheet(plan, team.key, key)
        cells = [
            Typed(row.key, at, column.show(row.value)) for row in found.rows for at, column in enumerate(found.columns)
        ]
        assert put_cells(found, cells) == plan
        for row in found.rows:
            for column in found.columns:
                if column.put is not None and column.show(row.value):
                    again = column.put(row.value, column.show(row.value))
                    assert column.show(again) == column.show(row.value), (column.title, row.key)


@pytest.mark.parametrize("key", SHEETS)
def test_every_column_says_what_it_is_and_its_figures_are_in_the_register(plan, key):
    places = {row.place for row in register(plan)}
    for team in plan.teams:
        found = sheet(plan, team.key, key)
        assert len({column.title for column in found.columns}) == len(found.columns)
        assert all(column.hint for column in found.columns)
        for row in found.rows:
            for column in found.columns:
                place = column.place(row.value)
                assert place is None or place in places, (column.title, row.key)


def test_a_share_that_is_typed_leaves_the_others_their_proportions(plan):
    before = {band.key: band.share.value for band in plan.team("polit").bands}
    changed = type_in(plan, "polit", "bands", "high", "Share of new cases", "40 %")
    after = {band.key: band.share for band in changed.team("polit").bands}
    assert after["high"].value == 0.4
    assert after["high"].source == ENTERED
    rest = [key for key in before if key != "high"]
    assert [after[key].value / before[key] for key in rest] == pytest.approx([0.6 / (1 - before["high"])] * len(rest))
    assert sum(share.value for share in after.values()) == pytest.approx(1)
    assert after[rest[0]].source == plan.team("polit").band(rest[0]).share.source


def test_shares_that_are_all_typed_have_to_add_up(plan):
    found = sheet(plan, "polit", "bands")
    rows = [row.key for row in found.rows]
    good = [
        typed(found, row, "Share of new cases", text) for row, text in zip(rows, ("1", "9", "40", "50"), strict=True)
    ]
    shares = [band.share.value for band in put_cells(found, good).team("polit").bands]
    assert shares == pytest.approx([0.01, 0.09, 0.4, 0.5])
    bad = [typed(found, row, "Share of new cases", "45 %") for row in rows]
    with pytest.raises(NotTaken, match="add up to 100 %, and these to 180 %"):
        put_cells(found, bad)
    assert "what you typed alone to 120 %" in refused_all(found, rows[:2])


def refused_all(found: Sheet, rows: list[str]) -> str:
    with pytest.raises(NotTaken) as caught:
        put_cells(found, [typed(found, row, "Share of new cases", "60 %") for row in rows])
    return caught.value.problems[0].sentence


def test_nothing_is_taken_when_one_cell_is_wrong(plan):
    found = sheet(plan, "polit", "officers")
    first, second = found.rows[0].key, found.rows[1].key
    cells = [typed(found, first, "FTE", "0.5"), typed(found, second, "FTE", "lots")]
    with pytest.raises(NotTaken) as caught:
        put_cells(found, cells)
    (problem,) = caught.value.problems
    assert (problem.row, found.columns[problem.column].title) == (second, "FTE")
    assert problem.sentence == "FTE: this is not a number from 0 on."


@pytest.mark.parametrize(
    ("key", "title", "text", "sentence"),
    [
        ("officers", "FTE", "3", "FTE: full-time equivalent is from 0.1 to 1."),
        ("stages", "Effort, mean", "2,5", "a comma stands between thousands only, as in 1,500: write 2.5."),
        ("stages", "Effort, mean", "1,50,0", "write a decimal with a point, as 2.5."),
        ("stages", "Effort, mean", "99999999", "Effort, mean: this number is too large: the most is 1,000,000."),
        ("bands", "Share of new cases", "2,5", "write 2.5."),
        ("officers", "Role", "boss", "Role: write one of: officer, supervisor."),
        ("officers", "Origin", "recruit", "Origin: give the start date first: a recruit has one."),
        ("officers", "Post", "", "Post: write the number or name of the post."),
        ("officers", "Post", "Sam Jones", "looks like names: write the number or name of the post instead."),
        ("officers", "Skills", "Sam Jones", "looks like names: a skill says nothing of who somebody is."),
        ("officers", "FTE", "1e5", "FTE: write the number in plain digits, such as 1500."),
        ("officers", "Starts", "02/13/2027", "Starts: there is no such month: write it as day/month/year, such as"),
        ("bands", "Share of new cases", "101", "Share of new cases: this must be from 0 to 100 %."),
        ("officers", "Starts", "yesterday", "Starts: this is not a date"),
        ("officers", "Post", "Jane Smith", "Post: this looks like names"),
        ("bands", "Priority", "1.5", "Priority: this must be a whole number."),
        ("bands", "Priority", "99", "Priority: a band's priority is 0 (first) to 15."),
        ("bands", "Interrupts work", "perhaps", "Interrupts work: write yes or no."),
        ("stages", "Officers", "3", "Officers: must be between 1 and 2 officers."),
        ("stages", "Waits for", "nobody I know", "Waits for: there is no such shared resource: write one of none"),
        ("routes", "Leads to", "the moon", "Leads to: there is no such stage or outcome"),
        ("figures", "Unit", "weeks", "Unit is not edited here"),
        ("resources", "Servers", "0", "Servers: must be between 1 and 1000 servers."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(plan, key, title, text, sentence):
    found = sheet(plan, "polit", key)
    assert sentence in refused(plan, "polit", key, found.rows[0].key, title, text)


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("stages", "stage of this team"),
        ("bands", "band of this team"),
        ("outcomes", "outcome of this team"),
        ("resources", "shared resource"),
    ],
)
def test_no_two_parts_that_are_chosen_by_name_are_called_the_same(plan, key, what):
    two = replace(plan, resources=(*plan.resources, Resource("second", "Second", figure(1, "servers"))))
    found = sheet(two, "polit", key)
    first, second = found.rows[0], found.rows[1]
    sentence = refused(two, "polit", key, second.key, "Name", first.value.name.upper())
    assert sentence == f"Name: another {what} is called so."
    changed = [typed(found, first.key, "Name", second.value.name), typed(found, second.key, "Name", first.value.name)]
    after = sheet(put_cells(found, changed), "polit", key)
    assert [row.value.name for row in after.rows[:2]] == [second.value.name, first.value.name]


def test_a_stage_and_an_outcome_are_not_called_the_same(plan):
    team = plan.team("polit")
    stage, outcome = team.stages[0], team.outcomes[0]
    assert refused(plan, "polit", "stages", stage.key, "Name", outcome.name) == (
        "Name: an outcome of this team is called so."
    )
    assert refused(plan, "polit", "outcomes", outcome.key, "Name", stage.name) == (
        "Name: a stage of this team is called so."
    )


def test_a_name_goes_before_a_key():
    read = key_of({"triage": "First look", "triage-2": "Triage"}, "stage")
    assert [read("Triage"), read("first look"), read("triage-2")] == ["triage-2", "triage", "triage-2"]


def test_where_there_is_nothing_to_choose_it_is_said(plan):
    bare = replace(plan, resources=())
    key = plan.team("polit").stages[0].key
    sentence = refused(bare, "polit", "stages", key, "Waits for", "Laboratory")
    assert sentence == "Waits for: there is no shared resource to choose yet: leave this as none."


def test_the_routes_of_a_band_are_said_by_its_name(plan):
    found = sheet(plan, "polit", "routes")
    rows = [row.key for row in found.rows if row.value.route.band == "very-high"]
    assert rows
    with pytest.raises(NotTaken, match=r"^The routes from .*, band Very high add up to 100 %"):
        put_cells(found, [typed(found, key, "Probability", "90 %") for key in rows])


def test_a_typed_figure_is_the_users_own_and_says_what_stood_there(plan):
    stage = plan.team("polit").stages[0]
    changed = type_in(plan, "polit", "stages", stage.key, "Effort, mean", "7.5")
    mean = changed.team("polit").stages[0].effort.parameters[0]
    assert (mean.value, mean.status, mean.source) == (7.5, Status.OK, ENTERED)
    assert f"Before: {stage.effort.mean:g} hours" in mean.rationale
    same = type_in(plan, "polit", "stages", stage.key, "Effort, mean", f"{stage.effort.mean:g}")
    assert same == plan


def test_commas_between_thousands_are_taken(plan):
    key = plan.team("polit").stages[0].key
    changed = type_in(plan, "polit", "stages", key, "Wait after it, mean", "1,500")
    assert changed.team("polit").stages[0].delay.mean == 1500


def test_the_spread_decides_the_shape(plan):
    key = plan.team("polit").stages[0].key
    flat = type_in(plan, "polit", "stages", key, "Effort, spread", "0")
    assert flat.team("polit").stages[0].effort.shape is Shape.CONSTANT
    wide = type_in(flat, "polit", "stages", key, "Effort, spread", "1.5")
    effort = wide.team("polit").stages[0].effort
    assert effort.shape is Shape.GAMMA
    assert (effort.mean, effort.cv) == (flat.team("polit").stages[0].effort.mean, 1.5)


@pytest.mark.parametrize(
    ("text", "share"),
    [("30", 0.3), ("30 %", 0.3), ("0.3", 0.3), ("1", 0.01), ("1.0", 1.0), ("0.5 %", 0.005), ("0", 0.0)],
)
def test_a_share_is_typed_as_people_write_it(text, share):
    assert share_of(text) == pytest.approx(share)


def test_a_deadline_of_one_band_leaves_the_others(plan):
    team = plan.team("polit")
    stage = next(stage for stage in team.stages if stage.due)
    before = {column.title: column.show(stage) for column in sheet(plan, "polit", "stages").columns}
    changed = type_in(plan, "polit", "stages", stage.key, f"Due, {team.bands[1].name}", "9")
    found = sheet(changed, "polit", "stages")
    after = {column.title: column.show(changed.team("polit").stage(stage.key)) for column in found.columns}
    assert after == before | {f"Due, {team.bands[1].name}": "9"}


def test_visits_of_one_band_change_alone_even_when_two_are_typed_at_once(plan):
    found = sheet(plan, "mosovo", "visits")
    first, second = found.rows[0], found.rows[1]
    cells = [typed(found, first.key, "Every", "40"), typed(found, second.key, "Reactive share", "25 %")]
    after = sheet(put_cells(found, cells), "mosovo", "visits")
    shown = [[column.show(row.value) for column in after.columns] for row in after.rows]
    expected = [[column.show(row.value) for column in found.columns] for row in found.rows]
    expected[0][2], expected[1][3] = "40", "25 %"
    assert shown == expected


def test_a_route_that_is_typed_leaves_the_others_their_proportions(plan):
    found = sheet(plan, "polit", "routes")
    groups: dict[tuple[str, str | None], list[PartRow]] = {}
    for row in found.rows:
        groups.setdefault((row.value.stage, row.value.route.band), []).append(row)
    (stage, band), rows = next(item for item in groups.items() if len(item[1]) > 1)
    changed = put_cells(found, [typed(found, rows[0].key, "Probability", "90 %")])
    chances = [route.probability.value for route in changed.team("polit").stage(stage).routes if route.band == band]
    assert chances[0] == 0.9
    assert sum(chances) == pytest.approx(1)
    alone = next(rows for rows in groups.values() if len(rows) == 1)
    assert "these to 90 %" in refused(plan, "polit", "routes", alone[0].key, "Probability", "90 %")


def test_a_stage_that_is_added_comes_before_the_end_and_can_be_removed_again(plan):
    team = plan.team("polit")
    grown, key = add_row(sheet(plan, "polit", "stages"))
    added = grown.team("polit").stages[-1]
    assert added.key == key
    assert key in {route.to for route in grown.team("polit").stages[-2].routes}
    assert sum(route.probability.value for route in added.routes) == pytest.approx(1)
    back = remove_row(sheet(grown, "polit", "stages"), key)
    assert [stage.key for stage in back.team("polit").stages] == [stage.key for stage in team.stages]
    last = {(route.to, route.band): route.probability.value for route in back.team("polit").stages[-1].routes}
    was = {(route.to, route.band): route.probability.value for route in team.stages[-1].routes}
    assert {to for to, _ in last} == {to for to, _ in was}


def test_a_stage_with_cases_is_not_removed(plan):
    key = plan.cases_of("polit")[0].stage
    with pytest.raises(NotTaken, match=r"open cases.*move or remove them first"):
        remove_row(sheet(plan, "polit", "stages"), key)


def test_a_band_that_is_added_is_empty_and_one_in_use_stays(plan):
    grown, key = add_row(sheet(plan, "polit", "bands"))
    assert grown.team("polit").band(key).share.value == 0
    assert remove_row(sheet(grown, "polit", "bands"), key) == plan
    with pytest.raises(NotTaken, match="histor"):
        remove_row(sheet(plan, "polit", "bands"), "high")


def test_officers_come_and_go(plan):
    grown, key = add_row(sheet(plan, "polit", "officers"))
    officer = next(officer for officer in grown.officers if officer.key == key)
    assert officer.team == "polit"
    started = type_in(grown, "polit", "officers", key, "Starts", "3/5/2027")
    recruit = type_in(started, "polit", "officers", key, "Origin", "recruit")
    assert next(entry for entry in recruit.officers if entry.key == key).origin is Origin.RECRUIT
    assert remove_row(sheet(grown, "polit", "officers"), key) == plan
    owner = next(case.owner for case in plan.cases if case.owner)
    team = next(entry.team for entry in plan.officers if entry.key == owner)
    with pytest.raises(NotTaken, match="give them to others in Caseload first"):
        remove_row(sheet(plan, team, "officers"), owner)


def test_an_outcome_is_fed_to_another_team_only_once_that_is_named(plan):
    key = plan.team("referral-sharing").outcomes[0].key
    assert "say first in which team" in refused(plan, "referral-sharing", "outcomes", key, "After, mean", "30")
    fed = type_in(plan, "referral-sharing", "outcomes", key, "Opens a case in", "MOSOVO")
    late = type_in(fed, "referral-sharing", "outcomes", key, "After, mean", "30")
    feed = late.team("referral-sharing").outcomes[0].feed
    assert feed is not None
    assert (feed.team, feed.lag.mean) == ("mosovo", 30)
    none = type_in(late, "referral-sharing", "outcomes", key, "Opens a case in", "nowhere")
    assert none.team("referral-sharing").outcomes[0].feed is None


def test_a_resource_in_use_stays(plan):
    stage = plan.team("polit").stages[0].key
    waiting = type_in(plan, "polit", "stages", stage, "Wait after it, mean", "12")
    using = type_in(waiting, "polit", "stages", stage, "Waits for", "Laboratory")
    with pytest.raises(NotTaken, match="waits for Laboratory: choose another in Stages first"):
        remove_row(sheet(using, "polit", "resources"), "lab")
    assert remove_row(sheet(plan, "polit", "resources"), "lab").resources == ()


def test_all_figures_are_typed_in_one_table(plan):
    place = "teams/polit/caseload_limit"
    changed = type_in(plan, "polit", "figures", place, "Value", "28")
    assert changed.team("polit").caseload_limit.value == 28
    assert changed == set_figure(plan, place, changed.team("polit").caseload_limit)


def test_a_block_is_pasted_where_the_cell_is(plan):
    found = sheet(plan, "polit", "officers")
    at = [column.title for column in found.columns].index("FTE")
    cells = pasted_cells(found, 1, at, [["0.5", "3/5/2027"], ["0.6", ""]])
    people = put_cells(found, cells).officers_of("polit")
    assert [officer.fte for officer in people[1:3]] == [0.5, 0.6]
    headed = pasted_cells(found, 0, at, [["FTE"], ["0.8"]])
    assert [(cell.row, cell.text) for cell in headed] == [(found.rows[0].key, "0.8")]
    with pytest.raises(NotTaken) as caught:
        pasted_cells(found, len(found.rows) - 1, at, [["1"], ["1"]])
    said = "What you paste has 2 rows and 1 column, and from this cell on there are 1 row and 4 columns: "
    assert str(caught.value) == f"{said}add rows, or paste further up."
    with pytest.raises(NotTaken) as caught:
        pasted_cells(found, 0, at, [["1"] * 9])
    assert str(caught.value).endswith(" and 4 columns: copy fewer columns, or paste further to the left.")


def test_the_finished_row_is_judged_not_each_cell_on_its_way(plan):
    grown, key = add_row(sheet(plan, "polit", "officers"))
    found = sheet(grown, "polit", "officers")
    last = len(found.rows) - 1
    line = ["P 99", "officer", "recruit", "0.8", "01/03/2027", "", "video"]
    made = put_cells(found, pasted_cells(found, last, 0, [line]))
    recruit = next(officer for officer in made.officers if officer.key == key)
    assert (recruit.name, recruit.origin, recruit.fte) == ("P 99", Origin.RECRUIT, 0.8)
    at = [column.title for column in found.columns].index("Starts")
    days = ["01/01/2027", "01/06/2027"], ["01/09/2027", "01/12/2027"], ["02/01/2027", "03/02/2027"]
    for pair in days:
        found = sheet(made, "polit", "officers")
        made = put_cells(found, pasted_cells(found, last, at, [pair]))
        shown = [column.show(sheet(made, "polit", "officers").rows[last].value) for column in found.columns]
        assert shown[at : at + 2] == pair
    wrong = pasted_cells(sheet(made, "polit", "officers"), last, at, [["01/12/2027", "01/11/2027"]])
    with pytest.raises(NotTaken, match="an officer leaves on or after the start date"):
        put_cells(sheet(made, "polit", "officers"), wrong)


@pytest.mark.parametrize("block", [[], [[""]], [["", " "], [""]], [["FTE"]]])
def test_a_block_without_text_changes_nothing(plan, block):
    found = sheet(plan, "polit", "officers")
    at = [column.title for column in found.columns].index("FTE")
    with pytest.raises(NotTaken, match="There is no text to paste"):
        pasted_cells(found, 0, at, block)
