"""The tables of a plan file as the present version reads and writes them (`migrations.py` makes them).

A figure's value is a plain REAL column of the row it belongs to, so that any tool can read, sum or plot it. Its
provenance (unit, status, source, rationale, owner, dates) is one row of the table `assumption`, found by `subject`,
the path of that row, and `field`, the name of that column: the share of band high of team polit is
`band.share where team = 'polit' and key = 'high'`, its source `assumption.source where subject = 'team/polit/band/high'
and field = 'share'`. The levers of scenarios have few fields in common: one table holds their kind and their fields
as JSON. A duration belongs to the `part` of a team that its `use` names: effort and delay to the stage of that key,
lag to the outcome, absence to the absence pattern at that position. A rota is a row for each officer and day. A growth
case has a row for each factor, and where it has an override one in `growth_override` and its points in `growth_point`:
counts for manual points, volumes for a driver. What a rota is made of has a row for each part, with its fields as
JSON; the days of a line are keys of kinds of duty with commas between, nothing for a day off. A plan with the prices or
the lead times that ship has no rows of them. Dates are text, YYYY-MM-DD; collar numbers and all keys are text; lists
keep their order by `position`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """A table's columns in the order its rows are handled; the first `keys` of them are the primary key."""

    name: str
    keys: int
    columns: tuple[str, ...]

    @property
    def select(self) -> str:
        """The statement that reads every row, in the order of the plan."""
        order = ("position",) if "position" in self.columns else self.columns[: self.keys]
        return f"SELECT {', '.join(self.columns)} FROM {self.name} ORDER BY {', '.join(order)}"

    @property
    def insert(self) -> str:
        """The statement that writes one row."""
        marks = ", ".join("?" * len(self.columns))
        return f"INSERT OR REPLACE INTO {self.name} ({', '.join(self.columns)}) VALUES ({marks})"

    @property
    def delete(self) -> str:
        """The statement that removes the row with a given primary key."""
        return f"DELETE FROM {self.name} WHERE " + " AND ".join(f"{column} = ?" for column in self.columns[: self.keys])


def _table(name: str, keys: int, columns: str) -> Table:
    return Table(name, keys, tuple(columns.split()))


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table("plan", 1, "id name start reinspection illustrative note"),
        _table("resource", 1, "key position name servers"),
        _table(
            "team",
            1,
            "key position name referrals_per_month establishment caseload_limit weekly_hours ramp_start_share "
            "ramp_days leaver_rate handover_hours refill_days abstraction overdispersion case_word summary",
        ),
        _table("weekday", 2, "team day work referrals"),
        _table("band", 2, "team key position name share priority immediate skill"),
        _table(
            "stage",
            2,
            "team key position name performer officers due_from works_towards priority resource lead_days first_action "
            "skill",
        ),
        _table("duration", 3, "team part use shape unit value mean cv low mode high"),
        _table("duration_sample", 4, "team part use position value"),
        _table("stage_due", 3, "team stage position band days"),
        _table("recurrence_interval", 3, "team stage position band days"),
        _table("reactive_share", 3, "team stage position band share"),
        _table("rebanding", 3, "team stage position from_band to_band probability"),
        _table("route", 3, "team stage position band destination probability"),
        _table("absence_pattern", 2, "team position kind spells_a_year"),
        _table("outcome", 2, "team key position name"),
        _table("feed", 2, "team outcome to_team probability"),
        _table("officer", 1, "key position name team role origin fte first_day last_day"),
        _table("skill", 2, "officer position name"),
        _table("absence", 2, "officer position kind first_day last_day share reason"),
        _table("reduction", 2, "officer position reason first_day last_day weekly_hours"),
        _table("duty", 1, "officer position"),
        _table("duty_hours", 2, "officer day hours"),
        _table("open_case", 1, "key position team band stage opened since phase owner due legacy"),
        _table("demand_history", 2, "team band position start source period"),
        _table("demand_count", 3, "team band position begins cases"),
        _table("demand_event", 1, "position day reason team"),
        _table("growth_case", 2, "team key position name replaces_trend"),
        _table("growth_factor", 3, "team growth_case position kind percent start rationale over_days end_day"),
        _table("growth_override", 2, "team growth_case kind rationale name cases per"),
        _table("growth_point", 3, "team growth_case position day value"),
        _table(
            "import_record",
            1,
            "key position kind file sheet fingerprint made who first_row last_row taken conflict",
        ),
        _table("import_column", 2, "import position header field"),
        _table("import_trace", 2, "import position subject first_row last_row value"),
        _table("scenario", 1, "key position name note locked baseline decided_by decided_on decision"),
        _table("lever", 2, "scenario position kind fields"),
        _table("standard", 1, "key position name team measure target stage band by_date"),
        _table("action", 1, "key position standard what owner due done evidence"),
        _table(
            "price_list",
            1,
            "id usual_grade recruiting training loan_share overtime_rate weekly_hours outsourced_item",
        ),
        _table("grade", 1, "key position name pay on_cost"),
        _table("team_grade", 1, "team position grade"),
        _table("lead_step", 1, "position name days"),
        _table("capacity_rule", 1, "id threshold weeks"),
        _table("rota", 1, "key position name team start days note"),
        _table("rota_part", 3, "rota part position fields"),
        _table("rota_draft", 2, "rota key position name note"),
        _table("rota_line", 3, "rota draft officer position cells locked"),
        _table("rota_visit", 3, "rota draft position open_case day officers due"),
        _table("rota_publication", 2, "rota version day reason"),
        _table("rota_published_line", 3, "rota version officer position cells"),
        _table("assumption", 2, "subject field unit status source rationale owner dated review"),
    )
}
"""Every table of the plan, by name."""

TABLES_OF: dict[str, frozenset[str]] = {
    part: frozenset(tables.split())
    for part, tables in {
        "teams": "team weekday band stage duration duration_sample stage_due recurrence_interval reactive_share "
        "rebanding route absence_pattern outcome feed assumption",
        "officers": "officer skill absence reduction",
        "cases": "open_case",
        "histories": "demand_history demand_count",
        "resources": "resource assumption",
        "scenarios": "scenario lever",
        "standards": "standard assumption",
        "duties": "duty duty_hours",
        "events": "demand_event",
        "growth_cases": "growth_case growth_factor growth_override growth_point",
        "imports": "import_record import_column import_trace",
        "actions": "action",
        "prices": "price_list grade team_grade assumption",
        "lead_steps": "lead_step assumption",
        "capacity": "capacity_rule assumption",
        "rotas": "rota rota_part rota_draft rota_line rota_visit rota_publication rota_published_line",
    }.items()
}
"""The fields of a plan that have tables of their own, each with those that it is read from."""

Touched = dict[str, set[tuple[Any, ...]]]
"""Primary keys of rows that went, came or changed, by table."""
