"""What looks private: names, dates of birth, addresses, numbers that stand for a person, and free text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from unicodedata import normalize

from planner.edit.intake.words import AMBIGUOUS_WORDS, PLAIN_WORDS, header_words
from planner.model.table import Cell

REMEDY = "map it to a field that keeps a pseudonym, or drop the column"
MOST_WORDS = 8
LONGEST_TEXT = 60
_SHORT_CELL = 12
_LONGEST_HEADER = 200

_HEADERS = {
    "dates of birth": ("dob", "date of birth", "birth", "birthdate", "birthday", "born", "year of birth", "yob"),
    "e-mail addresses": ("email", "e mail", "mail addr", "mail address"),
    "postcodes": ("postcode", "post code", "postal code", "pcode", "zip", "zip code"),
    "addresses": ("address", "addr", "street", "house number", "house no", "house name", "lives at"),
    "telephone numbers": (
        "phone", "telephone", "tel", "mobile", "mob", "contact number", "contact no", "msisdn", "landline", "tel no",
    ),
    "PNC numbers": ("pnc", "pncid", "pnc id", "pncno"),
    "CRO numbers": ("cro", "crono", "croid"),
    "NHS numbers": ("nhs", "nhsno"),
    "National Insurance numbers": ("nino", "ni number", "ni no", "national insurance", "nat ins"),
    "numbers that stand for a person": ("visor", "passport", "driving licence", "nomis", "custody number"),
    "names": (
        "surname", "forename", "forenames", "surnames", "first name", "firstname", "last name", "lastname", "full name",
        "fullname", "given name", "middle name", "alias", "aka", "maiden name", "known as", "initials", "next of kin",
    ),
    "free text": (
        "notes", "note", "comment", "comments", "remarks", "narrative", "circumstances", "free text", "freetext", "mo",
        "description", "details", "summary", "log", "oel", "allegation", "rationale", "update", "updates",
    ),
}  # fmt: skip
_PERSON = re.compile(
    r"(subj|susp|offend|victim|nominal|witness|complain|child|parent|guardian|perp|person|client)\w*\Z"
)
_PERSON_TAILS = frozenset(
    ["name", "names", "id", "ref", "no", "number", "full", "s", "of", "the", "and", "or", "details"]
)
_NAME_OF_PLACE = frozenset(
    [
        "team",
        "unit",
        "stage",
        "band",
        "risk",
        "file",
        "sheet",
        "department",
        "command",
        "force",
        "station",
        "scheme",
        "post",
    ]
)

_POSTCODE = r"(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})"
_STREET = r"(?:street|st|road|rd|avenue|ave|lane|ln|close|drive|crescent|terrace|gardens|way|court|place|grove|row)"
# PNC and CRO numbers: https://www.criminaljusticehub.org.uk/jargon-buster/ (PNC Id; Criminal Records Office Number).
_VALUES = (
    ("e-mail addresses", re.compile(r"[\w.+'-]+@[\w-]+\.\w+")),
    (
        "PNC numbers",
        re.compile(
            r"(?:(?<![\w/])|(?<=pnc))(?:(?:19|20)?\d{2}/\d{1,7}|(?:19|20)\d{9}|\d{1,2}[-/]\d{7})[A-Z](?!\w)", re.I
        ),
    ),
    ("CRO numbers", re.compile(r"(?<![\w/])\d{1,6}/\d{2}[A-Z](?!\w)|(?<!\w)SF\d{2}/\d{1,6}[A-Z](?!\w)", re.I)),
    (
        "National Insurance numbers",
        re.compile(r"(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)", re.I),
    ),
    ("postcodes", re.compile(rf"{_POSTCODE}\Z|.*(?<!\w){_POSTCODE.replace(' ?', ' ')}(?!\w)", re.I)),
    (
        "telephone numbers",
        re.compile(
            r"(?<![\w/])(?:(?:\+|00)44[ ()0-9-]{9,16}|\(?0[1-37]\d{2,4}\)?[ -]?\d{3,4}[ -]?\d{3,4}|7\d{9})(?![\w/])"
        ),
    ),
    ("addresses", re.compile(rf"(?:flat )?\d+[a-z]?,? (?:[a-z'-]+ ){{1,3}}{_STREET}(?!\w)", re.I)),
    (
        "names",
        re.compile(r"(?<!\w)(?:mr|mrs|ms|miss|mx|dr|rev|sir|pc|dc|ds|di|sgt|insp)\.? ([^\W\d_][\w'\u2019.-]*)", re.I),
    ),
)  # fmt: skip
_WORD = r"[^\W\d_][^\W\d_'\u2019-]*(?:['\u2019-][^\W\d_]+)*"
_NAMES = (
    re.compile(rf"({_WORD}), ?({_WORD})(?: {_WORD}\.?)*\Z"),  # SMITH, John
    re.compile(rf"([^\W\d_])\.? ?(?:[^\W\d_]\.? ?)?((?<=[. ]){_WORD})\Z"),  # J. Smith
    re.compile(rf"({_WORD}),? ([^\W\d_])\.?(?: ?[^\W\d_]\.?)?\Z"),  # Smith J
    re.compile(rf"({_WORD}) ({_WORD})(?: {_WORD})?\Z"),  # John Smith
)
_PARTICLES = re.compile(
    r"(?<!\S)(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|ap|ab|al|el|bin|bint|ibn|ul) (?=\S)"
)
_NHS = re.compile(r"(\d{3})[ -]?(\d{3})[ -]?(\d{4})\Z")


_DECISIVE = frozenset(word for word in PLAIN_WORDS - AMBIGUOUS_WORDS if len(word) > 1)
_REGISTER = date(1997, 9, 1)
"""When the sex offender register began: dates of orders and registrations lie behind it, births of adults before it."""


@lru_cache(maxsize=1024)
def header_worry(header: str) -> str:
    """What a column of this header probably holds that is private, in words; empty when nothing."""
    words = header_words(header)
    text = f" {' '.join(words)} "
    joined = "".join(words)
    for what, signs in _HEADERS.items():
        for sign in signs:
            if f" {sign} " in text or joined == sign.replace(" ", ""):
                return what
    if re.match(r"(pnc|cro)(id|no|num|ref)?\d*\Z", joined) or any(re.match(r"pnc", word) for word in words):
        return "PNC numbers" if "pnc" in joined else "CRO numbers"
    if any(re.search(r"(surname|forename|firstname|lastname|fullname)", word) for word in (*words, joined)):
        return "names"
    if any(word.endswith(("dob", "postcode", "email", "mobile", "telephone")) for word in words):
        return next(what for what, signs in _HEADERS.items() for sign in signs if joined.endswith(sign))
    if words[:2] in (["number", "of"], ["no", "of"]):
        return ""
    if words and all(_PERSON.match(word) or word in _PERSON_TAILS for word in words) and any(map(_PERSON.match, words)):
        return "names"
    return ""


@lru_cache(maxsize=1024)
def is_name_header(header: str) -> bool:
    """Whether the header says name and not of what, or of an officer: its values must then look like posts."""
    words = header_words(header)
    return ("name" in words or "names" in words) and not _NAME_OF_PLACE & set(words)


def value_worry(text: str) -> str:
    """What this text looks like that is private, in words; empty when it looks harmless."""
    if len(text) > LONGEST_TEXT or text.count(" ") >= MOST_WORDS:
        return "free text"
    text = normalize("NFC", text)
    for what, pattern in _VALUES:
        found = pattern.search(text)
        # After a rank stands a name, or a word of the trade: DC vacancy.
        if found and not (what == "names" and found[1].lower() in _DECISIVE):
            return what
    return "names" if looks_like_name(text) else _nhs(text, grouped=True)


def number_worry(text: str) -> str:
    """As `value_worry`, for what can be told by its form alone: neither names nor free text."""
    return next((what for what, pattern in _VALUES if what != "names" and pattern.search(text[:_LONGEST_HEADER])), "")


def looks_like_name(text: str) -> bool:
    """Whether the text has the form of a person's name and holds no word of the trade."""
    text = _PARTICLES.sub("", text)
    for pattern in _NAMES:
        found = pattern.match(text)
        if found is None:
            continue
        parts = re.findall(r"[^\W\d_]+", text)
        if any(part.lower() in _DECISIVE for part in parts):
            return False
        capital = all(part[0].isupper() for part in parts)
        return capital or "," in text
    return False


