"""The engine in plain Python with somebody who looks on: at each step the state must keep the rules of the design.

`NUMBA_DISABLE_JIT=1 python -m tests.simulate.watched EXAMPLES` runs random plans and prints how often each rule was put
to the test. The daily results do not show who did what when, so the rules are read off the engine's own records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np

from planner.model.duration import Shape
from planner.model.plan import Plan
from planner.model.scenario import EffortChange, Scenario
from planner.simulate import machine
from planner.simulate.kernel import layout
from planner.simulate.network import build

OUTSIDE = (layout.DELAY, layout.UNTIL_DUE, layout.RESOURCE_QUEUE, layout.RESOURCE)
ROUNDING = 1e-4
"""Hours that rounding to ticks can hide."""


@contextmanager
def replaced(module: Any, name: str, around: Callable[..., Any]) -> Iterator[None]:
    """`around(original, *arguments)` is called in place of a function of a module."""
    original = getattr(module, name)
    setattr(module, name, lambda *arguments: around(original, *arguments))
    try:
        yield
    finally:
        setattr(module, name, original)


class Watch:
    """One replication of a plan; `seen` counts what the rules were applied to."""

    def __init__(self, plan: Plan, scenario: Scenario | None, days: int) -> None:
        built = build(plan, scenario, tuple(team.key for team in plan.teams), days)
        self.network = built.network
        self.world = machine.new_world(self.network)
        self.bands = [(place, band) for place, team in enumerate(built.teams) for band in team.bands]
        self.stages = [(team, stage) for team in built.teams for stage in team.stages]
        self.rosters = np.concatenate([roster.rates for roster in built.rosters])
        """[people, days] productive hours, before anybody leaves."""
        self.levers = [lever for lever in (scenario.levers if scenario else ()) if isinstance(lever, EffortChange)]
        self.start = plan.start
        self.handed_over = any(team.leaver_rate.value for team in built.teams)
        self.seen: Counter[str] = Counter()
        self.moment = 0
        self.holds = np.full(self.world.officers.size, layout.IDLE)
        self.rates = np.zeros(self.world.officers.size)
        self.caseloads = np.zeros(self.world.officers.size, int)
        self.ready: dict[int, int] = {}
        """When the present task of each case became ready."""
        self.left: dict[int, int] = {}
        """When the last task of each case ended."""
        self.effort: dict[int, float] = {}
        """Hours that each item takes, where that can be known; a handover is the owner's."""
        self.worked: Counter[int] = Counter()
        """Hours put into each item so far."""

    def run(self, seed: int = 1) -> Counter[str]:
        from planner.simulate.kernel import days, steps

        with ExitStack() as stack:
            for module, name, around in (
                (steps, "take_next", self.take),
                (steps, "ask_for_effort", self.becomes_ready),
                (steps, "end_task", self.ends),
                (steps, "move_on", self.moves_on),
                (steps, "pop_event", self.look),
                (days, "close_books", self.in_the_evening),
            ):
                stack.enter_context(replaced(module, name, around))
            stack.enter_context(replaced(machine, "new_world", lambda *_: self.world))
            machine.Machine(self.network).run(machine.new_output(self.network, 1), seed, 0)
        return self.seen

    @property
    def now(self) -> int:
        return int(self.world.clock["now"][0])

    @property
    def day(self) -> int:
        return int(self.world.clock["day"][0])

    def case_of(self, item: int) -> Any:
        return self.world.cases[item % self.world.cases.size]

    def queue(self, root: int) -> Iterator[int]:
        """The items of a queue, in no order."""
        coming = [int(root)]
        while coming:
            item = coming.pop()
            if item >= 0:
                yield item
                coming += self.links(item)

    def links(self, item: int) -> list[int]:
        """The next items below one in the heap that a queue is."""
        return [int(self.world.items[side][item]) for side in ("left", "right")]

    def choice(self, officer: int) -> list[int]:
        """The items that an officer may take: those of the own queue and of the pool."""
        person = self.world.officers[officer]
        team = self.network.fixed_teams[person["team"]]
        lanes = ("supervisor_lane", "past_lane") if person["pooled"] else ("pool_lane", "supervisor_lane")
        pools = [self.world.lane_states["queue"][lane] for lane in range(*(int(team[name]) for name in lanes))]
        return [item for root in (person["queue"], *pools) for item in self.queue(root)]

    def order(self, item: int) -> tuple[bool, int, int, int]:
        """Immediate or not, priority, due date and when the task became ready: the stated order of service."""
        case = self.case_of(item)
        band = self.bands[case["band"]][1]
        priority = band.priority + self.stages[case["stage"]][1].priority
        return not band.immediate, priority, int(case["due"]), self.ready[item % self.world.cases.size]

    def immediate(self, item: int) -> bool:
        return self.bands[self.case_of(item)["band"]][1].immediate

    def take(self, step: Callable[..., None], m: Any, officer: int) -> None:
        """What is begun is the first of what is there; nothing is begun by somebody who is away."""
        self.book()
        person = self.world.officers[officer]
        before, had = self.choice(officer), int(person["holds"])
        step(m, officer)
        held = int(person["holds"])
        if had >= 0:
            assert held == had, "a task in hand was dropped for another"
            return
        at_work = self.rosters[officer, self.day] > 0 and person["rate"] > 0
        if held < 0:
            assert not at_work or not before, "an officer at work stands idle beside a task"
            return
        assert at_work, "a task is begun by somebody who is away"
        assert self.order(held) == min(self.order(item) for item in before), "a task is begun out of turn"
        self.seen["begun with a choice"] += len(before) > 1
        self.seen["two-officer tasks"] += held >= self.world.cases.size

    def becomes_ready(self, step: Callable[..., int], m: Any, index: int) -> int:
        """A task is ready when what came before is over, and a turn that comes round when its lead begins."""
        case = self.world.cases[index]
        _, stage = self.stages[case["stage"]]
        if stage.recurrence is not None and not case["opening"]:
            lead = int(stage.recurrence.lead_days.value * layout.TICKS)
            assert self.now >= case["due"] - lead, "a turn is ready before its lead begins"
            self.seen["turns"] += 1
        self.ready[index] = self.now
        for item, handover in ((index, float(case["extra"])), (index + self.world.cases.size, 0.0)):
            self.worked.pop(item, None)
            self.effort.pop(item, None)
            if stage.effort.shape is Shape.CONSTANT:
                self.effort[item] = stage.effort.mean * self.effort_factor(case["stage"]) + handover
        return step(m, index)

    def effort_factor(self, place: int) -> float:
        """What levers make of a stage's effort today."""
        team, stage = self.stages[place]
        factor = 1.0
        for lever in self.levers:
            begun = (lever.start - self.start).days <= self.day
            if begun and lever.team == team.key and lever.stage in (None, stage.key):
                factor *= 1 + lever.percent / 100
        return factor

    def ends(self, step: Callable[..., int], m: Any, index: int) -> int:
        """A task that is over has had all its effort, from each of its officers."""
        self.book()
        _, stage = self.stages[self.world.cases[index]["stage"]]
        for item in (index, index + self.world.cases.size)[: stage.crew]:
            if item in self.effort:
                short = self.effort[item] - self.worked[item]
                assert short < ROUNDING, f"a task is over {short} hours too soon"
                assert self.handed_over or short > -ROUNDING, f"a task took {-short} hours too many"
                self.seen["constant efforts"] += 1
        self.left[index] = self.now
        return step(m, index)

    def moves_on(self, step: Callable[..., int], m: Any, index: int) -> int:
        """A case goes on when its wait outside is over; a shared resource's queue comes before that."""
        _, stage = self.stages[self.world.cases[index]["stage"]]
        if index in self.left and (stage.delay is None or stage.delay.shape is Shape.CONSTANT):
            wait = int(stage.delay.mean * layout.TICKS) if stage.delay else 0
            passed = self.now - self.left.pop(index)
            assert passed >= wait, "a case goes on before its wait is over"
            assert passed == wait or stage.resource, "a case waits for nothing"
            self.seen["constant waits"] += wait > 0
        self.left.pop(index, None)
        return step(m, index)

    def book(self) -> None:
        """Book the hours since the last look to what was in hand."""
        passed = (self.now - self.moment) / layout.TICKS
        if passed > 0:
            for officer in np.flatnonzero(self.holds >= 0):
                self.worked[int(self.holds[officer])] += self.rates[officer] * passed
            self.moment = self.now

    def look(self, step: Callable[..., Any], *arguments: Any) -> Any:
        """All that follows from an event is carried out: see that everything is as it should be before the next."""
        self.book()
        officers = self.world.officers
        self.holds, self.rates = officers["holds"].copy(), officers["rate"].copy()
        assert (self.rates <= self.rosters[:, self.day] + 1e-9).all(), "somebody works more than the calendar says"
        self.look_at_what_is_counted()
        self.look_at_interruptions()
        self.look_at_caseloads()
        self.look_at_resources()
        return step(*arguments)

    def look_at_what_is_counted(self) -> None:
        """Idle officers are those that a look at all of them finds, and nothing stands behind the heap's end."""
        officers = self.world.officers
        idle = (officers["holds"] == layout.IDLE) & (officers["rate"] > 0) & (officers["pooled"] == 0)
        counted = np.bincount(officers["team"][idle], minlength=self.world.team_states.size)
        assert np.array_equal(counted, self.world.team_states["idle"]), "idle officers are miscounted"
        assert (self.world.events[self.world.clock["events"][0] :] == layout.NEVER).all()

    def look_at_interruptions(self) -> None:
        """Nobody at work goes on with a usual task while an immediate one waits."""
        for officer in np.flatnonzero(self.holds >= 0):
            held = int(self.holds[officer])
            waiting = [item for item in self.queue(self.world.officers["queue"][officer]) if self.immediate(item)]
            if waiting and self.rates[officer] > 0:
                assert self.immediate(held), "an immediate task waits behind a usual one"
                self.seen["immediate tasks that wait"] += 1

    def look_at_caseloads(self) -> None:
        """Nobody is given a case above the limit, and no case waits for an owner while somebody has room."""
        cases = self.world.cases[: self.world.clock["cases"][0]]
        owners = cases["owner"][(cases["phase"] != layout.CLOSED) & (cases["owner"] >= 0)]
        counted = np.bincount(owners, minlength=self.holds.size)
        officers = self.world.officers
        assert np.array_equal(counted, officers["caseload"]), "a caseload is not what the officer owns"
        room = np.maximum(self.world.team_states["limit"][officers["team"]] * officers["weight"], 1) + 1e-9
        grown = counted > self.caseloads
        assert (counted <= room)[grown].all() or self.now == 0, "a case is given to somebody at the limit"
        self.seen["cases given"] += int(grown.sum())
        self.caseloads = counted
        free = (officers["weight"] > 0) & (counted + 1 <= room) & (officers["pooled"] == 0)
        for team, state in enumerate(self.world.team_states):
            if state["unallocated"]:
                assert not free[officers["team"] == team].any(), "a case waits for an owner while somebody has room"
                self.seen["waits for an owner"] += 1

    def look_at_resources(self) -> None:
        """No server is free while a case queues for it."""
        for state in self.world.resource_states:
            assert not state["waiting"] or state["busy"] >= state["servers"], "a server is free and a case waits for it"
            assert len(list(self.queue(state["queue"]))) == state["waiting"]
            self.seen["waits for a server"] += int(state["waiting"])

    def in_the_evening(self, step: Callable[..., None], m: Any, team: int, day: int) -> None:
        """The day's books are what a count of the cases gives."""
        self.book()
        cases = self.world.cases[: self.world.clock["cases"][0]]
        here = np.array([place == team for place, _ in self.bands])[cases["band"]]
        known = here & (cases["phase"] != layout.CLOSED) & (cases["phase"] != layout.ARRIVING)
        state = self.world.team_states[team]
        assert known.sum() == state["open"], "cases are made or lost"
        assert np.isin(cases["phase"][known], OUTSIDE).sum() == state["outside"], "cases outside are miscounted"
        assert (cases["seeking"][known] == 1).sum() == state["unallocated"], "unallocated cases are miscounted"
        step(m, team, day)


def main(examples: int) -> None:
    """Random plans until a rule is broken, which ends the program with the plan that breaks it."""
    import json
    import sys

    from hypothesis import HealthCheck, Phase, given, settings

    from tests.simulate.random_plans import LEVERS, plans

    seen: Counter[str] = Counter()

    # No shrinking: each step of it would take a second.
    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(plans(), LEVERS)
    def keeps_the_rules(plan: Plan, scenario: Scenario) -> None:
        seen.update(Watch(plan, scenario, days=25).run())

    keeps_the_rules()
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    import sys

    main(int(sys.argv[1]))
