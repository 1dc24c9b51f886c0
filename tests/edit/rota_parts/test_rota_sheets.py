"""What a rota is made of, typed into tables: each change gives a plan, and what is wrong is said of its cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.edit.intake.dates import Unreadable
from planner.edit.parts.sheet import NotTaken, Typed, add_row, put_cells, remove_row
from planner.edit.rota import add_draft, change_rota, paint, publish
from planner.edit.rota_parts.catalogue import ROTA_SHEETS, rota_sheet
from planner.edit.rota_parts.cover import put_need
from planner.edit.rota_parts.cycles import add_library_cycle, put_all_on_cycle
from planner.edit.rota_parts.filling import fill_days_away, fill_from_team
from planner.edit.rota_parts.texts import Duties, clock_of, minutes_of, signed_of, weekdays_of, weekdays_text
from planner.model.absence import Absence, AbsenceKind
from planner.model.checks import InvalidPlan
from planner.model.plan import Plan
from planner.model.rota import Cover, Rota
from planner.model.rota_people import AwayKind, PatternUse, RotaPerson, RotaWish, Unavailability
from planner.model.shift import OFF
from planner.storage.rota_patterns import library_pattern
from tests.model.small_rotas import MONDAY, SHIFTS, cells, rota_plan

DUTIES = Duties(SHIFTS)


@pytest.fixture
def plan() -> Plan:
    cover = (Cover("early", "Early", ("early",), 1, 2, 3, weekdays=(0, 1, 2, 3, 4)),)
    return rota_plan("EELL---", "--EELL-", cover=cover)


def rota(plan: Plan) -> Rota:
    return plan.rotas[0]


def put(plan: Plan, key: str, row: str, **texts: str) -> Plan:
    """Texts typed into a row; a column's title with _ for its spaces."""
    sheet = rota_sheet(plan, rota(plan), key)
    titles = [column.title for column in sheet.columns]
    typed = [Typed(row, titles.index(title.replace("_", " ")), text) for title, text in texts.items()]
    return put_cells(sheet, typed)


def refused(plan: Plan, key: str, row: str, **texts: str) -> str:
    with pytest.raises(NotTaken) as caught:
        put(plan, key, row, **texts)
    return str(caught.value)


def shown(plan: Plan, key: str, row: str, title: str) -> str:
    sheet = rota_sheet(plan, rota(plan), key)
    column = next(column for column in sheet.columns if column.title == title)
    return column.show(next(entry.value for entry in sheet.rows if entry.key == row))


@pytest.mark.parametrize("key", ROTA_SHEETS)
def test_what_a_table_shows_can_be_typed_again_and_changes_nothing(plan: Plan, key: str) -> None:
    full = add_library_cycle(plan, "r", library_pattern("office-week"))
    away = Unavailability("a", AwayKind.COURT, MONDAY, MONDAY, from_minute=540, to_minute=1440)
    full = replace(full, rotas=(replace(rota(full), away=(away,), wishes=(RotaWish("b", MONDAY, MONDAY),)),))
    sheet = rota_sheet(full, rota(full), key)
    assert sheet.rows
    for row in sheet.rows:
        for column in sheet.columns:
            if column.put is not None:
                assert column.put(row.value, column.show(row.value)) == row.value, column.title
    assert sheet.rebuild(sheet.rows, frozenset(row.key for row in sheet.rows)) == full


def test_no_two_duties_or_cycles_are_called_the_same(plan: Plan) -> None:
    first, second = rota_sheet(plan, rota(plan), "duties").rows[:2]
    name = first.value.name
    assert refused(plan, "duties", second.key, Name=name) == "Name: another duty on this rota is called so."
    cycled = add_library_cycle(plan, "r", library_pattern("two-two-two-four"))
    cycled = add_library_cycle(cycled, "r", library_pattern("office-week"))
    first, second = rota_sheet(cycled, rota(cycled), "cycles").rows[:2]
    name = first.value.name
    assert refused(cycled, "cycles", second.key, Name=name) == "Name: another cycle on this rota is called so."


