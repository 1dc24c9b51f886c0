"""Preferences survive a round trip, and no file can stop the program."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from planner import settings
from planner.settings import Settings, migrated, migration, read_settings, settings_path, write_settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "preferences" / "settings.toml"


def test_what_is_written_is_read(path):
    chosen = Settings(
        theme="dark", text_size=125, recent_plans=(Path("S:/plans/north.plan"),), display_name='DS "Sam" Öz\\'
    )
    write_settings(chosen, path)
    assert read_settings(path) == chosen


def test_without_a_file_there_are_defaults(path):
    assert read_settings(path) == Settings()
    assert not path.parent.exists()


def test_they_are_kept_in_the_users_own_folder(user_folders):
    assert settings_path().is_relative_to(user_folders)


@pytest.mark.parametrize(
    "text",
    [
        b"theme = ",
        b"\xff\xfe",
        b"theme = 'dark'",
        b"schema_version = 99\ntheme = 'dark'",
        b"schema_version = 'one'",
        b"schema_version = 1\ntheme = 'pink'",
        b"schema_version = 1\ntext_size = 5",
        b"schema_version = 1\ntext_size = true",
        b"schema_version = 1\nrecent_plans = 3",
        b"schema_version = 1\ndisplay_name = 3",
        b"schema_version = 1\nlasting = 3",
    ],
)
def test_a_file_that_cannot_be_used_is_kept_aside(path, text):
    path.parent.mkdir()
    path.write_bytes(text)
    assert read_settings(path) == Settings()
    assert path.with_name("settings.toml.unread").read_bytes() == text
    write_settings(Settings(theme="light"), path)
    assert read_settings(path).theme == "light"


def test_missing_entries_take_their_default(path):
    path.parent.mkdir()
    path.write_text("schema_version = 1\ntheme = 'dark'\n")
    assert read_settings(path) == Settings(theme="dark")


def test_a_failed_write_leaves_the_old_file(path, monkeypatch):
    write_settings(Settings(theme="dark"), path)

    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        write_settings(Settings(theme="light"), path)
    assert read_settings(path).theme == "dark"
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.toml"]


def test_an_older_file_is_brought_up_step_by_step(monkeypatch):
    monkeypatch.setattr(settings, "SCHEMA_VERSION", 3)
    monkeypatch.setattr(settings, "_migrations", {})

    @migration(1)
    def _(document):
        return document | {"second": True}

    @migration(2)
    def _(document):
        return document | {"third": document["second"]}

    assert migrated({"schema_version": 1})["third"] is True
    with pytest.raises(ValueError, match="already"):
        migration(2)(lambda document: document)


def test_the_latest_plan_comes_first_and_ten_are_kept():
    chosen = Settings()
    for number in range(12):
        chosen = chosen.opened(Path(f"{number}.plan"))
    chosen = chosen.opened(Path("5.plan"))
    assert [plan.stem for plan in chosen.recent_plans] == ["5", "11", "10", "9", "8", "7", "6", "4", "3", "2"]
