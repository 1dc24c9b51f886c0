"""Rotas as tables, as calendars for one person's diary, and what is wrong with them in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from planner.model.calendar import is_summer_time
from planner.model.plan import Plan
from planner.model.rota import Rota
from planner.model.rota_checks import Breach, RotaCheck
from planner.model.rota_rules import RULES
from planner.model.shift import OFF, ShiftKind
from planner.report.tables import Row, Table
from planner.report.words import counted

Lines = Mapping[str, tuple[str, ...]]
_LONGEST_ICS_LINE = 73
"""Bytes of a line before it is folded (RFC 5545, section 3.1: 75 with its end)."""


def rota_table(plan: Plan, rota: Rota, lines: Lines) -> Table:
    """A row for each person, a column for each day with the code of the duty; then hours and duties."""
    names = {officer.key: officer.name for officer in plan.officers}
    header = (
        "Officer key",
        "Post",
        *(f"{day:%a} {day.day} {day:%b}" for day in rota.dates),
        "Duties",
        "Counted hours (hours)",
        "Weekends worked",
    )
    rows = (_row(rota, names[person.officer], person.officer, lines[person.officer]) for person in rota.people)
    return Table("rota", rota.name, header, tuple(rows))


def _row(rota: Rota, name: str, officer: str, cells: tuple[str, ...]) -> Row:
    kinds = {shift.key: shift for shift in rota.shifts}
    away = {
        number: str(entry.kind)
        for entry in rota.away
        if entry.officer == officer and entry.certain and entry.whole_day
        for number, day in enumerate(rota.dates)
        if entry.covers(day)
    }
    shown = (kinds[cell].code if cell != OFF else away.get(number, "") for number, cell in enumerate(cells))
    worked = [number for number, cell in enumerate(cells) if cell != OFF and kinds[cell].is_duty]
    hours = sum(kinds[cell].counts for cell in cells if cell != OFF) / 60
    saturdays = {rota.dates[number] - timedelta(days=rota.dates[number].weekday() - 5) for number in worked}
    weekends = {day for day in saturdays if any(rota.dates[number] - day in _WEEKEND for number in worked)}
    return officer, name, *shown, len(worked), round(hours, 2), len(weekends)


_WEEKEND = (timedelta(days=0), timedelta(days=1))


def rota_calendar(rota: Rota, officer: str, name: str, cells: tuple[str, ...], made: datetime) -> str:
    """One person's duties as an iCalendar file (RFC 5545), times in UTC so that any diary shows them right."""
    kinds = {shift.key: shift for shift in rota.shifts}
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Caseload Planner//Rota//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(f'{name}: {rota.name}')}",
    ]
    for day, cell in zip(rota.dates, cells, strict=True):
        if cell != OFF:
            lines += _event(rota, officer, day, kinds[cell], made)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(rota: Rota, officer: str, day: date, kind: ShiftKind, made: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{rota.key}-{officer}-{day:%Y%m%d}@caseload-planner"
    yield f"DTSTAMP:{made.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if kind.is_duty:
        yield f"DTSTART:{_moment(day, kind.start_minute)}"
        yield f"DTEND:{_moment(day, kind.end_minute)}"
    else:
        yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(kind.name)}"
    yield "END:VEVENT"


def _moment(day: date, minute: int) -> str:
    """A minute of a day's clock in the United Kingdom, as UTC."""
    on, within = day + timedelta(days=minute // 1440), minute % 1440
    ahead = 60 if is_summer_time(on, within) else 0
    moment = datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(minutes=within - ahead)
    return f"{moment:%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for character in ("\\", ";", ","):
        text = text.replace(character, "\\" + character)
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A long line in pieces, the later ones begun by a space; no character is cut in two."""
    piece, lead = b"", b""
    for character in line:
        encoded = character.encode()
        if len(lead) + len(piece) + len(encoded) > _LONGEST_ICS_LINE:
            yield (lead + piece).decode()
            piece, lead = b"", b" "
        piece += encoded
    yield (lead + piece).decode()


def breach_words(plan: Plan, breach: Breach) -> str:
    """A broken rule as one line: the rule, whom it is about, what is wrong, and its price."""
    names = {officer.key: officer.name for officer in plan.officers}
    who = f"{names[breach.officer]}: " if breach.officer else ""
    price = "hard" if breach.hard else f"{breach.price:,} points"
    return f"{breach.name} ({price}): {who}{breach.words}"


def check_lines(plan: Plan, check: RotaCheck, most: int = 40) -> Iterator[str]:
    """What is wrong with a rota: whether it is lawful, its price by rule, and the worst of what is broken."""
    hard = check.hard
    if hard:
        yield f"Not lawful: {counted(len(hard), 'hard rule')} broken. Price of the others: {check.price:,} points."
    else:
        yield f"Lawful: no hard rule is broken. Price: {check.price:,} points."
    for rule, (number, price) in _by_rule(check.breaches).items():
        yield f"  {RULES[rule].name}: {number} times, {f'{price:,} points' if price else 'hard'}"
    shown = check.breaches[:most]
    for breach in shown:
        yield breach_words(plan, breach)
    if len(check.breaches) > most:
        yield f"and {len(check.breaches) - most:,} more."


def _by_rule(breaches: Iterable[Breach]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for breach in breaches:
        number, price = found.get(breach.rule, (0, 0))
        found[breach.rule] = number + 1, price + breach.price
    return found


def rules_table(rota: Rota) -> Table:
    """The rules as this rota has them, with what stands behind each."""
    rows = []
    for rule in RULES.values():
        setting = rota.setting(rule.key)
        how = "not in use" if not setting.in_use else "hard" if setting.hard else "priced"
        status = "" if setting.source else str(rule.status)
        source = setting.source or rule.source
        rows.append(
            (rule.name, str(rule.kind), how, setting.limit, rule.unit, setting.price, status, source, rule.note)
        )
    header = ("Rule", "Kind", "Bound", "Limit", "Unit", "Price (points)", "Status", "Source", "Note")
    return Table("rota-rules", f"Rules of {rota.name}", header, tuple(rows))