def test_people_get_contracts_cycles_limits_and_skills(plan: Plan) -> None:
    made = put(plan, "people", "a", Contract="22.5", Free_days="Wed, Thu", Skills="Driver", Not_on="N", Most_duties="3")
    assert rota(made).person("a") == RotaPerson(
        "a", weekly_minutes=1350, free_weekdays=(2, 3), barred=("night",), most_week_duties=3
    )
    assert made.officers[0].skills == ("Driver",)
    assert "1 to 60 hours" in refused(plan, "people", "a", Contract="90")
    assert "has to be named" in refused(plan, "people", "a", Cycle_is="kept")
    assert "write one of E, L, N" in refused(plan, "people", "a", Not_on="Q")
    cycled = put(
        add_library_cycle(plan, "r", library_pattern("two-two-two-four")),
        "people",
        "b",
        Cycle=library_pattern("two-two-two-four").name,
    )
    assert rota(cycled).person("b").pattern_use is PatternUse.ADAPTED
    assert rota(put(cycled, "people", "b", Cycle="")).person("b") == rota(plan).person("b")


def test_people_come_from_the_team_and_go_with_all_that_is_theirs(plan: Plan) -> None:
    wished = replace(plan, rotas=(replace(rota(plan), wishes=(RotaWish("b", MONDAY, MONDAY),)),))
    gone = remove_row(rota_sheet(wished, rota(wished), "people"), "b")
    assert ([person.officer for person in rota(gone).people], rota(gone).wishes) == (["a"], ())
    back, key = add_row(rota_sheet(gone, rota(gone), "people"))
    assert key == "s", "supervisors first"
    filled = fill_from_team(back, "r")
    assert [person.officer for person in rota(filled).people] == ["a", "s", "b"]
    assert rota(filled).drafts[0].line("b").cells == (OFF,) * 7
    assert fill_from_team(filled, "r") is filled
    assert rota_sheet(filled, rota(filled), "people").new is None


def test_duties_have_times_that_go_over_midnight(plan: Plan) -> None:
    made = rota(put(plan, "duties", "late", Starts="18:00", Ends="03:30", Meal_break="60", Counts="9"))
    assert (made.shift("late").start_minute, made.shift("late").minutes) == (1080, 570)
    assert (made.shift("late").break_minutes, made.shift("late").counted_minutes) == (60, 540)
    assert "such as 07:00" in refused(plan, "duties", "late", Starts="noon")
    assert "only a day on call" in refused(plan, "duties", "late", Ends="")
    assert "Early has the letters E" in refused(plan, "duties", "late", Letters="e")
    called = put(plan, "duties", "late", On_call="yes", Ends="")
    assert not rota(called).shift("late").is_duty


def test_a_duty_in_use_is_not_removed_and_another_goes_from_cover_and_wishes(plan: Plan) -> None:
    with pytest.raises(NotTaken, match=r"Early is painted on 4 days of drafts"):
        remove_row(rota_sheet(plan, rota(plan), "duties"), "early")
    cover = (*rota(plan).cover, Cover("n", "Nights", ("night",), 1), Cover("any", "Any", ("night", "late"), 1))
    more = replace(plan, rotas=(replace(rota(plan), cover=cover, wishes=(RotaWish("a", MONDAY, MONDAY, "night"),)),))
    left = rota(remove_row(rota_sheet(more, rota(more), "duties"), "night"))
    assert [(row.key, row.shifts) for row in left.cover] == [("early", ("early",)), ("any", ("late",))]
    assert (len(left.shifts), left.wishes) == (2, ())
    added, key = add_row(rota_sheet(plan, rota(plan), "duties"))
    assert rota(added).shift(key).code == "D"


def test_a_duty_that_was_published_keeps_its_times_and_hours(plan: Plan) -> None:
    told = publish(plan, "r", "d", date(2026, 10, 1))
    sentence = "Early is in the published rota of 1 October 2026: add a new kind instead"
    typed = (("Starts", "08:00"), ("Ends", "17:00"), ("Meal_break", "30"), ("Counts", "7"), ("On_call", "yes"))
    for title, text in typed:
        assert sentence in refused(told, "duties", "early", **{title: text})
    renamed = rota(put(told, "duties", "early", Name="Earlies", Letters="X", Starts="07:00"))
    assert (renamed.shift("early").name, renamed.shift("early").code) == ("Earlies", "X")
    assert rota(put(told, "duties", "night", Starts="21:00")).shift("night").start_minute == 1260
    sheet = rota_sheet(told, rota(told), "duties")
    (starts,) = (column for column in sheet.columns if column.title == "Starts")
    assert starts.put is not None
    with pytest.raises(Unreadable, match=sentence):
        starts.put(rota(told).shift("early"), "08:00")
    later = tuple(replace(shift, start_minute=0) if shift.key == "early" else shift for shift in rota(told).shifts)
    with pytest.raises(InvalidPlan, match=sentence):
        change_rota(told, "r", shifts=later)
    emptied = paint(told, "r", "d", [(officer, day) for officer in ("a", "b") for day in range(7)], OFF)
    with pytest.raises(NotTaken, match=sentence):
        remove_row(rota_sheet(emptied, rota(emptied), "duties"), "early")


