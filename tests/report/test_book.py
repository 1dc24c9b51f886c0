"""The workbook: texts stay texts, prices feed costs, and the same book gives the same bytes."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from planner.model.prices import SHIPPED
from planner.model.scenario import Loan, Outsourcing, Overtime, OvertimeTrigger, Recruits, Resource, Scenario
from planner.report.book.costs import costs_sheet, prices_sheet
from planner.report.book.glance import glance
from planner.report.book.sheet import Book, Column, Formula, NativeChart, Series, Sheet
from planner.report.book.writer import book_of
from planner.report.cost import Cost
from planner.report.posts_cost import posts_price
from planner.report.scenario_cost import Bought, Option, ScenarioCost
from tests.model.small_plans import START, figure, small_plan
from tests.report.printed import PROVENANCE

HOSTILE = ("=1+1", "+44", "-2", "@SUM(A1)", "<b>", "\x07bell", "https://example.org", "12")


def hostile_book() -> Book:
    rows = tuple((text, float(number), START) for number, text in enumerate(HOSTILE))
    columns = (Column("=Name"), Column("Amount", "money"), Column("Day", "date"))
    chart = NativeChart("bar", "=Title", "What it shows", 0, (Series(1, "#0072B2"),), 0, len(rows) - 1)
    sheet = Sheet("First", "=First", "@note", columns, rows, (chart,))
    return Book("Book <1>", "=Plan", (sheet,), PROVENANCE, True)


def read(data: bytes) -> dict[str, list[list[Any]]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_texts_that_look_like_formulas_stay_texts():
    data = book_of(hostile_book())
    sheets = read(data)
    assert list(sheets) == ["Contents", "First"]
    assert [row[0] for row in sheets["First"][4:]] == [text.replace("\x07", "\ufffd") for text in HOSTILE]
    assert sheets["First"][4][2] == START
    xml = ZipFile(BytesIO(data)).read("xl/worksheets/sheet2.xml").decode()
    assert "<f>" not in xml
    assert 'state="frozen"' in xml and 'ySplit="4"' in xml


def test_the_same_book_gives_the_same_bytes():
    assert book_of(hostile_book()) == book_of(hostile_book())


def test_charts_are_the_spreadsheets_own_with_an_alternative_text():
    package = ZipFile(BytesIO(book_of(hostile_book())))
    assert "xl/charts/chart1.xml" in package.namelist()
    assert "What it shows" in package.read("xl/drawings/drawing1.xml").decode()
    assert "'First'!$B$5:$B$12" in package.read("xl/charts/chart1.xml").decode().replace("First!", "'First'!")


def test_a_look_at_the_book_shows_its_first_rows():
    document = glance(hostile_book())
    grid = document.blocks[2]
    assert grid.rows[0] == ("=1+1", "£0", "2 Nov 2026")  # type: ignore[union-attr]
    assert "2 more rows." in grid.note  # type: ignore[union-attr]


DAYS = 365
LEVERS = (
    Recruits("team", 3, date(2027, 1, 4), 100),
    Recruits("team", 2, date(2027, 10, 1), 100),  # asked for in the run, at work after it
    Loan("team", -2, date(2026, 12, 1), date(2027, 1, 31)),
    Overtime("team", 4.0, date(2027, 1, 1), None, OvertimeTrigger.ALWAYS, 0.0, 0.0),
    Overtime("team", 4.0, date(2027, 1, 1), None, OvertimeTrigger.ALWAYS, 0.0, 30.0),
    Outsourcing("lab", 0.5, 10.0, date(2027, 1, 1)),
)


def priced() -> tuple[Sheet, Sheet]:
    """The costs and the prices of a scenario with one of each lever; 1,000 pounds of each that depends on luck."""
    import numpy as np

    from planner.report.posts_cost import posts_by_day

    plan = small_plan(resources=(Resource("lab", "Lab", figure(2, "servers")),))
    lines = []
    for lever in LEVERS:
        spent = float(posts_by_day(lever, plan.prices, plan.start, DAYS).sum()) or 1000.0
        months = np.array([spent])
        lines.append((lever, Cost(months, months, months, spent, spent, spent)))
    whole = sum(cost.mean for _, cost in lines)
    months = np.array([whole])
    together = Cost(months, months, months, whole, whole, whole)
    scenario = Scenario("all", "All of it", LEVERS)
    option = Option(
        scenario, ScenarioCost((START,), tuple(lines), together, ()), Bought(whole, (), None, None), 1.0, DAYS, True
    )
    return costs_sheet(plan, [option]), prices_sheet(plan)


def reckoned(costs: Sheet, prices: Sheet) -> list[float]:
    """What the formulas come to: each cell and name replaced by its value, the rest left to Python."""
    import re

    names: dict[str, float] = {}
    for name, row, column in prices.names:
        value = prices.rows[row][column]
        names[name] = eval(value.text[1:], {}, names) if isinstance(value, Formula) else float(value)  # type: ignore[arg-type]
    found: list[float] = []
    for row in costs.rows:
        formula = row[6]
        assert isinstance(formula, Formula)
        text = formula.text[1:]
        if text.startswith("SUM"):
            found.append(sum(found))
            continue
        cells = {f"${letter}${5 + len(found)}": row["ABCDEFG".index(letter)] or 0.0 for letter in "CDEF"}
        for cell, value in cells.items():
            text = text.replace(cell, f"({value!r})")
        assert not re.search(r"\$[A-Z]\$", text), text
        found.append(eval(text, {}, names))
    return found


def test_costs_follow_the_prices_by_formulas_that_come_to_the_programs_own_figures():
    costs, prices = priced()
    values = [row[6].value for row in costs.rows]  # type: ignore[union-attr]
    assert reckoned(costs, prices) == pytest.approx(values, rel=1e-12)
    recruits = LEVERS[0]
    assert isinstance(recruits, Recruits)
    from planner.model.requirement import Posts

    posts = (Posts("team", recruits.start, recruits.vetting_days),)
    assert values[0] == pytest.approx(posts_price(posts, (3,), SHIPPED, START, DAYS), rel=1e-12)
    assert [row[2] for row in costs.rows[:2]] == [3, 2] and [row[3] for row in costs.rows[:2]] == [3, 0]


def test_a_finance_lead_sees_which_cells_to_change():
    _, prices = priced()
    held = [row[1] for row in prices.rows if not isinstance(row[1], Formula)]
    assert SHIPPED.recruiting.value in held and SHIPPED.grade("constable").pay.value in held
    assert prices.columns[1].kind == "price"
    assert {name for name, *_ in prices.names} >= {"price_recruiting", "pay_1", "daily_1", "overtime_1"}


RECKON_ON_OPENING = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""
"""Settings of LibreOffice under which it reckons every formula anew, whatever value the file holds."""


@pytest.mark.slow
def test_libreoffice_opens_it_and_reckons_the_same(tmp_path):
    """Converted without a window and read back: nothing is lost, no formula fails, and a changed price is followed."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: install libreoffice-calc-nogui to run this")
    costs, prices = priced()
    book = Book("Costs", "North", (*hostile_book().sheets, costs, prices), PROVENANCE, False)
    first = prices.rows[0]
    dearer = replace(prices, rows=((first[0], 3_000.0, *first[2:]), *prices.rows[1:]))
    settings = tmp_path / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(RECKON_ON_OPENING)
    values = {}
    for name, made in (("as-is", book), ("dearer", replace(book, sheets=(costs, dearer)))):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(book_of(made))
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=110)
        values[name] = read((tmp_path / f"{name}.ods").read_bytes()), read(path.read_bytes())
    opened, written = values["as-is"]
    assert list(opened) == list(written) == ["Contents", "First", "Costs", "Prices"]
    for sheet, rows in written.items():
        for before, after in zip(rows, opened[sheet], strict=True):
            for one, other in zip(before, after, strict=False):
                assert other == (pytest.approx(one) if isinstance(one, float) else one)
    # The file holds the values for 1,500 pounds a recruit: only a program that reckons finds the others.
    spent, usual = ([row[6] for row in sheets["Costs"][4:]] for sheets in (values["dearer"][0], opened))
    assert [round(one - other) for one, other in zip(spent, usual, strict=True)] == [4500, 3000, 0, 0, 0, 0, 7500]
