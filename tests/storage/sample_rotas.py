"""Rotas to put into files: every field, awkward values; and random ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from planner.model.assumption import Status
from planner.model.rota import Cover, Rota
from planner.model.rota_draft import PlacedVisit, RotaDraft, RotaLine, RotaPublication
from planner.model.rota_people import AwayKind, PatternUse, RotaPerson, RotaWish, Unavailability
from planner.model.rota_setting import RuleSetting
from planner.model.shift import OFF, ShiftKind, ShiftPattern
from tests.storage.sample_teams import AWKWARD

_DAY = date(2027, 1, 4)
_LATER = _DAY + timedelta(3)
EARLY = ShiftKind("e", AWKWARD, "É", 420, 540, 45, 525, True, True, True)
CALL = ShiftKind("call", "On call", "oc", 0, 0, on_call=True)


def rotas() -> tuple[Rota, ...]:
    """One with all it can have, one with nothing but a kind of duty."""
    cycle = ShiftPattern("two", AWKWARD, ("e", OFF, "call"), _DAY, AWKWARD, Status.ADAPT)
    first = RotaPerson(
        *("0012", 1200, "two", 2, PatternUse.ADAPTED, (2, 5), ("call",), 480, 4, True, True, ("e", OFF, OFF), -1)
    )
    lines = (RotaLine("0012", ("e", OFF, "call", OFF), (0, 3)), RotaLine("sgt-1", (OFF,) * 4))
    bare = tuple(replace(line, locked=()) for line in lines)
    row = Cover("days", AWKWARD, ("e", "call"), 1, 2, 3, "driver", True, (0, 6), _DAY, _LATER)
    full = Rota(
        key="r1",
        name=AWKWARD,
        team="mosovo",
        start=_DAY,
        days=4,
        shifts=(EARLY, CALL),
        people=(first, RotaPerson("sgt-1")),
        cover=(row, Cover("any", "Any", ("e",))),
        patterns=(cycle,),
        away=(
            Unavailability("0012", AwayKind.COURT, _DAY, _LATER, False, 540, 720),
            *(Unavailability("sgt-1", kind, _DAY, _DAY) for kind in AwayKind),
        ),
        wishes=(RotaWish("0012", _DAY, _LATER, "e", False, 25, (4, 0)), RotaWish("sgt-1", _DAY, _DAY)),
        settings=(
            RuleSetting("rest-between-duties", False, False, 10.5, 7, AWKWARD),
            RuleSetting("cover-minimum", hard=True),
        ),
        drafts=(
            RotaDraft("a", AWKWARD, lines, (PlacedVisit("00123", _DAY, ("0012", "sgt-1"), _DAY),), "a\nnote"),
            RotaDraft("b", "Empty", bare, (PlacedVisit("c2", _DAY, ("0012",)),)),
        ),
        publications=(RotaPublication(1, _DAY, bare[:1], AWKWARD), RotaPublication(2, _LATER, bare)),
        note=AWKWARD,
    )
    return full, Rota("0-r", "Bare", "dpmu", _DAY, 1, (EARLY,))


@st.composite
def _random_rota(draw: st.DrawFn) -> Rota:
    days = draw(st.integers(1, 30))
    line = st.lists(st.sampled_from(["e", "call", OFF]), min_size=days, max_size=days).map(tuple)
    bare = Rota("0-r", draw(st.text("ab, ;é", min_size=1).filter(str.strip)), "dpmu", _DAY, days, (EARLY, CALL))
    people = tuple(RotaPerson(key, weekly_minutes=draw(st.integers(60, 3600))) for key in ("0012", "sgt-1"))
    drafts = tuple(
        RotaDraft(f"d{number}", "Draft", tuple(RotaLine(person.officer, draw(line)) for person in people))
        for number in range(draw(st.integers(0, 2)))
    )
    return replace(bare, people=people, drafts=drafts)


ROTAS = st.one_of(st.just(()), st.just(rotas()), st.lists(_random_rota(), max_size=1).map(tuple))
