"""requirements.lock answers pyproject.toml. (.ci/run makes it again and compares; this needs no network.)"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
ENTRY = re.compile(r"^(?P<pin>[^\s#].*?)(?P<hashes>(?: \\\n {4}--hash=sha256:[0-9a-f]{64})*)$", re.MULTILINE)
PLATFORMS = [
    {"sys_platform": "linux", "platform_machine": "x86_64", "os_name": "posix", "platform_system": "Linux"},
    {"sys_platform": "win32", "platform_machine": "AMD64", "os_name": "nt", "platform_system": "Windows"},
    {"sys_platform": "darwin", "platform_machine": "arm64", "os_name": "posix", "platform_system": "Darwin"},
    {"sys_platform": "darwin", "platform_machine": "x86_64", "os_name": "posix", "platform_system": "Darwin"},
]


def entries() -> list[tuple[Requirement, int]]:
    """Each pin of the lock with how many hashes it has."""
    return [(Requirement(entry["pin"]), entry["hashes"].count("--hash=")) for entry in ENTRY.finditer(LOCK)]


def asked_for() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [text for extra in project["optional-dependencies"].values() for text in extra]
    return [Requirement(text) for text in (*project["dependencies"], *extras)]


def applies(marker: Marker | None, platform: dict[str, str]) -> bool:
    return marker is None or marker.evaluate(platform | {"python_version": "3.11", "python_full_version": "3.11.9"})


def test_every_requirement_is_pinned_to_a_version_it_allows():
    for platform in PLATFORMS:
        pins = {canonicalize_name(pin.name): pin for pin, _ in entries() if applies(pin.marker, platform)}
        for wanted in asked_for():
            if not applies(wanted.marker, platform):
                continue
            pin = pins.get(canonicalize_name(wanted.name))
            assert pin is not None, f"{wanted} is not in the lock for {platform['sys_platform']}"
            (exact,) = pin.specifier
            assert exact.operator == "=="
            assert wanted.specifier.contains(exact.version), f"{wanted} is locked at {exact.version}"


def test_every_pin_is_hashed():
    assert len(entries()) > 30
    assert [str(pin) for pin, hashes in entries() if hashes == 0] == []


def test_the_lock_names_no_place():
    assert "http" not in LOCK
    assert "--index" not in LOCK
    assert "--find-links" not in LOCK


def test_every_dependency_has_its_line_in_the_decision():
    pages = ("0002-dependencies.md", "0008-libraries-for-rotas-and-reports.md")
    decision = "\n".join((ROOT / "docs" / "decisions" / page).read_text("utf-8") for page in pages).casefold()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {Requirement(text).name for text in project["dependencies"]}
    assert {name for name in names if f"**{name.casefold()}**" not in decision} == set()
