"""Standards made and changed on the command line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.cli.entry import run
from planner.model.assumption import Status
from planner.model.plan import Plan
from planner.model.scenario import Resource
from planner.model.standard import Measure, Standard
from planner.workspace import Workspace, demo_plan
from tests.cli.test_commands import refused
from tests.simulate.small_networks import exponential, figure


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The demo plan, whose POLIT waits for a laboratory where it waited for a time."""
    demo = demo_plan()
    polit = demo.team("polit")
    waits = next(stage for stage in polit.stages if stage.delay is not None and stage.recurrence is None)
    at_lab = replace(waits, resource="lab", delay=exponential(2, "days"))
    changed = replace(polit, stages=tuple(at_lab if one is waits else one for one in polit.stages))
    teams = tuple(changed if team is polit else team for team in demo.teams)
    file = tmp_path_factory.mktemp("plans") / "north.plan"
    lab = Resource("lab", "Laboratory", figure(4, "servers"))
    Workspace.create(file, replace(demo, teams=teams, resources=(lab,))).close()
    return file.read_bytes()


@pytest.fixture
def path(tmp_path: Path, made: bytes) -> Path:
    file = tmp_path / "north.plan"
    file.write_bytes(made)
    return file


LOAD = ("--measure", "caseload", "--target", "9")


def plan_in(path: Path) -> Plan:
    with Workspace.open(path, read_only=True) as workspace:
        return workspace.plan


def standard(path: Path, key: str) -> Standard:
    return next(one for one in plan_in(path).standards if one.key == key)


def done(capsys, *arguments: object) -> str:
    assert run(["standard", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def test_a_wait_for_devices_is_made_a_standard(capsys, path):
    asked = ("--team", "polit", "--measure", "longest-wait", "--target", 60, "--by", "2027-10-01")
    said = done(capsys, "add", path, "Devices begun in 60 days", *asked, "--source", "Inspection report, 4.2")
    made = standard(path, "devices-begun-in-60-days")
    assert (made.measure, made.target.value, made.target.unit) == (Measure.LONGEST_WAIT, 60.0, "days")
    assert (made.target.status, made.target.source) == (Status.ADAPT, "Inspection report, 4.2")
    assert plan_in(path).team("polit").stage(made.stage or "").resource == "lab"
    assert made.by == date(2027, 10, 1)
    assert said.startswith("devices-begun-in-60-days: “Devices begun in 60 days” (at most 60 days); longest wait at a")


def test_targets_dates_and_the_inspection(capsys, path):
    asked = ("--team", "mosovo", "--measure", "on-time", "--target", "97.5%", "--stage", "visit")
    done(capsys, "add", path, "Visits", *asked)
    made = standard(path, "visits")
    assert (made.target.value, made.stage, made.by) == (0.975, "visit", plan_in(path).reinspection)
    done(capsys, "set", path, "visits", "--target", "90%", "--by", "2027-12-01")
    assert (standard(path, "visits").target.value, standard(path, "visits").by) == (0.9, date(2027, 12, 1))
    done(capsys, "inspection", path, "2027-10-04")
    assert plan_in(path).reinspection == date(2027, 10, 4)
    assert done(capsys, "list", path).splitlines()[-1] == "Re-inspection: 4 October 2027."
    done(capsys, "remove", path, "visits")
    assert all(one.key != "visits" for one in plan_in(path).standards)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "X", "--measure", "caseload", "--target", "20"), "--team: say which of polit, mosovo"),
        (("add", "X", "--team", "polti", "--measure", "caseload", "--target", "20"), "did you mean polit?"),
        (("add", "X", "--team", "polit", "--measure", "casload", "--target", "20"), "did you mean caseload?"),
        (("add", "X", "--team", "polit", "--measure", "caseload"), "--target: say what is to be kept to"),
        (("add", "X", "--team", "polit", "--measure", "caseload", "--target", "few"), "'few' is no target"),
        (("add", "X", "--team", "mosovo", "--measure", "wait", "--target", "9"), "nobody waits for one"),
        (("add", "X", "--team", "mosovo", "--measure", "wait", "--target", "9", "--stage", "visit"), "that uses one"),
        (("add", "X", "--team", "polit", "--measure", "on-time", "--target", "95"), "target"),
        (
            ("add", "X", "--team", "polit", *LOAD, "--stage", "action"),
            "leave it out",
        ),
        (
            ("add", "X", "--team", "polit", *LOAD, "--band", "low"),
            "told apart by band",
        ),
        (
            ("add", "X", "--team", "polit", *LOAD, "--by", "2020-01-01"),
            "a later one",
        ),
        (("set", "polit-caseload"), "say the new target"),
        (("set", "polit-casload", "--target", "20"), "did you mean polit-caseload?"),
        (("remove", "polit-caseload"), "an action hangs on this standard"),
        (("inspection", "2020-01-01"), "choose a later day"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_changes_nothing(capsys, path, arguments, said):
    before = path.read_bytes()
    word, *rest = arguments
    assert said in refused(capsys, "standard", word, str(path), *rest)
    assert path.read_bytes() == before
