"""A rota for spreadsheet programs: people by days, with counted hours against the contract's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from planner.model.plan import Plan
from planner.model.rota import Rota
from planner.model.rota_checks import Lines
from planner.model.rota_facts import PersonFacts, RotaFacts, rota_facts
from planner.model.rota_people import AwayKind
from planner.report.document import printable
from planner.report.print_style import COLOURS
from planner.report.rota_strips import share_of
from planner.report.tables import Row, Table
from planner.report.words import day_in_words

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WHO = ("Officer key", "Post")
_SUMS = ("Duties", "Counted hours (hours)", "Contract (hours)", "Weekends worked")
_AWAY = {
    AwayKind.LEAVE: "leave",
    AwayKind.SICK: "sick",
    AwayKind.COURSE: "course",
    AwayKind.COURT: "court",
    AwayKind.OTHER: "other duty",
}
_WEEKDAYS, _HEAD = 3, 4
"""Rows of the sheet, counted from 0: the title, the version and what is made up stand above."""
_DAYS_A_PAGE = 28
_WHO_WIDTHS = (14, 22)
_DAY_WIDTH, _NEW_YEAR_WIDTH, _SUM_WIDTH = 6.5, 9.0, 10.0
"""Columns in characters."""
_A4_PIXELS = 1040
"""The width of a landscape page within its margins, at 96 pixels to the inch."""
_LONGEST_SHEET_NAME, _LONGEST_FOOT = 31, 100


def rota_table(plan: Plan, rota: Rota, lines: Lines, version: str) -> Table:
    """A row for each person: for each day the code of the duty and why somebody is away; then the sums."""
    facts = rota_facts(plan, rota)
    header = (*_WHO, *(day.isoformat() for day in facts.dates), *_SUMS, "Version")
    told = f"{version} (illustrative data)" if plan.illustrative else version
    return Table("rota", rota.name, header, tuple((*row, told) for row in _rows(facts, lines)))


def _rows(facts: RotaFacts, lines: Lines) -> Iterator[Row]:
    for person in facts.people:
        cells = lines[person.key]
        share = share_of(facts, person, cells)
        days = (_shown(facts, person, day, cell) for day, cell in enumerate(cells))
        sums = (share.duties, round(share.hours, 2), round(share.contract_hours, 2), share.weekends)
        yield person.key, person.name, *days, *sums


def _shown(facts: RotaFacts, person: PersonFacts, day: int, cell: str) -> str:
    """The duty's code and whatever else takes the day or a part of it."""
    words = [facts.kinds[cell].code] if cell in facts.kinds else []
    away = person.away[day]
    if away is not None:
        words.append(_AWAY[away])
    for part in person.parts.get(day, ()):
        if part.certain:
            words.append(f"{_AWAY[part.kind]} {_clock(part.from_minute)}-{_clock(part.to_minute)}")
    return ", ".join(words)


def _clock(minute: int | None) -> str:
    return "" if minute is None else f"{minute // 60:02}:{minute % 60:02}"


def rota_workbook(plan: Plan, rota: Rota, lines: Lines, version: str) -> bytes:
    """The same as an .xlsx file that can be read on screen and printed, four weeks to a page."""
    from xlsxwriter import Workbook

    facts = rota_facts(plan, rota)
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"title": printable(rota.name), "subject": printable(version), "author": "Caseload Planner"})
    sheet = book.add_worksheet(_sheet_name(rota.name))
    formats = _formats(book)
    period = f"{day_in_words(rota.start)} to {day_in_words(rota.end)}"
    sheet.write_string(0, 0, printable(rota.name), formats["title"])
    sheet.write_string(1, 0, printable(f"{period}. {version[:1].upper()}{version[1:]}. {plan.name}."), formats["note"])
    if plan.illustrative:
        sheet.write_string(2, 0, "Illustrative data: every figure of this plan is made up.", formats["warning"])
    _write_head(sheet, facts, formats)
    for number, row in enumerate(_rows(facts, lines), start=_HEAD + 1):
        _write_row(sheet, number, row, facts, formats)
    duties = "; ".join(f"{kind.code} {kind.name} {kind.times}" for kind in rota.shifts)
    note = f"{duties}. Counted hours include those of days away."
    sheet.write_string(_HEAD + 2 + len(facts.people), 0, printable(note), formats["note"])
    marked = ", illustrative data" if plan.illustrative else ""
    _set_up_page(sheet, facts, f"{_cut(rota.name)}, {_cut(version)}{marked}")
    book.close()
    return file.getvalue()


def _sheet_name(name: str) -> str:
    """As much of a name as a spreadsheet allows for a sheet."""
    allowed = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", printable(name))[:_LONGEST_SHEET_NAME].strip(" '")
    return allowed if allowed and allowed.casefold() != "history" else "Rota"


