"""Plan files to test with: each test gets its own copy of a file that was made once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.model.plan import Plan
from planner.storage.planfile import PlanFile
from tests.storage.sample_plans import full_plan


@pytest.fixture(scope="session")
def plan() -> Plan:
    return full_plan()


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> Path:
    path = tmp_path_factory.mktemp("once") / "full.plan"
    PlanFile.create(path, plan).close()
    return path


@pytest.fixture
def path(tmp_path: Path, made_once: Path) -> Path:
    """A closed file with the full plan."""
    return Path(shutil.copy(made_once, tmp_path / "full.plan"))


@pytest.fixture
def file(path: Path) -> Iterator[PlanFile]:
    """The full plan, open for editing."""
    with PlanFile.open(path) as opened:
        yield opened
