"""`planner rota`: a rota is begun, solved, checked, asked about, published, mended, exported; what is wrong is said."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from planner.cli.entry import run
from planner.edit.rota import add_draft, change_rota, lock, paint, remove_person
from planner.model.plan import Plan
from planner.model.rota import Cover
from planner.rota.columns import prepare
from planner.workspace import Workspace
from tests.model.small_rotas import rota_plan


@pytest.fixture
def file(tmp_path: Path) -> Path:
    plan = rota_plan("EEEEE--", "LLLLL--", "-EEEEE-", cover=(Cover("e", "Early", ("early",), 1),))
    path = tmp_path / "small.plan"
    Workspace.create(path, plan).close()
    return path


def saved(path: Path) -> Plan:
    with Workspace.open(path, read_only=True) as workspace:
        return workspace.plan


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert run(["rota", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert run(["rota", *map(str, arguments)]) == 2
    error = capsys.readouterr().err.splitlines()
    return error[-1]


def test_a_rota_goes_from_a_pattern_to_a_diary(file: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    prepare()  # compiling, once on a machine, takes longer than the search is given
    found = json.loads(said(capsys, "solve", file, "--seconds", 5, "--json"))
    assert (found["proven"], found["draft"], found["price"]) == (True, "solved", found["bound"])
    checked = json.loads(said(capsys, "check", file, "--json"))
    assert (checked["lawful"], checked["price"], checked["breaches"]) == (True, found["price"], found["breaches"])
    assert saved(file).rotas[0].drafts[-1].note.startswith("Solved: ")

    text = said(capsys, "why", file, "a:2027-01-05=L", "a:2027-01-06=E")
    assert text.startswith("It cannot be.\nThese 3 rules contradict each other. Drop any one of them and this")
    assert "What you asked for, Officer a, Tue 5 January: Late" in text
    assert "Rest between duties, Officer a" in text
    assert "Locked" not in text
    assert said(capsys, "why", file, "b:2027-01-04=off").startswith("It can be, for ")

    assert "as version 1" in said(capsys, "publish", file, "--on", "2026-12-01", "--use")
    assert sum(saved(file).duties[0].hours) > 0
    mended = json.loads(said(capsys, "repair", file, "--today", "2027-01-05", "--sick", "a:2027-01-06", "--json"))
    assert mended["proven"]
    assert all(change["day"] > "2027-01-05" for change in mended["changes"])
    assert saved(file).rotas[0].away[-1].officer == "a"
    text = said(capsys, "repair", file, "--today", "2027-01-05", "--into", "again")
    assert text.startswith("Kept as the draft again of Rota: ")

    out = tmp_path / "rota.csv"
    assert "Wrote Version 1" in said(capsys, "export", file, "--draft", "published", "--out", out)
    assert out.read_text("utf-8-sig").splitlines()[0].startswith("Officer key,Post,2027-01-04,2027-01-05")
    diary = tmp_path / "a.ics"
    said(capsys, "export", file, "--out", diary, "--person", "a")
    assert diary.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_days_away_are_kept_once_and_those_outside_the_rota_are_named(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ("repair", str(file), "--today", "2027-01-05", "--seconds", "5", "--sick", "a:2027-01-06")
    assert run(["rota", *command, "--sick", "a:2027-01-06", "--sick", "b:2028-12-01"]) == 0
    error = capsys.readouterr().err
    assert "--sick: a, 2027-01-06, is in the rota already: it is not kept twice." in error
    assert "--sick: b, 2028-12-01, is outside the rota, which goes from 2027-01-04 to " in error
    assert run(["rota", *command]) == 0
    assert "is in the rota already" in capsys.readouterr().err
    assert len(saved(file).rotas[0].away) == 1


def test_a_rota_that_is_told_late_is_published_with_a_warning_and_not_after_its_end(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    late = ("publish", str(file), "--reason", "Late", "--on")
    assert "the rota ended on 10 January 2027" in refused(capsys, *late, "2027-01-11")
    assert run(["rota", *late, "2027-01-05"]) == 0
    assert "Warning: The rota began on Mon 4 January: 2 of its 7 days have begun" in capsys.readouterr().err
    assert len(saved(file).rotas[0].publications) == 1


def test_a_new_rota_has_everybody_and_the_pattern(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ("new", file, "--team", "team", "--pattern", "office-week", "--start", "2027-02-01", "--key", "feb")
    assert "4 people, 28 days, called feb" in said(capsys, *command)
    made = saved(file).rotas[-1]
    assert made.drafts[0].lines[0].cells[:7] == ("day",) * 5 + ("", "")
    assert made.cover[0].weekdays == (0, 1, 2, 3, 4)
    assert "not lawful" not in said(capsys, "check", file, "--rota", "feb").lower()


def test_where_no_rota_is_lawful_the_rules_and_the_ways_out_are_named(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace.open(file) as workspace:
        plan = paint(workspace.plan, "r", "d", [("a", 1)], "late")
        workspace.change("Lock", lock(plan, "r", "d", [("a", 1), ("a", 2)]))
    sentence = refused(capsys, "solve", file, "--seconds", 5)
    assert sentence.startswith("There is no lawful rota. These 3 rules contradict each other.")
    assert "Locked days kept, Officer a, Wed 6 January: Early." in sentence
    assert "Way out 2: Locked days kept (hard): Officer a: " in sentence
    assert [draft.key for draft in saved(file).rotas[0].drafts] == ["d"]
    expected = "--reason: it breaks 1 hard rule, such as Rest between duties (hard): Officer a: "
    assert refused(capsys, "publish", file, "--on", "2026-12-01").startswith(expected)
    assert "as version 1" in said(capsys, "publish", file, "--on", "2026-12-01", "--reason", "Agreed with the branch")


def test_locks_outlive_a_second_search_and_a_repair(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Workspace.open(file) as workspace:
        plan = paint(workspace.plan, "r", "d", [("a", 1)], "night")
        workspace.change("Lock", lock(plan, "r", "d", [("a", 1)]))
    for _ in range(2):
        said(capsys, "solve", file, "--seconds", 2)
        line = saved(file).rotas[0].drafts[-1].line("a")
        assert (line.cells[1], line.locked) == ("night", (1,))
    said(capsys, "repair", file, "--today", "2027-01-04", "--sick", "b:2027-01-05")
    mended = saved(file).rotas[0].drafts[-1]
    assert (mended.key, mended.line("a").locked, mended.line("b").locked) == ("mended", (1,), ())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("check", "{file}", "--rota", "x"), "this plan's rotas are r"),
        (("check", "{file}", "--draft", "x"), "its drafts are d"),
        (("check", "{file}", "--draft", "published"), "nothing of the rota r is published yet"),
        (("why", "{file}", "a:2027-01-04"), "no OFFICER:DATE=DUTY"),
        (("why", "{file}", "z:2027-01-04=E"), "no officer 'z'"),
        (("why", "{file}", "a:2027-02-04=E"), "is no day of this rota"),
        (("why", "{file}", "a:2027-01-04=X"), "no duty 'X'"),
        (("repair", "{file}", "--today", "2027-01-05", "--sick", "a"), "no OFFICER:FIRST[:LAST]"),
        (("repair", "{file}", "--today", "2027-01-05", "--sick", "a:monday"), "no date such as"),
        (("repair", "{file}", "--today", "2027-01-05", "--sick", "a:2027-01-06:2027-01-05"), "ends before it begins"),
        (("repair", "{file}", "--today", "2027-02-30"), "there is no day 2027-02-30."),
        (("repair", "{file}", "--today", "30/2/2027"), "'30/2/2027' is no date such as 2027-01-04."),
        (("why", "{file}", "a:2027-02-30=E"), "CELL: there is no day 2027-02-30."),
        (("solve", "{file}", "--into", "published"), "--into: published is the word for the version in force"),
        (("repair", "{file}", "--today", "2027-01-05", "--into", "published"), "is the word for the version in force"),
        (("export", "{file}", "--out", "rota.csv", "--person", "a"), "--person: only a diary, .ics, is of one person"),
        (("export", "{file}", "--out", "rota.txt"), "ends neither in .xlsx"),
        (("export", "{file}", "--out", "rota.ics"), "person: a diary is of one person"),
        (("export", "{file}", "--out", "nowhere/rota.csv"), "there is no folder"),
        (("new", "{file}", "--team", "x", "--pattern", "office-week", "--start", "2027-01-04"), "no such team"),
        (("new", "{file}", "--team", "team", "--pattern", "x", "--start", "2027-01-04"), "choose one of office-week"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    file: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], sentence: str
) -> None:
    filled = [argument.format(file=file) for argument in arguments]
    assert sentence in refused(capsys, *filled)


def test_a_plan_without_a_rota_or_with_two_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = rota_plan("EEEEE--")
    none, two = tmp_path / "none.plan", tmp_path / "two.plan"
    Workspace.create(none, change_rota(plan, "r", name="One")).close()
    with Workspace.open(none) as workspace:
        rota = workspace.plan.rotas[0]
        from dataclasses import replace

        workspace.change("Two", replace(workspace.plan, rotas=(rota, replace(rota, key="other"))))
    assert "say which of them with --rota: r, other" in refused(capsys, "check", none)
    Workspace.create(two, replace(plan, rotas=())).close()
    assert refused(capsys, "check", two) == "rotas: this plan has no rota: begin one with planner rota new."
    assert add_draft(plan, "r", "e", "E") != plan


@pytest.mark.parametrize(
    "arguments", [("solve",), ("repair", "--today", "2027-01-05"), ("why", "x:2027-01-04"), ("why", "x:2027-01-04=E")]
)
def test_a_rota_of_nobody_says_so(file: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    with Workspace.open(file) as workspace:
        plan = workspace.plan
        for officer in "abc":
            plan = remove_person(plan, "r", officer)
        workspace.change("Nobody", plan)
    command, *others = arguments
    sentence = refused(capsys, command, file, *others)
    expected = "CELL: " if command == "why" else "rotas[r].people: nobody is on Rota, so there is nothing to solve"
    assert sentence.startswith(expected)


@pytest.mark.slow
def test_a_rota_is_told_what_was_published_before_it(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begin = ("--team", "team", "--pattern", "office-week", "--start", "2027-01-11", "--weeks", 1, "--key", "next")
    said(capsys, "new", file, *begin)
    assert "No published rota" in said(capsys, "before", file, "--rota", "next")
    said(capsys, "publish", file, "--rota", "r", "--on", "2026-12-01", "--reason", "a test")
    with Workspace.open(file) as workspace:
        rota = workspace.plan.rotas[-1]
        early = replace(workspace.plan.rotas[0].shifts[0], key="shift-1", code="X1")
        late = replace(workspace.plan.rotas[0].shifts[1], key="shift-2", code="X2")
        workspace.change("Duties", change_rota(workspace.plan, "next", shifts=(*rota.shifts, early, late)))
    assert "up to 7 days before it" in said(capsys, "before", file, "--rota", "next")
    assert saved(file).rotas[-1].person("a").before == ("shift-1",) * 5 + ("", "")
    assert "No published rota" in said(capsys, "before", file, "--rota", "next"), "nothing changes a second time"


def test_the_cover_that_the_work_needs_is_said_and_set(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(said(capsys, "need", file, "--replications", 5, "--duties", "e,l", "--json"))
    assert (found["rota"], found["scenario"], found["replications"]) == ("r", None, 5)
    assert [day["weekday"] for day in found["days"]] == [*range(7)]
    assert all(day["minimum"] <= day["ideal"] and day["hours"] <= day["busy_hours"] + 1 for day in found["days"])
    assert saved(file).rotas[0].cover[-1].key == "e", "nothing is set unless asked"
    text = said(capsys, "need", file, "--replications", 5, "--set")
    assert text.startswith("From 5 futures of demand and staffing as they are, seed 1.")
    rows = {row.weekdays: row for row in saved(file).rotas[0].cover if row.key.startswith("need-")}
    assert rows
    assert all(row.shifts == ("early", "late", "night") for row in rows.values())
    assert "has no tour of duty 'q'" in refused(capsys, "need", file, "--duties", "q")
