"""The same plan and seed give the same arrays, to the last bit, however they are computed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from planner.model.scenario import (
    AbstractionRate,
    CaseloadLimit,
    DemandGrowth,
    EffortChange,
    Lever,
    Loan,
    Outsourcing,
    Overtime,
    OvertimeTrigger,
    ReactiveShare,
    Recruits,
    ResourceServers,
    Scenario,
    Triage,
    VisitInterval,
)
from planner.simulate import machine
from planner.simulate.network import build
from planner.simulate.replicate import simulate, team_result
from tests.simulate.small_networks import START, arrays, case_managers, differing, digest, everything, exponential, only

ROOT = Path(__file__).parents[2]
DAYS = 60
PRINT_DIGEST = """
from pathlib import Path
from planner.simulate.replicate import simulate
from tests.simulate.small_networks import digest, everything
print(digest(simulate(everything(), days=60, replications=1, threads=1, seed=3)))
"""


@pytest.fixture(scope="module")
def plan():
    return everything()


@pytest.mark.slow
def test_the_small_plan_uses_everything(plan):
    """What the other tests of this file stand on: each branch of the engine is taken in these few days."""
    result = simulate(plan, days=DAYS, replications=2, seed=3)
    first = result.team("a")
    assert first.done.sum(axis=(0, 2, 3)).min() > 0
    assert (np.diff(first.strength, axis=1) < 0).any(), "nobody left"
    assert (np.diff(first.strength, axis=1) > 0).any(), "no post was filled again"
    assert first.unallocated.max() > 0
    assert result.resources[0].waiting.max() > 0
    assert result.team("b").arrived.sum() > 0.5 * 2 * DAYS + first.closed[:, 0].sum() * 0.2


@pytest.mark.parametrize("threads", [2, 3, 8])
def test_any_number_of_threads_gives_the_same_bits(plan, threads):
    alone = simulate(plan, days=400, replications=30, threads=1, seed=5)
    assert differing(alone, simulate(plan, days=400, replications=30, threads=threads, seed=5)) == []


def test_many_threads_share_a_large_network():
    alone = simulate(case_managers(), days=200, replications=30, threads=1, seed=5)
    assert differing(alone, simulate(case_managers(), days=200, replications=30, threads=3, seed=5)) == []


def test_a_replication_alone_is_the_same_as_among_others(plan):
    many = simulate(plan, days=DAYS, replications=20, seed=7)
    built = build(plan, None, ("a", "b"), DAYS)
    output = machine.new_output(built.network, 1)
    machine.Machine(built.network).run(output, seed=7, first=17)
    for place, key in enumerate(("a", "b")):
        alone, among = team_result(built, output, place), many.team(key)
        assert np.array_equal(alone.open[0], among.open[17])
        assert np.array_equal(alone.hours_used[0], among.hours_used[17])
        assert np.array_equal(alone.first_action_days[0], among.first_action_days[17])
        assert np.array_equal(alone.closed_age_days[0], among.closed_age_days[17])
    assert not np.array_equal(many.team("a").open[16], many.team("a").open[17])


def test_more_replications_leave_the_first_ones_alone(plan):
    few, many = (arrays(simulate(plan, days=DAYS, replications=number)) for number in (3, 23))
    assert [name for name in few if not np.array_equal(few[name], many[name][:3])] == []


def test_a_longer_run_begins_like_a_shorter_one(plan):
    short, long = (simulate(plan, days=days, replications=5) for days in (DAYS, 3 * DAYS))
    for key in ("a", "b"):
        assert np.array_equal(short.team(key).open, long.team(key).open[:, :DAYS])
        assert np.array_equal(short.team(key).hours_used, long.team(key).hours_used[:, :DAYS])


def test_a_team_alone_is_the_same_as_beside_others(plan):
    """Chances are keyed by names, so a team that nobody feeds does not notice the others."""
    both = simulate(plan, days=DAYS, replications=5)
    alone = simulate(plan, teams=["a"], days=DAYS, replications=5)
    for name, array in arrays(alone).items():
        assert np.array_equal(array, arrays(both)[name]), name


def test_the_place_of_a_team_in_the_plan_does_not_matter(plan):
    turned = simulate(replace(plan, teams=plan.teams[::-1]), days=DAYS, replications=5)
    assert differing(simulate(plan, days=DAYS, replications=5), replace(turned, teams=turned.teams[::-1])) == []


def test_a_team_that_is_fed_brings_its_feeder_along(plan):
    both = simulate(plan, days=DAYS, replications=5)
    alone = simulate(plan, teams=["b"], days=DAYS, replications=5)
    assert [team.team for team in alone.teams] == ["b"]
    assert np.array_equal(alone.team("b").open, both.team("b").open)


def test_a_team_that_shares_a_resource_brings_the_others_along(plan):
    sharing = replace(plan.team("b").stages[0], delay=exponential(2, "days"), resource="lab")
    plan = replace(plan, teams=(plan.team("a"), replace(plan.team("b"), stages=(sharing,))))
    both = simulate(plan, days=DAYS, replications=5)
    alone = simulate(plan, teams=["a"], days=DAYS, replications=5)
    assert [team.team for team in alone.teams] == ["a"]
    assert [name for name, array in arrays(alone).items() if not np.array_equal(array, arrays(both)[name])] == []


def test_a_plan_with_one_team_is_the_same_as_that_team_of_two(plan):
    parted = replace(plan.team("a"), outcomes=tuple(replace(outcome, feed=None) for outcome in plan.team("a").outcomes))
    whole = replace(plan, teams=(parted, plan.team("b")))
    for key in ("a", "b"):
        one = arrays(simulate(only(whole, key), days=DAYS, replications=5))
        two = arrays(simulate(whole, days=DAYS, replications=5))
        assert [name for name in one if name.startswith(key) and not np.array_equal(one[name], two[name])] == []


AFTER = START + timedelta(days=DAYS)
IDLE_LEVERS: dict[str, Lever] = {
    "no growth": DemandGrowth("a", 0, START),
    "growth after the run": DemandGrowth("a", 50, AFTER, 0),
    "no recruits": Recruits("a", 0, START),
    "recruits still vetted": Recruits("a", 3, START, vetting_days=DAYS),
    "a loan after the run": Loan("a", 2, AFTER, AFTER),
    "a loan before the run": Loan("a", 2, START - timedelta(9), START - timedelta(1)),
    "lending out after the run": Loan("a", -2, AFTER, AFTER),
    "lending out before the run": Loan("a", -2, START - timedelta(9), START - timedelta(1)),
    "no abstraction": AbstractionRate("b", 0, START),
    "the limit as it is": CaseloadLimit("a", 6, START),
    "effort unchanged": EffortChange("a", 0, START),
    "the interval as it is": VisitInterval("a", 9, START, band="high"),
    "the servers as they are": ResourceServers("lab", 1, START),
    "no overtime": Overtime("a", 0, START),
    "overtime after the run": Overtime("a", 10, AFTER),
    "overtime before the run": Overtime("a", 10, START - timedelta(9), START - timedelta(1)),
    "overtime that nothing sets off": Overtime("a", 10, START, trigger=OvertimeTrigger.OVERDUE, level=1e5),
    "no triage": Triage("a", 0, "closed", START),
    "triage after the run": Triage("a", 0.5, "closed", AFTER),
    "nothing sent out": Outsourcing("lab", 0, 5, START),
    "outsourcing after the run": Outsourcing("lab", 1, 5, AFTER),
    "no reactive management": ReactiveShare("a", 0, START),
    "reactive management after the run": ReactiveShare("a", 0.5, AFTER),
}


@pytest.mark.parametrize("lever", IDLE_LEVERS.values(), ids=IDLE_LEVERS)
def test_a_lever_that_does_nothing_changes_no_bit(plan, lever):
    base = simulate(plan, days=DAYS, replications=6)
    assert differing(base, simulate(plan, Scenario("s", "S", (lever,)), days=DAYS, replications=6)) == []


def test_another_seed_gives_another_run(plan):
    one, two, largest = (simulate(plan, days=DAYS, replications=4, seed=seed) for seed in (1, 2, 2**63 - 1))
    assert len({digest(one), digest(two), digest(largest)}) == 3


def test_a_machine_used_again_gives_the_same_bits(plan):
    """Nothing of one piece is left over for the next, whatever their order."""
    network = build(plan, None, ("a", "b"), DAYS).network
    whole, early, late = (machine.new_output(network, number) for number in (6, 4, 2))
    machine.Machine(network).run(whole, seed=7, first=0)
    used_again = machine.Machine(network)
    used_again.run(late, seed=7, first=4)
    used_again.run(early, seed=7, first=0)
    for name, array in whole._asdict().items():
        assert np.array_equal(array, np.concatenate([getattr(early, name), getattr(late, name)])), name


def _run(code: str, cwd: Path, *flags: str, **environment: str) -> str:
    surroundings = os.environ | {"PYTHONPATH": os.pathsep.join([str(cwd), str(ROOT)])} | environment
    done = subprocess.run(
        [sys.executable, *flags, "-c", code], cwd=cwd, env=surroundings, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.slow
def test_plain_python_gives_the_same_bits_as_compiled_code(plan):
    compiled = digest(simulate(plan, days=DAYS, replications=1, threads=1, seed=3))
    # numpy warns where 64-bit words wrap round, as the mixing function wants.
    assert _run(PRINT_DIGEST, ROOT, "-W", "ignore::RuntimeWarning", NUMBA_DISABLE_JIT="1") == compiled


def _copy(folder: Path) -> Path:
    """A copy of the package, to be changed at will."""
    shutil.copytree(ROOT / "planner", folder / "planner", ignore=shutil.ignore_patterns("__pycache__", "app"))
    return folder / "planner" / "simulate" / "kernel"


LOAD = """
from pathlib import Path
from planner.simulate.compiled import keep_in, load, source_mark
keep_in(Path("cache"))
load()
"""


@pytest.mark.slow
def test_the_mark_changes_with_any_source_of_the_engine(tmp_path):
    kernel = _copy(tmp_path)
    marks = {_run(LOAD.replace("load(", "print(source_mark()) #"), tmp_path)}
    for path in sorted(kernel.glob("*.py")):
        path.write_text(path.read_text("utf-8") + "\n# changed\n", "utf-8")
        marks.add(_run("from planner.simulate.compiled import source_mark; print(source_mark())", tmp_path))
    assert len(marks) == 1 + len(list(kernel.glob("*.py")))


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_an_edited_helper_takes_effect_although_the_cache_is_kept(tmp_path):
    kernel = _copy(tmp_path)
    before = _run(LOAD + PRINT_DIGEST, tmp_path)
    assert _run(LOAD + PRINT_DIGEST, tmp_path) == before
    clocks = kernel / "clocks.py"
    text = clocks.read_text("utf-8")
    assert "return today - row if" in text
    clocks.write_text(text.replace("return today - row if", "return today - row + 1 if"), "utf-8")
    assert _run(LOAD + PRINT_DIGEST, tmp_path) != before
    assert len(list((tmp_path / "cache").glob("engine-*"))) == 2


KEPT_BY_NUMBA = """
from planner.simulate import native
native.PLATFORMS = ()
from pathlib import Path
from planner.simulate.compiled import is_prepared, keep_in, load
print(is_prepared(Path("cache")))
"""


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_where_numba_keeps_the_engine_it_gives_the_same_bits(tmp_path, plan):
    """The way of systems on which our own loading has not been run: compiled once, read from the cache afterwards."""
    expected = digest(simulate(plan, days=DAYS, replications=1, threads=1, seed=3))
    code = KEPT_BY_NUMBA + 'keep_in(Path("cache")); load()\n' + PRINT_DIGEST
    assert _run(code, tmp_path).split() == ["False", expected]
    made = sorted((tmp_path / "cache").rglob("*.nbc"))
    assert _run(code, tmp_path).split() == ["True", expected]
    assert made == sorted((tmp_path / "cache").rglob("*.nbc")) != []
    assert not list((tmp_path / "cache").rglob("*.o"))


UNWRITABLE = """
import warnings
from pathlib import Path
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    from planner.simulate.compiled import keep_in, load
    keep_in(Path("file") / "cache")
    load()
