"""The benchmark's text is read and written whole, refused with file, line and reason, and counted on its own."""

from __future__ import annotations

import pytest

from planner.model.checks import InvalidPlan
from planner.rota.benchmark import parsed, read_benchmark, written
from planner.rota.benchmark_lines import line_problem, roster
from planner.rota.benchmark_score import score
from planner.rota.line_faults import rota_faults
from planner.rota.lines import OFF

TEXT = """# A small one of our own
SECTION_HORIZON
14

SECTION_SHIFTS
E,480,
N,600,E

SECTION_STAFF
# ID, MaxShifts, ...
A,E=14|N=2,4800,960,4,2,2,1
B,E=14,4800,0,5,1,1,2

SECTION_DAYS_OFF
A,0,13

SECTION_SHIFT_ON_REQUESTS
A,2,E,3
B,9,E,2

SECTION_SHIFT_OFF_REQUESTS
B,1,E,4

SECTION_COVER
0,E,1,100,1
1,E,1,100,2
2,N,1,50,1
"""


def line(text: str) -> tuple[str | None, ...]:
    return tuple(None if letter == "." else letter for letter in text)


def test_what_is_read_is_written_and_read_again(tmp_path):
    found = parsed(TEXT)
    assert parsed(written(found)) == found
    assert found.staff[0].most_of == {"E": 14, "N": 2}
    assert found.staff[0].days_off == {0, 13}
    assert (found.days, len(found.on_requests), len(found.off_requests), len(found.cover)) == (14, 2, 1, 3)
    file = tmp_path / "own.txt"
    file.write_text("\ufeff" + TEXT, "utf-8")
    assert read_benchmark(file) == found


def test_costs_and_faults_are_counted_by_hand():
    instance = parsed(TEXT)
    lawful = {"A": line(".EE....EE....."), "B": line("EE............")}
    # B's wishes for day 9 (2) and against day 1 (4) are not kept; day 1 has one E too many (2), day 2 no N (50).
    assert score(instance, lawful) == (58, ())
    broken = {"A": line("EENE.EE.EEEEEN"), "B": line(".NNNNNNNNNNNNN")}
    found = score(instance, broken).broken
    assert [fault.split(":")[0] for fault in found] == ["A"] * 8 + ["B"] * 3
    for phrase in ("6000 minutes", "day 0 is a day off", "E may not follow N", "2 weekends, most 1", "1 days off"):
        assert any(phrase in fault for fault in found), phrase
    assert score(instance, {"A": line("E")}).broken == ("A: 1 days instead of 14", "B: 0 days instead of 14")


def test_the_line_problem_costs_the_same_and_has_the_same_rules():
    instance = parsed(TEXT)
    problem = line_problem(instance)
    rotas = [
        [".EE....EE.....", "EE............"],
        ["EENE.EE.EEEEEN", ".NNNNNNNNNNNNN"],
        [".NNN.E........", "..EEE..EE....."],
    ]
    for rows in rotas:
        rota = [["EN".find(letter) for letter in row] for row in rows]
        names = roster(instance, rota)
        assert names == {"A": line(rows[0]), "B": line(rows[1])}
        assert problem.cost(rota) == score(instance, names).cost
        assert bool(rota_faults(problem, rota)) == bool(score(instance, names).broken)
    assert problem.people[0].allowed[13] == {OFF}
    assert problem.has_whole_costs()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("SECTION_COVER", "SECTION_COVERS", "line 24: 'SECTION_COVERS'"),
        ("N,600,E", "N,ten,E", "line 7: 'ten' is not allowed: the minutes is a whole number of 1 or more"),
        ("N,600,E", "N,600,Z", "shift N: 'Z'"),
        ("E=14|N=2", "E=14|Z=2", "line 11: 'Z'"),
        ("A,0,13", "A,0,14", "line 15: '14' is not allowed: the days are 0 to 13"),
        ("A,0,13", "Z,0,13", "line 15: 'Z'"),
        ("B,9,E,2", "B,9,E", "line 19: 'B,9,E' is not allowed: a line of SECTION_SHIFT_ON_REQUESTS has 4 fields"),
        (
            "2,N,1,50,1",
            "1,E,1,50,1",
            "line 27: '1,E,1,50,1' is not allowed: the cover of a shift on a day is given once",
        ),
        ("B,E=14,4800", "A,E=14,4800", "line 12: 'A' is not allowed: each person has a name of its own"),
        ("2,N,1,50,1", "2,N,1,-50,1", "line 27: '-50'"),
        ("SECTION_HORIZON", "# nothing", "line 3: '14' is not allowed: a file begins with a section"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line_and_reason(old, new, said):
    with pytest.raises(InvalidPlan) as refused:
        parsed(TEXT.replace(old, new, 1), "own.txt")
    assert str(refused.value).startswith("own.txt, ")
    assert said in str(refused.value)


def test_a_missing_section_and_what_is_no_text_are_refused(tmp_path):
    with pytest.raises(InvalidPlan, match="no SECTION_COVER"):
        parsed(TEXT.partition("SECTION_COVER")[0])
    file = tmp_path / "picture.txt"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidPlan, match=r"picture\.txt"):
        read_benchmark(file)
