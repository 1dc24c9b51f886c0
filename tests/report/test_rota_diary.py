"""One person's diary: real times across the change of clocks, days away, and what a later file does to an earlier."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from planner.model.plan import Plan
from planner.model.rota_draft import RotaLine, RotaPublication
from planner.model.rota_people import AwayKind, Unavailability
from planner.report.rota_diary import rota_calendar
from planner.report.rota_version import version_words
from tests.model.small_rotas import CALL, EARLY, NIGHT, cells, day, rota_plan

MADE = datetime(2027, 1, 1, 12, tzinfo=UTC)


def diary(plan: Plan, letters: str, made: datetime = MADE) -> str:
    return rota_calendar(plan, plan.rotas[0], "a", cells(letters), "draft, not published", made)


def events(text: str) -> dict[str, dict[str, str]]:
    """The properties of each event, by what its identity ends with."""
    found = {}
    for part in text.replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]:
        fields = dict(line.split(":", 1) for line in part.split("\r\nEND:VEVENT")[0].split("\r\n"))
        found[fields["UID"].removeprefix("r-a-").removesuffix("@caseload-planner")] = fields
    return found


def test_a_diary_has_real_times() -> None:
    text = diary(rota_plan("N", start=date(2027, 3, 27)), "N")
    assert "DTSTART:20270327T220000Z" in text
    assert "DTEND:20270328T060000Z" in text, "clocks go forward in that night: 07:00 is 06:00 UTC"
    assert text.endswith("END:VCALENDAR\r\n")


def test_a_day_on_call_is_a_whole_day_and_long_names_are_folded() -> None:
    text = diary(rota_plan("C", shifts=(EARLY, CALL, NIGHT), name="Ü; " + "Ü" * 90), "C")
    (call,) = events(text).values()
    assert (call["DTSTART;VALUE=DATE"], call["DTEND;VALUE=DATE"]) == ("20270104", "20270105")
    assert call["TRANSP"] == "TRANSPARENT"
    assert "X-WR-CALNAME:Officer a: Ü\\; " + "Ü" * 90 + "\r\n" in text.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_leave_courses_and_court_are_in_the_diary() -> None:
    away = (
        Unavailability("a", AwayKind.COURSE, day(-3), day(1)),
        Unavailability("a", AwayKind.COURT, day(2), day(2), from_minute=540, to_minute=960),
        Unavailability("a", AwayKind.LEAVE, day(5), day(6), certain=False),
        Unavailability("a", AwayKind.SICK, day(3), day(3)),
        Unavailability("b", AwayKind.LEAVE, day(4), day(4)),
        Unavailability("a", AwayKind.LEAVE, day(7), day(9)),
    )
    found = events(diary(rota_plan("--E----", "-------", away=away), "--E----"))
    assert set(found) == {
        "20270106", "course-20270104", "court-20270106-540", "leave-20270109", "sick-20270107",
    }  # fmt: skip
    course, court, leave = found["course-20270104"], found["court-20270106-540"], found["leave-20270109"]
    assert (course["DTSTART;VALUE=DATE"], course["DTEND;VALUE=DATE"]) == ("20270104", "20270106")
    assert (court["DTSTART"], court["DTEND"], court["TRANSP"]) == ("20270106T090000Z", "20270106T160000Z", "OPAQUE")
    assert (court["SUMMARY"], course["SUMMARY"]) == ("Court", "Course")
    assert (leave["SUMMARY"], leave["STATUS"]) == ("Annual leave (asked for)", "TENTATIVE")
    assert found["sick-20270107"]["SUMMARY"] == "Away", "others may see the diary"


def test_a_later_file_revises_the_events_of_an_earlier_one_and_cancels_what_is_dropped() -> None:
    plan = rota_plan("EL-----")
    rota = plan.rotas[0]
    told = (RotaPublication(1, date(2026, 12, 1), (RotaLine("a", cells("EL-----")),)),)
    plan = replace(plan, rotas=(replace(rota, publications=told),))
    before = events(diary(plan, "EL-----"))
    after = events(diary(plan, "N------", MADE + timedelta(hours=1)))
    assert set(after) == set(before) == {"20270104", "20270105"}
    assert int(after["20270104"]["SEQUENCE"]) > int(before["20270104"]["SEQUENCE"])
    assert after["20270104"]["LAST-MODIFIED"] == "20270101T130000Z"
    assert (before["20270104"]["SUMMARY"], after["20270104"]["SUMMARY"]) == ("Early", "Night")
    dropped = after["20270105"]
    assert (dropped["STATUS"], dropped["SUMMARY"], dropped["TRANSP"]) == ("CANCELLED", "Cancelled: Late", "TRANSPARENT")


def test_made_up_data_and_the_version_are_marked() -> None:
    plan = replace(rota_plan("E------"), illustrative=True)
    text = diary(plan, "E------")
    assert "\r\nMETHOD:PUBLISH\r\n" in text
    assert "X-WR-CALNAME:Officer a: Rota (illustrative data)\r\n" in text
    (duty,) = events(text).values()
    assert duty["DESCRIPTION"] == "Officer a: Rota (illustrative data)\\, draft\\, not published"
    assert "llustrative" not in diary(rota_plan("E------"), "E------")


def test_which_version_lines_are() -> None:
    rota = rota_plan("E------", "-------").rotas[0]
    draft = rota.drafts[0].lines
    assert version_words(rota, draft) == "draft, not published: Draft"
    other = (replace(draft[0], cells=cells("L------")), draft[1])
    told = RotaPublication(1, date(2026, 12, 1), other)
    assert version_words(replace(rota, publications=(told,)), other) == "version 1, published on 1 December 2026"
    assert version_words(replace(rota, publications=(told,)), draft) == "draft, not published: Draft"
    assert version_words(rota, other) == "draft, not published"
    second = replace(rota.drafts[0], key="e", name="Second", lines=draft[:1] + draft[1:])
    assert version_words(replace(rota, drafts=(rota.drafts[0], second)), draft) == "draft, not published: Draft"
