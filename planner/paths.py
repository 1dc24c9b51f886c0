"""Where shipped files and the user's own files are."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_APPLICATION = "Caseload Planner"
FORBIDDEN_CHARACTERS = '<>:"/\\|?*'
"""Letters that a file's name may not have on Windows."""
_KEPT_BY_WINDOWS = {"con", "prn", "aux", "nul", *(f"{port}{at}" for port in ("com", "lpt") for at in "123456789¹²³")}
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file, "Naming Conventions"


def shipped(folder: str, *parts: str) -> Path:
    """A file under resources/ or data/, installed or not; FileNotFoundError when it is missing."""
    installed = _PACKAGE / f"_{folder}"
    root = installed if installed.is_dir() else _PACKAGE.parent / folder
    path = root.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(path)
    return path


def user_documents() -> Path:
    """Where a user keeps plans unless told otherwise; it may not exist yet."""
    from platformdirs import user_documents_path

    return user_documents_path() / _APPLICATION


def user_config() -> Path:
    """Folder of the user's preferences; it may not exist yet."""
    from platformdirs import user_config_path

    return user_config_path(_APPLICATION, appauthor=False)


def user_cache() -> Path:
    """Folder for what can be made again (the compiled engine); it may not exist yet."""
    from platformdirs import user_cache_path

    return user_cache_path(_APPLICATION, appauthor=False)


def user_log() -> Path:
    """Folder for crash reports; it may not exist yet."""
    from platformdirs import user_log_path

    return user_log_path(_APPLICATION, appauthor=False)


def unusable_name(name: str) -> str:
    """Why Windows could not have a file of this name, in a sentence; empty when it could."""
    stem = name.split(".")[0].strip(" ")
    if stem.lower() in _KEPT_BY_WINDOWS:
        return f"Windows keeps the name {stem} for itself, and plan files travel: choose another name."
    if name != name.rstrip(" ."):
        return f"“{name}” ends in a dot or a space, which Windows drops: choose another name."
    wrong = next((letter for letter in name if letter in FORBIDDEN_CHARACTERS or ord(letter) < 32), "")
    return f"“{name}” has a character ({wrong!r}) that Windows refuses: choose another name." if wrong else ""
