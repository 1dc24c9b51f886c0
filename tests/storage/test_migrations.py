"""Each step of the schema, by its name; and an older file is brought up to date on a copy, with a backup kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from planner.model.capacity import SHIPPED_RULE
from planner.model.codec import fingerprint, from_plain, to_plain
from planner.model.countdown import LEAD_STEPS
from planner.model.period import Period
from planner.model.plan import Plan
from planner.model.prices import SHIPPED
from planner.model.scenario import Outsourcing, Overtime, ReactiveShare, Triage
from planner.model.team import Team
from planner.storage.errors import Damaged, TooNew
from planner.storage.inspection import check
from planner.storage.migrations import APPLICATION_ID, names, plan_migrations
from planner.storage.planfile import PlanFile
from planner.storage.results import keep
from planner.storage.results_packing import pack
from planner.storage.rows import all_rows
from planner.storage.tables import TABLES
from planner.storage.undo_steps import KeptSteps, Move, Step
from planner.storage.versions import unpack
from tests.storage.sample_events import EVENT_TABLES
from tests.storage.sample_plans import small_plan, without_forecast
from tests.storage.sample_results import RESULT_TABLES, sample_result


def _with(*steps: tuple[str, Callable[[Database], None]]) -> Migrations:
    """The real steps and some more."""
    more = Migrations("planner")
    for step in plan_migrations()._migrations:
        more(name=step.name)(step.fn)
    for name, change in steps:
        more(name=name)(change)
    return more


def _rebuild(db: Database) -> None:
    """A step as later versions will need them: a table is made anew while others refer to it."""
    (made,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'officer'").fetchone()
    db.execute(made.replace("TABLE officer", "TABLE officer_anew"))
    db.execute("INSERT INTO officer_anew SELECT * FROM officer")
    db.execute("DROP TABLE officer")
    db.execute("ALTER TABLE officer_anew RENAME TO officer")
    db.execute("UPDATE plan SET note = 'from later'")


LATER = _with(("9999_later", _rebuild))
PRESENT = names(plan_migrations())[-1]


def _made(*, before: str | None = None) -> set[str]:
    """The tables of an empty file that has been through all steps, or those before one."""
    db = Database(memory=True, execute_plugins=False)
    plan_migrations().apply(db, stop_before=before)
    made = set(db.table_names()) - {"_sqlite_migrations"}
    assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert all(db[name].strict for name in made)  # type: ignore[union-attr]
    assert db.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    db.close()
    return made


def test_0001_first_tables() -> None:
    assert {"plan", "team", "officer", "open_case", "scenario"} <= _made(before="0002_results") <= set(TABLES)


def test_0002_results() -> None:
    before = _made(before="0002_results")
    assert _made(before="0003_absences_skills_rotas") - before == RESULT_TABLES


def test_every_table_is_known() -> None:
    assert _made() == {*TABLES, *RESULT_TABLES, *EVENT_TABLES, "secret", "undo_step", "version"}


def _seventh_version(plan: Plan) -> Plan:
    """The plan without what the version before reductions and the capacity rule could not say."""
    officers = tuple(replace(officer, reductions=()) for officer in plan.officers)
    return replace(plan, officers=officers, capacity=SHIPPED_RULE)


def _fifth_version(plan: Plan) -> Plan:
    """The plan without what the version before rotas could not say."""
    return replace(_seventh_version(plan), rotas=())


def _fourth_version(plan: Plan) -> Plan:
    """The plan without what the version before prices, actions and decisions could not say."""
    scenarios = tuple(
        replace(scenario, baseline=False, decided_by="", decided_on=None, decision="") for scenario in plan.scenarios
    )
    return replace(_fifth_version(plan), scenarios=scenarios, actions=(), prices=SHIPPED, lead_steps=LEAD_STEPS)


def _third_version(plan: Plan) -> Plan:
    """The plan without what the version before growth cases and imports could not say."""
    histories = tuple(history for history in plan.histories if history.period is Period.MONTH)
    fourth = _fourth_version(plan)
    scenarios = tuple(without_forecast(scenario) for scenario in fourth.scenarios)
    document = to_plain(
        replace(fourth, histories=histories, scenarios=scenarios, events=(), growth_cases=(), imports=())
    )
    return from_plain(Plan, _without_reviews(document))


def _without_reviews(document: object) -> object:
    if isinstance(document, dict):
        return {name: _without_reviews(entry) for name, entry in document.items() if name != "review"}
    return [_without_reviews(entry) for entry in document] if isinstance(document, list | tuple) else document


def _first_version(plan: Plan) -> Plan:
    """The plan without what the first version could not say."""

    def team(after: Team) -> Team:
        stages = (
            replace(stage, skill=None, recurrence=stage.recurrence and replace(stage.recurrence, reactive=()))
            for stage in after.stages
        )
        bands = tuple(replace(band, skill=None) for band in after.bands)
        return replace(after, bands=bands, stages=tuple(stages), absences=())

    later = (Outsourcing, Overtime, Triage, ReactiveShare)
    third = _third_version(plan)
    scenarios = (
        replace(scenario, levers=tuple(lever for lever in scenario.levers if not isinstance(lever, later)))
        for scenario in third.scenarios
    )
    return replace(third, teams=tuple(team(after) for after in third.teams), scenarios=tuple(scenarios), duties=())


def _older_file(path: Path, plan: Plan, steps: int) -> Path:
    """The file that the version with the first `steps` steps would have written."""
    older = Migrations("planner")
    for step in plan_migrations()._migrations[:steps]:
        older(name=step.name)(step.fn)
    db = Database(path, execute_plugins=False)
    older.apply(db)
    renamed = {"begins": "month"} if steps < 4 else {}
    with db.atomic():
        for name, rows in all_rows(plan).items():
            known = {column.name for column in db[name].columns}
            names = [renamed.get(column, column) for column in TABLES[name].columns]
            kept = [place for place, column in enumerate(names) if column in known]
            assert len(kept) == len(known)
            columns, marks = ", ".join(names[place] for place in kept), ", ".join("?" * len(kept))
            for row in rows:
                db.execute(f"INSERT INTO {name} ({columns}) VALUES ({marks})", [row[place] for place in kept])
    db.close()
    return path


def _steps_of(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as conn:
        return [name for (name,) in conn.execute("SELECT name FROM _sqlite_migrations")]


def test_0003_absences_skills_rotas(tmp_path: Path, plan: Plan) -> None:
    """A file of the first version keeps every value, then holds the new ones; its backup stays as it was."""
    path = _older_file(tmp_path / "first.plan", _first_version(plan), 1)
    with PlanFile.open(path) as file:
        assert file.plan == _first_version(plan)
        assert file.backup is not None
        assert _steps_of(file.backup) == ["0001_first_tables"]
        file.save(plan)
    with PlanFile.open(path) as file:
        assert file.plan == plan
        assert file.backup is None
    conn = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed: use IN"):
        conn.execute("UPDATE duration SET use = 'rest'")
    assert conn.execute("PRAGMA foreign_key_list(duration_sample)").fetchone()[2] == "duration"
    conn.close()


def test_0004_demand_and_imports(tmp_path: Path, plan: Plan) -> None:
    """A file of the version before keeps every value and the fingerprint of its plan, then holds the new ones."""
    older = _third_version(plan)
    path = _older_file(tmp_path / "third.plan", older, 3)
    db = Database(path, execute_plugins=False)
    with db.atomic():
        keep(db, pack(sample_result(older), "Kept"))
    db.close()
    with PlanFile.open(path, read_only=True) as file:
        assert file.plan == older
    with PlanFile.open(path) as file:
        assert file.plan == older
        (note,) = file.results()
        assert note.plan_fingerprint == fingerprint(file.plan)
        assert file.result("kept", ()).inputs() == (older, None)
        assert file.backup is not None
        assert _steps_of(file.backup)[-1] == "0003_absences_skills_rotas"
        file.save(plan)
    with PlanFile.open(path) as file:
        assert file.plan == plan
    assert check(path).ok
    conn = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed: period IN"):
        conn.execute("UPDATE demand_history SET period = 'year'")
    conn.close()


def test_0005_prices_actions_decisions(tmp_path: Path, plan: Plan) -> None:
    """A file of the version before has the prices that ship and its old fingerprint, then holds prices of its own."""
    older = _fourth_version(plan)
    path = _older_file(tmp_path / "fourth.plan", older, 4)
    with PlanFile.open(path, read_only=True) as file:
        assert file.plan == older
    with PlanFile.open(path) as file:
        assert file.plan == older
        assert not {"prices", "lead_steps", "actions"} & to_plain(file.plan).keys()
        assert fingerprint(file.plan) == fingerprint(older)
        assert file.backup is not None
        assert _steps_of(file.backup)[-1] == "0004_demand_and_imports"
        file.save(plan)
    with PlanFile.open(path) as file:
        assert file.plan == plan
        file.save(older)
    assert check(path).ok
    conn = sqlite3.connect(path)
    left = [conn.execute(f"SELECT count(*) FROM {name}").fetchone() for name in ("price_list", "grade", "lead_step")]
    assert left == [(0,)] * 3
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed: baseline IN"):
        conn.execute("UPDATE scenario SET baseline = 2")
    conn.close()


def test_0006_rotas(tmp_path: Path, plan: Plan) -> None:
    """A file of the version before keeps every value and its fingerprint, then holds rotas; without them, no rows."""
    older = _fifth_version(plan)
    path = _older_file(tmp_path / "fifth.plan", older, 5)
    with PlanFile.open(path) as file:
        assert file.plan == older
        assert "rotas" not in to_plain(file.plan)
        assert fingerprint(file.plan) == fingerprint(older)
        assert file.backup is not None
        assert _steps_of(file.backup)[-1] == "0005_prices_actions_decisions"
        file.save(plan)
    with PlanFile.open(path) as file:
        assert file.plan == plan
        file.save(older)
    assert check(path).ok
    conn = sqlite3.connect(path)
    tables = [name for name in TABLES if name.startswith("rota")]
    assert len(tables) == 7
    assert [conn.execute(f"SELECT count(*) FROM {name}").fetchone() for name in tables] == [(0,)] * 7
    with pytest.raises(sqlite3.IntegrityError, match="NOT NULL constraint failed"):
        conn.execute("INSERT INTO rota_line VALUES ('r', 'd', 'o', 0, NULL, '')")
    conn.close()


def test_0007_steps_and_versions(tmp_path: Path, plan: Plan) -> None:
    """A file of the version before begins with a version of itself; later upgrades end its steps, not its versions."""
    plan = _seventh_version(plan)
    path = _older_file(tmp_path / "sixth.plan", plan, 6)
    with PlanFile.open(path, read_only=True) as file:
        assert (file.plan, file.versions(), file.steps()) == (plan, (), KeptSteps())
    with PlanFile.open(path) as file:
        assert [(note.kind, note.plan_fingerprint) for note in file.versions()] == [("safety", fingerprint(plan))]
        file.save(replace(plan, note="x"), step=Step(Move.EDIT, "Note"))
        assert file.steps().done == ("Note",)
    with PlanFile.open(path, migrations=LATER) as file:
        assert file.steps() == KeptSteps()
        assert [unpack(file.version(note.key)).note for note in file.versions()] == ["from later", plan.note]
    conn = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed: kind IN"):
        conn.execute("UPDATE version SET kind = 'other'")
    conn.close()


def test_0008_reductions_capacity(tmp_path: Path, plan: Plan) -> None:
    """A file of the version before has the rule that ships and its old fingerprint, then holds a rule of its own."""
    older = _seventh_version(plan)
    path = _older_file(tmp_path / "seventh.plan", older, 7)
    with PlanFile.open(path, read_only=True) as file:
        assert file.plan == older
    with PlanFile.open(path) as file:
        assert file.plan == older
        document = to_plain(file.plan)
        assert "capacity" not in document
        assert all("reductions" not in officer for officer in document["officers"])
        assert file.backup is not None
        assert _steps_of(file.backup)[-1] == "0007_steps_and_versions"
        file.save(plan)
    with PlanFile.open(path) as file:
        assert file.plan == plan
        file.save(older)
    assert check(path).ok
    conn = sqlite3.connect(path)
    left = [conn.execute(f"SELECT count(*) FROM {name}").fetchone() for name in ("reduction", "capacity_rule")]
    assert left == [(0,)] * 2
    conn.close()


def test_every_step_is_tested_by_its_name() -> None:
    assert names(plan_migrations()) == tuple(
        sorted(name.removeprefix("test_") for name in globals() if name.startswith("test_0"))
    )


def test_opening_an_older_file_keeps_a_backup(path: Path, plan: Plan) -> None:
    original = path.read_bytes()
    with PlanFile.open(path, migrations=LATER) as file:
        assert file.plan == replace(plan, note="from later")
        assert file.backup is not None
        assert file.backup.parent == path.parent
        assert file.backup.name.startswith("full backup 20")
        assert file.backup.suffix == ".plan"
        backup = file.backup
        file.save(replace(file.plan, note="saved"))
    assert sorted(entry.name for entry in path.parent.iterdir()) == sorted([backup.name, path.name])
    assert path.read_bytes() != original
    # The backup is a plan of the older version; the plan itself is now too new for that.
    with PlanFile.open(backup) as old:
        assert old.plan == plan
        assert old.backup is None
    with pytest.raises(TooNew):
        PlanFile.open(path)
    with PlanFile.open(path, migrations=LATER) as file:
        assert file.backup is None
        assert file.plan.note == "saved"


def test_rows_that_refer_to_a_table_made_anew_are_kept(path: Path, plan: Plan) -> None:
    with PlanFile.open(path, migrations=LATER) as file:
        assert file.plan.cases == plan.cases
        assert file.plan.officers == plan.officers


def test_reading_an_older_file_does_not_change_it(path: Path, plan: Plan) -> None:
    original = path.read_bytes()
    with PlanFile.open(path, read_only=True, migrations=LATER) as file:
        assert file.plan == replace(plan, note="from later")
    findings = check(path, migrations=LATER)
    assert findings.ok
    assert f"those of an older version ({PRESENT})" in findings.lines[1]
    assert path.read_bytes() == original
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def _raise(db: Database) -> None:
    db.execute("DELETE FROM open_case")
    db.execute("INSERT INTO nowhere VALUES (1)")


def _orphan(db: Database) -> None:
    db.execute("INSERT INTO skill VALUES ('nobody', 0, 'driver')")


def _break_a_rule(db: Database) -> None:
    db.execute("UPDATE plan SET name = ''")


@pytest.mark.parametrize("step", [_raise, _orphan, _break_a_rule])
def test_a_step_that_fails_changes_nothing(path: Path, step: Callable[[Database], None]) -> None:
    original = path.read_bytes()
    steps = _with(("9999_wrong", step))
    with pytest.raises(Damaged, match=r"damaged|could not be brought up to date"):
        PlanFile.open(path, migrations=steps)
    with pytest.raises(Damaged):
        PlanFile.open(path, read_only=True, migrations=steps)
    assert not check(path, migrations=steps).ok
    assert path.read_bytes() == original
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_two_upgrades_in_one_second_keep_two_backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.storage import upgrade

    path = tmp_path / "a.plan"
    PlanFile.create(path, small_plan()).close()
    first = upgrade._backup_path(path)
    first.touch()
    second = upgrade._backup_path(path)
    assert second != first
    assert second.suffix == ".plan"


def test_a_step_runs_whole_or_not_at_all(tmp_path: Path) -> None:
    conn = sqlite3.connect(tmp_path / "a.db")
    db = Database(conn, execute_plugins=False)
    with pytest.raises(sqlite3.OperationalError):
        _with(("9999_wrong", _raise)).apply(db)
    assert tuple(step.name for step in plan_migrations().applied(db)) == names(plan_migrations())
    db.close()