def _cut(text: str) -> str:
    """Text for the foot of a page, which holds 255 characters and reads & as a command."""
    return printable(text)[:_LONGEST_FOOT].replace("&", "&&")


def _formats(book: Workbook) -> dict[str, Format]:
    base = {"font_name": "Arial", "font_size": 10, "font_color": COLOURS["text"], "valign": "top"}
    found = {
        "title": book.add_format({**base, "bold": True, "font_size": 14}),
        "note": book.add_format({**base, "font_color": COLOURS["muted"]}),
        "warning": book.add_format({**base, "bold": True, "font_color": COLOURS["limit"]}),
        "text": book.add_format({**base, "num_format": "@"}),
        "sum": book.add_format({**base, "num_format": "#,##0.0"}),
        "whole": book.add_format({**base, "num_format": "#,##0"}),
    }
    head = {**base, "bold": True, "bottom": 1, "text_wrap": True, "align": "center", "bg_color": COLOURS["page"]}
    found["head"] = book.add_format({**head, "align": "left", "valign": "bottom"})
    for free, colour in (("", COLOURS["page"]), (" free", COLOURS["border"])):
        for name, shown in (("weekday", "ddd"), ("date", "d mmm"), ("new year", "d mmm yy")):
            found[f"{name}{free}"] = book.add_format({**head, "bg_color": colour, "num_format": shown})
    cell = {**base, "text_wrap": True, "align": "center", "num_format": "@"}
    found["cell"] = book.add_format(cell)
    found["cell free"] = book.add_format({**cell, "bg_color": COLOURS["page"]})
    return found


def _day_columns(facts: RotaFacts) -> Iterator[tuple[int, int, str, str]]:
    """Of each day: its number, its column, what shades weekends and public holidays, and how the date is shown."""
    for number, day in enumerate(facts.dates):
        free = " free" if day.weekday() >= 5 or facts.holidays[number] else ""
        shown = "new year" if (day.month, day.day) == (1, 1) else "date"
        yield number, len(_WHO) + number, free, shown


def _write_head(sheet: Worksheet, facts: RotaFacts, formats: dict[str, Format]) -> None:
    for column, name in enumerate(_WHO):
        sheet.set_column(column, column, _WHO_WIDTHS[column])
        sheet.write_string(_HEAD, column, name, formats["head"])
    for number, column, free, shown in _day_columns(facts):
        day = datetime.combine(facts.dates[number], time.min)
        sheet.set_column(column, column, _NEW_YEAR_WIDTH if shown == "new year" else _DAY_WIDTH)
        sheet.write_datetime(_WEEKDAYS, column, day, formats[f"weekday{free}"])
        sheet.write_datetime(_HEAD, column, day, formats[f"{shown}{free}"])
    for column, name in enumerate(_SUMS, start=len(_WHO) + len(facts.dates)):
        sheet.set_column(column, column, _SUM_WIDTH)
        sheet.write_string(_HEAD, column, name, formats["head"])


def _write_row(sheet: Worksheet, number: int, row: Row, facts: RotaFacts, formats: dict[str, Format]) -> None:
    for column in range(len(_WHO)):
        sheet.write_string(number, column, printable(str(row[column])), formats["text"])
    for _, column, free, _ in _day_columns(facts):
        shown = formats[f"cell{free}"]
        if row[column]:
            sheet.write_string(number, column, printable(str(row[column])), shown)
        else:
            sheet.write_blank(number, column, None, shown)
    for column in range(len(_WHO) + len(facts.dates), len(row)):
        value = row[column]
        assert isinstance(value, int | float)
        sheet.write_number(number, column, value, formats["whole" if isinstance(value, int) else "sum"])


def _set_up_page(sheet: Worksheet, facts: RotaFacts, foot: str) -> None:
    sheet.freeze_panes(_HEAD + 1, len(_WHO))
    sheet.repeat_rows(_WEEKDAYS, _HEAD)
    sheet.repeat_columns(0, len(_WHO) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L{foot}&RPage &P of &N")
    days = len(facts.dates)
    if days <= _DAYS_A_PAGE:
        sheet.fit_to_pages(1, 0)
        return
    # One page wide would make a quarter's days too small to read.
    sheet.set_v_pagebreaks([len(_WHO) + first for first in range(_DAYS_A_PAGE, days, _DAYS_A_PAGE)])
    left = days % _DAYS_A_PAGE or _DAYS_A_PAGE
    widest = max(_DAYS_A_PAGE * _DAY_WIDTH, left * _DAY_WIDTH + len(_SUMS) * _SUM_WIDTH)
    pixels = 7 * (sum(_WHO_WIDTHS) + widest + _NEW_YEAR_WIDTH - _DAY_WIDTH) + 5 * (_DAYS_A_PAGE + len(_WHO))
    sheet.set_print_scale(max(10, min(100, int(100 * _A4_PIXELS / pixels))))
