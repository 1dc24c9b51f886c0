"""Work still to be expected of open cases, week by week, from a team's stages."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from planner.edit.flow import lead_days, reactive_share, turn_days, ways_on
from planner.model.assumption import figure_for
from planner.model.caseload import CaseLoad, OfficerLoad, TeamLoad, Weeks, summed
from planner.model.cases import Case, Phase
from planner.model.checks import InvalidPlan
from planner.model.duration import Duration
from planner.model.people import Role
from planner.model.plan import Plan
from planner.model.team import Performer, Stage, Team

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ShareShorter = Callable[[Duration, Any], Any]
"""The share of a duration's lengths that are at most each of some lengths."""
OWN, SHARED = 0, 1
_PAST_ALL = 1e-8
"""A delay that fewer than this share outlast is over."""
_JUST_BELOW = 1e-9
"""A delay of exactly two days is over on the second day."""


def team_load(
    plan: Plan, key: str, available: Mapping[str, Weeks], shares: Mapping[str, float], share_shorter: ShareShorter
) -> TeamLoad:
    """What each officer of a team holds, and has hours for in the weeks of the plan's capacity rule.

    `available` are each officer's hours, `shares` the full-time equivalents by which cases are shared out. The team's
    shared work falls on its officers by their hours. InvalidPlan when some case could never end.
    """
    team, rule = plan.team(key), plan.capacity
    ahead = _Ahead(team, rule.whole_weeks, share_shorter)
    books: dict[str | None, list[CaseLoad]] = {officer.key: [] for officer in plan.officers_of(key)}
    books[None] = []
    shared = [0.0] * rule.whole_weeks
    today = plan.start.toordinal()
    for case in plan.cases_of(key):
        weeks, more, left = ahead.of(case, today)
        late = None if case.due is None else today - case.due.toordinal()
        books[case.owner].append(CaseLoad(case, weeks, left, late))
        if any(more):
            shared = [whole + part for whole, part in zip(shared, more, strict=True)]
    together = [math.fsum(hours) for hours in zip(*available.values(), strict=True)] or [0.0] * len(shared)
    loads = []
    for officer in plan.officers_of(key, Role.OFFICER):
        hours = available[officer.key]
        if not (books[officer.key] or officer.serves_on(plan.start) or any(hours)):
            continue
        parts = tuple(
            work * mine / whole if whole > 0 else 0.0 for work, mine, whole in zip(shared, hours, together, strict=True)
        )
        share = shares[officer.key]
        limit = team.caseload_limit.value * share
        held = tuple(books[officer.key])
        loads.append(OfficerLoad(officer, held, limit, share, parts, hours, summed(held, len(shared))))
    first = team.stages[0].key
    entries = tuple(ahead.begun(band.key, first) for band in team.bands)
    return TeamLoad(team, plan.start, rule, tuple(loads), tuple(books[None]), entries)


