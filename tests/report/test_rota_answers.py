"""A search's answer in sentences: the price, the limit and the gap between them, and no limit that is not known."""

from __future__ import annotations

import pytest

from planner.model.rota_checks import RotaCheck, check_rota
from planner.model.rota_facts import rota_facts
from planner.model.rota_solution import RotaNews, RotaSolution
from planner.report.rota_answers import news_words, solution_words
from tests.model.small_rotas import cells, rota_plan


def checked() -> RotaCheck:
    """A rota with one fault, which costs 5 points."""
    plan = rota_plan("EEEE-E-")
    check = check_rota(rota_facts(plan, plan.rotas[0]), {"a": cells("EEEE-E-")})
    assert check.price == 5
    return check


@pytest.mark.parametrize(
    ("bound", "said"),
    [
        (5.0, "Lawful, 5 points; proven: no rota is cheaper."),
        (2.0, "Lawful, 5 points; no rota costs less than 2 (gap 60 %)."),
        (0.0, "Lawful, 5 points; how much cheaper a rota could be is not known."),
    ],
)
def test_the_gap_is_a_share_of_the_price_and_an_unknown_limit_is_not_said(bound: float, said: str) -> None:
    assert solution_words(RotaSolution({}, checked(), bound, 1.0, 0.5)) == said


def test_news_say_no_limit_before_there_is_one() -> None:
    assert news_words(RotaNews(1.0, 1000, 0.0)) == "1,000 points; how much cheaper one could be is not known yet"
    assert news_words(RotaNews(1.0, 1000, 600.0)) == "1,000 points, none below 600 (gap 40 %)"
    assert news_words(RotaNews(1.0, 100_000, 99_999.0)).endswith("(gap below 0.1 %)")
