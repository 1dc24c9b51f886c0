"""How the tables of a plan file came about: numbered steps, appended and never edited once released."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database, Migrations

APPLICATION_ID = int.from_bytes(b"CPLN", "big")
"""The number at byte 68 of every plan file: the letters CPLN."""

# Foreign keys are checked when a change is committed, so that rows may be replaced in any order.
_LATER = "DEFERRABLE INITIALLY DEFERRED"
_TEAM = f"REFERENCES team (key) {_LATER}"
_BAND = f"FOREIGN KEY (team, band) REFERENCES band (team, key) {_LATER}"
_STAGE = f"FOREIGN KEY (team, stage) REFERENCES stage (team, key) {_LATER}"

_FIRST_TABLES = (
    """CREATE TABLE plan (
        id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL, start TEXT NOT NULL, reinspection TEXT,
        illustrative INTEGER NOT NULL CHECK (illustrative IN (0, 1)), note TEXT NOT NULL) STRICT""",
    """CREATE TABLE assumption (
        subject TEXT NOT NULL, field TEXT NOT NULL, unit TEXT NOT NULL, status TEXT NOT NULL, source TEXT NOT NULL,
        rationale TEXT NOT NULL, owner TEXT NOT NULL, dated TEXT, PRIMARY KEY (subject, field)) STRICT""",
    """CREATE TABLE resource (
        key TEXT PRIMARY KEY NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, servers REAL NOT NULL) STRICT""",
    """CREATE TABLE team (
        key TEXT PRIMARY KEY NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,
        referrals_per_month REAL NOT NULL, establishment REAL NOT NULL, caseload_limit REAL NOT NULL,
        weekly_hours REAL NOT NULL, ramp_start_share REAL NOT NULL, ramp_days REAL NOT NULL,
        leaver_rate REAL NOT NULL, handover_hours REAL NOT NULL, refill_days REAL, abstraction REAL,
        overdispersion REAL, case_word TEXT NOT NULL, summary TEXT NOT NULL) STRICT""",
    f"""CREATE TABLE weekday (
        team TEXT NOT NULL {_TEAM}, day INTEGER NOT NULL CHECK (day BETWEEN 1 AND 7), work REAL NOT NULL,
        referrals REAL NOT NULL, PRIMARY KEY (team, day)) STRICT""",
    f"""CREATE TABLE band (
        team TEXT NOT NULL {_TEAM}, key TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,
        share REAL NOT NULL, priority INTEGER NOT NULL, immediate INTEGER NOT NULL CHECK (immediate IN (0, 1)),
        PRIMARY KEY (team, key)) STRICT""",
    f"""CREATE TABLE stage (
        team TEXT NOT NULL {_TEAM}, key TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,
        performer TEXT NOT NULL, officers REAL, due_from TEXT NOT NULL, works_towards TEXT,
        priority INTEGER NOT NULL,
        resource TEXT REFERENCES resource (key) {_LATER}, lead_days REAL,
        first_action INTEGER NOT NULL CHECK (first_action IN (0, 1)), PRIMARY KEY (team, key)) STRICT""",
    f"""CREATE TABLE duration (
        team TEXT NOT NULL {_TEAM}, part TEXT NOT NULL, use TEXT NOT NULL CHECK (use IN ('effort', 'delay', 'lag')),
        shape TEXT NOT NULL, unit TEXT NOT NULL, value REAL, mean REAL, cv REAL, low REAL, mode REAL, high REAL,
        PRIMARY KEY (team, part, use)) STRICT""",
    f"""CREATE TABLE duration_sample (
        team TEXT NOT NULL, part TEXT NOT NULL, use TEXT NOT NULL, position INTEGER NOT NULL, value REAL NOT NULL,
        PRIMARY KEY (team, part, use, position),
        FOREIGN KEY (team, part, use) REFERENCES duration (team, part, use) {_LATER}) STRICT""",
    f"""CREATE TABLE stage_due (
        team TEXT NOT NULL, stage TEXT NOT NULL, position INTEGER NOT NULL, band TEXT, days REAL NOT NULL,
        PRIMARY KEY (team, stage, position), {_STAGE}, {_BAND}) STRICT""",
    f"""CREATE TABLE recurrence_interval (
        team TEXT NOT NULL, stage TEXT NOT NULL, position INTEGER NOT NULL, band TEXT, days REAL NOT NULL,
        PRIMARY KEY (team, stage, position), {_STAGE}) STRICT""",
    f"""CREATE TABLE rebanding (
        team TEXT NOT NULL, stage TEXT NOT NULL, position INTEGER NOT NULL, from_band TEXT NOT NULL,
        to_band TEXT NOT NULL, probability REAL NOT NULL, PRIMARY KEY (team, stage, position), {_STAGE},
        FOREIGN KEY (team, from_band) REFERENCES band (team, key) {_LATER},
        FOREIGN KEY (team, to_band) REFERENCES band (team, key) {_LATER}) STRICT""",
    f"""CREATE TABLE route (
        team TEXT NOT NULL, stage TEXT NOT NULL, position INTEGER NOT NULL, band TEXT, destination TEXT NOT NULL,
        probability REAL NOT NULL, PRIMARY KEY (team, stage, position), {_STAGE}, {_BAND}) STRICT""",
    f"""CREATE TABLE outcome (
        team TEXT NOT NULL {_TEAM}, key TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,
        PRIMARY KEY (team, key)) STRICT""",
    f"""CREATE TABLE feed (
        team TEXT NOT NULL, outcome TEXT NOT NULL, to_team TEXT NOT NULL {_TEAM}, probability REAL NOT NULL,
        PRIMARY KEY (team, outcome), FOREIGN KEY (team, outcome) REFERENCES outcome (team, key) {_LATER}) STRICT""",
    f"""CREATE TABLE officer (
        key TEXT PRIMARY KEY NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, team TEXT NOT NULL {_TEAM},
        role TEXT NOT NULL, origin TEXT NOT NULL, fte REAL NOT NULL, first_day TEXT, last_day TEXT) STRICT""",
    f"""CREATE TABLE skill (
        officer TEXT NOT NULL REFERENCES officer (key) {_LATER}, position INTEGER NOT NULL, name TEXT NOT NULL,
        PRIMARY KEY (officer, position)) STRICT""",
    f"""CREATE TABLE absence (
        officer TEXT NOT NULL REFERENCES officer (key) {_LATER}, position INTEGER NOT NULL, kind TEXT NOT NULL,
        first_day TEXT NOT NULL, last_day TEXT NOT NULL, share REAL NOT NULL, reason TEXT NOT NULL,
        PRIMARY KEY (officer, position)) STRICT""",
    f"""CREATE TABLE open_case (
        key TEXT PRIMARY KEY NOT NULL, position INTEGER NOT NULL, team TEXT NOT NULL, band TEXT NOT NULL,
        stage TEXT NOT NULL, opened TEXT NOT NULL, since TEXT NOT NULL, phase TEXT NOT NULL,
        owner TEXT REFERENCES officer (key) {_LATER}, due TEXT, legacy INTEGER NOT NULL CHECK (legacy IN (0, 1)),
        {_BAND}, {_STAGE}) STRICT""",
    f"""CREATE TABLE demand_history (
        team TEXT NOT NULL, band TEXT NOT NULL, position INTEGER NOT NULL, start TEXT NOT NULL, source TEXT NOT NULL,
        PRIMARY KEY (team, band), {_BAND}) STRICT""",
    f"""CREATE TABLE demand_count (
        team TEXT NOT NULL, band TEXT NOT NULL, position INTEGER NOT NULL, month TEXT NOT NULL, cases INTEGER,
        PRIMARY KEY (team, band, position),
        FOREIGN KEY (team, band) REFERENCES demand_history (team, band) {_LATER}) STRICT""",
    """CREATE TABLE scenario (
        key TEXT PRIMARY KEY NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, note TEXT NOT NULL,
        locked INTEGER NOT NULL CHECK (locked IN (0, 1))) STRICT""",
    f"""CREATE TABLE lever (
        scenario TEXT NOT NULL REFERENCES scenario (key) {_LATER}, position INTEGER NOT NULL, kind TEXT NOT NULL,
        fields TEXT NOT NULL, PRIMARY KEY (scenario, position)) STRICT""",
    f"""CREATE TABLE standard (
        key TEXT PRIMARY KEY NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, team TEXT NOT NULL {_TEAM},
        measure TEXT NOT NULL, target REAL NOT NULL, stage TEXT, band TEXT, by_date TEXT, {_STAGE}, {_BAND}) STRICT""",
    # A parent row can only be replaced quickly when its children are found without reading the whole table.
    "CREATE INDEX officer_team ON officer (team)",
    "CREATE INDEX open_case_band ON open_case (team, band)",
    "CREATE INDEX open_case_stage ON open_case (team, stage)",
    "CREATE INDEX open_case_owner ON open_case (owner)",
)

_RESULT_TABLES = (
    """CREATE TABLE plan_snapshot (fingerprint TEXT PRIMARY KEY NOT NULL, document BLOB NOT NULL) STRICT""",
    f"""CREATE TABLE result (
        key TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, pinned INTEGER NOT NULL CHECK (pinned IN (0, 1)),
        made TEXT NOT NULL, plan TEXT NOT NULL REFERENCES plan_snapshot (fingerprint) {_LATER}, scenario TEXT,
        conditions TEXT, teams TEXT NOT NULL, first_day TEXT NOT NULL, days INTEGER NOT NULL,
        replications INTEGER NOT NULL, seed INTEGER NOT NULL, version TEXT NOT NULL, engine TEXT NOT NULL,
        seconds REAL NOT NULL, length TEXT NOT NULL, digests TEXT NOT NULL, digest TEXT NOT NULL) STRICT""",
    # The bytes come last: what stands before them is read without them.
    f"""CREATE TABLE result_part (
        result TEXT NOT NULL REFERENCES result (key) {_LATER}, array TEXT NOT NULL, kind TEXT NOT NULL,
        dtype TEXT NOT NULL, complete TEXT NOT NULL, shape TEXT NOT NULL, digest TEXT NOT NULL, packed BLOB NOT NULL,
        PRIMARY KEY (result, array, kind)) STRICT""",
    "CREATE INDEX result_plan ON result (plan)",
)

_ABSENCES_SKILLS_ROTAS = (
    "ALTER TABLE band ADD COLUMN skill TEXT",
    "ALTER TABLE stage ADD COLUMN skill TEXT",
    f"""CREATE TABLE reactive_share (
        team TEXT NOT NULL, stage TEXT NOT NULL, position INTEGER NOT NULL, band TEXT, share REAL NOT NULL,
        PRIMARY KEY (team, stage, position), {_STAGE}, {_BAND}) STRICT""",
    f"""CREATE TABLE absence_pattern (
        team TEXT NOT NULL {_TEAM}, position INTEGER NOT NULL, kind TEXT NOT NULL, spells_a_year REAL NOT NULL,
        PRIMARY KEY (team, position)) STRICT""",
    # A pattern's length is a duration like any other. SQLite cannot change a CHECK: the table is made anew.
    f"""CREATE TABLE duration_anew (
        team TEXT NOT NULL {_TEAM}, part TEXT NOT NULL,
        use TEXT NOT NULL CHECK (use IN ('effort', 'delay', 'lag', 'absence')),
        shape TEXT NOT NULL, unit TEXT NOT NULL, value REAL, mean REAL, cv REAL, low REAL, mode REAL, high REAL,
        PRIMARY KEY (team, part, use)) STRICT""",
    """INSERT INTO duration_anew (team, part, use, shape, unit, value, mean, cv, low, mode, high)
        SELECT team, part, use, shape, unit, value, mean, cv, low, mode, high FROM duration""",
    "DROP TABLE duration",
    "ALTER TABLE duration_anew RENAME TO duration",
    f"""CREATE TABLE duty (
        officer TEXT PRIMARY KEY NOT NULL REFERENCES officer (key) {_LATER}, position INTEGER NOT NULL) STRICT""",
    f"""CREATE TABLE duty_hours (
        officer TEXT NOT NULL REFERENCES duty (officer) {_LATER}, day TEXT NOT NULL, hours REAL NOT NULL,
        PRIMARY KEY (officer, day)) STRICT""",
)

_GROWTH_CASE = f"FOREIGN KEY (team, growth_case) REFERENCES growth_case (team, key) {_LATER}"
_IMPORT = f"REFERENCES import_record (key) {_LATER}"

_DEMAND_AND_IMPORTS = (
    """ALTER TABLE demand_history
        ADD COLUMN period TEXT NOT NULL DEFAULT 'month' CHECK (period IN ('month', 'week'))""",
    "ALTER TABLE demand_count RENAME COLUMN month TO begins",
    "ALTER TABLE assumption ADD COLUMN review TEXT",
    f"""CREATE TABLE demand_event (
        position INTEGER PRIMARY KEY NOT NULL, day TEXT NOT NULL, reason TEXT NOT NULL, team TEXT {_TEAM}) STRICT""",
    f"""CREATE TABLE growth_case (
        team TEXT NOT NULL {_TEAM}, key TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,
        replaces_trend INTEGER NOT NULL CHECK (replaces_trend IN (0, 1)), PRIMARY KEY (team, key)) STRICT""",
    f"""CREATE TABLE growth_factor (
        team TEXT NOT NULL, growth_case TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL,
        percent REAL NOT NULL, start TEXT NOT NULL, rationale TEXT NOT NULL, over_days INTEGER, end_day TEXT,
        PRIMARY KEY (team, growth_case, position), {_GROWTH_CASE}) STRICT""",
    f"""CREATE TABLE growth_override (
        team TEXT NOT NULL, growth_case TEXT NOT NULL, kind TEXT NOT NULL, rationale TEXT NOT NULL, name TEXT,
        cases REAL, per REAL, PRIMARY KEY (team, growth_case), {_GROWTH_CASE}) STRICT""",
    f"""CREATE TABLE growth_point (
        team TEXT NOT NULL, growth_case TEXT NOT NULL, position INTEGER NOT NULL, day TEXT NOT NULL,
        value REAL NOT NULL, PRIMARY KEY (team, growth_case, position),
        FOREIGN KEY (team, growth_case) REFERENCES growth_override (team, growth_case) {_LATER}) STRICT""",
    """CREATE TABLE import_record (
        key TEXT PRIMARY KEY NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, file TEXT NOT NULL,
        sheet TEXT NOT NULL, fingerprint TEXT NOT NULL, made TEXT NOT NULL, who TEXT NOT NULL,
        first_row INTEGER NOT NULL, last_row INTEGER NOT NULL, taken INTEGER NOT NULL,
        conflict TEXT NOT NULL) STRICT""",
    f"""CREATE TABLE import_column (
        import TEXT NOT NULL {_IMPORT}, position INTEGER NOT NULL, header TEXT NOT NULL, field TEXT NOT NULL,
        PRIMARY KEY (import, position)) STRICT""",
    f"""CREATE TABLE import_trace (
        import TEXT NOT NULL {_IMPORT}, position INTEGER NOT NULL, subject TEXT NOT NULL, first_row INTEGER NOT NULL,
        last_row INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (import, position)) STRICT""",
    # Single referrals stay when an undo takes their import out of the plan: nothing refers to the plan's tables.
    """CREATE TABLE raw_events (
        import TEXT PRIMARY KEY NOT NULL, events INTEGER NOT NULL, team_keys TEXT NOT NULL, band_keys TEXT NOT NULL,
        digest TEXT NOT NULL) STRICT""",
    # The bytes come last: what stands before them is read without them.
    f"""CREATE TABLE raw_event_column (
        import TEXT NOT NULL REFERENCES raw_events (import) {_LATER}, name TEXT NOT NULL, dtype TEXT NOT NULL,
        digest TEXT NOT NULL, packed BLOB NOT NULL, PRIMARY KEY (import, name)) STRICT""",
    f"""CREATE TABLE raw_event_count (
        import TEXT NOT NULL REFERENCES raw_events (import) {_LATER}, day TEXT NOT NULL, team TEXT NOT NULL,
        band TEXT NOT NULL, events INTEGER NOT NULL, PRIMARY KEY (import, day, team, band)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE secret (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        pseudonym_key BLOB NOT NULL CHECK (length(pseudonym_key) = 32)) STRICT""",
)

_PRICES_ACTIONS_DECISIONS = (
    """ALTER TABLE scenario
        ADD COLUMN baseline INTEGER NOT NULL DEFAULT 0 CHECK (baseline IN (0, 1))""",
    "ALTER TABLE scenario ADD COLUMN decided_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE scenario ADD COLUMN decided_on TEXT",
    "ALTER TABLE scenario ADD COLUMN decision TEXT NOT NULL DEFAULT ''",
    f"""CREATE TABLE action (
        key TEXT PRIMARY KEY NOT NULL, position INTEGER NOT NULL,
        standard TEXT NOT NULL REFERENCES standard (key) {_LATER}, what TEXT NOT NULL, owner TEXT NOT NULL,
        due TEXT, done TEXT, evidence TEXT NOT NULL) STRICT""",
    f"""CREATE TABLE price_list (
        id INTEGER PRIMARY KEY CHECK (id = 1), usual_grade TEXT NOT NULL REFERENCES grade (key) {_LATER},
        recruiting REAL NOT NULL, training REAL NOT NULL, loan_share REAL NOT NULL, overtime_rate REAL NOT NULL,
        weekly_hours REAL NOT NULL, outsourced_item REAL NOT NULL) STRICT""",
    """CREATE TABLE grade (
        key TEXT PRIMARY KEY NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, pay REAL NOT NULL,
        on_cost REAL NOT NULL) STRICT""",
    f"""CREATE TABLE team_grade (
        team TEXT PRIMARY KEY NOT NULL {_TEAM}, position INTEGER NOT NULL,
        grade TEXT NOT NULL REFERENCES grade (key) {_LATER}) STRICT""",
    """CREATE TABLE lead_step (
        position INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, days REAL NOT NULL) STRICT""",
    "CREATE INDEX action_standard ON action (standard)",
)

_ROTA = f"rota TEXT NOT NULL REFERENCES rota (key) {_LATER}"
_DRAFT = f"FOREIGN KEY (rota, draft) REFERENCES rota_draft (rota, key) {_LATER}"

_ROTAS = (
    f"""CREATE TABLE rota (
        key TEXT PRIMARY KEY NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, team TEXT NOT NULL {_TEAM},
        start TEXT NOT NULL, days INTEGER NOT NULL, note TEXT NOT NULL) STRICT""",
    f"""CREATE TABLE rota_part (
        {_ROTA}, part TEXT NOT NULL, position INTEGER NOT NULL, fields TEXT NOT NULL,
        PRIMARY KEY (rota, part, position)) STRICT""",
    f"""CREATE TABLE rota_draft (
        {_ROTA}, key TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, note TEXT NOT NULL,
        PRIMARY KEY (rota, key)) STRICT""",
    f"""CREATE TABLE rota_line (
        rota TEXT NOT NULL, draft TEXT NOT NULL, officer TEXT NOT NULL, position INTEGER NOT NULL,
        cells TEXT NOT NULL, locked TEXT NOT NULL, PRIMARY KEY (rota, draft, officer), {_DRAFT}) STRICT""",
    f"""CREATE TABLE rota_visit (
        rota TEXT NOT NULL, draft TEXT NOT NULL, position INTEGER NOT NULL, open_case TEXT NOT NULL,
        day TEXT NOT NULL, officers TEXT NOT NULL, due TEXT, PRIMARY KEY (rota, draft, position), {_DRAFT}) STRICT""",
    f"""CREATE TABLE rota_publication (
        {_ROTA}, version INTEGER NOT NULL, day TEXT NOT NULL, reason TEXT NOT NULL,
        PRIMARY KEY (rota, version)) STRICT""",
    f"""CREATE TABLE rota_published_line (
        rota TEXT NOT NULL, version INTEGER NOT NULL, officer TEXT NOT NULL, position INTEGER NOT NULL,
        cells TEXT NOT NULL, PRIMARY KEY (rota, version, officer),
        FOREIGN KEY (rota, version) REFERENCES rota_publication (rota, version) {_LATER}) STRICT""",
    "CREATE INDEX rota_team ON rota (team)",
)

_STEPS_AND_VERSIONS = (
    # The bytes come last: what stands before them is read without them. Nothing here refers to the plan's tables.
    """CREATE TABLE undo_step (
        position INTEGER PRIMARY KEY NOT NULL, label TEXT NOT NULL, undone INTEGER NOT NULL CHECK (undone IN (0, 1)),
        imports TEXT NOT NULL, size INTEGER NOT NULL, digest TEXT NOT NULL, packed BLOB NOT NULL) STRICT""",
    """CREATE TABLE version (
        key TEXT PRIMARY KEY NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('named', 'safety', 'regular')),
        name TEXT NOT NULL, made TEXT NOT NULL, plan TEXT NOT NULL, imports TEXT NOT NULL,
        packed BLOB NOT NULL) STRICT""",
)

_REDUCTIONS_CAPACITY = (
    f"""CREATE TABLE reduction (
        officer TEXT NOT NULL REFERENCES officer (key) {_LATER}, position INTEGER NOT NULL, reason TEXT NOT NULL,
        first_day TEXT NOT NULL, last_day TEXT, weekly_hours REAL NOT NULL, PRIMARY KEY (officer, position)) STRICT""",
    """CREATE TABLE capacity_rule (
        id INTEGER PRIMARY KEY CHECK (id = 1), threshold REAL NOT NULL, weeks REAL NOT NULL) STRICT""",
)

_STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("0001_first_tables", (f"PRAGMA application_id = {APPLICATION_ID}", *_FIRST_TABLES)),
    ("0002_results", _RESULT_TABLES),
    ("0003_absences_skills_rotas", _ABSENCES_SKILLS_ROTAS),
    ("0004_demand_and_imports", _DEMAND_AND_IMPORTS),
    ("0005_prices_actions_decisions", _PRICES_ACTIONS_DECISIONS),
    ("0006_rotas", _ROTAS),
    ("0007_steps_and_versions", _STEPS_AND_VERSIONS),
    ("0008_reductions_capacity", _REDUCTIONS_CAPACITY),
)


@lru_cache(maxsize=1)
def plan_migrations() -> Migrations:
    """Every step from an empty file to the present tables."""
    from sqlite_utils import Migrations

    steps = Migrations("planner")
    for name, statements in _STEPS:
        steps(name=name)(_running(statements))
    return steps


def _running(statements: Sequence[str]) -> Callable[[Database], None]:
    def run(db: Database) -> None:
        for statement in statements:
            db.execute(statement)

    return run


def names(migrations: Migrations) -> tuple[str, ...]:
    """The names of all steps, first to last."""
    # An empty database has every step still before it; there is no other public list.
    from sqlite_utils import Database

    empty = Database(memory=True, execute_plugins=False)
    try:
        return tuple(step.name for step in migrations.pending(empty))
    finally:
        empty.close()


def applied(migrations: Migrations, db: Database) -> tuple[str, ...]:
    """The names of the steps that `db` has been through, known to this program or not."""
    return tuple(step.name for step in migrations.applied(db))
