"""What one user's window remembers: its place (in window.ini) and the user's preferences (in settings.toml)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

from planner import paths
from planner.app.theme import Choice
from planner.settings import KEPT_VERSIONS, Settings, read_settings, write_settings

if TYPE_CHECKING:
    from planner.model.version import KeepRule


class WindowState:
    """Read once at the start, written when something changes and when the window closes."""

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or paths.user_config()
        self._place = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
        self._path = folder / "settings.toml"
        self.settings: Settings = read_settings(self._path)

    @property
    def geometry(self) -> QByteArray | None:
        """Size and place of the window; None on the first start."""
        value = self._place.value("geometry")
        return value if isinstance(value, QByteArray) else None

    @property
    def last_plan(self) -> Path | None:
        """The plan that was open last, when it is still there."""
        return next((path for path in self.settings.recent_plans[:1] if path.is_file()), None)

    @property
    def recent(self) -> tuple[Path, ...]:
        """The plans that were open last and are still there, latest first."""
        return tuple(path for path in self.settings.recent_plans if path.is_file())

    @property
    def keep_rule(self) -> KeepRule:
        """How many versions by day, week and month stay."""
        from planner.model.version import KeepRule

        return KeepRule(*(getattr(self.settings, name) for name in KEPT_VERSIONS))

    def keep_versions(self, daily: int, weekly: int, monthly: int) -> None:
        """Remember how many versions by day, week and month stay."""
        self._keep(replace(self.settings, daily_versions=daily, weekly_versions=weekly, monthly_versions=monthly))

    @property
    def place(self) -> str:
        """The place that was on show last; empty when that is not known."""
        return str(self._place.value("place", ""))

    def went(self, place: str) -> None:
        """Remember the place on show at once, as a crash gives no notice."""
        if place != self.place:
            self._place.setValue("place", place)
            self._place.sync()

    @property
    def appearance(self) -> Choice:
        """Light, dark, or as the system."""
        return Choice(self.settings.theme)

    @property
    def who(self) -> str:
        """What the user is called: as in the preferences, else as they logged in; empty when neither says it."""
        import getpass

        if self.settings.display_name:
            return self.settings.display_name
        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError):
            return ""

    @property
    def text_scale(self) -> float:
        """Size of the text: 1 is as designed."""
        return self.settings.text_size / 100

    def opened(self, plan: Path) -> None:
        """Remember the plan as the latest."""
        self._keep(self.settings.opened(plan.resolve()))

    def remember(self, geometry: QByteArray, appearance: Choice, text_scale: float) -> None:
        """Remember how the window looks."""
        self._place.setValue("geometry", geometry)
        self._place.sync()
        self._keep(replace(self.settings, theme=str(appearance), text_size=round(100 * text_scale)))

    def _keep(self, settings: Settings) -> None:
        if settings == self.settings:
            return
        self.settings = settings
        try:
            write_settings(settings, self._path)
        except OSError:
            # A preference that cannot be kept is not worth a message; the plan itself is in its own file.
            return