def test_cover_lifts_what_would_be_below_it(plan: Plan) -> None:
    row = rota(put(plan, "cover", "early", Minimum="4")).cover[0]
    assert (row.minimum, row.ideal, row.most) == (4, 4, 4)
    row = rota(
        put(plan, "cover", "early", Ideal="", Most="", Skill="Driver", Days="Sat-Sun", Supervisors_only="yes")
    ).cover[0]
    assert (row.minimum, row.ideal, row.most, row.skill) == (1, None, None, "Driver")
    assert (row.weekdays, row.supervisor) == ((5, 6), True)
    assert "Ideal: " in refused(plan, "cover", "early", Ideal="0")
    assert "name the kinds of duty" in refused(plan, "cover", "early", Duties="")
    assert "Mon-Fri" in refused(plan, "cover", "early", Days="someday")


def test_cover_from_the_demand_replaces_only_what_came_from_it(plan: Plan) -> None:
    once = put_need(plan, "r", (Cover("need-0", "Work of Monday", ("early",), 2), Cover("need-1", "x", ("early",), 1)))
    again = put_need(once, "r", (Cover("need-0", "Work of Monday", ("early",), 3),))
    assert [(row.key, row.minimum) for row in rota(again).cover] == [("early", 1), ("need-0", 3)]


def test_cycles_come_from_the_library_with_their_duties_and_take_everybody(plan: Plan) -> None:
    shipped = library_pattern("two-two-two-four")
    same = add_library_cycle(replace(plan, rotas=(replace(rota(plan), shifts=shipped.shifts),)), "r", shipped)
    assert shown(same, "cycles", "two-two-two-four", "Cycle") == "E E L L N N - - - -"
    assert rota(same).shifts == shipped.shifts, "duties of the same times are used"
    added = add_library_cycle(plan, "r", shipped)
    assert [shift.code for shift in rota(added).shifts] == ["E", "L", "N", "E2", "L2", "N2"]
    assert rota(added).shifts[:3] == SHIFTS
    assert shown(added, "cycles", "two-two-two-four", "Cycle") == "E2 E2 L2 L2 N2 N2 - - - -"
    twice = add_library_cycle(added, "r", library_pattern("two-two-two-four"))
    assert len({pattern.name for pattern in rota(twice).patterns}) == 2
    all_on = put_all_on_cycle(added, "r", "two-two-two-four", (0, 2), PatternUse.KEPT)
    assert [(person.pattern_offset, person.pattern_use) for person in rota(all_on).people] == [
        (0, PatternUse.KEPT),
        (2, PatternUse.KEPT),
    ]
    drafted = add_draft(all_on, "r", "cycle", "Cycle")
    assert rota(drafted).draft("cycle").line("b").cells == ("late-2", "late-2", "night-2", "night-2", OFF, OFF, OFF)
    freed = rota(remove_row(rota_sheet(all_on, rota(all_on), "cycles"), "two-two-two-four"))
    assert all(person.pattern_use is PatternUse.FREE for person in freed.people)


def test_a_cycle_is_typed_in_letters(plan: Plan) -> None:
    added, key = add_row(rota_sheet(plan, rota(plan), "cycles"))
    typed = put(added, "cycles", key, Cycle="EELLNN----")
    assert shown(typed, "cycles", key, "Length") == "10"
    assert shown(typed, "cycles", key, "Hours") == "35"
    assert "names its source" in refused(added, "cycles", key, Status="OK")
    sourced = put(added, "cycles", key, Source="Agreed with the branch board, 2026", Status="OK")
    assert rota(sourced).patterns[0].source.startswith("Agreed")