def _nhs(text: str, *, grouped: bool) -> str:
    """An NHS number has ten digits, the last one a check (modulus 11); in groups of 3, 3 and 4 it is meant as one."""
    found = _NHS.match(text)
    if found is None or (grouped and len(text) == 10):
        return ""
    digits = "".join(found.groups())
    check = -sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return "NHS numbers" if check == int(digits[9]) else ""


def column_worry(header: str, cells: Sequence[Cell], known: Collection[str], today: date) -> str:
    """What a column holds that is private, by its header and some of its cells; empty when it looks harmless.

    `known` are the names in use in the plan, in lower case; they are nobody's.
    """
    what = header_worry(header)
    if what and (what != "free text" or not _all_short(cells)):
        return what
    every = list(_texts(cells))
    texts = [text for text in every if text.lower() not in known]
    distinct = set(texts)
    for text in distinct:
        what = value_worry(text)
        if what and (what != "names" or _varied(texts, len(every))):
            return what
    if is_name_header(header) and any(not any(letter.isdigit() for letter in text) for text in distinct):
        return "names"
    if len(distinct) >= 3 and all(_nhs(text, grouped=False) for text in distinct):
        return "NHS numbers"
    return "dates of birth" if births(_days(cells), today) else ""


def _all_short(cells: Sequence[Cell]) -> bool:
    """Whether every cell is one short word, number or date: under "Last update" or "Summary code" that is no text."""
    return bool(cells) and not any(isinstance(cell, str) and (len(cell) > _SHORT_CELL or " " in cell) for cell in cells)


def _varied(texts: Sequence[str], rows: int) -> bool:
    """Whether names make up a good part of a column of so many rows, and are not a few that come again and again."""
    named = [text for text in texts if value_worry(text) == "names"]
    return len(named) >= 0.3 * rows and len(set(named)) >= 0.3 * len(named)


def births(days: Sequence[date], today: date) -> bool:
    """Whether most of these days, of at least three, lie 8 to 100 years back, and a part before any register."""
    old = sum(8 <= (today - day).days / 365.25 <= 100 for day in days)
    return len(days) >= 3 and old >= 0.8 * len(days) and sum(day < _REGISTER for day in days) >= 0.2 * len(days)


def _texts(cells: Sequence[Cell]) -> Iterator[str]:
    for cell in cells:
        if isinstance(cell, str):
            text = " ".join(cell.split())
            if text:
                yield text
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            yield f"{cell:.0f}"


def _days(cells: Sequence[Cell]) -> list[date]:
    from planner.edit.intake.dates import Unreadable, read_day

    days = []
    for cell in cells:
        if isinstance(cell, str | date | datetime) and cell != "":
            try:
                days.append(read_day(cell))
            except Unreadable:
                continue
    return days


def masked(text: str) -> str:
    """A private value as it may be shown: its first character and its length."""
    return f"{text[:1]}… ({len(text)} characters)"
