"""Texts that are kept as they are written, keys, posts and skills: none may be a person's."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from planner.edit.intake.privacy import value_worry
from planner.edit.intake.words import AMBIGUOUS_WORDS, PLAIN_WORDS, plain

_DATE = re.compile(r"(?<!\d)\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)?\d{2}(?!\d)|(?<!\d)(?:19|20)\d{2}-\d{2}-\d{2}(?!\d)")
_HEXADECIMAL = re.compile(r"\bp-[0-9a-f]{8,32}\b|\b(?=[a-f-]*\d)[0-9a-f]{8}[0-9a-f-]*\b", re.I)
_RANK = "pc dc ds di ps sgt insp det con tdc tds dci pso pcso om oic omu cst constable sergeant inspector"
_RANKS = frozenset(_RANK.split())
_LAST_OF_LATIN = "\u1eff"
_COMMON = 3
"""A word that stands in as many texts of a column is a place or a scheme rather than somebody's name."""

_LONE = 0.8
"""Share of a column of skills that one officer alone has; of names it is nearly all."""


def kept_worry(text: str, known: frozenset[str] = frozenset()) -> str:
    """What a text that would be kept as it is written looks like that is private, in words; or empty.

    `known` are the names in use in the plan, in lower case.
    """
    what = value_worry(text)
    if what:
        return what
    if _DATE.search(text):
        return "dates of birth"
    if any(letter.isalpha() and letter > _LAST_OF_LATIN for letter in text):
        return "names"
    # As in PC 1234 Smith, and John Smith 1234.
    strange = unfamiliar(text, known)
    ranked = bool(_RANKS & {*plain(text).split()})
    return "names" if strange and (ranked or len(strange) > 1) and any(map(str.isdigit, text)) else ""


def unfamiliar(text: str, known: frozenset[str] = frozenset()) -> frozenset[str]:
    """The words of a text that may be somebody's name: none of the trade's, nor of the plan's names."""
    letters = re.findall(r"[^\W\d_]{2,}", plain(_HEXADECIMAL.sub(" ", text)))
    strange = {word for word in letters if word not in PLAIN_WORDS and word not in _RANKS}
    if len(letters) > 1 and AMBIGUOUS_WORDS.issuperset(letters):
        strange = {*letters}
    return frozenset(strange - _words(known))


@lru_cache(maxsize=2)
def _words(names: frozenset[str]) -> frozenset[str]:
    return frozenset(word for name in names for word in plain(name).split())


def lone_texts(texts: Collection[str], known: frozenset[str]) -> list[str]:
    """Of the distinct texts of a column those with a word that is theirs almost alone, as a person's name is.

    Durham 07 stands in a row of its like; Smith 07 does not. Of three texts or fewer none is lone.
    """
    words = {text: unfamiliar(text, known) for text in texts if text.lower() not in known}
    often: dict[str, int] = {}
    for found in words.values():
        for word in found:
            often[word] = often.get(word, 0) + 1
    most = min(_COMMON, len(texts) // 2)
    return [text for text, found in words.items() if any(often[word] < most for word in found)]


def like_names(lists: Iterable[Sequence[str]], known: frozenset[str]) -> bool:
    """Whether skills, a list for each officer, look like names: of unfamiliar words, and hardly two with the same."""
    often: dict[str, int] = {}
    owners = 0
    for texts in lists:
        strange = [text for text in texts if unfamiliar(text, known)]
        owners += bool(strange)
        for text in strange:
            often[text] = often.get(text, 0) + 1
    lone = sum(number == 1 for number in often.values())
    return owners >= _COMMON and lone >= _LONE * len(often)
