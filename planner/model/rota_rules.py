"""The rules of a rota as the user reads them. England and Wales by default.

This is only what the rules are called and what they cost. Each is stated twice elsewhere: to the solver
(`planner.rota.rules`) and, knowing nothing of that, as a check of any rota (`planner.model.rota_checks`).
"""

from __future__ import annotations

from functools import partial

from planner.model.assumption import Status
from planner.model.rota_rule import Binding, RotaRule, RuleKind

_MET = (
    "Metropolitan Police, standard operating procedure on part-time working, FOI 01.FOI.23.033379, "
    "https://www.met.police.uk/foi-ai/metropolitan-police/disclosure-2023/november-2023/sop-part-time-employees/"
)
_WTR = "Working Time Regulations 1998, as quoted at https://fedrep.info/single_id.php?id=118"
_FATIGUE = (
    "Police Federation, shift and rota management, "
    "https://www.polfed.org/support/fatigue/responsibilities/shift-rota-management/"
)
_GMP = (
    "GMP Federation, variable shift arrangement protocols (2007), "
    "http://www.gmpfederation.com/reference/39-references/159-vsa-protocols-general"
)
_VSA = "https://fedrep.info/single_id.php?id=116"
_WEST = "http://www.westmidspolfed.com/advice-regs/?/Pay/Rostered-Rest-Days--Public-Holidays"
_NOTTS = (
    "https://nottinghamshire.polfed.org/ufaqs/will-i-get-compensation-for-duty-on-a-rostered-rest-day/: below 15 clear "
    "days time and a half, from 15 days another rest day"
)
_MIDNIGHT = (
    "West Midlands Police Federation, https://polfed.org/westmids/news-and-events/2020/"
    "regs-reminder-short-notice-change-to-duties"
)
_YOURS = "Your estimate needed."
_PRICE = "The price is a placeholder: it says what to prefer, not what anything costs."
_LAW, _REGULATION, _AGREEMENT, _WISH = RuleKind.LAW, RuleKind.REGULATION, RuleKind.AGREEMENT, RuleKind.WISH
_ADAPT, _OK = Status.ADAPT, Status.OK


_hard = partial(RotaRule, hard=True)
_soft = partial(RotaRule, hard=False)

