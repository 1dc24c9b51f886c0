"""One person's part of a rota for a diary program: duties, days on call, leave, courses and court."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from planner.model.calendar import is_summer_time
from planner.model.plan import Plan
from planner.model.rota import Rota
from planner.model.rota_people import AwayKind, Unavailability
from planner.model.shift import OFF, ShiftKind

_LONGEST_LINE = 73
"""Bytes of a line before it is folded (RFC 5545, section 3.1: 75 with its end)."""
_AWAY_NAMES = {
    AwayKind.LEAVE: "Annual leave",
    AwayKind.SICK: "Away",
    AwayKind.COURSE: "Course",
    AwayKind.COURT: "Court",
    AwayKind.OTHER: "Other duty",
}
"""That somebody is sick is not told to whoever sees the diary."""


@dataclass(frozen=True, slots=True)
class _Event:
    identity: str
    """Tells it from the person's other events of the rota, and stays the same in the next file."""
    name: str
    start: str
    end: str
    status: str = "CONFIRMED"
    busy: bool = True


def rota_calendar(plan: Plan, rota: Rota, officer: str, cells: tuple[str, ...], version: str, made: datetime) -> str:
    """An iCalendar file (RFC 5545), times in UTC so that any diary shows them right.

    Each event keeps its identity from file to file, and a later file has the newer revision of it. A duty that was
    published and is gone is cancelled, as without a word it would stand in the diary for good.
    """
    name = next(entry.name for entry in plan.officers if entry.key == officer)
    title = f"{name}: {rota.name}{' (illustrative data)' if plan.illustrative else ''}"
    stamp = f"{made.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    same = (
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"SEQUENCE:{int(made.timestamp()) // 60}",
        f"DESCRIPTION:{_escaped(f'{title}, {version}')}",
    )
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Caseload Planner//Rota//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(title)}",
    ]
    for event in (*_duties(rota, officer, cells), *_days_away(rota, officer)):
        lines += _event_lines(f"{rota.key}-{officer}-{event.identity}@caseload-planner", event, same)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event_lines(identity: str, event: _Event, same: tuple[str, ...]) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{identity}"
    yield from same
    yield f"DTSTART{event.start}"
    yield f"DTEND{event.end}"
    yield f"SUMMARY:{_escaped(event.name)}"
    yield f"STATUS:{event.status}"
    yield f"TRANSP:{'OPAQUE' if event.busy else 'TRANSPARENT'}"
    yield "END:VEVENT"


def _duties(rota: Rota, officer: str, cells: tuple[str, ...]) -> Iterator[_Event]:
    kinds = {shift.key: shift for shift in rota.shifts}
    told = [line.cells for version in rota.publications if (line := version.line(officer)) is not None]
    for number, day in enumerate(rota.dates):
        cell = cells[number]
        if cell != OFF:
            yield _Event(f"{day:%Y%m%d}", kinds[cell].name, *_duty_times(day, kinds[cell]), busy=kinds[cell].is_duty)
            continue
        dropped = next((line[number] for line in reversed(told) if line[number] != OFF), None)
        if dropped is not None:
            kind = kinds[dropped]
            name, times = f"Cancelled: {kind.name}", _duty_times(day, kind)
            yield _Event(f"{day:%Y%m%d}", name, *times, status="CANCELLED", busy=False)


def _duty_times(day: date, kind: ShiftKind) -> tuple[str, str]:
    if kind.is_duty:
        return _moment(day, kind.start_minute), _moment(day, kind.end_minute)
    return _whole_days(day, day)


def _days_away(rota: Rota, officer: str) -> Iterator[_Event]:
    """Leave and the rest on days of the rota; what was only asked for or warned of is tentative."""
    found: dict[str, _Event] = {}
    for away in rota.away:
        if away.officer == officer and away.first <= rota.end and away.last >= rota.start:
            found |= {event.identity: event for event in _away_events(rota, away)}
    yield from found.values()


def _away_events(rota: Rota, away: Unavailability) -> Iterator[_Event]:
    name, status = _AWAY_NAMES[away.kind], "CONFIRMED"
    if not away.certain:
        name, status = f"{name} ({'warned of' if away.kind is AwayKind.COURT else 'asked for'})", "TENTATIVE"
    first, last = max(away.first, rota.start), min(away.last, rota.end)
    if away.from_minute is None or away.to_minute is None:
        yield _Event(f"{away.kind.name.lower()}-{first:%Y%m%d}", name, *_whole_days(first, last), status)
        return
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        times = _moment(day, away.from_minute), _moment(day, away.to_minute)
        yield _Event(f"{away.kind.name.lower()}-{day:%Y%m%d}-{away.from_minute}", name, *times, status)


def _whole_days(first: date, last: date) -> tuple[str, str]:
    return f";VALUE=DATE:{first:%Y%m%d}", f";VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"


def _moment(day: date, minute: int) -> str:
    """A minute of a day's clock in the United Kingdom, as UTC."""
    on, within = day + timedelta(days=minute // 1440), minute % 1440
    ahead = 60 if is_summer_time(on, within) else 0
    moment = datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(minutes=within - ahead)
    return f":{moment:%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for character in ("\\", ";", ","):
        text = text.replace(character, "\\" + character)
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A long line in pieces, the later ones begun by a space; no character is cut in two."""
    piece, lead = b"", b""
    for character in line:
        encoded = character.encode()
        if len(lead) + len(piece) + len(encoded) > _LONGEST_LINE:
            yield (lead + piece).decode()
            piece, lead = b"", b" "
        piece += encoded
    yield (lead + piece).decode()
