"""Rows in the words of a plan: each row's team, and what a name means within that team."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.edit.intake.columns import BAD, EMPTY, Column, ReadColumn
from planner.edit.intake.dates import Private, Unreadable
from planner.edit.intake.privacy import value_worry
from planner.edit.intake.problems import Problems
from planner.edit.intake.values import text_of
from planner.edit.intake.words import PLAIN_WORDS, Vocabulary, listing, plain
from planner.model.intake import ImportSettings
from planner.model.plan import Plan
from planner.model.table import Cell

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of the table: for each mapped field the codes of its cells."""

    numbers: NDArray[np.int32]
    codes: Mapping[str, NDArray[np.int32]]
    columns: Mapping[str, ReadColumn]

    def filled(self, field: str, problems: Problems) -> NDArray[np.bool_]:
        """[rows] Whether the field holds something readable; an empty cell is a problem."""
        codes = self.codes[field]
        empty = self.numbers[codes == EMPTY].tolist()
        header = self.columns[field].header
        for done, row in enumerate(empty):
            if problems.full:
                problems.more(len(empty) - done)
                break
            problems.add(row, header, "", "this cell is empty and has to be filled in")
        return codes >= 0

    def value(self, field: str, index: int) -> Any:
        """What the field holds in the row at `index`; None when it is empty or not mapped."""
        if field not in self.codes or self.codes[field][index] < 0:
            return None
        return self.columns[field].values[self.codes[field][index]]


def team_reader(plan: Plan, header: str) -> Column[str]:
    """A column of teams."""
    words = Vocabulary({team.key: team.name for team in plan.teams})

    def interpret(cell: Cell) -> str:
        text = text_of(cell)
        key = words.key(text)
        if key is None:
            raise _unknown(text, "team", words)
        return key

    return Column(header, interpret)


def _unknown(text: str, what: str, words: Vocabulary) -> Unreadable:
    private = value_worry(text)
    if private:
        return Private(f"this looks like {private}, where a {what} should stand: are the columns right?")
    # A word that is like none of the trade's may be a surname in the wrong column.
    ours = words.near(text) or PLAIN_WORDS & {*plain(text).split()} or any(letter.isdigit() for letter in text)
    return (Unreadable if ours else Private)(f"this plan has no such {what}. {words.offer(text)}")


class Teams:
    """The team of each row: its own, that of the whole file, or the plan's only one."""

    def __init__(self, plan: Plan, settings: ImportSettings) -> None:
        self._whole = settings.team or plan.teams[0].key

    def read(self, rows: Rows, problems: Problems) -> tuple[NDArray[np.int32], list[str]]:
        """[rows] Codes of teams (EMPTY or BAD when unknown), and the keys they are places in."""
        import numpy as np

        if "team" not in rows.codes:
            return np.zeros(len(rows.numbers), np.int32), [self._whole]
        rows.filled("team", problems)
        return rows.codes["team"], list(rows.columns["team"].values)


class Places:
    """What a word means within a row's team: one of its bands or stages. A code is a place in `pairs`."""

    def __init__(self, plan: Plan, field: str, what: str) -> None:
        self.pairs: list[tuple[str, str]] = []
        """Team and band (or stage), by keys."""
        self._field, self._what = field, what
        self._teams = {team.key: team for team in plan.teams}
        self._words = {
            key: Vocabulary({entry.key: entry.name for entry in (team.bands if field == "band" else team.stages)})
            for key, team in self._teams.items()
        }
        self._known: dict[tuple[str, str], int] = {}

    def reader(self, header: str) -> Column[str]:
        """A column of words, each of them known to some team."""

        def interpret(cell: Cell) -> str:
            text = text_of(cell)
            if all(words.key(text) is None for words in self._words.values()):
                names = {name: name for words in self._words.values() for name in words.names.values()}
                raise _unknown(text, self._what, Vocabulary(names))
            return text

        return Column(header, interpret)

    def read(self, rows: Rows, teams: NDArray[np.int32], team_keys: list[str], problems: Problems) -> NDArray[np.int32]:
        """[rows] Codes of the pairs, or BAD."""
        import numpy as np

        words = rows.codes.get(self._field)
        usable = teams >= 0
        if words is None:
            words = np.zeros(len(teams), np.int32)
        else:
            usable &= rows.filled(self._field, problems)
        texts = rows.columns[self._field].values if self._field in rows.columns else []
        found = np.full(len(teams), BAD, np.int32)
        both = teams.astype(np.int64) << 32 | words
        for pair in np.unique(both[usable]).tolist():
            team, text = team_keys[pair >> 32], texts[pair & 0xFFFFFFFF] if texts else ""
            here = usable & (both == pair)
            code = self._code(team, text)
            if code == BAD:
                name, header = self._teams[team].name, rows.columns[self._field].header
                reason = f"team {name} has no such {self._what}. {self._words[team].offer(text)}"
                for row in rows.numbers[here].tolist():
                    problems.add(row, header, text, reason)
            found[here] = code
        return found

    def _code(self, team: str, text: str) -> int:
        names = self._words[team].names
        key = self._words[team].key(text) if text else next(iter(names))
        if key is None:
            return BAD
        code = self._known.setdefault((team, key), len(self.pairs))
        if code == len(self.pairs):
            self.pairs.append((team, key))
        return code

    def names(self, team: str) -> str:
        """What there is in a team, in words."""
        return listing(self._words[team].names.values())
