"""What is wrong with a rota in words, and its rules as a table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.model.rota_checks import check_rota, lines_of
from planner.model.rota_facts import rota_facts
from planner.model.rota_rules import RULES
from planner.model.rota_setting import SHIPPED_SETTINGS
from planner.model.shift import ShiftKind
from planner.report.rota import breach_words, check_lines, rules_table
from tests.model.small_rotas import EARLY, cells, rota_plan


def test_what_is_wrong_is_said_with_its_price() -> None:
    plan = rota_plan("LEEEEEE", "-------")
    rota = plan.rotas[0]
    check = check_rota(rota_facts(plan, rota), lines_of(rota.drafts[0].lines))
    lines = list(check_lines(plan, check))
    assert lines[0].startswith("Not lawful: ")
    assert "  Rest between duties: 1 time, hard" in lines
    first = next(breach for breach in check.breaches if breach.rule == "rest-between-duties")
    assert breach_words(plan, first) == (
        "Rest between duties (hard): Officer a: 9 h between Late on Mon 4 January and Early on Tue 5 January: "
        "at least 11 h"
    )
    assert list(check_lines(plan, check, 1))[-1].startswith("and ")


@pytest.mark.parametrize(("minutes", "overlap"), [(720, "3 h"), (570, "30 min"), (630, "1 h 30 min")])
def test_duties_that_overlap_are_said_to(minutes: int, overlap: str) -> None:
    long = ShiftKind("long", "Long night", "X", 1320, minutes, 45)
    plan = rota_plan("-------", shifts=(EARLY, long))
    check = check_rota(rota_facts(plan, plan.rotas[0]), {"a": ("long", "early", *cells("-----"))})
    words = next(breach.words for breach in check.breaches if breach.rule == "rest-between-duties")
    both = "Long night on Mon 4 January and Early on Tue 5 January"
    assert words == f"{both} overlap by {overlap}: at least 11 h between them"


def test_a_priced_rule_at_no_points_is_not_called_hard() -> None:
    setting = replace(SHIPPED_SETTINGS["rest-in-blocks"], points=0)
    plan = rota_plan("EEEE-E-", settings=(setting,))
    check = check_rota(rota_facts(plan, plan.rotas[0]), {"a": cells("EEEE-E-")})
    assert "  Rest days in blocks of two: 1 time, 0 points" in check_lines(plan, check)


def test_the_rules_are_a_table_with_their_sources() -> None:
    table = rules_table(rota_plan("E").rotas[0])
    assert [row[0] for row in table.rows] == [rule.name for rule in RULES.values()]
    assert table.rows[0][1:6] == ("law", "hard", 11.0, "hours", 0)
