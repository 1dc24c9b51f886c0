"""A report before it is a file: headings, paragraphs, tables and charts in reading order, and what made its figures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from planner.report.picture import Picture
from planner.report.words import counted, day_in_words

LANGUAGE = "en-GB"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 or 2; the title of the document stands above them."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: an `answer` stands out, a `note` steps back."""

    text: str
    role: Literal["body", "answer", "note"] = "body"


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short sentences one below the other."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of text. Columns take their share of the width by `widths`."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numbers: frozenset[int] = frozenset()
    """Columns that are set to the right."""
    note: str = ""

    def __post_init__(self) -> None:
        assert len(self.widths) == len(self.header) and all(len(row) == len(self.header) for row in self.rows)


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """A picture with its title, and `alt`: what it shows, for whoever does not see it."""

    picture: Picture
    title: str
    alt: str
    height: float
    """Millimetres; it is as wide as the text."""


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Bullets | Grid | Chart | NewPage


@dataclass(frozen=True, slots=True)
class Provenance:
    """What decides every figure of a report, and the day that it bears."""

    plan: str
    fingerprint: str
    version: str
    cut_off: date
    """The plan's first day: its cases and people are as they were on that morning."""
    made: date
    seed: int | None = None
    futures: int | None = None
    """Both None for a report that needed no simulation."""

    @property
    def line(self) -> str:
        """One line for the foot of each page."""
        run = (
            ""
            if self.seed is None or self.futures is None
            else f"{counted(self.futures, 'future')}, seed {self.seed}; "
        )
        return (
            f"Plan {self.fingerprint[:12]}; {run}Caseload Planner {self.version}; data as of "
            f"{day_in_words(self.cut_off)}; made on {day_in_words(self.made)}"
        )


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A whole report."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    provenance: Provenance
    illustrative: bool = False
    pages: int | None = None
    """How many pages of A4 it may take; None when that does not matter."""
    shorter: Document | None = field(default=None, repr=False)
    """The same with less in its tables, for when it takes more pages than it may."""

    @property
    def warning(self) -> str:
        """What a reader must know before all else; empty when nothing."""
        return "Illustrative: every figure of this plan is made up." if self.illustrative else ""


def shortened(documents: list[Document]) -> Document:
    """The first of several, each with the next as its shorter form."""
    last = documents[-1]
    for document in reversed(documents[:-1]):
        last = replace(document, shorter=last)
    return last


def printable(text: str) -> str:
    """Text without the characters that no page can hold."""
    return _UNPRINTABLE.sub("\ufffd", text)
