"""The specification of a lawful and fair rota: every rule, once, by the name the user sees.

`planner.model.rota_rules` has each one's name, source, kind, limit and price under the same key; `statement` tells
the solver. The check of the answer (`planner.model.rota_checks`) states each rule again and knows nothing of this.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from planner.model.rota_rule import RotaRule
from planner.model.rota_rules import RULES
from planner.rota import cover_rules as cover
from planner.rota import life_rules as life
from planner.rota import rest_rules as rest
from planner.rota.rota_model import RotaModel


@dataclass(frozen=True, slots=True)
class StatedRule:
    """A rule and how the solver is told it."""

    key: str
    statement: Callable[[RotaModel], None]

    @property
    def rule(self) -> RotaRule:
        """Its name, source, kind, limit and price as they ship."""
        return RULES[self.key]


STATED_RULES = (
    StatedRule("rest-between-duties", rest.state_rest_between_duties),
    StatedRule("rest-day-length", rest.state_rest_day_length),
    StatedRule("gap-between-rest-days", rest.state_gap_between_rest_days),
    StatedRule("rest-days-over-roster", rest.state_rest_days_over_roster),
    StatedRule("duties-in-a-row", rest.state_duties_in_a_row),
    StatedRule("nights-in-a-row", rest.state_nights_in_a_row),
    StatedRule("longest-tour", rest.state_longest_tour),
    StatedRule("hours-a-week", rest.state_hours_a_week),
    StatedRule("average-week", rest.state_average_week),
    StatedRule("hours-over-roster", rest.state_hours_over_roster),
    StatedRule("exposure", rest.state_exposure),
    StatedRule("public-holidays", life.state_public_holidays),
    StatedRule("weekends-off", life.state_weekends_off),
    StatedRule("weekend-fairness", life.state_weekend_fairness),
    StatedRule("forward-rotation", life.state_forward_rotation),
    StatedRule("rest-in-blocks", life.state_rest_in_blocks),
    StatedRule("earliest-start", life.state_earliest_start),
    StatedRule("on-call", life.state_on_call),
    StatedRule("wishes", life.state_wishes),
    StatedRule("away-kept", life.state_away_kept),
    StatedRule("away-asked", life.state_away_asked),
    StatedRule("free-days", life.state_free_days),
    StatedRule("restricted", life.state_restricted),
    StatedRule("cover-minimum", cover.state_cover_minimum),
    StatedRule("cover-ideal", cover.state_cover_ideal),
    StatedRule("cover-most", cover.state_cover_most),
    StatedRule("skill-cover", cover.state_skill_cover),
    StatedRule("supervisor-cover", cover.state_supervisor_cover),
    StatedRule("double-crewing", cover.state_double_crewing),
    StatedRule("locked", life.state_locked),
    StatedRule("fixed-pattern", life.state_fixed_pattern),
    StatedRule("duty-moved", life.state_duty_moved),
    StatedRule("duty-dropped", life.state_duty_dropped),
    StatedRule("rest-day-worked", life.state_rest_day_worked),
    StatedRule("told-by-midnight", life.state_told_by_midnight),
    StatedRule("published-kept", life.state_published_kept),
    StatedRule("short-notice", life.state_short_notice),
)


def state_rules(
    model: RotaModel, rules: tuple[StatedRule, ...] = STATED_RULES, goes_on: Callable[[], bool] = lambda: True
) -> None:
    """Tell the model every rule that the rota uses; `goes_on` is asked before each, and ends it by saying no."""
    for stated in rules:
        if stated.key in model.facts.settings and goes_on():
            stated.statement(model)
