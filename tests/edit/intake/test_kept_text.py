"""Nothing that is kept as it is written, nor the name of the file, says who somebody is; honest texts come in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from unicodedata import normalize

import pytest

from planner.edit.intake.dates import Private, Unreadable
from planner.edit.intake.guess import guess_columns
from planner.edit.intake.kept_text import lone_texts
from planner.edit.intake.naming import kept_names
from planner.edit.intake.privacy import births, column_worry, value_worry
from planner.edit.intake.problems import shown
from planner.edit.intake.values import read_key, read_post
from planner.model.imported import ImportKind
from planner.model.intake import Conflict, ImportSettings
from planner.model.table import PASTED
from tests.edit.intake.conftest import in_blocks

NOBODY = frozenset()
NAMES = [
    "John Specimen", "SPECIMEN, John", "Specimen, J", "specimen, john", "john specimen", "J. Specimen",
    "J Specimen", "Specimen J", "specimen j", "O'Specimen, Seán", "Siân Llŷr", "Llŷr ap Specimen", "Łukasz Żółć",
    "Nguyễn Văn An", "Muhammad Al-Specimen", "Kwabena Osei-Specimen", "D'Specimen, Maria",
    "van der Specimen, Pieter", "Maria de la Specimen", "Li Na", "Ng, Wei", "Specimen-Madeup, A B", "Specimen",
    "June West", "John Green", "April Long", "PC 1234 Specimen", "DC 4567 J. SPECIMEN", "John Specimen 1234",
    "T/DS 88 Specimen", "Specimen John (DOB 01/01/1980)", "John_Specimen", "john.specimen", "Mr Specimen", "王小明",
    "Иван Петров",
]  # fmt: skip
NUMBERS = [
    "99/1234567A", "PNC99/1234567A", "99-1234567A", "9/1234567A", "SF39/123456X", "123456/99A", "943 476 5919",
    "AB123456C", "ab 12 34 56 c", "ZZ993VZ", "zz99 3vz", "07700900123", "7700900123", "+44 7700 900123",
    "(0117) 496 0123", "a@b.invalid", "call a@b.invalid now", "01/02/1980",
]  # fmt: skip
POSTS = [
    "POLIT 07", "MOSOVO 12", "Post 1234", "P0012345", "DC vacancy 3", "Detective Constable 4",
    "North hub officer 2", "Durham 03", "DPMU 3", "PIP2 investigator 1", "Online CSE team 2", "A/DS 3", "BAND-E 12",
    "ERP 88812345", "0042", "MOSOVO offender manager 3", "POL-0007", "Trainee detective 1", "Part time post 3",
    "Police staff investigator 2", "Victim identification officer",
]  # fmt: skip


@pytest.mark.parametrize("text", [*NAMES, *NUMBERS])
def test_no_key_and_no_post_says_who(text: str):
    for form in ("NFC", "NFD"):
        with pytest.raises(Unreadable):
            read_key(normalize(form, text), NOBODY)
        with pytest.raises(Private):
            read_post(normalize(form, text), NOBODY)


@pytest.mark.parametrize("text", POSTS)
def test_a_post_is_taken(text: str):
    assert read_post(text, NOBODY) == text


@pytest.mark.parametrize("text", ["June West 1234", "王小明 12"])
def test_a_number_beside_a_name_makes_it_no_post(text: str):
    with pytest.raises(Private):
        read_post(text, NOBODY)


@pytest.mark.parametrize("text", ["van der Specimen, Pieter", "Maria de la Specimen", "Llŷr ap Specimen", "Emma West"])
def test_names_with_small_words(text: str):
    assert value_worry(text) == "names"


def test_decomposed_accents_are_letters():
    assert value_worry(normalize("NFD", "Siân Llŷr")) == "names"


def test_a_surname_with_a_number_is_told_by_its_neighbours():
    posts = [f"{place} {number:02}" for place in ("POLIT", "Durham") for number in range(1, 9)]
    assert lone_texts(posts, NOBODY) == []
    assert lone_texts([*posts, "Specimen 09"], NOBODY) == ["Specimen 09"]
    assert lone_texts([*posts, "Specimen 09"], frozenset({"specimen 09"})) == []
    assert lone_texts(["Madeup 1", "Specimen 2", "Madeup 3"], NOBODY) == []


def officers(column: str, values: list[str]) -> list[list[str]]:
    names = [f"POLIT {number:02}" for number in range(1, len(values) + 1)]
    if column == "Post":
        return [["Post", "Team"], *([value, "POLIT"] for value in values)]
    return [["Post", "Team", column], *([name, "POLIT", value] for name, value in zip(names, values, strict=True))]


@pytest.mark.parametrize(
    ("column", "values", "refused"),
    [
        ("Post", ["POLIT 01", "POLIT 02", "POLIT 03", "POLIT 04", "Specimen 05", "POLIT 06"], "Specimen"),
        ("Officer key", ["po-01", "po-02", "po-03", "po-04", "specimen-1980", "po-06"], "specimen"),
        ("Post", ["Durham 1", "Durham 2", "Durham 3", "POLIT 4", "POLIT 5", "POLIT 6"], ""),
        ("Skills", ["ABE", "Specimen", "Madeup", "Invented", "Fictitious", "ABE"], "Specimen"),
        ("Skills", ["ABE", "Welsh speaker", "ABE; drones", "ABE", "CAID; drones", "CAID"], ""),
    ],
)
def test_columns_of_officers(column: str, values: list[str], refused: str, plan, take):
    reading = take(officers(column, values), ImportKind.OFFICERS, plan, ImportSettings(Conflict.ADD))
    assert (reading.plan is None) == bool(refused)
    assert any("looks like" in problem.reason for problem in reading.problems) == bool(refused)
    assert not refused or refused not in repr(reading.problems)


def test_a_name_among_the_keys_of_cases(plan, take):
    team = plan.team("polit")
    rows = [["Case key", "Team", "Risk band", "Stage", "Opened"]]
    keys = [*(f"c-{number:03}" for number in range(400)), "specimen-1980"]
    rows += [[key, "polit", team.bands[0].key, team.stages[0].key, "01/09/2026"] for key in keys]
    reading = take(rows, ImportKind.CASES, plan)
    assert [(problem.row, problem.value) for problem in reading.problems] == [(402, "s… (13 characters)")]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("specimen", "s… (8 characters)"),
        ("john specimen", "j… (13 characters)"),
        ("PC 1234 specimen", "P… (16 characters)"),
        ("REF/0001", "R… (8 characters)"),
        ("PLOIT", "PLOIT"),
        ("31/02/2026", "31/02/2026"),
        ("several", "several"),
    ],
)
def test_a_list_of_problems_shows_no_surname(cell: str, said: str):
    assert shown(cell, "Date received") == said


@pytest.mark.parametrize(
    ("file", "kept", "told"),
    [
        ("Specimen John offenders.xlsx", "S… (23 characters).xlsx", True),
        ("john_specimen.csv", "j… (13 characters).csv", True),
        ("PNC 99-1234567A.csv", "P… (15 characters).csv", True),
        ("specimen.csv", "specimen.csv", True),
        ("Durham referrals.csv", "Durham referrals.csv", True),
        ("POLIT referrals Apr-Oct 2026.xlsx", "POLIT referrals Apr-Oct 2026.xlsx", False),
        ("case-book (2).csv", "case-book (2).csv", False),
        (PASTED, PASTED, False),
    ],
)
def test_the_name_of_a_file(file: str, kept: str, told: bool, plan, source):
    table, notes = kept_names(source([["Date"]], file), plan, "")
    assert (table.file, bool(notes)) == (kept, told)
    assert kept_names(source([["Date"]], file), plan, "book 7")[0].file == "book 7"


def test_the_name_of_a_sheet(plan, source):
    table = replace(source([["Date"]]), sheet="Specimen, John")
    assert kept_names(table, plan, "")[0].sheet == "S… (14 characters)"
    assert kept_names(replace(table, sheet="POLIT North"), plan, "")[0].sheet == "POLIT North"


def test_a_masked_name_is_all_that_is_kept(plan, source, example):
    from planner.edit.intake.table import read_table
    from tests.edit.intake.conftest import KEY, MADE

    rows = example("referral-counts")
    table = replace(source(rows, "Specimen John.csv"), sheet="Specimen John")
    choices = guess_columns(table, ImportKind.COUNTS, plan)
    blocks = in_blocks(rows, choices, 50)
    reading = read_table(table, blocks, ImportKind.COUNTS, choices, plan, ImportSettings(), KEY, made=MADE, who="")
    assert reading.record is not None
    assert reading.record.file == "S… (13 characters).csv"
    assert "Specimen" not in repr(reading)


def test_a_first_row_of_data_is_no_header(plan, take):
    rows = [["01/09/2026", "POLIT", "High", "99/1234567A"], ["02/09/2026", "POLIT", "High", "99/1234568B"]]
    fields = {"01/09/2026": "received", "POLIT": "team", "High": "band", "99/1234567A": "drop"}
    reading = take(rows, ImportKind.EVENTS, plan, fields=fields)
    assert any("row of headers" in problem.reason for problem in reading.problems)
    assert "1234567" not in repr(reading.problems)


def test_dates_of_registration_are_no_births():
    registered = [date(year, 6, 1) for year in range(2001, 2018)]
    assert not births(registered, date(2026, 11, 2))
    assert births([date(year, 6, 1) for year in range(1951, 2007)], date(2026, 11, 2))


@pytest.mark.parametrize(
    ("header", "cells", "worry"),
    [
        ("Last update", ["01/03/2024", "02/03/2024"], ""),
        ("Summary code", ["A1", "B2"], ""),
        ("Last update", ["01/03/2024", "called and left word"], "free text"),
        ("Notes", [], "free text"),
    ],
)
def test_short_codes_are_no_free_text(header: str, cells: list[str], worry: str):
    assert column_worry(header, cells, (), date(2026, 11, 2)) == worry


def test_pseudonyms_and_other_hexadecimal_numbers_are_no_names():
    keys = ["p-abcdefab", "p-1a2b3c4d5e6f", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "p-feedfacecafebabe", "c-1"]
    assert lone_texts(keys, NOBODY) == []