class _Ahead:
    """Expected hours by week of a case that is anywhere in a team's stages.

    Let e be the hours of a task at each place (band and stage), K(k) the chances of going from a task at one place to a
    task at another within k days, P those of ever going. The hours on day t after a task is ready at each place are
    h(t) = e [t = 0] + the sum over k of K(k) h(t - k), and those to the end of a case are v = e + P v. A task takes no
    time here but its effort: it is what is wanted, not what gets done.
    """

    def __init__(self, team: Team, weeks: int, share_shorter: ShareShorter) -> None:
        import numpy as np

        self._team, self._shorter = team, share_shorter
        self._weeks, self._days = weeks, 7 * weeks
        places = [(band.key, stage.key) for band in team.bands for stage in team.stages]
        self._places = places
        self._index = {place: number for number, place in enumerate(places)}
        self._stages = {stage.key: stage for stage in team.stages}
        self._ways = np.zeros((len(places), len(places)))
        for place, number in self._index.items():
            for after, chance in ways_on(team, *place).items():
                if after in self._index:
                    self._ways[number, self._index[after]] = chance
        self._effort = np.array([self._hours(*place) for place in places])
        self._daily = self._hours_by_day(places)
        self._left = _solved(np.eye(len(places)) - self._ways, self._effort)[:, OWN]
        self._known: dict[tuple[object, ...], tuple[Weeks, Weeks, float]] = {}

    def _hours(self, band: str, key: str) -> tuple[float, float]:
        """Hours of one task, of the owner and of any officers; turns that pass unvisited take none."""
        stage = self._stages[key]
        hours = stage.effort.mean * (1 - reactive_share(stage, band))
        if stage.performer is Performer.SUPERVISOR:
            return 0.0, 0.0
        if stage.performer is Performer.ANY_OFFICER:
            return 0.0, hours * stage.crew
        return hours, hours * (stage.crew - 1)

    def _hours_by_day(self, places: list[tuple[str, str]]) -> Floats:
        """[place, day, own or shared] hours on each day after a task is ready at a place."""
        import numpy as np

        kernel = np.zeros((self._days, len(places), len(places)))
        for number, (_, key) in enumerate(places):
            stage = self._stages[key]
            length = self._lengths(stage)
            for other in np.flatnonzero(self._ways[number]):
                ready = self._until_task(length, key, places[other])
                kernel[:, number, other] = self._ways[number, other] * ready
        found = np.zeros((self._days, *self._effort.shape))
        at_once = np.eye(len(places)) - kernel[0]
        found[0] = _solved(at_once, self._effort)
        for day in range(1, self._days):
            later = np.einsum("kpq,kqc->pc", kernel[1 : day + 1], found[day - 1 :: -1])
            found[day] = _solved(at_once, later)
        return found.transpose(1, 0, 2)

    def _lengths(self, stage: Stage) -> Floats:
        """[days] the chance that what follows a stage's task takes so many whole days."""
        import numpy as np

        if stage.delay is None:
            return np.asarray(np.eye(1, self._days)[0])
        return np.asarray(np.diff(self._over(stage.delay, self._days + 1)))

    def _over(self, delay: Duration, days: int) -> Floats:
        """[days] the chance that a delay is over before each whole day, from 0 on."""
        import numpy as np

        return np.asarray(self._shorter(delay, np.maximum(np.arange(days, dtype=np.float64) - _JUST_BELOW, 0.0)))

    def _until_task(self, length: Floats, key: str, after: tuple[str, str]) -> Floats:
        """[days] the chance that the next task is ready so many days later: a recurring one awaits its turn."""
        import numpy as np

        stage = self._stages[after[1]]
        if stage.recurrence is None:
            return length
        turn = int(turn_days(stage, after[0]))
        found = np.zeros_like(length)
        if after[1] == key:
            # The turn is counted from the task just done, whatever has followed it.
            if turn < self._days:
                found[turn:] = length[turn:]
                found[turn] += length[:turn].sum()
            return found
        if turn < self._days:
            found[turn:] = length[: self._days - turn]
        return found

    def begun(self, band: str, stage: str) -> Weeks:
        """The owner's hours by week of a case whose task at a stage is ready now."""
        return self._by_week(self._daily[self._index[band, stage]])[0]

    def of(self, case: Case, today: int) -> tuple[Weeks, Weeks, float]:
        """A case's hours by week, of its owner and of any officers; and the owner's to its end."""
        stage = self._stages[case.stage]
        waits = case.phase is Phase.DELAY and (stage.delay is not None or stage.recurrence is not None)
        begins = self._turn(case, stage, today) if waits and stage.recurrence else today - case.since.toordinal()
        mark = (case.band, case.stage, waits, begins if waits else 0)
        if mark not in self._known:
            self._known[mark] = self._found(self._index[case.band, case.stage], stage, begins, waits=waits)
        return self._known[mark]

    @staticmethod
    def _turn(case: Case, stage: Stage, today: int) -> int:
        """Days until a recurring task is ready."""
        interval = figure_for(stage.recurrence.interval, case.band) if stage.recurrence else None
        usual = case.since.toordinal() + int(interval.value if interval else 0)
        due = usual if case.due is None else case.due.toordinal()
        return max(0, due - int(lead_days(stage)) - today)

    def _found(self, place: int, stage: Stage, begins: int, *, waits: bool) -> tuple[Weeks, Weeks, float]:
        import numpy as np

        daily = np.zeros((self._days, 2))
        if not waits:
            daily += self._daily[place]
            # The visit is there: this turn does not pass unvisited.
            missing = stage.effort.mean - sum(self._effort[place]) / max(stage.crew, 1)
            if stage.performer is Performer.OWNER:
                daily[0] += missing * np.array([1.0, stage.crew - 1.0])
            elif stage.performer is Performer.ANY_OFFICER:
                daily[0, SHARED] += missing * stage.crew
            return *self._by_week(daily), float(self._left[place])
        if stage.recurrence is not None:
            if begins < self._days:
                daily[begins:] = self._daily[place, : self._days - begins]
            return *self._by_week(daily), float(self._left[place])
        ends = self._rest(stage, begins)
        for other in np.flatnonzero(self._ways[place]):
            ready = self._until_task(ends, stage.key, self._places[other])
            for day in np.flatnonzero(ready):
                daily[day:] += self._ways[place, other] * ready[day] * self._daily[other, : self._days - day]
        return *self._by_week(daily), float(self._ways[place] @ self._left)

    def _rest(self, stage: Stage, age: int) -> Floats:
        """[days] the chance that a delay that has lasted `age` days goes on for so many more."""
        import numpy as np

        assert stage.delay is not None
        over = self._over(stage.delay, age + self._days + 1)[age:]
        left = 1 - over[0]
        if left < _PAST_ALL:
            return np.asarray(np.eye(1, self._days)[0])
        return np.asarray(np.diff(over) / left)

    def _by_week(self, daily: Floats) -> tuple[Weeks, Weeks]:
        weekly = daily.reshape(self._weeks, 7, 2).sum(axis=1)
        return tuple(weekly[:, OWN].tolist()), tuple(weekly[:, SHARED].tolist())


def _solved(matrix: Floats, right: Floats) -> Floats:
    import numpy as np

    try:
        return np.asarray(np.linalg.solve(matrix, right))
    except np.linalg.LinAlgError:
        raise InvalidPlan("stages", "routes", "every case must be able to reach an outcome") from None