print([warning.category.__name__ for warning in caught if "cannot be written" in str(warning.message)])
from tests.simulate.small_networks import station, exponential
from planner.simulate.replicate import simulate
warnings.simplefilter("ignore")
print(simulate(station(1, 0.5, exponential(1)), days=5, replications=1).days)
"""


@pytest.mark.slow
def test_an_unwritable_cache_folder_is_a_warning_and_not_an_end(tmp_path):
    """Without a cache the engine compiles anew; plain Python stands in for that here, to be quick."""
    (tmp_path / "file").write_text("a file where a folder should be")
    assert _run(UNWRITABLE, tmp_path, NUMBA_DISABLE_JIT="1") == "['RuntimeWarning']\n5"


@pytest.mark.slow
@pytest.mark.timeout(200)
def test_without_a_cache_the_engine_compiles_and_runs(tmp_path):
    (tmp_path / "file").write_text("a file where a folder should be")
    assert _run(UNWRITABLE, tmp_path) == "['RuntimeWarning']\n5"


def test_impossible_runs_are_refused(plan):
    with pytest.raises(ValueError, match="days"):
        simulate(plan, days=0)
    with pytest.raises(ValueError, match="replications"):
        simulate(plan, days=1, replications=0)
    with pytest.raises(KeyError):
        simulate(plan, teams=["nobody"], days=1)
