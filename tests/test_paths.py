"""Names of files that every machine can have."""

from __future__ import annotations

import pytest

from planner.paths import unusable_name


@pytest.mark.parametrize(
    "name", ["CON.plan", "nul", "Lpt1.old.plan", "com¹.plan", "aux .plan", "a.", "a ", "a:b", "a\tb"]
)
def test_a_name_that_windows_does_not_allow_has_a_sentence(name: str) -> None:
    assert unusable_name(name).endswith(": choose another name.")


@pytest.mark.parametrize("name", ["Console.plan", "North.plan", "com10.plan", "a.nul", ".plan", "Ärger 1.plan"])
def test_others_have_none(name: str) -> None:
    assert unusable_name(name) == ""
