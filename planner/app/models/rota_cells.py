"""A draft of a rota for Qt's views: people by days, with what each cell breaks, checked again as it is painted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal

from planner.app.widgets.rota_tile import (
    AWAY_CODES,
    FINE,
    HARD,
    HOLIDAY,
    NOT_THERE,
    PLAIN,
    SOFT,
    WEEKEND,
    DutyLook,
    Tile,
    duty_looks,
)
from planner.model.rota_checks import Breach, RotaCheck, lines_of
from planner.model.rota_facts import PersonFacts, RotaFacts, rota_facts
from planner.model.rota_line import day_words
from planner.model.shift import OFF

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtCore import QObject

    from planner.model.plan import Plan
    from planner.model.rota import Rota
    from planner.model.rota_draft import RotaLine

ROLE = Qt.ItemDataRole
Cell = tuple[str, int]
PARTS = ("key", "start", "days", "shifts", "people", "cover", "patterns", "away", "wishes", "settings", "publications")
"""What of a rota decides its facts, beside the locks of a draft."""
FEW_PEOPLE = 4
"""The lines of so many are checked while the window waits: each takes some milliseconds."""


class RotaCells(QAbstractTableModel):
    """Rows are people, columns days. What is painted shows at once; the plan is changed by who listens."""

    checked = Signal()
    """The lines or what they break are others now."""
    check_wanted = Signal(object, object)
    """All is to be checked, which takes long: the RotaFacts and the lines; the answer goes to `take_check`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.facts: RotaFacts | None = None
        self.check: RotaCheck | None = None
        self.lines: dict[str, tuple[str, ...]] = {}
        self.looks: dict[str, DutyLook] = {}
        self.pending = False
        """Whether the check of all that is shown has yet to come."""
        self._basis: tuple[object, ...] | None = None
        self._people: tuple[PersonFacts, ...] = ()
        self._locked: dict[str, frozenset[int]] = {}
        self._marks: dict[Cell, tuple[Breach, ...]] = {}
        self._kinds: list[int] = []
        self._tiles: dict[Cell, Tile] = {}

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self.facts = self.check = self._basis = None
        self.lines, self._people = {}, ()
        self.pending = False
        self.endResetModel()

    def show(self, plan: Plan, rota: Rota, lines: Iterable[RotaLine], today: date | None) -> None:
        """Show lines of a rota. Where a few cells are others than before, only these are checked again, at once."""
        lines = tuple(lines)
        told = today if rota.published is not None else None
        basis = (*(getattr(rota, part) for part in PARTS), plan.officers, told)
        cells, locked = lines_of(lines), {line.officer: frozenset(line.locked) for line in lines}
        if self._basis is not None and _same(basis, self._basis) and cells.keys() == self.lines.keys():
            self._take(rota, cells, locked)
            return
        draft = next((entry for entry in rota.drafts if entry.lines == lines), None)
        facts = rota_facts(plan, rota, draft, told)
        self.beginResetModel()
        self._basis, self.facts, self._locked = basis, facts, locked
        # A version may be of fewer people than are on the rota today.
        self.lines = {person.key: cells.get(person.key, (OFF,) * rota.days) for person in facts.people}
        self._locked = {person.key: locked.get(person.key, frozenset()) for person in facts.people}
        self._people = facts.people
        self.looks = duty_looks(rota.shifts)
        self._kinds = [_day_kind(day, facts.holidays[at]) for at, day in enumerate(facts.dates)]
        self.check = RotaCheck(facts, {person.key: () for person in facts.people}, ((),) * rota.days)
        self._mark()
        self.endResetModel()
        self._ask()

    def _ask(self) -> None:
        self.pending = True
        self.check_wanted.emit(self.facts, dict(self.lines))

    def take_check(self, check: RotaCheck, lines: dict[str, tuple[str, ...]]) -> None:
        """Take the check of these lines, made meanwhile; what was painted since is checked again."""
        if self.facts is None or lines.keys() != self.lines.keys() or check.facts.rota.days != self.facts.rota.days:
            return
        changed, days = _differences(lines, self.lines)
        self.check = RotaCheck(self.facts, check.of_people, check.of_days).repainted(self.lines, changed, days)
        self.pending = False
        self._mark()
        self._tell()

    def _take(self, rota: Rota, cells: dict[str, tuple[str, ...]], locked: dict[str, frozenset[int]]) -> None:
        changed, days = _differences(self.lines, cells)
        relocked = {key for key in cells if locked[key] != self._locked[key]}
        held = {key: {day: cells[key][day] for day in locked[key]} for key in cells}
        people = tuple(replace(person, held=held[person.key]) for person in self.facts.people)
        self.facts = replace(self.facts, rota=rota, people=people)
        self._people, self.lines, self._locked = people, cells, locked
        if self.pending or len(changed | relocked) > FEW_PEOPLE:
            self._tiles = {}
            self._ask()
        elif changed | relocked:
            check = RotaCheck(self.facts, self.check.of_people, self.check.of_days)
            self.check = check.repainted(cells, changed | relocked, days)
            self._mark()
            self._tell()

    def paint(self, cells: Iterable[Cell], shift: str) -> list[Cell]:
        """Show a duty in some cells, locked ones left out, and check them; gives those that changed."""
        if self.facts is None:
            return []
        changed = [(key, day) for key, day in cells if day not in self._locked[key] and self.lines[key][day] != shift]
        if not changed:
            return []
        for key in {key for key, _ in changed}:
            days = {day for officer, day in changed if officer == key}
            self.lines[key] = tuple(shift if day in days else cell for day, cell in enumerate(self.lines[key]))
        people = {key for key, _ in changed}
        if self.pending or len(people) > FEW_PEOPLE:
            self._tiles = {}
            self._ask()
        else:
            self.check = self.check.repainted(self.lines, people, {day for _, day in changed})
            self._mark()
        self._tell()
        return changed

    def _mark(self) -> None:
        start = self.facts.rota.start
        found: dict[Cell, tuple[Breach, ...]] = {}
        for key, breaches in self.check.of_people.items():
            for breach in breaches:
                if breach.day is not None:
                    at = key, (breach.day - start).days
                    found[at] = (*found.get(at, ()), breach)
        self._marks = found
        self._tiles = {}

    def _tell(self) -> None:
        if self._people:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._people) - 1, self.columnCount() - 1))
        self.checked.emit()

    def cell_of(self, index: QModelIndex) -> Cell:
        """The officer and the day of a cell."""
        return self._people[index.row()].key, index.column()

    def place_of(self, officer: str, day: int) -> QModelIndex:
        """Where a cell is; an index that is not valid for somebody who is not on the rota."""
        rows = [row for row, person in enumerate(self._people) if person.key == officer]
        return self.index(rows[0], max(0, day)) if rows else QModelIndex()

    def name_of(self, officer: str) -> str:
        """The name of somebody on the rota."""
        return next(person.name for person in self._people if person.key == officer)

    def is_locked(self, cell: Cell) -> bool:
        """Whether a cell is locked."""
        return cell[1] in self._locked[cell[0]]

    def tile(self, row: int, day: int) -> Tile:
        """How a cell looks."""
        key = self._people[row].key
        found = self._tiles.get((key, day))
        if found is None:
            found = self._tiles[key, day] = self._made_tile(self._people[row], day)
        return found

    def _made_tile(self, person: PersonFacts, day: int) -> Tile:
        cell, away = self.lines[person.key][day], person.away[day]
        code = AWAY_CODES[away] if away is not None else "" if person.serves[day] else NOT_THERE
        marks = self._marks.get((person.key, day), ())
        state = HARD if any(breach.hard for breach in marks) else SOFT if marks else FINE
        return Tile(
            self.looks.get(cell),
            self._kinds[day],
            code or ("?" if person.asked[day] else ""),
            person.asked[day],
            day in self._locked[person.key],
            state,
        )

    def words(self, row: int, day: int) -> str:
        """A cell in words: who, when, what, and which rules it breaks."""
        person = self._people[row]
        kind = self.facts.kinds.get(self.lines[person.key][day])
        parts = [f"{kind.name} {kind.times}" if kind is not None else "Rest day"]
        if person.away[day] is not None:
            parts.append(str(person.away[day]))
        elif person.asked[day]:
            parts.append("asked for this day off, or warned for court")
        elif not person.serves[day]:
            parts.append("not in the team on this day")
        if self.facts.holidays[day]:
            parts.append("bank holiday")
        if day in self._locked[person.key]:
            parts.append("locked")
        first = f"{person.name}, {day_words(self.facts.dates[day])}: {', '.join(parts)}."
        broken = [
            f"{breach.name} ({'hard' if breach.hard else f'{breach.price:,} points'}): {breach.words}"
            for breach in self._marks.get((person.key, day), ())
        ]
        return "\n".join([first, *broken])

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        """How many people there are."""
        return 0 if parent.isValid() else len(self._people)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        """How many days there are."""
        return 0 if parent.isValid() or self.facts is None else self.facts.rota.days

    def data(self, index: QModelIndex, role: int = ROLE.DisplayRole) -> Any:
        """The duty's letters; the cell in words for tool tips and screen readers."""
        if not index.isValid() or self.facts is None:
            return None
        if role == ROLE.DisplayRole:
            tile = self.tile(index.row(), index.column())
            return tile.duty.code if tile.duty is not None else tile.away
        if role in (ROLE.ToolTipRole, ROLE.AccessibleTextRole):
            return self.words(index.row(), index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ROLE.DisplayRole) -> Any:  # noqa: N802
        """Names of people; days as two lines."""
        if self.facts is None or section < 0:
            return None
        if orientation == Qt.Orientation.Vertical:
            return self._people[section].name if role in (ROLE.DisplayRole, ROLE.ToolTipRole) else None
        day = self.facts.dates[section]
        if role == ROLE.DisplayRole:
            return f"{day:%a}\n{day.day}"
        if role in (ROLE.ToolTipRole, ROLE.AccessibleTextRole):
            return f"{day_words(day)} {day.year}{', bank holiday' if self.facts.holidays[section] else ''}"
        return None

    def day_kind(self, day: int) -> int:
        """Whether a day is plain, of a weekend or a bank holiday."""
        return self._kinds[day]

    def kinds_for(self, letter: str) -> list[str]:
        """The kinds of duty whose letters begin so, in their order."""
        if self.facts is None:
            return []
        return [key for key, kind in self.facts.kinds.items() if kind.code[:1].casefold() == letter.casefold()]

    def shift_words(self, shift: str) -> str:
        """A kind of duty by name."""
        return "rest day" if shift == OFF else self.facts.kinds[shift].name


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return all(a is b or a == b for a, b in zip(one, other, strict=True))


def _differences(before: dict[str, tuple[str, ...]], after: dict[str, tuple[str, ...]]) -> tuple[set[str], set[int]]:
    """The people whose lines differ, and the days on which they do."""
    changed = {key for key in after if after[key] != before[key]}
    days = {
        day for key in changed for day, (was, now) in enumerate(zip(before[key], after[key], strict=True)) if was != now
    }
    return changed, days


def _day_kind(day: date, holiday: bool) -> int:
    return HOLIDAY if holiday else WEEKEND if day.weekday() >= 5 else PLAIN
