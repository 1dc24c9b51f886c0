"""For each rule the smallest rota that breaks it, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from planner.model.people import Officer
from planner.model.plan import Plan
from planner.model.rota import Cover
from planner.model.rota_draft import RotaLine, RotaPublication
from planner.model.rota_people import AwayKind, PatternUse, RotaWish, Unavailability
from planner.model.rota_rule import Binding
from planner.model.rota_rules import RULES
from planner.model.rota_setting import SHIPPED_SETTINGS, RuleSetting
from planner.model.shift import ShiftPattern
from tests.model.small_plans import small_plan
from tests.model.small_rotas import CALL, EARLY, GRADE, LATE, MONDAY, NIGHT, TOUR, cells, day, small_rota

HOLIDAY_MONDAY = date(2027, 5, 31)
KINDS = (EARLY, LATE, NIGHT, CALL, GRADE, TOUR)


@dataclass(frozen=True)
class Example:
    """Lines from a Monday on that break one rule, `units` times; `limit` is that rule's here."""

    rule: str
    lines: tuple[str, ...]
    units: int = 1
    limit: float | None = None
    person: dict[str, Any] | None = None
    officer: dict[str, Any] | None = None
    rota: dict[str, Any] | None = None
    locked: str = ""
    published: str = ""
    told: date | None = None

    def plan(self) -> Plan:
        """The plan, in whose rota only this rule is in use."""
        rota = small_rota(*self.lines, **({"shifts": KINDS, "settings": self.settings()} | (self.rota or {})))
        first, *rest = rota.people
        rota = replace(rota, people=(replace(first, **(self.person or {})), *rest))
        if self.published:
            version = RotaPublication(1, rota.start, (RotaLine("a", cells(self.published)),))
            rota = replace(rota, publications=(version,))
        if self.locked:
            line = RotaLine("a", cells(self.locked), tuple(range(len(cells(self.locked)))))
            rota = replace(rota, drafts=(*rota.drafts, replace(rota.drafts[0], key="locks", lines=(line,))))
        officers = [Officer(person.officer, person.officer, "team") for person in rota.people]
        officers[0] = replace(officers[0], **(self.officer or {}))
        return small_plan(officers=tuple(officers), cases=(), rotas=(rota,))

    def settings(self) -> tuple[RuleSetting, ...]:
        """This rule alone, at a price of 7 where it may have one."""
        found = []
        for key, shipped in SHIPPED_SETTINGS.items():
            if key != self.rule:
                found.append(replace(shipped, in_use=False))
            elif RULES[key].binding is not Binding.HARD:
                limit = shipped.limit if self.limit is None else self.limit
                found.append(replace(shipped, hard=False, points=7, limit=limit))
        return tuple(found)


def _away(kind: AwayKind, number: int, certain: bool = True, part: tuple[int, int] | None = None) -> Unavailability:
    return Unavailability("a", kind, day(number), day(number), certain, *(part or (None, None)))


PATTERN = ShiftPattern("p", "P", cells("EL-----"), MONDAY)
ONE_EARLY = Cover("c", "Early", ("early",), 1)
FIXED = {"pattern": "p", "pattern_use": PatternUse.KEPT}
ADAPTED = {"pattern": "p", "pattern_use": PatternUse.ADAPTED}
WEEKENDS = tuple("-----E-" for _ in range(4))

EXAMPLES = (
    Example("rest-between-duties", ("LE-----",)),
    Example("rest-between-duties", ("E------",), person={"before": cells("N")}),
    Example("rest-day-length", ("N-E----",), limit=25.0),
    Example("gap-between-rest-days", ("EEEEE--",), limit=5.0),
    Example("gap-between-rest-days", ("EEC----",), units=3, limit=3.0, person={"before": cells("EE")}),
    Example("rest-days-over-roster", ("EEEEEE-",)),
    Example("duties-in-a-row", ("EEEEEEE",)),
    Example("duties-in-a-row", ("EE-E---",), limit=3.0, rota={"away": (_away(AwayKind.COURT, 2),)}),
    Example("nights-in-a-row", ("NNNNN--",)),
    Example("longest-tour", ("T------",)),
    Example("hours-a-week", ("EEEE---",), units=2, limit=30.5),
    Example("average-week", ("EEEEEE-" * 4,), units=1, limit=47.9),
    Example("hours-over-roster", ("EEE----",), units=8),
    Example("hours-over-roster", ("EEEEEEE",), units=8),
    Example("exposure", ("GGGG---",)),
    Example("public-holidays", ("E------",), rota={"start": HOLIDAY_MONDAY}),
    Example("weekends-off", ("".join(WEEKENDS),)),
    Example("weekend-fairness", ("-----EE-----E-", "-" * 14), units=1, rota={"cover": (ONE_EARLY,)}),
    Example("forward-rotation", ("LE-----",)),
    Example("rest-in-blocks", ("E-E----",)),
    Example("earliest-start", ("E------",), limit=7.5),
    Example("on-call", ("CCC----",), units=2, limit=1.0),
    Example("wishes", ("E------",), units=3, rota={"wishes": (RotaWish("a", day(0), day(0), points=3),)}),
    Example("away-kept", ("E------",), rota={"away": (_away(AwayKind.SICK, 0),)}),
    Example("away-kept", ("N------",), rota={"away": (_away(AwayKind.COURT, 1, part=(400, 600)),)}),
    Example("away-kept", ("-E-----",), officer={"end": MONDAY}),
    Example("away-asked", ("E------",), rota={"away": (_away(AwayKind.LEAVE, 0, certain=False),)}),
    Example("free-days", ("-E-----",), person={"free_weekdays": (1,)}),
    Example("restricted", ("N------",), person={"barred": ("night",)}),
    Example("restricted", ("N------",), person={"most_duty_minutes": 480}),
    Example("restricted", ("EE-----",), person={"most_week_duties": 1}),
    Example("cover-minimum", ("-EEEEEE",), rota={"cover": (ONE_EARLY,)}),
    Example("cover-ideal", ("E------",), units=7, rota={"cover": (Cover("c", "C", ("early",), 1, 2),)}),
    Example("cover-most", ("E------",), rota={"cover": (Cover("c", "C", ("early",), 0, None, 0),)}),
    Example("skill-cover", ("EEEEEEE",), units=7, rota={"cover": (replace(ONE_EARLY, skill="driver"),)}),
    Example("supervisor-cover", ("EEEEEEE",), units=7, rota={"cover": (replace(ONE_EARLY, supervisor=True),)}),
    Example("double-crewing", ("L------",), rota={"shifts": (replace(LATE, crewed=True), EARLY, NIGHT)}),
    Example("locked", ("E------",), locked="L------"),
    Example("fixed-pattern", ("E------",), person=FIXED, rota={"patterns": (PATTERN,)}),
    Example("duty-moved", ("EE-----",), person=ADAPTED, rota={"patterns": (PATTERN,)}),
    Example("duty-dropped", ("E------",), person=ADAPTED, rota={"patterns": (PATTERN,)}),
    Example("rest-day-worked", ("EL---E-",), person=ADAPTED, rota={"patterns": (PATTERN,)}),
    Example("told-by-midnight", ("E------",), published="L------", told=MONDAY),
    Example("published-kept", ("-E-----",), published="-------", told=MONDAY),
    Example("short-notice", ("--E----",), published="-------", told=MONDAY - timedelta(13)),
)
