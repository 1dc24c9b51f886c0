"""What is wrong with a rota, in sentences, and its rules as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.model.plan import Plan
from planner.model.rota import Rota
from planner.model.rota_checks import Breach, RotaCheck
from planner.model.rota_rules import RULES
from planner.report.tables import Table
from planner.report.words import counted


def breach_words(plan: Plan, breach: Breach) -> str:
    """A broken rule as one line: the rule, whom it is about, what is wrong, and its price."""
    names = {officer.key: officer.name for officer in plan.officers}
    who = f"{names[breach.officer]}: " if breach.officer else ""
    price = "hard" if breach.hard else f"{breach.price:,} points"
    return f"{breach.name} ({price}): {who}{breach.words}"


def check_lines(plan: Plan, check: RotaCheck, most: int = 40) -> Iterator[str]:
    """What is wrong with a rota: whether it is lawful, its price by rule, and the worst of what is broken."""
    hard = check.hard
    if hard:
        yield f"Not lawful: {counted(len(hard), 'hard rule')} broken. Price of the others: {check.price:,} points."
    else:
        yield f"Lawful: no hard rule is broken. Price: {check.price:,} points."
    for rule, (number, price) in _by_rule(check.breaches).items():
        each = "hard" if check.facts.settings[rule].hard else f"{price:,} points"
        yield f"  {RULES[rule].name}: {counted(number, 'time')}, {each}"
    shown = check.breaches[:most]
    for breach in shown:
        yield breach_words(plan, breach)
    if len(check.breaches) > most:
        yield f"and {len(check.breaches) - most:,} more."


def _by_rule(breaches: Iterable[Breach]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for breach in breaches:
        number, price = found.get(breach.rule, (0, 0))
        found[breach.rule] = number + 1, price + breach.price
    return found


def rules_table(rota: Rota) -> Table:
    """The rules as this rota has them, with what stands behind each."""
    rows = []
    for rule in RULES.values():
        setting = rota.setting(rule.key)
        how = "not in use" if not setting.in_use else "hard" if setting.hard else "priced"
        status = "" if setting.source else str(rule.status)
        source = setting.source or rule.source
        rows.append(
            (rule.name, str(rule.kind), how, setting.limit, rule.unit, setting.price, status, source, rule.note)
        )
    header = ("Rule", "Kind", "Bound", "Limit", "Unit", "Price (points)", "Status", "Source", "Note")
    return Table("rota-rules", f"Rules of {rota.name}", header, tuple(rows))
