"""Warnings about where a plan file lies."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from planner.storage.surroundings import caution, in_synced_folder, mounted_kind, on_network_drive

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
//server/plans /mnt/force\\040share cifs rw 0 0
server:/export /mnt nfs4 rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "synced"),
    [
        ("/srv/ds/OneDrive/plans/a.plan", True),
        ("/srv/ds/OneDrive - Example Constabulary/a.plan", True),
        ("/srv/ds/Dropbox/a.plan", True),
        ("/srv/ds/Documents/a.plan", False),
        ("/srv/ds/Documents/Dropbox", False),
        ("/srv/ds/Dropbox notes/a.plan", False),
    ],
)
def test_folders_that_are_copied_to_other_machines(path: str, synced: bool):
    assert in_synced_folder(PurePosixPath(path)) is synced


def test_the_folder_that_onedrive_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    assert caution(tmp_path / "a.plan") is None
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path))
    sentence = caution(tmp_path / "work" / "a.plan")
    assert sentence is not None
    assert "copied to other machines" in sentence
    assert "a.plan" in sentence


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/srv/a.plan", "ext4"), ("/mnt/a.plan", "nfs4"), ("/mnt/force share/a.plan", "cifs"), ("/mntx/a.plan", "ext4")],
)
def test_the_file_system_under_a_path(path: str, kind: str):
    assert mounted_kind(PurePosixPath(path), MOUNTS) == kind


def test_a_share_named_by_its_server():
    assert on_network_drive(Path("//server/share/a.plan"))
    assert "network drive" in (caution(Path("//server/share/a.plan")) or "")