_REST = (
    _hard(
        "rest-between-duties",
        "Rest between duties",
        _LAW,
        1000,
        limit=11.0,
        unit="hours",
        most=48.0,
        status=_OK,
        source=f"{_MET}; {_WTR}",
        note="From the end of a duty to the start of the next, by the clock as it is changed in March and October.",
    ),
    _hard(
        "rest-day-length",
        "Length of a single rest day",
        _LAW,
        1000,
        limit=24.0,
        unit="hours",
        most=72.0,
        status=_ADAPT,
        source=_WTR,
        note="Between two duties with one day off between them.",
    ),
    _hard(
        "gap-between-rest-days",
        "Gap between rest days",
        _REGULATION,
        1000,
        limit=7.0,
        unit="days",
        most=28.0,
        status=_ADAPT,
        source=_MET,
        note="Of so many days in a row one is free of duty, on call, course and court. Said to be subject to "
        "exigencies: publishing against it needs a reason.",
    ),
    _hard(
        "rest-days-over-roster",
        "Rest days over the roster",
        _REGULATION,
        500,
        limit=2.0,
        unit="a week",
        most=7.0,
        status=_ADAPT,
        source=_WEST,
        note="Weeks of leave and sickness are not counted.",
    ),
    _hard(
        "duties-in-a-row",
        "Duties in a row",
        _AGREEMENT,
        300,
        limit=6.0,
        unit="duties",
        most=28.0,
        status=_ADAPT,
        source=_FATIGUE,
        note="Courses and court are duties. The GMP protocols allow seven.",
    ),
    _hard(
        "nights-in-a-row",
        "Nights in a row",
        _AGREEMENT,
        300,
        limit=4.0,
        unit="nights",
        most=28.0,
        status=_ADAPT,
        source=_FATIGUE,
    ),
)
_HOURS = (
    _hard(
        "longest-tour",
        "Longest tour of duty",
        _AGREEMENT,
        300,
        limit=10.0,
        unit="hours",
        most=24.0,
        status=_ADAPT,
        source=_GMP,
    ),
    _hard(
        "hours-a-week",
        "Hours in a week",
        _AGREEMENT,
        50,
        limit=70.0,
        unit="hours",
        most=168.0,
        status=_ADAPT,
        source=_GMP,
        note="Monday to Sunday; each started hour beyond is a breach.",
    ),
    _hard(
        "average-week",
        "Average week over 17 weeks",
        _LAW,
        50,
        limit=48.0,
        unit="hours a week",
        most=168.0,
        status=_ADAPT,
        source=_WTR,
        note="The 17 weeks are from memory. Days of leave and sickness are left out. Somebody who has opted out is "
        "not held to it. It implies the 8-hour average of night workers.",
    ),
    _hard(
        "hours-over-roster",
        "Contract hours over the roster",
        _REGULATION,
        20,
        limit=8.0,
        unit="hours",
        most=400.0,
        status=_ADAPT,
        source=_VSA,
        note="How far the counted hours may be from the contract's, less a fifth of a week for each public holiday. A "
        "day away counts as the pattern's duty, or a fifth of a week from Monday to Friday, and nothing on a public "
        "holiday. Each started hour beyond is a breach. Not for somebody whose fixed pattern is kept, nor, from below, "
        "whose duties are recuperative. The tolerance is a placeholder: the arrangement asks for equal hours.",
    ),
    _hard(
        "exposure",
        "Image-grading duties in a week",
        _AGREEMENT,
        300,
        limit=3.0,
        unit="duties",
        most=7.0,
        note=f"{_YOURS} No published limit was found.",
    ),
)
_LIFE = (
    _soft(
        "public-holidays",
        "Public holidays worked",
        _REGULATION,
        30,
        status=_ADAPT,
        source=f"{_WEST} (double time)",
        note=_PRICE,
    ),
    _soft(
        "weekends-off",
        "Weekends worked of any four",
        _AGREEMENT,
        40,
        limit=3.0,
        unit="weekends",
        most=4.0,
        note=f"{_YOURS} No published figure was found.",
    ),
    _soft(
        "weekend-fairness",
        "Weekends shared equally",
        _WISH,
        10,
        binding=Binding.SOFT,
        note="By contract hours and days present, with what was worked before. The price rises with the square of the "
        f"weekends beyond an equal share. {_PRICE}",
    ),
    _soft(
        "forward-rotation",
        "Forward rotation",
        _WISH,
        5,
        limit=1.0,
        unit="hours",
        most=24.0,
        status=_ADAPT,
        source=_FATIGUE,
        note="A duty that starts earlier than the one on the day before by more than this.",
    ),
    _soft(
        "rest-in-blocks",
        "Rest days in blocks of two",
        _WISH,
        5,
        status=_ADAPT,
        source=_FATIGUE,
        note="A single day off between two working days.",
    ),
    _soft(
        "earliest-start",
        "Earliest start",
        _WISH,
        2,
        limit=7.0,
        unit="o'clock",
        most=24.0,
        status=_ADAPT,
        source=_FATIGUE,
    ),
    _soft(
        "on-call",
        "Days on call in four weeks",
        _AGREEMENT,
        20,
        limit=7.0,
        unit="days",
        most=28.0,
        note=f"{_YOURS} No published limit was found.",
    ),
    _soft(
        "wishes",
        "Personal wishes",
        _WISH,
        1,
        binding=Binding.SOFT,
        note="Each wish has its own price; this multiplies them all.",
    ),
)
_AWAY = (
    _hard(
        "away-kept",
        "Leave, courses and court kept",
        _REGULATION,
        0,
        binding=Binding.HARD,
        status=_ADAPT,
        source="http://glospolfed.org.uk/rules-and-regs/annual-leave/",
    ),
    _soft(
        "away-asked",
        "Leave asked for and court warned of",
        _WISH,
        50,
        binding=Binding.SOFT,
        note=_PRICE,
    ),
    _hard(
        "free-days",
        "Fixed free days of part-timers",
        _AGREEMENT,
        100,
        status=_ADAPT,
        source="https://www.polfed.org/gmp/information/faqs/equality/flexible-working-hours/",
    ),
    _hard(
        "restricted",
        "Restricted and recuperative duties",
        _AGREEMENT,
        0,
        binding=Binding.HARD,
        note="Kinds of duty somebody does not do, the longest tour, the most duties in a week: as agreed with them.",
    ),
)
_COVER = (
    _soft("cover-minimum", "Minimum cover", _AGREEMENT, 2000, note=f"For each person short. {_PRICE}"),
    _soft("cover-ideal", "Ideal cover", _WISH, 100, note=f"For each person short of it, above the minimum. {_PRICE}"),
    _soft("cover-most", "Most on duty", _WISH, 200, note=f"For each person too many. {_PRICE}"),
    _soft("skill-cover", "Skills on duty", _AGREEMENT, 1000, note=f"For each person short. {_PRICE}"),
    _soft("supervisor-cover", "A supervisor on duty", _AGREEMENT, 1000, note=f"For each supervisor short. {_PRICE}"),
    _soft("double-crewing", "Nobody alone on a crewed duty", _AGREEMENT, 1500, note=_PRICE),
)
_FIXED = (
    _hard("locked", "Locked days kept", _AGREEMENT, 0, binding=Binding.HARD),
    _hard("fixed-pattern", "Fixed pattern kept", _AGREEMENT, 0, binding=Binding.HARD),
    _soft("duty-moved", "Pattern: another duty", _AGREEMENT, 8, binding=Binding.SOFT, note=_PRICE),
    _soft("duty-dropped", "Pattern: duty dropped", _AGREEMENT, 10, binding=Binding.SOFT, note=_PRICE),
    _soft("rest-day-worked", "Pattern: rest day worked", _AGREEMENT, 30, binding=Binding.SOFT, note=_PRICE),
    _hard(
        "told-by-midnight",
        "Told by midnight the day before",
        _REGULATION,
        0,
        binding=Binding.HARD,
        status=_ADAPT,
        source=_MIDNIGHT,
        note="A published day that has begun, or is over, stays as it was published, but for whoever is away on it.",
    ),
    _soft(
        "published-kept",
        "Published duties kept",
        _REGULATION,
        20,
        binding=Binding.SOFT,
        status=_ADAPT,
        source=_MIDNIGHT,
        note=f"For each day that differs from what was published last. {_PRICE}",
    ),
    _soft(
        "short-notice",
        "Notice of a change",
        _REGULATION,
        40,
        binding=Binding.SOFT,
        limit=15.0,
        unit="clear days",
        most=366.0,
        status=_ADAPT,
        source=_NOTTS,
        note=f"For each changed day with less; neither the day of notice nor the day itself counts. {_PRICE}",
    ),
)

RULES: dict[str, RotaRule] = {rule.key: rule for rule in (*_REST, *_HOURS, *_LIFE, *_AWAY, *_COVER, *_FIXED)}
"""Every rule, in the order in which they are shown."""
