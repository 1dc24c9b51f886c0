"""Where shipped files and the user's own files are."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_APPLICATION = "Caseload Planner"


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
