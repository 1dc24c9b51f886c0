"""The rules of a rota as a table: in use or not, hard or at a price, with their limits and who agreed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from planner.edit.intake.dates import Unreadable
from planner.edit.parts.sheet import PartColumn, PartRow, Sheet
from planner.edit.parts.texts import number_of, number_text, whole_of
from planner.edit.rota import set_rule
from planner.edit.rota_parts.texts import field_column, truth_column
from planner.model.plan import Plan
from planner.model.rota import Rota
from planner.model.rota_rule import RotaRule
from planner.model.rota_rules import RULES
from planner.model.rota_setting import SHIPPED_SETTINGS, RuleSetting

HARD, PRICED = "hard", "priced"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as it ships, and as the rota has it."""

    rule: RotaRule
    setting: RuleSetting


def rule_sheet(plan: Plan, rota: Rota) -> Sheet:
    """Every rule there is."""
    return Sheet(
        "rules",
        "Rules",
        _COLUMNS,
        tuple(PartRow(key, RuleLine(rule, rota.setting(key))) for key, rule in RULES.items()),
        lambda rows, edited: _with_rules(plan, rota, rows, edited),
        note="A hard rule is never broken by the solver. Any other costs its price for each breach, or each unit past "
        "its limit. Prices say what to prefer: they are not money.",
        told=_told,
    )


def _with_rules(plan: Plan, rota: Rota, rows: Sequence[PartRow], edited: frozenset[str]) -> Plan:
    for row in rows:
        if row.key in edited:
            plan = set_rule(plan, rota.key, row.value.setting)
    return plan


def _put(line: RuleLine, **fields: Any) -> RuleLine:
    return replace(line, setting=replace(line.setting, **fields))


def _with_hard(line: RuleLine, text: str) -> RuleLine:
    if text.casefold() not in (HARD, PRICED):
        raise Unreadable(f"write {HARD} or {PRICED}")
    return _put(line, hard=text.casefold() == HARD)


def _with_limit(line: RuleLine, text: str) -> RuleLine:
    """An empty cell puts back the limit that ships."""
    return _put(line, limit=number_of(text) if text else line.rule.limit)


def _with_points(line: RuleLine, text: str) -> RuleLine:
    return _put(line, points=whole_of(text) if text else line.rule.points)


def _told(row: PartRow) -> str:
    """How it is counted, and where it comes from."""
    rule = row.value.rule
    source = f"{rule.status}: {rule.source}." if rule.source else f"{rule.status}, without a source."
    return f"{rule.note} {source}".strip()


def _shipped(line: RuleLine) -> str:
    shipped = SHIPPED_SETTINGS[line.rule.key]
    if shipped == line.setting:
        return "as shipped"
    limit = "" if shipped.limit is None else f"{shipped.limit:g} {line.rule.unit}, "
    return f"ships as: {limit}{HARD if shipped.hard else f'{shipped.points:,} points'}"


_COLUMNS = (
    PartColumn("Rule", lambda line: line.rule.name, hint="The rule, as the checks name it."),
    PartColumn(
        "Kind", lambda line: str(line.rule.kind), hint="What stands behind it: law, regulation, agreement, wish."
    ),
    truth_column("In use", "in_use", "No: neither the solver nor the check heeds it.", "setting"),
    PartColumn(
        "Hard or priced",
        lambda line: HARD if line.setting.hard else PRICED,
        _with_hard,
        choices=(HARD, PRICED),
        hint="Hard: never broken by the solver. Priced: broken where the rest is dearer. Some can only be one of them.",
    ),
    PartColumn(
        "Limit",
        lambda line: number_text(line.setting.limit),
        _with_limit,
        number=True,
        hint="The figure of the rule in the unit beside it; empty: the one that ships.",
    ),
    PartColumn("Unit", lambda line: line.rule.unit, hint="What the limit is measured in."),
    PartColumn(
        "Price",
        lambda line: number_text(line.setting.points),
        _with_points,
        "points",
        number=True,
        hint="For each breach where the rule is not hard; empty: the one that ships.",
    ),
    field_column(
        "Agreed by",
        "source",
        str,
        str,
        part="setting",
        hint="Who agreed what differs from the shipped rule, and when: a force's local agreement, a federation's.",
    ),
    PartColumn("Changed", _shipped, hint="Whether it is as it ships, and how it ships where it is not."),
    PartColumn("Status", lambda line: str(line.rule.status), hint="How far the shipped figure can be trusted."),
    PartColumn("What it says", lambda line: line.rule.note, hint="How it is counted."),
    PartColumn("Source", lambda line: line.rule.source, hint="Where the shipped rule comes from."),
)
