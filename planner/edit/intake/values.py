"""Numbers, yes and no, keys and names out of cells."""

from __future__ import annotations

import re
from datetime import date, datetime

from planner.edit.intake.dates import Private, Unreadable
from planner.edit.intake.kept_text import kept_worry
from planner.edit.intake.privacy import REMEDY, looks_like_name
from planner.edit.intake.words import AMBIGUOUS_WORDS, PLAIN_WORDS, plain
from planner.model.checks import InvalidPlan, require_key
from planner.model.table import Cell

GAPS = frozenset({"", "-", "\u2013", "\u2014", "n/a", "na", "#n/a", ".", "..", "null", "missing", "not known"})
"""What stands for a count that nobody knows."""
_NOTHING = frozenset({"nil", "zero", "none", "no"})
_WHOLE = re.compile(r"[+]?([1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.0*)?\Z")
_DECIMAL = re.compile(r"((?:[1-9]\d{0,2}(?:,\d{3})+|\d*)(?:\.\d+)?)\s*(%?)\Z")
_COMMAS = re.compile(r"[\d.]*,[\d.,]*\s*%?\Z")
_DECIMAL_COMMA = re.compile(r"(\d+),(\d+)(\s*%?)\Z")
_EXPONENT = re.compile(r"\d+(?:\.\d*)?e[+-]?\d+\Z", re.I)
_YES = frozenset({"yes", "y", "true", "1", "x", "legacy"})
_NO = frozenset({"no", "n", "false", "0", "", "-"})
_MOST = 1_000_000


def text_of(cell: Cell) -> str:
    """The cell as one line without needless spaces; a whole number without a point."""
    if isinstance(cell, str):
        return cell if cell.isalnum() else " ".join(cell.split())
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def read_count(cell: Cell) -> int | None:
    """A whole number from 0 to 1,000,000; None for a gap."""
    text = text_of(cell).lower()
    if text in GAPS:
        return None
    if text in _NOTHING:
        return 0
    found = _WHOLE.match(text)
    if found is None:
        raise Unreadable("a count is a whole number, zero or more; leave it empty when it is not known")
    number = int(found[1].replace(",", "")) if len(found[1]) < 12 else _MOST + 1
    if number > _MOST:
        raise Unreadable(f"a count is at most {_MOST:,}")
    return number


def read_number(cell: Cell) -> float:
    """A number from 0 to 1,000,000, with a comma, if any, only between groups of three digits; 80 % is 0.8."""
    text = text_of(cell)
    found = _DECIMAL.match(text)
    if found is None or not found[1] or found[1] == ".":
        raise Unreadable(_no_number(text))
    number = float(found[1].replace(",", ""))
    if number > _MOST:
        raise Unreadable(f"this number is too large: the most is {_MOST:,}")
    return number / (100 if found[2] else 1)


def _no_number(text: str) -> str:
    """Why a text is no number from 0 on."""
    decimal = _DECIMAL_COMMA.match(text)
    if decimal is not None:
        return f"a comma stands between thousands only, as in 1,500: write {decimal[1]}.{decimal[2]}{decimal[3]}"
    if _COMMAS.match(text):
        return "a comma stands between thousands only, as in 1,500: write a decimal with a point, as 2.5"
    if _EXPONENT.match(text):
        return "write the number in plain digits, such as 1500"
    return "this is not a number from 0 on"


def read_truth(cell: Cell) -> bool:
    """Yes or no."""
    text = text_of(cell).lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise Unreadable("write yes or no")


def read_key(cell: Cell, known: frozenset[str]) -> str:
    """A key that nobody could be known by: in use in the plan (`known`), or with a digit in it."""
    text = text_of(cell)
    if text.lower() in known:
        return text.lower()
    spaced = re.sub("[-_]", " ", text).title()
    numbered = any(letter.isdigit() for letter in text)
    what = kept_worry(text) or ("names" if looks_like_name(spaced) or not numbered else "")
    if what:
        raise Private(f"this looks like {what}: {REMEDY}")
    try:
        require_key("key", text.lower())
    except InvalidPlan as error:
        raise Unreadable(f"{error.rule}; or map the column to a field that keeps a pseudonym") from None
    return text.lower()


def read_post(cell: Cell, known: frozenset[str], remedy: str = REMEDY) -> str:
    """A post's number or name; a person's is refused. `known` are the names in use in the plan, in lower case."""
    text = text_of(cell)
    if not text:
        raise Unreadable("write the number or name of the post")
    if len(text) > 60:
        raise Unreadable("the number or name of a post has at most 60 characters")
    if text.lower() in known:
        return text
    what = kept_worry(text, known)
    sure = PLAIN_WORDS - AMBIGUOUS_WORDS
    if not what and not any(word in sure or any(map(str.isdigit, word)) for word in plain(text).split()):
        what = "names"
    if what:
        raise Private(f"this looks like {what}: {remedy}")
    return text


def read_skills(cell: Cell, remedy: str = REMEDY) -> tuple[str, ...]:
    """Skills with a comma, semicolon or bar between them."""
    skills = tuple(
        dict.fromkeys(part for piece in re.split(r"[,;|]", text_of(cell)) if (part := " ".join(piece.split())))
    )
    for skill in skills:
        what = kept_worry(skill)
        if what:
            raise Private(f"this looks like {what}: {remedy}")
    return skills