def test_days_away_and_wishes_are_typed_and_removed(plan: Plan) -> None:
    added, key = add_row(rota_sheet(plan, rota(plan), "away"))
    court = put(added, "away", key, Post="Officer b", Why="court", First_day="06/01/2027", Certain="no", From="13:00")
    assert rota(court).away == (
        Unavailability(
            "b", AwayKind.COURT, date(2027, 1, 6), date(2027, 1, 6), certain=False, from_minute=780, to_minute=1440
        ),
    )
    assert "ends on or after" in refused(court, "away", key, Last_day="05/01/2027")
    assert rota(remove_row(rota_sheet(court, rota(court), "away"), key)).away == ()
    added, key = add_row(rota_sheet(plan, rota(plan), "wishes"))
    wished = rota(put(added, "wishes", key, Duty="N", Wanted="no", Price="25", Days="Fri")).wishes[0]
    assert (wished.shift, wished.wanted, wished.points, wished.weekdays) == ("night", False, 25, (4,))


def test_days_away_come_from_the_absences_of_the_plan(plan: Plan) -> None:
    leave = Absence(AbsenceKind.LEAVE, MONDAY, MONDAY.replace(day=8))
    half = Absence(AbsenceKind.COURSE, MONDAY, MONDAY, share=0.5)
    later = Absence(AbsenceKind.LEAVE, MONDAY.replace(month=6), MONDAY.replace(month=6))
    officers = (replace(plan.officers[0], absences=(leave, half, later)), *plan.officers[1:])
    plan = replace(plan, teams=(replace(plan.teams[0], abstraction=None),))
    filled = fill_days_away(replace(plan, officers=officers), "r")
    assert rota(filled).away == (Unavailability("a", AwayKind.LEAVE, MONDAY, MONDAY.replace(day=8)),)
    assert fill_days_away(filled, "r") is filled


def test_rules_are_set_and_put_back(plan: Plan) -> None:
    softer = put(plan, "rules", "rest-between-duties", Limit="10", Hard_or_priced="priced", Agreed_by="Branch board")
    setting = rota(softer).setting("rest-between-duties")
    assert (setting.limit, setting.hard, setting.source) == (10, False, "Branch board")
    assert shown(softer, "rules", "rest-between-duties", "Changed") == "ships as: 11 hours, hard"
    back = put(softer, "rules", "rest-between-duties", Limit="", Hard_or_priced="hard", Agreed_by="")
    assert rota(back).settings == ()
    assert "limit is from 0 to 48 hours" in refused(plan, "rules", "rest-between-duties", Limit="100")
    off = put(plan, "rules", "nights-in-a-row", In_use="no")
    assert not rota(off).setting("nights-in-a-row").in_use


def test_a_rota_is_made_longer_by_its_cycles_and_shorter_until_it_is_published(plan: Plan) -> None:
    cycled = put_all_on_cycle(
        add_library_cycle(plan, "r", library_pattern("two-two-two-four")), "r", "two-two-two-four", (0,)
    )
    old = cells("EELL---")
    longer = rota(put(cycled, "about", "r", Length="14", Name="Spring"))
    assert (longer.name, longer.drafts[0].line("a").cells) == (
        "Spring",
        (*old, OFF, OFF, OFF, "early-2", "early-2", "late-2", "late-2"),
    )
    assert rota(put(plan, "about", "r", Length="3")).drafts[0].line("b").cells == cells("--E")
    assert "at least one day" in refused(plan, "about", "r", Length="0")
    assert "is published" in refused(publish(plan, "r", "d", MONDAY), "about", "r", Length="14")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon-Fri", (0, 1, 2, 3, 4)),
        ("sat, sun", (5, 6)),
        ("Fri-Mon", (0, 4, 5, 6)),
        ("Wednesday", (2,)),
        ("every day", (*range(7),)),
    ],
)
def test_weekdays_are_read(text: str, days: tuple[int, ...]) -> None:
    assert weekdays_of(text) == days
    assert weekdays_of(weekdays_text(days)) == days


def test_times_and_hours_are_read() -> None:
    assert [clock_of(text) for text in ("07:00", "7.30", "2400")] == [420, 450, 1440]
    assert (minutes_of("8:30"), minutes_of("37.5"), signed_of("-2")) == (510, 2250, -2)
    for wrong in ("25:00", "7", "12:70"):
        with pytest.raises(Unreadable):
            clock_of(wrong)
    assert DUTIES.row_of("E E, L -") == cells("EEL-")
    with pytest.raises(Unreadable, match="days off"):
        DUTIES.list_of("E, off")
