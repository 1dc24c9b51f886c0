"""A rota for spreadsheet programs: what the cells say, and how the workbook is set up."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import pytest

from planner.model.plan import Plan
from planner.model.rota_checks import lines_of
from planner.model.rota_facts import rota_facts
from planner.model.rota_people import AwayKind, RotaPerson, Unavailability
from planner.report.rota_sheet import rota_table, rota_workbook
from planner.report.rota_strips import shares
from tests.model.small_rotas import day, rota_plan

VERSION = "draft, not published: Draft"
AWAY = (
    Unavailability("a", AwayKind.LEAVE, day(2), day(2)),
    Unavailability("a", AwayKind.LEAVE, day(1), day(1)),
    Unavailability("a", AwayKind.COURT, day(4), day(4), from_minute=540, to_minute=960),
    Unavailability("a", AwayKind.COURSE, day(5), day(5), certain=False),
)


def away_plan() -> Plan:
    people = (RotaPerson("a"), RotaPerson("b", weekly_minutes=1200))
    return rota_plan("EN----E", "-------", away=AWAY, people=people)


def drawn(plan: Plan) -> bytes:
    rota = plan.rotas[0]
    return rota_workbook(plan, rota, lines_of(rota.drafts[0].lines), VERSION)


def part(book: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(book)) as package:
        return package.read(f"xl/{name}.xml").decode()


def test_a_row_for_each_person_with_codes_reasons_and_hours_against_the_contract() -> None:
    plan = away_plan()
    rota = plan.rotas[0]
    lines = lines_of(rota.drafts[0].lines)
    table = rota_table(plan, rota, lines, VERSION)
    assert table.header[2:4] == ("2027-01-04", "2027-01-05")
    assert table.header[9:] == ("Duties", "Counted hours (hours)", "Contract (hours)", "Weekends worked", "Version")
    shown = ("E", "N, leave", "leave", "", "court 09:00-16:00", "", "E")
    # 8 and 9 and 8 hours of duty, and 8 for each of two days of leave.
    assert table.rows[0] == ("a", "Officer a", *shown, 3, 41.0, 40.0, 1, VERSION)
    assert table.rows[1][-5:] == (0, 0.0, 20.0, 0, VERSION)
    found = [(share.hours, share.contract_hours) for share in shares(rota_facts(plan, rota), lines)]
    assert [row[10:12] for row in table.rows] == found, "as in the window"


def test_made_up_data_is_marked_in_both_files() -> None:
    plan = replace(away_plan(), illustrative=True)
    rota = plan.rotas[0]
    table = rota_table(plan, rota, lines_of(rota.drafts[0].lines), VERSION)
    assert {row[-1] for row in table.rows} == {f"{VERSION} (illustrative data)"}
    assert "Illustrative data: every figure" in part(drawn(plan), "sharedStrings")
    assert "illustrative data" in part(drawn(plan), "worksheets/sheet1")
    assert "llustrative" not in part(drawn(away_plan()), "sharedStrings")


def test_a_workbook_has_real_dates_and_says_which_version_it_is() -> None:
    book = drawn(away_plan())
    words = part(book, "sharedStrings")
    assert "4 January 2027 to 10 January 2027. Draft, not published: Draft. " in words
    assert "N, leave" in words
    assert "Contract (hours)" in words
    sheet, styles = part(book, "worksheets/sheet1"), part(book, "styles")
    serial = (datetime(2027, 1, 4) - datetime(1899, 12, 30)).days  # noqa: DTZ001
    for row in (4, 5):
        assert re.search(rf'<c r="C{row}" s="\d+"><v>{serial}</v>', sheet), "a number that is shown as a date"
    assert re.search(r'<c r="F6" s="\d+"/>', sheet), "a day off is empty"
    assert 'formatCode="#,##0.0"' in styles
    assert 'formatCode="ddd"' in styles
    assert 'formatCode="d mmm"' in styles


def test_the_year_is_shown_where_it_changes() -> None:
    assert 'formatCode="d mmm yy"' in part(drawn(rota_plan("-" * 7, start=date(2026, 12, 28))), "styles")


@pytest.mark.parametrize(
    ("name", "sheet"), [("POLIT: winter [a/b]?", "POLIT  winter  a b"), ("History", "Rota"), ("W" * 40, "W" * 31)]
)
def test_the_sheet_is_called_as_the_rota(name: str, sheet: str) -> None:
    assert f'<sheet name="{sheet}"' in part(drawn(rota_plan("E------", name=name)), "workbook")


def test_names_and_days_stay_in_sight_and_are_printed_on_each_page() -> None:
    short, long = drawn(away_plan()), drawn(rota_plan("E" * 91))
    for book in (short, long):
        sheet = part(book, "worksheets/sheet1")
        assert '<pane xSplit="2" ySplit="5" topLeftCell="C6"' in sheet
        assert 'orientation="landscape"' in sheet
        assert "$A:$B,Rota!$4:$5" in part(book, "workbook")
    assert 'fitToHeight="0"' in part(short, "worksheets/sheet1")
    breaks = re.findall(r'<brk id="(\d+)"', part(long, "worksheets/sheet1"))
    assert breaks == ["30", "58", "86"], "four weeks to a page: a quarter on one would be too small to read"
    assert re.search(r'<pageSetup paperSize="9" scale="\d+"', part(long, "worksheets/sheet1"))
