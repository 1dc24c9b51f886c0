"""What one user prefers; nothing here ever changes a result."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from planner import paths

SCHEMA_VERSION = 1
THEMES = ("system", "light", "dark")
TEXT_SIZES = range(75, 201)
"""Percent of the platform's own text size."""
RECENT_KEPT = 10
KEPT_VERSIONS = ("daily_versions", "weekly_versions", "monthly_versions")
MOST_VERSIONS = 100

Document = dict[str, Any]
_migrations: dict[int, Callable[[Document], Document]] = {}


@dataclass(frozen=True, slots=True)
class Settings:
    """One user's preferences; a value that cannot be right raises ValueError."""

    theme: str = "system"
    text_size: int = 100
    """Percent, from TEXT_SIZES."""
    recent_plans: tuple[Path, ...] = ()
    """Latest first."""
    display_name: str = ""
    """How the user is named to others who find a plan in use; empty: the login name."""
    daily_versions: int = 7
    """Of a plan that is opened every day: how many versions by day stay; likewise by week and month."""
    weekly_versions: int = 4
    monthly_versions: int = 12

    def __post_init__(self) -> None:
        if self.theme not in THEMES:
            raise ValueError(f"theme is one of {', '.join(THEMES)}")
        if type(self.text_size) is not int or self.text_size not in TEXT_SIZES:
            raise ValueError(f"text_size is {TEXT_SIZES.start} to {TEXT_SIZES.stop - 1}")
        if not isinstance(self.display_name, str):
            raise ValueError("display_name is text")
        for name in KEPT_VERSIONS:
            value = getattr(self, name)
            if type(value) is not int or not 0 <= value <= MOST_VERSIONS:
                raise ValueError(f"{name} is 0 to {MOST_VERSIONS}")

    def opened(self, plan: Path) -> Settings:
        """These settings with `plan` as the latest of the recent ones."""
        others = tuple(path for path in self.recent_plans if path != plan)
        return replace(self, recent_plans=(plan, *others)[:RECENT_KEPT])


def settings_path() -> Path:
    """The file the preferences are kept in."""
    return paths.user_config() / "settings.toml"


def read_settings(path: Path | None = None) -> Settings:
    """The user's preferences, or the defaults when there are none that can be read.

    A file that cannot be used is kept beside it as `settings.toml.unread`, so that nothing is lost by saving.
    """
    import tomllib

    path = path or settings_path()
    try:
        text = path.read_bytes()
    except OSError:
        return Settings()
    try:
        return _settings(migrated(tomllib.loads(text.decode("utf-8"))))
    except (ValueError, TypeError, KeyError):
        _keep_aside(path, text)
        return Settings()


def write_settings(settings: Settings, path: Path | None = None) -> None:
    """Replace the file in one step; OSError when it cannot be written."""
    import tomli_w

    path = path or settings_path()
    document = {
        "schema_version": SCHEMA_VERSION,
        "theme": settings.theme,
        "text_size": settings.text_size,
        "recent_plans": [str(plan) for plan in settings.recent_plans],
        "display_name": settings.display_name,
        **{name: getattr(settings, name) for name in KEPT_VERSIONS},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with draft.open("wb") as file:
            tomli_w.dump(document, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def migration(version: int) -> Callable[[Callable[[Document], Document]], Callable[[Document], Document]]:
    """Registers the step that turns a document of `version` into one of the next version; steps are never edited."""

    def register(step: Callable[[Document], Document]) -> Callable[[Document], Document]:
        if version in _migrations:
            raise ValueError(f"there is a step from version {version} already")
        _migrations[version] = step
        return step

    return register


def migrated(document: Document) -> Document:
    """The document as the present version writes it; ValueError when it is from a newer one."""
    version = document["schema_version"]
    if type(version) is not int or version > SCHEMA_VERSION:
        raise ValueError("these preferences are from a newer version of the program")
    while version < SCHEMA_VERSION:
        document = _migrations[version](document)
        version += 1
    return document


def _settings(document: Document) -> Settings:
    """Settings from a present-version document; unknown entries are an error, missing ones take their default."""
    values = {name: value for name, value in document.items() if name != "schema_version"}
    unknown = values.keys() - {field.name for field in fields(Settings)}
    if unknown:
        raise ValueError(f"unknown preferences: {', '.join(sorted(unknown))}")
    values["recent_plans"] = tuple(Path(plan) for plan in values.get("recent_plans", ()))
    return Settings(**values)


def _keep_aside(path: Path, text: bytes) -> None:
    """Keep what could not be read, if there is room for it."""
    try:
        path.with_name(f"{path.name}.unread").write_bytes(text)
    except OSError:
        return
